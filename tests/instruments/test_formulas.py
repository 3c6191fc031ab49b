"""The formula language: what it computes, and what it refuses."""

import math
from typing import Any

import numpy as np
import pytest

from naikkelas.instruments.rules.formula import (
    COLUMNS,
    SCALARS,
    FormulaInvalid,
    compile_for,
    names_in,
    parse,
    parse_number,
    parse_truth,
)

NAN = math.nan
VALUES = {"a": 7.0, "b": 200.0, "zero": 0.0, "minus": -3.0, "none": NAN, "flag": 1.0}
FLAGS = frozenset({"flag"})


def _both(text: str) -> Any:
    """The value by one row, held against the value by column."""
    node = parse(text, FLAGS)
    one = compile_for(SCALARS, node)(VALUES.__getitem__)
    columns = {name: np.array([value, value]) for name, value in VALUES.items()}
    with np.errstate(all="ignore"):
        many = np.broadcast_to(compile_for(COLUMNS, node)(columns.__getitem__), 2)
    assert np.array_equal(np.array([one, one], float), many.astype(float), equal_nan=True)
    return one


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a + b * 2 - 3", 404.0),
        ("-a", -7.0),
        ("a / 4", 1.75),
        ("percent(a, b)", 4.0),  # 3.5 goes to the even 4
        ("percent(a, zero)", 0.0),
        ("percent(a, minus)", 0.0),
        ("percent(13, 200)", 6.0),
        ("percent(a, 0)", 0.0),
        ("total(a, none, minus)", 4.0),
        ("total(none)", 0.0),
        ("total(1, none)", 1.0),
        ("when(a > 5, 1, 0)", 1.0),
        ("when(a > 5, a, b)", 7.0),
        ("when(a < 5, a, b)", 200.0),
        ("when(a < 5, a, 9)", 9.0),
        ("when(flag, 3, 4)", 3.0),
        ("when(filled(a), 1, 0)", 1.0),
        ("when(filled(none), 1, 0)", 0.0),
        ("when(any_filled(none, a), 1, 0)", 1.0),
        ("when(any_filled(none, none), 1, 0)", 0.0),
        ("when(1 > 2, a, b)", 200.0),
        ("round(a / 2)", 4.0),
        ("round(2.5)", 2.0),
    ],
)
def test_formulas_have_their_value(text: str, value: float) -> None:
    assert _both(text) == value


@pytest.mark.parametrize(
    "text",
    ["a + none", "none - a", "none * zero", "percent(none, b)", "percent(none, zero)",
     "percent(a, none)", "round(none)", "absent", "when(a > 5, absent, 1)", "none / 5"],
)  # fmt: skip
def test_arithmetic_with_an_absent_figure_is_absent(text: str) -> None:
    assert math.isnan(_both(text))


@pytest.mark.parametrize(
    "text", ["none < 1", "none <= 1", "none > 1", "none >= 1", "none == none", "none != 1"]
)
def test_a_comparison_with_an_absent_figure_is_false(text: str) -> None:
    assert not _both(text)
    assert _both(f"not {text}")


@pytest.mark.parametrize(
    ("text", "truth"),
    [("a > 5 and b > 5", True), ("a > 5 and zero", None), ("a < 5 or b > 5", True),
     ("not flag", False), ("a != b", True), ("a == 7", True)],
)  # fmt: skip
def test_conditions(text: str, truth: bool | None) -> None:
    if truth is None:
        with pytest.raises(FormulaInvalid, match="perlu syarat"):
            parse(text, FLAGS)
    else:
        assert _both(text) is truth


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a +", "tidak dapat dibaca"),
        ("__import__('os')", "Fungsi __import__ tidak dikenal"),
        ("a.b", "bentuk yang tidak dikenal"),
        ("a[0]", "bentuk yang tidak dikenal"),
        ("lambda: 1", "bentuk yang tidak dikenal"),
        ("[x for x in a]", "bentuk yang tidak dikenal"),
        ("a ** 2", "tidak dikenal"),
        ("a / b", "percent"),
        ("a / 0", "percent"),
        ("'text'", "hanya mengenal bilangan"),
        ("True", "hanya mengenal bilangan"),
        ("percent(a)", "perlu 2 isian"),
        ("percent(a, b, a)", "perlu 2 isian"),
        ("total()", "perlu 1 isian"),
        ("percent(a, whole=b)", "bentuk yang tidak dikenal"),
        ("1 < a < 5", "bentuk yang tidak dikenal"),
        ("a + (b > 1)", "bukan syarat"),
        ("when(a, 1, 2)", "perlu syarat"),
        ("1 + " * 600 + "1", "lebih panjang"),
        ("(" * 900 + "1" + ")" * 900, "tidak dapat dibaca"),
    ],
)
def test_what_the_language_does_not_know_is_refused(text: str, reason: str) -> None:
    with pytest.raises(FormulaInvalid, match=reason):
        parse_number(text, FLAGS)


def test_a_number_is_no_condition_and_a_condition_no_number() -> None:
    with pytest.raises(FormulaInvalid):
        parse_truth("a + 1")
    with pytest.raises(FormulaInvalid):
        parse_number("a > 1")


def test_names_are_found_wherever_they_stand() -> None:
    node = parse("when(a > b and filled(c), percent(d, e), total(f, -g))")

    assert set(names_in(node)) == set("abcdefg")


def test_a_huge_figure_neither_fails_nor_warns() -> None:
    VALUES["a"], before = 1e308, VALUES["a"]
    try:
        assert _both("percent(a * 10, b)") == math.inf
        assert math.isnan(_both("percent(a * 10, zero)"))
        assert math.isnan(_both("total(a * 10, -a * 10)"))
    finally:
        VALUES["a"] = before
