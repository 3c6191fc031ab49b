"""Several cut-offs in one pass come to the same as one pass for each."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from naikkelas.classification.rules.classify import classify, classify_days
from naikkelas.classification.rules.facts import ORDER, Facts
from naikkelas.instruments.rules import builtin
from tests.classification.test_scalar_equals_columnar import CUTOFF, KAMPUNG, facts_of

AGES = (0, 1, 37, 366)
"""Days before the cut-off from which each kampung has a version of what it reports."""


def _through_time(known: Facts) -> Facts:
    """The same facts with older versions, in which other answers are missing."""
    versions = {}
    for form, frame in known.versions.items():
        scored = frame.columns[frame.columns.index("k") :]
        aged = [
            frame.with_columns(
                pl.lit(CUTOFF - timedelta(days=age)).alias("tanggal_isi"),
                *(
                    pl.lit(None, dtype=frame.schema[name]).alias(name)
                    for name in scored[1:][place::5]
                ),
            )
            for place, age in enumerate(AGES)
        ]
        versions[form] = pl.concat(aged).sort("k", *ORDER)
    return replace(known, versions=versions)


@pytest.mark.parametrize("verified", [False, True])
@settings(max_examples=25)
@given(
    kampung=st.lists(KAMPUNG, max_size=4),
    ages=st.lists(st.integers(-2, 800), max_size=5, unique=True),
)
def test_each_day_is_classified_as_if_alone(
    verified: bool, kampung: list[Any], ages: list[int]
) -> None:
    declared = _through_time(facts_of(kampung))
    known = declared.accepted() if verified else declared
    days = [CUTOFF - timedelta(days=age) for age in ages]
    for code in ("kampung-kb-2023", "kampung-kb-2023-terkoreksi"):
        rule = builtin(code)

        together = classify_days(known, rule, days)

        for day, rows in zip(days, together, strict=True):
            assert_frame_equal(rows, classify(known, rule, day))


def test_no_day_gives_nothing() -> None:
    assert classify_days(facts_of([]), builtin("kampung-kb-2023"), []) == []
    assert classify_days(facts_of([]), builtin("kampung-kb-2023"), [date(2025, 7, 31)] * 2)
