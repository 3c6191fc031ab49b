"""Changes since a number, in an order in which nothing comes late.

Events carry times and identifiers of the moment when they were made, but a transaction that began
earlier may commit later: whoever reads "after the newest identifier that I know" would lose it. So
the feed follows the seals (ADR 17). One sealer at a time gives each committed event its seal, under
a lock that is held until its own commit; numbers of seals therefore appear in their order, and an
event that commits late gets the next number, wherever its time lies.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Max, Q

from naikkelas.activities.models import Kegiatan
from naikkelas.api.rules.changes import ChangeKind, kinds_for
from naikkelas.areas.rules import codes
from naikkelas.audit.models import Event, Seal
from naikkelas.lib.actors import Actor, covers, reaches
from naikkelas.registry.models import KampungKB

SCANNED_AT_ONCE = 1000
KABUPATEN = len("63.01")
_OBJECTS: Mapping[str, tuple[str, str]] = {
    "registry.kampungkb": ("kampung", "kampung"),
    "registry.profil": ("laporan_profil", "laporan/profil"),
    "registry.penduduk": ("laporan_penduduk", "laporan/penduduk"),
    "registry.kkbpk": ("laporan_kkbpk", "laporan/kkbpk"),
    "activities.kegiatan": ("kegiatan", "kegiatan"),
    "roadmap.step": ("langkah", ""),
}
"""Subject of an event to what programs call it, and the address below which it is read."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change, without anything about a person."""

    number: int
    id: UUID
    kind: str
    at: datetime
    area_code: str
    object_kind: str = ""
    object_id: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """Some changes, after which number the next ones come, and whether there are more now."""

    found: tuple[Change, ...]
    after: int
    more: bool


def newest_number() -> int:
    """The number after which changes are yet to come."""
    return int(Seal.objects.aggregate(newest=Max("pk"))["newest"] or 0)


def changes(actor: Actor, scopes: tuple[str, ...], after: int, count: int) -> Changes:
    """What happened after a number, of what the actor sees; a handful of queries."""
    kinds = kinds_for(scopes)
    newest = newest_number()
    chains = _chains_of(actor)
    if not kinds or chains is None or newest <= after:
        return Changes((), max(after, 0), False)
    seals = list(
        Seal.objects.filter(chains, pk__gt=after, pk__lte=newest)
        .order_by("pk")
        .values_list("pk", "event_id")[:SCANNED_AT_ONCE]
    )
    events = Event.objects.filter(pk__in=[event for _, event in seals], verb__in=kinds)
    by_id = {event.pk: event for event in events}
    told = _told(actor, kinds, [(n, by_id[event]) for n, event in seals if event in by_id])
    found = told[:count]
    if len(told) > count:
        return Changes(tuple(found), found[-1].number, True)
    is_cut = len(seals) == SCANNED_AT_ONCE
    return Changes(tuple(found), seals[-1][0] if is_cut else newest, is_cut)


def _chains_of(actor: Actor) -> Q | None:
    """The chains in which something of theirs may stand: of their kabupaten, and of the areas
    above, whose acts concern all that lies below."""
    wanted = [_chain(scope) for scope in actor.scopes]
    return reduce(or_, wanted) if wanted else None


def _chain(scope: str) -> Q:
    above = codes.lineage(scope[:KABUPATEN])
    below = Q(kabupaten_code__startswith=scope) if len(scope) < KABUPATEN else Q()
    return Q(kabupaten_code__in=above) | below


def _told(
    actor: Actor, kinds: Mapping[str, ChangeKind], events: Sequence[tuple[int, Event]]
) -> list[Change]:
    """Those that lie where the actor reaches, as programs are told of them."""
    places = _places(event for _, event in events if not kinds[event.verb].of_area)
    told = []
    for number, event in events:
        kind = kinds[event.verb]
        if kind.of_area:
            area = event.kabupaten_code
            if any(covers(area, scope) or covers(scope, area) for scope in actor.scopes):
                told.append(Change(number, event.pk, kind.name, event.at, area))
            continue
        place = places.get((event.subject_type, event.subject_id))
        if place and reaches(actor, place[0]):
            told.append(_change(number, event, kind, *place))
    return told


def _change(number: int, event: Event, kind: ChangeKind, village: str, key: str) -> Change:
    name, path = _OBJECTS[event.subject_type]
    address = f"/api/v1/{path}/{key}" if path else ""
    return Change(number, event.pk, kind.name, event.at, village, name, key, address)


def _places(events: Iterable[Event]) -> dict[tuple[str, str], tuple[str, str]]:
    """Subject to its village and the identifier by which programs know it; one query a kind."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for event in events:
        if event.subject_type in _OBJECTS:
            wanted[event.subject_type].add(event.subject_id)
    found = {}
    for kind, keys in wanted.items():
        model: Any = apps.get_model(kind)
        village = "village_id" if model is KampungKB else "kampung__village_id"
        known = "origin" if model is Kegiatan else "pk"
        for key, place, record in model.objects.filter(pk__in=keys).values_list(
            "pk", village, known
        ):
            found[kind, str(key)] = (place, str(record or key))
    return found
