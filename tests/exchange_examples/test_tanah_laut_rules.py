"""What the registry's own rules make of the example: the named rows, and few others."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from naikkelas.lib.fields import Kind
from naikkelas.registry.rules.checks import Around, Finding, check
from naikkelas.registry.rules.schema import FORMS as SCHEMAS
from tests.exchange_examples.reader import FORMS, Files, Row

TODAY = date(2026, 11, 23)
HARD = {
    "jumlah_negatif": "negatif",
    "jumlah_raksasa": "melebihi_batas",
    "terlatih_melebihi_anggota": "terlatih_melebihi_anggota",
    "bulan_mendatang": "bulan_mendatang",
}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def checked(tala: Files) -> list[tuple[str, Row, list[Finding]]]:
    """Form, row and findings of every report."""
    return list(_checked(tala))


def _checked(tala: Files) -> Iterator[tuple[str, Row, list[Finding]]]:
    for form in FORMS:
        for kampung, rows in tala.reports[form].items():
            values = [_values(form, row) for row in rows]
            for at, row in enumerate(rows):
                day = date.fromisoformat(row["tanggal_isi"])
                counted = tala.newest("penduduk", kampung, day)
                around = Around(
                    today=TODAY,
                    others=values[:at][::-1],
                    penduduk=_values("penduduk", counted) if counted else {},
                )
                year, month = int(row.get("tahun", day.year)), int(row.get("bulan", day.month))
                yield form, row, check(SCHEMAS[form], values[at], year, month, around)


def _values(form: str, row: Row) -> dict[str, Any]:
    return {
        field.name: _value(field.kind, row[field.name])
        for field in SCHEMAS[form].fields
        if row[field.name]
    }


def _value(kind: Kind, cell: str) -> object:
    if kind is Kind.COUNT:
        return int(cell)
    return cell == "ya" if kind is Kind.FLAG else cell


def test_the_hard_rules_are_broken_by_just_the_named_rows(
    checked: list[tuple[str, Row, list[Finding]]],
) -> None:
    # Above the target is hard in our own form only; an import flags it.
    broken = {
        (form, row["id"]): finding.rule
        for form, row, findings in checked
        for finding in findings
        if finding.is_hard and finding.rule != "peserta_melebihi_sasaran"
    }

    named = {
        (form, row["id"]): HARD[defect]
        for form, row, _ in checked
        for defect in row["cacat"].split("|")
        if defect in HARD
    }

    assert broken == named


def test_the_common_soft_rules_are_met_but_most_reports_pass(
    checked: list[tuple[str, Row, list[Finding]]],
) -> None:
    flagged = [(row["id"], findings) for _, row, findings in checked if findings]
    rules = {finding.rule for _, findings in flagged for finding in findings}

    assert {
        "peserta_melebihi_sasaran",
        "jumlah_kb_bukan_pus",
        "sama_dengan_laporan_lalu",
        "berubah_mendadak",
        "pus_melebihi_keluarga",
        "bpjs_melebihi_penduduk",
    } <= rules
    assert 0.01 * len(checked) < len(flagged) < 0.15 * len(checked)
