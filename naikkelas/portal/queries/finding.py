"""Searching kampung: by name in any spelling, class, theme, activity, part and nearness."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from naikkelas.activities.models import Kegiatan
from naikkelas.areas.rules import LEVELS
from naikkelas.areas.rules.codes import subtree
from naikkelas.insights.queries.asked import Row
from naikkelas.insights.queries.asked import Wanted as ListWanted
from naikkelas.insights.queries.listing import Listing
from naikkelas.portal.queries.asking import Asked
from naikkelas.portal.queries.grounds import reader
from naikkelas.portal.rules.near import REACH_DEGREES, Place, distance_km, place_of
from naikkelas.publicsite.queries.sites import public_kampung
from naikkelas.registry.models import KampungKB, KampungQuerySet
from naikkelas.themes.models import ThemeMembership
from naikkelas.themes.queries.catalogue import catalogue_of

MOST_NEAR = 60
LONGEST_WORDS = 60
ORDERS = ("nama", "kode", "kelas")
PER_PAGE = 24
_KABUPATEN = len("63.01")
ON_A_MAP = 240


Themes = Sequence[tuple[str, str]]
"""Code and name, by name."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a visitor asked for; empty means all. All of it stands in the address."""

    text: str = ""
    level: str = ""
    theme: str = ""
    activity: str = ""
    near: Place | None = None
    order: str = "kode"

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> "Wanted":
        """Read `cari`, `kelas`, `tema`, `kegiatan`, `dekat` and `urut`; what is unfit is left."""
        level, order = parameters.get("kelas", ""), parameters.get("urut", "")
        return cls(
            text=parameters.get("cari", "").strip(),
            level=level if level in LEVELS else "",
            theme=parameters.get("tema", "").strip(),
            activity=" ".join(parameters.get("kegiatan", "").split())[:LONGEST_WORDS],
            near=place_of(parameters.get("dekat", "")),
            order=order if order in ORDERS else "kode",
        )

    @property
    def query(self) -> dict[str, str]:
        """As it stands in an address, without what is not asked."""
        found = {
            "cari": self.text,
            "kelas": self.level,
            "tema": self.theme,
            "kegiatan": self.activity,
            "dekat": self.near.text if self.near else "",
            "urut": self.order if self.order != "kode" else "",
        }
        return {name: value for name, value in found.items() if value}

    @property
    def filters(self) -> int:
        """How many filters are set; the order is none."""
        return len(set(self.query) - {"urut"})


@dataclass(frozen=True, slots=True)
class Found:
    """One kampung that was found; `distance` in kilometres where somebody asked what is near.

    `held` and `last_held` are of the endorsed activities that fit what was asked, by their dates.
    """

    row: Row
    kampung: KampungKB
    themes: tuple[str, ...] = ()
    distance: float | None = None
    held: int = 0
    last_held: date | None = None


@dataclass(frozen=True)
class Finding:
    """One page of what was found, and how much there is; `themes` are those one can ask for."""

    total: int
    page: Sequence[Found]
    number: int
    pages: int
    themes: Themes
    near: bool = False


def find(asked: Asked, wanted: Wanted, page: str = "", size: int = PER_PAGE) -> Finding:
    """The kampung of the area that fit, one page of them; nearest first where that is asked."""
    among = _among(asked, wanted)
    listing = Listing(
        asked.view,
        ListWanted(text=wanted.text, level=wanted.level, order=wanted.order),
        (asked.view.area_code,),
        among,
        asked.known_at,
        compared=False,
        read=reader(asked.known_at),
    )
    themes = _theme_choices(asked.view.area_code)
    if wanted.near is not None:
        return _nearest(asked, wanted, wanted.near, listing, themes, page, size)
    total = len(listing)
    number, pages = _page(page, total, size)
    rows = listing[(number - 1) * size : number * size]
    return Finding(total, _complete(asked, wanted, rows, themes), number, pages, themes)


def _page(asked_for: str, total: int, size: int) -> tuple[int, int]:
    """The page that was asked for, within those there are."""
    pages = max(1, -(-total // size))
    number = int(asked_for) if asked_for.isdecimal() and len(asked_for) < 7 else 1
    return min(max(number, 1), pages), pages


def _among(asked: Asked, wanted: Wanted) -> KampungQuerySet | None:
    """The kampung that fit what the list itself does not ask; None for all."""
    if not (wanted.theme or wanted.activity or wanted.near):
        return None
    found = public_kampung().within(asked.view.area_code)
    if wanted.theme:
        carried = ThemeMembership.objects.current().filter(theme=wanted.theme)
        found = found.filter(pk__in=carried.values("kampung"))
    if wanted.activity:
        # Read first: as a part of the larger question it costs the database thirty times as much.
        held = _held(asked, wanted.activity).values_list("kampung", flat=True).distinct()
        found = found.filter(pk__in=list(held))
    if wanted.near:
        found = found.filter(pk__in=[key for key, _ in _around(asked, wanted, wanted.near)])
    return found


def _held(asked: Asked, words: str) -> "QuerySet[Kegiatan]":
    """Endorsed activities of the year before the day in view whose title has all the words."""
    cutoff = asked.view.cutoff
    since = cutoff.replace(year=cutoff.year - 1, day=min(cutoff.day, 28))
    known = asked.known_at or timezone.now()
    fits = Q(recorded_at__lte=known, endorsed_at__lte=known, tanggal__range=(since, cutoff))
    fits &= Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=known)
    first, after = subtree(asked.view.area_code[:_KABUPATEN]) if asked.view.area_code else ("", "")
    if first:  # a range, not a beginning: an index serves it whatever the collation
        fits &= Q(kabupaten_code__gte=first)
    if after:
        fits &= Q(kabupaten_code__lt=after)
    for word in words.split():
        fits &= Q(judul__icontains=word)
    return Kegiatan.objects.filter(fits).order_by()


# What is near ------------------------------------------------------------------------------------


def _around(asked: Asked, wanted: Wanted, place: Place) -> list[tuple[UUID, float]]:
    """The nearest kampung with a known place that fit theme and activity, nearest first."""
    rest = _among(asked, replace(wanted, near=None))
    found = public_kampung().within(asked.view.area_code) if rest is None else rest
    box = found.filter(
        lintang__range=(place.latitude - REACH_DEGREES, place.latitude + REACH_DEGREES),
        bujur__range=(place.longitude - REACH_DEGREES, place.longitude + REACH_DEGREES),
    )
    distances = [
        (key, distance_km(place, latitude, longitude))
        for key, latitude, longitude in box.values_list("pk", "lintang", "bujur")
        if latitude is not None and longitude is not None
    ]
    return sorted(distances, key=lambda one: (one[1], one[0]))[:MOST_NEAR]


def _nearest(
    asked: Asked,
    wanted: Wanted,
    place: Place,
    listing: Listing,
    themes: Themes,
    page: str,
    size: int,
) -> Finding:
    rows = {UUID(row.kampung_uuid): row for row in listing[:MOST_NEAR]}
    places = KampungKB.objects.filter(pk__in=rows).values_list("pk", "lintang", "bujur")
    far = {
        key: distance_km(place, north, east)
        for key, north, east in places
        if north is not None and east is not None
    }
    ordered = sorted(rows, key=lambda key: (far[key], key))
    number, pages = _page(page, len(ordered), size)
    shown = [rows[key] for key in ordered[(number - 1) * size : number * size]]
    return Finding(
        total=len(ordered),
        page=_complete(asked, wanted, shown, themes, far),
        number=number,
        pages=pages,
        themes=themes,
        near=True,
    )


# What a row shows beside its class ---------------------------------------------------------------


def _complete(
    asked: Asked,
    wanted: Wanted,
    rows: Sequence[Row],
    choices: Themes,
    far: Mapping[UUID, float] | None = None,
) -> list[Found]:
    """The rows with site, themes and fitting activities: at most three queries a page."""
    keys = [UUID(row.kampung_uuid) for row in rows]
    kampung = KampungKB.objects.select_related("village", "site").in_bulk(keys)
    themes = _themes_of(keys, dict(choices))
    held = _counts_of(asked, wanted, keys)
    return [
        Found(
            row=row,
            kampung=kampung[key],
            themes=tuple(themes.get(key, ())),
            distance=(far or {}).get(key),
            held=held.get(key, (0, None))[0],
            last_held=held.get(key, (0, None))[1],
        )
        for key, row in zip(keys, rows, strict=True)
    ]


def _themes_of(keys: Sequence[UUID], names: Mapping[str, str]) -> dict[UUID, list[str]]:
    carried = ThemeMembership.objects.current().filter(kampung__in=keys).order_by("theme")
    found: dict[UUID, list[str]] = {}
    for key, theme in carried.values_list("kampung_id", "theme"):
        found.setdefault(key, []).append(names.get(theme, theme))
    return found


def _counts_of(asked: Asked, wanted: Wanted, keys: Sequence[UUID]) -> dict[UUID, tuple[int, date]]:
    if not wanted.activity:
        return {}
    fits = _held(asked, wanted.activity).filter(kampung__in=keys)
    rows = fits.values_list("kampung").annotate(Count("pk"), Max("tanggal"))
    return {key: (count, last) for key, count, last in rows}


def _theme_choices(area_code: str) -> list[tuple[str, str]]:
    themes = catalogue_of(area_code).themes
    return sorted(((code, theme.name) for code, theme in themes.items()), key=lambda one: one[1])
