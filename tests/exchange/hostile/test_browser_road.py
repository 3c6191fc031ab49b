"""What comes through the browser is read in a process of its own, which may break: not the rest."""

import resource
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from naikkelas.exchange import actions
from naikkelas.exchange.errors import NothingToRead, TooLarge
from naikkelas.exchange.models import BatchState, ImportBatch
from naikkelas.exchange.queries import errors, folder_of
from naikkelas.exchange.rules import sandbox
from naikkelas.registry.models import KampungKB
from tests.exchange.hostile.conftest import Office, kampung
from tests.exchange.hostile.files import (
    GOOD_ROW,
    HEADINGS,
    cells,
    locked_with_password,
    made_by_hand,
    sheet_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def uploaded(office: Office, *paths: Path) -> ImportBatch:
    """The batch of an upload after its check."""
    files = [SimpleUploadedFile(path.name, path.read_bytes()) for path in paths]
    return actions.check(actions.upload(files, "91.37", office.by))


def good_file(office: Office) -> Path:
    return office.write(kampung=[kampung(1)]) / "kampung.csv"


def test_a_hostile_file_is_named_and_the_good_ones_beside_it_are_kept(
    office: Office, tmp_path: Path
) -> None:
    locked = locked_with_password(tmp_path / "sandi.xlsx")

    batch = uploaded(office, locked, good_file(office))
    actions.apply(batch, by=office.by)

    found = errors(batch).row(0, named=True)
    assert (found["file"], found["severity"]) == ("sandi.xlsx", "berkas")
    assert found["message"] == "Buku kerja ini dikunci dengan kata sandi."
    assert KampungKB.objects.get().nama == "Kampung 1"


def test_a_cell_that_would_need_all_memory_ends_only_the_reader(
    office: Office, tmp_path: Path
) -> None:
    """The row says 2, its cell says 99,999,999,999."""
    sheet = sheet_of(cells(1, *HEADINGS), cells(2, *GOOD_ROW)).replace("B2", "B99999999999")
    path = made_by_hand(tmp_path / "kampung.xlsx", sheet)

    batch = uploaded(office, path)

    assert batch.state == BatchState.REFUSED
    assert batch.problem.endswith(".")
    assert errors(batch).row(0, named=True)["file"] == "kampung.xlsx"
    assert not KampungKB.objects.exists()


def test_200001_rows_are_refused_with_words_and_little_memory(office: Office) -> None:
    path = good_file(office)
    header, row = path.read_text().splitlines()
    path.write_text("\n".join([header, *[row] * 200_001]))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    batch = uploaded(office, path)

    assert batch.state == BatchState.REFUSED
    assert batch.problem == "Berkas berisi 200.001 baris, paling banyak 200.000."
    assert errors(batch)["remedy"].to_list() == [
        "Bagi berkas menjadi beberapa bagian, atau minta pengelola memakai baris perintah."
    ]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 1_500 * 1024


def test_more_than_25_megabytes_are_not_even_kept(office: Office) -> None:
    large = SimpleUploadedFile("kampung.csv", b"")
    large.size = 25 * 1024 * 1024 + 1

    with pytest.raises(TooLarge):
        actions.upload([large], "91.37", office.by)
    with pytest.raises(NothingToRead):
        actions.upload([], "91.37", office.by)

    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize(
    ("ending", "problem"),
    [
        ("exit 1", "Berkas ini tidak dapat dibaca; isinya rusak."),
        ("exit 70", "Membaca berkas ini memakan terlalu banyak memori, jadi dihentikan."),
        ("kill -6 $$", "Membaca berkas ini memakan terlalu banyak memori, jadi dihentikan."),
    ],
)
def test_a_reader_that_breaks_is_told_in_words_and_leaves_no_files(
    ending: str, problem: str, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "_COMMAND", ["sh", "-c", ending])

    batch = uploaded(office, good_file(office))

    assert (batch.state, batch.problem) == (BatchState.REFUSED, problem)
    assert sorted(path.name for path in folder_of(batch).iterdir()) == [
        "berkas", "mentah", "temuan.parquet",
    ]  # fmt: skip
