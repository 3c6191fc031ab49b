"""Hard and soft rules (architecture decision 7) over the columns of an import.

The figures are those of `registry.rules.limits`; here they become expressions.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from naikkelas.exchange.rules.layouts import WIDE, Layout
from naikkelas.lib.fields import Field, Kind
from naikkelas.lib.numbers import id_number
from naikkelas.registry.rules import limits, schema
from naikkelas.registry.rules.limits import Hard, NotAbove, Soft

HISTORY_FORMS = frozenset({"penduduk", "kkbpk"})
"""Forms of figures; a profile may well stay as it was last month."""
CONTEXT = ("pus", "keluarga", "remaja", "keluarga_balita", "keluarga_remaja", "keluarga_lansia")
"""Figures of a penduduk report that bound a kkbpk report; `penduduk` is the sum over the ages."""
_MARKS_LENGTH = 300


@dataclass(frozen=True)
class Check:
    """A rule on one column: the rows that break it, the value and the limit to show."""

    rule: Hard | Soft
    column: str
    label: str
    broken: pl.Expr
    value: pl.Expr
    limit: pl.Expr
    of: str = ""


def hard(
    layout: Layout, columns: Iterable[str], *, today: date, caps: Mapping[str, int]
) -> list[Check]:
    """The hard rules that a table can break with these columns."""
    present = set(columns)
    found = [
        check
        for field in layout.fields
        if field.name in present
        for check in _of_field(field, today, caps)
    ]
    if (
        limits.TRAINED.form == layout.code
        and {limits.TRAINED.column, *limits.TRAINED.limits} <= present
    ):
        found.append(_not_above(limits.TRAINED, layout))
    if {"tahun", "bulan"} <= present and "tanggal_isi" in present:
        found.append(_future_month(today))
    return found


def _of_field(field: Field, today: date, caps: Mapping[str, int]) -> list[Check]:
    column = pl.col(field.name)
    text = column.cast(pl.String)
    if field.kind is Kind.COUNT and field.name not in WIDE | {"bulan", "tahun"}:
        found = [Check(Hard.NEGATIVE, field.name, field.label, column < 0, text, pl.lit("0"))]
        cap = limits.cap_of(field, caps)
        if cap is not None:
            limit = pl.lit(id_number(cap))
            found.append(Check(Hard.ABOVE_CAP, field.name, field.label, column > cap, text, limit))
        return found
    if field.kind is not Kind.DATE:
        return []
    future = Check(Hard.FUTURE_DATE, field.name, field.label, column > today, text, pl.lit(""))
    if field.name != "tanggal_pencanangan":
        return [future]
    early = column < limits.FIRST_PENCANANGAN
    return [future, Check(Hard.BEFORE_PROGRAMME, field.name, field.label, early, text, pl.lit(""))]


def _future_month(today: date) -> Check:
    months = pl.col("tahun").cast(pl.Int32) * 12 + pl.col("bulan")
    shown = pl.format("{}-{}", pl.col("tahun"), pl.col("bulan").cast(pl.String).str.zfill(2))
    return Check(
        Hard.FUTURE_MONTH,
        "bulan",
        "Bulan",
        months > today.year * 12 + today.month,
        shown,
        pl.lit(""),
    )


def soft(layout: Layout, columns: Iterable[str]) -> list[Check]:
    """The soft rules on one report, `context` columns of a penduduk report named `@…`."""
    present = set(columns)
    pairs = [*limits.PARTICIPANTS, *limits.PLAUSIBLE]
    found = [
        _not_above(pair, layout)
        for pair in pairs
        if pair.form == layout.code and {pair.column, *_limit_columns(pair)} <= present
    ]
    if layout.code == "kkbpk" and "@pus" in present and present.intersection(limits.COUPLES):
        found.append(_couples(layout, present))
    if layout.code == "penduduk" and "keluarga" in present and present & set(schema.AGE_COLUMNS):
        found.append(_family_size(layout, present))
    return found + [
        _outside(layout, name, low, high)
        for name, (low, high) in limits.INDONESIA.items()
        if name in present and layout.code == "kampung"
    ]


def _limit_columns(pair: NotAbove) -> tuple[str, ...]:
    if not pair.of_penduduk:
        return pair.limits
    return ("@penduduk",) if len(pair.limits) > 1 else tuple(f"@{name}" for name in pair.limits)


def _not_above(pair: NotAbove, layout: Layout) -> Check:
    names = _limit_columns(pair)
    limit = pl.sum_horizontal(pl.col(name).cast(pl.Int64) for name in names)
    value = pl.col(pair.column)
    # Nobody can take part where nobody is the target; members of zero are "not told".
    counts = limit >= 0 if pair.rule is Soft.ABOVE_TARGET else limit > 0
    filled = pl.any_horizontal(pl.col(name).is_not_null() for name in names)
    of = _target_name(pair) if pair.rule is Soft.ABOVE_TARGET else ""
    return Check(
        pair.rule,
        pair.column,
        layout.by_name[pair.column].label,
        filled & counts & (value > limit),
        value.cast(pl.String),
        limit.cast(pl.String),
        of,
    )


def _target_name(pair: NotAbove) -> str:
    return schema.PENDUDUK.field(pair.limits[0]).label


def _outside(layout: Layout, name: str, low: float, high: float) -> Check:
    value = pl.col(name)
    return Check(
        Soft.OUTSIDE_INDONESIA,
        name,
        layout.by_name[name].label,
        ~value.is_between(low, high),
        value.cast(pl.String),
        pl.lit(""),
    )


def _family_size(layout: Layout, present: set[str]) -> Check:
    ages = [pl.col(name).cast(pl.Int64) for name in schema.AGE_COLUMNS if name in present]
    people, families = pl.sum_horizontal(ages), pl.col("keluarga")
    few, many = limits.FAMILY_SIZE
    # More families than people is told by a rule of its own.
    is_odd = (families <= people) & ~(people / families).is_between(few, many)
    return Check(
        Soft.FAMILY_SIZE,
        "keluarga",
        layout.by_name["keluarga"].label,
        (families > 0) & (people > 0) & is_odd,
        families.cast(pl.String),
        people.cast(pl.String),
    )


def _couples(layout: Layout, present: set[str]) -> Check:
    names = [name for name in limits.COUPLES if name in present]
    parts = [pl.col(name).cast(pl.Int64) for name in names]
    total = pl.sum_horizontal(parts)
    filled = pl.any_horizontal(part.is_not_null() for part in parts)
    return Check(
        Soft.SUM_IS_NOT_PUS,
        names[0],
        layout.by_name[names[0]].label,
        filled & pl.col("@pus").is_not_null() & (total != pl.col("@pus")),
        total.cast(pl.String),
        pl.col("@pus").cast(pl.String),
    )


def with_history(frame: pl.DataFrame, counts: list[str]) -> pl.DataFrame:
    """For each version the figures before it (`<name>`) and the usual figures (`~<name>`, absent
    where no figure of the kampung can stand far above them).

    The usual figure is the median of the kampung's other versions. A version that stands above
    ten times a median is the largest or close to it, so the median without the largest value is
    the median of the others.
    """
    ordered = frame.sort("kampung_uuid", "tanggal_isi", "id", nulls_last=True)
    first = pl.col("kampung_uuid") != pl.col("kampung_uuid").shift(1).fill_null("")
    usual = (
        ordered.join(_with_leaps(ordered, counts), on="kampung_uuid", how="semi")
        .group_by("kampung_uuid")
        .agg(_median_of_others(name) for name in counts)
    )
    return ordered.with_columns(
        pl.when(~first).then(pl.col(name).shift(1)).alias(f"<{name}") for name in counts
    ).join(usual, on="kampung_uuid", how="left")


def _with_leaps(frame: pl.DataFrame, counts: list[str]) -> pl.DataFrame:
    """The kampung where some figure stands above ten times its smallest: a median is no smaller,
    so no other kampung can stand above ten times its median.
    """
    extremes = frame.group_by("kampung_uuid").agg(
        *(pl.col(name).max().cast(pl.Int64).alias(f"max {name}") for name in counts),
        *(pl.col(name).min().cast(pl.Int64).alias(f"min {name}") for name in counts),
    )
    leaps = [
        (pl.col(f"max {name}") >= limits.MEDIAN_FLOOR)
        & (pl.col(f"max {name}") > limits.MEDIAN_FACTOR * pl.col(f"min {name}"))
        for name in counts
    ]
    return extremes.filter(pl.any_horizontal(pl.lit(value=False), *leaps)).select("kampung_uuid")


def _median_of_others(name: str) -> pl.Expr:
    figures = pl.col(name).drop_nulls().sort()
    return figures.slice(0, pl.col(name).count() - 1).median().alias(f"~{name}")


def historic(layout: Layout, counts: list[str]) -> list[Check]:
    """The soft rules that compare a version with the kampung's others (see `with_history`)."""
    found = []
    for name in counts:
        label = layout.by_name[name].label
        value, last, usual = pl.col(name), pl.col(f"<{name}"), pl.col(f"~{name}")
        shown = value.cast(pl.String)
        huge = (
            (usual > 0) & (value >= limits.MEDIAN_FLOOR) & (value > limits.MEDIAN_FACTOR * usual)
        ).fill_null(value=False)
        wide_value, wide_last = value.cast(pl.Int64), last.cast(pl.Int64)
        swings = (wide_value > limits.SUDDEN_FACTOR * wide_last) | (
            wide_last > limits.SUDDEN_FACTOR * wide_value
        )
        large = pl.max_horizontal(value, last) >= limits.SUDDEN_FLOOR
        found += [
            Check(
                Soft.TEN_TIMES_MEDIAN,
                name,
                label,
                huge,
                shown,
                usual.cast(pl.Int64).cast(pl.String),
            ),
            Check(
                Soft.SUDDEN_CHANGE,
                name,
                label,
                ~huge & swings & large & last.is_not_null(),
                shown,
                last.cast(pl.String),
            ),
        ]
    if layout.code in HISTORY_FORMS and counts:
        found.append(_copy(counts))
    return found


def _copy(counts: list[str]) -> Check:
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"<{name}")) for name in counts)
    filled = pl.any_horizontal(pl.col(name).fill_null(0) != 0 for name in counts)
    date_shown = pl.col("tanggal_isi").cast(pl.String)
    return Check(
        Soft.COPY_OF_LAST, "tanggal_isi", "Tanggal isi", same & filled, date_shown, pl.lit("")
    )


def marks(frame: pl.DataFrame, broken: list[tuple[str, str]]) -> pl.Expr:
    """`rule:column|rule:column` of the flags named `?rule:column`; cut at a whole mark."""
    if not broken:
        return pl.lit("")
    joined = pl.concat_str(
        [
            pl.when(pl.col(flag_name(rule, column))).then(pl.lit(limits.mark(rule, column)))
            for rule, column in broken
        ],
        separator="|",
        ignore_nulls=True,
    )
    cut = joined.str.slice(0, _MARKS_LENGTH).str.replace(r"\|[^|]*$", "")
    return pl.when(joined.str.len_chars() > _MARKS_LENGTH).then(cut).otherwise(joined)


def flag_name(rule: str, column: str) -> str:
    """The name of the column that says where a rule is broken."""
    return f"?{rule}:{column}"
