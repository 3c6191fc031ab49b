"""The synthetic nation: right columns, real villages, the national spread, broken rows named."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from lokal import wilayah

from naikkelas.exchange.examples import check, nation
from tests.exchange_examples.reader import FORMS, Files
from tests.exchange_examples.test_tanah_laut_files import NAMES, digest, header

UNTIL = date(2025, 7, 31)


@pytest.fixture(scope="module")
def files(small_nation: nation.Written) -> Files:
    return Files(small_nation.directory)


@pytest.mark.parametrize("name", NAMES)
def test_each_header_is_that_of_the_neutral_format(name: str, files: Files, shared: Path) -> None:
    sample = shared / "data" / "format" / "contoh" / f"{name}.csv"

    assert header(files.directory / f"{name}.csv") == header(sample)


@pytest.mark.slow
def test_the_same_seed_writes_the_same_bytes(
    files: Files, tmp_path_factory: pytest.TempPathFactory
) -> None:
    again = tmp_path_factory.mktemp("again")

    nation.generate(again, kampung=3_001)

    assert digest(again) == digest(files.directory)


def test_the_villages_are_real_and_a_few_have_two_kampung(files: Files) -> None:
    codes = [row["kode_desa"] for row in files.rows("kampung")]

    assert len(set(codes)) == 3_001
    assert len(codes) == 3_001 + 6
    assert all(wilayah.wilayah_name(code) for code in codes)


def test_there_are_as_many_rows_as_in_the_sample_of_the_format(
    small_nation: nation.Written,
) -> None:
    a_kampung = {name: count / 3_001 for name, count in small_nation.rows.items()}

    assert a_kampung["profil"] == pytest.approx(2.0, rel=0.15)
    assert a_kampung["penduduk"] == pytest.approx(1.8, rel=0.15)
    assert a_kampung["kkbpk"] == pytest.approx(2.3, rel=0.15)
    assert a_kampung["intervensi"] == pytest.approx(9.0, rel=0.01)


def test_scores_are_spread_roughly_as_in_the_nation(files: Files, shared: Path) -> None:
    with (shared / "data" / "nasional" / "sebaran_skor_2023.csv").open() as file:
        national = {
            row["indikator"]: [float(row[f"persen_skor_{score}"] or 0) for score in (1, 2, 3, 4)]
            for row in csv.DictReader(file)
        }
    cards = files.cards("kampung-kb-2023", UNTIL).values()

    for code, shares in national.items():
        found = Counter(card.score(code).score for card in cards)
        for score, share in enumerate(shares, start=1):
            assert 100 * found[score] / len(cards) == pytest.approx(share, abs=6), (code, score)


@pytest.mark.slow
def test_the_product_and_an_independent_reader_see_the_same_levels(files: Files) -> None:
    known = check.facts(files.directory)

    for instrument in (check.OFFICIAL, check.CORRECTED):
        levels = check.levels(known, UNTIL, instrument)
        own = files.levels(instrument, UNTIL)
        single = {code for code, count in Counter(files.kampung.values()).items() if count == 1}
        assert {code: levels[code] for code in single} == {code: own[code] for code in single}


def test_rows_are_dated_within_the_years_and_their_kampung_exist(files: Files) -> None:
    for form in FORMS:
        days = [row["tanggal_isi"] for row in files.rows(form)]
        assert "2020-07-30" < min(days) <= max(days) <= "2025-07-31"
        assert {row["kampung_id"] for row in files.rows(form)} <= set(files.kampung)
    assert set(files.activities) <= set(files.kampung)


@pytest.mark.parametrize("form", FORMS)
def test_one_version_is_marked_and_it_is_the_newest(form: str, files: Files) -> None:
    for rows in files.reports[form].values():
        assert [row["aktif"] for row in rows] == [""] * (len(rows) - 1) + ["ya"]


def test_each_kind_of_broken_row_occurs_and_is_named(files: Files) -> None:
    found = {name: Counter(row["cacat"] for row in files.rows(name)) for name in NAMES}

    assert found["kampung"]["kampung_ganda"] == 12
    assert {"jumlah_negatif", "terlatih_melebihi_anggota", "laporan_ganda"} <= set(found["profil"])
    assert {"pus_nol", "jumlah_raksasa", "pus_kosong"} <= set(found["penduduk"])
    assert {"peserta_melebihi_sasaran", "kb_tidak_sama_pus"} <= set(found["kkbpk"])
    assert {"kegiatan_ganda", "instansi_kosong", "instansi_tanpa_kode"} <= set(found["intervensi"])
    assert sum(count for defect, count in found["kkbpk"].items() if defect) < 0.02 * sum(
        found["kkbpk"].values()
    )


def test_negative_figures_are_named(files: Files) -> None:
    for form in FORMS:
        for row in files.rows(form):
            is_negative = any(cell.startswith("-") for cell in row.values())
            assert is_negative is (row["cacat"] == "jumlah_negatif")


def test_more_villages_than_there_are_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="83762"):
        nation.generate(tmp_path, kampung=90_000)


def test_many_activities_come_in_blocks_with_ids_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nation, "_BLOCK", 1_000)

    written = nation.activities(tmp_path, 2_037, kampung=400)

    rows = Files(tmp_path).rows("intervensi")
    assert written.rows == {"kampung": 400, "profil": 0, "penduduk": 0, "kkbpk": 0} | {
        "intervensi": 2_037
    }
    assert [int(row["id"]) for row in rows] == list(range(1_001, 1_001 + 2_037))
    assert [row["tanggal"] for row in rows] == sorted(row["tanggal"] for row in rows)
