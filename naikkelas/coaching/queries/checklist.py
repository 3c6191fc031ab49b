"""What a mentor looks at in a kampung: gaps, open steps, expired evidence, what was agreed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from naikkelas.areas.queries import local_now
from naikkelas.classification import queries as classification
from naikkelas.coaching.models import FollowUp
from naikkelas.coaching.rules.sheet import LONGEST_WORDS
from naikkelas.lib.dates import id_date
from naikkelas.registry.models import KampungKB
from naikkelas.registry.queries.evidence import standing
from naikkelas.roadmap.models import Step
from naikkelas.roadmap.queries import beside, goals, steps_in_force
from naikkelas.roadmap.rules import words

MOST_OF_A_SORT = 12
REPORT = "laporan"
"""The line of a kampung of which no report counts: there is nothing else to look at yet."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to look at, in words; `why` says where it comes from."""

    sort: str
    key: str
    words: str
    why: str

    @property
    def name(self) -> str:
        """By what a form or a phone calls it."""
        return f"{self.sort}:{self.key}"


def checklist(kampung: KampungKB, today: date | None = None) -> list[Line]:
    """The lines for a visit, the most pressing sort first; about nine queries."""
    today = today or local_now(kampung.village_id).date()
    return [
        *_followups(kampung, today),
        *_steps(kampung, today),
        *_indicators(kampung),
        *_evidence(kampung, today),
    ]


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_WORDS else text[: LONGEST_WORDS - 1] + "…"


def _followups(kampung: KampungKB, today: date) -> Iterator[Line]:
    found = FollowUp.objects.open().filter(kampung=kampung).select_related("partner")
    for one in found.order_by("due_on", "id")[:MOST_OF_A_SORT]:
        late = ", sudah lewat" if one.due_on < today else ""
        why = f"Disepakati dengan {one.owner_words}, tenggat {id_date(one.due_on)}{late}"
        yield Line("tindak_lanjut", str(one.pk), _cut(one.what), why)


def _steps(kampung: KampungKB, today: date) -> Iterator[Line]:
    found = steps_in_force(Step.objects.filter(kampung=kampung)).open()
    for step in found.order_by("due_on", "position")[:MOST_OF_A_SORT]:
        late = ", sudah lewat" if step.due_on < today else ""
        why = f"Langkah peta jalan, tenggat {id_date(step.due_on)}{late}"
        yield Line("langkah", str(step.pk), _cut(step.name), why)


def _indicators(kampung: KampungKB) -> Iterator[Line]:
    """What is missing for the next class, as the page of the kampung says it."""
    cutoff = classification.cutoff_of(kampung.village_id)
    rule = classification.instrument_of(kampung.village_id)
    known = classification.dossier(kampung)
    card, other = (
        classification.card(kampung, cutoff=cutoff, instrument=one, known=known)
        for one in (rule, beside(rule))
    )
    if not any(card.versions.values()):
        yield Line("indikator", REPORT, "Laporan bulanan", "Belum ada laporan yang dihitung")
        return
    advice = min(goals(card, other), key=lambda one: one.goal.points, default=None)
    if advice is None or not advice.branches or not advice.branches[0].options:
        return
    for work in advice.branches[0].options[0].works[:MOST_OF_A_SORT]:
        name = card.instrument.indicator_by_code[work.indicator].name
        said = f"{name}: {words.said(work, card.instrument)}"
        yield Line("indikator", work.indicator, _cut(said), "Kurang untuk kelas berikutnya")


def _evidence(kampung: KampungKB, today: date) -> Iterator[Line]:
    expired = standing().filter(kampung=kampung, valid_until__lt=today)
    for one in expired.order_by("valid_until", "id")[:MOST_OF_A_SORT]:
        assert one.valid_until is not None
        why = f"Berlaku sampai {id_date(one.valid_until)}"
        yield Line("bukti", str(one.pk), _cut(f"Bukti baru untuk {one.called}"), why)
