"""The smallest additions to the next class of IDM: by brute force, and against the published."""

import sys
from collections import Counter
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benches import idm
from naikkelas.instruments.rules import builtin
from naikkelas.roadmap.rules.additions import Additions

INSTRUMENT = builtin("idm-2021")
CODES = [indicator.code for indicator in INSTRUMENT.indicators]
OPEN = [CODES.index(code) for code in ("IKS02", "IKS18", "IKE07", "IKL03")]
"""Only these can rise in the brute-force test; all others stand where they stay."""
STEPS = {"IKS02": (0, 5), "IKS18": (0, 1, 2, 3, 4, 5), "IKE07": (0, 3, 5), "IKL03": (0, 3, 4, 5)}


def additions_of(scores: list[int]) -> Additions:
    """Indicators outside OPEN know no score but their own."""
    fixed = {code: (score,) for code, score in zip(CODES, scores, strict=True)}
    return Additions(INSTRUMENT, fixed | STEPS)


@settings(max_examples=25)
@given(
    st.lists(st.sampled_from([2, 3, 4]), min_size=50, max_size=50),
    st.tuples(*(st.sampled_from(STEPS[CODES[place]]) for place in OPEN)),
)
def test_no_smaller_addition_exists(others: list[int], start: tuple[int, ...]) -> None:
    scores = others.copy()
    for place, score in zip(OPEN, start, strict=True):
        scores[place] = score
    additions = additions_of(scores)
    level = additions.next_level(scores)
    fits: list[tuple[int, int]] = []
    for ends in product(*(STEPS[CODES[place]] for place in OPEN)):
        if all(end >= begin for end, begin in zip(ends, start, strict=True)):
            raised = scores.copy()
            for place, end in zip(OPEN, ends, strict=True):
                raised[place] = end
            if additions.units(raised) >= additions.least(level):
                rise = additions.units(raised) - additions.units(scores)
                fits.append((sum(raised) - sum(scores), rise))

    fewest, least = additions.fewest_points(scores, level), additions.least_rise(scores, level)

    assert {one.total for one in fewest} == ({min(points for points, _ in fits)} if fits else set())
    assert {one.rise * additions.unit for one in least} == (
        {min(rise for _, rise in fits)} if fits else set()
    )
    if fits:
        wanted = min(points for points, _ in fits)
        assert sum(one.sets for one in fewest) == sum(points == wanted for points, _ in fits)


def test_a_point_of_the_smallest_dimension_weighs_most() -> None:
    scores = [3] * 50
    additions = Additions(INSTRUMENT, {})

    (one,) = additions.fewest_points(scores, "maju")

    assert additions.weights == (12, 35, 140)
    assert one.points == (0, 0, 5)  # 676 units are missing, 140 each
    assert additions.missing(scores, "maju") == Fraction(676, 6300)


def test_the_highest_level_needs_nothing_and_full_scores_can_only_stay() -> None:
    additions = Additions(INSTRUMENT, {})

    assert additions.next_level([5] * 50) == "mandiri"
    assert additions.missing([5] * 50, "mandiri") == 0
    assert [one.total for one in additions.fewest_points([5] * 50, "mandiri")] == [0]


def test_out_of_reach_is_told_by_an_empty_answer() -> None:
    scores = [2] * 50

    additions = additions_of(scores)

    assert additions.fewest_points(scores, "mandiri") == ()
    assert additions.least_rise(scores, "mandiri") == ()


@pytest.fixture(scope="module")
def real() -> idm.Idm:
    if not (idm.FOLDER / "nilai.csv").exists():
        pytest.skip(f"no reference data at {idm.FOLDER}")
    return idm.read()


def test_every_published_addition_is_ours_or_its_difference_is_explained(
    real: idm.Idm, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ours is the first value above the bound that exists; theirs the bound, rounded up."""
    unit = Fraction(1, real.additions.unit)
    why: Counter[str] = Counter()
    for place, official in enumerate(real.official):
        scores = real.scores[place].tolist()
        level = official["target_status"].lower().replace(" ", "_")
        ours = real.additions.missing(scores, level)
        own, told = Fraction(int(real.units[place])) * unit, Fraction(official["idm"])
        if abs(own - told) < Fraction(1, 10**6):
            assert level == real.additions.next_level(scores)
            why["same scores, same target"] += 1
        else:
            why["published total differs from its own scores"] += 1
        theirs = max(Fraction(official["penambahan"]) + told - own, Fraction(0))
        assert abs(ours - theirs) < unit, official

    with capsys.disabled():
        sys.stdout.write(f"\n  IDM additions within 1/{real.additions.unit}: {dict(why)}\n")
    assert sum(why.values()) == 2_416
    assert why["same scores, same target"] == 2_272


def test_additions_that_indicators_can_make_are_never_less_than_what_is_missing(
    real: idm.Idm,
) -> None:
    for place in range(0, len(real.official), 61):
        scores = real.scores[place].tolist()
        level = real.additions.next_level(scores)
        missing = real.additions.missing(scores, level)

        least = real.additions.least_rise(scores, level)
        fewest = real.additions.fewest_points(scores, level)

        assert least
        assert fewest
        assert missing <= least[0].rise <= min(one.rise for one in fewest)
        assert fewest[0].total <= min(one.total for one in least)
