"""Reads of partners, needs and commitments, for lists and pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q

from naikkelas.accounts.models import Partner
from naikkelas.activities.models import Kegiatan
from naikkelas.lib.actors import Actor, reaches
from naikkelas.partners import access
from naikkelas.partners.models import (
    Commitment,
    CommitmentPlace,
    CommitmentQuerySet,
    Delivery,
    Mitra,
    MitraQuerySet,
    Need,
    NeedQuerySet,
)
from naikkelas.partners.rules import course, inpres
from naikkelas.registry.models import KampungKB, KampungQuerySet
from naikkelas.registry.rules import reference

ACTIVITIES_OFFERED = 60


@dataclass(frozen=True, slots=True)
class Sieve:
    """What a list is narrowed to; empty leaves all."""

    kecamatan: str = ""
    instansi: str = ""
    kegiatan: str = ""
    sasaran: str = ""
    programme: str = ""
    state: str = ""

    @property
    def codes(self) -> list[str] | None:
        """The kegiatan of a sasaran or programme; None where neither was chosen."""
        if not (self.sasaran or self.programme):
            return None
        return [
            deed.code
            for deed in inpres.deeds()
            if self.sasaran in ("", deed.sasaran) and self.programme in ("", deed.programme)
        ]


def kampung_in(scopes: Sequence[str], kecamatan: str = "") -> KampungQuerySet:
    """The live kampung of a person's part of an area."""
    found = KampungKB.objects.live().within_any(scopes)
    return found.within(kecamatan) if kecamatan else found


def _of_deeds(sieve: Sieve) -> Q:
    wanted = Q(kegiatan__in=sieve.codes) if sieve.codes is not None else Q()
    return wanted & Q(kegiatan=sieve.kegiatan) if sieve.kegiatan else wanted


def needs_in(scopes: Sequence[str], sieve: Sieve) -> NeedQuerySet:
    """Needs of a part of an area, each with `offers`: how many commitments are not called off."""
    found = Need.objects.filter(
        _of_deeds(sieve), kampung__in=kampung_in(scopes, sieve.kecamatan)
    ).for_list()
    if sieve.instansi:
        found = found.filter(instansi=sieve.instansi)
    found = found.filter(closed_at__isnull=sieve.state != "tutup")
    is_on = ~Q(commitments__state=course.CANCELLED)
    return found.annotate(offers=Count("commitments", filter=is_on)).order_by(
        F("needed_by").asc(nulls_last=True), "published_at", "pk"
    )


def commitments_in(
    actor: Actor, scopes: Sequence[str], sieve: Sieve, today: date
) -> CommitmentQuerySet:
    """The commitments that a person sees with a kampung in a part of an area."""
    places = CommitmentPlace.objects.filter(
        commitment=OuterRef("pk"), kampung__in=kampung_in(scopes, sieve.kecamatan)
    )
    found = access.commitments_for(actor).filter(Exists(places), _of_deeds(sieve))
    if sieve.instansi:
        found = found.filter(mitra__instansi=sieve.instansi)
    if sieve.state == "lewat":
        found = found.overdue(today)
    elif sieve.state in course.STATES:
        found = found.filter(state=sieve.state)
    places_of = Count("places")
    return found.select_related("mitra").annotate(kampung_count=places_of).order_by("ends_on", "pk")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many commitments stand where."""

    offered: int
    agreed: int
    fulfilled: int
    overdue: int
    cancelled: int


def tally(commitments: CommitmentQuerySet, today: date) -> Tally:
    """Counts of a set of commitments, in one query."""
    late = Q(state__in=course.OPEN - {course.OFFERED}, ends_on__lt=today)
    agreed = course.STANDING - {course.FULFILLED}
    counts = commitments.order_by().aggregate(
        offered=Count("pk", filter=Q(state=course.OFFERED), distinct=True),
        agreed=Count("pk", filter=Q(state__in=agreed), distinct=True),
        fulfilled=Count("pk", filter=Q(state=course.FULFILLED), distinct=True),
        overdue=Count("pk", filter=late, distinct=True),
        cancelled=Count("pk", filter=Q(state=course.CANCELLED), distinct=True),
    )
    return Tally(**counts)


# Partners ---------------------------------------------------------------------------------------


def working_with(actor: Actor, kabupaten_code: str) -> list[Mitra]:
    """The partners for which a person may write offers: their own, or all of the kabupaten."""
    found = access.mitra_for(actor).working().filter(kabupaten_code=kabupaten_code)
    if access.is_partner(actor):
        found = found.filter(account__isnull=False, account=access.own_partner(actor))
    return list(found)


def mitra_in(actor: Actor, code: str, kind: str = "") -> MitraQuerySet:
    """The partners of a kabupaten, or those that work in a kecamatan of it."""
    found = access.mitra_for(actor).filter(kabupaten_code=code[: access.KABUPATEN])
    if len(code) > access.KABUPATEN:
        whole = Q(areas=code[: access.KABUPATEN])
        found = found.filter(whole | Q(areas__contains=code))
    return found.filter(kind=kind) if kind else found


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of the promises of one partner, never ranked against others."""

    promised: int
    fulfilled: int
    partly: int
    overdue: int
    rupiah: int
    delivered: int


def kept_by(commitments: Iterable[Commitment], today: date) -> dict[Any, Kept]:
    """Partner → what became of its commitments; offers and what was called off are left out."""
    found: dict[Any, list[Commitment]] = {}
    for one in commitments:
        if one.state in course.STANDING:
            found.setdefault(one.mitra_id, []).append(one)
    return {key: _kept(rows, today) for key, rows in found.items()}


def _kept(rows: Sequence[Commitment], today: date) -> Kept:
    money = [row for row in rows if row.rupiah is not None]
    return Kept(
        promised=len(rows),
        fulfilled=sum(row.state == course.FULFILLED for row in rows),
        partly=sum(row.state == course.PARTLY for row in rows),
        overdue=sum(course.is_overdue(row.state, row.ends_on, today) for row in rows),
        rupiah=sum(row.rupiah or 0 for row in money),
        delivered=int(sum((row.delivered for row in money), Decimal())),
    )


def accounts_in(kabupaten_code: str, mitra: Mitra | None = None) -> list[Partner]:
    """Accounts of partners in a kabupaten that no partner on the list has yet, or this one has."""
    free = Q(mitra__isnull=True)
    if mitra is not None:
        free |= Q(mitra=mitra)
    found = Partner.objects.filter(free, area__code__startswith=kabupaten_code)
    return list(found.order_by("name"))


def account_called(key: str) -> Partner | None:
    """The account that a form names; None where it names none."""
    return Partner.objects.filter(pk=int(key)).first() if key.isdecimal() else None


# One commitment ---------------------------------------------------------------------------------


def places_of(commitment: Commitment, actor: Actor) -> tuple[list[CommitmentPlace], int]:
    """The kampung of a commitment that a person sees, and how many others it has."""
    rows = list(commitment.places.select_related("kampung__village__parent"))
    seen = [row for row in rows if reaches(actor, row.kampung.village_id)]
    return seen, len(rows) - len(seen)


def deliveries_of(commitment: Commitment, actor: Actor) -> list[Delivery]:
    """The deliveries of a commitment in the kampung that a person sees, the newest first."""
    rows = commitment.deliveries.select_related("kampung")
    return [row for row in rows if reaches(actor, row.kampung.village_id)]


def activities_to_link(kampung: Iterable[KampungKB]) -> list[Kegiatan]:
    """The newest activities of some kampung, which may show a delivery."""
    found = Kegiatan.objects.filter(kampung__in=list(kampung), withdrawn_at__isnull=True)
    return list(found.select_related("kampung").order_by("-tanggal", "-pk")[:ACTIVITIES_OFFERED])


def agency(code: str) -> str:
    """The name of an agency; the code where the list does not know it."""
    return reference.names("instansi").get(code, code)
