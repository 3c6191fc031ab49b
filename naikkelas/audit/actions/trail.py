"""The one way into the trail."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils import timezone

from naikkelas.audit.actions.rows import insert, made
from naikkelas.audit.middleware import current_request_id
from naikkelas.audit.models import Event
from naikkelas.audit.queries.catalogue import is_secret
from naikkelas.audit.rules.persons import fingerprint
from naikkelas.lib.actors import Actor

HIDDEN = "•••"
"""Stands in an event for a personal value."""
_ARE_JSON = frozenset({str, int, bool, type(None)})


def record(
    verb: str,
    subject: Model,
    *,
    by: Actor,
    kabupaten: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    **data: Any,  # JSON values that the verb's presenter needs
) -> Event:
    """Write one event in the caller's transaction: a refused or failed act leaves no trace.

    Values of personal columns are left out (`HIDDEN` says that there was one): an event cannot be
    scrubbed, so it holds keys and posts only.
    """
    about = subject._meta.label_lower
    event = made(
        Event,
        at=timezone.now(),
        actor_id=by.pk,
        actor_post=by.post,
        verb=verb,
        kabupaten_code=kabupaten,
        kampung_id=_kampung_of(subject),
        subject_type=about,
        subject_id=str(subject.pk),
        before=_plain(before, about),
        after=_plain(after, about),
        data=_plain(data, about),
        request_id=current_request_id(),
    )
    insert(event)
    return event


def record_view(
    subject: Model, column: str, *, by: Actor, kabupaten: str = "", label: str = "", nip: str = ""
) -> Event:
    """Note that somebody was shown a personal value; the person concerned may ask who.

    `nip` names the person where it is not an account; it is kept as a hash only.
    """
    of: dict[str, Any] = {"of": fingerprint(nip)} if nip else {}
    return record(
        "personal.view",
        subject,
        by=by,
        kabupaten=kabupaten,
        field=column,
        label=label or column,
        **of,
    )


def record_export(by: Actor, *, rows: int) -> Event:
    """Note that somebody took a copy of the trail."""
    return record("trail.export", Event(), by=by, kabupaten=kabupaten_of(by), rows=rows)


def kabupaten_of(actor: Actor) -> str:
    """The chain to which an act belongs that concerns the actor's own area: of the kabupaten, of
    the province where it is one, of none for the nation."""
    return actor.home[: len("63.01")]


def _kampung_of(subject: Model) -> UUID | None:
    """The kampung that a row belongs to, by its own column; asked of no database.

    A kampung itself has none: what happens to one (a merger, a new status) may concern others.
    """
    found: UUID | None = subject.__dict__.get("kampung_id")
    return found


def _plain(values: Mapping[str, Any] | None, about: str) -> dict[str, Any]:
    if not values:
        return {}
    result = dict(values)
    if not all(type(value) in _ARE_JSON for value in result.values()):
        result = json.loads(json.dumps(result, cls=DjangoJSONEncoder))
    return {
        name: HIDDEN if value not in (None, "") and is_secret(about, name) else value
        for name, value in result.items()
    }
