"""What imports leave on disk goes after some weeks; receipt, problems and the way back stay."""

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from naikkelas.accounts.models import User
from naikkelas.accounts.queries import system_user
from naikkelas.areas.models import Area
from naikkelas.audit.models import Event
from naikkelas.config.cli import main
from naikkelas.config.environment import BadEnvironment, whole_number
from naikkelas.exchange import actions, queries
from naikkelas.exchange.actions import Cleared
from naikkelas.exchange.models import BatchState, ImportBatch
from naikkelas.lib.refusals import NotYours
from naikkelas.registry.models import KampungKB
from tests.exchange.conftest import KAMPUNG, Import, Rows, write_rows

BAD = KAMPUNG | {"id": 8, "kode_desa": "91.37.01.2999", "nama": "Tiada"}


def checked(tmp_path: Path, by: User, *rows: Any) -> ImportBatch:
    content = write_rows(tmp_path / "unggah.csv", rows or [KAMPUNG, BAD]).read_bytes()
    batch = actions.upload([SimpleUploadedFile("kampung.csv", content)], "91.37", by)
    return actions.check(batch)


def let_pass(batch: ImportBatch, days: int) -> None:
    """Make everything about a batch older."""
    for name in ("uploaded_at", "heartbeat_at", "applied_at", "undone_at"):
        if (moment := getattr(batch, name)) is not None:
            setattr(batch, name, moment - timedelta(days=days))
    batch.save()


def left(batch: ImportBatch) -> list[str]:
    folder = queries.folder_of(batch)
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def clear(days: int | None = None) -> Cleared:
    return actions.clear_old_files(by=system_user(), days=days)


def test_an_applied_import_keeps_its_receipt_its_problems_and_its_undoing(
    client: Client, uji: Area, load: Import, darma: User, tmp_path: Path
) -> None:
    load(kampung=[KAMPUNG | {"nama": "Dulu"}])
    batch = actions.apply(checked(tmp_path, darma), by=darma)
    let_pass(batch, 31)
    client.force_login(darma)

    assert clear() == Cleared(finished=1, abandoned=0, lost=0)

    assert left(batch) == ["mentah", "sebelum.parquet", "temuan.parquet"]
    page = client.get(reverse("exchange:batch_show", args=[batch.pk])).content.decode()
    assert str(batch.pk) in page
    assert "91.37.01.2999" in page
    marked = client.get(reverse("exchange:batch_marked", args=[batch.pk]))
    path = tmp_path / "masalah.xlsx"
    path.write_bytes(b"".join(marked))
    cells = [cell.value for row in openpyxl.load_workbook(path)["Kampung"].rows for cell in row]
    assert "Tiada" in cells
    assert "Sukamaju" not in cells
    actions.undo(batch, by=darma)
    assert KampungKB.objects.get().nama == "Dulu"
    assert clear() == Cleared(0, 0, 0)


def test_an_import_without_problems_keeps_no_row_and_a_younger_one_keeps_all(
    uji: Area, darma: User, tmp_path: Path
) -> None:
    batch = actions.apply(checked(tmp_path, darma, KAMPUNG), by=darma)
    let_pass(batch, 29)
    before = left(batch)

    assert clear() == Cleared(0, 0, 0)
    assert left(batch) == before
    let_pass(batch, 2)
    assert clear() == Cleared(1, 0, 0)

    assert left(batch) == ["temuan.parquet"]


def test_an_undone_import_no_longer_needs_what_was_before(
    uji: Area, load: Import, darma: User, tmp_path: Path
) -> None:
    load(kampung=[KAMPUNG | {"nama": "Dulu"}])
    batch = actions.undo(actions.apply(checked(tmp_path, darma), by=darma), by=darma)
    let_pass(batch, 31)

    clear()

    assert left(batch) == ["mentah", "temuan.parquet"]


@pytest.mark.parametrize("state", [BatchState.READY, BatchState.CHECKING, BatchState.REFUSED])
def test_an_upload_that_nobody_applied_goes_as_if_cancelled(
    state: BatchState, uji: Area, darma: User, tmp_path: Path
) -> None:
    batch = checked(tmp_path, darma)
    batch.state = state
    let_pass(batch, 31)
    folder = queries.folder_of(batch)

    with_files = folder.exists()
    assert clear() == Cleared(finished=0, abandoned=1, lost=0)

    assert with_files
    assert not ImportBatch.objects.exists()
    assert Event.objects.get(verb="import.cancel").actor == system_user()


def test_the_folder_of_a_cleared_upload_is_gone(
    uji: Area, darma: User, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    batch = checked(tmp_path, darma)
    let_pass(batch, 31)

    with django_capture_on_commit_callbacks(execute=True):
        clear()

    assert not queries.folder_of(batch).exists()


def test_a_folder_that_no_import_knows_goes_but_nothing_that_is_not_ours(
    db: None, settings: Any
) -> None:
    root = Path(settings.IMPORT_ROOT)
    lost, young, strange = (root / name for name in (str(UUID(int=7)), str(UUID(int=8)), "catatan"))
    for folder in (lost, young, strange):
        folder.mkdir(parents=True)
    for folder in (lost, strange):
        os.utime(folder, (time.time() - 31 * 86_400,) * 2)

    assert clear() == Cleared(finished=0, abandoned=0, lost=1)

    assert not lost.exists()
    assert young.exists()
    assert strange.exists()


def test_the_days_are_a_setting_and_none_keeps_everything(
    uji: Area, darma: User, tmp_path: Path, settings: Any
) -> None:
    let_pass(checked(tmp_path, darma), 400)

    settings.IMPORT_KEEP_DAYS = 0
    assert clear() == Cleared(0, 0, 0)
    settings.IMPORT_KEEP_DAYS = 500
    assert clear() == Cleared(0, 0, 0)
    assert clear(days=399).abandoned == 1


def test_only_who_may_import_everywhere_clears(darma: User) -> None:
    with pytest.raises(NotYours):
        actions.clear_old_files(by=darma)


def test_an_upload_starts_the_clearing_of_old_ones(
    client: Client,
    uji: Area,
    darma: User,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    old = checked(tmp_path, darma)
    let_pass(old, 31)
    client.force_login(darma)
    rows: Rows = [KAMPUNG]
    file = SimpleUploadedFile("k.csv", write_rows(tmp_path / "k.csv", rows).read_bytes())

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("exchange:batch_new"), {"uploads": [file]})

    assert not ImportBatch.objects.filter(pk=old.pk).exists()
    assert ImportBatch.objects.get().uploaded_at > timezone.now() - timedelta(days=1)


def test_the_command_line_clears_and_says_what(
    uji: Area, darma: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    let_pass(checked(tmp_path, darma), 5)

    for days, code in (("0", 2), ("sepuluh", 2), ("4", 0)):
        with pytest.raises(SystemExit) as left_with:
            main(["clean", "--days", days])
        assert left_with.value.code == code

    assert "1 unggahan yang tidak diterapkan dibuang" in capsys.readouterr().out


@pytest.mark.parametrize(("text", "days"), [("", 30), ("7", 7), ("0", 0)])
def test_the_setting_of_days_is_a_whole_number(
    text: str, days: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NAIKKELAS_IMPORT_KEEP_DAYS", text)
    assert whole_number("NAIKKELAS_IMPORT_KEEP_DAYS", 30) == days

    monkeypatch.setenv("NAIKKELAS_IMPORT_KEEP_DAYS", "-3 hari")
    with pytest.raises(BadEnvironment, match="NAIKKELAS_IMPORT_KEEP_DAYS harus bilangan bulat"):
        whole_number("NAIKKELAS_IMPORT_KEEP_DAYS", 30)
