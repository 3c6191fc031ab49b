"""The files of the example kabupaten: columns, codes, dates, and how untidy they are."""

import csv
import hashlib
import os
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from lokal import wilayah

from naikkelas.exchange.examples import layout, tanah_laut
from naikkelas.registry.rules import reference
from tests.exchange_examples.reader import FORMS, Files

NAMES = ("kampung", *FORMS, "intervensi")
HARD = {"jumlah_negatif", "jumlah_raksasa", "terlatih_melebihi_anggota", "bulan_mendatang"}
MONTHS = 36


def digest(directory: Path) -> str:
    whole = hashlib.sha256()
    for name in NAMES:
        whole.update((directory / f"{name}.csv").read_bytes())
    return whole.hexdigest()


def header(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def numbers(rows: list[dict[str, str]], columns: tuple[str, ...]) -> list[tuple[int, str]]:
    """Every number in those columns with the `cacat` of its row."""
    return [(int(row[name]), row["cacat"]) for row in rows for name in columns if row[name]]


def test_every_kampung_has_the_centre_of_its_village_as_its_point(tala: Files) -> None:
    with (tala.directory / "kampung.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    places = {(float(row["lintang"]), float(row["bujur"])) for row in rows}
    assert set(tanah_laut.points()) == {row["kode_desa"] for row in rows}
    assert len(places) == len(rows) == 135
    # Tanah Laut lies between these parallels and meridians.
    assert all(-4.2 < north < -3.4 and 114.4 < east < 115.4 for north, east in places)
    assert (Path(tanah_laut.__file__).parent / "titik_tanah_laut.LICENSE.txt").is_file()


@pytest.mark.slow
def test_the_same_seed_writes_the_same_bytes_whatever_the_order_of_hashes(
    tala: Files, tmp_path: Path
) -> None:
    code = (
        "import sys; from pathlib import Path;"
        "from naikkelas.exchange.examples import tanah_laut;"
        "tanah_laut.generate(Path(sys.argv[1]));"
        "sys.exit('django' in sys.modules)"
    )

    again = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        env=os.environ | {"PYTHONHASHSEED": "37"},
        check=False,
    )

    assert again.returncode == 0, "it failed, or it needed Django"
    assert digest(tmp_path) == digest(tala.directory)


@pytest.mark.slow
def test_another_seed_writes_something_else(
    tala: Files, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")

    tanah_laut.generate(other, seed=2)

    assert digest(other) != digest(tala.directory)


@pytest.mark.parametrize("name", NAMES)
def test_each_header_is_that_of_the_neutral_format(name: str, tala: Files, shared: Path) -> None:
    sample = shared / "data" / "format" / "contoh" / f"{name}.csv"

    assert header(tala.directory / f"{name}.csv") == header(sample)


def test_the_villages_are_those_of_the_region_list(tala: Files) -> None:
    expected = {
        place.code: place.name
        for kecamatan in wilayah.list_wilayah("63.01")
        for place in wilayah.list_wilayah(kecamatan.code)
    }

    found = {row["kode_desa"]: row["nama"] for row in tala.rows("kampung")}

    assert len(found) == 135
    assert found == expected


def test_everything_that_people_read_says_contoh(tala: Files) -> None:
    assert all("contoh" in row["gambaran_umum"].lower() for row in tala.rows("kampung"))
    assert all("contoh" in row["deskripsi"].lower() for row in tala.rows("intervensi"))


def test_no_row_is_later_than_the_last_day_asked_for(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    directory = tmp_path_factory.mktemp("early")

    tanah_laut.generate(directory, until=date(2023, 3, 15))

    files = Files(directory)
    days = [row["tanggal_isi"] for form in FORMS for row in files.rows(form)]
    days += [row["tanggal"] for row in files.rows("intervensi")]
    assert max(days) <= "2023-03-15"
    assert len(days) > 500


@pytest.mark.slow
def test_history_may_run_on_without_changing_the_published_figures(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    found = tanah_laut.generate(tmp_path_factory.mktemp("late"), until=date(2026, 5, 31))

    assert found.levels[date(2025, 7, 31)] == tanah_laut.PUBLISHED


def test_a_month_is_reported_in_it_or_later_and_after_the_founding(tala: Files) -> None:
    founded = {row["id"]: row["tanggal_pencanangan"] for row in tala.rows("kampung")}

    for form in ("profil", "kkbpk"):
        for row in tala.rows(form):
            month = f"{row['tahun']}-{int(row['bulan']):02}-01"
            assert month <= row["tanggal_isi"] or row["cacat"] == "bulan_mendatang"
            assert row["tanggal_isi"] > founded[row["kampung_id"]] >= "2016-01-01"


def test_activity_numbers_stay_clear_of_the_two_that_the_portal_skips(tala: Files) -> None:
    assert min(int(row["id"]) for row in tala.rows("intervensi")) > 34


@pytest.mark.parametrize(
    ("name", "column", "options"),
    [
        ("kampung", "kriteria", "kriteria_lokasi"),
        ("profil", "sumber_dana", "sumber_dana"),
        ("profil", "penggunaan_data", "penggunaan_data"),
        ("profil", "regulasi", "regulasi"),
        ("profil", "pengarah", "pendamping_selain_plkb"),
        ("profil", "frekuensi_monev", "frekuensi"),
        ("profil", "program_tambahan", "poktan_dan_sarana"),
        ("intervensi", "instansi", "instansi"),
        ("intervensi", "sasaran", "sasaran_kegiatan"),
        ("intervensi", "kategori", "fungsi_keluarga"),
        ("intervensi", "inpres_kegiatan", "inpres_3_2022"),
    ],
)
def test_every_code_is_on_its_list(name: str, column: str, options: str, tala: Files) -> None:
    used = {code for row in tala.rows(name) for code in row[column].split("|") if code}

    assert used
    assert used <= set(reference.names(options))


def test_only_a_handful_of_rows_break_a_hard_rule_and_all_are_named(
    tala: Files, summary: tanah_laut.Summary
) -> None:
    listed = [
        (form, row["id"])
        for form in FORMS
        for row in tala.rows(form)
        if HARD & set(row["cacat"].split("|"))
    ]

    assert 4 <= len(listed) <= 8
    assert len(summary.hard) == len(listed)


def test_no_figure_is_negative_or_huge_but_the_named_ones(tala: Files) -> None:
    columns = {
        "profil": ("pokja_anggota", "pokja_anggota_terlatih"),
        "penduduk": (*layout.AGE_COLUMNS, *layout.FAMILY_COUNTS),
        "kkbpk": (*layout.PARTICIPANTS, *layout.METHODS, *layout.NON_USERS, "pengguna_bpjs"),
    }

    odd = {
        defect
        for form, names in columns.items()
        for number, defect in numbers(tala.rows(form), names)
        if not 0 <= number <= 60_000
    }

    assert odd == {"jumlah_negatif", "jumlah_raksasa"}


@pytest.mark.slow
def test_rows_that_break_a_hard_rule_decide_no_level(tala: Files) -> None:
    sound = Files(tala.directory)
    sound.reports = {
        form: {
            kampung: [row for row in rows if not HARD & set(row["cacat"].split("|"))]
            for kampung, rows in versions.items()
        }
        for form, versions in tala.reports.items()
    }

    for day in (date(2022, 12, 31), date(2023, 12, 31), date(2024, 12, 31), date(2025, 7, 31)):
        for instrument in ("kampung-kb-2023", "kampung-kb-2023-terkoreksi"):
            assert sound.levels(instrument, day) == tala.levels(instrument, day)


def test_ages_and_families_fit_together(tala: Files) -> None:
    for row in tala.rows("penduduk"):
        if row["cacat"] in ("", "laporan_ganda", "aktif_bukan_terbaru"):
            people = sum(int(row[name]) for name in layout.AGE_COLUMNS)
            families = int(row["keluarga"])
            assert 2.5 * families < people < 4 * families
            assert int(row["pus"]) < families
            assert int(row["keluarga_balita"]) + int(row["keluarga_lansia"]) < families
            assert int(row["remaja"]) < people / 4


def test_the_whole_kabupaten_has_as_many_people_as_are_known(
    summary: tanah_laut.Summary, tala: Files
) -> None:
    people = [
        sum(int(row[name]) for name in layout.AGE_COLUMNS)
        for versions in tala.reports["penduduk"].values()
        for row in versions[-1:]
    ]

    assert summary.people == 369_818
    assert 0.75 < sum(people) / 369_818 < 1.0  # the silent ones and some others do not report
    assert 1_200 < sorted(people)[len(people) // 2] < 2_800


def test_users_and_non_users_mostly_add_up_to_the_couples(tala: Files) -> None:
    agrees = Counter[bool]()
    for row in tala.rows("kkbpk"):
        counted = tala.newest("penduduk", row["kampung_id"], date.fromisoformat(row["tanggal_isi"]))
        if counted and counted["pus"]:
            total = sum(int(row[name] or 0) for name in (*layout.METHODS, *layout.NON_USERS))
            agrees[total == int(counted["pus"])] += 1

    assert agrees[True] > 8 * agrees[False] > 0


def test_reports_come_late_or_twice_and_most_kampung_miss_months(tala: Files) -> None:
    rows = tala.rows("kkbpk")
    late = [row for row in rows if _days_after_month(row) > 14]
    twice = Counter((row["kampung_id"], row["tahun"], row["bulan"]) for row in rows)
    months = Counter(kampung for kampung, _, _ in twice)

    assert len(late) > 0.05 * len(rows)
    assert sum(count > 1 for count in twice.values()) > 20
    assert max(months.values()) <= MONTHS
    assert sum(count < MONTHS for count in months.values()) > 0.9 * len(months)


def _days_after_month(row: dict[str, str]) -> int:
    year, month = int(row["tahun"]), int(row["bulan"])
    following = date(year + month // 12, month % 12 + 1, 1)
    return (date.fromisoformat(row["tanggal_isi"]) - following).days


@pytest.mark.parametrize(
    "defect",
    [
        "peserta_melebihi_sasaran",
        "kb_tidak_sama_pus",
        "salinan_bulan_lalu",
        "perubahan_mendadak",
        "laporan_ganda",
        "kegiatan_ganda",
        "aktif_bukan_terbaru",
        "keluarga_kosong",
    ],
)
def test_there_are_doubtful_rows_of_each_kind(defect: str, summary: tanah_laut.Summary) -> None:
    assert summary.defects[defect] >= 3


@pytest.mark.parametrize("form", FORMS)
def test_the_newest_version_is_marked_but_for_a_few(form: str, tala: Files) -> None:
    versions = tala.reports[form]

    wrong = [rows for rows in versions.values() if rows[-1]["aktif"] != "ya"]
    marks = [sum(row["aktif"] == "ya" for row in rows) for rows in versions.values()]

    assert set(marks) == {1}
    assert 1 <= len(wrong) <= 6
