"""The same file twice changes nothing; a changed row replaces; undoing brings back what was."""

from datetime import date, datetime
from typing import Any

import polars as pl
import pytest
from django.utils import timezone
from polars.testing import assert_frame_equal

from naikkelas.accounts.models import Role, User
from naikkelas.activities.models import Kegiatan
from naikkelas.areas.models import Area
from naikkelas.audit.models import Event
from naikkelas.classification.queries import classify
from naikkelas.exchange import actions
from naikkelas.exchange.actions import ImportOutcome
from naikkelas.exchange.errors import CheckAgain, KampungInUse, NewerImportFirst, NotApplied
from naikkelas.exchange.models import ImportBatch
from naikkelas.lib.refusals import NotYours
from naikkelas.registry.actions import submit_report
from naikkelas.registry.models import KKBPK, KampungKB, Penduduk, Profil
from tests.exchange.hostile.conftest import Office, Rows, activity, kampung, report
from tests.people import make_area, make_user

pytestmark = pytest.mark.django_db
CUTOFF = date(2025, 7, 31)
GOOD = {
    "pokja_ada": "ya", "pokja_anggota": 14, "pokja_terlatih": "ya", "plkb_ada": "ya",
    "regulasi_ada": "tidak", "sumber_dana": "apbd|dana_desa", "bkb": "ya", "bkr": "ya",
    "bkl": "ya", "uppka": "ya", "pik_r": "ya", "sekretariat": "ya", "rumah_dataku": "ya",
}  # fmt: skip


def a_set(pus: int = 211) -> dict[str, Rows]:
    """Three kampung with reports of two months."""
    return {
        "kampung": [kampung(n) for n in (1, 2, 3)],
        "profil": [report(n, n, **GOOD) for n in (1, 2)],
        "penduduk": [
            report(1, 1, "2025-05-05", pus=pus, keluarga=403),
            report(2, 1, pus=pus + 2, keluarga=404),
            report(3, 2, pus=137, keluarga=307),
        ],
        "kkbpk": [report(1, 1, peserta_bkb=41, iud=19), report(2, 2, peserta_bkb=3, iud=1)],
        "intervensi": [activity(1, 1), activity(2, 2)],
    }


def classes(known_at: datetime | None = None) -> pl.DataFrame:
    return classify("91.37", cutoff=CUTOFF, instrument="kampung-kb-2023", known_at=known_at)


def live() -> dict[str, int]:
    """Rows that count now, by table."""
    models = (KampungKB, Profil, Penduduk, KKBPK, Kegiatan)
    return {model.__name__: model.objects.filter(withdrawn_at=None).count() for model in models}


def counts(done: ImportOutcome) -> tuple[int, ...]:
    return tuple(done.total(name) for name in ("new", "changed", "same", "refused"))


# --- again ------------------------------------------------------------------------------------


@pytest.mark.parametrize("as_reported", [False, True])
def test_the_same_set_again_stores_nothing(as_reported: bool, office: Office) -> None:
    first = office.load(**a_set(), as_reported=as_reported)
    before, stored = classes(), live()

    again = office.load(**a_set(), as_reported=as_reported)

    assert counts(first) == (12, 0, 0, 0)
    assert counts(again) == (0, 0, 12, 0)
    assert live() == stored
    assert_frame_equal(classes(), before)


def test_rows_in_another_order_and_spelling_are_the_same_rows(office: Office) -> None:
    office.load(**a_set())
    rows = [
        row | {"tanggal_isi": "05/06/2025", "bulan": "Juni", "bkb": "1", "pokja_anggota": "14.0"}
        for row in a_set()["profil"]
    ]

    again = office.load(profil=rows[::-1])

    assert counts(again) == (0, 0, 2, 0)


def test_a_changed_row_replaces_and_the_earlier_is_still_known_of_then(office: Office) -> None:
    office.load(**a_set())
    then, before = timezone.now(), classes()

    done = office.load(kkbpk=[report(1, 1, peserta_bkb=41, iud=150)])

    assert counts(done) == (0, 1, 0, 0)
    versions = KKBPK.objects.filter(source_id=1).order_by("recorded_at")
    assert [(row.iud, row.withdrawn_at is None) for row in versions] == [(19, False), (150, True)]
    assert versions[0].withdrawn_at == versions[1].recorded_at
    assert not classes().equals(before)
    assert_frame_equal(classes(known_at=then), before)


def test_a_row_that_moves_to_another_kampung_leaves_the_first(office: Office) -> None:
    office.load(**a_set())

    office.load(kkbpk=[report(1, 3, peserta_bkb=41, iud=19)])

    rows = KKBPK.objects.filter(withdrawn_at=None, source_id=1).values_list("kampung__source_id")
    assert list(rows) == [(103,)]


def test_rows_without_an_id_are_known_by_their_content(office: Office) -> None:
    rows = [row | {"id": ""} for row in a_set()["penduduk"]]
    office.load(kampung=a_set()["kampung"], penduduk=[*rows, rows[0]])

    again = office.load(penduduk=rows)

    assert Penduduk.objects.count() == 3
    assert counts(again) == (0, 0, 3, 0)


# --- undo -------------------------------------------------------------------------------------


def test_undoing_the_first_import_leaves_nothing_that_counts(office: Office) -> None:
    done = office.load(**a_set())

    actions.undo(done.batch, by=office.by)

    assert set(live().values()) == {0}
    assert classes().is_empty()
    assert Penduduk.objects.count() == 3
    assert Event.objects.filter(verb="import.undo").count() == 1


def test_undoing_a_later_import_brings_back_exactly_what_was(office: Office) -> None:
    office.load(**a_set())
    before, stored = classes(), live()
    at_first = timezone.now()
    changes = a_set(pus=180)
    changes["kampung"] = [kampung(1, nama="Nama baru"), kampung(2, aktif="tidak"), kampung(4)]
    changes["kkbpk"] = [report(1, 1, peserta_bkb=0, iud=0), report(9, 2, peserta_bkb=77)]
    changes["intervensi"] = [activity(1, 2), activity(7, 1)]
    later = office.load(**changes)
    assert later.total("changed") > 3
    in_between, as_changed = timezone.now(), classes()

    actions.undo(later.batch, by=office.by)

    assert_frame_equal(classes(), before)
    assert live() == stored
    assert_frame_equal(classes(known_at=at_first), before)
    # The name of a kampung and whether it lives are no versions; all that is measured is.
    measured = ["unmet_need", "pokja", "klasifikasi"]
    now = classes(known_at=in_between).filter(pl.col("kode_desa") == "91.37.01.2001")
    then = as_changed.filter(pl.col("kode_desa") == "91.37.01.2001")
    assert_frame_equal(now.select(measured), then.select(measured))


def test_after_an_undo_the_same_file_imports_again(office: Office) -> None:
    done = office.load(**a_set())
    before = classes().drop("kampung_uuid")
    actions.undo(done.batch, by=office.by)

    again = office.load(**a_set())

    assert counts(again) == (12, 0, 0, 0)
    assert_frame_equal(classes().drop("kampung_uuid"), before)


def test_imports_are_undone_from_the_newest_back(office: Office) -> None:
    first = office.load(**a_set())
    second = office.load(penduduk=a_set(pus=180)["penduduk"])

    with pytest.raises(NewerImportFirst) as refused:
        actions.undo(first.batch, by=office.by)
    actions.undo(second.batch, by=office.by)
    actions.undo(first.batch, by=office.by)

    assert str(refused.value) == (
        "Impor yang lebih baru memakai data ini. Tarik kembali impor yang lebih baru dahulu."
    )
    assert set(live().values()) == {0}


def test_a_kampung_that_a_later_import_changed_holds_back_the_undoing(office: Office) -> None:
    first = office.load(kampung=[kampung(1)])
    second = office.load(kampung=[kampung(1, nama="Dua")])
    third = office.load(kampung=[kampung(1, nama="Tiga")])

    for earlier in (first, second):
        with pytest.raises(NewerImportFirst):
            actions.undo(earlier.batch, by=office.by)
    actions.undo(third.batch, by=office.by)
    assert KampungKB.objects.get().nama == "Dua"
    actions.undo(second.batch, by=office.by)
    assert KampungKB.objects.get().nama == "Kampung 1"
    actions.undo(first.batch, by=office.by)

    assert KampungKB.objects.get().withdrawn_at is not None


def test_kampung_changed_by_two_files_of_one_import_all_come_back(office: Office) -> None:
    office.load(kampung=[kampung(1), kampung(2)])
    folder = office.write(kampung=[kampung(1, nama="Lain 1")])
    second = office.write(kampung=[kampung(2, nama="Lain 2")])
    (second / "kampung.csv").rename(folder / "kampung2.csv")
    done = actions.import_folder(folder, area_code="91.37", by=office.by)
    assert set(KampungKB.objects.values_list("nama", flat=True)) == {"Lain 1", "Lain 2"}

    actions.undo(done.batch, by=office.by)

    assert set(KampungKB.objects.values_list("nama", flat=True)) == {"Kampung 1", "Kampung 2"}


def test_kampung_that_carry_later_reports_are_not_taken_away(office: Office) -> None:
    done = office.load(kampung=[kampung(1), kampung(2)])
    submit_report(
        "penduduk", KampungKB.objects.get(source_id=101), year=2025, month=6,
        values={"pus": 137}, by=office.by,
    )  # fmt: skip

    with pytest.raises(KampungInUse):
        actions.undo(done.batch, by=office.by)

    assert live() == {"KampungKB": 2, "Profil": 0, "Penduduk": 1, "KKBPK": 0, "Kegiatan": 0}
    assert not Event.objects.filter(verb="import.undo").exists()


def test_an_import_is_undone_once(office: Office) -> None:
    done = office.load(**a_set())
    actions.undo(done.batch, by=office.by)

    with pytest.raises(NotApplied):
        actions.undo(done.batch, by=office.by)


def test_people_without_the_right_undo_and_apply_nothing(office: Office, sari: User) -> None:
    done = office.load(kampung=[kampung(1)])
    checked = office.check(kampung=[kampung(2)])

    for act, batch in ((actions.undo, done.batch), (actions.apply, checked.batch)):
        with pytest.raises(NotYours):
            act(batch, by=sari)

    assert live()["KampungKB"] == 1


def test_a_preview_that_is_out_of_date_must_be_checked_again(office: Office) -> None:
    waiting = office.check(**a_set())
    office.load(**a_set())

    with pytest.raises(CheckAgain):
        actions.apply(waiting.batch, by=office.by)

    assert live()["Penduduk"] == 3


def test_rows_that_were_being_stored_during_the_check_make_it_check_again(office: Office) -> None:
    """The other import took its instant before this check began, and was committed after it."""
    office.load(kampung=a_set()["kampung"])
    long_before, reports = timezone.now(), a_set()["penduduk"]
    waiting = office.check(penduduk=reports)
    other = office.load(penduduk=reports)
    ImportBatch.objects.filter(pk=other.batch.pk).update(applied_at=long_before)

    with pytest.raises(CheckAgain):
        actions.apply(waiting.batch, by=office.by)

    assert live()["Penduduk"] == 3


def test_an_import_elsewhere_is_no_reason_to_check_again(office: Office) -> None:
    make_area("92.41.03.2007", "Karangasri")
    tuti = make_user("tuti", "Bu Tuti", Role.OPERATOR, Area.objects.get(pk="92.41"))
    waiting = office.check(**a_set())
    elsewhere = Office(office.write().parent / "lain", tuti, "92.41")
    elsewhere.folder.mkdir()
    elsewhere.load(kampung=[kampung(1, kode_desa="92.41.03.2007")])

    actions.apply(waiting.batch, by=office.by)

    assert live()["Penduduk"] == 3


# --- as reported ------------------------------------------------------------------------------


def as_reported(office: Office, **figures: Any) -> Profil:
    office.load(kampung=[kampung(1)], profil=[report(1, 1, **GOOD, **figures)], as_reported=True)
    return Profil.objects.get()


@pytest.mark.parametrize(
    ("column", "value", "marks"),
    [
        ("pokja_anggota_terlatih", 97, "terlatih_melebihi_anggota:pokja_anggota_terlatih"),
        ("pokja_anggota_terlatih", -3, "negatif:pokja_anggota_terlatih"),
        (
            "pokja_anggota_terlatih",
            4_000,
            "melebihi_batas:pokja_anggota_terlatih|"
            "terlatih_melebihi_anggota:pokja_anggota_terlatih",
        ),
    ],
)
def test_what_breaks_a_hard_rule_is_stored_with_its_mark(
    column: str, value: int, marks: str, office: Office
) -> None:
    stored = as_reported(office, **{column: value})

    assert (getattr(stored, column), stored.broken_rules) == (value, marks)


def test_the_corrected_rule_takes_a_broken_figure_as_missing(office: Office) -> None:
    """Members give the Pokja a point, but 4,000 of them are no such thing."""
    office.load(kampung=[kampung(1)])
    corrected = "kampung-kb-2023-terkoreksi"
    pokja = {}
    for told in (14, 4_000, ""):
        row = report(1, 1, **GOOD) | {"pokja_anggota": told}
        office.load(profil=[row], as_reported=True)
        results = (classes(), classify("91.37", cutoff=CUTOFF, instrument=corrected))
        pokja[told] = tuple(result["pokja"].item() for result in results)

    assert pokja == {14: (4, 4), 4_000: (4, 3), "": (3, 3)}


def test_ids_marks_and_retired_rows_come_as_they_are(office: Office) -> None:
    rows = [
        report(17, 1, "2025-05-05", aktif="ya", pus=137),
        report(5, 1, "2025-06-05", aktif="", pus=139),
    ]

    office.load(kampung=[kampung(1, aktif="tidak")], penduduk=rows, as_reported=True)

    stored = Penduduk.objects.order_by("source_id")
    assert [(row.source_id, row.marked, row.pus) for row in stored] == [
        (5, False, 139),
        (17, True, 137),
    ]
    assert KampungKB.objects.values_list("source_id", "is_active").get() == (101, False)


def test_of_two_marked_versions_only_the_newest_keeps_the_mark(office: Office) -> None:
    rows = [report(n, 1, f"2025-0{n}-05", aktif="ya", pus=130 + n) for n in (3, 4)]

    done = office.load(kampung=[kampung(1)], penduduk=rows, as_reported=True)

    marked = Penduduk.objects.order_by("source_id").values_list("marked", flat=True)
    assert list(marked) == [False, True]
    assert done.tables["penduduk"]["soft"] == 1


def test_a_cell_that_cannot_be_read_is_refused_even_as_reported(office: Office) -> None:
    rows = [report(1, 1, pus="3000000000"), report(2, 1, pus=137)]

    done = office.load(kampung=[kampung(1)], penduduk=rows, as_reported=True)

    assert counts(done) == (2, 0, 0, 1)
    assert Penduduk.objects.get().pus == 137
