"""What this room gives the app for work without a signal (`settings.PHONE_PROVISIONS`)."""

from collections import defaultdict
from collections.abc import Collection
from datetime import timedelta
from typing import Any  # JSON values
from uuid import NAMESPACE_URL, UUID, uuid5

from naikkelas.areas.queries import local_now
from naikkelas.lib.actors import Actor
from naikkelas.registry import access as registry
from naikkelas.registry.models import KampungKB
from naikkelas.training import access
from naikkelas.training.models import Participant, TestSitting, TrainingSession
from naikkelas.training.queries.coverage import sessions_of
from naikkelas.training.queries.curricula import all_in_force
from naikkelas.training.rules.curricula import Curriculum, parsed
from naikkelas.training.rules.sharing import days_in_words
from naikkelas.training.rules.testing import draw, shown

MOST_SESSIONS, MOST_PEOPLE = 4, 12
"""What a phone takes along; the pages of the house hold the rest."""
STAYS = timedelta(days=14)
"""How long after its last day a session stays on phones."""
Kind = TestSitting.Kind


def courses(kampung: KampungKB, actor: Actor) -> list[dict[str, Any]]:
    """The sessions to which a kampung was asked: lessons, and the next tests of its people. Then
    the lessons of all other curricula, to be read without an invitation.

    No right answer goes along: the order of the answers follows from a seed that stays here.
    """
    since = local_now(kampung.village_id).date() - STAYS
    known = [
        one
        for one in sessions_of(kampung, actor)
        if one.ends_on >= since and one.cancelled_at is None
    ][:MOST_SESSIONS]
    people = _people(known, kampung, actor)
    done = _done([one for group in people.values() for one in group])
    named = registry.may_see_people(actor, kampung)
    asked = [_course(one, people[one.pk], done, is_named=named) for one in known]
    return asked + _to_read(kampung.kabupaten_code, {one.curriculum.code for one in known})


def _to_read(kabupaten_code: str, taken: Collection[str]) -> list[dict[str, Any]]:
    """The curricula in force that no session brings along, in the shape of a session without day,
    people and tests.
    """
    return [
        {
            "id": str(uuid5(NAMESPACE_URL, f"kurikulum/{code}")),
            "name": one.curriculum.name,
            "days": "Untuk dibaca",
            "from": "",
            "place": "tanpa undangan",
            "lessons": _lessons(one.curriculum),
            "people": [],
        }
        for code, one in all_in_force(kabupaten_code).items()
        if code not in taken and one.curriculum.lessons
    ]


def _lessons(curriculum: Curriculum) -> list[dict[str, Any]]:
    return [
        {"title": one.title, "minutes": one.minutes, "text": list(one.paragraphs)}
        for one in curriculum.lessons
    ]


def _people(
    sessions: list[TrainingSession], kampung: KampungKB, actor: Actor
) -> dict[UUID, list[Participant]]:
    rows = Participant.objects.filter(
        session__in=sessions, kader__kampung=kampung, state=Participant.State.SEATED
    ).select_related("kader__kampung", "session")
    found: dict[UUID, list[Participant]] = defaultdict(list)
    for one in rows:
        if access.may_sit(actor, one) and len(found[one.session_id]) < MOST_PEOPLE:
            found[one.session_id].append(one)
    return found


def _done(people: list[Participant]) -> dict[tuple[UUID, str], int]:
    found: dict[tuple[UUID, str], int] = defaultdict(int)
    rows = TestSitting.objects.filter(participant__in=people)
    for key, kind in rows.values_list("participant_id", "kind"):
        found[key, kind] += 1
    return found


def _course(
    session: TrainingSession,
    people: list[Participant],
    done: dict[tuple[UUID, str], int],
    *,
    is_named: bool,
) -> dict[str, Any]:
    curriculum = parsed(session.curriculum.text)
    return {
        "id": str(session.pk),
        "name": session.curriculum.name,
        "days": days_in_words(session.starts_on, session.ends_on),
        "from": session.starts_on.isoformat(),
        "place": session.place,
        "lessons": _lessons(curriculum),
        "people": [
            {
                "id": str(one.pk),
                "name": one.kader.name if is_named else "Peserta",
                "tests": _tests(one, curriculum, done),
            }
            for one in people
        ],
    }


def _tests(
    person: Participant, curriculum: Curriculum, done: dict[tuple[UUID, str], int]
) -> list[dict[str, Any]]:
    """The first test while none was sat, and the next try of the last one."""
    before, after = done[person.pk, Kind.BEFORE], done[person.pk, Kind.AFTER]
    left = [(Kind.BEFORE, 1)] if not before and not after else []
    if after < curriculum.tries:
        left.append((Kind.AFTER, after + 1))
    return [
        {
            "kind": kind.value,
            "number": number,
            "questions": [
                {"code": one["kode"], "text": one["tanya"], "options": one["pilihan"]}
                for one in shown(draw(curriculum, person.seed, kind, number))
            ],
        }
        for kind, number in left
    ]
