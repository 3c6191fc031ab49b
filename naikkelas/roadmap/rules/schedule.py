"""The first year's decisions as steps in months: prerequisites first, within the mentors' days.

An action takes its months on end and its mentor days evenly over them. It starts as early as the
actions that it needs allow; later where the mentor's days of a quarter would not suffice, but never
so late that what waits for it would miss the year.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from naikkelas.roadmap.rules.catalogue import Action, Catalogue
from naikkelas.roadmap.rules.plan_world import cap_of_days
from naikkelas.roadmap.solver.world import Mode, World

MONTHS = 12
QUARTER = 3
AT_ONCE = 3
"""More actions at once in one kampung are avoided where there is room."""
Cost = tuple[float, int, int]
"""Days above the mentor's quarter, actions too many at once, month: the least is best."""


@dataclass(frozen=True, slots=True)
class Step:
    """One action in one kampung. `month` counts from the plan's start; `due` ends its last month.

    `days_of` is the code of the limit that its mentor days count against, empty for none.
    """

    order: int
    kampung: str
    action: str
    month: int
    months: int
    responsible: str
    days_of: str
    costs: tuple[tuple[str, float], ...]
    days: float
    seats: float
    after: tuple[str, ...]

    @property
    def end(self) -> int:
        """The month after its last."""
        return self.month + self.months

    @property
    def is_late(self) -> bool:
        """Whether it ends after the year."""
        return self.end > MONTHS

    def starts(self, start: date) -> date:
        """First day of its first month."""
        return month_after(start, self.month)

    def due(self, start: date) -> date:
        """First day of its last month: it is due by the end of that month."""
        return month_after(start, self.end - 1)

    def quarter(self, start: date) -> int:
        """The calendar quarter that it starts in."""
        return (self.starts(start).month - 1) // QUARTER + 1


def month_after(start: date, months: int) -> date:
    """The first day of a month so many months later."""
    years, month = divmod(start.month - 1 + months, 12)
    return date(start.year + years, month + 1, 1)


def schedule(
    world: World, decisions: Sequence[Mode | None], catalogue: Catalogue
) -> tuple[Step, ...]:
    """The steps of the first year, by start, kampung and prerequisite."""
    calendar = _Calendar(world)
    found: list[tuple[int, Step]] = []
    for number, unit in enumerate(world.units):
        mode = decisions[number]
        if mode is not None:
            actions = [catalogue.by_code[code] for code in mode.actions]
            for step in _of_unit(calendar, number, unit.code, actions):
                found.append((number, step))
    ordered = sorted(found, key=lambda one: (one[1].month, one[0], one[1].order))
    return tuple(_numbered(place, step) for place, (_, step) in enumerate(ordered, 1))


def _numbered(order: int, step: Step) -> Step:
    return Step(
        order,
        *(step.kampung, step.action, step.month, step.months, step.responsible, step.days_of),
        *(step.costs, step.days, step.seats, step.after),
    )


class _Calendar:
    """What the mentors' days of each quarter are already promised to."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.taken: dict[str, list[float]] = {}

    def room(self, unit: int) -> tuple[str, float]:
        """The limit of a unit's mentor days and a quarter of its year."""
        cap = cap_of_days(self.world, unit)
        return ("", float("inf")) if cap is None else (cap.code, cap.amounts[0] / 4)

    def overload(self, code: str, room: float, days: float, month: int, months: int) -> float:
        """Days above the quarters' room if so many were added."""
        taken = self.taken.get(code, [])
        return sum(
            max(0.0, more + (taken[quarter] if quarter < len(taken) else 0.0) - room)
            for quarter, more in _by_quarter(days, month, months).items()
        )

    def add(self, code: str, days: float, month: int, months: int) -> None:
        taken = self.taken.setdefault(code, [])
        for quarter, more in _by_quarter(days, month, months).items():
            taken.extend([0.0] * (quarter + 1 - len(taken)))
            taken[quarter] += more


def _by_quarter(days: float, month: int, months: int) -> dict[int, float]:
    found: dict[int, float] = {}
    for one in range(month, month + months):
        quarter = one // QUARTER
        found[quarter] = found.get(quarter, 0.0) + days / months
    return found


def _of_unit(
    calendar: _Calendar, unit: int, code: str, actions: Sequence[Action]
) -> Iterator[Step]:
    """The steps of one kampung, those that others wait for first."""
    chosen = {action.code: action for action in actions}
    tails = {one: _tail(one, chosen) for one in chosen}
    ends: dict[str, int] = {}
    busy = [0] * (MONTHS * 10)
    cap, room = calendar.room(unit)
    for order, name in enumerate(_in_order(chosen, tails)):
        action = chosen[name]
        after = tuple(need for need in action.needs if need in chosen)
        months = _months(action)
        earliest = max((ends[need] for need in after), default=0)

        def cost(start: int, days: float = action.days.value, months: int = months) -> Cost:
            crowded = max(busy[start : start + months]) + 1 - AT_ONCE
            return calendar.overload(cap, room, days, start, months), max(0, crowded), start

        month = min(range(earliest, max(earliest, MONTHS - tails[name]) + 1), key=cost)
        calendar.add(cap, action.days.value, month, months)
        busy[month : month + months] = [one + 1 for one in busy[month : month + months]]
        ends[name] = month + months
        yield Step(
            order=order,
            kampung=code,
            action=name,
            month=month,
            months=months,
            responsible=action.responsible,
            days_of=cap,
            costs=tuple((source, figure.value) for source, figure in action.costs),
            days=action.days.value,
            seats=action.seats.value,
            after=after,
        )


def _months(action: Action) -> int:
    return max(1, round(action.months.value))


def _tail(code: str, chosen: Mapping[str, Action]) -> int:
    """Months from the start of an action to the end of the last that waits for it."""
    waiting = [one for one in chosen.values() if code in one.needs]
    return _months(chosen[code]) + max((_tail(one.code, chosen) for one in waiting), default=0)


def _in_order(chosen: Mapping[str, Action], tails: Mapping[str, int]) -> Iterator[str]:
    """Prerequisites first; of those that are free the one with the longest tail."""
    done: set[str] = set()
    while len(done) < len(chosen):
        free = [
            one
            for one, action in chosen.items()
            if one not in done and all(need in done for need in action.needs if need in chosen)
        ]
        first = min(free, key=lambda one: (-tails[one], one))
        done.add(first)
        yield first
