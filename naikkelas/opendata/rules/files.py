"""A frame as the files that people and machines take: CSV, XLSX, JSON, GeoJSON, Parquet.

Each is written to a path piece by piece, so that memory does not grow with the file but by the
frame itself.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any  # GeoJSON geometries, JSON values

import polars as pl
import xlsxwriter

from naikkelas.opendata.rules.tables import (
    BOUNDARY,
    EXTENSIONS,
    NO_PLACE,
    POINT,
    POINT_OF_AREA,
    Table,
)

MOST_WORKBOOK_ROWS = 1_000_000
"""A sheet ends at 1,048,576 rows; a table beyond this has no workbook."""
_RISKY = r"^[ \u00a0']*[=+\-@\t\r\n]"
_AT_A_TIME = 5_000


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself."""

    table: Table
    area_code: str
    area_name: str
    cutoff: date
    revision: int
    producer: str
    licence: str
    licence_url: str
    is_example: bool

    @property
    def title(self) -> str:
        return f"{self.table.title}, {self.area_name}"

    def told(self) -> dict[str, Any]:
        """The same as JSON; keys as in the other files."""
        return {
            "tabel": self.table.code,
            "judul": self.title,
            "uraian": self.table.description,
            "bentuk_geojson": self.table.drawn,
            "tidak_dimuat": self.table.left_out,
            "kode_wilayah": self.area_code or "nasional",
            "tanggal_hitung": self.cutoff.isoformat(),
            "versi": self.revision,
            "produsen_data": self.producer,
            "lisensi": self.licence_url,
            "contoh": self.is_example,
        }


Shapes = Mapping[str, Any]
"""Code of an area → its boundary or a point in it, or of a village → the point of its kampung, in
GeoJSON."""


def extensions_of(rows: int) -> tuple[str, ...]:
    """The files that a table with so many rows has: all of them, or all but the workbook."""
    return tuple(one for one in EXTENSIONS if one != "xlsx" or rows <= MOST_WORKBOOK_ROWS)


def write(path: Path, extension: str, frame: pl.DataFrame, about: About, shapes: Shapes) -> None:
    """One file; KeyError for an ending that is none of `tables.EXTENSIONS`."""
    _WRITERS[extension](path, frame, about, shapes)


def harmless(frame: pl.DataFrame) -> pl.DataFrame:
    """Texts that a spreadsheet would run get a quote in front, as in `lib.sheets.harmless`."""
    return frame.with_columns(
        pl.when(pl.col(pl.String).str.contains(_RISKY))
        .then(pl.lit("'") + pl.col(pl.String))
        .otherwise(pl.col(pl.String))
        .name.keep()
    )


def _csv(path: Path, frame: pl.DataFrame, about: About, shapes: Shapes) -> None:
    """UTF-8 without BOM, comma, LF, an absent value empty (architecture decision 10)."""
    harmless(frame).write_csv(path)


def _parquet(path: Path, frame: pl.DataFrame, about: About, shapes: Shapes) -> None:
    told = {key: str(value) for key, value in about.told().items()}
    frame.write_parquet(path, metadata=told)


def _json(path: Path, frame: pl.DataFrame, about: About, shapes: Shapes) -> None:
    head = json.dumps(about.told() | {"kolom": list(frame.columns)}, ensure_ascii=False)
    with path.open("w", encoding="utf-8") as out:
        out.write(head[:-1] + ', "data": [')
        for number, row in enumerate(_rows(frame)):
            out.write((",\n" if number else "\n") + _dumped(row))
        out.write("\n]}\n")


def _geojson(path: Path, frame: pl.DataFrame, about: About, shapes: Shapes) -> None:
    """RFC 7946: WGS 84, longitude first; what has no place has a null geometry."""
    head = json.dumps({"type": "FeatureCollection"} | about.told(), ensure_ascii=False)
    with path.open("w", encoding="utf-8") as out:
        out.write(head[:-1] + ', "features": [')
        for number, row in enumerate(_rows(frame)):
            feature = {"type": "Feature", "geometry": _place(row, about, shapes), "properties": row}
            out.write((",\n" if number else "\n") + _dumped(feature))
        out.write("\n]}\n")


def _place(row: Mapping[str, Any], about: About, shapes: Shapes) -> Any:
    place = about.table.place
    if place == NO_PLACE:
        return None
    if place != POINT:
        of_area = place in (BOUNDARY, POINT_OF_AREA)
        return shapes.get(row["kode_wilayah" if of_area else "kode_desa"])
    if row["lintang"] is None or row["bujur"] is None:
        return None
    return {"type": "Point", "coordinates": [row["bujur"], row["lintang"]]}


def _rows(frame: pl.DataFrame) -> Iterator[dict[str, Any]]:
    for part in frame.iter_slices(_AT_A_TIME):
        yield from part.iter_rows(named=True)


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


# Workbook ---------------------------------------------------------------------------------------


def _xlsx(path: Path, frame: pl.DataFrame, about: About, shapes: Shapes) -> None:
    """Three sheets: the rows under their labels, what each column means, and the file itself."""
    book = xlsxwriter.Workbook(
        str(path),
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    head = book.add_format({"bold": True, "bg_color": "#DCEBE9", "border": 1, "text_wrap": True})
    labels = [column.label for column in about.table.columns]
    _sheet(book, head, "Data", labels, frame.iter_rows(), 18)
    dictionary = [
        (one.code, one.label, one.meaning, one.unit, one.type, one.missing, one.source)
        for one in about.table.columns
    ]
    _sheet(book, head, "Kamus", DICTIONARY, iter(dictionary), 30)
    told = [(key, str(value)) for key, value in about.told().items()]
    _sheet(book, head, "Keterangan", ("Keterangan", "Isi"), iter(told), 40)
    book.close()


DICTIONARY = ("Kolom", "Nama", "Arti", "Satuan", "Jenis", "Bila kosong", "Sumber")


def _sheet(
    book: Any, head: Any, name: str, headings: Any, rows: Iterator[tuple[Any, ...]], width: int
) -> None:
    page = book.add_worksheet(name)
    page.set_column(0, len(headings) - 1, width)
    page.freeze_panes(1, 0)
    for place, heading in enumerate(headings):
        page.write_string(0, place, heading, head)
    for number, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            if isinstance(cell, bool):
                page.write_string(number, place, "ya" if cell else "tidak")
            elif isinstance(cell, int | float):
                page.write_number(number, place, cell)
            elif cell is not None:
                page.write_string(number, place, str(cell))


_WRITERS: Mapping[str, Callable[[Path, pl.DataFrame, About, Shapes], None]] = MappingProxyType(
    {"csv": _csv, "xlsx": _xlsx, "json": _json, "geojson": _geojson, "parquet": _parquet}
)
