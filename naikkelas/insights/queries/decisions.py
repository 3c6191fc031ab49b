"""What asks for a decision this week: reports that wait, evidence that ends, who is near."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import polars as pl
from django.db.models import Count

from naikkelas.classification.rules.classify import classify
from naikkelas.insights.queries.viewpoint import Viewpoint
from naikkelas.insights.rules import WAITING
from naikkelas.registry.models import KampungKB
from naikkelas.registry.queries.verification import standing
from naikkelas.registry.rules.schema import REPORTS
from naikkelas.roadmap.queries import Ground

WARNED_DAYS = 60
"""How long before its last day the end of a piece of evidence is announced."""
_GONE = date(1, 1, 1)


@dataclass(frozen=True, slots=True)
class Threat:
    """A kampung with evidence that ends soon; `falls_to` is None where its class stays."""

    kampung_uuid: str
    kode_desa: str
    nama: str
    ends: date
    level: str | None
    falls_to: str | None


@dataclass(frozen=True, slots=True)
class Decisions:
    """`waiting`: how many reports stand at each stage, by state; of an area, whoever asks."""

    waiting: dict[str, int]
    threats: tuple[Threat, ...]


def decisions(view: Viewpoint, ground: Ground) -> Decisions:
    """Of an area of at most a kabupaten: three queries, one for each form."""
    threats = sorted(
        _threats(view, ground), key=lambda one: (one.falls_to is None, one.ends, one.kode_desa)
    )
    return Decisions(_waiting(view.area_code), tuple(threats))


def _waiting(area_code: str) -> dict[str, int]:
    """Standing versions only: what a newer one of the same month replaced waits for nobody."""
    live = KampungKB.objects.live().within(area_code)
    found: Counter[str] = Counter()
    for form in REPORTS:
        waiting = standing(form.code).filter(
            kabupaten_code=area_code[:5], state__in=list(WAITING), kampung__in=live
        )
        counts = waiting.order_by().values_list("state").annotate(Count("pk"))
        found.update(dict(counts))
    return {state: found[state] for state in reversed(list(WAITING)) if found[state]}


def _threats(view: Viewpoint, ground: Ground) -> Iterator[Threat]:
    """Classified once more as if what ends soon had ended, and nothing else had changed."""
    facts, last = ground.accepted, view.cutoff + timedelta(days=WARNED_DAYS)
    ends = facts.ending(view.cutoff).filter(pl.col("ends") <= last)
    if ends.is_empty():
        return
    soonest = dict(ends.group_by("k").agg(pl.col("ends").min()).iter_rows())
    without = [
        pl.when(pl.col(name) <= last).then(pl.lit(_GONE)).otherwise(name).alias(name)
        for name in ("ends", "recorded_end")
    ]
    lapsed = replace(facts, backing=facts.backing.with_columns(without))
    then = classify(lapsed, ground.rule(view.instrument), view.cutoff)["klasifikasi"]
    now = ground.standings(view.instrument, view.cutoff, "terverifikasi")
    for row in now.filter(pl.col("k").is_in(list(soonest))).iter_rows(named=True):
        after = then[row["k"]]
        yield Threat(
            kampung_uuid=row["kampung_uuid"],
            kode_desa=row["kode_desa"],
            nama=row["nama"],
            ends=soonest[row["k"]],
            level=row["klasifikasi"],
            falls_to=None if after == row["klasifikasi"] else after,
        )
