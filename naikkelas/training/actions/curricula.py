"""Keeping curricula: each save is a version of its own, and what was taught stays as it was."""

from django.db import transaction
from django.utils import timezone

from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.refusals import require
from naikkelas.training import access
from naikkelas.training.errors import CurriculumChanged, CurriculumUnfit
from naikkelas.training.models import CurriculumVersion
from naikkelas.training.queries import curricula as queries
from naikkelas.training.rules.curricula import Curriculum, digest, faults_of, text_of


@transaction.atomic
def save(
    kabupaten_code: str, curriculum: Curriculum, *, base: int, by: Actor, note: str = ""
) -> CurriculumVersion:
    """A new version of a curriculum, or the first of a new one.

    `base` is the number of the version that the person changed, 0 for none; a newer one refuses.
    """
    require(access.may_keep_curricula(by, kabupaten_code))
    if faults := tuple(faults_of(curriculum)):
        raise CurriculumUnfit(" ".join(faults))
    newest = _newest(kabupaten_code, curriculum.code)
    current = newest.number if newest else queries.builtin_number(curriculum.code)
    if current != base:
        raise CurriculumChanged
    if newest and newest.text == text_of(curriculum):
        return newest
    number = max(current, _last_number(kabupaten_code, curriculum.code)) + 1
    return _store(kabupaten_code, curriculum, number, is_own=True, note=note, by=by)


def adopt(kabupaten_code: str, code: str, *, by: Actor) -> CurriculumVersion:
    """The version in force as a row that a session can rest on; one of the house is stored now."""
    found = _newest(kabupaten_code, code)
    if found:
        return found
    curriculum = queries.in_force(kabupaten_code, code).curriculum
    return _store(kabupaten_code, curriculum, curriculum.version, is_own=False, note="", by=by)


def _newest(kabupaten_code: str, code: str) -> CurriculumVersion | None:
    """The version in force, held; none while that of the house is newer than what is stored."""
    rows = CurriculumVersion.objects.filter(kabupaten_code=kabupaten_code, code=code)
    newest = rows.select_for_update().order_by("-number").first()
    is_behind = newest and not newest.is_own and newest.number < queries.builtin_number(code)
    return None if is_behind else newest


def _last_number(kabupaten_code: str, code: str) -> int:
    rows = CurriculumVersion.objects.filter(kabupaten_code=kabupaten_code, code=code)
    return rows.order_by("-number").values_list("number", flat=True).first() or 0


def _store(
    kabupaten_code: str, curriculum: Curriculum, number: int, *, is_own: bool, note: str, by: Actor
) -> CurriculumVersion:
    text = text_of(curriculum)
    row = CurriculumVersion.objects.create(
        kabupaten_code=kabupaten_code,
        code=curriculum.code,
        number=number,
        name=curriculum.name,
        text=text,
        sha256=digest(text),
        note=" ".join(note.split())[:300],
        is_own=is_own,
        saved_by=by.pk,
        saved_at=timezone.now(),
    )
    record(
        "curriculum.save",
        row,
        by=by,
        kabupaten=kabupaten_code,
        name=row.name,
        number=number,
    )
    return row
