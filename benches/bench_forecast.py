"""Are the intervals as sure as they say, and do the alarms come true?

Coverage: invented kabupaten (TEST seeds) are worked on by the strongest rule of thumb; the count of
new kampung is forecast with the middle 80 percent and then drawn from realities that the forecast
is not told: beliefs are wrong (for every mode: true = k q + N(0, 0.18), k drawn for the world
around 0.85), and each year has a shock. "Learned" has watched two years of attempts before.

Alarms: histories in which each index wanders from month to month, people fall silent, and a drop is
a drop; the curves are fitted on the first years and judged on the next.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from benches.changes import Floats
from naikkelas.roadmap.solver import worlds
from naikkelas.roadmap.solver.forecast import Doubt, forecast
from naikkelas.roadmap.solver.greedy import Decisions, most_per_rupiah
from naikkelas.roadmap.solver.learning import Attempt, Learned, Prior, learn
from naikkelas.roadmap.solver.plan import Ending, Plan
from naikkelas.roadmap.solver.simulating import draw_year, next_year, wrong
from naikkelas.roadmap.solver.special import expit, logit
from naikkelas.roadmap.solver.warning import Happened, Standing, fit, precision_at, ranked, warn
from naikkelas.roadmap.solver.world import Mode, Outcomes, World

WORLDS, REALITIES, PATHS = 39, 4, 400
UNSEEN = worlds.TEST[60:]
"""The first sixty were looked at while the edges of intervals were chosen."""
LOW, HIGH = 0.70, 0.90
SHOCK = 0.3
"""Spread of the real yearly shocks (of log odds); the forecast is not told."""
OPTIMISM = (0.85, 0.2)
"""Mean and spread over the worlds of what true chances are of the believed ones."""
WORTH = 8.0
"""Attempts that the believed chances are worth."""
INSTRUMENT = "worlds"


def run() -> Iterator[dict[str, Any]]:
    """Coverage before and after learning; alarms."""
    yield from coverage()
    yield from alarms()


# ---- coverage


def coverage(count: int = WORLDS, seeds: range = UNSEEN) -> Iterator[dict[str, Any]]:
    """How often the middle 80 percent hold what comes, by what the forecast knows."""
    held: dict[str, list[bool]] = {}
    for seed in seeds[:count]:
        for name, hit in _year_ahead(seed):
            held.setdefault(name, []).append(hit)
    for name, hits in held.items():
        share = float(np.mean(hits))
        yield {
            "name": f"forecast, {name}: 80 % interval covers",
            "figure": f"{share:.0%} of {len(hits)} realities of {count} worlds",
            "bar": f"{LOW:.0%}–{HIGH:.0%}" if "face value" not in name else "–",
            "ratio": f"{share:.2f}",
            "passed": LOW <= share <= HIGH or "face value" in name,
        }


def _year_ahead(seed: int) -> Iterator[tuple[str, bool]]:
    family = worlds.Family("ramalan", kampung=135, kecamatan=11, years=4, share=0.25)
    world, chance = worlds.draw(family, seed), np.random.default_rng(seed)
    truth = wrong(world, seed=seed, optimism=float(chance.normal(*OPTIMISM)))
    now, tried = world, list[_Tried]()
    for _ in range(2):
        decisions = most_per_rupiah(now)
        ended = draw_year(now, _shaken(truth, chance), decisions, chance.random(len(now.units)))
        tried += _tried(decisions, ended)
        now = next_year(now, ended, decisions)
    beliefs = _learned(tried)
    worth = {action: one.posterior.worth for (action, _), one in beliefs.items()}
    plan = _plan(most_per_rupiah(now))
    settings = {
        "beliefs untested": (now, Doubt(attempts=WORTH)),
        "learned from two years": (
            _relearned(now, beliefs),
            Doubt(attempts=WORTH, by_action=worth, programme=0.0),
        ),
        "beliefs at face value": (now, Doubt(attempts=1e6, rest=1e6, programme=0.0)),
    }
    for name, (believed, doubt) in settings.items():
        same = _plan(_same(believed, plan.decisions))
        expected = forecast(believed, same, paths=PATHS, seed=seed, doubt=doubt).plan.newly[0]
        low, high = expected.middle_80
        for _ in range(REALITIES):
            luck = chance.random(len(now.units))
            ended = draw_year(now, _shaken(truth, chance), plan.decisions, luck)
            newly = _newly(now, ended)
            yield name, low <= newly <= high


def _plan(decisions: Sequence[Mode | None]) -> Plan:
    return Plan(Ending.CERTIFIED, tuple(decisions), (), (), (), (), (), 0.0)


def _same(world: World, decisions: Decisions) -> Decisions:
    """The same modes with the chances of another world."""
    found = []
    for unit, mode in zip(world.units, decisions, strict=True):
        modes = {(one.state, one.code): one for one in unit.modes}
        found.append(None if mode is None else modes[mode.state, mode.code])
    return tuple(found)


def _newly(world: World, ended: Sequence[int]) -> int:
    pairs = zip(world.units, ended, strict=True)
    return round(sum(world.newly(unit.state, ((end, 1.0),)) for unit, end in pairs))


def _shaken(world: World, chance: np.random.Generator) -> World:
    """A year of the truth: all modes luckier or unluckier by one shock."""
    shift = float(chance.normal(0.0, SHOCK))
    units = tuple(
        replace(
            unit,
            modes=tuple(
                replace(mode, outcomes=_tilted(mode, unit.drift[mode.state], shift))
                if mode.state == unit.state
                else mode
                for mode in unit.modes
            ),
        )
        for unit in world.units
    )
    return replace(world, units=units)


def _tilted(mode: Mode, rest: Outcomes, shift: float) -> Outcomes:
    """Outcomes that work makes likelier, by so much more in log odds."""
    usual = dict(rest)
    shares = {
        end: share * (float(np.exp(shift)) if share > usual.get(end, 0.0) + 1e-12 else 1.0)
        for end, share in mode.outcomes
    }
    total = sum(shares.values())
    return tuple((end, share / total) for end, share in shares.items())


def _goals(mode: Mode) -> Iterator[tuple[str, int]]:
    """Actions of a mode with the index that each is for."""
    for action in mode.actions:
        yield action, worlds.INDEXES.index(action.split("-")[0])


_Tried = tuple[str, float, bool]
"""An action, what was believed of it where it was tried, and whether its index was gained."""


def _tried(decisions: Decisions, ended: Sequence[int]) -> Iterator[_Tried]:
    for mode, end in zip(decisions, ended, strict=True):
        for action, place in _goals(mode) if mode is not None else ():
            assert mode is not None
            believed = sum(share for reached, share in mode.outcomes if reached >> place & 1)
            yield action, believed, bool(end >> place & 1)


def _learned(tried: Sequence[_Tried]) -> dict[tuple[str, str], Learned]:
    """Prior: what was believed on the average where an action was tried."""
    priors = {
        action: Prior(float(np.mean([said for one, said, _ in tried if one == action])), WORTH)
        for action in sorted({action for action, _, _ in tried})
    }
    attempts = [Attempt(action, "", INSTRUMENT, gained) for action, _, gained in tried]
    return learn(priors, attempts, instrument=INSTRUMENT)


def _relearned(world: World, beliefs: dict[tuple[str, str], Learned]) -> World:
    """Every mode as likely as its actions have turned out, against what was believed of them."""
    shifts = {
        action: float(logit(one.posterior.mean) - logit(one.prior.mean))
        for (action, _), one in beliefs.items()
    }
    units = []
    for unit in world.units:
        modes = [
            replace(
                mode,
                outcomes=_tilted(
                    mode,
                    unit.drift[mode.state],
                    float(np.mean([shifts.get(action, 0.0) for action in mode.actions])),
                ),
            )
            for mode in unit.modes
        ]
        units.append(replace(unit, modes=tuple(modes)))
    return replace(world, units=tuple(units))


# ---- alarms

KAMPUNG, CAPACITY, YEARS = 400, 40, 6


@dataclass(frozen=True)
class _History:
    """Margins and silence of every kampung at the end of each year."""

    margin: Floats
    months: Floats
    """(year, kampung)."""


def _history(chance: np.random.Generator) -> _History:
    """Margins wander with a drift of their own; whoever loses heart reports less."""
    heart = chance.normal(0.0, 1.0, KAMPUNG)
    margin, months = chance.gamma(2.0, 1.0, KAMPUNG), chance.integers(1, 4, KAMPUNG).astype(float)
    margins, silences = [], []
    for _ in range(YEARS):
        margin = margin + 0.25 * heart + chance.normal(0.0, 0.9, KAMPUNG)
        margin = np.where(margin < 0, np.maximum(margin, -1.0), np.minimum(margin, 6.0))
        quiet = chance.random(KAMPUNG) < expit(-2.2 - 1.2 * heart + 0.12 * (months - 3))
        months = np.where(quiet, months + 12, chance.integers(1, 4, KAMPUNG))
        margins.append(margin)
        silences.append(months)
    return _History(np.array(margins), np.array(silences))


def _seen(history: _History, year: int) -> list[tuple[Standing, Happened]]:
    """Those that pass at the end of a year, and what became of them."""
    found = []
    for number in np.flatnonzero(history.margin[year] >= 0).tolist():
        now, before = history.margin[year, number], history.margin[year - 1, number]
        months = history.months[year, number]
        standing = Standing(f"K{number:03}", 1.0, float(now), float(now - before), float(months))
        dropped = bool(history.margin[year + 1, number] < 0)
        silent = bool(history.months[year + 1, number] > 12)
        found.append((standing, Happened(dropped, silent)))
    return found


def alarms(rounds: int = 10) -> Iterator[dict[str, Any]]:
    """Precision at the capacity to visit, against the smallest margin and against chance."""
    figures: dict[str, list[float]] = {"fitted": [], "assumed": [], "margin": [], "chance": []}
    distances: list[float] = []
    for seed in range(rounds):
        history = _history(np.random.default_rng([37, seed]))
        past = [one for year in range(1, YEARS - 2) for one in _seen(history, year)]
        now = _seen(history, YEARS - 2)
        came = {one.code: after.dropped or after.silent for one, after in now}
        standings = [one for one, _ in now]
        risk = fit(past)
        figures["fitted"].append(
            precision_at(warn(standings, capacity=CAPACITY, risk=risk), came, CAPACITY)
        )
        figures["assumed"].append(precision_at(warn(standings, capacity=CAPACITY), came, CAPACITY))
        thinnest = sorted(standings, key=lambda one: one.margin)[:CAPACITY]
        figures["margin"].append(float(np.mean([came[one.code] for one in thinnest])))
        figures["chance"].append(float(np.mean(list(came.values()))))
        likely = sorted(ranked(standings, risk), key=lambda one: one.chance)
        for part in np.array_split(np.arange(len(likely)), 5):
            expected = np.mean([likely[place].chance for place in part])
            distances.append(abs(expected - np.mean([came[likely[place].code] for place in part])))
    mean = {name: float(np.mean(own)) for name, own in figures.items()}
    yield {
        "name": f"early warning: precision at a capacity of {CAPACITY} of {KAMPUNG}",
        "figure": (
            f"{mean['fitted']:.0%} fitted, {mean['assumed']:.0%} by the assumed curves; thinnest "
            f"margin {mean['margin']:.0%}, by chance {mean['chance']:.0%}"
        ),
        "bar": "above the thinnest margin",
        "ratio": f"{mean['fitted'] / mean['margin']:.2f}",
        "passed": mean["fitted"] > mean["margin"],
    }
    yield {
        "name": "early warning: calibration by fifths of risk",
        "figure": f"mean distance {np.mean(distances):.3f}",
        "bar": "≤ 0.06",
        "ratio": f"{np.mean(distances) / 0.06:.2f}",
        "passed": float(np.mean(distances)) <= 0.06,
    }


if __name__ == "__main__":
    for row in run():
        print(" | ".join(str(value) for value in row.values()), flush=True)
