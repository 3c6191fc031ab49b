"""All rows of the worked examples, by every road: one row, columns, CSV file."""

import csv
import io
from pathlib import Path

import pytest

from naikkelas.instruments.rules import Instrument, Scorecard, builtin, score_one
from naikkelas.instruments.rules.score_file import output_columns, rounded_index, score_csv
from tests.instruments.kampung import in_columns, raw_value

RULES = {"kampung-kb-2023": "", "kampung-kb-2023-terkoreksi": "terkoreksi_"}


@pytest.fixture(scope="session")
def examples(shared: Path) -> Path:
    """The file of worked examples."""
    return shared / "data" / "klasifikasi" / "contoh_perhitungan.csv"


@pytest.fixture(scope="session")
def rows(examples: Path) -> list[dict[str, str]]:
    """The worked examples, one dictionary of texts a row."""
    with examples.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _expected(row: dict[str, str], prefix: str, column: str, empty: bool) -> str:
    """The corrected column where there is one, else the portal's; all empty when Belum Lapor."""
    if prefix + column in row:
        return row[prefix + column]
    return "" if empty else row[column]


def _text(value: float | None) -> str:
    return "" if value is None else f"{value:.0f}"


def _cells(instrument: Instrument, card: Scorecard) -> dict[str, str]:
    """The result in the words of the examples' columns."""
    found = {f"skor_{score.code}": _text(score.score) for score in card.scores}
    for dimension in instrument.dimensions:
        index = card.indexes[dimension.code]
        found[f"indeks_{dimension.code}"] = "" if index is None else rounded_index(dimension, index)
    for score in card.scores:
        if score.code in {"lintas_sektor", "partisipasi_poktan", "cpr", "mkjp", "unmet_need"}:
            found[f"nilai_{score.code}"] = _text(score.value)
    return found


@pytest.mark.parametrize("instrument_id", RULES)
def test_every_worked_example_gives_its_values_scores_indexes_and_level(
    instrument_id: str, rows: list[dict[str, str]]
) -> None:
    instrument, prefix = builtin(instrument_id), RULES[instrument_id]
    assert len(rows) == 40

    for row in rows:
        values = {one.code: raw_value(one, row) for one in instrument.measures}
        card = score_one(instrument, values)
        silent = card.level == "belum_lapor"

        assert card.level == row[f"{prefix}tingkat"], row["kode"]
        for column, found in _cells(instrument, card).items():
            if column.startswith("nilai_") and (silent or prefix + column not in row):
                continue  # the examples give only one value by the corrected rule
            assert found == _expected(row, prefix, column, silent), (row["kode"], column)


@pytest.mark.parametrize("instrument_id", RULES)
def test_columns_give_what_one_row_gives(instrument_id: str, rows: list[dict[str, str]]) -> None:
    instrument = builtin(instrument_id)
    all_values = [{one.code: raw_value(one, row) for one in instrument.measures} for row in rows]

    scores = in_columns(instrument, list(all_values))

    for number, values in enumerate(all_values):
        card = score_one(instrument, values)
        assert [-1 if one.score is None else one.score for one in card.scores] == (
            scores.scores[number].tolist()
        )
        assert scores.level_codes()[number] == card.level


@pytest.mark.parametrize("instrument_id", RULES)
def test_the_csv_road_gives_the_same_and_passes_other_columns_through(
    instrument_id: str, examples: Path, rows: list[dict[str, str]]
) -> None:
    instrument, prefix = builtin(instrument_id), RULES[instrument_id]
    target = io.StringIO(newline="")

    result = score_csv(instrument, examples, target)

    assert (result.rows, result.scored, result.refused, result.exit_code) == (40, 40, 0, 0)
    written = list(csv.DictReader(io.StringIO(target.getvalue(), newline="")))
    for row, line in zip(rows, written, strict=True):
        silent = line["klasifikasi"] == "belum_lapor"
        assert line["klasifikasi"] == row[f"{prefix}tingkat"]
        assert (line["kode"], line["uraian"]) == (row["kode"], row["uraian"])
        for indicator in instrument.indicators:
            expected = _expected(row, prefix, f"skor_{indicator.code}", silent)
            assert line[indicator.code] == expected, (row["kode"], indicator.code)
        for dimension in instrument.dimensions:
            column = f"indeks_{dimension.code}"
            assert line[column] == _expected(row, prefix, column, silent), (row["kode"], column)


def test_the_csv_has_its_columns_in_the_promised_order(portal: Instrument, examples: Path) -> None:
    target = io.StringIO(newline="")

    score_csv(portal, examples, target)

    header = target.getvalue().split("\n", 1)[0].split(",")
    assert header[:2] == ["kode", "uraian"]
    assert tuple(header[-17:]) == output_columns(portal) == (
        "pokja", "sumber_dana", "poktan", "sarana", "pkb_regulasi", "penggunaan_data",
        "mekanisme_operasional", "lintas_sektor", "partisipasi_poktan", "cpr", "mkjp",
        "unmet_need", "indeks_input", "indeks_proses", "indeks_output", "klasifikasi", "catatan",
    )  # fmt: skip
    assert len(header) == len(set(header))
    assert "\r" not in target.getvalue()
    assert not {"pus", "hamil", "instansi_tahun_sebelumnya"} & set(header)
