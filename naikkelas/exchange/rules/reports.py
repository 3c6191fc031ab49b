"""Report versions and activities of an import, one part of a table at a time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from naikkelas.exchange.rules import checks
from naikkelas.exchange.rules.hashing import row_hashes
from naikkelas.exchange.rules.identifiers import identifiers
from naikkelas.exchange.rules.kampung import dotted, tally
from naikkelas.exchange.rules.layouts import Layout
from naikkelas.exchange.rules.locks import refuse_locked
from naikkelas.exchange.rules.sieve import DOUBTED, REFUSED, Options, Sieve
from naikkelas.exchange.rules.tables import ROW, Severity
from naikkelas.lib.fields import Kind
from naikkelas.registry.rules.limits import Sentence
from naikkelas.registry.rules.schema import AGE_COLUMNS, PENDUDUK

STORED: Mapping[str, Any] = {
    "stored_uuid": pl.String,
    "kabupaten_code": pl.String,
    "source_id": pl.Int64,
    "stored_hash": pl.String,
}
"""Rows of one form that are stored and not withdrawn, without those of other kabupaten."""

_NO_KAMPUNG = Sentence(
    "Kampung {value} tidak dikenal.",
    "Sertakan kampung ini pada lembar Kampung, atau perbaiki kodenya.",
)
_PARENT_REFUSED = Sentence(
    "Kampung {value} ditolak, jadi laporannya ikut ditolak.", "Perbaiki baris kampungnya dahulu."
)
_SEVERAL = Sentence(
    "Kampung {value} ada di beberapa kabupaten.", "Impor satu kabupaten sekali jalan."
)
_TWICE = Sentence("ID {value} ada dua kali; yang pertama dipakai.", "Hapus salah satu baris.")
_MARKED_TWICE = Sentence(
    "Kampung ini punya dua versi bertanda aktif; hanya yang terbaru tetap bertanda.",
    "Tidak perlu tindakan; semua versi disimpan.",
)
_DOUBLE = Sentence("Isi baris ini sama dengan baris lain dan dilewati.", "Tidak perlu tindakan.")


@dataclass(frozen=True)
class Context:
    """What one part is compared with.

    `stored` are the hashes of this form; `history` gives its stored figures and `penduduk` those
    of penduduk reports (columns `@…`), both asked only when there is a row to judge; `repeated`
    are the ids that the file holds more than once, with the row that counts.
    """

    links: pl.DataFrame
    stored: pl.DataFrame
    history: Callable[[], pl.DataFrame]
    penduduk: Callable[[], pl.DataFrame]
    repeated: pl.DataFrame


@dataclass(frozen=True)
class Part:
    """The rows of one part: `rows` to store (new and changed), `all` that were accepted."""

    rows: pl.DataFrame
    all: pl.DataFrame
    tally: dict[str, int]


def check(sieve: Sieve, context: Context, options: Options) -> Part:
    """All checks on one part of a table of reports or activities."""
    _prepare(sieve)
    _find_kampung(sieve, context.links)
    _twice(sieve, context.repeated)
    sieve.hard_rules(options)
    _compare(sieve, context.stored)
    refuse_locked(sieve, options)
    _demote(sieve)
    _doubt(sieve, context)
    rows = sieve.frame
    accepted = rows.filter(~pl.col(REFUSED))
    to_store = accepted.filter(pl.col("status") != "same")
    named = to_store.with_columns(identifiers(to_store.height).alias("id_uuid"))
    return Part(named, accepted, tally(rows))


def _prepare(sieve: Sieve) -> None:
    frame = sieve.frame
    if "id" not in frame.columns:
        frame = frame.with_columns(pl.lit(None, pl.Int64).alias("id"))
    if "kode_desa" in frame.columns:
        frame = frame.with_columns(dotted())
    if "tanggal_isi" in frame.columns:
        frame = frame.with_columns(_period(frame))
        marked = (
            pl.col("aktif").fill_null(value=False) if "aktif" in frame.columns else pl.lit(False)
        )
        frame = frame.with_columns(marked.alias("aktif"))
    sieve.replace(frame)


def _period(frame: pl.DataFrame) -> list[pl.Expr]:
    """Year and month; those of the day of entry where the file does not tell."""
    entered = pl.col("tanggal_isi")
    from_entry = {"tahun": entered.dt.year(), "bulan": entered.dt.month()}
    return [
        (pl.coalesce(name, value) if name in frame.columns else value).cast(pl.Int16).alias(name)
        for name, value in from_entry.items()
    ]


def _find_kampung(sieve: Sieve, links: pl.DataFrame) -> None:
    """By the source's id where the row gives one, else by the village's live kampung."""
    frame = sieve.frame
    names = [name for name in ("kampung_id", "kode_desa") if name in frame.columns]
    found = [
        frame.select(name)
        .join(_lookup(links, name), on=name, how="left", maintain_order="left")
        .select("kampung_uuid", "kabupaten_code", "refused", "_places")
        for name in names
    ]
    for column in found[0].columns:
        values = [pl.lit(part.get_column(column)) for part in found]
        frame = frame.with_columns(pl.coalesce(values).alias(column))
    sieve.replace(frame)
    _refuse_without_kampung(sieve, names)
    sieve.replace(sieve.frame.drop("refused", "_places"))


def _refuse_without_kampung(sieve: Sieve, names: Sequence[str]) -> None:
    column = names[0]
    if len(names) == 2 and sieve.raw.get_column("kampung_id").null_count() == sieve.raw.height:
        column = "kode_desa"
    here = ~pl.col(REFUSED)
    several = pl.col("_places") > 1
    sieve.refuse(here & several, "kampung_di_beberapa_kabupaten", _SEVERAL, column=column)
    sieve.refuse(here & pl.col("refused"), "kampung_ditolak", _PARENT_REFUSED, column=column)
    unknown = here & pl.col("kampung_uuid").is_null()
    sieve.refuse(unknown, "kampung_tidak_dikenal", _NO_KAMPUNG, column=column)


def _lookup(links: pl.DataFrame, name: str) -> pl.DataFrame:
    return _by_id(links) if name == "kampung_id" else _by_village(links)


def _by_id(links: pl.DataFrame) -> pl.DataFrame:
    known = links.filter(pl.col("source_id").is_not_null()).rename({"source_id": "kampung_id"})
    # Two systems number their kampung alike: an id that the set itself holds means its own.
    known = known.filter(pl.col("own") | ~pl.col("own").any().over("kampung_id"))
    places = pl.col("kabupaten_code").filter(~pl.col("refused")).n_unique()
    return (
        known.sort("refused", maintain_order=True)
        .group_by("kampung_id", maintain_order=True)
        .agg(
            pl.col("kampung_uuid", "kabupaten_code", "refused").first(),
            places.cast(pl.UInt32).alias("_places"),
        )
    )


def _by_village(links: pl.DataFrame) -> pl.DataFrame:
    return (
        links.filter(pl.col("live") | pl.col("refused"))
        .sort("refused", maintain_order=True)
        .unique("kode_desa", keep="first", maintain_order=True)
        .select(
            "kode_desa",
            "kampung_uuid",
            "kabupaten_code",
            "refused",
            pl.lit(1, pl.UInt32).alias("_places"),
        )
    )


def _twice(sieve: Sieve, repeated: pl.DataFrame) -> None:
    if repeated.is_empty():
        return
    first = sieve.frame.select("id").join(repeated, on="id", how="left", maintain_order="left")
    again = pl.lit(first.get_column("first_row")) != pl.col(ROW)
    sieve.refuse(again, "id_ganda", _TWICE, column="id")


def _compare(sieve: Sieve, stored: pl.DataFrame) -> None:
    """New, changed or the same as what is stored under the source's id, else under the content."""
    frame = sieve.frame.with_columns(row_hashes(sieve.layout, sieve.frame))
    if stored.is_empty():
        none = pl.lit(None, pl.String)
        frame = frame.with_columns(none.alias("stored_uuid"), none.alias("stored_hash"))
    else:
        frame = _join_stored(frame, stored)
    status = (
        pl.when(pl.col("stored_uuid").is_null())
        .then(pl.lit("new"))
        .when(pl.col("stored_hash") == pl.col("row_hash"))
        .then(pl.lit("same"))
        .otherwise(pl.lit("changed"))
    )
    sieve.replace(frame.with_columns(status.alias("status")))
    _skip_copies_without_id(sieve)


def _join_stored(frame: pl.DataFrame, stored: pl.DataFrame) -> pl.DataFrame:
    by_id = stored.filter(pl.col("source_id").is_not_null()).rename({"source_id": "id"})
    by_content = (
        stored.select(
            "kabupaten_code",
            pl.col("stored_hash").alias("row_hash"),
            pl.col("stored_uuid").alias("_same"),
        )
        .filter(pl.col("row_hash") != "")
        .unique(["kabupaten_code", "row_hash"])
    )
    frame = frame.join(by_id, on=["kabupaten_code", "id"], how="left", maintain_order="left")
    content = ["kabupaten_code", "row_hash"]
    frame = frame.join(by_content, on=content, how="left", maintain_order="left")
    nameless = pl.col("id").is_null() & pl.col("_same").is_not_null()
    return frame.with_columns(
        pl.when(nameless).then("_same").otherwise("stored_uuid").alias("stored_uuid"),
        pl.when(nameless).then("row_hash").otherwise("stored_hash").alias("stored_hash"),
    ).drop("_same")


def _skip_copies_without_id(sieve: Sieve) -> None:
    """A row without an id is known by its content, so its copy is the row itself."""
    nameless = pl.col("id").is_null() & (pl.col("status") == "new") & ~pl.col(REFUSED)
    again = nameless & ~pl.struct("id", "row_hash").is_first_distinct()
    mask = sieve.frame.select(again).to_series()
    if mask.any():
        sieve.findings.add(
            sieve.frame.filter(mask).select(ROW), Severity.SOFT, "baris_kembar", _DOUBLE
        )
        status = pl.when(mask).then(pl.lit("same")).otherwise("status")
        doubted = (pl.col(DOUBTED) | mask).alias(DOUBTED)
        sieve.replace(sieve.frame.with_columns(status.alias("status"), doubted))


def _demote(sieve: Sieve) -> None:
    """Of several marked versions of one kampung only the newest keeps the mark."""
    if "aktif" not in sieve.frame.columns:
        return
    marked = sieve.frame.filter(pl.col("aktif") & ~pl.col(REFUSED))
    older = (
        marked.sort("tanggal_isi", "id", ROW, nulls_last=True)
        .filter(~pl.col("kampung_uuid").is_last_distinct())
        .sort(ROW)
    )
    if older.is_empty():
        return
    loses = pl.col(ROW).is_in(older.get_column(ROW).implode())
    sieve.findings.add(
        older.select(ROW), Severity.SOFT, "tanda_aktif_ganda", _MARKED_TWICE, column="aktif"
    )
    sieve.replace(
        sieve.frame.with_columns(
            (pl.col("aktif") & ~loses).alias("aktif"), (pl.col(DOUBTED) | loses).alias(DOUBTED)
        )
    )


def counts_of(layout: Layout, columns: list[str]) -> list[str]:
    """The figures of a form that the table has."""
    return [
        field.name
        for field in layout.form.fields
        if field.kind is Kind.COUNT and field.name in columns and field.name != "jumlah_foto"
    ]


def figures(frame: pl.DataFrame) -> pl.DataFrame:
    """What penduduk reports say that bounds other reports: `@pus` … and `@penduduk`, all ages."""
    ages = [pl.col(name).cast(pl.Int64) for name in AGE_COLUMNS if name in frame.columns]
    people = pl.sum_horizontal(ages) if ages else pl.lit(None, pl.Int64)
    told = pl.any_horizontal(age.is_not_null() for age in ages) if ages else pl.lit(value=False)
    return frame.select(
        "kampung_uuid",
        "tanggal_isi",
        *(
            (pl.col(name) if name in frame.columns else pl.lit(None, pl.Int32))
            .cast(pl.Int32)
            .alias(f"@{name}")
            for name in checks.CONTEXT
        ),
        pl.when(told).then(people).alias("@penduduk"),
    )


def no_figures() -> pl.DataFrame:
    """`figures` of nothing."""
    empty = {"kampung_uuid": pl.String, "tanggal_isi": pl.Date}
    empty |= {field.name: pl.Int32 for field in PENDUDUK.fields}
    return figures(pl.DataFrame(schema=empty))


def _doubt(sieve: Sieve, context: Context) -> None:
    """Soft rules, only on rows that will be stored; their marks go into `doubts`."""
    news = pl.col("status") != "same"
    judged = "tanggal_isi" in sieve.frame.columns
    if not judged or sieve.frame.filter(news & ~pl.col(REFUSED)).is_empty():
        sieve.replace(sieve.frame.with_columns(pl.lit("").alias("doubts")))
        return
    counts = counts_of(sieve.layout, sieve.frame.columns)
    sieve.replace(_with_context(sieve.layout, sieve.frame, context, counts))
    found = checks.soft(sieve.layout, sieve.frame.columns)
    found += checks.historic(sieve.layout, counts)
    found = [_only(check, news) for check in found]
    broken = sieve.apply(found, Severity.SOFT)
    sieve.replace(
        sieve.frame.with_columns(checks.marks(sieve.frame, broken).alias("doubts")).drop(
            [checks.flag_name(*pair) for pair in broken]
            + [name for name in sieve.frame.columns if name[0] in "@<~"]
        )
    )


def _only(check: checks.Check, where: pl.Expr) -> checks.Check:
    return checks.Check(
        check.rule,
        check.column,
        check.label,
        check.broken & where,
        check.value,
        check.limit,
        check.of,
    )


def _with_context(
    layout: Layout, frame: pl.DataFrame, context: Context, counts: list[str]
) -> pl.DataFrame:
    """Each row with the newest penduduk figures of its day and its kampung's earlier figures."""
    if layout.code == "kkbpk":
        frame = (
            frame.sort("tanggal_isi", maintain_order=True, nulls_last=True)
            .join_asof(
                context.penduduk().sort("tanggal_isi"),
                on="tanggal_isi",
                by="kampung_uuid",
                check_sortedness=False,
            )
            .sort(ROW)
        )
    keys = ["kampung_uuid", "tanggal_isi", "id"]
    usable = frame.filter(~pl.col(REFUSED)).select(ROW, *keys, *counts)
    history = context.history()
    if not history.is_empty():
        older = history.join(
            frame.select(pl.col("stored_uuid")).drop_nulls(), on="stored_uuid", how="anti"
        )
        shared = [name for name in [*keys, *counts] if name in older.columns]
        usable = pl.concat([usable, older.select(shared)], how="diagonal")
    known = checks.with_history(usable, counts).filter(pl.col(ROW).is_not_null())
    extra = [name for name in known.columns if name[0] in "<~"]
    return frame.join(known.select(ROW, *extra), on=ROW, how="left", maintain_order="left")
