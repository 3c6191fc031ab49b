"""The kampung of an import: one live one per village, known by the source's id or the village."""

from dataclasses import dataclass

import polars as pl

from naikkelas.exchange.rules import checks
from naikkelas.exchange.rules.hashing import row_hashes
from naikkelas.exchange.rules.identifiers import identifiers
from naikkelas.exchange.rules.layouts import KAMPUNG_TABLE
from naikkelas.exchange.rules.sieve import DOUBTED, REFUSED, Options, Sieve
from naikkelas.exchange.rules.tables import ROW, Severity
from naikkelas.registry.rules.limits import Sentence

STORED = {
    "kampung_uuid": pl.String,
    "source_id": pl.Int64,
    "kode_desa": pl.String,
    "kabupaten_code": pl.String,
    "is_active": pl.Boolean,
    "is_double": pl.Boolean,
    "row_hash": pl.String,
    "content_hash": pl.String,
}
"""Kampung that are stored and not withdrawn. `row_hash` is that of the last import, `content_hash`
that of the row as it stands: what a person changed here since is no reason to import again."""
VILLAGES = {
    "kode_desa": pl.String,
    "desa": pl.String,
    "berlaku": pl.Boolean,
    "pengganti": pl.String,
    "nama_pengganti": pl.String,
}
"""Villages of the scope; `pengganti` is the code that took the place of a retired one."""

_UNKNOWN = Sentence(
    "Kode desa/kelurahan “{value}” tidak dikenal.", "Pakai kode Kemendagri, misalnya 63.01.03.1003."
)
_RETIRED = Sentence(
    "Kode desa/kelurahan {value} tidak berlaku lagi. {limit}", "Pakai kode yang berlaku sekarang."
)
_ELSEWHERE = Sentence(
    "Desa/kelurahan {value} di luar wilayah Anda.", "Minta operator kabupaten itu mengimpornya."
)
_TWICE = Sentence(
    "Kampung dengan ID {value} ada dua kali; yang pertama dipakai.", "Hapus salah satu baris."
)
_SECOND = Sentence(
    "Desa {value} sudah mempunyai Kampung KB aktif ({limit}).",
    "Satu desa hanya satu Kampung KB aktif. Isi “tidak” pada kolom Aktif, atau hapus baris ini.",
)
_DOUBLE = Sentence(
    "Kampung kedua yang aktif di desa {value}; disimpan sebagai “ganda menurut sumber”.",
    "Pastikan kampung mana yang benar, lalu nonaktifkan yang lain.",
)


@dataclass(frozen=True)
class Kampung:
    """Kampung to store, and `links` from the ways to name one to the key here.

    `links`: source_id, kode_desa, kampung_uuid, kabupaten_code, live, refused.
    """

    rows: pl.DataFrame
    links: pl.DataFrame
    tally: dict[str, int]


def check(sieve: Sieve, villages: pl.DataFrame, stored: pl.DataFrame, options: Options) -> Kampung:
    """Check all rows of one kampung table against each other and against what is stored."""
    _prepare(sieve)
    _places(sieve, villages, options)
    sieve.hard_rules(options)
    _twice(sieve)
    _known(sieve, stored, villages)
    _one_per_village(sieve, stored, options)
    sieve.apply(checks.soft(KAMPUNG_TABLE, sieve.frame.columns), Severity.SOFT)
    rows = _with_status(sieve.frame)
    accepted = rows.filter(~pl.col(REFUSED))
    return Kampung(accepted, _links(rows, stored), tally(rows))


def with_heirs(live: pl.DataFrame, villages: pl.DataFrame) -> pl.DataFrame:
    """Live kampung by `kode_desa`, also under the code that took the place of their village's.

    A kampung keeps the code that it was made under until it is moved; a file of today names the
    village by its new code. Where several villages became one, or lie in another kabupaten now,
    only a person can tell.
    """
    heirs = _heirs(villages)
    if not heirs:
        return live
    heir = pl.col("kode_desa").replace_strict(heirs, default=None, return_dtype=pl.String)
    moved = live.with_columns(heir).drop_nulls("kode_desa").unique("kode_desa", keep="none")
    return pl.concat([live, moved.join(live, on="kode_desa", how="anti")])


def _heirs(villages: pl.DataFrame) -> dict[str, str]:
    """Each retired code to the one in force, in the same kabupaten."""
    retired = villages.filter(pl.col("pengganti").is_not_null()).select("kode_desa", "pengganti")
    following = dict(retired.iter_rows())
    found = {}
    for code in following:
        last, steps = code, 0
        while last in following and steps <= len(following):
            last, steps = following[last], steps + 1
        if last[:5] == code[:5]:
            found[code] = last
    return found


def nothing(stored: pl.DataFrame) -> Kampung:
    """An import without kampung of its own: reports of those that are stored."""
    empty = stored.clear().with_columns(pl.lit("").alias("status"))
    return Kampung(empty, _stored_links(stored), {})


def tally(rows: pl.DataFrame) -> dict[str, int]:
    """Counts of rows: read, new, changed, same, refused, soft (stored but doubted)."""
    kept = rows.filter(~pl.col(REFUSED))
    counts = dict(kept.get_column("status").value_counts().iter_rows())
    return {
        "read": rows.height,
        "new": counts.get("new", 0),
        "changed": counts.get("changed", 0),
        "same": counts.get("same", 0),
        "refused": rows.height - kept.height,
        "soft": int(kept.get_column(DOUBTED).sum()),
    }


def dotted(column: str = "kode_desa") -> pl.Expr:
    """A village code in its dotted form, also when it was written as ten digits."""
    plain = pl.col(column)
    digits = plain.str.replace(r"^(\d\d)(\d\d)(\d\d)(\d{4})$", "$1.$2.$3.$4")
    return digits.alias(column)


def _prepare(sieve: Sieve) -> None:
    frame = sieve.frame
    if "id" not in frame.columns:
        frame = frame.with_columns(pl.lit(None, pl.Int64).alias("id"))
    # A source marks those that are active; in our own template only a "tidak" says otherwise.
    told = "aktif" in frame.columns
    active = pl.col("aktif").fill_null(pl.col("id").is_null()) if told else pl.lit(value=True)
    sieve.replace(frame.with_columns(dotted(), active.alias("aktif")))


def _places(sieve: Sieve, villages: pl.DataFrame, options: Options) -> None:
    sieve.replace(sieve.frame.join(villages, on="kode_desa", how="left", maintain_order="left"))
    here = _within(options.area_code)
    code = pl.col("kode_desa")
    outside = code.is_not_null() & code.str.contains(r"^\d\d\.\d\d\.\d\d\.\d{4}$") & ~here
    sieve.refuse(outside, "di_luar_wilayah", _ELSEWHERE, column="kode_desa")
    unknown = code.is_not_null() & pl.col("berlaku").is_null() & ~outside
    sieve.refuse(unknown, "desa_tidak_dikenal", _UNKNOWN, column="kode_desa")
    if not options.as_reported:
        heir = pl.format("Penggantinya {} ({}).", "pengganti", "nama_pengganti").fill_null("")
        retired = ~pl.col("berlaku").fill_null(value=True)
        sieve.refuse(retired, "desa_sudah_diganti", _RETIRED, column="kode_desa", limit=heir)
    sieve.replace(sieve.frame.with_columns(code.str.slice(0, 5).alias("kabupaten_code")))


def _within(area_code: str) -> pl.Expr:
    if not area_code:
        return pl.lit(value=True)
    code = pl.col("kode_desa")
    return (code == area_code) | code.str.starts_with(f"{area_code}.")


def _twice(sieve: Sieve) -> None:
    again = pl.col("id").is_not_null() & ~pl.col("id").is_first_distinct()
    sieve.refuse(again, "id_ganda", _TWICE, column="id")


def _known(sieve: Sieve, stored: pl.DataFrame, villages: pl.DataFrame) -> None:
    """Find each row's stored self: by the source's id, else as the live kampung of its village.

    A stored kampung without a source's id (made by hand or from the template) is taken over by
    the id that the source now gives it.
    """
    by_id = stored.filter(pl.col("source_id").is_not_null()).select(
        pl.col("source_id").alias("id"),
        "kabupaten_code",
        pl.col("kampung_uuid").alias("_by_id"),
        pl.struct("row_hash", "content_hash").alias("_hash_by_id"),
    )
    live = stored.filter(pl.col("is_active") & ~pl.col("is_double"))
    by_village = with_heirs(live, villages).select(
        "kode_desa",
        pl.col("kampung_uuid").alias("_live"),
        pl.col("source_id").alias("_live_id"),
        pl.struct("row_hash", "content_hash").alias("_hash_of_live"),
    )
    frame = sieve.frame.join(
        by_id, on=["id", "kabupaten_code"], how="left", maintain_order="left"
    ).join(by_village, on="kode_desa", how="left", maintain_order="left")
    same_place = pl.col("aktif") & (pl.col("id").is_null() | pl.col("_live_id").is_null())
    self_by_village = pl.when(same_place & ~pl.col(REFUSED)).then(pl.col("_live"))
    first = self_by_village.is_first_distinct()
    found = pl.coalesce("_by_id", pl.when(first).then(self_by_village))
    stored_hash = (
        pl.when(pl.col("_by_id").is_not_null()).then("_hash_by_id").otherwise("_hash_of_live")
    )
    sieve.replace(
        frame.with_columns(
            found.alias("stored_uuid"),
            pl.when(found.is_not_null()).then(stored_hash).alias("stored_hash"),
        )
    )


def _one_per_village(sieve: Sieve, stored: pl.DataFrame, options: Options) -> None:
    """Of several live kampung the stored one stays, else the smaller id; the others are refused,
    or kept as doubles when taken as reported.
    """
    live = pl.col("aktif") & ~pl.col(REFUSED)
    own = pl.col("stored_uuid").eq_missing(pl.col("_live")) & pl.col("_live").is_not_null()
    goes = pl.col("_live").is_in(_leaving(sieve.frame))
    taken = pl.col("_live").is_not_null() & ~goes & ~own
    first = (
        sieve.frame.filter(live & ~taken)
        .sort(~own, "id", ROW, nulls_last=True)
        .unique("kode_desa", keep="first", maintain_order=True)
        .get_column(ROW)
    )
    second = live & ~pl.col(ROW).is_in(first.implode())
    frame = sieve.frame.with_columns(second.fill_null(value=False).alias("is_double"))
    keeper = (
        frame.filter(live & ~pl.col("is_double"))
        .select("kode_desa", pl.format("ID {}", pl.col("id").cast(pl.String)).alias("_keeper"))
        .unique("kode_desa")
    )
    sieve.replace(frame.join(keeper, on="kode_desa", how="left", maintain_order="left"))
    shown = pl.col("_keeper").fill_null("sudah tersimpan")
    if not options.as_reported:
        sieve.refuse(pl.col("is_double"), "desa_ganda", _SECOND, column="kode_desa", limit=shown)
        return
    rows = sieve.frame.filter("is_double").select(ROW, pl.col("kode_desa").alias("value"))
    sieve.findings.add(rows, Severity.SOFT, "desa_ganda", _DOUBLE, column="kode_desa")
    sieve.replace(sieve.frame.with_columns(pl.col(DOUBTED) | pl.col("is_double")))


def _leaving(frame: pl.DataFrame) -> pl.Series:
    """Stored live kampung that this import ends, or moves to another village."""
    gone = frame.filter(pl.col("_by_id").is_not_null() & ~pl.col(REFUSED) & ~pl.col("aktif"))
    return gone.get_column("_by_id").implode()


def _with_status(frame: pl.DataFrame) -> pl.DataFrame:
    frame = frame.with_columns(row_hashes(KAMPUNG_TABLE, frame))
    status = (
        pl.when(pl.col("stored_uuid").is_null())
        .then(pl.lit("new"))
        .when(_is_known(pl.col("row_hash")))
        .then(pl.lit("same"))
        .otherwise(pl.lit("changed"))
    )
    made = identifiers(frame.height).alias("_made")
    return frame.with_columns(made).with_columns(
        status.alias("status"),
        pl.coalesce("stored_uuid", "_made").alias("kampung_uuid"),
        # A file without ids takes none away.
        pl.coalesce("id", pl.when(pl.col("stored_uuid") == pl.col("_live")).then("_live_id")).alias(
            "source_id"
        ),
    )


def _is_known(content: pl.Expr) -> pl.Expr:
    known = pl.col("stored_hash").struct
    return (known.field("row_hash") == content) | (known.field("content_hash") == content)


def _links(rows: pl.DataFrame, stored: pl.DataFrame) -> pl.DataFrame:
    own = rows.select(
        "source_id",
        "kode_desa",
        "kampung_uuid",
        "kabupaten_code",
        (pl.col("aktif") & ~pl.col("is_double")).alias("live"),
        pl.col(REFUSED).alias("refused"),
    )
    # A kampung given twice is linked by its accepted row.
    own = own.sort("refused", maintain_order=True)
    others = _stored_links(stored).join(own, on="kampung_uuid", how="anti")
    return pl.concat([own.with_columns(pl.lit(value=True).alias("own")), others])


def _stored_links(stored: pl.DataFrame) -> pl.DataFrame:
    return stored.select(
        "source_id",
        "kode_desa",
        "kampung_uuid",
        "kabupaten_code",
        (pl.col("is_active") & ~pl.col("is_double")).alias("live"),
        pl.lit(value=False).alias("refused"),
        pl.lit(value=False).alias("own"),
    )
