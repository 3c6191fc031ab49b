"""Making the files of a table at a cut-off, once; and again only where more is known of it."""

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone

from naikkelas.areas.queries import boundaries, points_in
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.refusals import require
from naikkelas.opendata import access
from naikkelas.opendata.errors import NoSuchCutoff
from naikkelas.opendata.models import Edition, EditionFile
from naikkelas.opendata.queries import Place, edition_of, rows_of
from naikkelas.opendata.queries.places import points_within
from naikkelas.opendata.rules import addresses, files
from naikkelas.opendata.rules.tables import BOUNDARY, OF_KAMPUNG, POINT_OF_AREA, TABLES, Table

FOLDER = "data-terbuka"
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class _Made:
    """A file that was written but is not stored yet."""

    extension: str
    path: Path
    size: int
    sha256: str


def publish(place: Place, table: str, cutoff: date, *, by: Actor) -> Edition:
    """The newest edition of a table at a cut-off, made now where none is or where it changed.

    Twice is once: the same rows give the edition that there is, with any form of it added that was
    not made then. Of two at once one is stored.
    """
    require(access.may_publish(by, place.code))
    if cutoff not in place.cutoffs:
        raise NoSuchCutoff
    known_at = timezone.now()
    frame = rows_of(place, table, cutoff)
    last = edition_of(place, table, cutoff)
    with tempfile.TemporaryDirectory() as folder:
        about = _about(place, TABLES[table], cutoff, last.revision + 1 if last else 1, frame)
        content = _write(Path(folder), "csv", frame, about, {})
        if last and last.content_sha256 == content.sha256:
            _complete(last, Path(folder), frame, replace(about, revision=last.revision))
            Edition.objects.filter(pk=last.pk).update(checked_at=known_at)
            return last
        wanted = [one for one in files.extensions_of(frame.height) if one != "csv"]
        made = [content, *_written(Path(folder), wanted, frame, about)]
        edition = Edition(
            area_code=place.code,
            table=table,
            cutoff=cutoff,
            revision=about.revision,
            instrument=place.instrument,
            licence=str(place.settings["data_licence"]),
            rows=frame.height,
            content_sha256=content.sha256,
            is_example=about.is_example,
            known_at=known_at,
            checked_at=known_at,
        )
        return _store(edition, made, by) or _the_other(place, edition)


def _about(
    place: Place, table: Table, cutoff: date, revision: int, frame: pl.DataFrame
) -> files.About:
    is_example = place.is_example and (
        "contoh" not in frame.columns or bool(frame["contoh"].any())
    )  # a table about areas or instruments is no example
    return files.About(
        table=table,
        area_code=place.code,
        area_name=place.name,
        cutoff=cutoff,
        revision=revision,
        producer=place.producer,
        licence=place.licence.name,
        licence_url=place.licence.url,
        is_example=is_example and "contoh" in frame.columns,
    )


def _written(
    folder: Path, extensions: Iterable[str], frame: pl.DataFrame, about: files.About
) -> Iterator[_Made]:
    shapes = _shapes(frame, about)
    for extension in extensions:
        yield _write(folder, extension, frame, about, shapes)


def _complete(edition: Edition, folder: Path, frame: pl.DataFrame, about: files.About) -> None:
    """The forms that an edition of the same rows lacks, since it was made before there were any."""
    held = set(edition.files.values_list("extension", flat=True))
    missing = [one for one in files.extensions_of(frame.height) if one not in held]
    if missing:
        _keep(_stored(edition, _written(folder, missing, frame, about)))


def _shapes(frame: pl.DataFrame, about: files.About) -> files.Shapes:
    """Where the areas or the kampung of the rows lie, as far as that is known."""
    if about.table.place == BOUNDARY:
        found = boundaries(frame["kode_wilayah"].to_list())
        return {one.area_id: one.geometry for one in found}
    if about.table.place == POINT_OF_AREA:
        return points_in(frame["kode_wilayah"].unique().to_list())
    return points_within(about.area_code) if about.table.place == OF_KAMPUNG else {}


def _write(
    folder: Path, extension: str, frame: pl.DataFrame, about: files.About, shapes: files.Shapes
) -> _Made:
    path = folder / f"data.{extension}"
    files.write(path, extension, frame, about, shapes)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return _Made(extension, path, path.stat().st_size, digest)


def _store(edition: Edition, made: list[_Made], by: Actor) -> Edition | None:
    """The stored edition; None where another process stored the same revision first."""
    is_kept = _keep(_stored(edition, made), lambda: _announce(edition, by))
    return edition if is_kept else None


def _announce(edition: Edition, by: Actor) -> None:
    edition.save(force_insert=True)
    record(
        "opendata.publish",
        edition,
        by=by,
        kabupaten=edition.area_code,
        table=edition.table,
        cutoff=edition.cutoff.isoformat(),
        revision=edition.revision,
        sha256=edition.content_sha256,
    )


def _stored(edition: Edition, made: Iterable[_Made]) -> list[EditionFile]:
    """The files in the storage, with rows that are not kept yet."""
    name = f"{edition.cutoff.isoformat()}.r{edition.revision}-{edition.pk}"
    where = f"{FOLDER}/{addresses.slug_of(edition.area_code)}/{edition.table}/{name}"
    return [
        EditionFile(
            edition=edition,
            extension=one.extension,
            path=_put(one.path, f"{where}.{one.extension}"),
            size=one.size,
            sha256=one.sha256,
        )
        for one in made
    ]


def _keep(stored: list[EditionFile], before: Callable[[], None] | None = None) -> bool:
    """Whether the rows were kept; where another process was first the files go again."""
    try:
        with transaction.atomic():
            if before is not None:
                before()
            EditionFile.objects.bulk_create(stored)
    except IntegrityError:
        for one in stored:
            default_storage.delete(one.path)
        return False
    return True


def _put(path: Path, name: str) -> str:
    with path.open("rb") as file:
        return default_storage.save(name, File(file))


def _the_other(place: Place, edition: Edition) -> Edition:
    return Edition.objects.get(
        area_code=place.code,
        table=edition.table,
        cutoff=edition.cutoff,
        revision=edition.revision,
    )
