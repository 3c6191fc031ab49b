"""Good examples made without their actions, for walks through the house."""

from datetime import UTC, date, datetime
from typing import Any

from naikkelas.accounts.models import Post
from naikkelas.practices.models import (
    Competition,
    CompetitionEntry,
    CompetitionJudge,
    Exemplar,
    JudgeAnswer,
    Practice,
    PracticeStep,
    PracticeVersion,
    Replication,
    ReplicationStep,
    StudyVisit,
)
from naikkelas.practices.rules.practised import Practised
from naikkelas.registry.models import KampungKB
from tests.people import make_kampung

AT = datetime(2025, 7, 3, 3, 7, tzinfo=UTC)


def told(**more: Any) -> Practised:
    """What Sukamaju tells of its Saturday class for fathers."""
    defaults: dict[str, Any] = {
        "title": "Kelas ayah Sabtu malam",
        "problem": "Ayah jarang ikut BKB.",
        "steps": ("Ajak RT", "Adakan Sabtu malam", "Catat yang hadir"),
        "indicators": ("partisipasi_poktan",),
        "contact": "ketua",
        "from_on": date(2025, 3, 1),
    }
    return Practised(**(defaults | more))


def make_practice(kampung: KampungKB, title: str = "Kelas ayah", **more: Any) -> Practice:
    """A published practice that answers participation and CPR, unless told."""
    words = {
        "problem": more.pop("problem", "Ayah jarang ikut."),
        "indicators": PracticeVersion.joined(more.pop("indicators", ("partisipasi_poktan", "cpr"))),
        "from_on": more.pop("from_on", date(2025, 3, 1)),
    }
    defaults: dict[str, Any] = {
        "kabupaten_code": kampung.kabupaten_code,
        "state": "terbit",
        "published_number": 1,
        "published_at": AT,
        "written_by": 0,
        "written_at": AT,
    }
    practice = Practice.objects.create(kampung=kampung, **(defaults | more))
    version = PracticeVersion.objects.create(
        practice=practice, number=1, title=title, contact="ketua", saved_by=0, saved_at=AT, **words
    )
    PracticeStep.objects.create(version=version, position=1, words="Ajak RT")
    return practice


def make_exemplar(kampung: KampungKB, **more: Any) -> Exemplar:
    """A kampung contoh since June 2025, unless told."""
    defaults: dict[str, Any] = {
        "kabupaten_code": kampung.kabupaten_code,
        "since": date(2025, 6, 1),
        "reason": "Poktannya hidup.",
        "named_by": 0,
        "named_at": AT,
    }
    return Exemplar.objects.create(kampung=kampung, **(defaults | more))


def make_replication(kampung: KampungKB, practice: Practice, **more: Any) -> Replication:
    """A copy at work since April 2025, with one step not done yet."""
    defaults: dict[str, Any] = {
        "number": 1,
        "kabupaten_code": kampung.kabupaten_code,
        "adopted_on": date(2025, 4, 1),
        "recorded_by": 0,
        "recorded_at": AT,
    }
    copied = Replication.objects.create(kampung=kampung, practice=practice, **(defaults | more))
    ReplicationStep.objects.create(replication=copied, position=1, words="Ajak RT")
    return copied


def make_study_visit(guest: KampungKB, host: KampungKB, **more: Any) -> StudyVisit:
    """A visit that waits for its answer."""
    defaults: dict[str, Any] = {
        "kabupaten_code": guest.kabupaten_code,
        "visit_on": date(2025, 8, 20),
        "participants": 7,
        "purpose": "Belajar BKB",
        "asked_by": 0,
        "asked_at": AT,
    }
    return StudyVisit.objects.create(guest=guest, host=host, **(defaults | more))


def make_competition(kabupaten: str = "91.37", **more: Any) -> Competition:
    """A competition whose list is open, on the criteria of the classes themselves."""
    defaults: dict[str, Any] = {
        "name": "Lomba inovasi",
        "year": 2025,
        "instrument": "kampung-kb-2023",
        "opens_on": date(2025, 7, 1),
        "closes_on": date(2025, 8, 31),
        "opened_by": 0,
        "opened_at": AT,
    }
    return Competition.objects.create(kabupaten_code=kabupaten, **(defaults | more))


def make_entry(competition: Competition, practice: Practice, **more: Any) -> CompetitionEntry:
    """The entry of the kampung of a practice."""
    defaults: dict[str, Any] = {
        "kabupaten_code": practice.kabupaten_code,
        "entered_by": 0,
        "entered_at": AT,
    }
    return CompetitionEntry.objects.create(
        competition=competition, kampung=practice.kampung, practice=practice, **(defaults | more)
    )


def make_judge(competition: Competition, post: Post) -> CompetitionJudge:
    return CompetitionJudge.objects.create(
        competition=competition, post=post, named_by=0, named_at=AT
    )


def make_answer(entry: CompetitionEntry, judge: CompetitionJudge, **more: Any) -> JudgeAnswer:
    """A judge's figure."""
    defaults: dict[str, Any] = {
        "measure": "pus",
        "number": 1,
        "value": 3.0,
        "given_by": 0,
        "given_at": AT,
    }
    return JudgeAnswer.objects.create(entry=entry, judge=judge, **(defaults | more))


class Following:
    """One of everything that follows from a practice of a kampung."""

    def __init__(self, kampung: KampungKB, words: str = "Kelas ayah") -> None:
        self.practice = make_practice(kampung, words, problem=words)
        make_exemplar(kampung, reason=words)
        neighbour = kampung.village_id[:-4] + "2097"
        self.other = make_kampung(neighbour, nama=f"Tetangga {words}")
        self.copied = make_replication(kampung, make_practice(self.other, words))
        self.study_visit = make_study_visit(kampung, self.other, purpose=words)
        self.competition = make_competition(kampung.kabupaten_code, name=words)
        self.entry = make_entry(self.competition, self.practice, feedback=words)
