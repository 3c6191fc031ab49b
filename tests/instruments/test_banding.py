"""Scores written by column are those of each row's value, however the formula is taken apart."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from naikkelas.instruments.rules import Instrument, builtin
from naikkelas.instruments.rules.banding import NO_SCORE, compile_scores
from naikkelas.instruments.rules.formula import COLUMNS, SCALARS, compile_for, parse_number
from naikkelas.instruments.rules.instrument import Band, Indicator

FORMULAS = [
    "a",
    "round(a)",
    "a / 5",
    "round(a / 5)",
    "percent(a, b)",
    "percent(a, 40)",
    "percent(7, a)",
    "total(a, b)",
    "when(a > 1, 1 + when(b > 0, 20, 0) - when(filled(b), 3, 0), 0)",
    "when(a > 1, b, 12)",
    "when(a > 1, 12, b)",
    "when(a > 1, round(b), percent(a, b))",
    "when(1 > 2, a, 12)",
    "total(when(1 > 2, a, 12))",
    "when(any_filled(a, b), total(a, b) / 5, absent)",
    "when(any_filled(a), total(a, b), absent)",
    "when(any_filled(a, b), twice, absent)",
    "when(any_filled(a), a + 30, absent)",
    "twice + 1",
    "31",
    "absent",
]
DERIVED = {"twice": parse_number("total(a, b) * 2")}
# Percents and roundings fall on or beside a half of these, and on the edges 10, 21 and 31.
FIGURES = st.sampled_from([math.nan, 0.0, -0.0, -1.0, math.inf, 1e300]) | st.one_of(
    st.integers(-5, 210).map(float),
    st.integers(0, 330).map(lambda tenths: tenths / 10),
    st.sampled_from([9.5, 10.5, 20.5, 21.5, 30.5, 31.5]).map(lambda x: math.nextafter(x, 0)),
)


def _indicator(text: str, scores: tuple[int | None, ...], if_absent: int | None) -> Indicator:
    starts = (-math.inf, 10.0, 21.0, 31.0)
    bands = tuple(Band(*pair, text="", rule="") for pair in zip(scores, starts, strict=True))
    like = builtin("kampung-kb-2023").indicators[0]
    return replace(like, value=parse_number(text), bands=bands, score_if_absent=if_absent)


def _scored_alone(indicator: Indicator, a: float, b: float) -> int:
    def look_up(name: str) -> float:
        if name in DERIVED:
            return float(compile_for(SCALARS, DERIVED[name])(look_up))
        return {"a": a, "b": b}[name]

    value = compile_for(SCALARS, indicator.value)(look_up)
    score = indicator.score_if_absent if value != value else indicator.band_of(value).score
    return NO_SCORE if score is None else score


@pytest.mark.parametrize("text", FORMULAS)
@settings(max_examples=40)
@given(
    rows=st.lists(st.tuples(FIGURES, FIGURES), min_size=1, max_size=40),
    scores=st.sampled_from([(1, 2, 3, 4), (4, 3, 2, 1), (1, 2, 3, None), (0, 5, 5, 2)]),
    if_absent=st.sampled_from([1, 4, 0, None]),
)
def test_a_column_has_the_scores_of_its_rows(
    text: str,
    rows: list[tuple[float, float]],
    scores: tuple[int | None, ...],
    if_absent: int | None,
) -> None:
    indicator = _indicator(text, scores, if_absent)
    a, b = (np.array(column) for column in zip(*rows, strict=True))
    columns = {"a": a, "b": b}
    out = np.full(len(rows), 99, np.int8)

    with np.errstate(all="ignore"):
        columns["twice"] = compile_for(COLUMNS, DERIVED["twice"])(columns.__getitem__)
        compile_scores(indicator, DERIVED)(columns.__getitem__, out)

    assert out.tolist() == [_scored_alone(indicator, *row) for row in rows]


def test_a_sum_of_many_choices_is_left_a_sum() -> None:
    """Spreading it out would double its size with every choice."""
    many = " + ".join(f"when(a > {edge}, 1, 0)" for edge in range(60))
    indicator = _indicator(many, (1, 2, 3, 4), 1)
    out = np.empty(4, np.int8)

    compile_scores(indicator, {})(lambda name: np.array([0.0, 10.0, 21.0, 99.0]), out)

    assert out.tolist() == [1, 2, 3, 4]


def test_only_a_guard_that_changes_no_score_is_left_out(portal: Instrument) -> None:
    """Without IAT and TIAL unmet need would be 0 percent, the best score, and not the worst."""
    asked: list[str] = []
    formulas = {one.code: one.formula for one in portal.derived}

    def look_up(name: str) -> NDArray[np.float64]:
        asked.append(name)
        return np.full(1, math.nan)

    out = np.empty(1, np.int8)
    compile_scores(portal.indicator_by_code["unmet_need"], formulas)(look_up, out)
    assert "ingin_anak_tunda" in asked
    assert out.tolist() == [1]

    asked.clear()
    compile_scores(portal.indicator_by_code["partisipasi_poktan"], formulas)(look_up, out)
    assert asked == ["jumlah_rasio"]
    assert out.tolist() == [1]
