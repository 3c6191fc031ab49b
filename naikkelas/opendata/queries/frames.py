"""The rows of each public table, asked of the functions that the screens ask."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any  # Polars types, parameters of SQL

import polars as pl
from django.db import connection
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from naikkelas.activities.models import Kegiatan
from naikkelas.areas.models import Area
from naikkelas.areas.queries import identifiers_within
from naikkelas.areas.rules import codes
from naikkelas.areas.rules.settings import CORRECTED, INSTRUMENTS
from naikkelas.classification.models import AreaSummary, Basis
from naikkelas.classification.queries import facts, standings
from naikkelas.classification.rules.facts import SCORED_COLUMNS, window_start
from naikkelas.instruments.queries import several
from naikkelas.lib.columns import read_frame
from naikkelas.lib.suppression import suppress_list
from naikkelas.opendata.queries.places import Place
from naikkelas.opendata.rules import adding, tables
from naikkelas.opendata.rules.addresses import NATION
from naikkelas.registry.models import KampungKB, State
from naikkelas.roadmap.models import Step
from naikkelas.roadmap.queries import steps_in_force
from naikkelas.themes.models import ThemeAward, ThemeMembership
from naikkelas.themes.queries.catalogue import catalogue_of


def rows_of(place: Place, table: str, cutoff: date) -> pl.DataFrame:
    """The rows of a table, with the columns of its definition."""
    return tables.fit(tables.TABLES[table], _MAKERS[table](place, cutoff))


# Kampung and scores -----------------------------------------------------------------------------

_WHERE_IT_LIES: dict[str, Any] = {
    "kampung_uuid": pl.String,
    "tanggal_pencanangan": pl.Date,
    "lintang": pl.Float64,
    "bujur": pl.Float64,
    "nama_desa": pl.String,
    "kode_kecamatan": pl.String,
    "nama_kecamatan": pl.String,
    "kode_kabupaten": pl.String,
    "nama_kabupaten": pl.String,
}
_SELECT_PLACES = (
    "SELECT k.id, k.tanggal_pencanangan, k.lintang, k.bujur, v.name, s.code, s.name, d.code, "
    "d.name FROM registry_kampungkb k JOIN areas_area v ON v.code = k.village_id "
    "JOIN areas_area s ON s.code = v.parent_id JOIN areas_area d ON d.code = s.parent_id"
)


def _classed(place: Place, cutoff: date, instrument: str) -> pl.DataFrame:
    found = standings(place.code, cutoff=cutoff, instrument=instrument, basis=Basis.VERIFIED)
    return found.with_columns(
        pl.col("^indeks_.*$").round(2),
        pl.lit(cutoff).alias("tanggal_hitung"),
        pl.lit(instrument).alias("aturan"),
        pl.col("is_example").alias("contoh"),
    )


def _kampung(place: Place, cutoff: date) -> pl.DataFrame:
    found = _classed(place, cutoff, place.instrument)
    corrected = _classed(place, cutoff, CORRECTED).select(
        "kampung_uuid", pl.col("klasifikasi").alias("kelas_terkoreksi")
    )
    where, params = _within("k.village_id", place.code)
    lies = read_frame(connection, f"{_SELECT_PLACES} WHERE {where}", params, _WHERE_IT_LIES)
    others = {
        scheme: pl.col("kode_desa").replace_strict(
            identifiers_within(place.code, scheme), default=None, return_dtype=pl.String
        )
        for scheme in ("bps", "opensid", "openkab")
    }
    labels = place.settings["level_labels"]
    return (
        found.join(corrected, on="kampung_uuid", how="left", maintain_order="left")
        .join(lies, on="kampung_uuid", how="left", maintain_order="left")
        .with_columns(
            *(one.alias(f"kode_{scheme}") for scheme, one in others.items()),
            pl.col("kode_desa").str.slice(0, 2).alias("kode_provinsi"),
            pl.col("klasifikasi").alias("kelas"),
            pl.col("klasifikasi")
            .replace_strict(labels, default=None, return_dtype=pl.String)
            .alias("sebutan_kelas"),
            pl.col("is_double").alias("ganda"),
        )
    )


def _scores(place: Place, cutoff: date) -> pl.DataFrame:
    return _classed(place, cutoff, place.instrument)


def _within(column: str, area_code: str) -> tuple[str, list[Any]]:
    if not area_code:
        return "1 = 1", []
    first, after = codes.subtree(area_code)
    if after:
        return f"{column} >= %s AND {column} < %s", [first, after]
    return f"{column} >= %s", [first]


# Areas ------------------------------------------------------------------------------------------

_CELLS = MappingProxyType(
    {
        "kode_wilayah": "area_code",
        "tingkat": "depth",
        "kode_induk": "parent_code",
        "tanggal_hitung": "cutoff",
        "aturan": "instrument",
        "kampung": "kampung",
        "belum_pernah_lapor": "never_reported",
        "belum_lapor": "belum_lapor",
        "dasar": "dasar",
        "berkembang": "berkembang",
        "mandiri": "mandiri",
        "berkelanjutan": "berkelanjutan",
        "tanpa_kelas": "without_level",
        "naik": "rose",
        "turun": "fell",
        "segar": "fresh",
        "kelengkapan_jumlah": "completeness_sum",
    }
)


def _summaries(place: Place, cutoff: date) -> pl.DataFrame:
    """The cells of the cube that the dashboards read."""
    cells = AreaSummary.objects.filter(cutoff=cutoff, basis=Basis.VERIFIED, depth__lte=3)
    cells = cells.filter(_inside("area_code", place.code)).order_by("area_code", "instrument")
    schema = {
        name: tables.SUMMARY.schema.get(name, pl.Int64)
        for name in _CELLS
    }  # fmt: skip
    found = pl.DataFrame(list(cells.values_list(*_CELLS.values())), schema=schema, orient="row")
    made_up = _made_up(place)
    return found.with_columns(
        pl.col("kode_wilayah")
        .replace_strict(_names(place, 3), default="Indonesia", return_dtype=pl.String)
        .alias("nama_wilayah"),
        pl.col("kode_wilayah").is_in(made_up).alias("contoh"),
        pl.when(pl.col("kampung") > 0)
        .then((pl.col("kelengkapan_jumlah") / pl.col("kampung")).round(1))
        .alias("kelengkapan_rata"),
        pl.when(pl.col("kode_induk") != "").then("kode_induk").alias("kode_induk"),
    ).with_columns(
        pl.when(pl.col("kode_wilayah") == "")
        .then(pl.lit(NATION))
        .otherwise("kode_wilayah")
        .alias("kode_wilayah")
    )


def _inside(column: str, area_code: str) -> Q:
    """The area itself and its subtree; all for the nation."""
    if not area_code:
        return Q()
    first, after = codes.subtree(area_code)
    return Q(**{f"{column}__gte": first}, **({f"{column}__lt": after} if after else {}))


def _names(place: Place, deepest: int) -> dict[str, str]:
    found = Area.objects.within(place.code).filter(level__lte=deepest)
    return dict(found.values_list("code", "name"))


def _made_up(place: Place) -> list[str]:
    """The areas, from the nation down, in which some kampung is an example."""
    found = KampungKB.objects.within(place.code).filter(is_example=True)
    villages = set(found.values_list("village_id", flat=True))
    return sorted({above for village in villages for above in codes.lineage(village)[:-1]})


def _areas(place: Place, cutoff: date) -> pl.DataFrame:
    found = Area.objects.within(place.code).filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=cutoff),
        Q(valid_until__isnull=True) | Q(valid_until__gte=cutoff),
    )
    columns = ("code", "name", "kind", "level", "parent_id", "valid_from")
    names = ("kode_wilayah", "nama_wilayah", "jenis", "tingkat", "kode_induk", "berlaku_sejak")
    schema = {name: tables.AREAS.schema[name] for name in names}
    rows = list(found.order_by("code").values_list(*columns))
    bps = identifiers_within(place.code, "bps")
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        pl.col("kode_wilayah")
        .replace_strict(bps, default=None, return_dtype=pl.String)
        .alias("kode_bps")
    )


# Reports ----------------------------------------------------------------------------------------


def _reports(place: Place, cutoff: date) -> pl.DataFrame:
    """Kabupaten by kabupaten, so that the file of a province holds what theirs hold."""
    measures = tables.measures(SCORED_COLUMNS)
    names, made_up = _names(place, 3), set(_made_up(place))
    rows = [
        {
            "kode_kabupaten": kabupaten,
            "kode_wilayah": line.area,
            "nama_wilayah": names.get(line.area, line.area),
            "tanggal_hitung": cutoff,
            "kelompok": line.measure.group,
            "ukuran": line.measure.code,
            "nama_ukuran": line.measure.label,
            "satuan": line.measure.unit,
            "kampung_melapor": line.reporting,
            "jumlah": line.total,
            "disamarkan": line.is_hidden,
            "contoh": line.area in made_up,
        }
        for kabupaten in _kabupaten(place)
        for line in _lines(kabupaten, cutoff, measures)
    ]
    return pl.DataFrame(rows, schema=tables.REPORTS.schema)


def _kabupaten(place: Place) -> list[str]:
    if not place.is_large:
        return [place.code]
    found = KampungKB.objects.live().within(place.code).order_by()
    return sorted(found.values_list("kabupaten_code", flat=True).distinct())


def _lines(kabupaten: str, cutoff: date, measures: tuple[tables.Measure, ...]) -> list[adding.Told]:
    """From the endorsed version of each report that counts; of doubles the first one only.

    A negative figure, which an import "as reported" may hold, counts as not filled in.
    """
    forms = ("penduduk", "kkbpk")
    known = facts(kabupaten, basis=Basis.VERIFIED, only=forms)
    found = known.kampung.filter(~pl.col("is_double")).select("k", "kode_desa")
    for form in forms:
        names = [one.code for one in measures if one.form == form]
        counted = known.counted(form, cutoff).select("k", *names)
        found = found.join(counted, on="k", how="left")
    names = [one.code for one in measures]
    found = found.with_columns(pl.when(pl.col(name) >= 0).then(name).alias(name) for name in names)
    rows = ((row["kode_desa"], row) for row in found.iter_rows(named=True))
    return adding.told(kabupaten, adding.by_kecamatan(rows), measures)


# Activities, themes, steps ----------------------------------------------------------------------

_KAMPUNG_KEYS = ("kampung__village_id", "kampung__source_id", "kampung__nama")
_KAMPUNG_NAMES = ("kode_desa", "kampung_id_asal", "nama")


def _activities(place: Place, cutoff: date) -> pl.DataFrame:
    found = Kegiatan.objects.filter(
        _inside("kampung__village_id", place.code),
        kampung__is_active=True,
        kampung__withdrawn_at__isnull=True,
        withdrawn_at__isnull=True,
        state=State.ENDORSED,
        tanggal__gt=window_start(cutoff),
        tanggal__lte=cutoff,
    ).order_by("kampung__village_id", "tanggal", "recorded_at", "id")
    columns = ("tanggal", "kategori", "inpres_kegiatan", "sasaran", "instansi")
    rows = found.values_list(
        *_KAMPUNG_KEYS, *columns, "peserta_l", "peserta_p", "kampung__is_example"
    )
    names = (*_KAMPUNG_NAMES, "tanggal", "fungsi_keluarga", "inpres_kegiatan", "sasaran",
             "instansi", "peserta_l", "peserta_p", "contoh")  # fmt: skip
    told = [(*row[:8], *_participants(row[8], row[9]), row[10]) for row in rows.iterator(2_000)]
    return _table(tables.ACTIVITIES, names, told)


def _participants(men: int | None, women: int | None) -> tuple[int | None, int | None]:
    """Both counts, or what may be told of them; an absent one stays absent."""
    shown, _ = suppress_list([men or 0, women or 0])
    return shown[0] if men is not None else None, shown[1] if women is not None else None


def _themes(place: Place, cutoff: date) -> pl.DataFrame:
    awards = ThemeAward.objects.filter(membership=OuterRef("pk"), awarded_on__lte=cutoff)
    newest = awards.order_by("-awarded_on", "-recorded_at", "-id").values("level")[:1]
    found = (
        ThemeMembership.objects.filter(
            _inside("kampung__village_id", place.code),
            Q(since__isnull=True) | Q(since__lte=cutoff),
            Q(until__isnull=True) | Q(until__gt=cutoff),
            kampung__is_active=True,
            kampung__withdrawn_at__isnull=True,
            withdrawn_at__isnull=True,
        )
        .annotate(level=Subquery(newest), made_up=Coalesce(F("kampung__is_example"), False))
        .order_by("kampung__village_id", "theme", "id")
    )
    rows = found.values_list(*_KAMPUNG_KEYS, "theme", "since", "level", "made_up", "kabupaten_code")
    words: dict[str, Mapping[str, Any]] = {}
    told = []
    for *kampung, theme, since, level, made_up, kabupaten in rows:
        if kabupaten not in words:
            words[kabupaten] = catalogue_of(kabupaten, closed=True).themes
        known = words[kabupaten].get(theme)
        told.append((*kampung, theme, known.name if known else theme, since, level, made_up))
    names = (*_KAMPUNG_NAMES, "tema", "nama_tema", "sejak", "tingkat", "contoh")
    return _table(tables.THEMES, names, told)


def _steps(place: Place, cutoff: date) -> pl.DataFrame:
    found = (
        steps_in_force(Step.objects.all())
        .filter(
            _inside("kampung__village_id", place.code),
            kampung__is_active=True,
            kampung__withdrawn_at__isnull=True,
            scenario__in_force_since__isnull=False,
            scenario__cutoff__lte=cutoff,
        )
        .order_by("kampung__village_id", "planned_for", "position", "id")
    )
    columns = ("action", "name", "year", "quarter", "planned_for", "scenario__is_example")
    names = (*_KAMPUNG_NAMES, "tindakan", "nama_tindakan", "tahun", "triwulan", "rencana",
             "contoh")  # fmt: skip
    return _table(tables.STEPS, names, list(found.values_list(*_KAMPUNG_KEYS, *columns)))


def _table(table: tables.Table, names: tuple[str, ...], rows: list[Any]) -> pl.DataFrame:
    """Rows of the database as a frame; numbers of a source become text, no text becomes absent."""
    place = names.index("kampung_id_asal")
    made = [
        tuple(
            (None if cell is None else str(cell)) if number == place else (cell or None)
            if isinstance(cell, str) else cell
            for number, cell in enumerate(row)
        )
        for row in rows
    ]  # fmt: skip
    return pl.DataFrame(made, schema={name: table.schema[name] for name in names}, orient="row")


# Instruments ------------------------------------------------------------------------------------


def _instruments(place: Place, cutoff: date) -> pl.DataFrame:
    rows = [
        {
            "aturan": rule.id,
            "versi": rule.version,
            "judul": rule.title,
            "sha256": rule.sha256,
            "dimensi": one.dimension,
            "indikator": one.code,
            "nama_indikator": one.name,
            "satuan": one.unit,
            "rumus": one.value_text,
            "skor": band.score,
            "batas": band.text,
            "arti": band.rule or None,
            "sumber": one.source,
        }
        for rule in several(INSTRUMENTS).values()
        for one in rule.indicators
        for band in one.bands
    ]
    return pl.DataFrame(rows, schema=tables.INSTRUMENTS.schema)


_MAKERS: Mapping[str, Callable[[Place, date], pl.DataFrame]] = MappingProxyType(
    {
        "kampung": _kampung,
        "skor": _scores,
        "ringkasan": _summaries,
        "laporan": _reports,
        "kegiatan": _activities,
        "tema": _themes,
        "langkah": _steps,
        "instrumen": _instruments,
        "wilayah": _areas,
    }
)
