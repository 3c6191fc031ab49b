"""What is held on a person, who has looked at it, and what waits to be answered."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any  # column values

from django.db.models import QuerySet
from django.utils import timezone

from naikkelas.accounts.models import PostArea, PrivacyRequest, User
from naikkelas.audit.models import Event
from naikkelas.audit.queries import views_of
from naikkelas.audit.queries.catalogue import Held, held, rooms
from naikkelas.audit.rules.persons import fingerprint
from naikkelas.lib.actors import Act, Actor, common
from naikkelas.lib.personal import Person

ROWS_A_TABLE = 5000
KABUPATEN_LENGTH = len("63.01")


@dataclass(frozen=True, slots=True)
class Part:
    """One entry of the catalogue with the rows of the person."""

    held: Held
    rows: list[dict[str, Any]]
    count: int


@dataclass(frozen=True, slots=True)
class Report:
    """All that is held on a person."""

    person: Person
    parts: list[Part] = field(default_factory=list)
    views: list[Event] = field(default_factory=list)


def held_on(person: Person) -> Report:
    """One query for each entry of the catalogue that knows how to find a person."""
    parts = []
    for one in held():
        identities = person.identities(one.entry.identity)
        if one.entry.by and identities:
            rows = one.model._default_manager.filter(**{f"{one.entry.by}__in": identities})
            names = dict.fromkeys(("pk", *one.entry.columns))
            found = list(rows.order_by("pk").values(*names)[:ROWS_A_TABLE])
            if found:
                parts.append(Part(one, found, rows.count()))
    views = views_of(person.key, [fingerprint(nip) for nip in person.nips])
    return Report(person, parts, list(views[:ROWS_A_TABLE]))


def person_of(user: User) -> Person:
    """How an account is known: by its key, and by the NIPs that rooms above know for it."""
    finders = (getattr(room, "nips_of", None) for room in rooms().values())
    nips = {nip for find in finders if find for nip in find(user)}
    return Person(user.pk, tuple(sorted(nips)))


def kabupaten_of(user: User) -> str:
    """The kabupaten of the posts that a person holds or held; empty where there is not one."""
    codes = PostArea.objects.filter(post__holdings__user=user).values_list("area_id", flat=True)
    shared = common(tuple(code or "" for code in codes.distinct()))
    return shared[:KABUPATEN_LENGTH] if len(shared) >= KABUPATEN_LENGTH else ""


def requests_for(guard: Actor) -> "QuerySet[PrivacyRequest]":
    """The requests of a guard's areas, those that are due first."""
    if not guard.can(Act.GUARD_PRIVACY):
        return PrivacyRequest.objects.none()
    found = PrivacyRequest.objects.select_related("subject").order_by("closed_at", "due_at")
    if "" in guard.scopes:
        return found
    return found.filter(kabupaten_code__in=[code[:KABUPATEN_LENGTH] for code in guard.scopes])


def overdue_rows() -> Iterator[tuple[Held, int]]:
    """Entries with rows that are older than their retention, and how many."""
    for one in held():
        keep = one.entry.retention
        if keep.days is None:
            continue
        limit = timezone.now() - timedelta(days=keep.days)
        old = one.model._default_manager.filter(**{f"{keep.since}__lt": limit}).count()
        if old:
            yield one, old
