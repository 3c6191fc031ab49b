"""Writing for a site: drafts, versions, and their way through the PKB to the public.

Words stand in versions alone, since they may name people and an event cannot be scrubbed.
"""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import require
from naikkelas.publicsite import access
from naikkelas.publicsite.actions.common import held, reason_of, told
from naikkelas.publicsite.errors import (
    OwnText,
    PageWordsExist,
    TextChanged,
    TextElsewhere,
    UnfitText,
)
from naikkelas.publicsite.models import SiteText, SiteTextChange, SiteTextVersion, TextState
from naikkelas.publicsite.rules.guard import names_a_number
from naikkelas.publicsite.rules.markdown import LONGEST
from naikkelas.registry.models import KampungKB

LONGEST_TITLE = 160


@transaction.atomic
def write(
    kampung: KampungKB, kind: str, title: str, body: str, *, by: Actor, id: UUID | None = None
) -> SiteText:
    """Begin a text as a draft; the same identifier again gives the first one."""
    kampung = held(kampung)
    require(access.may_write(by, kampung))
    known = SiteText.objects.filter(pk=id, kampung=kampung).first() if id else None
    if known:
        return known
    title, body = _fit(title, body)
    is_page = kind != SiteText.Kind.NEWS
    if is_page and SiteText.objects.filter(kampung=kampung, kind=kind).exists():
        raise PageWordsExist
    text = SiteText.objects.create(
        id=id or uuid7(),
        kampung=kampung,
        kabupaten_code=kampung.kabupaten_code,
        kind=SiteText.Kind(kind),
        is_example=kampung.is_example,
        written_by=by.pk,
        written_at=timezone.now(),
    )
    _add_version(text, title, body, by)
    _record("site_text.write", text, by)
    return text


@transaction.atomic
def revise(text: SiteText, title: str, body: str, *, base: int, by: Actor) -> SiteText:
    """Add a version as a draft; what is published stays until the new one is."""
    text = _locked(text)
    require(access.may_write(by, text.kampung))
    _insist_on_seen(text, base)
    title, body = _fit(title, body)
    _next(text, title, body, by)
    _record("site_text.revise", text, by)
    return text


@transaction.atomic
def restore(text: SiteText, number: int, *, base: int, by: Actor) -> SiteText:
    """Take an earlier version up again, as a new one: nothing is rewritten."""
    text = _locked(text)
    require(access.may_write(by, text.kampung))
    _insist_on_seen(text, base)
    earlier = text.versions.filter(number=number).first()
    if earlier is None:
        raise TextElsewhere
    _next(text, earlier.title, earlier.body, by, restores=number)
    _record("site_text.restore", text, by)
    return text


def _next(text: SiteText, title: str, body: str, by: Actor, restores: int | None = None) -> None:
    text.number += 1
    _move(text, TextState.DRAFT, by, also=("number",))
    _add_version(text, title, body, by, restores)


def _fit(title: str, body: str) -> tuple[str, str]:
    title, body = " ".join(title.split()), body.replace("\r\n", "\n").strip()
    if not title or len(title) > LONGEST_TITLE:
        raise UnfitText("Isi judul, paling banyak 160 huruf.", "title")
    if not body or len(body) > LONGEST:
        raise UnfitText("Isi tulisannya, paling banyak 20.000 huruf.")
    for column, words in (("title", title), ("body", body)):
        if names_a_number(words):
            raise UnfitText("Hapus NIK, nomor telepon, atau alamat surel.", column)
    return title, body


def _add_version(
    text: SiteText, title: str, body: str, by: Actor, restores: int | None = None
) -> None:
    SiteTextVersion.objects.create(
        text=text,
        number=text.number,
        title=title,
        body=body,
        restores=restores,
        saved_by=by.pk,
        saved_at=timezone.now(),
    )


# The way to the public ---------------------------------------------------------------------------


@transaction.atomic
def send(text: SiteText, *, seen: int, by: Actor) -> SiteText:
    """Hand the newest version to the PKB."""
    text = _begun(text, TextState.DRAFT, seen)
    require(access.may_send(by, text.kampung))
    _move(text, TextState.SENT, by)
    _record("site_text.send", text, by)
    return text


@transaction.atomic
def publish(text: SiteText, *, seen: int, by: Actor) -> SiteText:
    """Everybody reads this version from now on; by somebody who did not save it."""
    text = _begun(text, TextState.SENT, seen)
    require(access.may_publish(by, text.kampung))
    if text.versions.get(number=text.number).saved_by == by.pk:
        raise OwnText
    now = timezone.now()
    text.published_number, text.published_at = text.number, now
    text.first_published_at = text.first_published_at or now
    columns = ("published_number", "published_at", "first_published_at")
    _move(text, TextState.PUBLISHED, by, also=columns)
    _record("site_text.publish", text, by)
    return text


@transaction.atomic
def send_back(text: SiteText, *, seen: int, note: str, by: Actor) -> SiteText:
    """Return a version to the Pokja with words; what was published before stays."""
    text = _begun(text, TextState.SENT, seen)
    require(access.may_publish(by, text.kampung))
    _move(text, TextState.DRAFT, by, note=reason_of(note))
    _record("site_text.send_back", text, by)
    return text


@transaction.atomic
def withdraw(text: SiteText, *, note: str, by: Actor) -> SiteText:
    """Take it out of the public at once; its versions stay."""
    text = _locked(text)
    require(access.may_send(by, text.kampung))
    if text.state == TextState.WITHDRAWN:
        raise TextElsewhere
    text.published_number = text.published_at = None
    columns = ("published_number", "published_at")
    _move(text, TextState.WITHDRAWN, by, note=reason_of(note), also=columns)
    _record("site_text.withdraw", text, by)
    return text


@transaction.atomic
def bring_back(text: SiteText, *, by: Actor) -> SiteText:
    """The undo of a withdrawal: a draft again, which is sent and published as any other."""
    text = _locked(text)
    require(access.may_send(by, text.kampung))
    if text.state != TextState.WITHDRAWN:
        raise TextElsewhere
    _move(text, TextState.DRAFT, by)
    _record("site_text.bring_back", text, by)
    return text


def _locked(text: SiteText) -> SiteText:
    held(text.kampung)
    return SiteText.objects.select_for_update().select_related("kampung").get(pk=text.pk)


def _insist_on_seen(text: SiteText, seen: int) -> None:
    if text.number != seen:
        raise TextChanged


def _begun(text: SiteText, state: str, seen: int) -> SiteText:
    text = _locked(text)
    _insist_on_seen(text, seen)
    if text.state != state:
        raise TextElsewhere
    return text


def _move(
    text: SiteText, state: str, by: Actor, *, note: str = "", also: tuple[str, ...] = ()
) -> None:
    SiteTextChange.objects.create(
        text=text,
        number=text.number,
        from_state=text.state,
        to_state=state,
        note=note,
        changed_by=by.pk,
        changed_at=timezone.now(),
    )
    text.state = state
    text.save(update_fields=["state", *also])


def _record(verb: str, text: SiteText, by: Actor) -> None:
    what = SiteText.Kind(text.kind).label
    record(verb, text, by=by, **told(text.kampung, number=text.number, what=what))
