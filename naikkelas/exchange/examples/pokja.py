"""The people of the example: a Pokja for each village that reports one, all names invented.

How many members and how many of them trained is what the village's newest profil says, so that
records and reports of the example tell one story.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from naikkelas.exchange.examples.dice import Dice
from naikkelas.registry.models import (
    Kader,
    KaderConsent,
    KaderTraining,
    KampungKB,
    Pokja,
    PokjaSeat,
    Profil,
    Seksi,
)
from naikkelas.registry.rules.structure import SINGLE_POSTS, official_seksi

MARK = "(contoh)"
_MOST = 24
_WOMEN = (
    *("Siti", "Aminah", "Norhayati", "Rusmini", "Fatimah", "Sri", "Halimah", "Mariana", "Juwita"),
    *("Rahmah", "Sumiati", "Wati", "Nurul", "Dewi", "Hartini", "Masliani", "Yuliana", "Kartini"),
)
_MEN = (
    *("Ahmad", "Rusdi", "Hasan", "Supardi", "Yusuf", "Mulyadi", "Arifin", "Hendra", "Sugeng"),
    *("Rahmat", "Slamet", "Fauzi", "Jumadi", "Iwan", "Bambang", "Syahrul", "Anwar", "Darmawan"),
)
_SECOND = (
    *("Lestari", "Rahayu", "Saputra", "Hidayat", "Wahyuni", "Pratama", "Kurnia", "Anshari"),
    *("Maulana", "Utami", "Setiawan", "Noor", "Hakim", "Puspita", "Ramadhan", "Susanto"),
)
_TRAINING, _HOURS = "Pelatihan pengelola Kampung KB", 16
"""The one that the profiles of the example name, so that records and reports say the same."""
_BANDS = (Kader.AgeBand.YOUTH, Kader.AgeBand.ADULT, Kader.AgeBand.ELDER, "")
_LIKELY = (0.26, 0.54, 0.12, 0.08)
_FIRST, _LAST = date(2023, 9, 1), date(2025, 4, 30)
_THREE_YEARS = 3 * 365
_TOLD = ("kampung_id", "pokja_ada", "pokja_sk", "pokja_anggota", "pokja_anggota_terlatih")
_NO_OPERATOR = "+62810000"
"""Begins no number of an operator, so that nobody is called by the example."""


@dataclass
class People:
    """The rows of all villages, in the order in which they can be stored."""

    by: int
    at: datetime
    kader: list[Kader] = field(default_factory=list)
    pokja: list[Pokja] = field(default_factory=list)
    seksi: list[Seksi] = field(default_factory=list)
    seats: list[PokjaSeat] = field(default_factory=list)
    consents: list[KaderConsent] = field(default_factory=list)
    trainings: list[KaderTraining] = field(default_factory=list)


@dataclass(frozen=True)
class Told:
    """What a village says of its Pokja."""

    has_decree: bool
    members: int
    trained: int


def told(kampung: Iterable[KampungKB]) -> Mapping[UUID, Told]:
    """Kampung to what its newest profil says; those without a Pokja are left out."""
    found: dict[UUID, Told] = {}
    rows = Profil.objects.filter(kampung__in=list(kampung)).order_by("tanggal_isi", "source_id")
    for key, exists, has_decree, count, drilled in rows.values_list(*_TOLD):
        found.pop(key, None)
        if exists:
            members = min(max(count or 0, 0), _MOST)
            found[key] = Told(bool(has_decree), members, min(max(drilled or 0, 0), members))
    return found


def people(kampung: Sequence[KampungKB], *, seed: int, by: int) -> People:
    """The rows for every village that reports a Pokja; the same for the same seed but for keys."""
    rows = People(by=by, at=datetime(2025, 7, 31, 4, tzinfo=UTC))
    says = told(kampung)
    for number, one in enumerate(sorted(kampung, key=lambda one: one.village_id)):
        if one.pk in says:
            _Village(one, says[one.pk], Dice(seed, 7, number), rows).write()
    return rows


class _Village:
    """Writes the rows of one village."""

    def __init__(self, kampung: KampungKB, says: Told, dice: Dice, rows: People) -> None:
        self.kampung, self.says, self.dice, self.rows = kampung, says, dice, rows
        self.code = kampung.kabupaten_code
        self.formed_on = _FIRST + timedelta(days=dice.between(0, (_LAST - _FIRST).days))
        self.recorded = {"recorded_by": rows.by, "recorded_at": rows.at}

    def write(self) -> None:
        pokja = self._pokja()
        seksi = self._seksi(pokja)
        self._seat(pokja, self._person(), PokjaSeat.Post.PATRON)
        members = [self._person() for _ in range(self.says.members)]
        for person, (post, of) in zip(members, self._posts(seksi), strict=False):
            self._seat(pokja, person, post, of)
            self._consent(person)
        if members and self.dice.chance(0.3):
            self._predecessor(pokja)
        self._train(members)

    def _pokja(self) -> Pokja:
        decree: dict[str, object] = {}
        if self.says.has_decree:
            kelurahan = self.kampung.village_id[-4:-3] == "1"
            decree = {
                "decree_number": f"140/{self.dice.between(3, 97)}/{self.formed_on.year} {MARK}",
                "decree_date": self.formed_on,
                "signed_by": "Lurah" if kelurahan else "Kepala Desa",
                "valid_until": self.formed_on + timedelta(days=_THREE_YEARS),
            }
        schemes = (Pokja.Scheme.FUNCTIONS, Pokja.Scheme.AIMS)
        pokja = Pokja(
            kampung=self.kampung,
            kabupaten_code=self.code,
            scheme=self.dice.weighted(schemes, (0.6, 0.4)),
            formed_on=self.formed_on,
            **decree,
            **self.recorded,
        )
        self.rows.pokja.append(pokja)
        return pokja

    def _seksi(self, pokja: Pokja) -> list[Seksi]:
        made = [
            Seksi(
                pokja=pokja,
                kabupaten_code=self.code,
                code=one.code,
                name=one.name,
                number=one.number,
            )
            for one in official_seksi(pokja.scheme)
        ]
        self.rows.seksi += made
        return made

    def _posts(self, seksi: list[Seksi]) -> list[tuple[str, Seksi | None]]:
        """The core first, then coordinators, then members; with few people seksi stay empty."""
        order = self.dice.shuffled(seksi)
        led = [(PokjaSeat.Post.COORDINATOR.value, one) for one in order]
        rest = [(PokjaSeat.Post.MEMBER.value, self.dice.pick(seksi)) for _ in range(_MOST)]
        return [*((post, None) for post in SINGLE_POSTS), *led, *rest]

    def _person(self) -> Kader:
        is_woman = self.dice.chance(0.58)
        name = f"{self.dice.pick(_WOMEN if is_woman else _MEN)} {self.dice.pick(_SECOND)} {MARK}"
        band = str(self.dice.weighted(_BANDS, _LIKELY))
        person = Kader(
            kampung=self.kampung,
            kabupaten_code=self.code,
            name=name,
            phone=f"{_NO_OPERATOR}{len(self.rows.kader):04}" if self.dice.chance(0.7) else "",
            sex=Kader.Sex.WOMAN if is_woman else Kader.Sex.MAN,
            age_band=band,
            age_noted=self.dice.between(2024, 2025) if band else None,
            added_by=self.rows.by,
            added_at=self.rows.at,
        )
        self.rows.kader.append(person)
        return person

    def _seat(
        self, pokja: Pokja, person: Kader, post: str, seksi: Seksi | None = None
    ) -> PokjaSeat:
        seat = PokjaSeat(
            pokja=pokja,
            kabupaten_code=self.code,
            kader=person,
            post=post,
            seksi=seksi,
            since=self.formed_on,
            **self.recorded,
        )
        self.rows.seats.append(seat)
        return seat

    def _predecessor(self, pokja: Pokja) -> None:
        """A former ketua, from whom the present one took over."""
        chair = next(
            one
            for one in reversed(self.rows.seats)
            if one.pokja is pokja and one.post == PokjaSeat.Post.CHAIR
        )
        person = self._person()
        person.left_on = chair.since = self.formed_on + timedelta(days=self.dice.between(37, 87))
        former = self._seat(pokja, person, PokjaSeat.Post.CHAIR)
        former.until, former.ended_by, former.ended_at = person.left_on, self.rows.by, self.rows.at
        former.end_reason = self.dice.pick((PokjaSeat.Reason.RESIGNED, PokjaSeat.Reason.MOVED))
        chair.replaces = former
        # Stored in this order, since the later term names the earlier one.
        self.rows.seats.remove(chair)
        self.rows.seats.append(chair)

    def _consent(self, person: Kader) -> None:
        if self.dice.chance(0.4):
            self.rows.consents.append(
                KaderConsent(
                    kader=person,
                    kabupaten_code=self.code,
                    purpose=KaderConsent.Purpose.NAME,
                    how=self.dice.pick((KaderConsent.How.SPOKEN, KaderConsent.How.WRITTEN)),
                    given_on=self.formed_on,
                    **self.recorded,
                )
            )

    def _train(self, members: list[Kader]) -> None:
        held_on = self.formed_on + timedelta(days=self.dice.between(17, 90))
        self.rows.trainings += [
            KaderTraining(
                kader=person,
                kabupaten_code=self.code,
                name=f"{_TRAINING} {MARK}",
                organiser="Dinas (contoh)",
                held_on=held_on,
                hours=_HOURS,
                **self.recorded,
            )
            for person in self.dice.some(members, self.says.trained)
        ]
