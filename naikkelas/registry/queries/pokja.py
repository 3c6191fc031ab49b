"""Reads of the people of a kampung: who is who, what the records say of a day, what runs out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from naikkelas.accounts.models import PostArea, running
from naikkelas.accounts.rules.policy import POKJA_ROLES
from naikkelas.lib.actors import Actor
from naikkelas.registry import access
from naikkelas.registry.models import (
    Inovasi,
    Kader,
    KaderConsent,
    KaderTraining,
    KampungKB,
    Kelompok,
    Lasting,
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


def account_with(phone: str, kampung: KampungKB) -> int | None:
    """The account of a member of this Pokja with that number: then person and account are one."""
    now = timezone.now()
    held = PostArea.objects.filter(
        running(now),
        running(now, "post__holdings__"),
        area=kampung.village_id,
        post__role__in=POKJA_ROLES,
        post__closed_at__isnull=True,
        post__holdings__user__phone=phone,
    )
    found = held.values_list("post__holdings__user_id", flat=True)
    return found.first() if phone else None


def runs_a_group(kader: Kader) -> bool:
    """Whether somebody is responsible for a group or an innovation that goes on."""
    models: tuple[type[Lasting], ...] = (Kelompok, Inovasi)
    return any(
        model._default_manager.filter(
            kader=kader, stopped_on__isnull=True, withdrawn_at__isnull=True
        ).exists()
        for model in models
    )


def open_seats(pokja: Pokja) -> "QuerySet[PokjaSeat]":
    """The terms that have not ended, in the order of posts as the house lists them."""
    found = pokja.seats.filter(until__isnull=True).select_related("kader", "seksi")
    return found.order_by("seksi__number", "since", "id")


def seats_of(kader: Kader) -> list[PokjaSeat]:
    """All terms of a person, the running ones first; mistakes are left out."""
    found = kader.seats.exclude(until=F("since")).select_related("seksi", "pokja")
    return list(found.order_by(F("until").desc(nulls_first=True), "-since"))


def trainings_of(kader: Kader) -> list[KaderTraining]:
    """What a person took, newest first."""
    return list(kader.trainings.filter(withdrawn_at__isnull=True).order_by("-held_on", "name"))


def is_age_stale(kader: Kader, on: date) -> bool:
    """Whether the age band should be asked again: never noted, or too long ago."""
    return structure.is_youth(kader.age_band, kader.age_noted, on) is None


def without_post(kampung: KampungKB, actor: Actor) -> list[Kader]:
    """People who work for the kampung and hold no post in its Pokja, for who may read names."""
    if not access.may_see_people(actor, kampung):
        return []
    held = PokjaSeat.objects.filter(kader=OuterRef("pk"), until__isnull=True)
    return list(kader_of(kampung).filter(~Exists(held)))


def seksi_of(pokja: Pokja) -> "QuerySet[Seksi]":
    """The sections in their order."""
    return pokja.seksi.filter(withdrawn_at__isnull=True)


# Names that a reader may have -------------------------------------------------------------------

HIDDEN = "Nama tidak ditampilkan"


def names_for(actor: Actor, kampung: KampungKB, people: Iterable[Kader]) -> dict[UUID, str]:
    """Person to name: all for who may read names here, else those with a standing consent."""
    known = {one.pk: one.name for one in people}
    if access.may_see_people(actor, kampung):
        return known
    public = named_in_public(known)
    return {key: name if key in public else HIDDEN for key, name in known.items()}


def named_in_public(people: Iterable[UUID]) -> set[UUID]:
    """Who agreed that the name is shown, and did not take that back."""
    found = KaderConsent.objects.filter(
        kader__in=set(people), purpose=KaderConsent.Purpose.NAME, withdrawn_at__isnull=True
    )
    return set(found.values_list("kader_id", flat=True))


def post_in_words(seat: PokjaSeat) -> str:
    """`Koordinator Seksi Keagamaan`, `Anggota Seksi Ekonomi`, `Ketua`."""
    post = str(seat.get_post_display())
    return f"{post.removesuffix(' seksi')} {seat.seksi.name}" if seat.seksi else post


# Who is who -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """A term as a page shows it; `name` is empty where nobody holds the post."""

    label: str
    seat: PokjaSeat | None = None
    name: str = ""
    is_youth: bool | None = None
    is_trained: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A seksi with its people; nobody is a finding, not a gap in the page."""

    seksi: Seksi
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """A Pokja on a day: patrons, the core (empty posts too), its seksi, members without one."""

    standing: "Standing"
    patrons: tuple[Row, ...]
    core: tuple[Row, ...]
    sections: tuple[Section, ...]
    others: tuple[Row, ...]

    @property
    def vacant(self) -> list[str]:
        """The core posts that nobody holds."""
        return [row.label for row in self.core if row.seat is None]


_PATRONS = (PokjaSeat.Post.PATRON, PokjaSeat.Post.STEERING, PokjaSeat.Post.ADVISER)


def board(pokja: Pokja, on: date, actor: Actor) -> Board:
    """Who is who in a Pokja on a day, with the names that the reader may have; five queries."""
    seats = list(seats_on(pokja, on))
    seksi = list(seksi_of(pokja))
    trainings = _trained(seats, on)
    names = names_for(actor, pokja.kampung, (seat.kader for seat in seats))
    rows = _rows(seats, names, {one.kader_id for one in trainings}, on)
    return Board(
        standing=_standing(pokja, seats, seksi, trainings, on),
        patrons=tuple(row for post in _PATRONS for row in rows if _is(row, post)),
        core=tuple(row for post in structure.SINGLE_POSTS for row in _single(rows, post)),
        sections=tuple(Section(one, _of_seksi(rows, one)) for one in seksi),
        others=tuple(
            row for row in rows if _is(row, PokjaSeat.Post.MEMBER) and _seksi(row) is None
        ),
    )


def _rows(
    seats: list[PokjaSeat], names: Mapping[UUID, str], trained: set[UUID], on: date
) -> list[Row]:
    return [
        Row(
            label=str(seat.get_post_display()),
            seat=seat,
            name=names[seat.kader_id],
            is_youth=structure.is_youth(seat.kader.age_band, seat.kader.age_noted, on),
            is_trained=seat.kader_id in trained,
        )
        for seat in seats
    ]


def _is(row: Row, post: str) -> bool:
    return row.seat is not None and row.seat.post == post


def _seksi(row: Row) -> UUID | None:
    return row.seat.seksi_id if row.seat else None


def _single(rows: list[Row], post: str) -> list[Row]:
    """The holder of a core post, or a row that says that there is none."""
    return [row for row in rows if _is(row, post)] or [Row(PokjaSeat.Post(post).label)]


def _of_seksi(rows: list[Row], seksi: Seksi) -> tuple[Row, ...]:
    """The coordinator first, then the members."""
    mine = [row for row in rows if _seksi(row) == seksi.pk]
    return tuple(sorted(mine, key=lambda row: not _is(row, PokjaSeat.Post.COORDINATOR)))


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
    seksi_count: int = 0
    empty_seksi: tuple[Seksi, ...] = ()

    @property
    def has_decree(self) -> bool | None:
        """Whether there is a decree, expired or not; the form asks no more than that."""
        return None if self.pokja is None else self.decree.word != "belum"

    @property
    def youth_share(self) -> float | None:
        """Youth among those whose age band is known, 0 to 1."""
        return self.youth / self.ages_known if self.ages_known else None

    @property
    def youth_percent(self) -> float | None:
        """The share in hundredths, as pages show it."""
        return None if self.youth_share is None else 100 * self.youth_share

    @property
    def filled_seksi(self) -> int:
        """How many seksi have people."""
        return self.seksi_count - len(self.empty_seksi)


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
        seksi_count=len(seksi),
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


def decrees_without_file(kabupaten: str, on: date) -> list[Pokja]:
    """Of those that end so, in live kampung: where no file stands as evidence that says it too."""
    limit = on + timedelta(days=WARN_DAYS)
    found = Pokja.objects.filter(kabupaten_code=kabupaten, valid_until__lte=limit)
    no_file = Q(evidence__isnull=True) | Q(evidence__withdrawn_at__isnull=False)
    live = KampungKB.objects.live().within(kabupaten)
    return list(found.filter(no_file, ended_on__isnull=True, kampung__in=live))


# History ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Past:
    """A term that has ended, as the history shows it."""

    seat: PokjaSeat
    name: str
    successor: str
    goes_on: bool
    may_resume: bool

    @property
    def post(self) -> str:
        """The post with its seksi."""
        return post_in_words(self.seat)


def history(kampung: KampungKB, actor: Actor) -> list[Past]:
    """All terms that have ended under any decree, the last ended first; mistakes are left out."""
    seats = list(
        PokjaSeat.objects.filter(pokja__kampung=kampung, until__gt=F("since"))
        .select_related("kader", "seksi", "pokja", "replaced_by__kader")
        .order_by("-until", "post", "id")
    )
    after = {seat.pk: _follower(seat) for seat in seats}
    people = [seat.kader for seat in seats]
    people += [follower.kader for follower in after.values() if follower]
    names = names_for(actor, kampung, people)
    return [_past(seat, after[seat.pk], names) for seat in seats]


def _follower(seat: PokjaSeat) -> PokjaSeat | None:
    return getattr(seat, "replaced_by", None)


def _past(seat: PokjaSeat, follower: PokjaSeat | None, names: Mapping[UUID, str]) -> Past:
    goes_on = follower is not None and follower.kader_id == seat.kader_id
    return Past(
        seat=seat,
        name=names[seat.kader_id],
        successor=names[follower.kader_id] if follower and not goes_on else "",
        goes_on=goes_on,
        may_resume=follower is None and seat.pokja.ended_on is None and not seat.kader.left_on,
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
