"""A whole batch can be taken back, and what was known in between stays known."""

from datetime import date
from typing import Any

import pytest

from naikkelas.accounts.models import User
from naikkelas.activities.models import Kegiatan
from naikkelas.audit.models import Event
from naikkelas.exchange import actions
from naikkelas.exchange.errors import (
    ChangedByHand,
    KampungInUse,
    NewerImportFirst,
    NotApplied,
    VillageTaken,
)
from naikkelas.exchange.models import BatchState
from naikkelas.registry.actions import (
    activate_kampung,
    deactivate_kampung,
    edit_kampung,
    register_kampung,
    submit_report,
)
from naikkelas.registry.models import KampungKB, Profil
from tests.exchange.conftest import KAMPUNG, KEGIATAN, PROFIL, Import
from tests.people import make_area, make_report


def test_an_undone_batch_counts_no_more_and_nothing_is_deleted(load: Import, darma: User) -> None:
    batch = load(kampung=[KAMPUNG], profil=[PROFIL], intervensi=[KEGIATAN]).batch

    undone = actions.undo(batch, by=darma)

    assert undone.state == BatchState.UNDONE
    for model in (KampungKB, Profil, Kegiatan):
        row = model._default_manager.get()
        assert row.withdrawn_at == undone.undone_at
    event = Event.objects.get(verb="import.undo")
    assert event.data["withdrawn"] == {
        "kampung": 1,
        "profil": 1,
        "penduduk": 0,
        "kkbpk": 0,
        "intervensi": 1,
    }


def test_undone_rows_can_be_imported_again(load: Import, darma: User) -> None:
    actions.undo(load(kampung=[KAMPUNG], profil=[PROFIL]).batch, by=darma)

    outcome = load(kampung=[KAMPUNG], profil=[PROFIL])

    assert outcome.total("new") == 2


def test_what_a_batch_replaced_comes_back_as_a_new_record(load: Import, darma: User) -> None:
    load(kampung=[KAMPUNG], profil=[PROFIL])
    second = load(profil=[PROFIL | {"pokja_anggota": 14}]).batch

    undone = actions.undo(second, by=darma)

    current = Profil.objects.get(withdrawn_at__isnull=True)
    assert (current.pokja_anggota, current.recorded_at) == (13, undone.undone_at)
    # Between applying and undoing exactly the second version was known.
    assert undone.applied_at is not None
    known = Profil.objects.filter(recorded_at__lte=undone.applied_at).exclude(
        withdrawn_at__lte=undone.applied_at
    )
    assert [vars(profil)["pokja_anggota"] for profil in known] == [14]


def test_a_changed_kampung_is_put_back(load: Import, darma: User) -> None:
    load(kampung=[KAMPUNG | {"tanggal_pencanangan": "2018-05-07"}])
    second = load(kampung=[KAMPUNG | {"nama": "Lain"}]).batch

    actions.undo(second, by=darma)

    kampung = KampungKB.objects.get()
    assert (kampung.nama, kampung.tanggal_pencanangan) == ("Sukamaju", date(2018, 5, 7))
    assert kampung.withdrawn_at is None
    assert load(kampung=[KAMPUNG | {"tanggal_pencanangan": "2018-05-07"}]).total("same") == 1


def test_kampung_with_later_reports_are_not_taken_away(load: Import, darma: User) -> None:
    batch = load(kampung=[KAMPUNG]).batch
    make_report("profil", KampungKB.objects.get(), date(2025, 5, 3))

    with pytest.raises(KampungInUse):
        actions.undo(batch, by=darma)

    assert KampungKB.objects.get().withdrawn_at is None
    assert not Event.objects.filter(verb="import.undo").exists()


def test_the_newer_of_two_imports_is_undone_first(load: Import, darma: User) -> None:
    first = load(kampung=[KAMPUNG], profil=[PROFIL]).batch
    second = load(profil=[PROFIL | {"pokja_anggota": 14}]).batch

    with pytest.raises(NewerImportFirst):
        actions.undo(first, by=darma)
    actions.undo(second, by=darma)
    actions.undo(first, by=darma)

    assert not Profil.objects.filter(withdrawn_at__isnull=True).exists()


def test_a_batch_is_undone_once(load: Import, darma: User) -> None:
    batch = load(kampung=[KAMPUNG]).batch
    actions.undo(batch, by=darma)

    with pytest.raises(NotApplied):
        actions.undo(batch, by=darma)


def everything() -> list[list[Any]]:
    """All rows of kampung, profil and kegiatan as they are stored."""
    models: tuple[Any, ...] = (KampungKB, Profil, Kegiatan)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_what_a_person_changed_since_on_a_kampung_holds_back_the_whole_undoing(
    load: Import, darma: User
) -> None:
    others = [KAMPUNG | {"id": n, "kode_desa": f"91.37.01.200{n}"} for n in (2, 3)]
    load(kampung=[KAMPUNG, *others], profil=[PROFIL])
    second = load(
        kampung=[row | {"nama": "Lain"} for row in (KAMPUNG, *others)],
        profil=[PROFIL | {"pokja_anggota": 14}],
        intervensi=[KEGIATAN],
    ).batch
    edit_kampung(KampungKB.objects.get(source_id=7), {"lintang": -3.7}, by=darma)
    before = everything()

    with pytest.raises(ChangedByHand) as refused:
        actions.undo(second, by=darma)

    said = str(refused.value)
    assert "91.37.01.2001 Lain (Lintang diubah, Pak Darma, " in said
    assert "pukul" in said
    assert "91.37.01.2002" not in said
    assert "perbaiki kampung yang salah satu per satu" in said
    assert everything() == before
    second.refresh_from_db()
    assert second.state == BatchState.APPLIED


def test_a_kampung_of_the_import_itself_that_a_person_changed_is_kept(
    load: Import, darma: User
) -> None:
    batch = load(kampung=[KAMPUNG]).batch
    edit_kampung(KampungKB.objects.get(), {"nama": "Sukamaju Jaya"}, by=darma)

    with pytest.raises(ChangedByHand):
        actions.undo(batch, by=darma)

    assert KampungKB.objects.live().get().nama == "Sukamaju Jaya"


def test_a_change_that_a_person_took_back_holds_nothing(load: Import, darma: User) -> None:
    load(kampung=[KAMPUNG])
    second = load(kampung=[KAMPUNG | {"nama": "Lain"}]).batch
    kampung = KampungKB.objects.get()
    for name in ("Tengah", "Lain"):
        edit_kampung(kampung, {"nama": name}, by=darma)
    deactivate_kampung(kampung, by=darma)
    activate_kampung(kampung, by=darma)

    actions.undo(second, by=darma)

    assert KampungKB.objects.get().nama == "Sukamaju"


def test_a_change_by_hand_from_before_the_import_holds_nothing_and_comes_back(
    load: Import, darma: User
) -> None:
    load(kampung=[KAMPUNG])
    edit_kampung(KampungKB.objects.get(), {"nama": "Tengah"}, by=darma)
    second = load(kampung=[KAMPUNG | {"nama": "Lain"}]).batch

    actions.undo(second, by=darma)

    assert KampungKB.objects.get().nama == "Tengah"


def test_many_changed_kampung_are_counted_after_the_first_five(load: Import, darma: User) -> None:
    for number in range(2011, 2018):
        make_area(f"91.37.01.{number}", f"Desa {number}")
    rows = [KAMPUNG | {"id": n, "kode_desa": f"91.37.01.{n}"} for n in range(2011, 2018)]
    batch = load(kampung=rows).batch
    for kampung in KampungKB.objects.all():
        edit_kampung(kampung, {"bujur": 114.7}, by=darma)

    with pytest.raises(ChangedByHand) as refused:
        actions.undo(batch, by=darma)

    assert "91.37.01.2015" in str(refused.value)
    assert "91.37.01.2016" not in str(refused.value)
    assert str(refused.value).endswith("; dan 2 lagi.")


def test_a_report_by_hand_on_a_kampung_of_the_import_is_named(load: Import, darma: User) -> None:
    batch = load(kampung=[KAMPUNG]).batch
    submit_report("penduduk", KampungKB.objects.get(), year=2025, month=6, values={}, by=darma)

    with pytest.raises(KampungInUse) as refused:
        actions.undo(batch, by=darma)

    assert "91.37.01.2001 Sukamaju (laporan Penduduk Juni 2025, Pak Darma, " in str(refused.value)


def test_a_report_by_hand_on_a_kampung_that_the_import_only_changed_stays(
    load: Import, darma: User
) -> None:
    load(kampung=[KAMPUNG])
    second = load(kampung=[KAMPUNG | {"nama": "Lain"}], profil=[PROFIL]).batch
    sent = submit_report(
        "profil", KampungKB.objects.get(), year=2025, month=3, values={"pokja_anggota": 15},
        by=darma,
    )  # fmt: skip

    actions.undo(second, by=darma)

    assert Profil.objects.get(withdrawn_at__isnull=True).pk == sent.pk


def test_a_kampung_that_was_opened_where_one_would_come_back_holds_the_undoing(
    load: Import, darma: User
) -> None:
    load(kampung=[KAMPUNG])
    closing = load(kampung=[KAMPUNG | {"aktif": "tidak"}]).batch
    register_kampung("91.37.01.2001", {"nama": "Baru"}, by=darma)
    before = everything()

    with pytest.raises(VillageTaken) as refused:
        actions.undo(closing, by=darma)

    assert "91.37.01.2001 Baru (kampung dibuka, Pak Darma, " in str(refused.value)
    assert everything() == before
    deactivate_kampung(KampungKB.objects.get(nama="Baru"), by=darma)
    actions.undo(closing, by=darma)
    assert KampungKB.objects.live().get().nama == "Sukamaju"
