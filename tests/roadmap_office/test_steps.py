"""Steps: begun, done, failed, postponed; each leaves its line, and attempts are kept for good."""

from datetime import date, timedelta

import pytest
from django.db import Error, transaction

from naikkelas.accounts.models import Partner, Post, Role, User
from naikkelas.accounts.queries import system_user
from naikkelas.areas.models import Area
from naikkelas.audit.models import Event
from naikkelas.lib.refusals import NotYours
from naikkelas.registry.models import Evidence, KampungKB
from naikkelas.roadmap import access, actions, queries
from naikkelas.roadmap.errors import ReasonMissing, StepClosed, UnfitDay, UnknownAction
from naikkelas.roadmap.models import Attempt, Step, StepChange, StepState
from tests.people import make_user
from tests.roadmap_office.making import AT, make_scenario, make_step

pytestmark = pytest.mark.django_db


def test_a_step_that_is_done_becomes_an_attempt(kampung: KampungKB, sari: User) -> None:
    step = make_step(kampung)

    actions.change_step(step, state=StepState.DONE, by=sari)

    attempt = Attempt.objects.get()
    assert (attempt.step, attempt.outcome, attempt.action) == (step, "berhasil", "latih_pokja")
    change = StepChange.objects.get()
    assert (change.from_state, change.to_state, change.changed_by) == (
        "rencana",
        "selesai",
        sari.pk,
    )
    event = Event.objects.get(verb="step.change")
    assert event.after == {"state": "selesai", "due_on": "2026-06-30"}


@pytest.mark.parametrize("state", [StepState.FAILED, StepState.DROPPED])
def test_failing_and_dropping_need_a_reason(
    state: StepState, kampung: KampungKB, sari: User
) -> None:
    step = make_step(kampung)

    with pytest.raises(ReasonMissing):
        actions.change_step(step, state=state, by=sari)

    assert not StepChange.objects.exists()
    assert not Event.objects.filter(verb="step.change").exists()
    actions.change_step(step, state=state, note="Pesertanya pindah.", by=sari)
    assert Attempt.objects.count() == (1 if state == StepState.FAILED else 0)


def test_postponing_needs_a_reason_and_the_slip_is_visible(kampung: KampungKB, sari: User) -> None:
    step = make_step(kampung)
    later = step.due_on + timedelta(days=37)

    with pytest.raises(ReasonMissing):
        actions.change_step(step, state=StepState.RUNNING, due_on=later, by=sari)
    step = actions.change_step(step, state=StepState.RUNNING, due_on=later, note="Banjir.", by=sari)

    assert step.slipped_days == 37
    assert step.planned_for == date(2026, 6, 30)
    with pytest.raises(UnfitDay):
        actions.change_step(
            step, state=StepState.RUNNING, due_on=date(2099, 1, 1), note="x", by=sari
        )


def test_an_ended_step_and_one_of_a_replaced_plan_stay(kampung: KampungKB, sari: User) -> None:
    done = make_step(kampung, state=StepState.DONE)
    with pytest.raises(StepClosed):
        actions.change_step(done, state=StepState.RUNNING, by=sari)

    replaced = make_scenario(
        kampung, in_force=False, in_force_since=AT, in_force_by=0, replaced_at=AT
    )
    with pytest.raises(StepClosed):
        actions.change_step(make_step(kampung, replaced), state=StepState.RUNNING, by=sari)


def test_evidence_of_another_kampung_is_refused(
    kampung: KampungKB, trio: tuple[KampungKB, ...], darma: User
) -> None:
    evidence = Evidence.objects.create(
        kampung=trio[1],
        kabupaten_code="91.37",
        form="profil",
        stored_name="37.pdf",
        added_by=0,
        added_at=AT,
    )

    with pytest.raises(StepClosed, match="kampung lain"):
        actions.change_step(
            make_step(kampung), state=StepState.RUNNING, evidence=evidence, by=darma
        )


def test_who_may_do_a_step(
    kampung: KampungKB, sari: User, rina: User, darma: User, head: User, wayan: User, chair: User
) -> None:
    step = make_step(kampung)

    assert [access.may_do_step(who, step) for who in (sari, rina, darma, chair)] == [True] * 4
    assert [access.may_do_step(who, step) for who in (head, wayan)] == [False] * 2
    with pytest.raises(NotYours):
        actions.change_step(step, state=StepState.DONE, by=wayan)


def test_an_skpd_does_only_what_it_answers_for(kampung: KampungKB) -> None:
    area = Area.objects.get(pk="91.37")
    partner = Partner.objects.create(name="OPD PPKB", kind=Partner.Kind.OFFICE, area=area)
    who = make_user("skpd", "Pak Bayu", Role.PARTNER, area)
    Post.objects.filter(holdings__user=who).update(partner=partner)
    own, other = make_step(kampung), make_step(kampung, owner="Puskesmas")

    assert access.may_do_step(User.objects.get(pk=who.pk), own)
    assert not access.may_do_step(User.objects.get(pk=who.pk), other)


def test_an_attempt_outside_of_any_step(kampung: KampungKB, sari: User, wayan: User) -> None:
    make_scenario(kampung)

    with pytest.raises(NotYours):
        actions.record_attempt(
            kampung, "latih_pokja", worked=True, happened_on=date(2025, 7, 3), by=wayan
        )
    with pytest.raises(UnknownAction):
        actions.record_attempt(
            kampung, "terbang", worked=True, happened_on=date(2025, 7, 3), by=sari
        )
    with pytest.raises(UnfitDay):
        actions.record_attempt(
            kampung, "latih_pokja", worked=True, happened_on=date(2099, 7, 3), by=sari
        )
    assert not Attempt.objects.exists()


def test_attempts_and_changes_are_never_rewritten(kampung: KampungKB, sari: User) -> None:
    actions.change_step(make_step(kampung), state=StepState.DONE, by=sari)

    for rows, change in (
        (Attempt.objects.all(), {"outcome": "gagal"}),
        (StepChange.objects.all(), {"to_state": "rencana"}),
    ):
        with pytest.raises(Error), transaction.atomic():
            rows.update(**change)
        with pytest.raises(Error), transaction.atomic():
            rows.delete()


def test_the_pokja_sees_its_next_three_steps(kampung: KampungKB) -> None:
    days = [date(2026, 9, 30), date(2026, 3, 31), date(2026, 6, 30), date(2026, 12, 31)]
    for number, day in enumerate(days):
        make_step(kampung, due_on=day, position=number)
    make_step(kampung, state=StepState.DONE)

    found = queries.next_steps(kampung)

    assert [step.due_on for step in found] == sorted(days)[:3]
    tally = queries.tally(Step.objects.all(), date(2026, 7, 1))
    assert (tally.planned, tally.done, tally.overdue, tally.done_percent) == (4, 1, 2, 20.0)


def test_attempts_move_the_chance(kampung: KampungKB) -> None:
    make_scenario(kampung)
    before = queries.learned("91.37")["latih_pokja"].posterior.mean
    for _ in range(7):
        Attempt.objects.create(
            kabupaten_code="91.37",
            kampung=kampung,
            action="latih_pokja",
            instrument="kampung-kb-2023",
            outcome="gagal",
            happened_on=date(2025, 7, 3),
            recorded_by=system_user().pk,
            recorded_at=AT,
        )
    Attempt.objects.create(
        kabupaten_code="91.37",
        kampung=kampung,
        action="latih_pokja",
        instrument="aturan-lama",
        outcome="berhasil",
        happened_on=date(2025, 7, 3),
        recorded_by=0,
        recorded_at=AT,
    )

    after = queries.learned("91.37")["latih_pokja"]

    assert (after.attempts, after.successes) == (7, 0)
    assert after.posterior.mean < before - 0.2
    whole, part = queries.learned("91.37"), queries.learned("91.37", {"jalankan_rapat"})
    assert set(part) == {"latih_pokja", "jalankan_rapat"} < set(whole)
    for code, one in part.items():
        assert one.posterior.mean == pytest.approx(whole[code].posterior.mean, rel=1e-12)
