"""Themes over many kampung: who carries which, how far each is, what most of them lack."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from naikkelas.areas.queries import local_now
from naikkelas.instruments.rules.instrument import Indicator
from naikkelas.lib.actors import Actor, covers
from naikkelas.lib.names import search_key
from naikkelas.registry.models import KampungKB, KampungQuerySet
from naikkelas.registry.queries import kampung_for
from naikkelas.themes.models import ThemeMembership
from naikkelas.themes.queries.catalogue import Catalogue, catalogue_of
from naikkelas.themes.queries.standing import Standings, figures, standings
from naikkelas.themes.rules.reference import Theme
from naikkelas.themes.rules.tally import Tally, questions, tallies


@dataclass(frozen=True, slots=True)
class Ground:
    """The kampung of an area that a person sees, their themes and standings: read once."""

    area_code: str
    on: date
    catalogue: Catalogue
    kampung: Sequence[KampungKB]
    memberships: Mapping[UUID, Mapping[str, ThemeMembership]]
    standings: Standings

    def carries(self, kampung: KampungKB, theme: str) -> ThemeMembership | None:
        """The membership of a kampung in a theme, where there is one now."""
        return self.memberships.get(kampung.pk, {}).get(theme)

    def tallies(self, theme: Theme) -> list[Tally]:
        """One per kampung, in the order of `kampung`."""
        given = [figures(self.standings[one.pk]) for one in self.kampung]
        return tallies(self.catalogue.instrument(theme), given)


def ground_of(area_code: str, actor: Actor) -> Ground:
    """Everything that boards of an area need, as far as the person sees it."""
    return _ground(area_code, kampung_for(actor))


def whole_ground(kabupaten_code: str) -> Ground:
    """The same of all in an area, for rooms above that decide themselves who sees it."""
    return _ground(kabupaten_code, KampungKB.objects.all())


def _ground(area_code: str, seen: KampungQuerySet) -> Ground:
    """About nine queries for any number of kampung."""
    on = local_now(area_code).date()
    kampung = list(seen.live().within(area_code).order_by("village_id", "source_id"))
    keys = [one.pk for one in kampung]
    carried: dict[UUID, dict[str, ThemeMembership]] = {}
    for one in ThemeMembership.objects.current().filter(kampung__in=keys):
        carried.setdefault(one.kampung_id, {})[one.theme] = one
    return Ground(area_code, on, catalogue_of(area_code), kampung, carried, standings(keys, on))


@dataclass(frozen=True, slots=True)
class Row:
    """A kampung under one theme."""

    kampung: KampungKB
    membership: ThemeMembership | None
    tally: Tally


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a theme over all kampung."""

    indicator: Indicator
    met: int
    unmet: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Board:
    """A theme in an area."""

    theme: Theme
    rows: Sequence[Row]
    asked: Sequence[Asked]

    @property
    def carried(self) -> int:
        return sum(row.membership is not None for row in self.rows)

    @property
    def answered(self) -> int:
        """Kampung of which something is known."""
        return sum(not row.tally.is_silent for row in self.rows)

    @property
    def complete(self) -> int:
        """Kampung of which every question is answered."""
        return sum(row.tally.unknown == 0 for row in self.rows)

    @property
    def mean_met(self) -> float | None:
        """Mean of the criteria met, over the kampung that answered something."""
        told = [row.tally.met for row in self.rows if not row.tally.is_silent]
        return sum(told) / len(told) if told else None


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which kampung of a board are listed; the figures of the board stay those of all."""

    text: str = ""
    kecamatan: str = ""
    carried: bool | None = None

    @property
    def is_set(self) -> bool:
        return bool(self.text or self.kecamatan or self.carried is not None)

    def of(self, rows: Sequence[Row]) -> list[Row]:
        """The rows that are asked for, in their order."""
        return [row for row in rows if self._takes(row)]

    def _takes(self, row: Row) -> bool:
        if self.kecamatan and not covers(self.kecamatan, row.kampung.village_id):
            return False
        if self.carried is not None and self.carried != (row.membership is not None):
            return False
        return search_key(self.text) in search_key(row.kampung.nama)


def kecamatan_of(kampung: Iterable[KampungKB]) -> list[tuple[str, str]]:
    """Code and name of the kecamatan in which they lie, by code."""
    parents = {one.village.parent for one in kampung}
    return sorted((one.code, one.name) for one in parents if one)


def let_go(ground: Ground, theme: str) -> list[ThemeMembership]:
    """Who carried a theme and does no more, newest first, mistakes left out: one query."""
    found = ThemeMembership.objects.filter(
        kampung__in=[one.pk for one in ground.kampung],
        theme=theme,
        until__isnull=False,
        withdrawn_at__isnull=True,
    )
    return list(found.select_related("kampung").order_by("-until", "kampung__nama", "pk"))


def board(ground: Ground, theme: Theme) -> Board:
    """A theme kampung by kampung, and question by question."""
    rows = [
        Row(one, ground.carries(one, theme.code), tally)
        for one, tally in zip(ground.kampung, ground.tallies(theme), strict=True)
    ]
    asked = [_asked(ground, one) for one in questions(ground.catalogue.instrument(theme))]
    return Board(theme, rows, asked)


def _asked(ground: Ground, indicator: Indicator) -> Asked:
    given = Counter(
        held[indicator.code].value if indicator.code in held else None
        for held in ground.standings.values()
    )
    return Asked(indicator, given[1.0], given[0.0], given[None])
