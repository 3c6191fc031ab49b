"""Is what a visit did told truly? Simulated kabupaten in which it is known, 200 of each kind.

Coverage is counted against the truth of each action (or mentor), with the interval from its own
visits and with the one that borrows from the others. With 200 runs the binomial error of a coverage
of 95 % is ±3 points, so the bar for each action is 95 % ± 5 points (a fair interval misses it once
in a thousand). Rows without a bar show where the assumptions do not hold.

The planner's learning is judged likewise: attempts of simulated visits against their true chances.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from benches import visit_worlds
from benches.visit_worlds import VisitWorld, draw
from naikkelas.coaching.rules.effects import Effect, effects
from naikkelas.roadmap.solver.learning import SHIFT_SPREAD, Attempt, Learned, Prior, learn
from naikkelas.roadmap.solver.special import expit, logit

RUNS = 200
LOW, HIGH = 0.90, 0.995
"""For each action; see above. Too wide is a fault as well."""
LEARNED_LOW, LEARNED_HIGH = 0.75, 0.85
"""For the middle 80 % over all actions and runs."""
RULE = "simulasi"


def run() -> Iterator[dict[str, Any]]:
    """Actions, overall, borrowing, mentors, broken assumptions; the planner's chances."""
    yield from of_actions()
    yield from of_borrowing()
    yield from of_limits()
    yield from of_learning()


@dataclass
class Tally:
    """What came of one group, or of several, over the runs."""

    errors: list[float] = field(default_factory=list)
    flattered: list[float] = field(default_factory=list)
    held: list[bool] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)
    drawn_errors: list[float] = field(default_factory=list)
    drawn_held: list[bool] = field(default_factory=list)
    drawn_widths: list[float] = field(default_factory=list)

    def add(self, effect: Effect, truth: float) -> None:
        if effect.own is None or effect.pooled is None or effect.rise is None:
            return
        self.errors.append(effect.own.mean - truth)
        self.flattered.append(effect.rise - truth)
        self.held.append(effect.own.holds(truth))
        self.widths.append(effect.own.high - effect.own.low)
        self.drawn_errors.append(effect.pooled.mean - truth)
        self.drawn_held.append(effect.pooled.holds(truth))
        self.drawn_widths.append(effect.pooled.high - effect.pooled.low)


def played(
    world_of: Callable[[int], VisitWorld], runs: int, *, by_mentor: bool = False
) -> dict[str, Tally]:
    """Tallies by group; "" is any visit."""
    found: dict[str, Tally] = defaultdict(Tally)
    for seed in range(runs):
        world = world_of(seed)
        told = effects(world.panel, world.by_mentor if by_mentor else world.visits)
        found[""].add(told.overall, world.mean_effect)
        for one in told.groups:
            found[one.group].add(one, world.truth[one.group])
    return dict(found)


def together(tallies: dict[str, Tally]) -> Tally:
    """All groups as one; without any visit."""
    found = Tally()
    for name, one in tallies.items():
        if name:
            for part in vars(found):
                getattr(found, part).extend(getattr(one, part))
    return found


def root_mean_square(errors: list[float]) -> float:
    return float(np.sqrt(np.mean(np.square(errors))))


def of_actions(runs: int = RUNS) -> Iterator[dict[str, Any]]:
    """Four actions of fixed truth."""
    usual = visit_worlds.USUAL
    tallies = played(lambda seed: draw(usual, seed), runs)
    for name, one in tallies.items():
        share = float(np.mean(one.held))
        said = f"action {name} ({usual.actions[name]:+.1f} points)" if name else "any visit"
        yield {
            "name": f"visit effect, {said}: 95 % interval holds it",
            "figure": (
                f"{share:.1%} of {len(one.held)}, width {np.mean(one.widths):.2f}; drawn together "
                f"{np.mean(one.drawn_held):.1%}, width {np.mean(one.drawn_widths):.2f}"
            ),
            "bar": f"{LOW:.0%}–{HIGH:.1%}",
            "ratio": f"{share:.2f}",
            "passed": LOW <= share <= HIGH,
        }
    any_visit = tallies[""]
    bias, flattery = float(np.mean(any_visit.errors)), float(np.mean(any_visit.flattered))
    yield {
        "name": "visit effect: mean error, against plain before and after",
        "figure": f"{bias:+.2f} points against {flattery:+.2f}",
        "bar": "≤ a tenth",
        "ratio": f"{abs(bias / flattery):.2f}",
        "passed": abs(bias) <= 0.1 * abs(flattery),
    }


def of_borrowing(runs: int = RUNS) -> Iterator[dict[str, Any]]:
    """Where truths are spread as the model says, borrowing must cover and come nearer."""
    kinds = {
        "12 actions, few visits": played(
            lambda seed: draw(visit_worlds.many_actions(seed), seed), runs
        ),
        "11 mentors": played(lambda seed: draw(visit_worlds.BY_MENTOR, seed), runs, by_mentor=True),
    }
    for name, tallies in kinds.items():
        one = together(tallies)
        share, own = float(np.mean(one.drawn_held)), root_mean_square(one.errors)
        nearer = root_mean_square(one.drawn_errors)
        yield {
            "name": f"visit effect, {name}: drawn together",
            "figure": (
                f"{share:.1%} of {len(one.drawn_held)} held, width {np.mean(one.drawn_widths):.2f}"
                f", error {nearer:.2f}; own {np.mean(one.held):.1%}, width "
                f"{np.mean(one.widths):.2f}, error {own:.2f}"
            ),
            "bar": "92%–98%, error < own",
            "ratio": f"{nearer / own:.2f}",
            "passed": 0.92 <= share <= 0.98 and nearer < own,
        }


def of_limits(runs: int = RUNS) -> Iterator[dict[str, Any]]:
    """What becomes of it where the assumptions are broken: told, not held."""
    kinds = {
        "all there at once": visit_worlds.AT_ONCE,
        "mentors know who is about to rise": visit_worlds.EAGER,
    }
    for name, truth in kinds.items():
        tallies = played(lambda seed, truth=truth: draw(truth, seed), runs)  # type: ignore[misc]
        one, whole = together(tallies), tallies[""]
        yield {
            "name": f"visit effect, assumption broken: {name}",
            "figure": (
                f"actions held {np.mean(one.held):.1%}, any visit {np.mean(whole.held):.1%}; "
                f"mean error {np.mean(whole.errors):+.2f}, plain {np.mean(whole.flattered):+.2f}"
            ),
            "bar": "–",
            "ratio": "–",
            "passed": True,
        }


# ---- what the planner learns

PRIORS = {
    "data": Prior(0.7, 8),
    "pokja": Prior(0.5, 8),
    "rapat": Prior(0.6, 4),
    "rkm": Prior(0.4, 6),
}
ELSEWHERE = {"data": 0.35, "pokja": 0.75, "rapat": 0.15, "rkm": 0.6}
"""Chances that the catalogue did not expect."""
YEAR = 12
"""Months whose visits are attempts."""


def chances_of(seed: int) -> dict[str, float]:
    """True chances as the catalogue believes them: experts err together, actions apart."""
    chance = np.random.default_rng([seed, 61])
    shift = chance.normal(0, SHIFT_SPREAD)
    centres = {name: float(expit(logit(one.mean) + shift)) for name, one in PRIORS.items()}
    return {
        name: float(
            chance.beta(centre * PRIORS[name].attempts, (1 - centre) * PRIORS[name].attempts)
        )
        for name, centre in centres.items()
    }


def attempts_of(world: VisitWorld, chances: dict[str, float], seed: int) -> list[Attempt]:
    """Each visit of the first year tried its action."""
    chance = np.random.default_rng([seed, 67])
    return [
        Attempt(name, "semua", RULE, bool(chance.random() < chances[name]))
        for name in (visit.groups[0] for visit in world.visits if visit.month <= YEAR)
    ]


def of_learning(runs: int = RUNS) -> Iterator[dict[str, Any]]:
    """How often the middle 80 % holds the true chance, after a year of visits."""
    kinds: dict[str, Callable[[int], dict[str, float]]] = {
        "as the catalogue believes": chances_of,
        "elsewhere than believed": lambda seed: ELSEWHERE,
    }
    for name, chances in kinds.items():
        held, before, errors, tries = [], [], [], 0
        for seed in range(runs):
            for one, truth in learned(seed, chances(seed)):
                held.append(one.posterior.middle_80[0] <= truth <= one.posterior.middle_80[1])
                before.append(abs(one.prior.mean - truth))
                errors.append(abs(one.posterior.mean - truth))
                tries += one.attempts
        share = float(np.mean(held))
        yield {
            "name": f"planner's chances from visits, {name}: middle 80 % holds them",
            "figure": (
                f"{share:.1%} of {len(held)} ({tries / len(held):.0f} attempts each); mean error "
                f"{np.mean(errors):.3f}, before {np.mean(before):.3f}"
            ),
            "bar": f"{LEARNED_LOW:.0%}–{LEARNED_HIGH:.0%}",
            "ratio": f"{share:.2f}",
            "passed": LEARNED_LOW <= share <= LEARNED_HIGH,
        }


def learned(seed: int, chances: dict[str, float]) -> Iterator[tuple[Learned, float]]:
    attempts = attempts_of(draw(visit_worlds.USUAL, seed), chances, seed)
    for (action, _), one in learn(PRIORS, attempts, instrument=RULE).items():
        yield one, chances[action]


if __name__ == "__main__":
    for row in run():
        print(" | ".join(str(value) for value in row.values()), flush=True)
