"""Forecast a year of IDM that is known, from the years before it, and say how it went.

`python -m benches.backtest` reads the real scores beside the clone and writes docs/backtest.md.
What is chosen freely (how much a kabupaten resembles its own past, the bins of the gap) was chosen
on 2022→2023, learned from 2021→2022 alone; 2023→2024 was then forecast as it stands here.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import numpy as np

from benches import changes, idm, idm_planning
from benches.changes import Floats, Integers, Pairs
from benches.idm import Idm
from naikkelas.roadmap.solver.learning import Attempt, Prior, learn

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "backtest.md"
PATHS, SEED = 2_000, 37
TOP = len(idm.LEVELS) - 1
FALL, STAY, RISE = range(3)

BINS = (0.004, 0.01, 0.02, 0.035, 0.055, 0.08, 0.12)
"""Upper bounds of the distance to the next class (IDM)."""
PRIORS = (0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05, 0.02)
"""Assumed share that rises within a year, by bin; worth `WORTH` villages each."""
WORTH = 3.0
SURE = 0.99
"""What "no change" is taken to say; certainty would be punished without end."""

Shares = Floats
"""Probability of falling, staying, rising: (village, 3)."""


@dataclass(frozen=True)
class Year:
    """A year to be forecast from the year before it, and the pairs of years that may be used."""

    data: Idm
    before: int

    @cached_property
    def rows(self) -> tuple[Integers, Integers]:
        return self.data.pairs(self.before, self.before + 1)

    @cached_property
    def homes(self) -> list[str]:
        return self.data.kabupaten(self.rows[0])

    @cached_property
    def start(self) -> Integers:
        """Levels known when the forecast is made."""
        return np.asarray(self.data.level[self.rows[0]])

    def came(self, level: Integers) -> Integers:
        """FALL, STAY or RISE of each village, by these levels of the year forecast."""
        return np.asarray(np.sign(level[self.rows[1]] - self.start) + 1)

    @cached_property
    def gap(self) -> Floats:
        """Distance to the next class; infinite in the highest."""
        return _gap(self.data, self.rows[0])

    @cached_property
    def margin(self) -> Floats:
        """Distance above the bound of the own class; infinite in the lowest."""
        units = self.data.units[self.rows[0]] - self.data.bounds[self.start]
        return np.where(self.start > 0, units / self.data.additions.unit, np.inf)

    @cached_property
    def history(self) -> list[Pairs]:
        first = int(self.data.years.min())
        return [_pairs(self.data, year) for year in range(first, self.before)]

    @cached_property
    def last(self) -> "Year":
        """The latest year that is over when the forecast is made."""
        return Year(self.data, self.before - 1)


def _gap(data: Idm, rows: Integers) -> Floats:
    level = data.level[rows]
    ahead = data.bounds[np.minimum(level + 1, TOP)] - data.units[rows]
    return np.where(level < TOP, ahead / data.additions.unit, np.inf)


def _pairs(data: Idm, year: int) -> Pairs:
    first, second = data.pairs(year, year + 1)
    return Pairs(year, data.scores[first], data.scores[second], tuple(data.kabupaten(first)))


# ---- the forecasts


@dataclass(frozen=True)
class Forecast:
    """Shares by village and, where whole years were drawn, levels along (path, village)."""

    name: str
    shares: Shares
    levels: Integers
    order: Integers
    """Villages, likeliest to rise first."""
    ranks: bool = True
    """Whether the order means anything."""


def forecasts(year: Year, paths: int = PATHS) -> list[Forecast]:
    """Ours first, its two halves, then the three baselines."""
    drawn = by_indicators(year, paths)
    learned = by_transitions(year, drawn)
    both = (drawn.shares + learned.shares) / 2
    ours = _forecast("engine: both halves", year, both, drawn.levels)
    return [ours, drawn, learned, no_change(year), last_rate(year, paths), nearest(year, paths)]


def by_indicators(year: Year, paths: int) -> Forecast:
    """Scores played forward, indicator by indicator (`changes`)."""
    dimensions = [dimension.positions for dimension in year.data.instrument.dimensions]
    learned = changes.learn(year.history, dimensions)
    weights = np.zeros(len(year.data.instrument.indicators), dtype=np.int64)
    for weight, positions in zip(year.data.additions.weights, dimensions, strict=True):
        weights[list(positions)] = weight
    played = changes.play(
        learned, year.data.scores[year.rows[0]], year.homes, paths=paths, seed=SEED
    )
    levels = np.concatenate([year.data.level_of(scores @ weights) for scores in played])
    moves = np.sign(levels - year.start)
    seen = np.stack([(moves == way).mean(axis=0) for way in (-1, 0, 1)], axis=1)
    # What no path has shown may still happen.
    shares = (seen * paths + np.array([0.1, 0.8, 0.1])) / (paths + 1)
    return _forecast("half: indicator changes", year, shares, levels)


def by_transitions(year: Year, drawn: Forecast) -> Forecast:
    """Class changes by distance to the next class and kabupaten (`solver.learning`).

    Falls are too few to be learned so; they come from the other half.
    """
    attempts: list[Attempt] = []
    for pairs in year.history:
        past = Year(year.data, pairs.year)
        rose = past.came(year.data.level) == RISE
        places = zip(_bins(past.gap), past.homes, rose.tolist(), past.start.tolist(), strict=True)
        attempts += [
            Attempt(bin_, home, "idm-2021", success)
            for bin_, home, success, level in places
            if level < TOP
        ]
    cells = list(zip(_bins(year.gap), year.homes, strict=True))
    priors = {str(place): Prior(mean, WORTH) for place, mean in enumerate(PRIORS)}
    beliefs = learn(priors, attempts, instrument="idm-2021", steps=cells)
    rises = np.array([beliefs[cell].posterior.mean for cell in cells]) * (year.start < TOP)
    falls = np.minimum(drawn.shares[:, FALL], 1 - rises)
    shares = np.stack([falls, 1 - falls - rises, rises], axis=1)
    return _forecast("half: class changes", year, shares, _drawn(shares, year, len(drawn.levels)))


def _bins(gap: Floats) -> list[str]:
    return [str(place) for place in np.searchsorted(BINS, np.minimum(gap, 1.0)).tolist()]


def no_change(year: Year) -> Forecast:
    """Everything stays as it is."""
    rest = (1 - SURE) / 2
    shares = np.tile([rest, SURE, rest], (len(year.start), 1))
    return replace(_forecast("baseline: no change", year, shares, year.start[None, :]), ranks=False)


def last_rate(year: Year, paths: int) -> Forecast:
    """The shares of each class that rose and fell last year, for every village of it."""
    came = year.last.came(year.data.level)
    shares = np.zeros((len(year.start), 3))
    for level in range(TOP + 1):
        seen = came[year.last.start == level]
        counts = np.bincount(seen, minlength=3) + 0.5
        shares[year.start == level] = counts / counts.sum()
    return _forecast("baseline: last year's rate", year, shares, _drawn(shares, year, paths))


def nearest(year: Year, paths: int) -> Forecast:
    """As many as rose last year rise: those nearest to their next class.

    The rule itself names villages; as probabilities it is given the share of its hits last year.
    """
    rose = year.last.came(year.data.level) == RISE
    count = int(rose.sum())
    hits = rose[np.argsort(year.last.gap, kind="stable")[:count]].mean()
    others = (rose.sum() - hits * count) / max(len(rose) - count, 1)
    rises = np.full(len(year.start), others)
    rises[np.argsort(year.gap, kind="stable")[: round(count * len(rises) / len(rose))]] = hits
    rises[year.start == TOP] = 0.001
    falls = (year.last.came(year.data.level) == FALL).mean() + 0.001
    shares = np.stack([np.full(len(rises), falls), 1 - falls - rises, rises], axis=1)
    found = _forecast("baseline: nearest to threshold", year, shares, _drawn(shares, year, paths))
    return replace(found, order=np.argsort(year.gap, kind="stable"))


def _drawn(shares: Shares, year: Year, paths: int) -> Integers:
    """Levels where every village falls, stays or rises by itself."""
    luck = np.random.default_rng(SEED).random((paths, len(shares)))
    moves = (luck > shares[:, FALL]).astype(int) + (luck > 1 - shares[:, RISE]) - 1
    return np.asarray(np.clip(year.start + moves, 0, TOP))


def _forecast(name: str, year: Year, shares: Shares, levels: Integers) -> Forecast:
    kept = np.clip(shares, 1e-4, 1.0)
    kept = kept / kept.sum(axis=1, keepdims=True)
    order = np.lexsort((year.gap, -np.round(kept[:, RISE], 4)))
    return Forecast(name, kept, levels, order)


# ---- how they went


def brier(shares: Shares, came: Integers) -> float:
    """Mean squared distance over the three outcomes; 0 is perfect, 2 the worst."""
    return float(((shares - np.eye(3)[came]) ** 2).sum(axis=1).mean())


def log_score(shares: Shares, came: Integers) -> float:
    """Mean of minus the logarithm of what was given to the outcome that came."""
    return float(-np.log(shares[np.arange(len(came)), came]).mean())


def precision(order: Integers, happened: Integers, share: float) -> float:
    """Share of the first villages of an order of which it came true."""
    return float(happened[order[: round(share * len(order))]].mean())


@dataclass(frozen=True)
class Interval:
    """A count of villages in one place: what was expected and what came."""

    place: str
    villages: int
    low: Mapping[float, int]
    high: Mapping[float, int]
    seen: int

    def holds(self, share: float) -> bool:
        return self.low[share] <= self.seen <= self.high[share]


def intervals(forecast: Forecast, year: Year, level: Integers, what: int) -> list[Interval]:
    """Villages that rise (or fall) by kabupaten, and in all as the last."""
    moved = np.sign(forecast.levels - year.start) + 1 == what
    came = year.came(level) == what
    homes = np.array(year.homes)
    places = [(home, homes == home) for home in sorted(set(year.homes))]
    places.append(("all", np.full(len(homes), fill_value=True)))
    return [
        _interval(name, moved[:, own].sum(axis=1), int(came[own].sum()), int(own.sum()))
        for name, own in places
    ]


def _interval(place: str, counts: Integers, seen: int, villages: int) -> Interval:
    low, high = {}, {}
    for share in (0.5, 0.8):
        edges = np.quantile(counts, [(1 - share) / 2, (1 + share) / 2], method="inverted_cdf")
        low[share], high[share] = (int(edge) for edge in edges)
    return Interval(place, villages, low, high, seen)


def coverage(found: Sequence[Interval], share: float, least: int = 1) -> float:
    """Share of the kabupaten (of at least so many villages) whose count lies in its interval."""
    held = [one.holds(share) for one in found[:-1] if one.villages >= least]
    return float(np.mean(held))


# ---- the document


def scores_table(year: Year, level: Integers, found: Sequence[Forecast]) -> Iterator[str]:
    """All forecasts by all measures."""
    yield _row(
        "forecast",
        "Brier",
        "log score",
        "rising, top 10 %",
        "rising, top 20 %",
        "50 % interval covers",
        "80 % interval covers",
        "all: 80 % interval (came)",
    )
    yield _rule(8)
    for one in found:
        yield _row(one.name, *_measures(one, year, level))


def _measures(one: Forecast, year: Year, level: Integers) -> Iterator[str]:
    came = year.came(level)
    rises = intervals(one, year, level, RISE)
    yield f"{brier(one.shares, came):.3f}"
    yield f"{log_score(one.shares, came):.3f}"
    for share in (0.1, 0.2):
        ranked = one.ranks and precision(one.order, (came == RISE).astype(int), share)
        yield f"{ranked:.2f}" if ranked else "–"
    for share in (0.5, 0.8):
        yield f"{coverage(rises, share):.0%}"
    yield f"{rises[-1].low[0.8]}–{rises[-1].high[0.8]} ({rises[-1].seen})"


def verdict(year: Year, level: Integers, found: Sequence[Forecast]) -> Iterator[str]:
    """Who wins what, the baselines included; computed, so that it stays true."""
    came, ours = year.came(level), found[0]
    baselines = [one for one in found if one.name.startswith("baseline")]
    measures: dict[str, Callable[[Forecast], float]] = {
        "Brier": lambda one: -brier(one.shares, came),
        "log score": lambda one: -log_score(one.shares, came),
        "precision at the top 10 %": lambda one: _hits(one, came, 0.1),
        "precision at the top 20 %": lambda one: _hits(one, came, 0.2),
    }
    for name, measure in measures.items():
        best = max(baselines, key=measure)
        mine, theirs = measure(ours), measure(best)
        word = "the engine wins" if mine > theirs else f"**the {best.name} wins**"
        yield f"- {name}: {word} (engine {abs(mine):.3f}, best baseline {abs(theirs):.3f})."


def _hits(one: Forecast, came: Integers, share: float) -> float:
    return precision(one.order, (came == RISE).astype(int), share) if one.ranks else 0.0


def falls_table(year: Year, level: Integers, ours: Forecast) -> Iterator[str]:
    fell = (year.came(level) == FALL).astype(int)
    least_margin = np.argsort(year.margin, kind="stable")
    likeliest = np.lexsort((year.margin, -np.round(ours.shares[:, FALL], 4)))
    yield _row("order", "fell", "found in the top 10 %", "in the top 20 %", "precision at 10 %")
    yield _rule(5)
    for name, order in (("engine", likeliest), ("nearest to the lower threshold", least_margin)):
        tops = [int(fell[order[: round(share * len(order))]].sum()) for share in (0.1, 0.2)]
        yield _row(name, *map(str, (fell.sum(), *tops)), f"{precision(order, fell, 0.1):.3f}")


def kabupaten_table(found: Sequence[Interval]) -> Iterator[str]:
    """What was expected to rise, and what rose."""
    yield _row("kabupaten", "villages", "rising: 50 % interval", "80 % interval", "came")
    yield _rule(5)
    for one in found:
        edges = [f"{one.low[share]}–{one.high[share]}" for share in (0.5, 0.8)]
        came = f"{one.seen}" if one.holds(0.8) else f"{one.seen} **outside**"
        yield _row(one.place, str(one.villages), *edges, came)


def gap_table(data: Idm) -> Iterator[str]:
    """Our smallest additions against the published ones."""
    unit = data.additions.unit
    agreeing = same = exact = 0
    points: list[int] = []
    over: list[float] = []
    for row, official in enumerate(data.official):
        scores = data.scores[row].tolist()
        level = data.additions.next_level(scores)
        missing = data.additions.missing(scores, level)
        if abs(data.units[row] / unit - float(official["idm"])) <= 1e-6:
            agreeing += 1
            same += abs(float(missing) - max(float(official["penambahan"]), 0.0)) < 1 / unit
        if missing:
            least = data.additions.least_rise(scores, level)[0].rise
            exact += least == missing
            over.append(float(least - missing))
            points.append(data.additions.fewest_points(scores, level)[0].total)
    yield _GAP.format(
        rows=len(data.official),
        contradicting=len(data.official) - agreeing,
        same=same,
        agreeing=agreeing,
        unit=unit,
        exact=exact,
        below=len(over),
        mean=np.mean(over),
        most=max(over),
        median=np.median(points),
        ninth=np.quantile(points, 0.9),
    )


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def _rule(columns: int) -> str:
    return "|" + "---|" * columns


def document(data: Idm, paths: int = PATHS) -> str:
    """The whole of docs/backtest.md."""
    chosen, judged = Year(data, 2022), Year(data, 2023)
    tried, found = forecasts(chosen, paths), forecasts(judged, paths)
    rises = intervals(found[0], judged, data.level, RISE)
    ends = judged.rows[1]
    planned = list(idm_planning.compare(data))
    differ = int((data.level[ends] != data.published_level[ends]).sum())
    parts = [
        _HEAD.format(date=datetime.now(UTC), paths=paths),
        "## 2024, forecast from 2021–2023\n",
        *scores_table(judged, data.level, found),
        "",
        *verdict(judged, data.level, found),
        _LEARNED,
        "### Which fall\n",
        *falls_table(judged, data.level, found[0]),
        "\nClasses hardly ever fall here; by so few no order can be told from another.\n",
        "### If the published totals were the truth\n",
        f"{differ} of {len(ends)} villages have another class in 2024 by the published totals than",
        "by their scores. The same forecasts, judged by the published classes:\n",
        *scores_table(judged, data.published_level, found),
        "",
        *verdict(judged, data.published_level, found),
        "\n### By kabupaten (engine)\n",
        *kabupaten_table(rises),
        "\n## 2023, on which the free choices were made (learned from 2021→2022 only)\n",
        *scores_table(chosen, data.level, tried),
        "",
        *verdict(chosen, data.level, tried),
        "\n## Gap: our smallest additions against the published\n",
        *gap_table(data),
        _PLANNING.format(years=idm_planning.YEARS, start=idm_planning.START),
        *idm_planning.table(planned),
        "",
        idm_planning.pooled(planned),
        _PLANNED,
    ]
    return "\n".join(parts) + "\n"


_HEAD = """# Back-test on real villages (IDM)

Written by `python -m benches.backtest` on {date:%Y-%m-%d}; {paths} paths.
Data: scores of 616 villages, 2021–2024, as published by the ministry of villages. The truth is the
class computed from the scores; published totals that contradict their own scores are reported
below, never mended.

A village falls, stays or rises by its class within the year. Brier 0 is perfect and 2 the worst; a
smaller log score is better. "No change" is taken to be 99 % sure. Intervals are those of the number
of villages that rise in a kabupaten; the columns say in how many of the kabupaten the number that
came lies inside (counts are whole and small, so an interval holds somewhat more than its name).
"Top 10 %" is the share of the villages ranked first that did rise; equal ranks go by the distance.

The engine is the mean of two halves. *Indicator changes*: the probability of every change of every
score, played with activities of past kabupaten-years, so that villages of one kabupaten move
together. *Class changes*: the share that rises by distance to the next class and kabupaten, by the
same hierarchical learning that the planner uses for actions. Its intervals are those of the first.
"""

_LEARNED = """
What was learned:

- Years differ more than methods. Every forecast that learned from 2022→2023 expected too many rises
  in 2024; a village's chance is known only as far as its year is. Only the engine's interval for
  all villages says so: it holds the number that came where those of the baselines, which take last
  year's rate for granted, miss it.
- The distance to the threshold says most of what can be said about a single village. A rule that
  needs no engine comes near it or beats it, depending on the year; what the engine adds is an
  interval for the count of a kabupaten that can be trusted.
- An interval for one kabupaten is wide because it is so: its officers score all villages in one
  year and few in the next.
"""

_GAP = """\
- {rows} village-years; in {contradicting} the published IDM contradicts the scores published with
  it (the level from the scores is taken).
- In {same} of the other {agreeing} our missing IDM equals `penambahan` within 1/{unit}, the
  smallest step that IDM can make. The rest is rounding: `skor_minimal` is the bound rounded up to
  four places, ours the first value above the bound that exists. With the total mended the others
  agree as well (`tests/roadmap_learning/test_additions.py`).
- Not every sum can be added, since indicators know only some scores (a doctor is 0 or 5). In
  {exact} of {below} cases the missing part can be reached exactly; over all of them the least
  possible rise is larger by {mean:.5f} on the average and {most:.4f} at most.
- Fewest points to the next class: {median:.0f} in the median, at most {ninth:.0f} in nine of ten
  cases. They lie where a point weighs most (one of IKL is worth four of IKE and nearly twelve of
  IKS), which need not be where it is cheapest."""


_PLANNING = """
## Planning: real kabupaten, assumed costs

The four kabupaten with the most villages, from their scores of {start}, planned for {years} years
and planned anew each year from what happened. Kegiatan and who pays are those of `tindakan.csv`;
**what they cost, how often they work and what a kabupaten has are assumptions**
(`benches/idm_planning.py`), also that nobody pays to change religions, languages, tribes or the
proneness to disasters. "Wrong": true chances are 0.85 q + N(0, 0.18), which the planner is not
told. Gain is in classes, discounted; ± is the 95 % interval of the paired paths.
"""

_PLANNED = """
The best rule is picked after the fact from three, which favours it by some luck. Even so the
planner does not win here as it does in docs/benchmarks.md: each village has one cheap way up, paid
for the most part by itself, and few villages are near enough to have one at all, so that the rules
of thumb take the same villages in another order. A plan is worth most where villages compete for
something scarce by ways that differ."""


def main() -> None:
    """Write the document; the folder of the scores may be named."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else idm.FOLDER
    if not (folder / "nilai.csv").exists():
        sys.exit(f"No IDM scores at {folder}: name their folder.")
    text = document(idm.read(folder))
    DOCUMENT.write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
