"""Files that people send: looked at from all sides, then kept under a random name."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # columns of a row, passed on

from django.conf import settings

from naikkelas.lib.disk import write_new
from naikkelas.registry.errors import UnfitFile
from naikkelas.registry.rules import files, photos
from naikkelas.registry.rules.files import Upload

_ENDINGS = {files.PDF: "pdf", files.JPEG: "jpg"}


@dataclass(slots=True)
class Looked:
    """A file that may be stored, and where it lies once it is.

    `columns`: content type, size in bytes and, of a photo, fingerprint and the day it was taken.
    """

    content: bytes
    columns: dict[str, Any]
    folder: str
    path: Path | None = None

    def keep(self) -> str:
        """Write the file under a random name; the name."""
        ending = _ENDINGS[self.columns["content_type"]]
        name = f"{secrets.token_hex(1)}/{secrets.token_hex(20)}.{ending}"
        self.path = Path(settings.MEDIA_ROOT) / self.folder / name
        write_new(self.path, self.content)
        return name


@contextmanager
def looked_at(upload: Upload, folder: str) -> Iterator[Looked]:
    """The upload, looked at from all sides; what was written goes again when anything fails.

    Outside the transaction, since decoding may take seconds. `UnfitFile` says what to do.
    """
    try:
        looked = _checked(upload, folder)
    except files.Unfit as unfit:
        raise UnfitFile(str(unfit)) from unfit
    try:
        yield looked
    except BaseException:
        if looked.path:
            looked.path.unlink(missing_ok=True)
        raise


def _checked(upload: Upload, folder: str) -> Looked:
    kind = files.kind_of(upload)
    if settings.SCANNER:
        _scan(upload.content)
    if kind == files.PDF:
        told: dict[str, Any] = {"content_type": kind, "size": len(upload.content)}
        return Looked(upload.content, told, folder)
    ready = photos.prepare_apart(upload.content, kind)
    columns = {
        "content_type": files.JPEG,
        "size": len(ready.content),
        "image_hash": ready.image_hash,
        "taken_on": ready.taken_on,
    }
    return Looked(ready.content, columns, folder)


def _scan(content: bytes) -> None:
    """Show the scanner a copy that is gone afterwards."""
    path = Path(settings.MEDIA_ROOT) / "masuk" / secrets.token_hex(20)
    try:
        write_new(path, content)
        files.scan(path, settings.SCANNER)
    finally:
        path.unlink(missing_ok=True)
