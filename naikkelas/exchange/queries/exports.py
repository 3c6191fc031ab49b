"""Tables out of the database: the neutral set, which imports again as it is, and the classes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
from django.db.models import F
from django.db.models.functions import ExtractMonth, ExtractYear

from naikkelas.areas.queries import path_of, setting
from naikkelas.classification import queries as classification
from naikkelas.classification.queries import Basis
from naikkelas.classification.rules.classify import classify
from naikkelas.classification.rules.machine import machine_table
from naikkelas.exchange.queries.store import MODELS, blank_is_null, read_frame, type_of
from naikkelas.exchange.rules import writing
from naikkelas.exchange.rules.layouts import KAMPUNG_TABLE, LAYOUTS, PENDUDUK_TABLE, Layout
from naikkelas.instruments.queries import in_use
from naikkelas.lib.dates import id_date
from naikkelas.registry.models import KampungKB, KampungQuerySet, Penduduk

CLASSES = "klasifikasi"
EXPORTS = (*LAYOUTS, CLASSES)
_PERSONAL = frozenset(
    field.name for layout in LAYOUTS.values() for field in layout.form.fields if field.personal
)


@dataclass(frozen=True)
class Export:
    """One table of an area. `personal` tells names and numbers of companions too.

    The classes of both bases stand in the table of classes; `basis` tells from which facts its
    scores and indexes come.
    """

    what: str
    area_code: str
    cutoff: date | None = None
    instrument: str = ""
    basis: str = Basis.DECLARED
    personal: bool = True
    parts: tuple[str, ...] = ()  # the areas within it to which the table is limited

    def csv(self) -> Iterator[bytes]:
        """The table for machines, kabupaten by kabupaten, so that a nation can be streamed."""
        first = True
        for frame in self._frames():
            yield writing.machine_csv(frame, header=first)
            first = False

    def xlsx(self) -> bytes:
        """The table for people: title, source, rule and cut-off above it."""
        frame = pl.concat(list(self._frames()), how="vertical_relaxed")
        target = BytesIO()
        writing.workbook(target, [self._sheet(frame.head(writing.MAX_WORKBOOK_ROWS))])
        return target.getvalue()

    @property
    def is_example(self) -> bool:
        """Whether any kampung of the area is made up."""
        return self._kampung.filter(is_example=True).exists()

    @property
    def _parts(self) -> tuple[str, ...]:
        return self.parts or (self.area_code,)

    @property
    def _kampung(self) -> KampungQuerySet:
        return KampungKB.objects.within_any(self._parts)

    @property
    def file_name(self) -> str:
        """Without its ending: what, where, and that it is an example."""
        parts = [self.what, self.area_code or "nasional"]
        if self.what == CLASSES:
            parts.append(self._cutoff().isoformat())
        return "-".join([*parts, "contoh"] if self.is_example else parts)

    def _frames(self) -> Iterator[pl.DataFrame]:
        if self.what == CLASSES:
            yield from map(self._classes, self._parts)
            return
        layout = LAYOUTS[self.what]
        columns = self._columns(layout)
        for part in self._parts:
            for kabupaten in _kabupaten(part) or [part]:
                frame = _rows(layout, part, kabupaten, personal=self.personal)
                yield frame.select(columns)

    def _columns(self, layout: Layout) -> list[str]:
        """Those of the neutral set, and what it cannot say otherwise: importing knows these too.

        A kampung without a source's id is named by `kode_desa`; a penduduk report about another
        month than that of its entry has `bulan` and `tahun`.
        """
        columns = list(layout.neutral)
        if layout is KAMPUNG_TABLE:
            return columns
        if layout is PENDUDUK_TABLE and self._has_month_of_its_own():
            columns[2:2] = ["bulan", "tahun"]
        if self._has_kampung_without_id():
            columns[2:2] = ["kode_desa"]
        return columns

    def _has_month_of_its_own(self) -> bool:
        entered = F("tanggal_isi")
        inside = self._kampung.filter(withdrawn_at__isnull=True)
        reports = Penduduk.objects.filter(withdrawn_at__isnull=True, kampung__in=inside)
        return reports.exclude(bulan=ExtractMonth(entered), tahun=ExtractYear(entered)).exists()

    def _has_kampung_without_id(self) -> bool:
        return self._kampung.filter(withdrawn_at__isnull=True, source_id__isnull=True).exists()

    def _classes(self, area_code: str) -> pl.DataFrame:
        """The columns of decision 10 on the basis asked for, then the basis and both classes."""
        rule, declared = in_use(self._instrument()), classification.facts(area_code)
        found = {
            Basis.DECLARED: classify(declared, rule, self._cutoff()),
            Basis.VERIFIED: classify(declared.accepted(), rule, self._cutoff()),
        }
        return machine_table(found[Basis(self.basis)], rule).with_columns(
            pl.lit(str(self.basis)).alias("dasar"),
            *(
                results["klasifikasi"].alias(f"klasifikasi_{basis}")
                for basis, results in found.items()
            ),
        )

    def _instrument(self) -> str:
        return self.instrument or str(setting(self.area_code, "instrument"))

    def _cutoff(self) -> date:
        return self.cutoff or classification.cutoff_of(self.area_code)

    def _sheet(self, frame: pl.DataFrame) -> writing.Sheet:
        if self.what != CLASSES:
            layout = LAYOUTS[self.what]
            headings = [layout.by_name[name].label for name in frame.columns]
            return writing.Sheet(layout.sheet, self._lines(layout.form.name), headings, frame)
        rule = in_use(self._instrument())
        indexes = [f"indeks_{dimension.code}" for dimension in rule.dimensions]
        words = setting(self.area_code, "level_labels")
        shown = frame.with_columns(
            pl.col(indexes).cast(pl.Float64), pl.col(_CLASS_COLUMNS).replace(words)
        )
        titles = {indicator.code: indicator.name for indicator in rule.indicators}
        headings = [titles.get(name, _CLASS_HEADINGS.get(name, name)) for name in frame.columns]
        return writing.Sheet(
            "Klasifikasi",
            [
                *self._lines("Klasifikasi Kampung KB"),
                f"Aturan: {rule.title}",
                f"Skor dan indeks: {self.basis}",
            ],
            headings,
            shown,
            dict.fromkeys(indexes, 2),
        )

    def _lines(self, title: str) -> list[str]:
        path = path_of(self.area_code) if self.area_code else []
        where = ", ".join(area.name for area in reversed(path)) or "Seluruh Indonesia"
        lines = [f"{title}: {where}"]
        if self.is_example:
            lines.append("CONTOH: data ini dibuat untuk mencoba, bukan laporan yang sebenarnya.")
        lines.append("Sumber: Naik Kelas, laporan kampung")
        if self.what == CLASSES:
            lines[-1] += f", per {id_date(self._cutoff())}"
        return lines


_ORDER = {"kampung": "kampung.id", "intervensi": "tanggal, report.source_id"}
_CLASS_HEADINGS = {
    "kode_desa": "Kode desa/kelurahan",
    "kampung_id_asal": "ID asal",
    "nama": "Nama",
    "indeks_input": "Indeks input",
    "indeks_proses": "Indeks proses",
    "indeks_output": "Indeks output",
    "klasifikasi": "Klasifikasi",
    "catatan": "Keterangan",
    "dasar": "Dasar skor dan klasifikasi",
    "klasifikasi_dilaporkan": "Klasifikasi dilaporkan",
    "klasifikasi_terverifikasi": "Klasifikasi terverifikasi",
}
_CLASS_COLUMNS = [name for name in _CLASS_HEADINGS if name.startswith("klasifikasi")]


def write_export(export: Export, path: Path) -> None:
    """Write a table to a file; its ending (.csv or .xlsx) tells the form."""
    with path.open("wb") as file:
        if path.suffix.lower() == ".xlsx":
            file.write(export.xlsx())
        else:
            for part in export.csv():
                file.write(part)


def _kabupaten(area_code: str) -> list[str]:
    """The kabupaten of the area that have kampung; one long area needs one part only."""
    if len(area_code) >= 5:
        return [area_code]
    codes = KampungKB.objects.within(area_code).filter(withdrawn_at__isnull=True)
    return sorted(set(codes.values_list("kabupaten_code", flat=True)))


def _rows(layout: Layout, area_code: str, kabupaten: str, *, personal: bool) -> pl.DataFrame:
    """The current rows of one kabupaten with every column that may be told, by village and date."""
    schema, columns = _selection(layout)
    table = MODELS[layout.code]._meta.db_table
    reach = area_code if len(area_code) > len(kabupaten) else kabupaten
    params: list[Any] = [reach, f"{reach}.%"]
    where = "(kampung.village_id = %s OR kampung.village_id LIKE %s)" if reach else "1 = 1"
    source = f"{KampungKB._meta.db_table} kampung"
    if layout is not KAMPUNG_TABLE:
        source += f" JOIN {table} report ON report.kampung_id = kampung.id"
        where += " AND report.withdrawn_at IS NULL"
    order = _ORDER.get(layout.code, "tanggal_isi, report.source_id")
    query = (
        f"SELECT {columns} FROM {source} WHERE kampung.withdrawn_at IS NULL AND {where} "
        f"ORDER BY kampung.village_id, kampung.source_id, {order}"
    )
    frame = read_frame(query, params if reach else [], schema)
    frame = frame.with_columns(blank_is_null(frame))
    if not personal:
        hidden = [name for name in frame.columns if name in _PERSONAL]
        frame = frame.with_columns(pl.lit(None, pl.String).alias(name) for name in hidden)
    return frame if layout is KAMPUNG_TABLE else _as_neutral(frame)


def _selection(layout: Layout) -> tuple[dict[str, Any], str]:
    """The columns of a table with their types, and as SQL names them."""
    fields = {field.name: type_of(field.kind) for field in layout.form.fields}
    if layout is KAMPUNG_TABLE:
        schema = {"id": pl.Int64, "kode_desa": pl.String, **fields, "aktif": pl.Boolean}
        names = {"id": "source_id", "kode_desa": "village_id", "aktif": "is_active"}
        return schema, ", ".join(f"kampung.{names.get(name, name)}" for name in schema)
    record: dict[str, Any] = {"id": pl.Int64, "kampung_id": pl.Int64, "kode_desa": pl.String}
    if layout.code != "intervensi":
        record |= {
            "bulan": pl.Int16,
            "tahun": pl.Int16,
            "tanggal_isi": pl.Date,
            "aktif": pl.Boolean,
        }
    names = {
        "id": "report.source_id",
        "kampung_id": "kampung.source_id",
        "kode_desa": "kampung.village_id",
        "aktif": "report.marked",
    }
    schema = record | fields
    return schema, ", ".join(names.get(name, f"report.{name}") for name in schema)


def _as_neutral(frame: pl.DataFrame) -> pl.DataFrame:
    """Reports marked "ya" or not at all, with their village only where the kampung has no id."""
    marked = [pl.when(pl.col("aktif")).then(pl.lit(value=True)).alias("aktif")]
    nameless = pl.col("kampung_id").is_null()
    village = pl.when(nameless).then("kode_desa").alias("kode_desa")
    return frame.with_columns(*(marked if "aktif" in frame.columns else []), village)
