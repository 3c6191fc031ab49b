"""What follows from a good example: copies that are ticked and stop, visits that are answered."""

from datetime import date

import pytest

from naikkelas.accounts.models import User
from naikkelas.audit.models import Event
from naikkelas.lib.refusals import NotYours
from naikkelas.practices import access
from naikkelas.practices.actions import replications, visits
from naikkelas.practices.errors import (
    NoExampleThere,
    ReasonMissing,
    UnfitReplication,
    UnfitVisit,
    VisitElsewhere,
)
from naikkelas.practices.models import Practice
from naikkelas.practices.queries.following import Copies, copies_of, copy_of
from naikkelas.registry.models import KampungKB
from tests.insights.conftest import CUTOFF
from tests.people import make_area, make_kampung
from tests.practices.making import make_practice, make_study_visit

pytestmark = pytest.mark.django_db
TODAY = date(2025, 8, 5)


@pytest.fixture
def practice(kabupaten: dict[str, KampungKB]) -> Practice:
    """Published by Tirta Jaya, in another kecamatan than Sukamaju."""
    return make_practice(kabupaten["naik"])


# Copies -----------------------------------------------------------------------------------------


def test_a_copy_is_ticked_and_its_result_is_read_from_the_data(
    practice: Practice, kampung: KampungKB, ani: User
) -> None:
    copied = replications.start(practice, kampung, adopted_on=date(2025, 6, 1), by=ani)
    replications.tick(copied, {1}, by=ani)

    found = copy_of(copied, CUTOFF)
    assert (found.done, len(found.steps), found.title) == (1, 1, "Kelas ayah")
    assert found.steps[0].done_on == TODAY
    assert found.result.before_on == date(2025, 5, 31)
    assert found.result.declared_levels == (None, "berkembang")
    events = Event.objects.filter(verb__startswith="replication.").order_by("at", "id")
    assert [event.verb for event in events] == ["replication.start", "replication.tick"]
    replications.tick(copied, {1}, by=ani)
    assert events.count() == 2


def test_copies_that_stopped_are_counted_as_honestly(
    practice: Practice, kampung: KampungKB, ani: User
) -> None:
    copied = replications.start(practice, kampung, adopted_on=date(2025, 6, 1), by=ani)
    with pytest.raises(ReasonMissing):
        replications.stop(copied, on=TODAY, reason="", by=ani)
    replications.stop(copied, on=TODAY, reason="Kader pindah", by=ani)
    replications.start(practice, kampung, adopted_on=TODAY, by=ani)

    assert copies_of(practice) == Copies(begun=2, at_work=1, stopped=1)
    with pytest.raises(UnfitReplication):
        replications.tick(copied, {1}, by=ani)


def test_nobody_copies_twice_or_their_own_or_what_is_not_published(
    practice: Practice, kampung: KampungKB, ani: User, wayan: User
) -> None:
    own = make_practice(kampung)
    draft = make_practice(practice.kampung, state="draf", published_number=None, published_at=None)
    replications.start(practice, kampung, adopted_on=TODAY, by=ani)

    for other in (practice, own, draft):
        with pytest.raises(UnfitReplication):
            replications.start(other, kampung, adopted_on=TODAY, by=ani)
    with pytest.raises(UnfitReplication):
        replications.start(
            make_practice(practice.kampung), kampung, adopted_on=CUTOFF.replace(year=2026), by=ani
        )
    with pytest.raises(NotYours):
        replications.start(practice, kampung, adopted_on=TODAY, by=wayan)


# Study visits -----------------------------------------------------------------------------------


def test_a_visit_is_asked_answered_and_reported(
    practice: Practice, kampung: KampungKB, ani: User, darma: User
) -> None:
    visit = visits.ask(
        kampung, practice.kampung, visit_on=TODAY, participants=9, purpose="Belajar BKB",
        practice=practice, by=ani,
    )  # fmt: skip
    with pytest.raises(NotYours):
        visits.answer(visit, agrees=True, words="", by=ani)
    with pytest.raises(VisitElsewhere):
        visits.report(visit, came=7, words="Belajar", by=ani)

    visits.answer(visit, agrees=True, words="Silakan", by=darma)
    visit = visits.report(visit, came=7, words="Kami akan membuat kelas ayah", by=ani)

    assert (visit.state, visit.came, visit.changes) == ("selesai", 7, 2)
    assert not Event.objects.filter(data__icontains="Silakan").exists()


def test_a_host_declines_with_a_reason(practice: Practice, kampung: KampungKB, darma: User) -> None:
    visit = make_study_visit(kampung, practice.kampung)

    with pytest.raises(ReasonMissing):
        visits.answer(visit, agrees=False, words=" ", by=darma)
    visit = visits.answer(visit, agrees=False, words="Sedang panen", by=darma)

    assert (visit.state, visit.answer) == ("ditolak", "Sedang panen")
    with pytest.raises(VisitElsewhere):
        visits.cancel(visit, by=darma)


def test_visits_go_to_examples_on_days_to_come(
    practice: Practice, kabupaten: dict[str, KampungKB], ani: User
) -> None:
    guest, host = kabupaten["berkembang"], practice.kampung
    fine = {"visit_on": TODAY, "participants": 3, "purpose": "Belajar", "by": ani}

    with pytest.raises(NoExampleThere):
        visits.ask(guest, kabupaten["diam"], **fine)  # type: ignore[arg-type]
    for wrong in ({"visit_on": CUTOFF}, {"participants": 0}, {"purpose": "Telp 081234567890"}):
        with pytest.raises(UnfitVisit):
            visits.ask(guest, host, **(fine | wrong))  # type: ignore[arg-type]
    with pytest.raises(UnfitVisit):
        visits.ask(guest, guest, **fine)  # type: ignore[arg-type]


def test_both_sides_see_a_visit_and_nobody_else(
    practice: Practice, kampung: KampungKB, ani: User, darma: User, wayan: User
) -> None:
    far = make_kampung(make_area("91.37.03.2001", "Jauh"))
    ours, theirs = make_study_visit(kampung, far), make_study_visit(practice.kampung, far)

    assert set(access.visits_for(ani)) == {ours}
    assert set(access.visits_for(darma)) == {ours, theirs}
    assert not access.visits_for(wayan).exists()
