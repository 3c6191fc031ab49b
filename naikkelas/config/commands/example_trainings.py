"""A year of trainings of the example: sessions held, tests, certificates, and one that is to come.

They lie after the cut-off, so that what the example reports at its cut-off stays as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import islice
from random import Random
from uuid import UUID

from naikkelas.areas.models import Area
from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import months_back
from naikkelas.registry.models import Kader, KampungKB
from naikkelas.training.actions import attendance, certificates, participants, sessions, tests
from naikkelas.training.models import Participant, TrainingSession
from naikkelas.training.queries import needs
from naikkelas.training.queries.curricula import all_in_force
from naikkelas.training.queries.results import completions
from naikkelas.training.rules.curricula import parsed
from naikkelas.training.rules.needs import needs as needing
from naikkelas.training.rules.testing import AFTER, BEFORE, draw

SEED = 37
SHOWN = "63.01.10.2004"
"""Tirta Jaya, whose Pokja the example can be signed in as, is asked to the one that is to come."""
KAMPUNG, PEOPLE = 3, 2
"""How many kampung come to a session, and how many people of each."""
KNOWN_BEFORE, KNOWN_AFTER, CAME = 0.45, 0.82, 0.9
PLACES = ("Aula Kecamatan (contoh)", "Balai Penyuluhan KB (contoh)", "Aula kantor dinas (contoh)")


@dataclass(frozen=True, slots=True)
class Held:
    """One session of the year: what, how many months ago, how long."""

    curriculum: str
    months_ago: int
    days: int = 1
    cost: int | None = None


YEAR = (
    Held("peran_seksi", 11, 1, 3_600_000),
    Held("pelaporan", 9),
    Held("data_keluarga", 7, 2, 5_250_000),
    Held("rumah_dataku", 5, 1, 2_900_000),
    Held("peran_seksi", 3),
)
NEXT = "rkm"


def hold_trainings(kabupaten_code: str, cutoff: date, today: date, *, by: Actor) -> int:
    """Hold the sessions of the year before today, and plan the next; nothing twice. How many."""
    if TrainingSession.objects.filter(kabupaten_code=kabupaten_code).exists():
        return 0
    known = needs.lacks(kabupaten_code, (kabupaten_code,))
    people = _people(kabupaten_code)
    used: set[UUID] = set()
    for number, held in enumerate(YEAR):
        first = max(months_back(today, held.months_ago), cutoff + timedelta(days=1 + 9 * number))
        if first + timedelta(days=held.days) < today:
            dice = Random(f"{SEED} {number}")
            session = _planned(kabupaten_code, held, first, dice, by)
            _run(session, _asked(session, known, people, used), people, known, dice, by)
    _plan_next(kabupaten_code, today, people, known, by)
    return TrainingSession.objects.filter(kabupaten_code=kabupaten_code).count()


def _people(kabupaten_code: str) -> dict[UUID, list[Kader]]:
    found: dict[UUID, list[Kader]] = {}
    rows = Kader.objects.filter(kabupaten_code=kabupaten_code, left_on__isnull=True)
    in_office = rows.filter(seats__until__isnull=True, seats__post__in=("ketua", "sekretaris"))
    for one in in_office.distinct().order_by("kampung__village_id", "added_at", "id"):
        found.setdefault(one.kampung_id, []).append(one)
    return found


def _planned(
    kabupaten_code: str, held: Held, first: date, dice: Random, by: Actor, seats: int = 10
) -> TrainingSession:
    told = sessions.Plan(
        curriculum=held.curriculum,
        starts_on=first,
        ends_on=first + timedelta(days=held.days - 1),
        starts=time(8, 30),
        ends=time(15, 0),
        place=dice.choice(PLACES),
        seats=seats,
        trainer="Pelatih contoh",
        cost=held.cost,
    )
    area = Area.objects.get(pk=kabupaten_code)
    return sessions.plan(area, told, by=by, is_example=True)


def _asked(
    session: TrainingSession,
    known: needs.Lacks,
    people: dict[UUID, list[Kader]],
    used: set[UUID],
) -> list[UUID]:
    """The kampung that need it most, of those that have people and came to none before."""
    wanted = needing(parsed(session.curriculum.text), known.rows)
    keys = (UUID(one.lack.kampung) for one in wanted)
    chosen = list(islice((key for key in keys if key in people and key not in used), KAMPUNG))
    used.update(chosen)
    return chosen


def _run(
    session: TrainingSession,
    asked: Sequence[UUID],
    people: dict[UUID, list[Kader]],
    known: needs.Lacks,
    dice: Random,
    by: Actor,
) -> None:
    rows = _registered(session, asked, people, known, by)
    for one in rows:
        _sit(one, BEFORE, KNOWN_BEFORE, dice, by)
    came = {one.pk for one in rows if dice.random() < CAME}
    for day in session.days:
        attendance.tick(session, day, came, by=by)
    for one in rows:
        if one.pk in came:
            _sit(one, AFTER, KNOWN_AFTER, dice, by)
    reached = completions(rows)
    for one in rows:
        if reached[one.pk].is_complete:
            certificates.issue(one, by=by)


def _registered(
    session: TrainingSession,
    asked: Sequence[UUID],
    people: dict[UUID, list[Kader]],
    known: needs.Lacks,
    by: Actor,
) -> list[Participant]:
    wanted = needing(parsed(session.curriculum.text), known.rows)
    reasons = {UUID(one.lack.kampung): known.in_words(one) for one in wanted}
    sessions.invite(session, {key: reasons.get(key, "") for key in asked}, by=by)
    return [
        participants.register(session, kader, by=by)
        for key in asked
        for kader in people[key][:PEOPLE]
    ]


def _sit(one: Participant, kind: str, skill: float, dice: Random, by: Actor) -> None:
    """Answers that are right as often as the skill says."""
    drawn = draw(parsed(one.session.curriculum.text), one.seed, kind, 1)
    answers = {}
    for asked in drawn:
        shift = 0 if dice.random() < skill else 1
        answers[asked.question.code] = (asked.right_place + shift) % len(asked.options)
    tests.sit(one, kind, 1, answers, by=by)


def _plan_next(
    kabupaten_code: str,
    today: date,
    people: dict[UUID, list[Kader]],
    known: needs.Lacks,
    by: Actor,
) -> None:
    """One that is to come, to which Tirta Jaya is asked, with first tests sat already."""
    if NEXT not in all_in_force(kabupaten_code):
        return
    dice = Random(f"{SEED} next")
    session = _planned(kabupaten_code, Held(NEXT, 0), today + timedelta(days=9), dice, by)
    shown = KampungKB.objects.live().filter(village_id=SHOWN).values_list("pk", flat=True)
    asked = [key for key in shown if key in people]
    asked += _asked(session, known, people, set(asked))
    for one in _registered(session, asked, people, known, by)[:-1]:
        if one.seat and one.seat % 2 == 0:
            _sit(one, BEFORE, KNOWN_BEFORE, dice, by)
