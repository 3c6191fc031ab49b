"""What a kampung did before, so that nobody types it twice."""

from collections import Counter
from datetime import date

from naikkelas.activities.models import Kegiatan, RKMItem
from naikkelas.activities.queries.kegiatan import of_kampung
from naikkelas.registry.models import KampungKB, Kelompok

LOOKED_AT = 40
PLACES = 8


def partners(kampung: KampungKB) -> list[str]:
    """The agencies of the last activities, the most frequent first."""
    rows = of_kampung(kampung).values_list("instansi", flat=True)[:LOOKED_AT]
    counts = Counter(code for row in rows for code in row.split("|") if code)
    return [code for code, _ in counts.most_common()]


def places(kampung: KampungKB) -> list[str]:
    """The places of the last activities, the newest first."""
    rows = of_kampung(kampung).exclude(tempat="").values_list("tempat", flat=True)[:LOOKED_AT]
    return list(dict.fromkeys(rows))[:PLACES]


def plan(kampung: KampungKB, today: date) -> list[tuple[str, str]]:
    """Key and name of the plan items of this year and the last, for choosing one."""
    rows = RKMItem.objects.standing().filter(
        rkm__kampung=kampung, rkm__year__in=(today.year, today.year - 1)
    )
    found = rows.order_by("-rkm__year", "number").values_list("pk", "rkm__year", "name")
    return [(str(key), f"{year}: {name}") for key, year, name in found]


def groups(kampung: KampungKB) -> list[tuple[str, str]]:
    """Key and name of the groups, for choosing the one that held an activity; those that have
    stopped come last."""
    rows = sorted(
        Kelompok.objects.standing().filter(kampung=kampung), key=lambda one: one.is_stopped
    )
    return [(str(one.pk), f"{one.nama} (berhenti)" if one.is_stopped else one.nama) for one in rows]


def like(kampung: KampungKB, key: str) -> Kegiatan | None:
    """The activity of the kampung that a new report is to resemble."""
    return of_kampung(kampung).filter(pk=key).first()
