"""What to expect, and how sure: the chains of all kampung played many times, with doubt.

Three kinds of doubt are drawn for each path, beside the luck of each kampung: the programme's error
(experts who are too hopeful are so everywhere), what is not known of each action (beta, worth as
many attempts as `Doubt` says), and a shock of each year that all kampung share (a budget freeze, an
election). Without them intervals are far too narrow: plug-in chances cover a third of what they
promise.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from naikkelas.roadmap.solver.plan import REST, Plan
from naikkelas.roadmap.solver.special import Floats, logit
from naikkelas.roadmap.solver.world import Mode, Outcomes, World

Integers = NDArray[np.int64]

PATHS = 2_000
_AT_ONCE = 250
"""Paths that are played together; bounds the memory, not the answer of a seed."""


@dataclass(frozen=True)
class Shock:
    """What is believed of the spread of yearly shocks (of log odds): spreads and their weights."""

    spreads: tuple[float, ...]
    weights: tuple[float, ...]

    @property
    def mean(self) -> float:
        return float(np.dot(self.spreads, self.weights))


_SPREADS = tuple(float(one) for one in np.linspace(0.0, 1.2, 13))


def _half_normal(scale: float) -> Shock:
    weights = np.exp(-0.5 * (np.array(_SPREADS) / scale) ** 2)
    return Shock(_SPREADS, tuple(float(one) for one in weights / weights.sum()))


ASSUMED_SHOCK = _half_normal(0.4)
"""Before any year has been watched: an assumption, mostly below half a unit of log odds."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A year that has passed: what was expected of it without a shock, and what came.

    `variance` is that of the count without a shock; `slope` its change per unit of log odds
    (for independent kampung both are the sum of p x (1 - p)).
    """

    expected: float
    variance: float
    slope: float
    seen: int


def learn_shock(years: Sequence[Watched], prior: Shock = ASSUMED_SHOCK) -> Shock:
    """What the spread of shocks looks like after these years."""
    spreads = np.array(prior.spreads)
    logs = np.log(np.maximum(prior.weights, 1e-300))
    for year in years:
        variance = year.variance + (year.slope * spreads) ** 2 + 1e-9
        logs = logs - 0.5 * np.log(variance) - 0.5 * (year.seen - year.expected) ** 2 / variance
    weights = np.exp(logs - logs.max())
    return Shock(prior.spreads, tuple(float(one) for one in weights / weights.sum()))


@dataclass(frozen=True)
class Doubt:
    """How little is known. Attempts are what the knowledge of an action is worth."""

    attempts: float = 12.0
    by_action: Mapping[str, float] = field(default_factory=dict)
    """Where it differs: `learning.Belief.worth` of the action."""
    rest: float = 60.0
    """The same for what happens without work; known from whole years of levels."""
    programme: float = 0.5
    """Spread of the error (of log odds) that all actions share."""
    shock: Shock = ASSUMED_SHOCK


@dataclass(frozen=True, slots=True)
class Spread:
    """A count to be expected: mean, and the middle 50 and 80 percent of the paths."""

    mean: float
    middle_50: tuple[int, int]
    middle_80: tuple[int, int]
    reach: float
    """Share of the paths in which the target is reached."""


@dataclass(frozen=True)
class Outlook:
    """One way of going on: new units by year and in all, dropped units, units that count."""

    newly: tuple[Spread, ...]
    total: Spread
    dropped: tuple[float, ...]
    """Mean number of units that fall out of the counting states, by year."""
    counting: tuple[float, ...]
    """Mean number of units in counting states at the end of each year."""
    paths: Integers
    """New units, along (path, year)."""


@dataclass(frozen=True)
class Forecast:
    """The same years under the plan's policy, and with nobody at work (`as_now`)."""

    plan: Outlook
    as_now: Outlook
    seed: int


def forecast(
    world: World, plan: Plan, *, paths: int = PATHS, seed: int = 0, doubt: Doubt = Doubt()
) -> Forecast:
    """What each year may bring: first the decisions, later the policy behind the plan.

    A state that the policy does not foresee rests; so does everything under a plan that could not
    be made.
    """
    planned, idle = _policy(world, plan), [_Weights() for _ in range(world.years)]
    return Forecast(
        _outlook(world, planned, paths, seed, doubt),
        _outlook(world, idle, paths, seed, doubt),
        seed,
    )


_Weights = dict[tuple[int, int], list[tuple[Mode | None, float]]]
"""By unit and state: modes with their shares."""


def _policy(world: World, plan: Plan) -> list[_Weights]:
    modes = [{(mode.state, mode.code): mode for mode in unit.modes} for unit in world.units]
    years: list[_Weights] = [defaultdict(list) for _ in range(world.years)]
    decisions = plan.decisions or (None,) * len(world.units)
    for number, (unit, decision) in enumerate(zip(world.units, decisions, strict=True)):
        years[0][number, unit.state] = [(decision, 1.0)]
    for part in plan.policy:
        if part.year and part.mass > 0:
            mode = None if part.mode == REST else modes[part.unit][part.state, part.mode]
            years[part.year][part.unit, part.state].append((mode, part.mass))
    return [dict(year) for year in years]


class _Chains:
    """The chains as arrays: one row for each (unit, state, mode) that the policy uses."""

    def __init__(self, world: World, policy: Sequence[_Weights]) -> None:
        self.world = world
        units, states = len(world.units), len(world.states)
        self.shares: list[Floats] = []
        self.tilts: list[Floats] = []
        self.actions: list[tuple[str, ...]] = []
        self._known: dict[tuple[int, int, str], int] = {}
        for number in range(units):
            for state in range(states):
                self._row(number, state, None)
        self.choices = [self._choice(year) for year in policy]
        self.share, self.tilt = np.array(self.shares), np.array(self.tilts)

    def _row(self, number: int, state: int, mode: Mode | None) -> int:
        key = (number, state, REST if mode is None else mode.code)
        if key not in self._known:
            self._known[key] = len(self.shares)
            rest = self.world.units[number].drift[state]
            self.shares.append(_dense(rest if mode is None else mode.outcomes, self.world))
            self.tilts.append(self._tilt(state, mode, _dense(rest, self.world)))
            self.actions.append(() if mode is None else mode.actions or (mode.code,))
        return self._known[key]

    def _tilt(self, state: int, mode: Mode | None, rest: Floats) -> Floats:
        """Which outcomes a good year makes likelier (1) and which rarer (-1)."""
        if mode is None:
            worth = np.array([one.worth for one in self.world.states])
            return np.asarray(np.sign(worth - worth[state]))
        return np.asarray((_dense(mode.outcomes, self.world) > rest + 1e-12).astype(float))

    def _choice(self, weights: _Weights) -> tuple[Floats, Integers]:
        """Upper bounds of the shares and rows of the modes, along (unit, state, choice)."""
        units, states = len(self.world.units), len(self.world.states)
        most = max((len(choices) for choices in weights.values()), default=1)
        bounds = np.full((units, states, most), 2.0)
        rows = np.arange(units * states).reshape(units, states, 1).repeat(most, axis=2)
        for (number, state), choices in weights.items():
            masses = np.array([mass for _, mass in choices])
            bounds[number, state, : len(choices)] = np.cumsum(masses) / masses.sum()
            bounds[number, state, len(choices) - 1 :] = 2.0
            for place, (mode, _) in enumerate(choices):
                rows[number, state, place] = self._row(number, state, mode)
        return bounds, rows

    def success(self) -> Floats:
        """Chance of each row's tilted-up outcomes."""
        return np.asarray((self.share * (self.tilt > 0)).sum(axis=1))


def _dense(outcomes: Outcomes, world: World) -> Floats:
    row = np.zeros(len(world.states))
    for reached, share in outcomes:
        row[reached] += share
    return row


def _outlook(
    world: World, policy: Sequence[_Weights], paths: int, seed: int, doubt: Doubt
) -> Outlook:
    newly, dropped, counting = _paths(world, policy, paths, seed, doubt)
    years = tuple(_spread(newly[:, year], world.target[year]) for year in range(world.years))
    return Outlook(
        newly=years,
        total=_spread(newly.sum(axis=1), sum(world.target)),
        dropped=tuple(dropped.mean(axis=0).tolist()),
        counting=tuple(counting.mean(axis=0).tolist()),
        paths=newly,
    )


def _paths(
    world: World, policy: Sequence[_Weights], paths: int, seed: int, doubt: Doubt
) -> tuple[Integers, Integers, Integers]:
    if not world.units:
        nothing = np.zeros((paths, world.years), dtype=np.int64)
        return nothing, nothing, nothing
    chains, chance = _Chains(world, policy), np.random.default_rng(seed)
    sizes = [min(_AT_ONCE, paths - start) for start in range(0, paths, _AT_ONCE)]
    parts = [_play(world, chains, size, chance, doubt) for size in sizes]
    newly, dropped, counting = (np.concatenate(one) for one in zip(*parts, strict=True))
    return newly, dropped, counting


def _spread(counts: Integers, target: float) -> Spread:
    return Spread(
        mean=float(counts.mean()),
        middle_50=_middle(counts, 0.5),
        middle_80=_middle(counts, 0.8),
        reach=float((counts >= target - 1e-9).mean()),
    )


def _middle(counts: Integers, share: float) -> tuple[int, int]:
    """The edges beyond which the shares come nearest to what is left out on each side.

    Counts are small and whole: edges that hold at least the share would hold far more.
    """
    least = int(counts.min())
    seen = np.bincount(counts - least) / len(counts)
    upto, tail = np.cumsum(seen), (1 - share) / 2
    low = int(np.abs(upto - seen - tail).argmin())
    high = int(np.abs(upto - (1 - tail)).argmin())
    return least + low, least + max(low, high)


def _play(
    world: World, chains: _Chains, paths: int, chance: np.random.Generator, doubt: Doubt
) -> tuple[Integers, Integers, Integers]:
    """New, dropped and counting units of these paths, along (path, year)."""
    counts = np.array([state.counts for state in world.states])
    newly = _counting_steps(world)
    shift = _shifts(chains, paths, chance, doubt)
    spreads = chance.choice(doubt.shock.spreads, size=paths, p=doubt.shock.weights)
    states = np.tile([unit.state for unit in world.units], (paths, 1))
    found: list[tuple[Integers, Integers, Integers]] = []
    for year in range(world.years):
        shock = spreads * chance.standard_normal(paths)
        ended = _year(chains, year, states, shift + shock[:, None], chance)
        before, after = counts[states], counts[ended]
        found.append(
            (
                newly[states, ended].sum(axis=1),
                (before & ~after).sum(axis=1),
                after.sum(axis=1),
            )
        )
        states = ended
    new, dropped, counting = (np.stack(one, axis=1) for one in zip(*found, strict=True))
    return new, dropped, counting


def _counting_steps(world: World) -> Integers:
    """1 where going from the state of the row to that of the column is newly reaching."""
    states = range(len(world.states))
    return np.array(
        [[round(world.newly(start, ((end, 1.0),))) for end in states] for start in states]
    )


def _year(
    chains: _Chains, year: int, states: Integers, shift: Floats, chance: np.random.Generator
) -> Integers:
    """Where every unit of every path stands a year later."""
    bounds, rows = chains.choices[year]
    units = np.arange(states.shape[1])
    draw = chance.random(states.shape)
    place = (draw[:, :, None] >= bounds[units, states]).sum(axis=2)
    row = rows[units, states, place]
    shifts = np.take_along_axis(shift, row, axis=1)
    shares = chains.share[row] * np.exp(chains.tilt[row] * shifts[:, :, None])
    below = np.cumsum(shares, axis=2)
    luck = chance.random(states.shape) * below[:, :, -1]
    ended = (luck[:, :, None] >= below).sum(axis=2)
    return np.asarray(np.minimum(ended, shares.shape[2] - 1))


def _shifts(chains: _Chains, paths: int, chance: np.random.Generator, doubt: Doubt) -> Floats:
    """By how much the log odds of each row are off, along (path, row)."""
    success = np.clip(chains.success(), 0.01, 0.99)
    kinds = sorted({action for actions in chains.actions for action in actions})
    place = {action: number for number, action in enumerate(kinds)}
    shares = np.zeros((len(kinds), len(chains.actions)))
    for row, actions in enumerate(chains.actions):
        for action in actions:
            shares[place[action], row] = 1 / len(actions)
    errors = _errors(kinds, shares, success, paths, chance, doubt)
    draws = np.column_stack([np.zeros((paths, 0)), *errors])
    resting = np.array([not actions for actions in chains.actions])
    rest = float(success[resting].mean())
    common = chance.normal(0.0, doubt.programme, paths)
    quiet = _beta_error(rest, doubt.rest, paths, chance)
    return np.asarray(draws @ shares + np.where(resting, quiet[:, None], common[:, None]))


def _errors(
    kinds: Sequence[str],
    shares: Floats,
    success: Floats,
    paths: int,
    chance: np.random.Generator,
    doubt: Doubt,
) -> Iterator[Floats]:
    for number, action in enumerate(kinds):
        mean = float(shares[number] @ success / shares[number].sum())
        worth = doubt.by_action.get(action, doubt.attempts)
        yield _beta_error(mean, worth, paths, chance)


def _beta_error(mean: float, worth: float, paths: int, chance: np.random.Generator) -> Floats:
    """Distance of beta draws to their mean, in log odds."""
    drawn = np.clip(chance.beta(mean * worth, (1 - mean) * worth, paths), 1e-4, 1 - 1e-4)
    return np.asarray(logit(drawn) - logit(mean))
