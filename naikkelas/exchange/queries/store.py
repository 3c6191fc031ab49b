"""What the database knows that the rows of an import are compared with."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import polars as pl
from django.db import connection, models

from naikkelas.activities.models import Kegiatan
from naikkelas.areas.models import Area, Level
from naikkelas.exchange.queries.writes import writes_into
from naikkelas.exchange.rules import kampung, reports
from naikkelas.exchange.rules.hashing import row_hashes
from naikkelas.exchange.rules.layouts import KAMPUNG_TABLE, Layout
from naikkelas.lib import columns
from naikkelas.lib.fields import Kind
from naikkelas.registry.models import KKBPK, KampungKB, Penduduk, Profil

MODELS: Mapping[str, type[models.Model]] = {
    "kampung": KampungKB,
    "penduduk": Penduduk,
    "profil": Profil,
    "kkbpk": KKBPK,
    "intervensi": Kegiatan,
}
_TYPES: dict[Kind, Any] = {
    Kind.FLAG: pl.Boolean,
    Kind.COUNT: pl.Int32,
    Kind.DATE: pl.Date,
    Kind.DECIMAL: pl.Float64,
}

PERIOD: dict[str, Any] = {
    "tahun": pl.Int16,
    "bulan": pl.Int16,
    "tanggal_isi": pl.Date,
    "aktif": pl.Boolean,
}


class DatabaseStore:
    """`checking.Store` on the database, for one area and its subtree."""

    def __init__(self, area_code: str) -> None:
        self.area_code = area_code
        self.writes_before = writes_into(area_code)
        """What an import that is applied later is held against: asked before anything else."""

    def villages(self) -> pl.DataFrame:
        """The villages of the area with their heirs."""
        condition, params = self._within("area.code")
        table = Area._meta.db_table
        query = (
            f"SELECT area.code, area.name, area.valid_until IS NULL, heir.code, heir.name "
            f"FROM {table} area LEFT JOIN {table} heir ON heir.code = area.replaced_by_id "
            f"WHERE area.level = %s AND {condition}"
        )
        return read_frame(query, [int(Level.VILLAGE), *params], kampung.VILLAGES)

    def kampung(self) -> pl.DataFrame:
        """The kampung of the area that are not withdrawn."""
        return self._known_kampung

    @cached_property
    def _known_kampung(self) -> pl.DataFrame:
        keys = {name: kind for name, kind in kampung.STORED.items() if name != "content_hash"}
        return self._kampung(keys)

    def content_hashes(self) -> pl.DataFrame:
        """The fingerprint of what each of them says now: kampung_uuid, content_hash."""
        fields = {field.name: type_of(field.kind) for field in KAMPUNG_TABLE.form.fields}
        keys = {name: kampung.STORED[name] for name in ("kampung_uuid", "kode_desa", "is_active")}
        frame = self._kampung(keys | fields)
        content = frame.with_columns(*blank_is_null(frame), pl.col("is_active").alias("aktif"))
        hashes = row_hashes(KAMPUNG_TABLE, content).alias("content_hash")
        return frame.select("kampung_uuid", hashes)

    def _kampung(self, schema: Mapping[str, Any]) -> pl.DataFrame:
        condition, params = self._within("village_id")
        stored = {"kampung_uuid": "id", "kode_desa": "village_id"}
        columns = ", ".join(stored.get(name, name) for name in schema)
        query = (
            f"SELECT {columns} FROM {KampungKB._meta.db_table} "
            f"WHERE withdrawn_at IS NULL AND {condition}"
        )
        return read_frame(query, params, schema)

    def hashes(self, layout: Layout, kabupaten: tuple[str, str]) -> pl.DataFrame:
        """What is stored of a form; rows that a person entered here are hashed on the way."""
        table = MODELS[layout.code]._meta.db_table
        low, high = self._reach(kabupaten)
        query = (
            f"SELECT id, kabupaten_code, source_id, row_hash FROM {table} "
            "WHERE withdrawn_at IS NULL AND batch_id IS NOT NULL "
            "AND kabupaten_code BETWEEN %s AND %s"
        )
        imported = read_frame(query, [low, high], reports.STORED)
        return pl.concat([imported, self._hashes_of_entered(layout, low, high)])

    def _hashes_of_entered(self, layout: Layout, low: str, high: str) -> pl.DataFrame:
        fields = {field.name: type_of(field.kind) for field in layout.form.fields}
        dated = layout.code == "intervensi"
        period: dict[str, Any] = (
            {}
            if dated
            else {"tahun": pl.Int16, "bulan": pl.Int16, "tanggal_isi": pl.Date, "aktif": pl.Boolean}
        )
        schema = {
            "stored_uuid": pl.String,
            "kabupaten_code": pl.String,
            "source_id": pl.Int64,
            "kampung_uuid": pl.String,
            **period,
            **fields,
        }
        stored = {"stored_uuid": "id", "kampung_uuid": "kampung_id", "aktif": "marked"}
        columns = ", ".join(stored.get(name, name) for name in schema)
        query = (
            f"SELECT {columns} FROM {MODELS[layout.code]._meta.db_table} "
            "WHERE withdrawn_at IS NULL AND batch_id IS NULL "
            "AND kabupaten_code BETWEEN %s AND %s"
        )
        frame = read_frame(query, [low, high], schema)
        frame = frame.with_columns(blank_is_null(frame))
        hashes = row_hashes(layout, frame).alias("stored_hash")
        return frame.with_columns(hashes).select(list(reports.STORED))

    def history(self, layout: Layout, kabupaten: tuple[str, str]) -> pl.DataFrame:
        """The figures of the stored versions of a form."""
        counts = {field.name: pl.Int32 for field in layout.form.fields if field.kind is Kind.COUNT}
        schema: dict[str, Any] = {
            "stored_uuid": pl.String,
            "kampung_uuid": pl.String,
            "tanggal_isi": pl.Date,
            "id": pl.Int64,
            **counts,
        }
        columns = ", ".join(["id", "kampung_id", "tanggal_isi", "source_id", *counts])
        query = (
            f"SELECT {columns} FROM {MODELS[layout.code]._meta.db_table} "
            "WHERE withdrawn_at IS NULL AND kabupaten_code BETWEEN %s AND %s"
        )
        return read_frame(query, list(self._reach(kabupaten)), schema)

    def _within(self, column: str) -> tuple[str, list[str]]:
        if not self.area_code:
            return "1 = 1", []
        return f"({column} = %s OR {column} LIKE %s)", [self.area_code, f"{self.area_code}.%"]

    def _reach(self, kabupaten: tuple[str, str]) -> tuple[str, str]:
        """The codes of kabupaten from the first to the last that can matter."""
        if len(self.area_code) >= 5:
            return self.area_code[:5], self.area_code[:5]
        if self.area_code:
            return max(kabupaten[0], self.area_code), min(kabupaten[1], f"{self.area_code}.99")
        return kabupaten


def read_frame(query: str, params: list[Any], schema: Mapping[str, Any]) -> pl.DataFrame:
    """Rows of the database, in one chunk (Polars 2.1 panics on text with emptied chunks)."""
    return columns.read_frame(connection, query, params, schema).rechunk()


def type_of(kind: Kind) -> Any:
    """The type of a field's column in frames."""
    return _TYPES.get(kind, pl.String)


def blank_is_null(frame: pl.DataFrame) -> list[pl.Expr]:
    """Tables keep text that was not filled in as the empty text."""
    return [
        pl.col(name).replace("", None) for name, kind in frame.schema.items() if kind == pl.String
    ]
