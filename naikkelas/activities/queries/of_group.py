"""What a group did, for its page and the list of groups, which know nothing of activities."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Max
from django.urls import reverse

from naikkelas.activities.queries.kegiatan import of_kampung
from naikkelas.registry.models import KampungKB, Kelompok

MOST = 20


@dataclass(frozen=True, slots=True)
class Done:
    """The newest activities that a group held (day, title, address), and where one is reported."""

    activities: Sequence[tuple[date, str, str]]
    report_url: str


def activities_of_group(group: Kelompok) -> Done:
    """What the group held. One query. Named in `settings.GROUP_ACTIVITIES`."""
    rows = of_kampung(group.kampung).filter(kelompok=group)[:MOST]
    url = reverse("activities:new", args=[group.kampung_id])
    return Done(
        [(one.tanggal, one.judul, _page(group, one.record)) for one in rows],
        f"{url}?kelompok={group.pk}",
    )


def _page(group: Kelompok, record: UUID) -> str:
    return reverse("activities:show", args=[group.kampung_id, record])


def last_days(kampung: KampungKB) -> dict[UUID, date]:
    """The day of the newest activity of each group that held one. One query.

    Named in `settings.GROUP_LAST_DAYS`.
    """
    rows = of_kampung(kampung).filter(kelompok__isnull=False).order_by()
    return dict(rows.values_list("kelompok").annotate(Max("tanggal")))
