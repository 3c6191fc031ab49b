"""Rows of a locked month are refused with file, row, column and what to do."""

import polars as pl
import pytest

from naikkelas.accounts.models import User
from naikkelas.areas.models import Area
from naikkelas.exchange import actions
from naikkelas.exchange.errors import CheckAgain
from naikkelas.registry import actions as registry
from naikkelas.registry.errors import MonthLocked
from naikkelas.registry.models import MonthLock, Profil
from tests.exchange.conftest import KAMPUNG, PENDUDUK, PROFIL, Import, Write


def lock(by: User, month: int = 3) -> MonthLock:
    return registry.lock_month("91.37", year=2025, month=month, by=by)


def test_a_row_of_a_locked_month_is_refused_and_the_others_go_in(load: Import, darma: User) -> None:
    lock(darma)
    april = PROFIL | {"id": 42, "bulan": 4, "tanggal_isi": "2025-04-04"}

    outcome = load(kampung=[KAMPUNG], profil=[PROFIL, april], penduduk=[PENDUDUK])

    assert outcome.tables["profil"]["refused"] == 1
    assert outcome.tables["penduduk"]["refused"] == 1  # its month is that of its day
    assert [row.bulan for row in Profil.objects.all()] == [4]
    told = outcome.findings.filter(
        pl.col("code") == "bulan_dikunci", pl.col("file") == "profil.csv"
    )
    assert told.select("row", "column", "value", "message", "remedy", "severity").rows() == [
        (
            2,
            "bulan",
            "3",
            "Laporan bulan 03/2025 sudah dikunci.",
            "Minta operator atau pimpinan kabupaten membuka bulan itu, lalu impor lagi.",
            "ditolak",
        )
    ]


def test_taking_figures_as_reported_opens_no_lock(load: Import, darma: User) -> None:
    lock(darma)

    outcome = load(kampung=[KAMPUNG], profil=[PROFIL], as_reported=True)

    assert outcome.tables["profil"]["refused"] == 1


def test_a_row_that_is_stored_already_is_no_news_to_a_locked_month(
    load: Import, darma: User
) -> None:
    load(kampung=[KAMPUNG], profil=[PROFIL])
    lock(darma)

    same = load(profil=[PROFIL])
    changed = load(profil=[PROFIL | {"pokja_anggota": 14}])

    assert (same.tables["profil"]["same"], same.tables["profil"]["refused"]) == (1, 0)
    assert changed.tables["profil"]["refused"] == 1


def test_another_kabupaten_locks_its_own_months_only(load: Import) -> None:
    MonthLock.objects.create(
        kabupaten_code="92.41", tahun=2025, bulan=3, locked_by=1, locked_at="2025-07-01T00:00Z"
    )

    assert load(kampung=[KAMPUNG], profil=[PROFIL]).tables["profil"]["refused"] == 0


def test_a_month_locked_after_the_check_asks_for_another_check(
    uji: Area, write: Write, darma: User
) -> None:
    folder = write(kampung=[KAMPUNG], profil=[PROFIL])
    checked = actions.check_folder(folder, area_code=uji.pk, by=darma)
    lock(darma)

    with pytest.raises(CheckAgain):
        actions.apply(checked.batch, by=darma)

    assert not Profil.objects.exists()


def test_an_import_is_not_taken_back_from_a_locked_month(load: Import, darma: User) -> None:
    outcome = load(kampung=[KAMPUNG], profil=[PROFIL])
    locked = registry.lock_month("91.37", year=2025, month=3, by=darma)

    with pytest.raises(MonthLocked):
        actions.undo(outcome.batch, by=darma)
    registry.reopen_month(locked, by=darma, reason="Berkas keliru")
    actions.undo(outcome.batch, by=darma)

    assert Profil.objects.get().withdrawn_at is not None
