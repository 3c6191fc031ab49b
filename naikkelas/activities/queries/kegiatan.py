"""Reads of activities."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import date
from typing import Any  # a stored value: bool, int, text, date or None
from uuid import UUID

from django.db.models import Q, QuerySet

from naikkelas.activities.models import Kegiatan, KegiatanPhoto, RKMItem
from naikkelas.activities.rules.reporting import ACTIVITY, KEYS
from naikkelas.registry.models import KampungKB, Kelompok


def of_kampung(kampung: KampungKB, until: date | None = None) -> "QuerySet[Kegiatan]":
    """The activities of a kampung that are known now, the newest first."""
    known = Kegiatan.objects.filter(kampung=kampung, withdrawn_at__isnull=True)
    return known.filter(tanggal__lte=until) if until else known


def versions_of(record: UUID) -> "QuerySet[Kegiatan]":
    """All versions of an activity, the newest first; an imported one has no others."""
    rows = Kegiatan.objects.filter(Q(origin=record) | Q(pk=record, origin__isnull=True))
    return rows.order_by("-recorded_at", "-id")


def values_of(activity: Kegiatan) -> dict[str, Any]:
    """What was reported, by column of the form."""
    values = {name: getattr(activity, name) for name in ACTIVITY.by_name if name not in KEYS}
    return values | {name: str(getattr(activity, f"{name}_id") or "") for name in KEYS}


def shown_values(activity: Kegiatan) -> dict[str, Any]:
    """`values_of` with the names of group and plan item in the place of their keys."""
    return values_of(activity) | {name: str(getattr(activity, name) or "") for name in KEYS}


def names_of_keys(
    told: Iterable[Mapping[str, Any]], kampung: Collection[UUID]
) -> Mapping[str, str]:
    """Key to name of the groups and plan items of these kampung that answers name (`KEYS`).

    Two queries at most; a key of elsewhere has no name here.
    """
    keys: dict[str, set[UUID]] = {name: set() for name in KEYS}
    for values in told:
        for name in KEYS:
            with suppress(ValueError):
                keys[name].add(UUID(str(values.get(name))))
    groups = Kelompok.objects.filter(pk__in=keys["kelompok"], kampung__in=kampung)
    items = RKMItem.objects.filter(pk__in=keys["rkm_item"], rkm__kampung__in=kampung)
    return {str(one.pk): str(one) for one in (*groups, *items)}


def photos_of(record: UUID) -> "QuerySet[KegiatanPhoto]":
    """The standing photos of an activity, in their order."""
    return KegiatanPhoto.objects.filter(record=record, withdrawn_at__isnull=True)
