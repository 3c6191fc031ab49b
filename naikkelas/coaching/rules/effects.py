"""What did a visit change? Score before and after, against kampung that were not visited.

Mentors go where scores are low, and a low score is partly bad luck that passes by itself. So the
change after a visit flatters: regression to the mean (Barnett, van der Pols & Dobson 2005, Int. J.
Epidemiology 34). Therefore a kampung that was visited in a month is compared with those of its
kecamatan that were not visited in that month and stood at the same score at the month end before
(analysis of covariance on the baseline; Vickers & Altman 2001, BMJ 323), for every month that has a
whole window behind it.

Within the window both are visited again, and rather where things went badly. To drop those would
keep the lucky; to compare as they fell would mix later visits in. Instead the visit of the first
month stands as the instrument of all that followed: the effect of later visits is taken off as the
same unknown, weighted by what is left of the window (g-estimation of a linear structural nested
mean model, Robins 1994; Vansteelandt & Joffe 2014, Statistical Science 29). This assumes that the
effect of a visit grows evenly through the window, and that it is the same wherever it happens;
where it is there at once, it is told about a tenth too small (docs/benchmarks.md).

Intervals leave out one kampung at a time, with all its months (jackknife CV3; MacKinnon, Nielsen &
Webb 2023, J. Applied Econometrics 38), with as many degrees of freedom as kampung were visited less
one: the few that were visited carry nearly all the doubt, as in Welch's test.

Small numbers are drawn together: what actions (or mentors) do is taken as spread normally around a
common mean, the spread is summed over and not estimated (Efron & Morris 1975; Gelman 2006, Bayesian
Analysis 1). Fewer than `LEAST` kampung give no number at all.

What this cannot show: visits are not drawn by lot. Where a mentor goes to those who asked, or whose
new head he knows to be eager, what he knows and the score does not is counted as his effect. What
spreads to neighbours that were not visited is counted against it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from naikkelas.coaching.rules.pooling import Interval, pooled, t_factor

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

WINDOW = 6
"""Months from the month end before a visit to the one that is compared with it."""
LEAST = 5
"""Kampung that must have been visited, with scores before and after, before a figure is given."""
SEPARABLE = 0.1
"""Share of an action's visits that must not be told from those of the others (1 / VIF)."""
_NOTHING = 1e-8


@dataclass(frozen=True, slots=True)
class Panel:
    """Scores of kampung at month ends that follow each other without a gap."""

    scores: Floats
    """(kampung, month ends), NaN where there is none: it is left out, never taken as zero."""
    blocks: NDArray[np.int64]
    """The kecamatan of each kampung, as a number from 0; compared are neighbours within it."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A kampung (row of the panel) visited after month end `month` - 1 and by month end `month`.

    `groups` are the actions worked on (none is possible), or the mentor. Several visits to one
    kampung in a month count as one in each of their groups.
    """

    kampung: int
    month: int
    groups: tuple[str, ...]


class Standing(StrEnum):
    """What can be said of a group."""

    KNOWN = "known"
    TOO_FEW = "too_few"
    INSEPARABLE = "inseparable"
    """Nearly always together with others, or with no kampung left to compare with."""


@dataclass(frozen=True, slots=True)
class Effect:
    """Points of score that one visit adds over the window, and what a plain look would say."""

    group: str
    standing: Standing
    visits: int
    """Months of visits, all that were told."""
    kampung: int
    """Kampung among those that have a score before and after."""
    counted: int
    """Visits that have a score before and after; the rest are too young or without a report."""
    before: float | None = None
    after: float | None = None
    """Mean scores of the counted visits at the month end before and `window` months later."""
    expected: float | None = None
    """Mean score that similar kampung without visits would have had at the later date."""
    own: Interval | None = None
    """From this group's visits alone."""
    pooled: Interval | None = None
    """Drawn towards the mean of all groups, the less the more is known: the one to show."""

    @property
    def rise(self) -> float | None:
        """The plain change from before to after, which flatters."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class Effects:
    """Of any visit, and by group in the order of their names."""

    overall: Effect
    groups: tuple[Effect, ...]
    window: int
    compared: int
    """Kampung that stood as comparison for at least one month."""


def effects(panel: Panel, visits: Iterable[Visit], *, window: int = WINDOW) -> Effects:
    """The effect of a visit, of all and by group; `window` in months."""
    told = list(visits)
    names = sorted({group for visit in told for group in visit.groups})
    frame = _Frame.of(panel, window)
    any_visit = _marks(panel.scores.shape, told)
    marks = [_marks(panel.scores.shape, told, name) for name in names]
    overall = _estimate(frame, ("",), [any_visit], any_visit)[0]
    return Effects(
        overall=overall,
        groups=tuple(_estimate(frame, names, marks, any_visit)),
        window=window,
        compared=int((frame.usable & ~frame.first(any_visit)).any(axis=1).sum()),
    )


def _marks(shape: tuple[int, ...], visits: Sequence[Visit], group: str | None = None) -> Bools:
    """Which kampung was visited in which month, (kampung, month ends)."""
    found = np.zeros(shape, dtype=bool)
    for visit in visits:
        if group is None or group in visit.groups:
            found[visit.kampung, visit.month] = True
    return found


@dataclass(frozen=True, slots=True)
class _Frame:
    """Kampung × starting month end: everything that does not depend on who was visited."""

    window: int
    before: Floats
    after: Floats
    usable: Bools
    covariates: Floats
    """(kampung, starts, covariates): score before, its square, how it came there."""
    cells: NDArray[np.int64]
    """Number of the (kecamatan, month) that kampung and start belong to."""

    @classmethod
    def of(cls, panel: Panel, window: int) -> "_Frame":
        starts = max(panel.scores.shape[1] - window, 0)
        before, after = panel.scores[:, :starts], panel.scores[:, window : window + starts]
        usable = np.isfinite(before) & np.isfinite(after)
        centre = before - before[usable].mean() if usable.any() else before
        covariates = np.stack([centre, centre**2, _slope(panel.scores, window)[:, :starts]], axis=2)
        cells = panel.blocks[:, None] * max(starts, 1) + np.arange(starts)[None, :]
        return cls(window, before, after, usable, np.nan_to_num(covariates), cells)

    def first(self, marks: Bools) -> Bools:
        """Visited in the month after the start."""
        return marks[:, 1 : self.before.shape[1] + 1]

    def dose(self, marks: Bools) -> Floats:
        """Visits within the window, each as much as is left of it: the first counts as one."""
        starts = self.before.shape[1]
        total = np.zeros(self.before.shape)
        for month in range(self.window):
            share = (self.window - month) / self.window
            total += share * marks[:, 1 + month : 1 + month + starts]
        return total

    def lately(self, marks: Bools) -> Floats:
        """Visits of the window up to the start: how many, and how much they have yet to add.

        They make another visit less likely and go on working. (kampung, starts, 2)
        """
        starts = self.before.shape[1]
        padded = np.pad(marks, ((0, 0), (self.window, 0)))
        found = np.zeros((len(marks), starts, 2))
        for ago in range(self.window):
            there = padded[:, self.window - ago : self.window - ago + starts]
            found[:, :, 0] += there
            found[:, :, 1] += there * (self.window - ago - 1) / self.window
        return found

    def within(self, columns: Floats) -> Floats:
        """Columns less the mean of their cell; zero where not usable. (kampung, starts, columns)"""
        size = int(self.cells.max(initial=0)) + 1
        own = self.cells[self.usable]
        members = np.maximum(np.bincount(own, minlength=size), 1)
        found = np.zeros_like(columns)
        for place in range(columns.shape[2]):
            values = columns[:, :, place][self.usable]
            means = np.bincount(own, weights=values, minlength=size) / members
            found[self.usable, place] = values - means[own]
        return found


def _slope(scores: Floats, window: int) -> Floats:
    """How far a score stands above the mean of the window before it; 0 if it is the first."""
    found = np.zeros_like(scores)
    for month in range(1, scores.shape[1]):
        past = scores[:, max(month - window, 0) : month]
        known = np.isfinite(past)
        counts = known.sum(axis=1)
        means = np.where(known, past, 0.0).sum(axis=1) / np.maximum(counts, 1)
        found[:, month] = np.where(counts > 0, scores[:, month] - means, 0.0)
    return np.nan_to_num(found)


def _estimate(
    frame: _Frame, names: Sequence[str], marks: Sequence[Bools], any_visit: Bools
) -> list[Effect]:
    """Groups with enough kampung get a column each, all other visits one together."""
    firsts = [frame.first(own) & frame.usable for own in marks]
    enough = [place for place, own in enumerate(firsts) if own.any(axis=1).sum() >= LEAST]
    columns = [marks[place] for place in enough]
    rest = any_visit & ~np.logical_or.reduce([*columns, np.zeros_like(any_visit)])
    fit = _fit(frame, [*columns, rest], len(enough), any_visit) if enough else None
    found = []
    for place, name in enumerate(names):
        visits, own = int(marks[place].sum()), firsts[place]
        counts = (visits, int(own.any(axis=1).sum()), int(own.sum()))
        number = enough.index(place) if place in enough else None
        if fit is None or number is None:
            found.append(Effect(name, Standing.TOO_FEW, *counts))
        elif not fit.separable[number]:
            found.append(Effect(name, Standing.INSEPARABLE, *counts))
        else:
            found.append(_told(frame, name, counts, own, fit, number))
    return found


def _told(
    frame: _Frame,
    name: str,
    counts: tuple[int, int, int],
    own: Bools,
    fit: "_Fit",
    number: int,
) -> Effect:
    after = float(frame.after[own].mean())
    return Effect(
        name,
        Standing.KNOWN,
        *counts,
        before=float(frame.before[own].mean()),
        after=after,
        expected=after - float(fit.lifted[own].mean()),
        own=fit.own[number],
        pooled=fit.pooled[number],
    )


@dataclass(frozen=True, slots=True)
class _Fit:
    separable: list[bool]
    own: list[Interval | None]
    pooled: list[Interval | None]
    lifted: Floats
    """Points that visits added within the window, (kampung, starts)."""


def _fit(frame: _Frame, columns: Sequence[Bools], wanted: int, any_visit: Bools) -> _Fit:
    """The instrumented regression; only the first `wanted` columns are reported."""
    first = np.stack([frame.first(own) for own in columns], axis=2).astype(np.float64)
    dose = np.stack([frame.dose(own) for own in columns], axis=2)
    others = np.concatenate([frame.covariates, frame.lately(any_visit)], axis=2)
    instruments = frame.within(np.concatenate([first, others], axis=2))
    regressors = frame.within(np.concatenate([dose, others], axis=2))
    change = frame.within((frame.after - frame.before)[:, :, None])[:, :, 0]
    kept = _kept(instruments, len(columns))
    instruments, regressors = instruments[:, :, kept], regressors[:, :, kept]
    separable = [place in kept for place in range(wanted)]
    places = [int(np.flatnonzero(kept == place)[0]) for place in range(wanted) if place in kept]
    best, spread = _jackknife(instruments, regressors, change, _freedom(frame, len(kept)))
    clusters = [
        int((frame.first(columns[p]) & frame.usable).any(axis=1).sum()) for p in kept[places]
    ]
    factors = np.array([t_factor(count - 1) for count in clusters])
    deviations = np.sqrt(np.diag(spread)[places])
    # A normal of this deviation has the interval that t has: so may doubts be pooled as normals.
    wide = spread[np.ix_(places, places)] * np.outer(factors, factors)
    own = [Interval.around(b, d) for b, d in zip(best[places], deviations * factors, strict=True)]
    together = pooled(best[places], wide)
    lifted = dose[:, :, kept[kept < len(columns)]] @ best[: int((kept < len(columns)).sum())]
    return _Fit(separable, _placed(own, separable), _placed(together, separable), lifted)


def _placed(found: Sequence[Interval], separable: Sequence[bool]) -> list[Interval | None]:
    left = iter(found)
    return [next(left) if is_there else None for is_there in separable]


def _kept(instruments: Floats, groups: int) -> NDArray[np.int64]:
    """Columns that say something that the others do not say."""
    flat = instruments.reshape(-1, instruments.shape[2])
    gram = flat.T @ flat
    sizes = np.sqrt(np.diag(gram))
    kept = [place for place in range(len(gram)) if sizes[place] > _NOTHING]
    alike = gram / np.maximum(np.outer(sizes, sizes), _NOTHING)
    for place in [one for one in kept if one < groups]:
        rest = [one for one in kept if one != place]
        shared = alike[place, rest]
        among = np.linalg.pinv(alike[np.ix_(rest, rest)], rcond=_NOTHING, hermitian=True)
        if 1 - float(shared @ among @ shared) < SEPARABLE:
            kept.remove(place)
    return np.array(kept, dtype=np.int64)


def _freedom(frame: _Frame, columns: int) -> float:
    """Variance is too small by this much, since means of cells were taken off as well."""
    rows = int(frame.usable.sum())
    cells = len(np.unique(frame.cells[frame.usable]))
    return rows / max(rows - cells - columns, 1)


def _jackknife(
    instruments: Floats, regressors: Floats, change: Floats, freedom: float
) -> tuple[Floats, Floats]:
    """The estimate, and its covariance from leaving out each kampung with all its months."""
    crossed = np.einsum("ibj,ibk->ijk", instruments, regressors)
    moments = np.einsum("ibj,ib->ij", instruments, change)
    whole, moment = crossed.sum(axis=0), moments.sum(axis=0)
    best = np.linalg.solve(whole, moment)
    # Without the one kampung of a rare column nothing is left of it: hence the pseudo-inverse.
    without = (np.linalg.pinv(whole - crossed, rcond=1e-10) @ (moment - moments)[:, :, None])[
        :, :, 0
    ]
    apart = without - best
    count = len(crossed)
    return best, freedom * (count - 1) / count * (apart.T @ apart)
