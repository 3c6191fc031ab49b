"""A visit is written down, corrected, taken back, and confirmed by the Pokja."""

from datetime import datetime
from typing import Any  # data of an event
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from naikkelas.accounts.models import Post, Role, User
from naikkelas.audit.actions import record
from naikkelas.coaching import access
from naikkelas.coaching.actions import followups, planning
from naikkelas.coaching.errors import (
    AlreadySigned,
    NotAMentor,
    NumberTaken,
    UnfitVisit,
    VisitClosed,
    WordsMissing,
)
from naikkelas.coaching.models import (
    Finding,
    FollowUp,
    PlannedVisit,
    SignOff,
    Visit,
    VisitCheck,
)
from naikkelas.coaching.queries.bodies import body_named
from naikkelas.coaching.rules.followups import verdict
from naikkelas.coaching.rules.sheet import Agreed, Checked, Sheet
from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import id_date
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import require
from naikkelas.registry.models import Evidence, KampungKB
from naikkelas.roadmap.access import may_do_step
from naikkelas.roadmap.actions.steps import change_step
from naikkelas.roadmap.models import Step, StepState

LONGEST_REASON = 300
_SIGNERS = {
    Role.POKJA_CHAIR: SignOff.Role.CHAIR,
    Role.POKJA_SECRETARY: SignOff.Role.SECRETARY,
    Role.POKJA: SignOff.Role.MEMBER,
}


@transaction.atomic
def record_visit(
    kampung: KampungKB,
    sheet: Sheet,
    *,
    by: Actor,
    id: UUID | None = None,
    planned: PlannedVisit | None = None,
    mentor: Post | None = None,
    made_at: datetime | None = None,
    is_example: bool = False,
) -> Visit:
    """Write down a visit; `id` is made by the client, and the same one again gives the first.

    What was seen of steps and follow-ups closes them; what was agreed begins to live; the day of
    the next visit is planned. `mentor` is the post of who acts unless the system imports it.
    """
    kampung = KampungKB.objects.select_for_update().get(pk=kampung.pk)
    require(access.may_visit(by, kampung))
    if id and (known := Visit.objects.filter(pk=id).first()):
        if known.kampung_id != kampung.pk or known.recorded_by != by.pk:
            raise NumberTaken
        return known
    mentor = mentor or access.post_of(by)
    if mentor is None:
        raise NotAMentor
    key = id or uuid7()
    visit = Visit(
        id=key,
        record=key,
        kampung=kampung,
        mentor=mentor,
        planned=planned or planning.ahead_of(kampung, mentor, sheet.day),
        made_at=made_at,
        is_example=is_example,
    )
    _store(visit, sheet, by)
    _record("visit.record", visit, by=by, findings=len(sheet.findings))
    return visit


@transaction.atomic
def correct_visit(
    visit: Visit, sheet: Sheet, *, reason: str, by: Actor, id: UUID | None = None
) -> Visit:
    """A new version of a visit; what was agreed before lives on, what is new is added."""
    if id and (known := Visit.objects.filter(pk=id, record=visit.record).first()):
        return known
    before, said = _held(visit, by), _words(reason)
    _withdraw(before, "Diperbaiki: " + said, by)
    after = Visit(
        id=id or uuid7(),
        record=before.record,
        replaces=before.pk,
        kampung=before.kampung,
        mentor=before.mentor,
        planned=before.planned,
        correction=said,
        is_example=before.is_example,
    )
    _store(after, sheet, by)
    _record("visit.correct", after, by=by)
    return after


@transaction.atomic
def withdraw_visit(visit: Visit, *, reason: str, by: Actor) -> Visit:
    """Take a visit back that did not happen so; what was agreed at it and is open is dropped."""
    visit, said = _held(visit, by), _words(reason)
    _withdraw(visit, said, by)
    for followup in FollowUp.objects.open().filter(visit__record=visit.record):
        followups.close(followup, f"Kunjungan ditarik: {said}", by=by, is_done=False)
    if visit.planned:
        planning.undo_done(visit.planned)
    _record("visit.withdraw", visit, by=by)
    return visit


@transaction.atomic
def sign_visit(visit: Visit, *, agrees: bool, by: Actor, remark: str = "") -> SignOff:
    """The Pokja says in its own account whether it saw the visit so; otherwise where not."""
    visit = Visit.objects.select_for_update(of=("self",)).select_related("kampung").get(pk=visit.pk)
    require(access.may_sign(by, visit.kampung))
    if not visit.is_standing:
        raise VisitClosed
    said = " ".join(remark.split())[:LONGEST_REASON]
    if not agrees and not said:
        raise WordsMissing("Tulis di mana Pokja berpendapat lain.")
    role = _SIGNERS[Role(by.role)] if isinstance(by, User) else SignOff.Role.MEMBER
    if visit.sign_offs.filter(way=SignOff.Way.ACCOUNT, role=role).exists():
        raise AlreadySigned
    signed = _sign(visit, SignOff.Way.ACCOUNT, role, by, agrees, said)
    _record("visit.sign", visit, by=by, word="menyetujui" if agrees else "berkeberatan atas")
    return signed


def _held(visit: Visit, by: Actor) -> Visit:
    """The visit, locked, once it is clear that the person may change it."""
    found = Visit.objects.select_for_update(of=("self",))
    visit = found.select_related("kampung", "mentor", "planned").get(pk=visit.pk)
    require(access.may_change(by, visit))
    if not visit.is_standing:
        raise VisitClosed
    return visit


def _words(text: str) -> str:
    said = " ".join(text.split())[: LONGEST_REASON - len("Diperbaiki: ")]
    if not said:
        raise WordsMissing
    return said


def _withdraw(visit: Visit, reason: str, by: Actor) -> None:
    visit.withdrawn_at, visit.withdrawn_by = timezone.now(), by.pk
    visit.withdrawn_reason = reason
    visit.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])


# What a version holds ---------------------------------------------------------------------------


def _store(visit: Visit, sheet: Sheet, by: Actor) -> None:
    """Write the version with all that hangs on it."""
    visit.kabupaten_code = visit.kampung.kabupaten_code
    visit.day, visit.kind, visit.notes = sheet.day, sheet.kind, sheet.notes
    visit.arrived, visit.left, visit.next_on = sheet.arrived, sheet.left, sheet.next_on
    visit.recorded_by, visit.recorded_at = by.pk, timezone.now()
    visit.save(force_insert=True)
    _check(visit, sheet.checks, by)
    Finding.objects.bulk_create(
        Finding(visit=visit, position=place, code=one.code, text=one.text)
        for place, one in enumerate(sheet.findings, 1)
    )
    for place, one in enumerate(sheet.followups, 1):
        _agree(visit, place, one, by)
    for signer in sheet.signers:
        _sign(visit, SignOff.Way.ON_SITE, signer, by, True, "")
    if visit.planned:
        planning.note_done(visit.planned)
    if sheet.next_on:
        planning.agree_next(visit, by=by)


def _sign(visit: Visit, way: str, role: str, by: Actor, agrees: bool, remark: str) -> SignOff:
    return SignOff.objects.create(
        visit=visit,
        way=way,
        role=role,
        agrees=agrees,
        remark=remark,
        signed_by=by.pk,
        signed_at=timezone.now(),
    )


def _agree(visit: Visit, place: int, one: Agreed, by: Actor) -> None:
    body = body_named(visit.kampung.village_id, one.partner) if one.partner else None
    partner = body.partner if body else None
    FollowUp.objects.create(
        id=uuid5(visit.pk, f"tindak lanjut {place}"),
        visit=visit,
        kabupaten_code=visit.kabupaten_code,
        kampung=visit.kampung,
        what=one.what,
        code=one.code,
        owner=one.owner,
        partner_id=partner,
        partner_name="" if partner else one.partner,
        due_on=one.due_on,
        is_example=visit.is_example,
        recorded_by=by.pk,
        recorded_at=visit.recorded_at,
        changed_at=visit.recorded_at,
    )


def _check(visit: Visit, checks: tuple[Checked, ...], by: Actor) -> None:
    """Write the checklist, then let what was seen close steps and follow-ups."""
    named = _named(visit.kampung, checks)
    VisitCheck.objects.bulk_create(
        _line(visit, place, one, named.get(one)) for place, one in enumerate(checks, 1)
    )
    for one, row in named.items():
        if isinstance(row, Step):
            _teach(visit, one, row, by)
        elif isinstance(row, FollowUp) and one.answer == "sesuai" and row.is_open:
            seen = f"Dilihat selesai pada kunjungan {id_date(visit.day)}. {one.remark}".strip()
            followups.close(row, seen, by=by, on=visit.day)


def _line(visit: Visit, place: int, one: Checked, row: "Named | None") -> VisitCheck:
    return VisitCheck(
        visit=visit,
        position=place,
        kind=one.sort,
        code=one.key if row is None else _code(row),
        step=row if isinstance(row, Step) else None,
        evidence=row if isinstance(row, Evidence) else None,
        followup=row if isinstance(row, FollowUp) else None,
        words=one.words,
        answer=one.answer,
        remark=one.remark,
    )


Named = Step | Evidence | FollowUp
_MODELS: dict[str, type[Named]] = {
    "langkah": Step,
    "bukti": Evidence,
    "tindak_lanjut": FollowUp,
}


def _named(kampung: KampungKB, checks: tuple[Checked, ...]) -> dict[Checked, Named]:
    """The rows that the lines name, all of this kampung: one query for each sort."""
    found: dict[Checked, Named] = {}
    for sort, model in _MODELS.items():
        asked = [one for one in checks if one.sort == sort]
        rows = model._default_manager.filter(kampung=kampung)
        known = rows.in_bulk([one.row for one in asked]) if asked else {}
        if any(one.row not in known for one in asked):
            raise UnfitVisit("checks", "Daftar periksa memuat hal dari kampung lain.")
        found |= {one: known[one.row] for one in asked}
    return found


def _code(row: Named) -> str:
    """The action of a step, the indicator of a follow-up; evidence has none."""
    if isinstance(row, Step):
        return row.action
    return row.code if isinstance(row, FollowUp) else ""


def _teach(visit: Visit, one: Checked, step: Step, by: Actor) -> None:
    """A step that was seen to have worked, or not to have by its day, becomes an attempt: once.

    Of a step that another SKPD answers for, a visiting one says what it saw and no more.
    """
    worked = verdict(one.answer, step.due_on, visit.day)
    if worked is None or not step.is_open or step.scenario.replaced_at:
        return
    if not may_do_step(by, step):
        return
    note = f"Kunjungan {id_date(visit.day)}. {one.remark}".strip()
    state = StepState.DONE if worked else StepState.FAILED
    change_step(step, state=state, note=note, by=by, happened_on=visit.day)


def _record(verb: str, visit: Visit, *, by: Actor, **more: Any) -> None:
    """The trail says kampung, day and kind, never what was seen, which may name people."""
    record(
        verb,
        visit,
        by=by,
        kabupaten=visit.kabupaten_code,
        kampung=visit.kampung.nama,
        day=id_date(visit.day),
        kind=str(Visit.Kind(visit.kind).label).lower(),
        **more,
    )
