"""The page of one kampung: its class with every reason, its way up, its history and its reports."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from naikkelas.activities.models import Kegiatan
from naikkelas.classification import queries as classification
from naikkelas.classification.queries import Basis, Card, Dossier, Version
from naikkelas.classification.rules.backing import Backing
from naikkelas.insights.queries.viewpoint import Viewpoint
from naikkelas.insights.rules import (
    FORM_NAMES,
    RETURNED,
    WAITING,
    Difference,
    differences,
    is_fragile,
)
from naikkelas.instruments.rules import Score
from naikkelas.lib.dates import id_date, month_ends
from naikkelas.lib.numbers import id_number
from naikkelas.registry.models import Evidence, KampungKB
from naikkelas.registry.rules.schema import FORMS, REPORTS
from naikkelas.roadmap.queries import goals
from naikkelas.roadmap.rules import gap
from naikkelas.roadmap.rules.advice import GoalAdvice
from naikkelas.roadmap.rules.steps import figures_of

MONTHS_SHOWN = 24
ACTIVITIES_SHOWN = 5
PERCENT = "persen"


@dataclass(frozen=True, slots=True)
class Index:
    """One of the three indexes, and how far it is from its threshold."""

    code: str
    name: str
    value: float | None
    passed: bool | None
    threshold: float
    highest: float
    missing_points: int | None  # None where even the best scores do not suffice
    other: float | None
    scores: tuple["Reason", ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """The report version that gave a figure; `report` None where none counts."""

    form: str
    name: str
    report: Version | None


@dataclass(frozen=True, slots=True)
class Reason:
    """One indicator: its score, why, from which reports, and what the other rule says."""

    score: Score
    highest: int
    figure: str
    origins: tuple[Origin, ...]
    other: Score
    difference: Difference | None

    @property
    def dots(self) -> list[bool]:
        """Filled and empty dots, as many as the highest score."""
        return [place < (self.score.score or 0) for place in range(self.highest)]


@dataclass(frozen=True, slots=True)
class FormState:
    """One of the three reports: the version that counts and how many there are."""

    code: str
    name: str
    counting: Version | None
    versions: int


@dataclass(frozen=True, slots=True)
class Unaccepted:
    """A report that counts for the declared class only, and whose turn it is.

    `accepted` is the version that the verified class rests on until then, None where there is none.
    """

    name: str
    report: Version
    turn: str
    accepted: Version | None


@dataclass(frozen=True, slots=True)
class Lapse:
    """Figures that count as not filled in, because what was accepted with them has run out."""

    evidence: str
    until: date
    figures: tuple[str, ...]
    is_withdrawn: bool = False

    @property
    def words(self) -> str:
        """`SK Pokja, yang disahkan bersamanya, berlaku sampai 3 Mei 2026`."""
        end = "ditarik setelah" if self.is_withdrawn else "berlaku sampai"
        return f"{self.evidence}, yang disahkan bersama laporannya, {end} {id_date(self.until)}"


@dataclass(frozen=True)
class KampungPage:
    """Everything on the page of a kampung.

    `card` is on the basis in view, `other` the same under the other rule; `declared` and
    `verified` are the two classes of the head. The way up starts from what was declared: what a
    kampung has done already needs an endorsement, not doing again.
    """

    kampung: KampungKB
    view: Viewpoint
    card: Card
    other: Card
    declared: Card
    verified: Card
    unaccepted: tuple[Unaccepted, ...]
    lapses: tuple[Lapse, ...]
    indexes: tuple[Index, ...]
    goals: tuple[GoalAdvice, ...]
    history: tuple[Card, ...]
    forms: tuple[FormState, ...]
    activities: tuple[Kegiatan, ...]

    @property
    def activities_waiting(self) -> int:
        """Activities up to the cut-off that nobody has endorsed yet."""
        return self.declared.activities - self.verified.activities

    @property
    def is_different(self) -> bool:
        """Whether the two classes differ."""
        return self.declared.level != self.verified.level

    @property
    def is_partly_accepted(self) -> bool:
        """Whether anything of what was declared does not stand in the verified class."""
        return bool(self.unaccepted or self.lapses or self.activities_waiting)

    @property
    def is_fragile(self) -> bool:
        return is_fragile(self.card.scorecard.level, self.other.scorecard.level)

    @property
    def differences(self) -> list[Difference]:
        return [
            reason.difference
            for index in self.indexes
            for reason in index.scores
            if reason.difference
        ]

    @property
    def sources(self) -> list[str]:
        """Where the bands come from; one line where all indicators share it."""
        return list(dict.fromkeys(score.source for score in self.card.scorecard.scores))

    @property
    def completeness(self) -> int:
        return self.card.completeness


def kampung_page(kampung: KampungKB, view: Viewpoint) -> KampungPage:
    """Six queries: three forms, activities that are scored, evidence, last activities in words."""
    known = classification.dossier(kampung)
    cards = {
        (rule, basis): classification.card(
            kampung, cutoff=view.cutoff, instrument=rule, known=known, basis=basis
        )
        for rule in (view.instrument, view.beside)
        for basis in Basis
    }
    card, other = cards[view.instrument, view.basis], cards[view.beside, view.basis]
    declared, verified = (cards[view.instrument, basis] for basis in Basis)
    history = classification.history(
        kampung, _month_ends(view), view.instrument, known=known, basis=view.basis
    )
    recent = Kegiatan.objects.filter(
        kampung=kampung, withdrawn_at__isnull=True, tanggal__lte=view.cutoff
    )
    return KampungPage(
        kampung=kampung,
        view=view,
        card=card,
        other=other,
        indexes=tuple(_indexes(card, other)),
        declared=declared,
        verified=verified,
        unaccepted=tuple(_unaccepted(declared, verified)),
        lapses=tuple(_lapses(verified)),
        goals=goals(declared, cards[view.beside, Basis.DECLARED]),
        history=tuple(history),
        forms=tuple(_forms(known, view.cutoff)),
        activities=tuple(recent[:ACTIVITIES_SHOWN]),
    )


def way_up(kampung: KampungKB, view: Viewpoint) -> tuple[Card, tuple[GoalAdvice, ...]]:
    """The declared class and the goals of the page, without all else that the page shows."""
    known = classification.dossier(kampung)
    declared, beside = (
        classification.card(kampung, cutoff=view.cutoff, instrument=rule, known=known)
        for rule in (view.instrument, view.beside)
    )
    return declared, goals(declared, beside)


def _month_ends(view: Viewpoint) -> list[date]:
    return [min(day, view.cutoff) for day in month_ends(view.cutoff, MONTHS_SHOWN)]


def _unaccepted(declared: Card, verified: Card) -> Iterator[Unaccepted]:
    for form, report in declared.versions.items():
        accepted = verified.versions[form]
        if report and (accepted is None or report.pk != accepted.pk):
            turn = WAITING.get(report.state, RETURNED)
            yield Unaccepted(FORM_NAMES[form], report, turn, accepted)


def _lapses(verified: Card) -> Iterator[Lapse]:
    """Of the versions that count, the figures that were filled in and no longer stand."""
    for form, columns in verified.lapsed.items():
        version = verified.versions[form]
        figures: dict[Backing, list[str]] = {}
        for column, piece in columns.items():
            if version and version.answers.get(column) not in (None, ""):
                figures.setdefault(piece, []).append(FORMS[form].field(column).label)
        for piece, labels in figures.items():
            is_withdrawn = piece.ends < piece.recorded_end
            yield Lapse(_evidence_name(piece), piece.ends, tuple(labels), is_withdrawn)


def _evidence_name(piece: Backing) -> str:
    return piece.title or (Evidence.Kind(piece.kind).label if piece.kind else "Bukti")


def _indexes(card: Card, other: Card) -> Iterator[Index]:
    instrument, scorecard = card.instrument, card.scorecard
    found = _differences(card, other)
    for dimension in instrument.dimensions:
        own = [instrument.indicators[place] for place in dimension.positions]
        yield Index(
            code=dimension.code,
            name=dimension.name,
            value=scorecard.indexes[dimension.code],
            passed=scorecard.passed[dimension.code],
            threshold=dimension.threshold or 0.0,
            highest=sum(indicator.highest_score for indicator in own) / dimension.divisor,
            missing_points=gap.needed_points(instrument, scorecard, dimension.code),
            other=other.scorecard.indexes[dimension.code],
            scores=tuple(
                Reason(
                    score=scorecard.score(indicator.code),
                    highest=indicator.highest_score,
                    figure=figure(scorecard.score(indicator.code)),
                    origins=tuple(_origins(card, indicator.code)),
                    other=other.scorecard.score(indicator.code),
                    difference=found.get(indicator.code),
                )
                for indicator in own
            ),
        )


def _differences(card: Card, other: Card) -> Mapping[str, Difference]:
    """None where the other rule gives no scores at all (Belum Lapor says it by itself)."""
    levels = {card.scorecard.level, other.scorecard.level}
    if "belum_lapor" in levels:
        return {}
    names = {indicator.code: indicator.name for indicator in card.instrument.indicators}
    one, two = (
        {score.code: score.score for score in which.scorecard.scores} for which in (card, other)
    )
    return {found.code: found for found in differences(names, one, two)}


def figure(score: Score) -> str:
    """The figure behind a score: `84 dari 219 = 38%`, `3 dari 5 poktan`, or that it is absent."""
    if score.missing or score.value is None:
        return "belum diisi"
    top, below = score.numerator, score.denominator
    if score.unit != PERCENT:
        return f"{id_number(score.value)}{_of(below)} {score.unit}"
    shown = f"{id_number(score.value)}%"
    if top is None or below is None:
        return shown
    if score.code == "partisipasi_poktan":
        return f"jumlah rasio {id_number(top)} dibagi {id_number(below)} = {shown}"
    return f"{id_number(top)} dari {id_number(below)} = {shown}"


def _of(below: float | None) -> str:
    return "" if below is None else f" dari {id_number(below)}"


def _origins(card: Card, indicator: str) -> Iterator[Origin]:
    """The reports that hold the figures of an indicator; activities where none does."""
    measures = card.instrument.measure_by_code
    reports = (measures[code].report for code in figures_of(card.instrument, indicator))
    forms = dict.fromkeys(flag.removesuffix("_ada") for flag in reports if flag)
    for form in forms:
        yield Origin(form, FORM_NAMES[form], card.versions[form])
    if not forms:
        yield Origin("kegiatan", "Kegiatan", None)


def _forms(known: Dossier, cutoff: date) -> Iterator[FormState]:
    for form in REPORTS:
        yield FormState(
            form.code,
            form.name,
            known.version_at(form.code, cutoff),
            len(known.versions[form.code]),
        )
