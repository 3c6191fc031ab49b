"""Study visits: a kampung asks, the host answers, the guests report."""

from datetime import date, datetime, time
from typing import Any  # columns of a row

from django.db import transaction
from django.utils import timezone

from naikkelas.activities.models import RKM
from naikkelas.areas.queries import local_now
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import id_date
from naikkelas.lib.refusals import require
from naikkelas.practices import access
from naikkelas.practices.actions.common import held, reason_of
from naikkelas.practices.errors import NoExampleThere, UnfitVisit, VisitElsewhere
from naikkelas.practices.models import Exemplar, Practice, StudyVisit, VisitState
from naikkelas.practices.models.visits import MOST_GUESTS
from naikkelas.practices.rules.practised import holds_a_number_of_a_person
from naikkelas.registry.models import KampungKB

LONGEST_REPORT = 2000


@transaction.atomic
def ask(
    guest: KampungKB,
    host: KampungKB,
    *,
    visit_on: date,
    participants: int,
    purpose: str,
    by: Actor,
    practice: Practice | None = None,
) -> StudyVisit:
    """Ask a kampung that is an example, of the same kabupaten, for a day to learn there."""
    guest = held(guest)
    require(access.may_write(by, guest))
    today = local_now(guest.village_id).date()
    _insist_on_fit(guest, host, visit_on, participants, purpose, today)
    _insist_on_example(host, practice, visit_on)
    visit = StudyVisit.objects.create(
        guest=guest,
        host=host,
        kabupaten_code=guest.kabupaten_code,
        practice=practice,
        visit_on=visit_on,
        participants=participants,
        purpose=" ".join(purpose.split())[:300],
        is_example=guest.is_example,
        asked_by=by.pk,
        asked_at=timezone.now(),
    )
    _record("study_visit.ask", visit, by, day=id_date(visit_on))
    return visit


def _insist_on_fit(
    guest: KampungKB, host: KampungKB, visit_on: date, participants: int, purpose: str, today: date
) -> None:
    is_elsewhere = host.pk == guest.pk or host.kabupaten_code != guest.kabupaten_code
    if is_elsewhere or visit_on < today or not 1 <= participants <= MOST_GUESTS:
        raise UnfitVisit
    if not purpose.strip() or holds_a_number_of_a_person([purpose]):
        raise UnfitVisit


def _insist_on_example(host: KampungKB, practice: Practice | None, on: date) -> None:
    if practice is not None and (practice.kampung_id != host.pk or not practice.is_public):
        raise NoExampleThere
    if not host.is_active or host.withdrawn_at:
        raise NoExampleThere
    is_named = any(term.holds(on) for term in Exemplar.objects.filter(kampung=host))
    if not is_named and not Practice.objects.public().filter(kampung=host).exists():
        raise NoExampleThere


@transaction.atomic
def answer(visit: StudyVisit, *, agrees: bool, words: str, by: Actor) -> StudyVisit:
    """The host agrees, or declines and says why."""
    visit = _locked(visit, VisitState.ASKED)
    require(access.may_send(by, visit.host))
    visit.answer = " ".join(words.split())[:300] if agrees else reason_of(words)
    visit.answered_by, visit.answered_at = by.pk, timezone.now()
    _move(visit, VisitState.AGREED if agrees else VisitState.DECLINED, "answer", "answered_by")
    state = VisitState(visit.state).label.lower()
    _record("study_visit.answer", visit, by, state=state)
    return visit


@transaction.atomic
def cancel(visit: StudyVisit, *, by: Actor) -> StudyVisit:
    """The guests do not come."""
    visit = _locked(visit, VisitState.ASKED, VisitState.AGREED)
    require(access.may_write(by, visit.guest))
    visit.closed_by, visit.closed_at = by.pk, timezone.now()
    _move(visit, VisitState.CANCELLED, "closed_by", "closed_at")
    _record("study_visit.cancel", visit, by)
    return visit


@transaction.atomic
def report(
    visit: StudyVisit, *, came: int, words: str, by: Actor, rkm: RKM | None = None
) -> StudyVisit:
    """What was learned, who came, and the plan that follows from it; on the day or later."""
    visit = _locked(visit, VisitState.AGREED)
    require(access.may_write(by, visit.guest))
    if local_now(visit.guest.village_id).date() < visit.visit_on:
        raise VisitElsewhere
    if not 0 <= came <= MOST_GUESTS or holds_a_number_of_a_person([words]):
        raise UnfitVisit("Periksa jumlah yang datang, dan hapus nomor telepon atau NIK.")
    if rkm is not None and rkm.kampung_id != visit.guest_id:
        raise UnfitVisit("Pilih RKM kampung sendiri.")
    reason_of(words)
    visit.report, visit.came, visit.rkm = words.strip()[:LONGEST_REPORT], came, rkm
    visit.closed_by, visit.closed_at = by.pk, timezone.now()
    _move(visit, VisitState.DONE, "report", "came", "rkm", "closed_by", "closed_at")
    _record("study_visit.report", visit, by)
    return visit


def _locked(visit: StudyVisit, *states: VisitState) -> StudyVisit:
    held(visit.guest)
    rows = StudyVisit.objects.select_for_update(of=("self",)).select_related("guest", "host")
    visit = rows.get(pk=visit.pk)
    if visit.state not in states:
        raise VisitElsewhere
    return visit


def _move(visit: StudyVisit, state: VisitState, *columns: str) -> None:
    visit.state = state
    visit.changes += 1
    more = ("answered_at",) if "answered_by" in columns else ()
    visit.save(update_fields=["state", "changes", *columns, *more])


def _record(verb: str, visit: StudyVisit, by: Actor, **more: Any) -> None:
    record(
        verb,
        visit,
        by=by,
        kabupaten=visit.kabupaten_code,
        kampung=visit.guest.nama,
        host=visit.host.nama,
        **more,
    )


def moments_of(visit: StudyVisit) -> tuple[datetime, datetime]:
    """From nine to noon on the day, on the clock of the guests: no hour is agreed on."""
    zone = local_now(visit.guest.village_id).tzinfo
    starts, ends = (datetime.combine(visit.visit_on, time(hour), zone) for hour in (9, 12))
    return starts, ends
