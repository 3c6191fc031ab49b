"""Mentors, visits and follow-ups, made without the actions."""

from datetime import UTC, date, datetime
from typing import Any

from naikkelas.accounts.models import Post, Role
from naikkelas.coaching.models import (
    Assignment,
    Desk,
    Finding,
    FollowUp,
    FollowUpChange,
    PlannedVisit,
    PlanState,
    SignOff,
    Visit,
    VisitCheck,
    VisitPhoto,
)
from naikkelas.lib.ids import uuid7
from naikkelas.registry.models import KampungKB

AT = datetime(2025, 7, 30, 3, 7, tzinfo=UTC)
DAY = date(2025, 7, 30)


def make_mentor(kampung: KampungKB, role: str = Role.FIELD) -> Post:
    return Post.objects.create_with_areas(role, [kampung.village])


def make_planned(kampung: KampungKB, mentor: Post, **more: Any) -> PlannedVisit:
    defaults: dict[str, Any] = {
        "kabupaten_code": kampung.kabupaten_code,
        "first_day": DAY,
        "day": DAY,
        "state": PlanState.ACCEPTED,
        "origin": PlannedVisit.Origin.MENTOR,
        "recorded_by": 0,
        "recorded_at": AT,
        "changed_at": AT,
    }
    return PlannedVisit.objects.create(kampung=kampung, mentor=mentor, **(defaults | more))


def make_visit(kampung: KampungKB, mentor: Post, notes: str = "", **more: Any) -> Visit:
    key = uuid7()
    defaults: dict[str, Any] = {
        "id": key,
        "record": key,
        "kabupaten_code": kampung.kabupaten_code,
        "day": DAY,
        "kind": Visit.Kind.FIELD,
        "notes": notes,
        "recorded_by": 0,
        "recorded_at": AT,
    }
    return Visit.objects.create(kampung=kampung, mentor=mentor, **(defaults | more))


def make_followup(visit: Visit, what: str = "Lengkapi daftar hadir", **more: Any) -> FollowUp:
    defaults: dict[str, Any] = {
        "kabupaten_code": visit.kabupaten_code,
        "kampung": visit.kampung,
        "owner": Desk.POKJA,
        "due_on": date(2025, 8, 13),
        "recorded_by": 0,
        "recorded_at": AT,
        "changed_at": AT,
    }
    return FollowUp.objects.create(visit=visit, what=what, **(defaults | more))


def make_one_of_everything(kampung: KampungKB, word: str = "Sukamaju") -> FollowUp:
    """A mentored kampung: assignment, plan, visit with its parts, an open follow-up."""
    mentor = make_mentor(kampung)
    Assignment.objects.create(
        kabupaten_code=kampung.kabupaten_code,
        kampung=kampung,
        mentor=mentor,
        assigned_by=0,
        assigned_at=AT,
    )
    planned = make_planned(kampung, mentor)
    visit = make_visit(kampung, mentor, notes=word, planned=planned)
    followup = make_followup(visit, what=f"Lengkapi {word}")
    VisitCheck.objects.create(
        visit=visit, position=1, kind="indikator", code="B1", words="Rapat", answer="belum"
    )
    Finding.objects.create(visit=visit, position=1, text=f"Temuan {word}")
    SignOff.objects.create(
        visit=visit, way="di_tempat", role="ketua", agrees=True, signed_by=0, signed_at=AT
    )
    VisitPhoto.objects.create(
        record=visit.record,
        kampung=kampung,
        kabupaten_code=kampung.kabupaten_code,
        caption=word,
        place=1,
        stored_name=f"{visit.record.hex}.jpg",
        content_type="image/jpeg",
        size=37,
        sha256="0" * 64,
        sent_sha256="0" * 64,
        added_by=0,
        added_at=AT,
    )
    FollowUpChange.objects.create(
        followup=followup,
        kabupaten_code=kampung.kabupaten_code,
        from_state="terbuka",
        to_state="terbuka",
        due_on=followup.due_on,
        note=word,
        changed_by=0,
        changed_at=AT,
    )
    return followup
