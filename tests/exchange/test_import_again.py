"""Importing the same again stores nothing; importing other content keeps the history."""

from datetime import date
from pathlib import Path

from naikkelas.accounts.models import User
from naikkelas.exchange import actions, queries
from naikkelas.exchange.models import BatchState
from naikkelas.registry import actions as registry
from naikkelas.registry.models import KampungKB, Penduduk, Profil
from tests.exchange.conftest import KAMPUNG, KEGIATAN, PENDUDUK, PROFIL, Import
from tests.exchange.conftest import KKBPK as KKBPK_ROW
from tests.people import make_kampung, make_report

ALL = {
    "kampung": [KAMPUNG],
    "penduduk": [PENDUDUK],
    "profil": [PROFIL],
    "kkbpk": [KKBPK_ROW],
    "intervensi": [KEGIATAN],
}


def test_a_set_imported_again_stores_nothing_and_says_so(load: Import) -> None:
    load(**ALL)

    outcome = load(**ALL)

    assert {name: counts["same"] for name, counts in outcome.tables.items()} == dict.fromkeys(
        ALL, 1
    )
    assert outcome.total("new") == outcome.total("changed") == outcome.stored == 0
    assert outcome.batch.state == BatchState.READY
    assert not queries.has_changes(outcome.batch)


def test_a_row_without_an_id_is_known_by_its_content(load: Import) -> None:
    row = {name: value for name, value in PROFIL.items() if name not in {"id", "kampung_id"}}
    row |= {"kode_desa": "91.37.01.2001"}
    load(kampung=[KAMPUNG], profil=[row, row])

    outcome = load(profil=[row, row | {"pokja_anggota": 14}])

    assert outcome.tables["profil"] | {"soft": 0} == {
        "read": 2,
        "new": 1,
        "changed": 0,
        "same": 1,
        "refused": 0,
        "soft": 0,
    }
    assert Profil.objects.count() == 2


def test_another_content_under_the_same_id_replaces_and_keeps_the_old_row(load: Import) -> None:
    load(**ALL)

    outcome = load(profil=[PROFIL | {"pokja_anggota": 14}])

    old, new = Profil.objects.order_by("recorded_at")
    assert outcome.tables["profil"]["changed"] == 1
    assert [vars(profil)["pokja_anggota"] for profil in (old, new)] == [13, 14]
    assert old.withdrawn_at == new.recorded_at == outcome.batch.applied_at
    assert new.withdrawn_at is None


def test_a_kampung_that_changed_at_its_source_changes_here_and_keeps_its_reports(
    load: Import,
) -> None:
    load(**ALL)
    before = KampungKB.objects.get()

    load(kampung=[KAMPUNG | {"nama": "Sukamaju Baru"}])

    kampung = KampungKB.objects.get()
    assert (kampung.pk, kampung.nama) == (before.pk, "Sukamaju Baru")
    assert kampung.profil_versions.count() == 1


def test_what_a_person_changed_here_is_not_undone_by_the_same_file(
    load: Import, darma: User
) -> None:
    load(**ALL)
    registry.edit_kampung(KampungKB.objects.get(), {"nama": "Nama Kami"}, by=darma)

    outcome = load(**ALL)

    assert outcome.tables["kampung"]["same"] == 1
    assert KampungKB.objects.get().nama == "Nama Kami"


def test_a_kampung_opened_by_hand_takes_over_the_id_of_the_source(load: Import) -> None:
    make_kampung("91.37.01.2001", nama="Sukamaju")

    load(kampung=[KAMPUNG], profil=[PROFIL])

    kampung = KampungKB.objects.get()
    assert kampung.source_id == 7
    assert kampung.profil_versions.count() == 1


def test_a_report_entered_by_hand_exported_and_imported_stores_nothing(
    load: Import, darma: User, tmp_path: Path
) -> None:
    kampung = make_kampung("91.37.01.2001", nama="Sukamaju")
    make_report("penduduk", kampung, date(2025, 3, 4), pus=137, bulan=2)
    make_report("profil", kampung, date(2025, 3, 4), pokja_ada=True, pokja_pelatihan="=Dasar")
    folder = tmp_path / "keluar"
    folder.mkdir()
    for what in ("kampung", "penduduk", "profil"):
        queries.write_export(queries.Export(what, "91.37"), folder / f"{what}.csv")

    outcome = actions.import_folder(folder, area_code="91.37", by=darma)

    assert outcome.total("same") == 3
    assert outcome.stored == outcome.refused == 0
    assert Penduduk.objects.count() == 1
