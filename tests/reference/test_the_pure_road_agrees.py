"""Frames made straight from the neutral files score as the reference says, kampung by kampung."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from naikkelas.classification.rules.classify import classify
from naikkelas.classification.rules.facts import (
    ACTIVITY_SCHEMA,
    KAMPUNG_SCHEMA,
    Facts,
    assemble,
    version_schema,
)
from naikkelas.instruments.rules import builtin
from naikkelas.registry.rules.schema import REPORTS
from tests.reference import portal, untidy
from tests.reference.compare import lines_of_frame, lines_of_reference

SEEDS = (3, 26, 34)
VILLAGES = [f"63.01.{number // 90 + 1:02}.{2001 + number % 90}" for number in range(1000)]
FLAGS = {"ya": True, "tidak": False, "": None}


@pytest.fixture(scope="module", params=SEEDS)
def drawn(request: pytest.FixtureRequest) -> tuple[portal.Neutral, Facts]:
    neutral = untidy.draw(VILLAGES, request.param)
    return neutral, facts_of(neutral)


def test_marked_versions_score_as_the_portal_scores_them(
    drawn: tuple[portal.Neutral, Facts],
) -> None:
    neutral, facts = drawn

    found = classify(facts, builtin("kampung-kb-2023"), None)

    assert lines_of_frame(found) == lines_of_reference(portal.as_marked(neutral))


@pytest.mark.parametrize("cutoff", untidy.CUTOFFS, ids=str)
def test_a_cut_off_scores_what_was_entered_by_then(
    drawn: tuple[portal.Neutral, Facts], cutoff: date
) -> None:
    neutral, facts = drawn

    found = classify(facts, builtin("kampung-kb-2023"), cutoff)

    assert lines_of_frame(found) == lines_of_reference(portal.as_of(neutral, cutoff))


@pytest.mark.parametrize("cutoff", untidy.CUTOFFS, ids=str)
def test_the_corrected_rule_mends_the_seven_points_and_no_more(
    drawn: tuple[portal.Neutral, Facts], cutoff: date
) -> None:
    neutral, facts = drawn

    found = classify(facts, builtin("kampung-kb-2023-terkoreksi"), cutoff)

    assert lines_of_frame(found) == lines_of_reference(portal.corrected(neutral, cutoff))


def test_every_score_and_every_level_occurs_in_the_drawn_sets(
    drawn: tuple[portal.Neutral, Facts],
) -> None:
    verdicts = portal.as_marked(drawn[0])

    short = {"pkb_regulasi": {1, 2, 3}, "sarana": {1, 2, 3, None}}
    for code in portal.INDICATORS:
        assert {v.scores[code] for v in verdicts} == short.get(code, {1, 2, 3, 4}), code
    levels = {"dasar", "berkembang", "mandiri", "berkelanjutan", None}
    assert {v.level for v in verdicts} == levels


def facts_of(neutral: portal.Neutral) -> Facts:
    """The frames that the queries would read, without a database."""
    live = [row for row in neutral.kampung if row["aktif"] == "ya"]
    kampung = [
        (row["id"], row["kode_desa"], int(row["id"]), row["nama"], False, False) for row in live
    ]
    versions = {}
    for form in REPORTS:
        schema = version_schema(form)
        rows = [
            tuple(_value(row, name, kind) for name, kind in schema.items())
            for row in getattr(neutral, form.code)
        ]
        versions[form.code] = pl.DataFrame(rows, schema=schema, orient="row")
    activities = [
        (
            row["kampung_id"],
            date.fromisoformat(row["tanggal"]),
            int(row["id"]),
            row["instansi"],
            False,
        )
        for row in neutral.intervensi
    ]
    return assemble(
        pl.DataFrame(kampung, schema=KAMPUNG_SCHEMA, orient="row"),
        versions,
        pl.DataFrame(activities, schema=ACTIVITY_SCHEMA, orient="row"),
    )


def _value(row: portal.Cells, name: str, kind: type[pl.DataType]) -> Any:
    match name:
        case "kampung_uuid":
            return row["kampung_id"]
        case "source_id":
            return int(row["id"])
        case "own" | "endorsed" | "declared":
            return False
        case "endorsed_at":
            return None
        case "recorded_at":
            return "2026-01-01"
        case "marked":
            return row["aktif"] == "ya"
    cell = row[name]
    if kind == pl.Boolean:
        return FLAGS[cell]
    if kind == pl.Date:
        return date.fromisoformat(cell)
    if kind == pl.Int64:
        return int(cell) if cell else None
    return cell
