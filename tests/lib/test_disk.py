"""What was acknowledged is on the disk with its name, not only in the memory of the machine."""

import errno
import os
from pathlib import Path

import pytest

from naikkelas.lib.disk import write_new


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, int]]:
    """What was waited for, in order: the file or folder and its size at that moment."""
    seen: list[tuple[Path, int]] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        at = Path(f"/proc/self/fd/{descriptor}").readlink()
        seen.append((at, at.stat().st_size if at.is_file() else -1))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    return seen


def test_the_whole_file_is_synced_and_then_its_name(
    tmp_path: Path, synced: list[tuple[Path, int]]
) -> None:
    path = tmp_path / "foto" / "a1" / "b.jpg"

    write_new(path, b"x" * 100_000)

    folders = [(tmp_path, -1), (tmp_path / "foto", -1)]  # new names in them
    assert synced == [*folders, (path, 100_000), (path.parent, -1)]
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_is_there_is_not_synced_for_the_next_file(
    tmp_path: Path, synced: list[tuple[Path, int]]
) -> None:
    write_new(tmp_path / "one", b"1")
    synced.clear()

    write_new(tmp_path / "two", b"22")

    assert synced == [(tmp_path / "two", 2), (tmp_path, -1)]


def test_a_file_without_room_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no room"):
        write_new(tmp_path / "one", b"1")

    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    write_new(tmp_path / "one", b"1")

    with pytest.raises(FileExistsError):
        write_new(tmp_path / "one", b"2")

    assert (tmp_path / "one").read_bytes() == b"1"
