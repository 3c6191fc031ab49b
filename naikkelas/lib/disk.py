"""Files that are still there after the power has failed."""

import os
from pathlib import Path


def write_new(path: Path, content: bytes) -> None:
    """A new file that nobody else reads and nobody runs; on the disk, with its name, when this
    returns. FileExistsError where there is one; what could not be written whole is taken away.
    """
    make_folder(path.parent)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        sync_names(path.parent)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def make_folder(folder: Path) -> None:
    """A folder that nobody else reads, with those above it; their names are on the disk too."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync_names(folder.parent)


def sync_names(folder: Path) -> None:
    """Wait until the names in a folder are on the disk: a synced file may still lack its own."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
