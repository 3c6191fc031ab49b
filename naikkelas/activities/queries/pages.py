"""What the pages of activities show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from naikkelas.activities.models import Kegiatan, KegiatanPhoto
from naikkelas.activities.queries.kegiatan import (
    of_kampung,
    photos_of,
    shown_values,
    versions_of,
)
from naikkelas.activities.queries.verification import Step, reporters, steps_of
from naikkelas.activities.rules import youth
from naikkelas.activities.rules.reporting import ACTIVITY, doubt_in_words
from naikkelas.activities.rules.youth import YouthShare
from naikkelas.lib.actors import Actor
from naikkelas.registry.models import KampungKB
from naikkelas.registry.presenters import shown_answer
from naikkelas.registry.queries import people
from naikkelas.registry.queries.people import Who
from naikkelas.registry.rules.review import WORDS


def listed(kampung: KampungKB) -> "QuerySet[Kegiatan]":
    """The newest version of each activity of a kampung, withdrawn ones too, newest day first."""
    later = Kegiatan.objects.filter(replaces=OuterRef("pk"))
    rows = Kegiatan.objects.filter(kampung=kampung).exclude(
        withdrawn_at__isnull=False, origin__isnull=True
    )
    return rows.filter(~Exists(later)).order_by("-tanggal", "-recorded_at", "-id")


def youth_of(kampung: KampungKB) -> YouthShare | None:
    """The share of youth in the newest year with activities; None where there are none: one query.

    Withdrawn activities are not counted; none lies in the future, which every way in refuses.
    """
    known = of_kampung(kampung)
    newest = Subquery(known.values("tanggal__year")[:1])
    columns = ("tanggal", *youth.COLUMNS, *youth.TOTALS)
    rows = list(known.filter(tanggal__year=newest).order_by().values_list(*columns))
    if not rows:
        return None
    return youth.youth_share(rows[0][0].year, [counts for _, *counts in rows])


@dataclass(frozen=True, slots=True)
class Change:
    """One version in the history: who, when, what became different, and the desks' steps."""

    version: Kegiatan
    words: str
    who: Who
    at: datetime
    changed: Sequence[tuple[str, str, str]]
    steps: Sequence[Step]


@dataclass(frozen=True, slots=True)
class ActivityPage:
    """One activity with its answers in words, its photos, and its history (newest first)."""

    activity: Kegiatan
    answers: Sequence[tuple[str, str]]
    photos: Sequence[KegiatanPhoto]
    history: Sequence[Change]

    @property
    def doubts(self) -> list[str]:
        return [doubt_in_words(mark) for mark in self.activity.doubts.split("|") if mark]

    @property
    def state_words(self) -> str:
        if self.activity.withdrawn_at:
            return "Ditarik"
        return WORDS[self.activity.state]

    @property
    def mend(self) -> str:
        """What the desk that sent it back wants mended."""
        steps = self.history[0].steps if self.history else ()
        back = [step.comment for step in steps if step.after == "dikembalikan"]
        return back[-1] if back and self.activity.state == "dikembalikan" else ""


def page_of(record: UUID, kampung: KampungKB, reader: Actor) -> ActivityPage | None:
    """The page of an activity of the kampung; None where there is none."""
    versions = list(
        versions_of(record).filter(kampung=kampung).select_related("rkm_item__rkm", "kelompok")
    )
    if not versions:
        return None
    code = kampung.village_id
    steps = steps_of(versions, reader=reader, code=code)
    who = reporters(versions, reader=reader, code=code)
    history = [
        _change(version, before, who, steps.get(version.pk, []))
        for version, before in zip(versions, [*versions[1:], None], strict=True)
    ]
    newest = versions[0]
    return ActivityPage(newest, answers_of(newest), list(photos_of(record)), history)


def answers_of(activity: Kegiatan) -> list[tuple[str, str]]:
    """Label and answer in words, of what was filled in; group and plan item by their names."""
    values = shown_values(activity)
    shown = (
        (field.label, shown_answer(field, values[field.name]) or "")
        for field in ACTIVITY.fields
        if field.name not in {"judul", "jenis_post"}
    )
    return [(label, words) for label, words in shown if words]


_VERBS = {
    "kegiatan.report": "Dilaporkan",
    "kegiatan.revise": "Diubah",
    "kegiatan.restore": "Dikembalikan setelah ditarik",
}


def _change(
    version: Kegiatan,
    before: Kegiatan | None,
    who: dict[tuple[UUID, str], Who],
    steps: Sequence[Step],
) -> Change:
    verb = next((verb for verb in _VERBS if (version.pk, verb) in who), "")
    by = who.get((version.pk, verb), people.SOMEBODY) if verb else Who("Impor")
    words = _VERBS.get(verb, "Dicatat")
    changed = differences(before, version) if before else ()
    return Change(version, words, by, version.recorded_at, changed, steps)


def differences(before: Kegiatan, after: Kegiatan) -> list[tuple[str, str, str]]:
    """Label, what stood there, what stands there now, in words."""
    old, new = shown_values(before), shown_values(after)
    return [
        (
            field.label,
            shown_answer(field, old[field.name]) or "kosong",
            shown_answer(field, new[field.name]) or "kosong",
        )
        for field in ACTIVITY.fields
        if old[field.name] != new[field.name]
    ]
