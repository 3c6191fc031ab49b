"""The one way into the trail."""

import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils import timezone

from naikkelas.audit.middleware import current_request_id
from naikkelas.audit.models import Event
from naikkelas.lib.actors import Actor


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
    """Write one event in the caller's transaction: a refused or failed act leaves no trace."""
    return Event.objects.create(
        at=timezone.now(),
        actor_id=by.pk,
        actor_post=by.post,
        verb=verb,
        kabupaten_code=kabupaten,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        before=_plain(before),
        after=_plain(after),
        data=_plain(data),
        request_id=current_request_id(),
    )


def _plain(values: Mapping[str, Any] | None) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(json.dumps(dict(values or {}), cls=DjangoJSONEncoder))
    return result
