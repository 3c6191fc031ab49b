"""Reads of the tree, its settings and its boundaries."""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any  # a setting's value is any JSON
from zoneinfo import ZoneInfo

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from naikkelas.areas.models import Area, AreaIdentifier, AreaQuerySet, AreaSetting, Boundary
from naikkelas.areas.rules import codes, geometry
from naikkelas.areas.rules.settings import SETTINGS, Setting
from naikkelas.areas.rules.spelling import Wanted, keys_from, wanted
from naikkelas.audit.models import Event
from naikkelas.lib.names import search_key

LONGEST_CHAIN = 20
"""Replacements that are followed from one old code; more is a circle."""


# Settings ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SettingInForce:
    """The value that holds in an area and where it comes from."""

    setting: Setting
    value: Any
    origin: str | None  # code of the area that sets it, "" the nation, None the default
    origin_name: str
    is_own: bool  # set on the area itself, not inherited


def setting(area_code: str, key: str) -> Any:
    """The value of the nearest ancestor (the area itself first), else the default."""
    stored = (
        AreaSetting.objects.filter(area_code__in=codes.lineage(area_code), key=key)
        .order_by("-area_code")  # an ancestor's code is a prefix, so it sorts before
        .values_list("value", flat=True)
        .first()
    )
    return deepcopy(SETTINGS[key].default) if stored is None else stored


def several_settings(area_code: str, keys: Iterable[str] = SETTINGS) -> dict[str, Any]:
    """`setting` of several keys (all unless told), as key → value, in one query."""
    wanted = list(keys)
    rows = AreaSetting.objects.filter(area_code__in=codes.lineage(area_code), key__in=wanted)
    stored = dict(rows.order_by("area_code").values_list("key", "value"))  # the nearest comes last
    return {
        key: stored[key] if key in stored else deepcopy(SETTINGS[key].default) for key in wanted
    }


def settings_trail(area_code: str) -> "QuerySet[Event]":
    """What was done to the settings of one area itself, newest first; also those taken back."""
    acts = Event.objects.filter(verb__in=("area.set", "area.clear_setting"))
    return acts.filter(data__area=area_code).order_by("-at", "-id")


def settings_of(area_code: str) -> dict[str, SettingInForce]:
    """Every setting with its value in the area and its origin: two queries."""
    rows = AreaSetting.objects.filter(area_code__in=codes.lineage(area_code)).order_by("area_code")
    stored = {row.key: row for row in rows}  # the nearest one comes last and stays
    names = {area.code: str(area) for area in path_of(area_code)} | {"": "Indonesia"}
    return {
        key: _in_force(known, stored.get(key), area_code, names) for key, known in SETTINGS.items()
    }


def _in_force(
    known: Setting, stored: AreaSetting | None, area_code: str, names: dict[str, str]
) -> SettingInForce:
    if stored is None:
        return SettingInForce(known, deepcopy(known.default), None, "bawaan", is_own=False)
    return SettingInForce(
        known,
        stored.value,
        stored.area_code,
        names.get(stored.area_code, stored.area_code),
        is_own=stored.area_code == area_code,
    )


def local_now(area_code: str, *, remembered: bool = False) -> datetime:
    """This moment on the clock of the area (setting `time_zone`); its date ends the day there.

    `remembered` takes the setting as this process knew it at most a minute ago.
    """
    zone = _zone_of(area_code) if remembered else str(setting(area_code, "time_zone"))
    return timezone.now().astimezone(ZoneInfo(zone))


_ZONE_SECONDS = 60.0
_MOST_ZONES = 10_000
_zones: dict[str, tuple[float, str]] = {}


def _zone_of(area_code: str) -> str:
    """The setting, remembered by this process for a minute: it is asked at every submission."""
    now = monotonic()
    until, zone = _zones.get(area_code, (0.0, ""))
    if now < until:
        return zone
    zone = str(setting(area_code, "time_zone"))
    if len(_zones) >= _MOST_ZONES:
        _zones.clear()
    _zones[area_code] = (now + _ZONE_SECONDS, zone)
    return zone


def forget_zones() -> None:
    """Ask again, after a setting was put or cleared; other processes do so within a minute."""
    _zones.clear()


# The tree ---------------------------------------------------------------------------------------


def path_of(code: str) -> list[Area]:
    """The ancestors from the province down to the area itself; unknown codes are left out."""
    return list(Area.objects.filter(code__in=codes.lineage(code)).order_by("code"))


def current_code(code: str) -> str:
    """The code in force today for a code of any time; an unknown one comes back as it is."""
    for _ in range(LONGEST_CHAIN):
        after = Area.objects.filter(pk=code).values_list("replaced_by_id", flat=True).first()
        if after is None:
            return code
        code = after
    return code


def boundaries(area_codes: Iterable[str]) -> QuerySet[Boundary]:
    """The boundaries that were imported for these codes; those without one are absent."""
    return Boundary.objects.filter(area_id__in=list(area_codes)).order_by("area_id")


def points_in(area_codes: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Code → a point inside its boundary as GeoJSON, longitude first; read one by one, since the
    boundaries of the nation's kecamatan are larger than a process should hold.
    """
    found = boundaries(area_codes).values_list("area_id", "geometry")
    return {code: {"type": "Point", "coordinates": list(geometry.point_in(shape))}
            for code, shape in found.iterator(100)}  # fmt: skip


def boundary_count(area_code: str) -> int:
    """How many boundaries there are in the subtree."""
    first, after = codes.subtree(area_code) if area_code else ("", None)
    found = Boundary.objects.filter(area_id__gte=first)
    return (found.filter(area_id__lt=after) if after else found).count()


def with_paths(areas: list[Area]) -> list[tuple[Area, str]]:
    """Each area with the names of its ancestors, nearest first: "Bajuin, Tanah Laut, …"."""
    wanted_codes = {code for area in areas for code in codes.lineage(area.code)[1:-1]}
    names = dict(Area.objects.filter(pk__in=wanted_codes).values_list("code", "name"))
    return [
        (area, ", ".join(names[code] for code in reversed(codes.lineage(area.code)[1:-1])))
        for area in areas
    ]


# Other systems' codes ---------------------------------------------------------------------------


def identifiers_within(area_code: str, scheme: str) -> dict[str, str]:
    """Code of ours → what a system calls the area today; those without a known one are absent."""
    rows = _identifiers(area_code).filter(scheme=scheme)
    return dict(rows.values_list("area_id", "value"))


def areas_called(area_code: str, scheme: str) -> dict[str, str]:
    """What a system calls an area today → code of ours."""
    return {value: code for code, value in identifiers_within(area_code, scheme).items()}


def identifier_count(area_code: str) -> int:
    """How many are known in the subtree, of all systems."""
    return _identifiers(area_code).count()


def _identifiers(area_code: str) -> "QuerySet[AreaIdentifier]":
    first, after = codes.subtree(area_code) if area_code else ("", None)
    found = AreaIdentifier.objects.current().filter(area_id__gte=first)
    return found.filter(area_id__lt=after) if after else found


# Search -----------------------------------------------------------------------------------------


def search(text: str, scope: str = "", level: int | None = None, limit: int = 20) -> list[Area]:
    """Areas in force by name in any spelling, by other spelling or by code; best first.

    The whole name first, then names that begin so, then names that contain it; larger areas
    before smaller ones.
    """
    areas = Area.objects.current().within(scope)
    if level:
        areas = areas.filter(level=level)
    looked_for = wanted(text)
    if looked_for.code:
        return _by_code(areas, looked_for.code, limit)
    if not looked_for.keys:
        return []
    return _by_name(areas, looked_for, limit)


def _by_name(areas: AreaQuerySet, looked_for: Wanted, limit: int) -> list[Area]:
    """Exact and beginning names come from the index; the table is only read when these are few."""
    if looked_for.kinds:
        areas = areas.filter(kind__in=looked_for.kinds)
    others = _other_spellings(areas, looked_for)
    rank = Case(
        When(search_key=looked_for.keys[0], then=Value(0)),
        When(Q(search_key__in=looked_for.keys) | Q(pk__in=others), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    begins = Q(pk__in=others)
    contains = Q()
    for key in looked_for.keys:
        begins |= _begins_with(key)
        contains |= Q(search_key__contains=key)
    found = list(areas.filter(begins).order_by(rank, "level", "search_key", "code")[:limit])
    if len(found) < limit:
        rest = areas.filter(contains).exclude(pk__in=[area.pk for area in found])
        found += rest.order_by("level", "search_key", "code")[: limit - len(found)]
    return found


def _begins_with(key: str) -> Q:
    first, after = keys_from(key)
    found = Q(search_key__gte=first)
    return found & Q(search_key__lt=after) if after else found


def _by_code(areas: AreaQuerySet, beginning: str, limit: int) -> list[Area]:
    """A whole code brings its subtree; the beginning of one the codes that begin so."""
    if codes.is_code(beginning):
        areas = areas.within(beginning)
    else:
        areas = areas.filter(code__startswith=beginning)
    return list(areas.order_by("code")[:limit])


def _other_spellings(areas: AreaQuerySet, looked_for: Wanted) -> list[str]:
    """Codes of areas one of whose aliases begins with the text; few areas have any."""
    pairs = areas.exclude(aliases="").values_list("code", "aliases")
    return [
        code
        for code, aliases in pairs
        if any(search_key(alias).startswith(looked_for.keys) for alias in aliases.split("|"))
    ]
