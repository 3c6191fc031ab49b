"""Rows of trainings for tests."""

from datetime import date, time
from typing import Any

from naikkelas.areas.models import Area
from naikkelas.registry.models import Kader
from naikkelas.training.models import (
    Certificate,
    CurriculumVersion,
    Participant,
    Presence,
    TestSitting,
    TrainingSession,
)
from naikkelas.training.rules.curricula import Curriculum, builtin, digest, text_of
from naikkelas.training.rules.testing import draw, told
from tests.people import RECORDED, make_training

ROLES = "peran_seksi"


def curriculum(code: str = ROLES) -> Curriculum:
    """A curriculum of the house."""
    return builtin()[code]


def make_version(kabupaten: str = "91.37", code: str = ROLES) -> CurriculumVersion:
    """A stored version of a curriculum of the house."""
    found = curriculum(code)
    text = text_of(found)
    row, _ = CurriculumVersion.objects.get_or_create(
        kabupaten_code=kabupaten,
        code=code,
        number=found.version,
        defaults={
            "name": found.name,
            "text": text,
            "sha256": digest(text),
            "saved_by": 0,
            "saved_at": RECORDED,
        },
    )
    return row


def make_session(area: Area, on: date = date(2025, 7, 16), **more: Any) -> TrainingSession:
    """A session of one day with ten seats."""
    defaults: dict[str, Any] = {
        "kabupaten_code": area.code[:5],
        "area": area,
        "curriculum": make_version(area.code[:5]),
        "starts_on": on,
        "ends_on": on,
        "starts": time(0, 0),
        "ends": time(23, 59),
        "time_zone": "Asia/Jakarta",
        "place": "Balai desa",
        "trainer": "Bu Pelatih",
        "seats": 10,
        "planned_by": 0,
        "planned_at": RECORDED,
    }
    return TrainingSession.objects.create(**(defaults | more))


def make_participant(session: TrainingSession, kader: Kader, **more: Any) -> Participant:
    """Somebody with the next seat."""
    seat = session.participants.filter(seat__isnull=False).count() + 1
    defaults: dict[str, Any] = {
        "session": session,
        "kader": kader,
        "kabupaten_code": session.kabupaten_code,
        "state": Participant.State.SEATED,
        "seat": seat,
        "registered_by": 0,
        "registered_at": RECORDED,
    }
    row = Participant.objects.create(**(defaults | more))
    if row.seat:
        TrainingSession.objects.filter(pk=session.pk).update(taken=session.taken + 1)
        session.taken += 1
    return row


def make_presence(participant: Participant, day: date | None = None) -> Presence:
    """That somebody was there."""
    return Presence.objects.create(
        participant=participant,
        kabupaten_code=participant.kabupaten_code,
        day=day or participant.session.starts_on,
        way=Presence.Way.TICKED,
        noted_by=0,
        noted_at=RECORDED,
    )


def make_sitting(
    participant: Participant, kind: str, right: int, number: int = 1, **more: Any
) -> TestSitting:
    """A test with so many right answers."""
    drawn = draw(curriculum(), participant.seed, kind, number)
    defaults: dict[str, Any] = {
        "participant": participant,
        "kabupaten_code": participant.kabupaten_code,
        "kind": kind,
        "number": number,
        "drawn": told(drawn),
        "answers": {},
        "right": right,
        "asked": len(drawn),
        "way": TestSitting.Way.ONLINE,
        "recorded_by": 0,
        "recorded_at": RECORDED,
    }
    return TestSitting.objects.create(**(defaults | more))


def make_certificate(participant: Participant, **more: Any) -> Certificate:
    """A certificate with its training in the records."""
    session = participant.session
    defaults: dict[str, Any] = {
        "participant": participant,
        "kabupaten_code": participant.kabupaten_code,
        "year": session.ends_on.year,
        "serial": Certificate.objects.count() + 1,
        "issued_on": session.ends_on,
        "hours": 6,
        "score": 88,
        "training": make_training(
            participant.kader, session.curriculum.name, held_on=session.ends_on
        ),
        "issued_by": 0,
        "issued_at": RECORDED,
    }
    return Certificate.objects.create(**(defaults | more))
