"""The smallest sets of indicator points, against plain enumeration."""

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from naikkelas.instruments.rules import (
    Instrument,
    Score,
    Scorecard,
    builtin,
    levels_from_scores,
    score_one,
)
from naikkelas.roadmap.rules import gap

PORTAL = builtin("kampung-kb-2023")
CORRECTED = builtin("kampung-kb-2023-terkoreksi")
HIGHEST = [indicator.highest_score for indicator in PORTAL.indicators]
scores_of_a_kampung = st.tuples(*(st.integers(1, top) for top in HIGHEST))
three_indexes = ("input", "proses", "output")


def card_of(instrument: Instrument, scores: tuple[int | None, ...]) -> Scorecard:
    """A scorecard with these scores, as the engine would fill it."""
    filled = tuple(
        Score(
            code=indicator.code,
            name=indicator.name,
            dimension=indicator.dimension,
            score=score,
            counted=indicator.counts_as if score is None else score,
            value=None,
            numerator=None,
            denominator=None,
            unit="",
            band="",
            rule="",
            source="",
            missing=False,
        )
        for indicator, score in zip(instrument.indicators, scores, strict=True)
    )
    indexes: dict[str, float | None] = {}
    passed: dict[str, bool | None] = {}
    for dimension in instrument.dimensions:
        own = [filled[place].counted for place in dimension.positions]
        total = None if None in own else sum(score or 0 for score in own)
        indexes[dimension.code] = None if total is None else total / dimension.divisor
        passed[dimension.code] = None if total is None else total >= (dimension.sum_needed or 0)
    state = tuple(2 if one is None else int(one) for one in passed.values())
    assert instrument.level_table is not None
    return Scorecard(filled, indexes, instrument.level_table[state], passed)  # type: ignore[index]


def levels(rows: np.ndarray) -> list[str | None]:
    codes = [level.code for level in PORTAL.levels]
    return [None if one < 0 else codes[one] for one in levels_from_scores(PORTAL, rows)]


def raised(scores: tuple[int, ...], choice: gap.RaiseSet) -> tuple[int, ...]:
    ends = {one.indicator: one.end for one in choice}
    codes = [indicator.code for indicator in PORTAL.indicators]
    return tuple(ends.get(code, score) for code, score in zip(codes, scores, strict=True))


def enumerated(scores: tuple[int, ...], level: str) -> tuple[int, set[tuple[int, ...]]]:
    """The fewest points to at least `level` that lose no index, and every way, by trying all."""
    orders = {one.code: one.order for one in PORTAL.levels}
    free = [place for place in range(12) if scores[place] < HIGHEST[place]]
    base = np.array(scores, dtype=np.int8)
    for points in range(1, sum(HIGHEST) - sum(scores) + 1):
        rows = np.array([base + extra for extra in spread(points, free, base)], dtype=np.int8)
        good = [
            tuple(int(score) for score in row)
            for row, found in zip(rows, levels(rows), strict=True)
            if found is not None and orders[found] >= orders[level]
        ]
        if good:
            return points, set(good)
    return -1, set()


def spread(points: int, free: list[int], base: np.ndarray) -> Iterator[np.ndarray]:
    """Every way to spread so many points over the indicators that have room."""
    if points == 0:
        yield np.zeros(12, dtype=np.int8)
        return
    if not free:
        return
    place, *others = free
    for own in range(min(points, HIGHEST[place] - int(base[place])) + 1):
        for rest in spread(points - own, others, base):
            extra = rest.copy()
            extra[place] = own
            yield extra


def test_the_table_of_decision_1_tells_the_branches_of_each_goal() -> None:
    # Given a kampung of each of the eight states, all scores at the edge
    below, above = {"input": (2,) * 5, "proses": (2,) * 3, "output": (2,) * 4}, (3, 3, 3, 3, 3)
    found = {}
    for state in product((0, 1), repeat=3):
        scores: tuple[int, ...] = ()
        for code, passes in zip(three_indexes, state, strict=True):
            scores += above[: len(below[code])] if passes else below[code]

        # When its goals are asked for
        goals = gap.goals(PORTAL, card_of(PORTAL, scores))

        # Then they are "at least" goals that never give up an index, Mandiri first
        found[state] = {
            goal.level: {branch.dimensions for branch in goal.branches} for goal in goals
        }
    everything = {"berkelanjutan": {("input", "proses", "output")}}
    assert found[0, 0, 0] == everything | {
        "mandiri": {("input", "output"), ("proses", "output")},
        "berkembang": {("input", "proses"), ("input", "output"), ("proses", "output")},
    }
    assert found[1, 1, 0] == {"berkelanjutan": {("output",)}}
    assert found[0, 0, 1] == {
        "mandiri": {("input",), ("proses",)},
        "berkelanjutan": {("input", "proses")},
    }
    assert found[1, 0, 0] == {
        "mandiri": {("output",)},
        "berkelanjutan": {("proses", "output")},
        "berkembang": {("proses",), ("output",)},
    }
    assert found[1, 0, 1] == {"berkelanjutan": {("proses",)}}
    assert found[1, 1, 1] == {}


def test_classes_that_count_for_the_target_come_first() -> None:
    card = card_of(PORTAL, (2,) * 12)

    goals = gap.goals(PORTAL, card)

    assert [goal.level for goal in goals] == ["mandiri", "berkelanjutan", "berkembang"]


@given(scores_of_a_kampung, st.sampled_from(["mandiri", "berkelanjutan", "berkembang"]))
def test_every_listed_set_reaches_its_level_and_none_is_a_point_too_much(
    scores: tuple[int, ...], level: str
) -> None:
    for branch in gap.ways_to(PORTAL, card_of(PORTAL, scores), level):
        for number, choice in enumerate(branch.sets()):
            if number > 40:
                break
            after = raised(scores, choice)
            assert sum(after) - sum(scores) == branch.points
            assert levels(np.array([after], dtype=np.int8)) == [branch.level]
            # One point less anywhere no longer gains all the indexes of the branch.
            for one in choice:
                less = [
                    score - (indicator.code == one.indicator)
                    for score, indicator in zip(after, PORTAL.indicators, strict=True)
                ]
                lost = card_of(PORTAL, tuple(less))
                assert not all(lost.passed[code] for code in branch.dimensions)


@pytest.mark.parametrize(
    ("scores", "level"),
    [
        ((4, 3, 3, 3, 2, 3, 2, 2, 3, 2, 4, 2), "mandiri"),
        ((4, 3, 3, 2, 2, 3, 3, 2, 3, 2, 4, 1), "berkembang"),
        ((3, 3, 3, 2, 3, 2, 3, 3, 2, 2, 3, 4), "berkelanjutan"),
        ((4, 4, 3, 3, 2, 4, 3, 2, 1, 4, 4, 2), "berkelanjutan"),
        ((1, 4, 4, 3, 1, 1, 4, 2, 2, 2, 3, 2), "mandiri"),
    ],
)
def test_the_smallest_sets_are_exactly_those_that_enumeration_finds(
    scores: tuple[int, ...], level: str
) -> None:
    # Given the kampung's scores
    fewest, ways = enumerated(scores, level)

    # When the goal is solved
    branches = gap.ways_to(PORTAL, card_of(PORTAL, scores), level)

    # Then points, sets and their number agree
    cheapest = [branch for branch in branches if branch.points == fewest]
    assert branches[0].points == fewest
    assert {raised(scores, one) for branch in cheapest for one in branch.sets()} == ways
    assert gap.Goal(level, branches).count == len(ways)


def test_all_score_vectors_of_one_dimension_agree_with_enumeration() -> None:
    # Given every combination of the four output scores, the rest just passing
    others = (3, 3, 3, 3, 3, 3, 3, 3)
    for own in product(range(1, 5), repeat=4):
        scores = (*others, *own)
        short = 12 - sum(own)

        branches = gap.ways_to(PORTAL, card_of(PORTAL, scores), "berkelanjutan")

        if short <= 0:
            assert branches == ()
            continue
        sets = {raised(scores, one)[8:] for one in branches[0].sets()}
        every = {
            after
            for after in product(range(1, 5), repeat=4)
            if all(new >= old for new, old in zip(after, own, strict=True)) and sum(after) == 12
        }
        assert (branches[0].points, sets) == (short, every)


@given(st.lists(scores_of_a_kampung, min_size=1, max_size=7))
def test_many_rows_at_once_give_the_points_of_each_alone(rows: list[tuple[int, ...]]) -> None:
    for level in ("berkembang", "mandiri", "berkelanjutan"):
        together = gap.points_to(PORTAL, np.array(rows, dtype=np.int8), level)

        for scores, points in zip(rows, together, strict=True):
            card = card_of(PORTAL, scores)
            ways = gap.ways_to(PORTAL, card, level)
            orders = PORTAL.level_by_code
            assert card.level is not None
            is_there = orders[card.level].order >= orders[level].order
            assert points == (0 if is_there else ways[0].points)


def test_three_rows_of_sarana_must_first_be_put_right() -> None:
    # Given a kampung whose sarana has no score, so that input has no index
    card = card_of(PORTAL, (4, 4, 4, None, 3, 3, 3, 3, 2, 2, 2, 2))
    assert card.indexes["input"] is None

    # When the way to the top is asked for
    (goal,) = [one for one in gap.goals(PORTAL, card) if one.level == "berkelanjutan"]

    # Then sarana is in every set of input, even though the other scores suffice
    (branch,) = goal.branches
    assert {gain.dimension: gain.points for gain in branch.gains} == {"input": 1, "output": 4}
    assert all(one[0] == gap.Raise("sarana", 0, 1) for one in branch.gains[0].sets)


def test_belum_lapor_starts_from_what_an_empty_report_scores() -> None:
    card = score_one(CORRECTED, CORRECTED.blank())
    assert card.level == "belum_lapor"

    goals = {goal.level: goal.points for goal in gap.goals(CORRECTED, card)}

    assert goals == {"mandiri": 14, "berkelanjutan": 24, "berkembang": 14}
    empty = np.full((1, 12), -1, dtype=np.int8)
    assert gap.points_to(CORRECTED, empty, "berkelanjutan").tolist() == [24]


def test_an_instrument_without_a_level_table_has_no_branches() -> None:
    idm = builtin("idm-2021")
    card = Scorecard((), {}, "tertinggal", {})

    assert gap.ways_to(idm, card, "maju") == ()
    assert gap.goals(idm, card) == ()


def test_thousands_of_sets_are_counted_and_none_is_listed_for_it() -> None:
    (goal,) = [
        one for one in gap.goals(PORTAL, card_of(PORTAL, (1,) * 12)) if one.level == "berkelanjutan"
    ]

    by_hand = 1
    for places, needed in (((0, 1, 2, 3, 4), 15), ((5, 6, 7), 9), ((8, 9, 10, 11), 12)):
        ranges = [range(1, HIGHEST[place] + 1) for place in places]
        by_hand *= sum(1 for scores in product(*ranges) if sum(scores) == needed)
    assert goal.count == by_hand
    assert len(goal.branches[0].gains) == 3
