"""Text cells become typed columns; what cannot be read is named cell by cell.

Nothing is repaired by guessing: `1.234` could be a thousand or a decimal, a NIP in scientific
notation has lost its digits. Text is kept exactly as it stands.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import polars as pl

from naikkelas.exchange.rules.layouts import WIDE, Layout, vocabulary
from naikkelas.exchange.rules.tables import ROW
from naikkelas.exchange.rules.writing import unguarded
from naikkelas.lib.dates import MONTHS
from naikkelas.lib.fields import Field, Kind
from naikkelas.registry.rules.limits import EARTH, LARGEST, Sentence

_SPACES = " \t\r\n\u00a0\u202f\u200b"
_YES = ("ya", "y", "true", "1", "benar", "ada", "yes")
_NO = ("tidak", "t", "false", "0", "salah", "tdk", "no")
_FLAGS = MappingProxyType(dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False))
_DATES = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%Y/%m/%d", "%d.%m.%Y")
_PLAIN_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_MIDNIGHT = r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$"
_WHOLE = r"^[+-]?[0-9]+(\.0)?$"
_THOUSANDS = r"^[+-]?[0-9]{1,3}([.,][0-9]{3})+$"
_SCIENTIFIC = r"^[+-]?[0-9]+([.,][0-9]+)?[eE][+-]?[0-9]+$"
NIK = r"(^|[^0-9])[0-9]{16}([^0-9]|$)"
_NIP = r"^[0-9]{18}$"
_BLANK = r"[\s\u00a0\u202f\u200b]"
_DECIMAL = r"^[+-]?[0-9]+([.,][0-9]+)?$"
_MONTHS = {month.lower(): str(number) for number, month in enumerate(MONTHS, 1)}

WRONG, UNSOLVED = "#GALAT EXCEL!", "#RUMUS BELUM DIHITUNG!"
"""What the reader of workbooks puts where a formula has an error, or nothing, as its result."""
_WITHOUT_VALUE = {WRONG: "sel_bernilai_galat", UNSOLVED: "rumus_tanpa_nilai"}

UNREADABLE: Mapping[str, Sentence] = MappingProxyType(
    {
        "bukan_ya_tidak": Sentence(
            "{label} harus ya atau tidak, bukan “{value}”.", "Isi ya, tidak, atau kosongkan."
        ),
        "bukan_angka": Sentence(
            "{label} harus angka, bukan “{value}”.", "Isi angka saja, tanpa huruf dan satuan."
        ),
        "bukan_lintang": Sentence(
            "{label} harus -90 sampai 90, bukan “{value}”.",
            "Periksa apakah lintang dan bujur tertukar.",
        ),
        "bukan_bujur": Sentence(
            "{label} harus -180 sampai 180, bukan “{value}”.",
            "Tulis derajat, misalnya 114.772.",
        ),
        "titik_ribuan": Sentence(
            "{label} memakai tanda ribuan: “{value}”.", "Tulis tanpa tanda, misalnya 1234."
        ),
        "di_luar_32_bit": Sentence(
            "{label} terlalu besar untuk disimpan: “{value}”.", "Periksa kelebihan angka."
        ),
        "bukan_tanggal": Sentence(
            "{label} bukan tanggal yang ada: “{value}”.",
            "Tulis tahun-bulan-tanggal, misalnya 2025-07-31.",
        ),
        "pilihan_tidak_dikenal": Sentence(
            "{label}: pilihan “{value}” tidak dikenal.", "Pilih dari daftar pada lembar Kode."
        ),
        "terlalu_panjang": Sentence(
            "{label} terlalu panjang: paling banyak {limit} huruf.", "Persingkat teks."
        ),
        "nip_ilmiah": Sentence(
            "{label} “{value}” sudah kehilangan angka karena ditulis sebagai bilangan.",
            "Ubah format sel menjadi Teks, lalu ketik ulang 18 angkanya.",
        ),
        "bukan_bulan": Sentence("{label} harus 1 sampai 12, bukan “{value}”.", "Perbaiki bulan."),
        "bukan_tahun": Sentence("{label} harus empat angka, bukan “{value}”.", "Tulis 2025."),
        "sel_bernilai_galat": Sentence(
            "{label} berisi galat Excel seperti #REF! atau #N/A.",
            "Perbaiki rumusnya atau kosongkan selnya, simpan, lalu unggah lagi.",
        ),
        "rumus_tanpa_nilai": Sentence(
            "{label} berisi rumus yang belum dihitung.",
            "Buka di Excel, simpan, lalu unggah lagi.",
        ),
        "wajib_diisi": Sentence("{label} belum diisi.", "Isi {label}."),
    }
)
"""Why a cell, and with it the row, cannot be read; also an import as reported refuses these."""

LEFT_OUT: Mapping[str, Sentence] = MappingProxyType(
    {
        "nik": Sentence(
            "{label} tampaknya NIK (16 angka). NIK tidak disimpan; isian ini dikosongkan.",
            "Isi NIP 18 angka, atau kosongkan.",
        ),
        "bukan_nip": Sentence(
            "{label} bukan 18 angka, jadi isian ini dikosongkan.",
            "Isi NIP 18 angka, atau kosongkan.",
        ),
    }
)
"""Why a cell is left empty while the rest of its row is read. What stood there is not repeated:
it may be the number of a person."""


def trouble(column: str) -> str:
    """The name of the column that holds the code of an unreadable cell."""
    return f"!{column}"


def typed(layout: Layout, raw: pl.DataFrame) -> pl.DataFrame:
    """The columns of `layout` that the file has, typed, each with its `trouble` column.

    A necessary cell that is empty is trouble too; columns that the file lacks stay absent.
    """
    present = [field for field in layout.fields if field.name in raw.columns]
    quick = _plain_counts(present, raw)
    plain = raw.with_columns(
        pl.col(field.name).str.strip_chars(_SPACES).replace("", None)
        for field in present
        if field.name not in quick and (field.kind is not Kind.TEXT or field.name == "kode_desa")
    )
    expressions = [pl.col(ROW)]
    for field in present:
        if field.name in quick:
            untroubled = pl.lit(None, pl.String).alias(trouble(field.name))
            expressions += [pl.lit(quick[field.name]), untroubled]
        else:
            expressions += _expressions(field, plain)
    frame = plain.select(expressions).with_columns(_needed(layout, raw.columns))
    return frame.with_columns(list(_without_value(frame, plain)))


def _without_value(frame: pl.DataFrame, plain: pl.DataFrame) -> Iterator[pl.Series]:
    """The troubles of columns where a formula has no result, with that as their cause."""
    for column in frame.iter_columns():
        if not column.name.startswith("!") or column.null_count() == frame.height:
            continue
        cause = plain.get_column(column.name.removeprefix("!")).replace_strict(
            _WITHOUT_VALUE, default=None, return_dtype=pl.String
        )
        if cause.null_count() < frame.height:
            yield cause.fill_null(column).alias(column.name)


def _plain_counts(fields: list[Field], raw: pl.DataFrame) -> dict[str, pl.Series]:
    """The columns of nothing but digits that fit, which most columns are."""
    numbers = raw.select(
        pl.col(field.name).cast(pl.Int64 if field.name in WIDE else pl.Int32, strict=False)
        for field in fields
        if field.kind is Kind.COUNT and field.name not in {"bulan", "tahun"}
    )
    return {
        column.name: column
        for column in numbers.iter_columns()
        if column.null_count() == raw.get_column(column.name).null_count()
    }


def _needed(layout: Layout, columns: list[str]) -> Iterator[pl.Expr]:
    for group in layout.needs:
        name = next(name for name in group if name in columns)
        empty = pl.all_horizontal(pl.col(other).is_null() for other in group if other in columns)
        if name in {"nama", "judul"}:
            continue
        untroubled = pl.col(trouble(name)).is_null()
        yield (
            pl.when(empty & untroubled)
            .then(pl.lit("wajib_diisi"))
            .otherwise(pl.col(trouble(name)))
            .alias(trouble(name))
        )


def _expressions(field: Field, frame: pl.DataFrame) -> list[pl.Expr]:
    match field.kind:
        case Kind.FLAG:
            return _flag(field.name)
        case Kind.COUNT if field.name in {"bulan", "tahun"}:
            return _period(field.name)
        case Kind.COUNT:
            return _count(field.name)
        case Kind.DATE:
            return _date(field.name, frame)
        case Kind.DECIMAL:
            return _degrees(field.name)
        case Kind.CHOICE | Kind.CHOICES:
            return _listed(field, frame)
        case _:
            return _text(field)


def _pair(name: str, value: pl.Expr, bad: pl.Expr, code: str | pl.Expr) -> list[pl.Expr]:
    shown = pl.lit(code) if isinstance(code, str) else code
    return [value.alias(name), pl.when(bad).then(shown).alias(trouble(name))]


def _flag(name: str) -> list[pl.Expr]:
    value = (
        pl.col(name)
        .str.to_lowercase()
        .str.strip_suffix(".0")
        .replace_strict(dict(_FLAGS), default=None, return_dtype=pl.Boolean)
    )
    return _pair(name, value, pl.col(name).is_not_null() & value.is_null(), "bukan_ya_tidak")


def _count(name: str) -> list[pl.Expr]:
    text = pl.col(name)
    number = text.str.strip_suffix(".0").str.strip_prefix("+").cast(pl.Int64, strict=False)
    whole = text.str.contains(_WHOLE)
    fits = pl.lit(True) if name in WIDE else number.is_between(-LARGEST - 1, LARGEST)
    kind = pl.Int64 if name in WIDE else pl.Int32
    value = pl.when(whole & fits).then(number).cast(kind, strict=False)
    code = (
        pl.when(whole)
        .then(pl.lit("di_luar_32_bit"))
        .when(text.str.contains(_THOUSANDS))
        .then(pl.lit("titik_ribuan"))
        .otherwise(pl.lit("bukan_angka"))
    )
    return _pair(name, value, text.is_not_null() & value.is_null(), code)


def _period(name: str) -> list[pl.Expr]:
    """Month or year; a month may be written by its Indonesian name."""
    text = pl.col(name).str.strip_suffix(".0")
    # A year such as 2203 (digits swapped) is readable; the rule on future months judges it.
    low, high = (1, 12) if name == "bulan" else (1000, 9999)
    if name == "bulan":
        text = text.str.to_lowercase().replace(_MONTHS)
    number = text.cast(pl.Int16, strict=False)
    value = pl.when(number.is_between(low, high)).then(number)
    return _pair(name, value, pl.col(name).is_not_null() & value.is_null(), f"bukan_{name}")


def _date(name: str, frame: pl.DataFrame) -> list[pl.Expr]:
    is_plain = frame.get_column(name).str.contains(_PLAIN_DATE).all()
    text = pl.col(name) if is_plain else pl.col(name).str.replace(_MIDNIGHT, "")
    forms = _DATES[:1] if is_plain else _DATES
    day = pl.coalesce(text.str.to_date(form, strict=False, exact=True) for form in forms)
    # Two-digit years parse as the first century; no report was made before 1900.
    value = pl.when(day.dt.year().is_between(1900, 2200)).then(day)
    return _pair(name, value, pl.col(name).is_not_null() & value.is_null(), "bukan_tanggal")


def _degrees(name: str) -> list[pl.Expr]:
    """A coordinate; what lies on no earth is no coordinate."""
    text = pl.col(name)
    value = (
        pl.when(text.str.contains(_DECIMAL))
        .then(text.str.replace(",", ".", literal=True))
        .cast(pl.Float64, strict=False)
    )
    most = EARTH[name]
    value = pl.when(value.abs() <= most).then(value)
    code = pl.when(text.str.contains(_DECIMAL)).then(pl.lit(f"bukan_{name}"))
    bad = text.is_not_null() & value.is_null()
    return _pair(name, value, bad, code.otherwise(pl.lit("bukan_angka")))


def _text(field: Field) -> list[pl.Expr]:
    text = pl.col(field.name)
    if field.kind is Kind.TEXT:
        text = unguarded(text.replace("", None))
    long = text.str.len_chars() > (field.max_length or 1_000_000)
    long |= text.is_in(list(_WITHOUT_VALUE))
    if field.name == "plkb_nip":
        return _employee_number(field.name, text)
    return _pair(field.name, text, long, "terlalu_panjang")


def _employee_number(name: str, text: pl.Expr) -> list[pl.Expr]:
    """A NIP: 18 digits, also in groups. Nothing else is stored under its name."""
    digits = text.str.replace_all(_BLANK, "").replace("", None)
    code = (
        pl.when(digits.str.contains(_SCIENTIFIC))
        .then(pl.lit("nip_ilmiah"))
        .when(digits.str.contains(NIK))
        .then(pl.lit("nik"))
        .otherwise(pl.lit("bukan_nip"))
    )
    fits = digits.str.contains(_NIP)
    return _pair(name, pl.when(fits).then(digits), ~fits, code)


def without_nik(raw: pl.DataFrame) -> pl.DataFrame:
    """The same rows without what stands in the place of a NIP and is the number of a person."""
    if "plkb_nip" not in raw.columns:
        return raw
    found = pl.col("plkb_nip").str.replace_all(_BLANK, "").str.contains(NIK)
    return raw.with_columns(pl.when(~found).then("plkb_nip").alias("plkb_nip"))


def _listed(field: Field, frame: pl.DataFrame) -> list[pl.Expr]:
    """Distinct cells are few; each is looked up once."""
    spelled = vocabulary(field)
    cells = frame.get_column(field.name).unique().drop_nulls().to_list()
    codes = {cell: _codes(cell, field, spelled) for cell in cells}
    text = pl.col(field.name)
    value = text.replace_strict(
        {cell: code for cell, code in codes.items() if code is not None},
        default=None,
        return_dtype=pl.String,
    )
    bad = text.is_not_null() & value.is_null()
    return _pair(field.name, value, bad, "pilihan_tidak_dikenal")


def _codes(cell: str, field: Field, spelled: dict[str, str]) -> str | None:
    """The codes of a cell in its order, repeats kept; None where one is unknown."""
    if field.kind is Kind.CHOICE:
        return spelled.get(cell.casefold())
    parts = [part.strip(_SPACES).casefold() for part in cell.replace(";", "|").split("|")]
    codes = [spelled.get(part) for part in parts if part]
    joined = "|".join(code for code in codes if code)
    fits = not field.max_length or len(joined) <= field.max_length
    return joined if fits and None not in codes else None
