"""Figures as Indonesians write and read them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naikkelas.lib.numbers import (
    Number,
    id_number,
    id_percent,
    id_rupiah,
    id_signed,
    parse_number,
)


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (1234.5, None, "1.234,5"),
        (1234567, None, "1.234.567"),
        (0, None, "0"),
        (3, 2, "3,00"),
        (2.675, 2, "2,68"),
        (Decimal("0.125"), 2, "0,13"),
        (-37.5, 0, "−38"),
        (-0.001, 2, "0,00"),
        (1 / 3, None, "0,333333"),
        (1e21, 0, "1.000.000.000.000.000.000.000"),
    ],
)
def test_a_figure_is_grouped_by_dots_and_rounded_half_up(
    value: Number, decimals: int | None, shown: str
) -> None:
    assert id_number(value, decimals) == shown


def test_a_percentage_is_already_in_hundredths() -> None:
    assert id_percent(12.5) == "12,5%"
    assert id_percent(81, 2) == "81,00%"


def test_rupiah_stand_without_a_space_and_without_sen() -> None:
    assert id_rupiah(1250000) == "Rp1.250.000"
    assert id_rupiah(-4500) == "−Rp4.500"


def test_a_change_always_says_its_sign_but_no_change_has_none() -> None:
    assert [id_signed(3), id_signed(-2), id_signed(0), id_signed(0.004, 2)] == [
        "+3",
        "−2",
        "0",
        "0,00",
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,5", "1234.5"),
        ("1234,5", "1234.5"),
        (" 1 234 ", "1234"),
        ("12.345.678", "12345678"),
        ("−7", "-7"),
        ("-7,25", "-7.25"),
        ("0", "0"),
    ],
)
def test_what_an_office_types_is_read(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", "1.5", "1,234.5", "12.34", "1.2345", "empat", "1,", ",5", "1e5", "1..000", "NaN"]
)
def test_what_could_mean_another_figure_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_number(text)


@given(st.decimals(-(10**12), 10**12, places=4))
def test_what_is_shown_reads_back_as_the_same_figure(value: Decimal) -> None:
    assert parse_number(id_number(value)) == value
