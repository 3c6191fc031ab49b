"""Which photos of a kampung may be asked for: those of endorsed activities."""

from dataclasses import dataclass

from django.db.models import QuerySet

from naikkelas.activities.models import Kegiatan, KegiatanPhoto
from naikkelas.publicsite.models import PhotoRelease
from naikkelas.registry.models import KampungKB, State

OFFERED = 60


@dataclass(frozen=True, slots=True)
class Offered:
    """A photo with its activity, and its release where it has one."""

    photo: KegiatanPhoto
    activity: Kegiatan
    release: PhotoRelease | None

    @property
    def smallest(self) -> str:
        """The least width that was made of it, in pixels; empty before it is released."""
        return self.release.widths.split("|")[0] if self.release else ""


def is_of_endorsed(photo: KegiatanPhoto) -> bool:
    """Whether the activity of a photo was endorsed and stands."""
    rows = _endorsed(photo.kampung)
    return (
        rows.filter(origin=photo.record).exists()
        or rows.filter(pk=photo.record, origin=None).exists()
    )


def _endorsed(kampung: KampungKB) -> "QuerySet[Kegiatan]":
    return Kegiatan.objects.filter(kampung=kampung, withdrawn_at__isnull=True, state=State.ENDORSED)


def offered(kampung: KampungKB) -> list[Offered]:
    """The newest photos of endorsed activities, released or not; three queries."""
    activities = {one.record: one for one in _endorsed(kampung).order_by("-tanggal")[:OFFERED]}
    photos = list(KegiatanPhoto.objects.filter(record__in=activities, withdrawn_at__isnull=True))
    releases = {
        one.photo_id: one
        for one in PhotoRelease.objects.filter(photo__in=photos, withdrawn_at__isnull=True)
    }
    found = [Offered(one, activities[one.record], releases.get(one.pk)) for one in photos]
    found.sort(key=lambda one: (one.activity.tanggal, -one.photo.place), reverse=True)
    return found[:OFFERED]
