"""Hostile markup in every stored text: pages show it as text, whatever road it came by."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from naikkelas.accounts.models import Role
from naikkelas.audit.actions import record
from naikkelas.lib.ids import uuid7
from naikkelas.practices.models import Practice, PracticeStep
from naikkelas.registry.models import KampungKB
from tests.config import test_doors as doors
from tests.security.walking import visits

MARKUP = "<script>alert(37)</script>\"'><img src=x onerror=alert(37)>"
SHORT = "<b>37"
RAW = ("<script>alert(37)", "<img src=x", "<b>37")
NEVER_MARKUP = (
    *("code", "hash", "sha", "state", "role", "kind", "form", "columns", "stored_name"),
    *("content_type", "username", "login_name", "password", "desk", "rules", "doubts", "mark"),
    *("time_zone", "age_band", "months"),
    *(
        "inputs",
        "instrument",
        "key",
        "digest",
        "email",
        "phone",
        "basis",
        "verb",
        "owner",
        "subject_type",
        "subject_id",
    ),
)
"""Parts of names of columns that hold codes of ours, never what somebody typed."""
IMMUTABLE = {
    "coaching.visitcheck",
    "partners.commitmentchange",
    "practices.practicechange",
    "practices.practicestep",
    "practices.practiceversion",
    "partners.delivery",
    "partners.letter",
    *("audit.event", "audit.seal", "registry.reviewstep", "instruments.publishedinstrument"),
    *("roadmap.catalogueversion", "roadmap.means", "roadmap.stepchange", "roadmap.attempt"),
    *("training.curriculumversion", "training.certificate"),
}


TOGETHER: dict[str, dict[str, Any]] = {
    "partners.mitra": {"areas": "91.37"},
    "partners.need": {"closed_reason": "", "source_key": ""},
    "partners.commitment": {"unit": "", "cancelled_reason": ""},
    "partners.rakortask": {"desk": ""},
    # A reason stands with its day: the innovation has stopped, the group goes on.
    "registry.inovasi": {"stopped_on": date(2025, 7, 3)},
    "registry.kelompok": {"stopped_reason": ""},
    "coaching.visit": {"withdrawn_reason": "", "correction": ""},
    "training.trainingsession": {"cancelled_reason": ""},
    "coaching.plannedvisit": {"dropped_reason": ""},
    "coaching.followup": {"closing": "", "partner_name": ""},
    "practices.exemplar": {"ended_reason": ""},
    "practices.replication": {"stopped_reason": ""},
    "themes.thememembership": {"until_reason": ""},
}
"""What else a row needs to be possible."""


def _texts(model: type[models.Model]) -> dict[str, str]:
    """Columns that hold typed text → the markup that fits."""
    return {
        field.name: MARKUP if (field.max_length or 1000) >= len(MARKUP) else SHORT
        for field in model._meta.get_fields()
        if isinstance(field, models.CharField | models.TextField)
        and not field.primary_key
        and not field.choices
        and (field.max_length or 1000) >= len(SHORT)
        and not any(part in field.name for part in NEVER_MARKUP)
    }


def poison_practices() -> None:
    """A newer version of every practice with markup in its words: earlier ones never change."""
    for practice in Practice.objects.all():
        version = practice.versions.order_by("-number")[0]
        steps = list(version.steps.all())
        version.pk, version.number = uuid7(), version.number + 1
        version.title = version.problem = MARKUP
        version.save(force_insert=True)
        PracticeStep.objects.bulk_create(
            PracticeStep(version=version, position=one.position, words=MARKUP) for one in steps
        )
        practice.number = practice.published_number = version.number
        practice.published_at = practice.published_at or practice.written_at
        practice.save(update_fields=["number", "published_number", "published_at"])


def poison(kampung: KampungKB, by: Any) -> list[str]:
    """Write markup into every typed text of every row; the columns that now hold it."""
    written = []
    for model in apps.get_models():
        label = model._meta.label_lower
        own = model.__module__.startswith("naikkelas.")
        if own and label not in IMMUTABLE and (texts := _texts(model)):
            model._default_manager.update(**(texts | TOGETHER.get(label, {})))
            written += [f"{label}.{column}" for column in texts]
    poison_practices()
    record(
        "kampung.edit",
        kampung,
        by=by,
        kabupaten="91.37",
        before={"nama": MARKUP, "gambaran_umum": SHORT},
        after={"nama": SHORT, "gambaran_umum": MARKUP},
    )
    return written


@pytest.mark.django_db
def test_the_words_of_a_practice_are_shown_as_text() -> None:
    """Its versions never change, so that markup comes in by a newer one."""
    world, operator = doors.World(), doors.person(Role.OPERATOR)
    poison_practices()
    browser = doors.signed_in(operator)

    for name in ("practices:library", "practices:show", "practices:edit"):
        page = browser.get(doors.address(name, world)).content.decode()
        assert "&lt;script&gt;alert(37)" in page, name
        assert not any(raw in page for raw in RAW), name


# What a page does with its words is the same on both databases, and the walk is long.
@pytest.mark.sqlite_only
@pytest.mark.slow(seconds=30)
@pytest.mark.django_db
@pytest.mark.parametrize(
    "roles",
    [
        (Role.OPERATOR,),
        pytest.param((Role.OPERATOR, Role.FIELD, Role.AUDITOR), marks=pytest.mark.long),
    ],
    ids=len,
)
def test_what_is_stored_in_any_text_is_shown_as_text(roles: tuple[Role, ...]) -> None:
    world = doors.World()
    people = {role: doors.person(role) for role in roles}
    world.batch.file_names = [f"{MARKUP}.csv"]
    world.batch.save(update_fields=["file_names"])

    written = poison(world.kampung, people[Role.OPERATOR])

    browsers = {role: doors.signed_in(who) for role, who in people.items()}
    pages = [one for one in visits(world, people, browsers) if one.is_page]
    assert len(written) > 20, written
    assert [str(one) for one in pages if any(raw in one.text for raw in RAW)] == []
    told = [str(one) for one in pages if "&lt;script&gt;alert(37)" in one.text]
    assert len(told) > 15
    assert any("/contoh-baik/" in one for one in told), "the words of practices are tried too"
