"""The sample of the neutral set, with its untidiness, found by our own rules."""

import csv
from pathlib import Path

import pytest

from naikkelas.accounts.models import User
from naikkelas.accounts.queries import system_user
from naikkelas.activities.models import Kegiatan
from naikkelas.areas.models import Area
from naikkelas.exchange import actions, queries
from naikkelas.registry.models import KKBPK, KampungKB, Penduduk, Profil
from tests.people import make_area

TABLES = ("kampung", "profil", "penduduk", "kkbpk", "intervensi")


@pytest.fixture
def sample(shared: Path, db: None) -> Path:
    """The sample set, with the villages that it names."""
    folder = shared / "data" / "format" / "contoh"
    with (folder / "kampung.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if not Area.objects.filter(pk=row["kode_desa"]).exists():
                make_area(row["kode_desa"], row["nama"])
    return folder


@pytest.fixture
def system(db: None) -> User:
    return system_user()


def ids_with(folder: Path, table: str, *flaws: str) -> set[int]:
    """The rows that were broken on purpose in these ways (the importer never reads this column)."""
    with (folder / f"{table}.csv").open(encoding="utf-8") as file:
        return {
            int(row["id"])
            for row in csv.DictReader(file)
            if set(row["cacat"].split("|")) & set(flaws)
        }


def test_what_breaks_a_hard_rule_is_refused_and_all_else_is_stored(
    sample: Path, system: User
) -> None:
    outcome = actions.import_folder(sample, area_code="", by=system)

    hard = ("jumlah_negatif", "jumlah_raksasa", "terlatih_melebihi_anggota")
    for table, model in (("profil", Profil), ("penduduk", Penduduk), ("kkbpk", KKBPK)):
        stored = set(model._default_manager.values_list("source_id", flat=True))
        assert ids_with(sample, table, *hard).isdisjoint(stored)
        assert outcome.tables[table]["refused"] == len(ids_with(sample, table, *hard))
    assert KampungKB.objects.count() == 200
    assert not KampungKB.objects.filter(source_id=273).exists()
    assert Kegiatan.objects.count() == 1776


def test_doubtful_figures_are_found_without_the_hint(sample: Path, system: User) -> None:
    actions.import_folder(sample, area_code="", by=system)

    for table, model, flaw, mark in (
        ("kkbpk", KKBPK, "peserta_melebihi_sasaran", "peserta_melebihi_sasaran"),
        ("kkbpk", KKBPK, "kb_tidak_sama_pus", "jumlah_kb_bukan_pus"),
        ("penduduk", Penduduk, "pus_melebihi_keluarga", "pus_melebihi_keluarga"),
        ("penduduk", Penduduk, "keluarga_melebihi_penduduk", ":keluarga"),
        ("penduduk", Penduduk, "ukuran_keluarga_janggal", "ukuran_keluarga_janggal"),
    ):
        rows = ids_with(sample, table, flaw)
        doubted = model._default_manager.filter(source_id__in=rows, doubts__contains=mark)
        assert set(doubted.values_list("source_id", flat=True)) == rows, flaw


def test_taken_as_reported_every_row_is_stored_and_marked(sample: Path, system: User) -> None:
    outcome = actions.import_folder(sample, area_code="", by=system, as_reported=True)

    counts = {name: table["new"] for name, table in outcome.tables.items()}
    assert counts == {
        "kampung": 201,
        "penduduk": 351,
        "profil": 400,
        "kkbpk": 453,
        "intervensi": 1776,
    }
    assert outcome.refused == 0
    assert KampungKB.objects.filter(is_double=True).get().source_id == 273
    assert Penduduk.objects.get(source_id=350).broken_rules == "negatif:pus"
    for table, model in (("profil", Profil), ("penduduk", Penduduk), ("kkbpk", KKBPK)):
        broken = model._default_manager.exclude(broken_rules="")
        found = set(broken.values_list("source_id", flat=True))
        hard = ("jumlah_negatif", "jumlah_raksasa", "terlatih_melebihi_anggota")
        assert found == ids_with(sample, table, *hard)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_exported_imports_again_as_nothing_new(
    sample: Path, system: User, tmp_path: Path, ending: str
) -> None:
    actions.import_folder(sample, area_code="", by=system, as_reported=True)
    folder = tmp_path / "keluar"
    folder.mkdir()
    for table in TABLES:
        queries.write_export(queries.Export(table, ""), folder / f"{table}.{ending}")

    outcome = actions.import_folder(folder, area_code="", by=system, as_reported=True)

    assert outcome.total("same") == 201 + 351 + 400 + 453 + 1776
    assert outcome.total("new") == outcome.total("changed") == outcome.refused == 0


def test_exported_csv_has_the_columns_of_the_neutral_set(sample: Path, system: User) -> None:
    actions.import_folder(sample, area_code="", by=system, as_reported=True)

    for table in TABLES:
        theirs = (sample / f"{table}.csv").read_text("utf-8").splitlines()[0].split(",")
        ours = b"".join(queries.Export(table, "").csv()).decode().splitlines()[0].split(",")
        assert ours == [name for name in theirs if name != "cacat"]


@pytest.mark.long
def test_large_sets_are_checked_in_parts_with_the_same_result(
    sample: Path, system: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = actions.check_folder(sample, area_code="", by=system)
    monkeypatch.setattr("naikkelas.exchange.rules.checking.PART_BYTES", 50_000)

    parts = actions.check_folder(sample, area_code="", by=system)

    assert parts.tables == whole.tables
    order = ["file", "row", "column", "code"]
    assert parts.findings.sort(order).equals(whole.findings.sort(order))
