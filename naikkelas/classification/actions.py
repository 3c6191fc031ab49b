"""Storing the classification: snapshots that never change, and the cube over them."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import product
from uuid import UUID

import polars as pl
from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from naikkelas.areas.models import Area
from naikkelas.areas.rules import INSTRUMENTS
from naikkelas.audit.actions import record
from naikkelas.classification import access, queries
from naikkelas.classification.models import AreaSummary, Basis, Result, Snapshot
from naikkelas.classification.queries import facts
from naikkelas.classification.rules.classify import classify_days
from naikkelas.classification.rules.cube import moves, summarise
from naikkelas.classification.rules.facts import Facts
from naikkelas.classification.rules.points import missing_points
from naikkelas.instruments.queries import in_use
from naikkelas.instruments.rules import Instrument
from naikkelas.lib.actors import Actor
from naikkelas.lib.columns import write_frame
from naikkelas.lib.dates import month_ends
from naikkelas.lib.ids import uuid7
from naikkelas.lib.names import search_key
from naikkelas.lib.refusals import require

MONTHS_KEPT = 24
_ROWS_AT_ONCE = 20_000
"""Kampung x days of one pass: a kabupaten takes all its months at once, a nation one by one."""
BASES = (Basis.DECLARED.value, Basis.VERIFIED.value)
_SUMS = (
    *("kampung", "never_reported", "belum_lapor", "dasar", "berkembang", "mandiri"),
    *("berkelanjutan", "without_level", "rose", "fell", "completeness_sum", "fresh"),
)


@transaction.atomic
def take_snapshots(
    area_code: str,
    cutoffs: Sequence[date],
    instruments: Sequence[str],
    *,
    by: Actor,
    bases: Sequence[str] = BASES,
    known_at: datetime | None = None,
    results_at: Sequence[date] | None = None,
) -> int:
    """Classify an area's kampung at each cut-off and store results and cube; returns the rows.

    Both bases unless told. `results_at` limits the cut-offs of which each kampung's result is kept
    (default: all); the cube is kept for all. Facts are read once, so that all know the same.
    """
    require(access.may_take_snapshots(by, area_code))
    known_at = known_at or timezone.now()
    known = facts(area_code, known_at=known_at)
    if known.count == 0:
        return 0
    kept = set(cutoffs if results_at is None else results_at)
    stored = 0
    for instrument in map(in_use, instruments):
        for basis, cutoff, results in _classified(known, instrument, bases, cutoffs):
            if cutoff in kept:
                stored += _store_results(results, instrument, basis, cutoff, known_at, by)
            _store_summaries(summarise(results, cutoff), area_code, instrument.id, basis, cutoff)
        for basis, ancestor in product(bases, _ancestors(area_code)):
            _add_up(ancestor, instrument.id, basis, cutoffs)
    _record(area_code, cutoffs, instruments, by=by, stored=stored)
    return stored


def refresh_month_ends(area_code: str, *, by: Actor, months: int = MONTHS_KEPT) -> int:
    """Store the month ends of each kabupaten that are missing or know less than the reports.

    Returns how many were stored. Each kabupaten, rule and basis is a transaction of its own, so
    that a nation can be refreshed by several workers and after an interruption.
    """
    require(access.may_take_snapshots(by, area_code))
    changes = {basis: queries.changed_at(area_code, basis) for basis in BASES}
    stored = 0
    for kabupaten in changes[Basis.DECLARED]:
        last = queries.cutoff_of(kabupaten)
        ends = [day for day in month_ends(last, months) if day <= last]
        for instrument, basis in product(INSTRUMENTS, BASES):
            changed_at = changes[basis][kabupaten]
            known = queries.known_at(kabupaten, instrument, basis)
            due = [day for day in ends if known.get(day, changed_at) <= changed_at]
            if due:
                take_snapshots(kabupaten, due, [instrument], by=by, bases=[basis])
                stored += len(due)
    return stored


def _record(
    area_code: str, cutoffs: Sequence[date], instruments: Sequence[str], *, by: Actor, stored: int
) -> None:
    subject = Area.objects.filter(pk=area_code).first() or Area(code="", name="Indonesia")
    record(
        "classification.snapshot",
        subject,
        by=by,
        kabupaten=area_code[:5],
        cutoffs=[day.isoformat() for day in cutoffs],
        instruments=list(instruments),
        stored=stored,
    )


def _classified(
    known: Facts, instrument: Instrument, bases: Sequence[str], cutoffs: Sequence[date]
) -> Iterator[tuple[str, date, pl.DataFrame]]:
    """Each basis and cut-off with its results, computed once where everything was accepted."""
    accepted = known.accepted()
    both = accepted is known
    rest = [] if both else [basis for basis in bases if basis == Basis.VERIFIED]
    first = [basis for basis in bases if basis not in rest]
    for own, found in ((first, known), (rest, accepted)):
        for cutoff, results in _moved(found, instrument, sorted(set(cutoffs))) if own else ():
            for basis in own:
                yield basis, cutoff, results


def _moved(
    known: Facts, instrument: Instrument, cutoffs: Sequence[date]
) -> Iterator[tuple[date, pl.DataFrame]]:
    """Each cut-off's results with who rose and fell since the month end before."""
    order = [level.code for level in instrument.levels]
    levels: dict[date, pl.Series] = {}
    at_once = max(1, _ROWS_AT_ONCE // known.count)
    for start in range(0, len(cutoffs), at_once):
        days = cutoffs[start : start + at_once]
        wanted = sorted({*days, *map(_month_end_before, days)} - levels.keys())
        found = dict(zip(wanted, classify_days(known, instrument, wanted), strict=True))
        levels |= {day: results["klasifikasi"] for day, results in found.items()}
        for day in days:
            rose, fell = moves(levels[day], levels[_month_end_before(day)], order)
            yield day, found[day].with_columns(rose.alias("rose"), fell.alias("fell"))


def _month_end_before(day: date) -> date:
    return day.replace(day=1) - timedelta(days=1)


def _store_results(
    results: pl.DataFrame,
    instrument: Instrument,
    basis: str,
    cutoff: date,
    known_at: datetime,
    by: Actor,
) -> int:
    keyed = results.with_columns(pl.col("kode_desa").str.slice(0, 5).alias("kabupaten_code"))
    counts = keyed.group_by("kabupaten_code").len().sort("kabupaten_code")
    taken_at = timezone.now()
    snapshots = [
        Snapshot(
            id=uuid7(),
            kabupaten_code=code,
            instrument=instrument.id,
            instrument_sha256=instrument.sha256,
            basis=basis,
            cutoff=cutoff,
            known_at=known_at,
            taken_at=taken_at,
            taken_by=by.pk,
            kampung_count=count,
        )
        for code, count in counts.iter_rows()
    ]
    Snapshot.objects.bulk_create(snapshots, batch_size=500)
    keys = {snapshot.kabupaten_code: snapshot.id for snapshot in snapshots}
    return write_frame(connection, Result._meta.db_table, _result_rows(keyed, instrument, keys))


def _result_rows(
    keyed: pl.DataFrame, instrument: Instrument, snapshots: dict[str, UUID]
) -> pl.DataFrame:
    """Rows of the table `Result`; indexes as hundredths, half away from zero."""
    hexes = {code: key.hex for code, key in snapshots.items()}
    scores = [
        pl.col(indicator.code).cast(pl.String).fill_null("-") for indicator in instrument.indicators
    ]
    return keyed.select(
        pl.col("kabupaten_code").replace_strict(hexes).alias("snapshot_id"),
        "kabupaten_code",
        pl.col("kampung_uuid").alias("kampung_id"),
        pl.col("kode_desa").alias("village_code"),
        pl.Series("name_key", [_name_key(name) for name in keyed["nama"]], pl.String),
        pl.concat_str(scores).alias("scores"),
        *(
            (pl.col(f"indeks_{code}") * 100 + 0.5).floor().cast(pl.Int16).alias(f"index_{code}")
            for code in ("input", "proses", "output")
        ),
        pl.col("klasifikasi").fill_null("").alias("level"),
        pl.col("belum_pernah_lapor").alias("never_reported"),
        missing_points(keyed, instrument).alias("points"),
        pl.col("kelengkapan").alias("completeness"),
        pl.col("laporan_terakhir").alias("last_entry"),
    )


@lru_cache(maxsize=100_000)
def _name_key(name: str) -> str:
    """Each name once a process: it returns at every cut-off, rule and basis."""
    return search_key(name)


def _store_summaries(
    summaries: pl.DataFrame, area_code: str, instrument: str, basis: str, cutoff: date
) -> None:
    """Replace the area's own part of the cube."""
    own = summaries.filter(
        (pl.col("area_code") == area_code)
        | (pl.col("area_code").str.starts_with(area_code + "." if area_code else ""))
    )
    same = AreaSummary.objects.filter(instrument=instrument, basis=basis, cutoff=cutoff)
    same.filter(area_code__in=own["area_code"].to_list()).delete()
    keys = {
        "instrument": pl.lit(instrument),
        "basis": pl.lit(str(basis)),
        "cutoff": pl.lit(cutoff),
    }
    write_frame(connection, AreaSummary._meta.db_table, own.with_columns(**keys))


def _ancestors(area_code: str) -> list[str]:
    """Codes above an area, nearest first, ending with the nation.

    >>> _ancestors("63.01.03")
    ['63.01', '63', '']
    """
    parts = area_code.split(".") if area_code else []
    return [".".join(parts[:length]) for length in range(len(parts) - 1, -1, -1)]


def _add_up(area_code: str, instrument: str, basis: str, cutoffs: Sequence[date]) -> None:
    """Add an area up anew at each cut-off from the parts below it; nearest ancestors come first."""
    depth = area_code.count(".") + 1 if area_code else 0
    parts = AreaSummary.objects.filter(
        instrument=instrument,
        basis=basis,
        cutoff__in=cutoffs,
        parent_code=area_code,
        depth=depth + 1,
    )
    own = {
        "area_code": area_code,
        "parent_code": area_code.rpartition(".")[0],
        "depth": depth,
        "instrument": instrument,
        "basis": basis,
    }
    totals = parts.order_by().values("cutoff").annotate(**{name: Sum(name) for name in _SUMS})
    AreaSummary.objects.bulk_create(
        [AreaSummary(**own, **one) for one in totals],
        update_conflicts=True,
        unique_fields=["area_code", "instrument", "basis", "cutoff"],
        update_fields=[*_SUMS, "parent_code", "depth"],
    )
