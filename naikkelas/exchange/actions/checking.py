"""The check of a batch: from its files to accepted rows, findings and counts."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import polars as pl
from django.conf import settings
from django.utils import timezone

from naikkelas.areas.queries import local_now, setting
from naikkelas.exchange import queries
from naikkelas.exchange.actions.mapping import mapped
from naikkelas.exchange.errors import FilesGone
from naikkelas.exchange.models import BatchState, ImportBatch
from naikkelas.exchange.queries import mappings
from naikkelas.exchange.queries.batches import UPLOADS
from naikkelas.exchange.rules import checking, raw, sandbox
from naikkelas.exchange.rules.reading import Read
from naikkelas.exchange.rules.sieve import Options
from naikkelas.exchange.rules.tables import (
    FINDINGS,
    Limits,
    Severity,
    Table,
    finding,
    findings,
)
from naikkelas.lib.numbers import id_number
from naikkelas.registry.queries.locks import locked_within

TOO_MANY_ROWS = "terlalu_banyak_baris"
"""Also the readers' code, of one table that is too long by itself."""
_BEAT = timedelta(seconds=2)


def check(batch: ImportBatch) -> ImportBatch:
    """Read the files of an upload apart from this process, check them, and make the batch ready.

    Called by the worker. A check that was killed is simply run again: it stores nothing but the
    files of its own folder and the state of the batch.
    """
    files = sorted((queries.folder_of(batch) / UPLOADS).iterdir()) if _has_files(batch) else []
    if not files:
        raise FilesGone
    names = list(batch.file_names)
    _set(batch, state=BatchState.CHECKING, progress=0, step="Membaca berkas", problem="", counts={})
    limits = Limits(rows=settings.IMPORT_MAX_ROWS, bytes=settings.IMPORT_MAX_BYTES)
    named = list(zip(files, names, strict=True))
    read = Read([], [])
    if mappings.chosen_for(batch) is None:
        with sandbox.reading_apart(named, limits, queries.folder_of(batch)) as read:
            if read.tables or len(named) > 1:
                return _check_read(batch, read)
    by_mapping = mapped(batch, files[0])
    return _check_read(batch, read if by_mapping is None else by_mapping)


def _check_read(batch: ImportBatch, read: Read) -> ImportBatch:
    raw.keep(read.tables, queries.folder_of(batch))
    return check_tables(batch, _within_limit(batch, read), heartbeat(batch))


def _within_limit(batch: ImportBatch, read: Read) -> Read:
    """The tables, or none of them: the limit is that of an upload, however many tables it has."""
    most = settings.IMPORT_MAX_ROWS
    count = raw.rows_kept(queries.folder_of(batch))
    too_long = [found for found in read.findings if found["code"] == TOO_MANY_ROWS]
    if count > most and not too_long:
        message = (
            f"Unggahan ini berisi {id_number(count)} baris dalam semua tabelnya, "
            f"paling banyak {id_number(most)}."
        )
        remedy = "Bagi menjadi beberapa unggahan, atau minta pengelola memakai baris perintah."
        names = ", ".join(batch.file_names)[:300]
        too_long = [finding(names, Severity.FILE, TOO_MANY_ROWS, message, remedy)]
    return Read([], too_long) if too_long else read


def _has_files(batch: ImportBatch) -> bool:
    return (queries.folder_of(batch) / UPLOADS).is_dir()


def check_tables(
    batch: ImportBatch,
    read: Read,
    progress: checking.Progress,
    store: queries.DatabaseStore | None = None,
) -> ImportBatch:
    """Check tables that were read; the batch is then ready, or refused where nothing was found.

    `store` is what the database knows, where some of it was fetched before.
    """
    store = store or queries.DatabaseStore(batch.area_code)
    folder = queries.folder_of(batch)
    folder.mkdir(parents=True, exist_ok=True)
    if not read.tables:
        findings(read.findings).write_parquet(folder / checking.FINDINGS_FILE)
        problem = " ".join(str(found["message"]) for found in read.findings[:3])
        _set(
            batch, state=BatchState.REFUSED, problem=problem, counts=_counts({}, read.findings, {})
        )
        return batch
    checked = _check(batch, read.tables, progress, store)
    _add_unread_rows(checked, read)
    _prepend(folder, read.findings)
    counts = _counts(checked.counts, read.findings, checked.findings)
    counts["writes_before"] = store.writes_before
    counts["kabupaten"] = sorted(code for code in checked.kabupaten if code)[:600]
    _set(batch, state=BatchState.READY, progress=100, step="", counts=counts)
    return batch


def _add_unread_rows(checked: checking.Checked, read: Read) -> None:
    """Count the rows of the wrong length, which the reader refused, with those of their table."""
    layouts = {(table.file, table.sheet): table.layout for table in read.tables}
    for found in read.findings:
        layout = layouts.get((found["file"], found["sheet"]))
        if found["severity"] == Severity.HARD.value and layout is not None:
            checked.add(layout, {"read": 1, "refused": 1})


def _check(
    batch: ImportBatch,
    tables: Sequence[Table],
    progress: checking.Progress,
    store: queries.DatabaseStore,
) -> checking.Checked:
    # The whole nation has three zones; the most eastern one is the first to reach a day.
    zone_of = batch.area_code or "91"
    options = Options(
        area_code=batch.area_code,
        today=local_now(zone_of).date(),
        caps=setting(batch.area_code, "hard_caps"),
        as_reported=batch.as_reported,
        locked=locked_within(batch.area_code),
    )
    return checking.check(tables, store, options, queries.folder_of(batch), progress)


def _prepend(folder: Any, about_files: list[dict[str, Any]]) -> None:
    path = folder / checking.FINDINGS_FILE
    known = pl.read_parquet(path)
    pl.concat([findings(about_files).select(list(FINDINGS)), known]).write_parquet(path)


def _counts(
    tables: dict[str, dict[str, int]], about_files: list[dict[str, Any]], rows: dict[str, int]
) -> dict[str, Any]:
    found = dict(rows)
    for severity in (str(about["severity"]) for about in about_files):
        found[severity] = found.get(severity, 0) + 1
    return {
        "tables": tables,
        "findings": {kind.value: found.get(kind, 0) for kind in Severity},
    }


def heartbeat(batch: ImportBatch) -> Callable[[int, str], None]:
    """Progress that is written with the batch, at most every two seconds."""
    last = timezone.now() - _BEAT

    def beat(progress: int, step: str) -> None:
        nonlocal last
        if timezone.now() - last >= _BEAT:
            last = timezone.now()
            _set(batch, progress=progress, step=step)

    return beat


def _set(batch: ImportBatch, **values: Any) -> None:
    values["heartbeat_at"] = timezone.now()
    for name, value in values.items():
        setattr(batch, name, value)
    batch.save(update_fields=list(values))


def refuse(batch: ImportBatch, problem: str) -> ImportBatch:
    """Close a batch that cannot be checked, in words for the person."""
    _set(batch, state=BatchState.REFUSED, problem=problem)
    return batch
