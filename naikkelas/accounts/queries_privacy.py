"""What is held on a person, who has looked at it, and what waits to be answered."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any  # column values

from django.db.models import DateField, ForeignKey, Q, QuerySet
from django.utils import timezone

from naikkelas.accounts.models import PostArea, PrivacyRequest, User
from naikkelas.audit.models import Event
from naikkelas.audit.queries import views_of
from naikkelas.audit.queries.catalogue import (
    Held,
    columns_of,
    held,
    rooms,
    rows_of,
    table_of,
)
from naikkelas.audit.rules.persons import fingerprint
from naikkelas.lib.actors import Act, Actor, common
from naikkelas.lib.personal import Person

TELLING = frozenset(
    {"verb", "subject_type", "subject_id", "form", "role", "kind", "outcome", "tahun", "bulan"}
)
"""Public columns without which a row of a copy says nothing."""
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


def held_on(person: Person, *, rows: int | None = None) -> Report:
    """One query for each entry of the catalogue that knows how to find a person.

    All rows of each, or so many of them with the number of all.
    """
    parts = []
    for one in held():
        if not any(person.identities(identity) for _, identity in one.entry.finders):
            continue
        of_person = rows_of(one, person)
        found = list(of_person.order_by("pk").values(*_columns(one))[:rows])
        if found:
            parts.append(Part(one, found, len(found) if rows is None else of_person.count()))
    return Report(person, parts, list(views_about(person)[:rows]))


def views_about(person: Person) -> "QuerySet[Event]":
    """Who was shown what is held on a person, the newest first."""
    return views_of(person.key, map(fingerprint, person.nips), person.subjects)


def _columns(one: Held) -> list[str]:
    """The personal columns, and of the others those that tell when and what it was about."""
    public = table_of(one.model).public
    telling = [
        column.name
        for column in columns_of(one.model)
        if column.name in public
        and (isinstance(column, DateField | ForeignKey) or column.name in TELLING)
    ]
    return list(dict.fromkeys(("pk", *one.entry.columns, *telling)))


def person_of(user: User) -> Person:
    """How an account is known: by its key, its login names, and what rooms above know: the NIPs,
    and the rows under which events name the person.
    """
    finders = (getattr(room, "nips_of", None) for room in rooms().values())
    nips = {nip for find in finders if find for nip in find(user)}
    logins = {user.username, user.email, user.phone} - {""}
    namers = (getattr(room, "subjects_of", None) for room in rooms().values())
    subjects = {one for name in namers if name for one in name(user)}
    return Person(user.pk, tuple(sorted(nips)), tuple(sorted(logins)), tuple(sorted(subjects)))


def kabupaten_of(user: User) -> str:
    """The kabupaten of the posts that a person holds or held, the province where it is several of
    one; empty where it is the nation's.
    """
    codes = PostArea.objects.filter(post__holdings__user=user).values_list("area_id", flat=True)
    return common(tuple(code or "" for code in codes.distinct()))[:KABUPATEN_LENGTH]


def requests_for(guard: Actor) -> "QuerySet[PrivacyRequest]":
    """The requests of a guard's areas, those that are due first."""
    if not guard.can(Act.GUARD_PRIVACY):
        return PrivacyRequest.objects.none()
    found = PrivacyRequest.objects.select_related("subject").order_by("closed_at", "due_at")
    if "" in guard.scopes:
        return found
    inside = Q()
    for code in guard.scopes:
        inside |= Q(kabupaten_code=code) | Q(kabupaten_code__startswith=f"{code}.")
    return found.filter(inside) if guard.scopes else found.none()


def overdue_rows() -> Iterator[tuple[Held, int]]:
    """Entries with rows that are older than their retention, and how many."""
    for one in held():
        keep = one.entry.retention
        if keep.days is None:
            continue
        limit = timezone.now() - timedelta(days=keep.days)
        rows = one.model._default_manager.filter(**{f"{keep.since}__lt": limit})
        old = (rows.filter(**{f"{keep.unless}__isnull": True}) if keep.unless else rows).count()
        if old:
            yield one, old
