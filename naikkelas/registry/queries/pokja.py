"""Reads of the people of a kampung: who is who, what the records say of a day, what runs out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from naikkelas.lib.actors import Actor
from naikkelas.registry import access
from naikkelas.registry.models import (
    Kader,
    KaderTraining,
    KampungKB,
    Pokja,
    PokjaSeat,
    Seksi,
    held_on,
)
from naikkelas.registry.rules import structure
from naikkelas.registry.rules.structure import MEMBER_POSTS, NO_DECREE, WARN_DAYS, DecreeState


def visible_to(actor: Actor) -> "QuerySet[Kader]":
    """The people of the kampung that a person sees; whether with names, `access` says."""
    found = Kader.objects.filter(kampung__in=access.visible_to(actor))
    return found.select_related("kampung__village__parent")


def pokja_visible_to(actor: Actor) -> "QuerySet[Pokja]":
    """The Pokja of the kampung that a person sees, former ones too."""
    found = Pokja.objects.filter(kampung__in=access.visible_to(actor))
    return found.select_related("kampung__village__parent")


def kader_of(kampung: KampungKB) -> "QuerySet[Kader]":
    """Those who work for a kampung now, by name."""
    return Kader.objects.filter(kampung=kampung, left_on__isnull=True)


def open_pokja(kampung: KampungKB) -> Pokja | None:
    """The Pokja that works now, if any."""
    found = Pokja.objects.filter(kampung=kampung, ended_on__isnull=True)
    return found.select_related("kampung", "evidence").first()


def pokja_on(kampung: KampungKB, on: date) -> Pokja | None:
    """The Pokja that worked on a day."""
    in_office = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    found = Pokja.objects.filter(in_office, kampung=kampung, formed_on__lte=on)
    return found.select_related("evidence").order_by("-formed_on").first()


def seats_on(pokja: Pokja, on: date) -> "QuerySet[PokjaSeat]":
    """Who held which post on a day, with the people at hand."""
    return pokja.seats.filter(held_on(on)).select_related("kader", "seksi")


def open_seats_of(kader: Kader) -> "QuerySet[PokjaSeat]":
    """The posts that a person holds now."""
    return kader.seats.filter(until__isnull=True)


def seksi_of(pokja: Pokja) -> "QuerySet[Seksi]":
    """The sections in their order."""
    return pokja.seksi.filter(withdrawn_at__isnull=True)


# What the records say of a day ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of the Pokja of a kampung on a day; None is "not recorded", never zero.

    `exists` is None where no Pokja was ever recorded, and false once the last one has ended.
    Members are persons in a post of the Pokja itself, each counted once.
    """

    exists: bool | None
    pokja: Pokja | None = None
    decree: DecreeState = NO_DECREE
    members: int | None = None
    women: int = 0
    youth: int = 0
    ages_known: int = 0
    trained: int | None = None
    trainings: tuple[str, ...] = ()
    empty_seksi: tuple[Seksi, ...] = ()

    @property
    def has_decree(self) -> bool | None:
        """Whether there is a decree, expired or not; the form asks no more than that."""
        return None if self.pokja is None else self.decree.word != "belum"

    @property
    def youth_share(self) -> float | None:
        """Youth among those whose age band is known, 0 to 1."""
        return self.youth / self.ages_known if self.ages_known else None


def standing(kampung: KampungKB, on: date) -> Standing:
    """The Pokja of a kampung as its records show it on a day; four queries."""
    pokja = pokja_on(kampung, on)
    if pokja is None:
        was_there = Pokja.objects.filter(kampung=kampung, formed_on__lte=on).exists()
        return Standing(exists=False if was_there else None)
    seats = list(seats_on(pokja, on))
    return _standing(pokja, seats, list(seksi_of(pokja)), _trained(seats, on), on)


def _trained(seats: Iterable[PokjaSeat], on: date) -> list[KaderTraining]:
    """The trainings that those in office had taken by a day, oldest first."""
    keys = {seat.kader_id for seat in seats if seat.post in MEMBER_POSTS}
    found = KaderTraining.objects.filter(kader__in=keys, held_on__lte=on, withdrawn_at__isnull=True)
    return list(found.order_by("held_on", "name"))


def _standing(
    pokja: Pokja,
    seats: list[PokjaSeat],
    seksi: list[Seksi],
    trainings: list[KaderTraining],
    on: date,
) -> Standing:
    members = {seat.kader_id: seat.kader for seat in seats if seat.post in MEMBER_POSTS}
    ages = [structure.is_youth(one.age_band, one.age_noted, on) for one in members.values()]
    filled = {seat.seksi_id for seat in seats}
    return Standing(
        exists=True,
        pokja=pokja,
        decree=structure.decree_state(pokja.decree_date, pokja.valid_until, on),
        members=len(members) or None,
        women=sum(one.sex == Kader.Sex.WOMAN for one in members.values()),
        youth=sum(age is True for age in ages),
        ages_known=sum(age is not None for age in ages),
        trained=len({one.kader_id for one in trainings}) if trainings else None,
        trainings=tuple(dict.fromkeys(one.name for one in trainings)),
        empty_seksi=tuple(one for one in seksi if one.pk not in filled),
    )


LONGEST_TRAINING = 300
"""What the column `pokja_pelatihan` of the profil holds."""


def profile_facts(kampung: KampungKB, on: date) -> dict[str, object]:
    """The columns of the profil that the records of people answer for a day.

    A column is left out where nothing is recorded: it is asked, never taken for "tidak" or zero.
    """
    now = standing(kampung, on)
    facts: dict[str, object] = {"pokja_ada": now.exists, "pokja_sk": now.has_decree}
    facts |= {"pokja_anggota": now.members, "pokja_anggota_terlatih": now.trained}
    if now.trainings:
        facts["pokja_terlatih"] = True
        facts["pokja_pelatihan"] = _listed(now.trainings)
    return {column: value for column, value in facts.items() if value is not None}


def _listed(names: tuple[str, ...]) -> str:
    """The names that fit, newest first."""
    text = ""
    for name in reversed(names):
        longer = f"{text}; {name}" if text else name
        if len(longer) > LONGEST_TRAINING:
            break
        text = longer
    return text or names[-1][:LONGEST_TRAINING]


# What runs out ----------------------------------------------------------------------------------


def decrees_ending(actor: Actor, on: date) -> "QuerySet[Pokja]":
    """The Pokja in office whose decree ends within 60 days, or has ended; soonest first."""
    limit = on + timedelta(days=WARN_DAYS)
    found = pokja_visible_to(actor).filter(kampung__is_active=True, ended_on__isnull=True)
    return found.filter(valid_until__lte=limit).order_by("valid_until", "kampung__village_id")


# History ----------------------------------------------------------------------------------------


def history(kampung: KampungKB) -> list[PokjaSeat]:
    """All terms that have ended under any decree, the last ended first; mistakes are left out."""
    found = PokjaSeat.objects.filter(pokja__kampung=kampung, until__gt=F("since"))
    return list(
        found.select_related("kader", "seksi", "pokja", "replaced_by__kader").order_by(
            "-until", "post", "id"
        )
    )


def former(kampung: KampungKB) -> list[Pokja]:
    """The Pokja of earlier decrees, the newest first."""
    found = Pokja.objects.filter(kampung=kampung, ended_on__isnull=False)
    return list(found.select_related("evidence"))


def by_kader(rows: Iterable[KaderTraining]) -> Mapping[UUID, list[KaderTraining]]:
    """Trainings by person."""
    found: dict[UUID, list[KaderTraining]] = {}
    for row in rows:
        found.setdefault(row.kader_id, []).append(row)
    return found
