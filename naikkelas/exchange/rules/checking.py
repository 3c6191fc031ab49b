"""The check of an import: tables in, accepted rows and findings out, in parts of bounded size.

Kampung come first and whole. Then all reports of some kampung at a time, so that every rule that
compares a kampung's rows with each other sees them together, however long the files are.
"""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import polars as pl

from naikkelas.exchange.rules import kampung as kampung_rules
from naikkelas.exchange.rules import reports
from naikkelas.exchange.rules.findings import Findings
from naikkelas.exchange.rules.kampung import Kampung
from naikkelas.exchange.rules.layouts import KAMPUNG_TABLE, LAYOUTS, PENDUDUK_TABLE, Layout
from naikkelas.exchange.rules.reports import Context, Part
from naikkelas.exchange.rules.sieve import Options, Sieve
from naikkelas.exchange.rules.tables import FINDINGS, ROW, Table

PART_BYTES = 64 * 1024 * 1024
"""Text that is worked on at a time; takes about ten times as much memory."""
ACCEPTED = "diterima"
FINDINGS_FILE = "temuan.parquet"
Progress = Callable[[int, str], None]
"""Called with a percentage and the step in words."""


class Store(Protocol):
    """What the database knows of the scope; frames as named in `kampung` and `reports`."""

    def villages(self) -> pl.DataFrame:
        """`kampung.VILLAGES`."""

    def kampung(self) -> pl.DataFrame:
        """`kampung.STORED` without `content_hash`."""

    def content_hashes(self) -> pl.DataFrame:
        """kampung_uuid, content_hash of the same kampung; asked when kampung are imported."""

    def hashes(self, layout: Layout, kabupaten: tuple[str, str]) -> pl.DataFrame:
        """`reports.STORED` of kabupaten codes from the first to the last, both included."""

    def history(self, layout: Layout, kabupaten: tuple[str, str]) -> pl.DataFrame:
        """stored_uuid, kampung_uuid, tanggal_isi, id and the figures of stored versions."""


@dataclass
class Checked:
    """Counts by table (see `kampung.tally`), and findings by severity."""

    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    findings: dict[str, int] = field(default_factory=dict)
    kabupaten: set[str] = field(default_factory=set)

    def add(self, code: str, tally: dict[str, int]) -> None:
        """Add the counts of one more part of a table."""
        total = self.counts.setdefault(code, {})
        for name, count in tally.items():
            total[name] = total.get(name, 0) + count


@dataclass(frozen=True)
class Run:
    """One check under way: where its rows come from and go to."""

    tables: Sequence[Table]
    store: Store
    options: Options
    folder: Path
    progress: Progress
    checked: Checked = field(default_factory=Checked)
    gathered: list[Findings] = field(default_factory=list)

    def of(self, layout: Layout) -> list[Table]:
        return [table for table in self.tables if table.layout == layout.code]


def check(
    tables: Sequence[Table], store: Store, options: Options, folder: Path, progress: Progress
) -> Checked:
    """Check all tables; accepted rows and findings are left in `folder` as Parquet files."""
    (folder / ACCEPTED).mkdir(parents=True, exist_ok=True)
    for old in (folder / ACCEPTED).glob("*.parquet"):
        old.unlink()
    run = Run(tables, store, options, folder, progress)
    progress(5, "Memeriksa kampung")
    links = _check_kampung(run)
    _check_reports(run, links)
    _write_findings(run)
    return run.checked


def _check_kampung(run: Run) -> pl.DataFrame:
    tables = run.of(KAMPUNG_TABLE)
    stored = run.store.kampung()
    if tables:
        stored = stored.join(run.store.content_hashes(), on="kampung_uuid", maintain_order="left")
    result = kampung_rules.nothing(stored)
    if not any("kode_desa" in table.columns for table in run.tables):
        return result.links
    villages = run.store.villages()
    for number, table in enumerate(tables):
        raw = table.whole()
        sieve = Sieve.of(KAMPUNG_TABLE, _findings(run, table), raw)
        result = kampung_rules.check(sieve, villages, stored, run.options)
        _accept(run, KAMPUNG_TABLE, number, result.rows)
        run.checked.add(KAMPUNG_TABLE.code, result.tally)
        stored = _with_these(stored, result)
    # What is refused stays in the way of its own village only.
    live = result.links.filter("live")
    heirs = kampung_rules.with_heirs(live, villages).slice(live.height)
    return pl.concat([result.links, heirs])


def _with_these(stored: pl.DataFrame, result: Kampung) -> pl.DataFrame:
    """What will be stored once this table is: a second table of kampung is compared with it."""
    as_stored = [pl.col("aktif").alias("is_active"), pl.col("row_hash").alias("content_hash")]
    rows = result.rows.with_columns(as_stored).select(stored.columns)
    return pl.concat([stored.join(rows, on="kampung_uuid", how="anti"), rows])


def _findings(run: Run, table: Table) -> Findings:
    findings = Findings(table.file, table.sheet)
    run.gathered.append(findings)
    return findings


def _accept(run: Run, layout: Layout, number: int, rows: pl.DataFrame) -> None:
    to_store = rows.filter(pl.col("status") != "same")
    run.checked.kabupaten.update(to_store.get_column("kabupaten_code").unique())
    if not to_store.is_empty():
        name = f"{layout.code}-{number:04}.parquet"
        to_store.write_parquet(run.folder / ACCEPTED / name, compression="lz4", statistics=False)


@dataclass(frozen=True)
class Slice:
    """Some kampung whose reports are checked together, and the kabupaten that they lie in."""

    number: int
    kabupaten: tuple[str, str]


def _check_reports(run: Run, links: pl.DataFrame) -> None:
    layouts = [layout for layout in LAYOUTS.values() if layout is not KAMPUNG_TABLE]
    tables = [table for layout in layouts for table in run.of(layout)]
    if not tables:
        return
    findings = {id(table): _findings(run, table) for table in tables}
    with tempfile.TemporaryDirectory(dir=run.folder) as work:
        slices, kampung = _slices(tables, links)
        staged = Staged(Path(work), kampung)
        for table in tables:
            run.progress(8, f"Membaca {table.file}")
            staged.take(table)
        repeated = {layout.code: staged.repeated(run.of(layout)) for layout in layouts}
        for part in slices:
            known = _Known(run.store, part)
            for layout in layouts:
                step = 10 + 85 * part.number // len(slices)
                run.progress(step, f"Memeriksa {layout.sheet}")
                for number, table in enumerate(run.of(layout)):
                    raw = staged.rows(table, part.number)
                    if raw.is_empty():
                        continue
                    context = known.context(layout, links, repeated[layout.code][number])
                    done = reports.check(
                        Sieve.of(layout, findings[id(table)], raw), context, run.options
                    )
                    _keep(run, layout, part.number * 100 + number, done, known)


def _keep(run: Run, layout: Layout, number: int, done: Part, known: "_Known") -> None:
    _accept(run, layout, number, done.rows)
    run.checked.add(layout.code, done.tally)
    if layout is PENDUDUK_TABLE:
        known.figures.append(reports.figures(done.all))


@dataclass
class _Known:
    """What is stored about the kampung of one slice, read once and only when asked."""

    store: Store
    part: Slice
    figures: list[pl.DataFrame] = field(default_factory=list)
    histories: dict[str, pl.DataFrame] = field(default_factory=dict)

    def context(self, layout: Layout, links: pl.DataFrame, repeated: pl.DataFrame) -> Context:
        stored = self.store.hashes(layout, self.part.kabupaten)
        return Context(links, stored, lambda: self.history(layout), self.penduduk, repeated)

    def history(self, layout: Layout) -> pl.DataFrame:
        if layout.code not in self.histories:
            self.histories[layout.code] = self.store.history(layout, self.part.kabupaten)
        return self.histories[layout.code]

    def penduduk(self) -> pl.DataFrame:
        """Stored figures and those of this import; the import's own come last and win a day."""
        stored = self.history(PENDUDUK_TABLE)
        before = [] if stored.is_empty() else [reports.figures(stored)]
        return pl.concat([reports.no_figures(), *before, *self.figures])


def _slices(tables: list[Table], links: pl.DataFrame) -> tuple[list[Slice], pl.DataFrame | None]:
    """In how many slices the tables are checked, and which kampung is in which (None: one).

    Kampung stand in the order of their kabupaten, so that a slice needs to know few of them; the
    last slice is for rows whose kampung is unknown.
    """
    everywhere = ("", "99.99")
    count = -(-sum(table.size for table in tables) // PART_BYTES)
    by_id = all("kode_desa" not in table.columns for table in tables)
    if count <= 1 or not by_id:
        return [Slice(0, everywhere)], None
    known = (
        links.filter(pl.col("source_id").is_not_null())
        .sort("kabupaten_code", "source_id", nulls_last=True)
        .select("kabupaten_code", pl.col("source_id").cast(pl.String).alias("kampung_id"))
        .unique("kampung_id", keep="first", maintain_order=True)
        .with_row_index("_place")
        .with_columns((pl.col("_place") * count // max(links.height, 1)).alias("_slice"))
    )
    code = pl.col("kabupaten_code")
    slices = [
        Slice(number, (low or "", high or ""))
        for number, low, high in known.group_by("_slice")
        .agg(code.min().alias("low"), code.max().alias("high"))
        .sort("_slice")
        .iter_rows()
    ]
    unknown = Slice(count, everywhere)
    return [*slices, unknown], known.select("kampung_id", pl.col("_slice").cast(pl.UInt32))


class Staged:
    """Tables laid out by slice in one pass, on disk where there is more than one slice."""

    def __init__(self, work: Path, kampung: pl.DataFrame | None) -> None:
        self.work = work
        self.kampung = kampung
        self.parts: dict[tuple[int, int], list[Path]] = {}
        self.held: dict[int, pl.DataFrame] = {}
        self.ids: dict[int, pl.DataFrame] = {}

    def take(self, table: Table) -> None:
        """Lay out the rows of a table, and keep its ids."""
        ids = []
        if self.kampung is None:
            self.held[id(table)] = table.whole()
            ids.append(_ids(self.held[id(table)]))
        else:
            for number, batch in enumerate(table.batches()):
                ids.append(_ids(batch))
                self._lay_out(table, number, batch, self.kampung)
        self.ids[id(table)] = pl.concat(ids) if ids else _ids(table.whole())

    def _lay_out(
        self, table: Table, number: int, batch: pl.DataFrame, kampung: pl.DataFrame
    ) -> None:
        last = 1 + kampung.select(pl.col("_slice").max().fill_null(0)).item()
        placed = batch.join(kampung, on="kampung_id", how="left", maintain_order="left")
        placed = placed.with_columns(pl.col("_slice").fill_null(last))
        for (slice_number,), rows in placed.partition_by(
            "_slice", as_dict=True, include_key=False
        ).items():
            key = (id(table), int(slice_number))
            path = self.work / f"{key[0]}-{key[1]}-{number}.parquet"
            rows.write_parquet(path, compression="lz4", statistics=False)
            self.parts.setdefault(key, []).append(path)

    def rows(self, table: Table, number: int) -> pl.DataFrame:
        """The rows of a table in one slice, by row number."""
        if self.kampung is None:
            return self.held.pop(id(table), pl.DataFrame())
        paths = self.parts.pop((id(table), number), [])
        frames = [pl.read_parquet(path) for path in paths]
        for path in paths:
            path.unlink()
        return pl.concat(frames, rechunk=True) if frames else pl.DataFrame()

    def repeated(self, tables: list[Table]) -> list[pl.DataFrame]:
        """For each table the ids that the import holds more than once, with the row that counts."""
        if not tables:
            return []
        found = pl.concat(
            self.ids[id(table)].with_columns(pl.lit(number).alias("_table"))
            for number, table in enumerate(tables)
        )
        again = found.filter(pl.col("id").is_duplicated())
        first = again.unique("id", keep="first", maintain_order=True)
        return [
            first.select(
                "id",
                # A row of an earlier table counts: none of this table can be it.
                pl.when(pl.col("_table") == number).then(ROW).otherwise(0).alias("first_row"),
            )
            for number, _ in enumerate(tables)
        ]


def _ids(batch: pl.DataFrame) -> pl.DataFrame:
    """The ids of the source in a batch with their rows; none where the file has no ids."""
    if "id" not in batch.columns:
        return pl.DataFrame(schema={ROW: pl.UInt32, "id": pl.Int64})
    number = pl.col("id").str.strip_chars().cast(pl.Int64, strict=False)
    return batch.select(pl.col(ROW).cast(pl.UInt32), number).drop_nulls()


def _write_findings(run: Run) -> None:
    for found in run.gathered:
        for severity, count in found.counts.items():
            total = run.checked.findings
            total[severity] = total.get(severity, 0) + count
    frames = [found.frame() for found in run.gathered]
    empty = pl.DataFrame(schema=dict(FINDINGS))
    pl.concat([empty, *frames]).write_parquet(run.folder / FINDINGS_FILE)
