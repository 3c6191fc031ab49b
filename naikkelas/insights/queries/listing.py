"""The list of kampung of an area: found, filtered, sorted, one page at a time.

A kabupaten is classified at once; a province or the nation is read from its newest snapshots, in
the database. Both roads give the same rows in the same order. What of the area a person sees are
the `roots` (`lib.actors.theirs`): the area itself, or those of their areas that lie in it. `among`
narrows it to kampung that another question has found; `known_at` shows what was known then. A list
that is not `compared` tells no class under the other rule or on the other basis, and does not ask.
`read` is how a kabupaten is read where somebody holds it already.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import overload

from naikkelas.areas.models import Area
from naikkelas.insights.queries.asked import KECAMATAN, PARTS, Row
from naikkelas.insights.queries.asked import Wanted as Wanted
from naikkelas.insights.queries.live_list import LiveList
from naikkelas.insights.queries.stored_list import StoredList
from naikkelas.insights.queries.viewpoint import KABUPATEN, Viewpoint
from naikkelas.lib.actors import common, covers
from naikkelas.registry.models import KampungQuerySet
from naikkelas.roadmap.queries import Ground

_MOST_KABUPATEN = 4
"""Of so many kabupaten at most, somebody's few villages are read at once."""


class Listing(Sequence[Row]):
    """The kampung that were asked for; a sequence, so that a paginator takes only its page."""

    def __init__(
        self,
        view: Viewpoint,
        wanted: Wanted,
        roots: Sequence[str],
        among: KampungQuerySet | None = None,
        known_at: datetime | None = None,
        *,
        compared: bool = True,
        read: Callable[[str], Ground] | None = None,
    ) -> None:
        self.view, self.wanted, self.roots = view, wanted, tuple(roots)
        self.among, self.known_at, self.compared = among, known_at, compared
        self.read = read

    def __len__(self) -> int:
        return self._road.found

    @overload
    def __getitem__(self, which: int) -> Row: ...
    @overload
    def __getitem__(self, which: slice) -> list[Row]: ...
    def __getitem__(self, which: int | slice) -> Row | list[Row]:
        if isinstance(which, int):
            return self[which : which + 1][0]
        start, stop, _ = which.indices(len(self))
        rows = list(self._road.rows(start, stop))
        names = _place_names(self.view.area_code, {row.kode_desa for row in rows})
        return [replace(row, kecamatan=_place(row.kode_desa, names)) for row in rows]

    @property
    def total(self) -> int:
        """Kampung that the person sees here, before any filter."""
        return self._road.total

    @property
    def is_whole(self) -> bool:
        """Whether the person sees the area itself, not only some of it."""
        return self.roots == (self.view.area_code,)

    @cached_property
    def _road(self) -> LiveList | StoredList:
        areas = _read_at_once(self.view, self.roots)
        if areas:
            return LiveList(
                *(self.view, self.wanted, self.roots, areas, self.among, self.known_at),
                compared=self.compared,
                read=self.read,
            )
        return StoredList(
            *(self.view, self.wanted, self.roots, self.among, self.known_at),
            compared=self.compared,
        )


def _read_at_once(view: Viewpoint, roots: Sequence[str]) -> list[str]:
    """The areas to classify from their reports; none where there would be too many."""
    if any(len(code) < KABUPATEN for code in roots):
        return []
    together: dict[str, list[str]] = {}
    for code in roots:
        together.setdefault(code[:KABUPATEN], []).append(code)
    if len(together) > _MOST_KABUPATEN:
        return []
    return [common(tuple(codes)) for codes in together.values()]


def part_choices(view: Viewpoint, roots: Sequence[str]) -> list[tuple[str, str]]:
    """The areas below by which the list can be narrowed, only those in which the person sees any;
    none below a kabupaten.
    """
    if len(view.area_code) not in PARTS:
        return []
    below = Area.objects.children_of(view.area_code).current().order_by("code")
    return [
        (area.code, str(area))
        for area in below
        if any(covers(root, area.code) or covers(area.code, root) for root in roots)
    ]


def _place_names(area_code: str, villages: Iterable[str]) -> dict[str, str]:
    """Names of the kecamatan; of the kabupaten too where there are several."""
    lengths = (KECAMATAN,) if len(area_code) >= KABUPATEN else (KECAMATAN, KABUPATEN)
    above = {code[:length] for code in villages for length in lengths}
    return dict(Area.objects.filter(pk__in=above).values_list("code", "name"))


def _place(village: str, names: dict[str, str]) -> str:
    found = (names.get(village[:length], "") for length in (KECAMATAN, KABUPATEN))
    return ", ".join(filter(None, found))
