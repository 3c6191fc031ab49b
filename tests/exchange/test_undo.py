"""A whole batch can be taken back, and what was known in between stays known."""

from datetime import date

import pytest

from naikkelas.accounts.models import User
from naikkelas.activities.models import Kegiatan
from naikkelas.audit.models import Event
from naikkelas.exchange import actions
from naikkelas.exchange.errors import KampungInUse, NewerImportFirst, NotApplied
from naikkelas.exchange.models import BatchState
from naikkelas.registry.models import KampungKB, Profil
from tests.exchange.conftest import KAMPUNG, KEGIATAN, PROFIL, Import
from tests.people import make_report


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
