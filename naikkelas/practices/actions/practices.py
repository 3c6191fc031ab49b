"""Writing good examples, and their way into the library.

Free text stands in the rows alone, since it may name people and an event cannot be scrubbed.
"""

from typing import Any  # values of an event
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from naikkelas.activities.models import Kegiatan, KegiatanPhoto
from naikkelas.areas.queries import local_now
from naikkelas.audit.actions import record
from naikkelas.classification.queries import instrument_of
from naikkelas.instruments.queries import in_use
from naikkelas.lib.actors import Actor
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import require
from naikkelas.practices import access
from naikkelas.practices.actions.common import held, reason_of
from naikkelas.practices.errors import (
    ConsentMissing,
    PhotoNotAccepted,
    PracticeChanged,
    PracticeElsewhere,
    UnfitPractice,
)
from naikkelas.practices.models import (
    Practice,
    PracticeAttachment,
    PracticeChange,
    PracticeState,
    PracticeStep,
    PracticeVersion,
)
from naikkelas.practices.rules.practised import Practised, insist
from naikkelas.registry.models import Inovasi, KampungKB, PokjaSeat, State


@transaction.atomic
def write(
    kampung: KampungKB,
    told: Practised,
    *,
    by: Actor,
    id: UUID | None = None,
    innovation: Inovasi | None = None,
) -> Practice:
    """Begin a good example as a draft; the same identifier again gives the first one."""
    kampung = held(kampung)
    require(access.may_write(by, kampung))
    known = Practice.objects.filter(pk=id, kampung=kampung).first() if id else None
    if known:
        return known
    _insist_on_fit(kampung, told, innovation)
    practice = Practice.objects.create(
        id=id or uuid7(),
        kampung=kampung,
        kabupaten_code=kampung.kabupaten_code,
        innovation=innovation,
        is_example=kampung.is_example,
        written_by=by.pk,
        written_at=timezone.now(),
    )
    _add_version(practice, told, by)
    _record("practice.write", practice, by)
    return practice


@transaction.atomic
def revise(practice: Practice, told: Practised, *, base: int, by: Actor) -> Practice:
    """Add a version; what is published stays until the new one is. `base` is the one seen."""
    practice = _locked(practice)
    require(access.may_write(by, practice.kampung))
    if practice.number != base:
        raise PracticeChanged
    if practice.state not in {PracticeState.DRAFT, PracticeState.PUBLISHED}:
        raise PracticeElsewhere
    _insist_on_fit(practice.kampung, told, None)
    practice.number += 1
    _move(practice, PracticeState.DRAFT, by=by, also=("number",))
    _add_version(practice, told, by)
    _record("practice.revise", practice, by)
    return practice


def _insist_on_fit(kampung: KampungKB, told: Practised, innovation: Inovasi | None) -> None:
    rule = in_use(instrument_of(kampung.village_id))
    known = [indicator.code for indicator in rule.indicators]
    insist(told, indicators=known, today=local_now(kampung.village_id).date())
    if told.contact not in PokjaSeat.Post.values:
        raise UnfitPractice("contact", "Pilih jabatan Pokja yang dapat ditanya.")
    if innovation and innovation.kampung_id != kampung.pk:
        raise UnfitPractice("innovation", "Inovasi ini bukan milik kampung ini.")


def _add_version(practice: Practice, told: Practised, by: Actor) -> None:
    version = PracticeVersion.objects.create(
        practice=practice,
        number=practice.number,
        title=told.title,
        problem=told.problem,
        contact=told.contact,
        indicators=PracticeVersion.joined(told.indicators),
        cost=told.cost,
        cost_source=told.cost_source,
        from_on=told.from_on,
        until_on=told.until_on,
        saved_by=by.pk,
        saved_at=timezone.now(),
    )
    PracticeStep.objects.bulk_create(
        PracticeStep(version=version, position=place, words=words)
        for place, words in enumerate(told.steps, 1)
    )


# The way into the library -----------------------------------------------------------------------


@transaction.atomic
def send(practice: Practice, *, seen: int, by: Actor) -> Practice:
    """Hand the newest version in; the kabupaten decides."""
    practice = _begun(practice, PracticeState.DRAFT, seen)
    require(access.may_send(by, practice.kampung))
    _move(practice, PracticeState.SENT, by=by)
    _record("practice.send", practice, by)
    return practice


@transaction.atomic
def publish(practice: Practice, *, seen: int, by: Actor) -> Practice:
    """Everybody of the kabupaten reads this version from now on."""
    practice = _begun(practice, PracticeState.SENT, seen)
    require(access.may_curate(by, practice.kampung))
    practice.published_number, practice.published_at = practice.number, timezone.now()
    _move(practice, PracticeState.PUBLISHED, by=by, also=("published_number", "published_at"))
    _record("practice.publish", practice, by)
    return practice


@transaction.atomic
def send_back(practice: Practice, *, seen: int, reason: str, by: Actor) -> Practice:
    """Return it to the Pokja, with what is to be mended."""
    practice = _begun(practice, PracticeState.SENT, seen)
    require(access.may_curate(by, practice.kampung))
    _move(practice, PracticeState.DRAFT, by=by, note=reason_of(reason))
    _record("practice.send_back", practice, by)
    return practice


@transaction.atomic
def withdraw(practice: Practice, *, reason: str, by: Actor) -> Practice:
    """Take it out of the library; its versions and who copied it stay."""
    practice = _locked(practice)
    kampung = practice.kampung
    is_theirs = access.may_send(by, kampung) if practice.is_public else False
    require(is_theirs or access.may_curate(by, kampung) or _is_own_draft(practice, by))
    if practice.state == PracticeState.WITHDRAWN:
        return practice
    _move(practice, PracticeState.WITHDRAWN, by=by, note=reason_of(reason))
    _record("practice.withdraw", practice, by)
    return practice


def _is_own_draft(practice: Practice, by: Actor) -> bool:
    return not practice.is_public and access.may_write(by, practice.kampung)


@transaction.atomic
def bring_back(practice: Practice, *, by: Actor) -> Practice:
    """Undo of withdrawing: a draft again, which has to be published anew."""
    practice = _locked(practice)
    require(access.may_write(by, practice.kampung))
    if practice.state != PracticeState.WITHDRAWN:
        raise PracticeElsewhere
    practice.published_number = practice.published_at = None
    _move(practice, PracticeState.DRAFT, by=by, also=("published_number", "published_at"))
    _record("practice.bring_back", practice, by)
    return practice


# Activities and photos --------------------------------------------------------------------------


@transaction.atomic
def attach(
    practice: Practice,
    record_id: UUID,
    *,
    by: Actor,
    photo: KegiatanPhoto | None = None,
    has_consent: bool = False,
) -> PracticeAttachment:
    """Show an endorsed activity of the kampung, or a photo of it; twice is once."""
    practice = _locked(practice)
    require(access.may_write(by, practice.kampung))
    _insist_on_accepted(practice.kampung, record_id, photo)
    if photo and not has_consent:
        raise ConsentMissing
    known = practice.attachments.filter(record=record_id, photo=photo, withdrawn_at=None).first()
    if known:
        return known
    attached = PracticeAttachment.objects.create(
        practice=practice,
        record=record_id,
        photo=photo,
        has_consent=has_consent,
        added_by=by.pk,
        added_at=timezone.now(),
    )
    _record("practice.attach", practice, by, what=_what(attached))
    return attached


def _insist_on_accepted(kampung: KampungKB, record_id: UUID, photo: KegiatanPhoto | None) -> None:
    current = Kegiatan.objects.filter(
        kampung=kampung, withdrawn_at__isnull=True, state=State.ENDORSED
    )
    is_accepted = (current.filter(origin=record_id) | current.filter(pk=record_id)).exists()
    is_its_photo = photo is None or (photo.record == record_id and photo.withdrawn_at is None)
    if not is_accepted or not is_its_photo:
        raise PhotoNotAccepted


@transaction.atomic
def detach(attached: PracticeAttachment, *, by: Actor) -> PracticeAttachment:
    """Show it no longer."""
    practice = _locked(attached.practice)
    is_theirs = access.may_write(by, practice.kampung)
    require(is_theirs or access.may_curate(by, practice.kampung))
    if attached.withdrawn_at is None:
        attached.withdrawn_at = timezone.now()
        attached.save(update_fields=["withdrawn_at"])
        _record("practice.detach", practice, by, what=_what(attached))
    return attached


def _what(attached: PracticeAttachment) -> str:
    return "foto" if attached.photo_id else "kegiatan"


# ------------------------------------------------------------------------------------------------


def _locked(practice: Practice) -> Practice:
    rows = Practice.objects.select_for_update(of=("self",)).select_related("kampung")
    practice = rows.get(pk=practice.pk)
    held(practice.kampung)
    return practice


def _begun(practice: Practice, state: PracticeState, seen: int) -> Practice:
    """The practice, locked, where it stands at a state with the version that the person saw."""
    practice = _locked(practice)
    if practice.number != seen:
        raise PracticeChanged
    if practice.state != state:
        raise PracticeElsewhere
    return practice


def _move(
    practice: Practice,
    state: PracticeState,
    *,
    by: Actor,
    note: str = "",
    also: tuple[str, ...] = (),
) -> None:
    PracticeChange.objects.create(
        practice=practice,
        number=practice.number,
        from_state=practice.state,
        to_state=state,
        note=note,
        changed_by=by.pk,
        changed_at=timezone.now(),
    )
    practice.state = state
    practice.save(update_fields=["state", *also])


def _record(verb: str, practice: Practice, by: Actor, **more: Any) -> None:
    record(
        verb,
        practice,
        by=by,
        kabupaten=practice.kabupaten_code,
        kampung=practice.kampung.nama,
        number=practice.number,
        **more,
    )
