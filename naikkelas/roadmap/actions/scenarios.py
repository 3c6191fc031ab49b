"""Asking the planner, keeping its answer, and putting a plan in force."""

import hashlib
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

import naikkelas
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import id_quarter, month_end
from naikkelas.lib.refusals import require
from naikkelas.registry.models import KampungKB
from naikkelas.roadmap import access, queries
from naikkelas.roadmap.errors import (
    AlreadyInForce,
    CatalogueChanged,
    InContradiction,
    NotComputed,
    UnfitScenario,
)
from naikkelas.roadmap.models import (
    OPEN_STATES,
    Scenario,
    ScenarioState,
    Step,
    StepChange,
    StepState,
)
from naikkelas.roadmap.rules import answering, outcome
from naikkelas.roadmap.rules.outcome import Outcome, PlannedStep

SHORTEST_SECONDS, LONGEST_SECONDS = 1.0, 60.0
LONGEST_NAME = 120
_REPLACED = "Rencana ini digantikan rencana baru."


@transaction.atomic
def request_scenario(
    kabupaten_code: str,
    *,
    by: Actor,
    name: str = "",
    seconds: float = 8.0,
    seed: int = 0,
    reason: str = "",
    previous: Scenario | None = None,
    is_example: bool = False,
    proposed_for: date | None = None,
) -> Scenario:
    """Freeze everything that a plan rests on now; `compute` answers it in the background."""
    require(access.may_plan(by, kabupaten_code))
    frozen = queries.frozen_inputs(kabupaten_code, previous=previous, seed=seed)
    scenario = Scenario.objects.create(
        kabupaten_code=kabupaten_code,
        name=" ".join(name.split())[:LONGEST_NAME] or f"Rencana mulai {frozen.start_year}",
        instrument=frozen.instrument,
        basis=frozen.basis,
        cutoff=frozen.cutoff,
        catalogue=frozen.catalogue,
        means=frozen.means,
        previous=previous,
        start_year=frozen.start_year,
        years=frozen.years,
        seed=seed,
        seconds=min(max(seconds, SHORTEST_SECONDS), LONGEST_SECONDS),
        solver_version=f"naikkelas {naikkelas.__version__}",
        reason=reason.strip()[:300],
        worths=frozen.worths,
        inputs=frozen.text,
        inputs_sha256=hashlib.sha256(frozen.text.encode()).hexdigest(),
        is_example=is_example,
        proposed_for=proposed_for,
        requested_by=by.pk,
        requested_at=timezone.now(),
        heartbeat_at=timezone.now(),
        step="Menunggu giliran",
    )
    record("scenario.request", scenario, by=by, kabupaten=kabupaten_code, name=scenario.name)
    return scenario


def replan(kabupaten_code: str, *, by: Actor, name: str = "") -> Scenario:
    """A new scenario from what happened since the plan in force, which it changes least."""
    previous = queries.in_force(kabupaten_code)
    return request_scenario(
        kabupaten_code,
        by=by,
        name=name or "Rencana ulang",
        reason="Dihitung ulang dari hasil langkah dan kelas terbaru.",
        previous=previous,
        seed=previous.seed if previous else 0,
    )


@transaction.atomic
def propose(kabupaten_code: str, quarter: date, *, by: Actor) -> Scenario:
    """The plan anew for a quarter, for the head to decide on; asked twice it is the same one."""
    locked = Scenario.objects.select_for_update(of=("self",)).in_force()
    plan = locked.filter(kabupaten_code=kabupaten_code).first()
    if plan is None:
        raise NotComputed
    known = Scenario.objects.filter(kabupaten_code=kabupaten_code, proposed_for=quarter).first()
    if known is not None:
        return known
    return request_scenario(
        kabupaten_code,
        by=by,
        name=f"Usulan {id_quarter(quarter)}",
        reason="Dihitung sendiri tiap triwulan dari hasil langkah dan kelas terbaru.",
        previous=plan,
        seed=plan.seed,
        seconds=plan.seconds,
        is_example=plan.is_example,
        proposed_for=quarter,
    )


def compute(scenario: Scenario, *, by: Actor) -> Scenario:
    """Answer a scenario; run again it gives the same. Refused where its inputs contradict."""
    _set(scenario, state=ScenarioState.RUNNING, progress=5, step="Menghitung rencana")
    former = scenario.previous
    before = queries.outcome_of(former) if former is not None and former.is_done else None
    try:
        found = answering.answer(
            scenario.inputs,
            worths=scenario.worths,
            seconds=scenario.seconds,
            seed=scenario.seed,
            before=before,
            progress=lambda percent, words: _set(scenario, progress=percent, step=words),
        )
    except ValueError as error:
        raise UnfitScenario(str(error)) from error
    return _finish(scenario, found, by)


@transaction.atomic
def _finish(scenario: Scenario, found: Outcome, by: Actor) -> Scenario:
    scenario = Scenario.objects.select_for_update(of=("self",)).get(pk=scenario.pk)
    if scenario.is_done:
        return scenario
    _set(
        scenario,
        state=ScenarioState.DONE,
        progress=100,
        step="",
        problem="",
        result=outcome.to_json(found),
        finished_at=timezone.now(),
    )
    record(
        "scenario.compute",
        scenario,
        by=by,
        kabupaten=scenario.kabupaten_code,
        name=scenario.name,
        ending=found.ending,
    )
    return scenario


@transaction.atomic
def fail(scenario: Scenario, problem: str, *, by: Actor) -> Scenario:
    """Keep why a scenario could not be answered, in words for who asked."""
    scenario = Scenario.objects.select_for_update(of=("self",)).get(pk=scenario.pk)
    if scenario.is_done:
        return scenario
    _set(scenario, state=ScenarioState.FAILED, step="", problem=problem)
    record("scenario.fail", scenario, by=by, kabupaten=scenario.kabupaten_code, name=scenario.name)
    return scenario


def _set(scenario: Scenario, **values: Any) -> None:
    values["heartbeat_at"] = timezone.now()
    for name, value in values.items():
        setattr(scenario, name, value)
    scenario.save(update_fields=list(values))


# In force ---------------------------------------------------------------------------------------


@transaction.atomic
def put_in_force(scenario: Scenario, *, by: Actor, despite_changes: bool = False) -> Scenario:
    """Make a scenario the plan by which the kabupaten works; its first year becomes steps.

    The plan that it replaces stays with all its steps. What was begun there goes on here.
    """
    scenario = Scenario.objects.select_for_update(of=("self",)).get(pk=scenario.pk)
    require(access.may_decide(by, scenario.kabupaten_code))
    if not scenario.is_done:
        raise NotComputed
    if scenario.in_force_since:
        raise AlreadyInForce
    found = queries.outcome_of(scenario)
    if found.conflicts:
        raise InContradiction
    if queries.is_outdated(scenario) and not despite_changes:
        raise CatalogueChanged
    begun = _replace_former(scenario, by)
    scenario.in_force_since, scenario.in_force_by = timezone.now(), by.pk
    scenario.save(update_fields=["in_force_since", "in_force_by"])
    steps = _create_steps(scenario, found, begun)
    record(
        "scenario.enforce",
        scenario,
        by=by,
        kabupaten=scenario.kabupaten_code,
        name=scenario.name,
        count=len(steps),
        despite_changes=despite_changes,
    )
    return scenario


def _replace_former(scenario: Scenario, by: Actor) -> list[Step]:
    """End the plan in force; its steps that were begun, to be gone on with."""
    former = Scenario.objects.select_for_update(of=("self",)).in_force()
    plan = former.filter(kabupaten_code=scenario.kabupaten_code).first()
    if plan is None:
        return []
    plan.replaced_at = timezone.now()
    plan.save(update_fields=["replaced_at"])
    open_steps = list(plan.steps.filter(state__in=OPEN_STATES).select_related("kampung"))
    begun = [step for step in open_steps if step.state == StepState.RUNNING]
    StepChange.objects.bulk_create(
        StepChange(
            step=step,
            kabupaten_code=step.kabupaten_code,
            from_state=step.state,
            to_state=StepState.DROPPED,
            due_on=step.due_on,
            note=_REPLACED,
            changed_by=by.pk,
            changed_at=plan.replaced_at,
        )
        for step in open_steps
    )
    plan.steps.filter(state__in=OPEN_STATES).update(
        state=StepState.DROPPED, changed_at=plan.replaced_at
    )
    return begun


def _create_steps(scenario: Scenario, found: Outcome, begun: list[Step]) -> list[Step]:
    kampung = queries.kampung_by_village(step.kampung for step in found.steps)
    running = {(step.kampung.village_id, step.action): step for step in begun}
    steps = [
        _step(scenario, planned, kampung[planned.kampung], running.pop(_key(planned), None))
        for planned in found.steps
        if planned.kampung in kampung
    ]
    steps += [_gone_on(scenario, step) for step in running.values()]
    return Step.objects.bulk_create(steps)


def _key(planned: PlannedStep) -> tuple[str, str]:
    return planned.kampung, planned.action


def _step(scenario: Scenario, planned: PlannedStep, kampung: KampungKB, old: Step | None) -> Step:
    due = quarter_end(planned.year, planned.quarter)
    return Step(
        scenario=scenario,
        kabupaten_code=scenario.kabupaten_code,
        kampung=kampung,
        action=planned.action,
        name=planned.name[:200],
        position=planned.position,
        year=planned.year,
        quarter=planned.quarter,
        planned_for=old.planned_for if old else due,
        due_on=max(old.due_on, due) if old else due,
        owner=planned.owner[:120],
        mentor=planned.mentor[:120],
        days=planned.days,
        seats=planned.seats,
        costs=dict(planned.costs),
        state=StepState.RUNNING if old else StepState.PLANNED,
        evidence=old.evidence if old else None,
        changed_at=timezone.now(),
    )


def _gone_on(scenario: Scenario, old: Step) -> Step:
    """A begun step that the new plan does not hold: nobody is told to stop half way."""
    fresh = Step.objects.get(pk=old.pk)
    fresh.pk = Step._meta.get_field("id").get_default()
    fresh.scenario, fresh.state, fresh.changed_at = scenario, StepState.RUNNING, timezone.now()
    fresh._state.adding = True
    return fresh


def quarter_end(year: int, quarter: int) -> date:
    """The last day of a quarter."""
    return month_end(date(year, 3 * quarter, 1))


def is_stale(scenario: Scenario) -> bool:
    """Whether a computation has died half way."""
    since = scenario.heartbeat_at or scenario.requested_at
    return scenario.is_under_way and timezone.now() - since > timedelta(minutes=10)
