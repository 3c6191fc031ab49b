"""Text cells become figures; a cell that can't be read is told with column and remedy."""

import math

import numpy as np
import polars as pl
import pytest

from naikkelas.instruments.rules import Instrument, builtin, load
from naikkelas.instruments.rules.reading import needed_columns, raw_columns, read_measures
from tests.instruments.test_loading import SMALL

FULL = {
    "profil_ada": "true", "penduduk_ada": "true", "kkbpk_ada": "true",
    "pokja_ada": "ya", "pokja_anggota": "11", "pokja_terlatih": "TIDAK",
    "sumber_dana": "apbn|apbd", "poktan": "bkb|bkb|lain", "sarana": "", "pus": "500",
    "instansi_tahun_pelaporan": "bps | swasta", "instansi_tahun_sebelumnya": "bps|lainnya",
}  # fmt: skip


def _read(instrument: Instrument, **cells: str) -> tuple[dict[str, float], list[str], list[str]]:
    row = dict.fromkeys(raw_columns(instrument), "") | FULL | cells
    row = {name: cell for name, cell in row.items() if name in raw_columns(instrument)}
    reading = read_measures(instrument, list(row), [list(row.values())])
    values = {code: float(column[0]) for code, column in reading.columns.items()}
    return values, [str(one) for one in reading.errors], [str(one) for one in reading.ignored]


def test_flags_counts_and_lists_are_read(portal: Instrument) -> None:
    values, errors, ignored = _read(portal)

    assert not errors
    assert not ignored
    assert (values["pokja_ada"], values["pokja_anggota"], values["pokja_terlatih"]) == (1, 11, 0)
    assert (values["sumber_dana"], values["poktan"], values["sarana"]) == (2, 3, 0)
    assert values["instansi"] == 3  # bps in both years is one agency
    assert values["pus"] == 500
    assert math.isnan(values["keluarga"])


@pytest.mark.parametrize(
    ("cell", "value"),
    [("0", 0), ("-3", -3), ("12.0", 12), (" 7 ", 7), ("2147483647", 2_147_483_647)],
)
def test_counts(portal: Instrument, cell: str, value: float) -> None:
    assert _read(portal, pus=cell)[0]["pus"] == value


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("pus", "1.000", "pus “1.000”: tulis bilangan bulat tanpa pemisah ribuan"),
        ("pus", "1,5", "pus “1,5”: tulis bilangan bulat"),
        ("pus", "lima", "pus “lima”: tulis bilangan bulat"),
        ("pus", "1e3", "pus “1e3”: tulis bilangan bulat"),
        ("pus", "nan", "pus “nan”: tulis bilangan bulat"),
        ("pus", "3000000000", "pus “3000000000”: angka terlalu besar"),
        ("pokja_ada", "mungkin", "pokja_ada “mungkin”: tulis true (ya), false (tidak)"),
        ("sumber_dana", "apbn|apdb", "sumber_dana “apbn|apdb”: kode apdb tidak dikenal"),
        ("sarana", "gedung", "sarana “gedung”: kode gedung tidak dikenal"),
        ("instansi_tahun_sebelumnya", "bsp", "instansi_tahun_sebelumnya “bsp”: kode bsp tidak"),
    ],
)
def test_a_wrong_cell_is_told_with_its_remedy(
    portal: Instrument, column: str, cell: str, told: str
) -> None:
    _, errors, _ = _read(portal, **{column: cell})

    assert len(errors) == 1
    assert errors[0].startswith(told)


def test_a_report_that_is_not_there_holds_nothing_and_this_is_told(portal: Instrument) -> None:
    values, errors, ignored = _read(portal, penduduk_ada="false", profil_ada="")

    assert not errors
    assert math.isnan(values["pus"])
    assert math.isnan(values["poktan"])
    assert "pus diabaikan karena penduduk_ada bukan true" in ignored
    assert "poktan diabaikan karena profil_ada bukan true" in ignored
    assert not [one for one in ignored if one.startswith("sarana")]


def test_rows_are_numbered_from_the_first_row_given(portal: Instrument) -> None:
    header = list(raw_columns(portal))
    good, bad = [""] * len(header), ["x"] * len(header)

    reading = read_measures(portal, header, [good, bad], first_row=101)

    assert {error.row for error in reading.errors} == {102}
    # `poktan` takes any code; the two columns of agencies are one measure.
    assert len(reading.errors) == len(header) - 2


def test_a_frame_of_text_is_read_like_rows(portal: Instrument) -> None:
    names = raw_columns(portal)
    frame = pl.DataFrame({name: [FULL.get(name), None] for name in names}, schema_overrides=None)
    frame = frame.cast(pl.String)

    reading = read_measures(portal, frame.columns, frame.rows())

    assert reading.columns["pus"][0] == 500
    assert np.isnan(reading.columns["pus"][1])


def test_columns_that_are_never_scored_may_be_left_out(
    portal: Instrument, corrected: Instrument
) -> None:
    assert "hamil" not in needed_columns(portal)
    assert "hamil" in raw_columns(portal)
    assert "instansi_tahun_sebelumnya" in needed_columns(portal)
    assert "instansi_tahun_sebelumnya" not in needed_columns(corrected)
    assert raw_columns(corrected)  # consumed all the same
    assert set(raw_columns(portal)) == set(raw_columns(corrected))


def test_a_missing_needed_column_is_an_error(portal: Instrument) -> None:
    header = [name for name in raw_columns(portal) if name != "pus"]

    with pytest.raises(KeyError, match="pus"):
        read_measures(portal, header, [])


def test_decimals_are_read_with_a_point() -> None:
    instrument = load(SMALL.replace('kind = "count"', 'kind = "decimal"', 1))

    reading = read_measures(instrument, ["kader", "warga"], [["2.5", "9"], ["", ""], ["2,5", "9"]])

    assert reading.columns["kader"][0] == 2.5
    assert [str(error) for error in reading.errors] == [
        "kader “2,5”: tulis bilangan dengan titik desimal, misalnya 12.5"
    ]


def test_the_raw_columns_are_those_of_the_worked_examples(portal: Instrument) -> None:
    assert len(raw_columns(portal)) == 37
    assert raw_columns(portal)[:6] == (
        "profil_ada", "penduduk_ada", "kkbpk_ada", "pokja_ada", "pokja_anggota", "pokja_terlatih",
    )  # fmt: skip
    assert len(raw_columns(builtin("idm-2021"))) == 50
