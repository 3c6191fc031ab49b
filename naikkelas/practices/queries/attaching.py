"""What a kampung can show of a practice: its endorsed activities and their photos."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from naikkelas.activities.models import Kegiatan, KegiatanPhoto
from naikkelas.practices.models import Practice
from naikkelas.registry.models import State

ACTIVITIES_OFFERED = 30


@dataclass(frozen=True, slots=True)
class Offered:
    """An endorsed activity with its photos."""

    activity: Kegiatan
    photos: Sequence[KegiatanPhoto]


def offered(practice: Practice) -> list[Offered]:
    """The newest endorsed activities of the kampung, what is shown already left out."""
    standing = practice.attachments.filter(withdrawn_at__isnull=True)
    taken: set[tuple[UUID, UUID | None]] = {(one.record, one.photo_id) for one in standing}
    rows = Kegiatan.objects.filter(
        kampung=practice.kampung, withdrawn_at__isnull=True, state=State.ENDORSED
    )
    activities = list(rows.order_by("-tanggal", "-id")[:ACTIVITIES_OFFERED])
    photos: dict[UUID, list[KegiatanPhoto]] = {}
    records = [activity.record for activity in activities]
    for photo in KegiatanPhoto.objects.filter(record__in=records, withdrawn_at__isnull=True):
        if (photo.record, photo.pk) not in taken:
            photos.setdefault(photo.record, []).append(photo)
    return [
        Offered(activity, photos.get(activity.record, ()))
        for activity in activities
        if (activity.record, None) not in taken or activity.record in photos
    ]
