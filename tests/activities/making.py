"""Rows of this room for tests."""

from datetime import date
from typing import Any

from django.utils import timezone

from naikkelas.activities.models import RKM, Kegiatan, KegiatanPhoto, RKMItem, RKMItemVersion
from naikkelas.activities.rules.rkm import COURSE, NAMES
from naikkelas.lib.ids import uuid7
from naikkelas.registry.models import KampungKB

YEAR = 2027


def make_rkm(kampung: KampungKB, year: int = YEAR, **more: Any) -> RKM:
    """A plan that is being drafted."""
    now = timezone.now()
    defaults: dict[str, Any] = {
        "kabupaten_code": kampung.kabupaten_code,
        "opened_by": 0,
        "opened_at": now,
        "changed_at": now,
    }
    return RKM.objects.create(kampung=kampung, year=year, **(defaults | more))


def make_item(rkm: RKM, name: str = "Pelatihan kader BKB", **more: Any) -> RKMItem:
    """One item with its first version."""
    now = timezone.now()
    defaults: dict[str, Any] = {
        "kabupaten_code": rkm.kabupaten_code,
        "number": rkm.items.count() + 1,
        "months": "3",
        "recorded_by": 0,
        "recorded_at": now,
        "changed_by": 0,
        "changed_at": now,
    }
    item = RKMItem.objects.create(rkm=rkm, name=name, **(defaults | more))
    values = {one: getattr(item, one) for one in (*NAMES, *COURSE)} | {"kader": ""}
    RKMItemVersion.objects.create(
        item=item, number=item.version, values=values, recorded_by=0, recorded_at=now
    )
    return item


def agreed(rkm: RKM, by: int = 37) -> RKM:
    """The plan as a meeting left it."""
    rkm.state, rkm.agreed_on, rkm.agreed_by = RKM.State.AGREED, date(2026, 11, 17), by
    rkm.save()
    return rkm


def make_activity(kampung: KampungKB, on: date = date(2025, 7, 5), **more: Any) -> Kegiatan:
    """An activity that somebody reported here."""
    key = uuid7()
    defaults: dict[str, Any] = {
        "id": key,
        "origin": key,
        "kabupaten_code": kampung.kabupaten_code,
        "tanggal": on,
        "judul": "Posyandu balita",
        "recorded_by": 0,
        "recorded_at": timezone.now(),
    }
    return Kegiatan.objects.create(kampung=kampung, **(defaults | more))


def make_photo(activity: Kegiatan, **more: Any) -> KegiatanPhoto:
    """A photo of an activity, without its file."""
    defaults: dict[str, Any] = {
        "kabupaten_code": activity.kabupaten_code,
        "record": activity.record,
        "kind": "kegiatan",
        "place": 1,
        "stored_name": "37.jpg",
        "content_type": "image/jpeg",
        "size": 3,
        "sha256": "0" * 64,
        "sent_sha256": "0" * 64,
        "added_by": 0,
        "added_at": timezone.now(),
    }
    return KegiatanPhoto.objects.create(kampung=activity.kampung, **(defaults | more))
