"""Asking the planner, its answer, and putting a plan in force."""

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.db import Error, transaction

from naikkelas.accounts.models import User
from naikkelas.accounts.queries import system_user
from naikkelas.audit.models import Event
from naikkelas.lib.refusals import NotYours
from naikkelas.registry.models import KampungKB
from naikkelas.roadmap import actions, queries
from naikkelas.roadmap.errors import (
    AlreadyInForce,
    CatalogueChanged,
    CatalogueMissing,
    InContradiction,
    LockClash,
    LockLifted,
    MeansMissing,
    NoKampung,
    NotComputed,
    ReasonMissing,
    UnfitScenario,
)
from naikkelas.roadmap.models import Lock, Scenario, ScenarioState, Step, StepChange, StepState
from naikkelas.roadmap.rules import outcome
from naikkelas.roadmap.rules.means import Money
from naikkelas.roadmap.tasks import compute_scenario
from tests.roadmap_office.making import (
    an_outcome,
    make_catalogue,
    make_lock,
    make_means,
    make_scenario,
    make_step,
    means_data,
)
from tests.themes.making import make_answer, make_membership

pytestmark = pytest.mark.django_db

Trio = tuple[KampungKB, KampungKB, KampungKB]
SECONDS = 2.0


def ask(by: User, **more: Any) -> Scenario:
    return actions.request_scenario("91.37", by=by, seconds=SECONDS, seed=37, **more)


def answered(by: User, **more: Any) -> Scenario:
    """Asked and answered by the worker."""
    scenario = ask(by, **more)
    compute_scenario.call(str(scenario.pk))
    scenario.refresh_from_db()
    assert scenario.is_done, scenario.problem
    return scenario


# Asking -----------------------------------------------------------------------------------------


def test_what_serves_themes_is_frozen_with_the_scenario(trio: Trio, darma: User) -> None:
    make_catalogue()
    make_means()
    for theme in ("drppa", "bersinar"):
        make_membership(trio[0], theme)

    first = json.loads(ask(darma).inputs)
    make_answer(trio[0], "perdes_drppa")
    make_answer(trio[0], "bersinar_perdes")
    second = json.loads(ask(darma).inputs)

    served = {one["tindakan"]: one["kriteria"] for one in first["kampung"][0]["tema"]}
    assert [one["nama"] for one in served["siapkan_regulasi"]] == [
        "Ada peraturan desa tentang pencegahan narkoba",
        "Ada peraturan desa tentang DRPPA",
    ]
    assert "tema" not in first["kampung"][1]
    assert first["aturan"]["tema"] == {"bobot": 0.01, "paling_banyak": 0.05}
    assert "siapkan_regulasi" not in {one["tindakan"] for one in second["kampung"][0]["tema"]}


def test_a_scenario_is_answered_by_the_task_and_leaves_its_trail(trio: Trio, darma: User) -> None:
    make_catalogue()
    make_means()

    scenario = answered(darma, name="Rencana 37")

    found = queries.outcome_of(scenario)
    assert {choice.name for choice in found.choices} == {"Sukamaju", "Bukit Raya", "Sunyi"}
    assert found.by_code["91.37.02.2002"].without_data
    assert found.chosen
    assert found.steps
    assert [year.target for year in found.years] == [1.0, 1.0, 1.0]
    verbs = Event.objects.filter(verb__startswith="scenario.").values_list("verb", "actor_post")
    assert [verb for verb, _ in verbs.order_by("pk")] == ["scenario.request", "scenario.compute"]
    compute_scenario.call(str(scenario.pk))  # again: nothing happens
    assert Event.objects.filter(verb="scenario.compute").count() == 1


def test_the_same_inputs_and_seed_give_the_same_answer(trio: Trio, darma: User) -> None:
    make_catalogue()
    make_means()

    one, two = answered(darma), answered(darma)

    first, second = queries.outcome_of(one), queries.outcome_of(two)
    assert replace(first, seconds=0.0) == replace(second, seconds=0.0)
    assert one.inputs_sha256 == two.inputs_sha256


def test_only_who_plans_asks(trio: Trio, head: User, sari: User) -> None:
    make_catalogue()
    make_means()

    for who in (head, sari):
        with pytest.raises(NotYours):
            ask(who)

    assert not Scenario.objects.exists()


def test_what_is_missing_is_told(sukamaju: object, darma: User) -> None:
    with pytest.raises(CatalogueMissing):
        ask(darma)
    make_catalogue()
    with pytest.raises(MeansMissing):
        ask(darma)
    make_means()
    with pytest.raises(NoKampung):
        ask(darma)

    assert not Event.objects.filter(verb="scenario.request").exists()


def test_a_catalogue_for_another_rule_is_told(trio: Trio, darma: User) -> None:
    make_catalogue(instrument="kampung-kb-2023-terkoreksi")
    make_means()

    with pytest.raises(UnfitScenario, match="aturan"):
        ask(darma)


def test_zero_budgets_give_a_plan_that_says_what_would_make_the_target_feasible(
    trio: Trio, darma: User
) -> None:
    make_catalogue()
    nothing = (0.0, 0.0, 0.0)
    make_means(
        money=tuple(Money(one.source, one.name, nothing) for one in means_data().money),
        mentors=(),
        seats=nothing,
    )

    found = queries.outcome_of(answered(darma))

    assert sum(step.rupiah for step in found.steps) == 0
    assert found.shortfall > 0.05
    assert found.remedies


def test_one_kampung_can_be_planned(kampung: KampungKB, darma: User) -> None:
    make_catalogue()
    make_means()

    found = queries.outcome_of(answered(darma))

    assert [choice.name for choice in found.choices] == ["Sukamaju"]


def test_a_lock_is_kept_and_explained(trio: Trio, darma: User) -> None:
    make_catalogue()
    make_means()
    make_lock(trio[0], wish=Lock.Wish.MUST_NOT)

    choice = queries.outcome_of(answered(darma)).by_code["91.37.01.2001"]

    assert not choice.is_chosen
    assert "Dikunci" in choice.reasons[0]


def test_locks_that_cannot_all_be_kept_are_named_and_not_put_in_force(
    trio: Trio, darma: User, head: User
) -> None:
    make_catalogue()
    nothing = (0.0, 0.0, 0.0)
    make_means(
        money=tuple(Money(one.source, one.name, nothing) for one in means_data().money),
        mentors=(),
        seats=nothing,
    )
    make_lock(trio[0], wish=Lock.Wish.MUST)

    scenario = answered(darma)

    assert queries.outcome_of(scenario).conflicts
    with pytest.raises(InContradiction):
        actions.put_in_force(scenario, by=head)


def test_inputs_that_cannot_be_read_fail_in_words(trio: Trio, darma: User) -> None:
    scenario = make_scenario(*trio, state=ScenarioState.WAITING, result=None, finished_at=None)

    compute_scenario.call(str(scenario.pk))

    scenario.refresh_from_db()
    assert scenario.state == ScenarioState.FAILED
    assert "format" in scenario.problem
    assert Event.objects.filter(verb="scenario.fail").count() == 1


def test_replanning_starts_from_what_was_learned_and_from_the_plan_in_force(
    trio: Trio, darma: User, head: User
) -> None:
    make_catalogue()
    make_means()
    first = actions.put_in_force(answered(darma), by=head)
    step = first.steps.first()
    assert step is not None
    actions.change_step(step, state=StepState.FAILED, note="Peserta kurang.", by=darma)

    again = actions.replan("91.37", by=darma)
    actions.compute(again, by=system_user())

    again.refresh_from_db()
    assert again.previous_id == first.pk
    learned = queries.tried("91.37").chances
    assert set(learned) == set(again.worths) == {step.action}
    assert learned[step.action] < queries.catalogue_of("91.37").by_code[step.action].chance.mean
    changed = queries.outcome_of(again).changed
    assert all(one.reason and one.before != one.now for one in changed)


# In force ---------------------------------------------------------------------------------------


def test_the_head_puts_a_plan_in_force_and_its_first_year_becomes_steps(
    trio: Trio, head: User
) -> None:
    scenario = make_scenario(*trio)

    actions.put_in_force(scenario, by=head)

    step = Step.objects.get()
    assert (step.kampung, step.action, step.state) == (trio[0], "latih_pokja", "rencana")
    assert (step.due_on.isoformat(), step.planned_for) == ("2026-06-30", step.due_on)
    assert queries.in_force("91.37") == scenario
    event = Event.objects.get(verb="scenario.enforce")
    assert (event.actor_id, event.data["count"]) == (head.pk, 1)


def test_the_operator_does_not_decide(trio: Trio, darma: User, rina: User) -> None:
    scenario = make_scenario(*trio)

    for who in (darma, rina):
        with pytest.raises(NotYours):
            actions.put_in_force(scenario, by=who)

    assert queries.in_force("91.37") is None


def test_a_plan_whose_catalogue_changed_under_it_asks_again(trio: Trio, head: User) -> None:
    scenario = make_scenario(*trio)
    make_catalogue()

    with pytest.raises(CatalogueChanged):
        actions.put_in_force(scenario, by=head)
    actions.put_in_force(scenario, by=head, despite_changes=True)

    assert Event.objects.get(verb="scenario.enforce").data["despite_changes"] is True


def test_a_replaced_plan_keeps_its_history_and_what_was_begun_goes_on(
    trio: Trio, head: User
) -> None:
    old = make_scenario(*trio, in_force=True)
    planned = make_step(trio[1], old, action="bentuk_pokja", name="Bentuk Pokja")
    running = make_step(trio[0], old, state=StepState.RUNNING)
    lonely = make_step(trio[2], old, action="gunakan_data", state=StepState.RUNNING)
    new = make_scenario(*trio, name="Rencana baru")

    actions.put_in_force(new, by=head)

    old.refresh_from_db()
    assert old.replaced_at is not None
    assert {step.state for step in old.steps.all()} == {"batal"}
    assert StepChange.objects.filter(step__in=[planned, running, lonely]).count() == 3
    went_on = {(step.kampung_id, step.action): step.state for step in new.steps.all()}
    assert went_on == {
        (trio[0].pk, "latih_pokja"): "berjalan",
        (trio[2].pk, "gunakan_data"): "berjalan",
    }


def test_what_was_in_force_is_not_put_in_force_again(trio: Trio, head: User) -> None:
    with pytest.raises(AlreadyInForce):
        actions.put_in_force(make_scenario(*trio, in_force=True), by=head)


def test_a_scenario_that_is_not_answered_is_not_put_in_force(trio: Trio, head: User) -> None:
    waiting = make_scenario(*trio, state=ScenarioState.WAITING, result=None, finished_at=None)

    with pytest.raises(NotComputed):
        actions.put_in_force(waiting, by=head)


def test_the_database_keeps_inputs_and_result(trio: Trio) -> None:
    scenario = make_scenario(*trio)

    for change in (
        {"inputs": '{"lain": 1}'},
        {"seed": 7},
        {"result": outcome.to_json(an_outcome(trio[0]))},
    ):
        with pytest.raises(Error), transaction.atomic():
            Scenario.objects.filter(pk=scenario.pk).update(**change)
    make_scenario(*trio, in_force=True)
    with pytest.raises(Error), transaction.atomic():
        make_scenario(*trio, in_force=True)


def test_an_outcome_is_the_same_after_a_journey_through_the_database(trio: Trio) -> None:
    found = an_outcome(*trio)

    scenario = make_scenario(*trio)
    scenario.refresh_from_db()

    assert queries.outcome_of(scenario) == found


# What if ----------------------------------------------------------------------------------------


def test_what_if_is_solved_again(trio: Trio, darma: User) -> None:
    make_catalogue()
    make_means(money=tuple(Money(m.source, m.name, (0.0,) * 3) for m in means_data().money))
    scenario = answered(darma)

    richer = queries.bought(scenario, "dana", "apbd", 100e6)

    assert richer.more == (100e6, 0.0, 0.0)
    assert richer.gain > 0
    assert richer.cost > 0
    with pytest.raises(UnfitScenario, match="tidak dibatasi"):
        queries.bought(scenario, "dana", "emas", 1e6)


# Locks ------------------------------------------------------------------------------------------


def test_a_lock_needs_its_reason_and_the_right(trio: Trio, darma: User, sari: User) -> None:
    with pytest.raises(NotYours):
        actions.set_lock(trio[0], year=2026, wish="harus", reason="x", by=sari)
    with pytest.raises(ReasonMissing):
        actions.set_lock(trio[0], year=2026, wish="harus", reason=" ", by=darma)

    lock = actions.set_lock(trio[0], year=2026, wish="harus", reason="Janji bupati.", by=darma)

    assert Event.objects.get(verb="lock.set").data["kampung"] == "Sukamaju"
    with pytest.raises(LockClash):
        actions.set_lock(trio[0], year=2026, wish="jangan", reason="Lain.", by=darma)
    actions.lift_lock(lock, by=darma)
    with pytest.raises(LockLifted):
        actions.lift_lock(lock, by=darma)
    assert queries.standing_locks("91.37") == []
    assert isinstance(lock.pk, UUID)
