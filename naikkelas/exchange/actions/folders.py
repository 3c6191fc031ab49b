"""Imports without a browser: files and folders of any size, for the command line and examples."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from django.utils import timezone

from naikkelas.exchange import access, queries
from naikkelas.exchange.actions.applying import apply
from naikkelas.exchange.actions.checking import check_tables
from naikkelas.exchange.errors import CheckAgain
from naikkelas.exchange.models import BatchState, ImportBatch
from naikkelas.exchange.rules import reading, sandbox
from naikkelas.exchange.rules.layouts import LAYOUTS
from naikkelas.exchange.rules.reading import Read
from naikkelas.exchange.rules.tables import Limits
from naikkelas.lib.actors import Actor
from naikkelas.lib.refusals import require

READABLE = {".csv", *reading.WORKBOOKS}
_TRIES = 3


def _silent(progress: int, step: str) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class ImportOutcome:
    """What became of an import. `tables`: per table read, new, changed, same, refused, soft."""

    batch: ImportBatch

    @property
    def tables(self) -> dict[str, dict[str, int]]:
        tables: dict[str, dict[str, int]] = self.batch.counts.get("tables", {})
        return {code: tables[code] for code in LAYOUTS if code in tables}

    def total(self, name: str) -> int:
        """One of the counts over all tables."""
        return sum(counts.get(name, 0) for counts in self.tables.values())

    @property
    def refused(self) -> int:
        return self.total("refused") + int(self.batch.counts.get("findings", {}).get("berkas", 0))

    @property
    def stored(self) -> int:
        """Rows that were stored; 0 before the batch is applied."""
        return sum(self.batch.counts.get("stored", {}).values())

    @property
    def is_readable(self) -> bool:
        """Whether any table was found in the files."""
        return self.batch.state != BatchState.REFUSED

    @property
    def is_applied(self) -> bool:
        return self.batch.state == BatchState.APPLIED

    @property
    def findings(self) -> pl.DataFrame:
        """See `queries.errors`."""
        return queries.errors(self.batch)


def files_of(paths: Iterable[Path]) -> list[tuple[Path, str]]:
    """The readable files among paths and directly in folders, with the names to call them by."""
    found = []
    for path in paths:
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        found += [file for file in inside if file.suffix.lower() in READABLE or file == path]
    return [(file, file.name) for file in found]


def check_folder(
    *paths: Path | str,
    area_code: str,
    by: Actor,
    as_reported: bool = False,
    endorsed: bool = False,
    is_example: bool = False,
    progress: Callable[[int, str], None] = _silent,
) -> ImportOutcome:
    """Read and check files or folders; nothing is stored yet. `apply` on the batch stores it."""
    require(access.may_import(by, area_code))
    files = files_of(Path(path) for path in paths)
    batch = ImportBatch.objects.create(
        area_code=area_code,
        state=BatchState.CHECKING,
        file_names=[name for _, name in files][:200],
        content_sha256=_sha256(files),
        as_reported=as_reported,
        endorsed=endorsed,
        is_example=is_example,
        uploaded_by=by.pk,
        uploaded_at=timezone.now(),
        heartbeat_at=timezone.now(),
    )
    return ImportOutcome(_read_and_check(batch, files, progress))


def _read_and_check(
    batch: ImportBatch, files: list[tuple[Path, str]], progress: Callable[[int, str], None]
) -> ImportBatch:
    folder = queries.folder_of(batch)
    folder.mkdir(parents=True, exist_ok=True)
    store = queries.DatabaseStore(batch.area_code)
    with tempfile.TemporaryDirectory(dir=folder) as work, ExitStack() as open_files:
        parts = [_read(file, Path(work), open_files, store) for file in files]
        tables = [table for part in parts for table in part.tables]
        notes = [note for part in parts for note in part.findings]
        return check_tables(batch, Read(tables, notes), progress, store)


def _read(
    file: tuple[Path, str], work: Path, open_files: ExitStack, store: queries.DatabaseStore
) -> Read:
    """A CSV as it streams; a workbook in a process of its own, which a hostile one ends alone,
    while the kampung that it will be compared with are fetched here.
    """
    if Path(file[1]).suffix.lower() not in reading.WORKBOOKS:
        return reading.read([file], Limits(), work)
    return open_files.enter_context(
        sandbox.reading_apart(
            [file],
            Limits(),
            work,
            memory=sandbox.COMMAND_LINE_MEMORY,
            seconds=sandbox.COMMAND_LINE_SECONDS,
            meanwhile=store.kampung,
        )
    )


def import_folder(
    *paths: Path | str,
    area_code: str,
    by: Actor,
    as_reported: bool = False,
    endorsed: bool = False,
    is_example: bool = False,
    progress: Callable[[int, str], None] = _silent,
) -> ImportOutcome:
    """Check files or folders and store what passes, in one transaction.

    `area_code` '' is the whole nation. Without a row limit; memory is bounded by working on some
    kampung at a time. An import that changed the area meanwhile makes it check again.
    """
    outcome = check_folder(
        *paths,
        area_code=area_code,
        by=by,
        as_reported=as_reported,
        endorsed=endorsed,
        is_example=is_example,
        progress=progress,
    )
    for last in range(_TRIES, 0, -1):
        if not outcome.is_readable or not queries.has_changes(outcome.batch):
            return outcome
        progress(98, "Menyimpan")
        try:
            return finish(outcome, by=by)
        except CheckAgain:
            if last == 1:
                raise
            files = files_of(Path(path) for path in paths)
            outcome = ImportOutcome(_read_and_check(outcome.batch, files, progress))
    return outcome


def finish(outcome: ImportOutcome, *, by: Actor) -> ImportOutcome:
    """Apply a checked folder; its accepted rows on disk are then no longer needed."""
    batch = apply(outcome.batch, by=by)
    shutil.rmtree(queries.folder_of(batch) / "diterima", ignore_errors=True)
    return ImportOutcome(batch)


def _sha256(files: list[tuple[Path, str]]) -> str:
    digest = hashlib.sha256()
    for path, name in files:
        digest.update(name.encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
