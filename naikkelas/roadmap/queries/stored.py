"""Reads of what was saved: catalogue, means, scenarios, the plan in force, steps, attempts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q

from naikkelas.areas.queries import local_now
from naikkelas.instruments.queries import in_use
from naikkelas.lib.dates import quarter_start
from naikkelas.registry.models import KampungKB, KampungQuerySet
from naikkelas.roadmap.errors import CatalogueMissing, MeansMissing, NotComputed
from naikkelas.roadmap.models import (
    Attempt,
    CatalogueVersion,
    Lock,
    Means,
    Scenario,
    Step,
    StepChange,
    StepQuerySet,
    StepState,
)
from naikkelas.roadmap.rules import catalogue_file, means, outcome
from naikkelas.roadmap.rules.catalogue import Catalogue
from naikkelas.roadmap.rules.means import MeansData
from naikkelas.roadmap.rules.outcome import Outcome

SHOWN_TO_POKJA = 3
MOST_KAMPUNG = 40
"""Who works in more of them is no mentor; the list of kampung serves them better."""
STALE_AFTER = timedelta(minutes=10)
"""A computation without a heartbeat for this long has died."""


def newest_catalogue(kabupaten_code: str) -> CatalogueVersion | None:
    """The version that new scenarios use; None where none was saved."""
    return CatalogueVersion.objects.filter(kabupaten_code=kabupaten_code).first()


def newest_means(kabupaten_code: str) -> Means | None:
    """The version that new scenarios use; None where none was saved."""
    return Means.objects.filter(kabupaten_code=kabupaten_code).first()


def catalogue_of(kabupaten_code: str) -> Catalogue:
    """The newest catalogue; refused where there is none."""
    version = newest_catalogue(kabupaten_code)
    if version is None:
        raise CatalogueMissing
    return read_catalogue(version)


def read_catalogue(version: CatalogueVersion) -> Catalogue:
    """A catalogue as it was saved."""
    return catalogue_file.read(version.text, in_use(version.instrument))


def means_of(kabupaten_code: str) -> MeansData:
    """The newest means; refused where there are none."""
    version = newest_means(kabupaten_code)
    if version is None:
        raise MeansMissing
    return means.read(version.text)


def in_force(kabupaten_code: str) -> Scenario | None:
    """The scenario by which a kabupaten works; None where none was put in force."""
    plans = Scenario.objects.in_force().select_related("catalogue", "means")
    return plans.filter(kabupaten_code=kabupaten_code).first()


def to_replan() -> list[tuple[str, date]]:
    """(kabupaten, first day of its quarter) where the plan in force is from an earlier quarter and
    nothing was proposed for this one.
    """
    proposed = set(
        Scenario.objects.filter(proposed_for__isnull=False).values_list(
            "kabupaten_code", "proposed_for"
        )
    )
    plans = Scenario.objects.in_force().order_by("kabupaten_code")
    due = []
    for code, asked in plans.values_list("kabupaten_code", "requested_at"):
        now = local_now(code)
        quarter = quarter_start(now.date())
        if asked.astimezone(now.tzinfo).date() < quarter and (code, quarter) not in proposed:
            due.append((code, quarter))
    return due


def proposal_to(plan: Scenario) -> Scenario | None:
    """The newest proposal of the house that would replace a plan; None where nobody asked yet."""
    found = Scenario.objects.filter(
        previous=plan, proposed_for__isnull=False, in_force_since__isnull=True
    )
    return found.defer("inputs").order_by("-proposed_for").first()


def outcome_of(scenario: Scenario) -> Outcome:
    """The answer of a scenario that is done."""
    if scenario.result is None:
        raise NotComputed
    return outcome.from_json(scenario.result)


def is_outdated(scenario: Scenario) -> bool:
    """Whether catalogue or means were changed after it was computed."""
    catalogue, resources = (
        newest_catalogue(scenario.kabupaten_code),
        newest_means(scenario.kabupaten_code),
    )
    return (catalogue is not None and catalogue.pk != scenario.catalogue_id) or (
        resources is not None and resources.pk != scenario.means_id
    )


def is_assumed(scenario: Scenario) -> bool:
    """Whether a figure of its catalogue or means is an assumption still."""
    catalogue = read_catalogue(scenario.catalogue)
    return means.read(scenario.means.text).assumed or any(
        action.has_assumptions for action in catalogue.actions
    )


def standing_locks(kabupaten_code: str) -> list[Lock]:
    """Locks that nobody has lifted."""
    found = Lock.objects.filter(kabupaten_code=kabupaten_code, lifted_at__isnull=True)
    return list(found.select_related("kampung__village__parent"))


def kampung_by_village(codes: Iterable[str]) -> dict[str, KampungKB]:
    """Live kampung by the code of their village; of several in a village the one that its source
    does not call double, then the first by number.
    """
    found = KampungKB.objects.live().filter(village_id__in=list(codes))
    first: dict[str, KampungKB] = {}
    ordered = found.order_by("is_double", F("source_id").asc(nulls_last=True), "id")
    for one in ordered.select_related("village__parent"):
        first.setdefault(one.village_id, one)
    return first


# Steps ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tally:
    """How many steps stand where."""

    planned: int
    running: int
    done: int
    failed: int
    overdue: int

    @property
    def total(self) -> int:
        return self.planned + self.running + self.done + self.failed

    @property
    def done_percent(self) -> float:
        return 100 * self.done / self.total if self.total else 0.0


def tally(steps: StepQuerySet, today: date) -> Tally:
    """Counts of a set of steps, in one query."""
    counts = steps.order_by().aggregate(
        planned=Count("pk", filter=Q(state=StepState.PLANNED)),
        running=Count("pk", filter=Q(state=StepState.RUNNING)),
        done=Count("pk", filter=Q(state=StepState.DONE)),
        failed=Count("pk", filter=Q(state=StepState.FAILED)),
        overdue=Count(
            "pk", filter=Q(state__in=(StepState.PLANNED, StepState.RUNNING), due_on__lt=today)
        ),
    )
    return Tally(**counts)


def steps_in_force(steps: StepQuerySet) -> StepQuerySet:
    """Those of plans in force."""
    return steps.filter(scenario__replaced_at__isnull=True)


def next_steps(kampung: KampungKB, count: int = SHOWN_TO_POKJA) -> Sequence[Step]:
    """What a Pokja does next: the open steps of its kampung, the most urgent first."""
    found = steps_in_force(Step.objects.filter(kampung=kampung)).open()
    return list(found.order_by("due_on", "position")[:count])


# Learning ---------------------------------------------------------------------------------------


def attempts_of(kabupaten_code: str, instrument: str) -> list[tuple[str, bool]]:
    """(action, whether it worked) of every attempt under an instrument."""
    rows = Attempt.objects.filter(kabupaten_code=kabupaten_code, instrument=instrument)
    return [
        (action, result == Attempt.Outcome.WORKED)
        for action, result in rows.order_by("recorded_at").values_list("action", "outcome")
    ]


# Pages of steps ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Visit:
    """A kampung to go to, until when, and for how many steps."""

    kampung: KampungKB
    until: date
    steps: int
    days: float


def next_visits(steps: StepQuerySet, count: int = 5) -> list[Visit]:
    """The kampung with open steps, those due first first."""
    found: dict[object, list[Step]] = {}
    for step in steps.open().for_list():
        found.setdefault(step.kampung_id, []).append(step)
    visits = [
        Visit(own[0].kampung, own[0].due_on, len(own), sum(step.days for step in own))
        for own in found.values()
    ]
    return visits[:count]


def with_open_steps(kampung: KampungQuerySet, count: int = MOST_KAMPUNG) -> list[KampungKB]:
    """The kampung that a mentor or a Pokja works in, each with `open_steps`; one query."""
    is_open = Q(
        steps__state__in=(StepState.PLANNED, StepState.RUNNING),
        steps__scenario__replaced_at__isnull=True,
    )
    counted = kampung.live().annotate(open_steps=Count("steps", filter=is_open))
    return list(counted.select_related("village__parent").order_by("village_id")[:count])


def history_of(step: Step) -> list[StepChange]:
    """What was said of a step, the newest first."""
    return list(step.changes.order_by("-changed_at"))


def sources_of(scenario: Scenario) -> dict[str, str]:
    """Code → name of the sources of funds of a plan."""
    return dict(outcome_of(scenario).sources) if scenario.is_done else {}
