"""From the plan in force, its warnings and the last visits to grounds for visits."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from naikkelas.coaching.models import FollowUp, PlannedVisit
from naikkelas.coaching.queries.mentors import means_in, mentors_of, rooms_of
from naikkelas.coaching.queries.visits import last_visits
from naikkelas.coaching.rules.proposing import (
    LATE,
    QUARTER_DAYS,
    STEPS,
    WARNING,
    Candidate,
    Ground,
    since_last,
)
from naikkelas.lib.dates import id_date
from naikkelas.lib.numbers import id_number
from naikkelas.registry.models import KampungKB
from naikkelas.roadmap.models import Scenario, Step
from naikkelas.roadmap.queries import in_force, outcome_of, steps_in_force
from naikkelas.roadmap.rules.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Board:
    """What proposals are made from: candidates, and how many visits each mentor still has."""

    candidates: tuple[Candidate, ...]
    room: Mapping[int, int]
    plan: Scenario | None


def board(kabupaten_code: str, kampung: Sequence[KampungKB], today: date) -> Board:
    """Everything for the coming quarter, about nine queries for all kampung together.

    A kampung that has a visit ahead is left out: what is agreed is not proposed again.
    """
    until = today + timedelta(days=QUARTER_DAYS)
    ahead = list(
        PlannedVisit.objects.ahead()
        .filter(kabupaten_code=kabupaten_code, day__lte=until)
        .values_list("kampung_id", "mentor_id")
    )
    served = mentors_of(kampung)
    by_post: dict[int, list[KampungKB]] = defaultdict(list)
    for one in kampung:
        for post in served[one.pk]:
            by_post[post].append(one)
    taken: dict[int, int] = defaultdict(int)
    for _, post in ahead:
        taken[post] += 1
    rooms = rooms_of(by_post, means_in(kabupaten_code))
    busy = {key for key, _ in ahead}
    free = [one for one in kampung if one.pk not in busy and served[one.pk]]
    plan = in_force(kabupaten_code)
    grounds = _Grounds(plan, free, today, until)
    return Board(
        tuple(
            Candidate(str(one.pk), served[one.pk][0], tuple(grounds.of(one)), grounds.due(one))
            for one in free
        ),
        {post: max(0, room - taken[post]) for post, room in rooms.items()},
        plan,
    )


class _Grounds:
    """The reasons of all kampung, read once."""

    def __init__(
        self, plan: Scenario | None, kampung: Sequence[KampungKB], today: date, until: date
    ) -> None:
        self.today = today
        keys = [one.pk for one in kampung]
        self.last = last_visits(keys)
        self.found: Outcome | None = outcome_of(plan) if plan and plan.is_done else None
        self.steps: dict[UUID, list[tuple[str, date]]] = defaultdict(list)
        due = steps_in_force(Step.objects.filter(kampung__in=keys, due_on__lte=until)).open()
        for key, name, day in due.order_by("due_on").values_list("kampung_id", "name", "due_on"):
            self.steps[key].append((name, day))
        overdue = FollowUp.objects.overdue(today).filter(kampung__in=keys)
        self.late = Counter(overdue.values_list("kampung_id", flat=True))
        warned = self.found.warned if self.found else ()
        self.warned = {one.kampung: one for one in warned}

    def of(self, one: KampungKB) -> Iterator[Ground]:
        """Warning, steps, follow-ups, time: the strongest grounds first on most days."""
        if alarm := self.warned.get(one.village_id):
            likely = f"sekitar {id_number(round(100 * alarm.chance))} dari 100"
            said = f"Peringatan dini: {alarm.kind}, {likely}. {alarm.reason}"
            yield Ground(WARNING, alarm.chance, said.strip())
        if own := self.steps.get(one.pk):
            yield self._of_steps(one, own)
        if count := self.late.get(one.pk):
            yield Ground(LATE, 1.0, f"{count} tindak lanjut lewat tenggat.")
        yield since_last(self.last.get(one.pk), self.today)

    def _of_steps(self, one: KampungKB, own: list[tuple[str, date]]) -> Ground:
        choice = self.found.by_code.get(one.village_id) if self.found else None
        ways = [way for way in choice.ways if way.code == choice.chosen] if choice else []
        chance = max(0.0, min(1.0, ways[0].chance)) if ways else 0.5
        name, day = own[0]
        late = " (sudah lewat)" if day < self.today else ""
        more = f" dan {len(own) - 1} langkah lain" if len(own) > 1 else ""
        said = f"Langkah peta jalan: {name}{more}, tenggat {id_date(day)}{late}."
        return Ground(STEPS, chance, said)

    def due(self, one: KampungKB) -> date | None:
        own = self.steps.get(one.pk)
        return own[0][1] if own else None
