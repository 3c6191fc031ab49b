"""Dates as Indonesian offices write them."""

from datetime import date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naikkelas.lib.dates import (
    id_date,
    id_date_long,
    id_date_short,
    id_datetime,
    id_month,
    id_month_short,
    month_end,
    month_ends,
    months_back,
)


def test_a_date_is_written_as_in_a_letter() -> None:
    day = date(2026, 11, 21)

    assert id_date(day) == "21 November 2026"
    assert id_date_short(day) == "21 Nov 2026"
    assert id_date_long(day) == "Sabtu, 21 November 2026"


def test_august_is_shortened_the_indonesian_way() -> None:
    assert id_date_short(date(2025, 8, 7)) == "7 Agu 2025"


def test_the_hour_counts_to_twenty_four_and_has_a_point() -> None:
    assert id_datetime(datetime(2025, 7, 31, 14, 5)) == "31 Juli 2025 pukul 14.05"  # noqa: DTZ001


def test_a_month_has_its_year() -> None:
    assert id_month(date(2025, 7, 31)) == "Juli 2025"
    assert id_month_short(date(2025, 5, 1)) == "Mei 2025"


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2025, 7, 1), date(2025, 7, 31)),
        (date(2024, 2, 3), date(2024, 2, 29)),
        (date(2025, 2, 28), date(2025, 2, 28)),
        (date(2025, 12, 31), date(2025, 12, 31)),
    ],
)
def test_a_month_ends_on_its_last_day(day: date, last: date) -> None:
    assert month_end(day) == last


def test_a_shorter_month_ends_the_step_back_on_its_last_day() -> None:
    assert months_back(date(2025, 3, 31), 1) == date(2025, 2, 28)
    assert months_back(date(2025, 1, 15), 13) == date(2023, 12, 15)


def test_the_last_months_come_oldest_first_and_include_the_present_one() -> None:
    assert month_ends(date(2025, 3, 7), 3) == [
        date(2025, 1, 31),
        date(2025, 2, 28),
        date(2025, 3, 31),
    ]


@given(st.dates(date(2016, 1, 1), date(2100, 1, 1)), st.integers(1, 120))
def test_month_ends_are_consecutive_months(day: date, count: int) -> None:
    ends = month_ends(day, count)

    assert len(ends) == count
    assert all(month_end(end) == end for end in ends)
    assert {b.year * 12 + b.month - a.year * 12 - a.month for a, b in pairwise(ends)} <= {1}
