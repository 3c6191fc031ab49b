"""The kampung of a kabupaten that stand out, with the reasons of each (`rules.selected`)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any  # a row of a frame
from uuid import UUID

from naikkelas.portal.queries.asking import Asked
from naikkelas.portal.queries.grounds import reader
from naikkelas.portal.rules.selected import (
    Candidate,
    Standing,
    Verdict,
    days_asked,
    pinned_day,
    selected,
)
from naikkelas.registry.models import KampungKB

INDEXES = ("indeks_input", "indeks_proses", "indeks_output")


@dataclass(frozen=True)
class Selection:
    """Who is shown, how many passed of how many, and the day for which the choice was made."""

    pinned: date
    shown: tuple[tuple[Verdict, KampungKB], ...]
    passed: int
    looked_at: int


def selection(asked: Asked) -> Selection:
    """The choice for an area of at most a kabupaten, computed from its verified reports."""
    pinned = pinned_day(asked.view.cutoff)
    candidates = list(_candidates(asked, pinned))
    shown, passed = selected(candidates, pinned)
    keys = [UUID(one.candidate.key) for one in shown]
    kampung = KampungKB.objects.select_related("village__parent", "site").in_bulk(keys)
    return Selection(
        pinned=pinned,
        shown=tuple(
            (one, kampung[key]) for one, key in zip(shown, keys, strict=True) if key in kampung
        ),
        passed=len(passed),
        looked_at=len(candidates),
    )


def _candidates(asked: Asked, pinned: date) -> Iterator[Candidate]:
    view = asked.view
    ground = reader(asked.known_at)(view.area_code)
    orders = {level.code: level.order for level in view.rule.levels}
    days = ground.standings_on(view.instrument, days_asked(pinned), view.basis)
    frames = [rows.iter_rows(named=True) for rows in days]
    for rows in zip(*frames, strict=True):  # the kampung of the same facts, in the same order
        year_ago, *between, now = (_standing(row, orders) for row in rows)
        yield _candidate(rows[-1], year_ago, between, now)


def _candidate(
    row: Mapping[str, Any], year_ago: Standing, between: Sequence[Standing], now: Standing
) -> Candidate:
    return Candidate(
        key=str(row["kampung_uuid"]),
        code=str(row["kode_desa"]),
        name=str(row["nama"]),
        now=now,
        year_ago=year_ago,
        between=tuple(between),
        completeness=int(row["kelengkapan"]),
        last_entry=row["laporan_terakhir"],
    )


def _standing(row: Mapping[str, Any], orders: Mapping[str, int]) -> Standing:
    level = row["klasifikasi"]
    values = [row[name] for name in INDEXES]
    whole = None if None in values else float(sum(values))
    return Standing(-1 if level is None else orders[level], whole)
