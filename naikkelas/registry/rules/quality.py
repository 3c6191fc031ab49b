"""What there is to look into in the newest reports of a kampung, and whose turn it is.

The measure of what is out of line is that of `rules.risk` (median and median deviation, relative
to size), so that the queue and the verification desk never disagree.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from naikkelas.lib.dates import id_month, months_back
from naikkelas.registry.rules import risk
from naikkelas.registry.rules.doubts import doubt_in_words
from naikkelas.registry.rules.limits import Soft
from naikkelas.registry.rules.risk import Share, Values
from naikkelas.registry.rules.schema import Form

SILENT_MONTHS = 3
"""A kampung whose newest report is of an earlier month than this many months ago is silent."""
LONGEST_MARK, LONGEST_DETAIL = 120, 400


class Kind(StrEnum):
    """The values are those of `models.QualityItem.Kind`."""

    HARD = "keras"
    WARNING = "peringatan"
    OUTLIER = "pencilan"
    COPY = "salinan"
    SILENCE = "sepi"
    EVIDENCE = "bukti"


@dataclass(frozen=True, slots=True)
class Found:
    """One thing to look into; `mark` names it within the form, whatever the figure is by then."""

    kind: Kind
    form: str
    mark: str
    detail: str
    version: UUID | None = None
    due_on: date | None = None


DAYS: Mapping[Kind, int] = MappingProxyType(
    {
        Kind.HARD: 14,
        Kind.WARNING: 30,
        Kind.OUTLIER: 14,
        Kind.COPY: 14,
        Kind.SILENCE: 14,
        Kind.EVIDENCE: 30,
    }
)
"""Days until it should be looked into."""

DESKS = ("pokja", "pkb", "kecamatan", "operator")
"""From the village up: where a desk is empty now, it is the turn of the next above it."""

_FIRST: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.HARD: "pkb",
        Kind.WARNING: "pkb",
        Kind.OUTLIER: "kecamatan",
        Kind.COPY: "kecamatan",
        Kind.SILENCE: "pkb",
        Kind.EVIDENCE: "pokja",
    }
)


def owner(kind: Kind, held: Collection[str]) -> str:
    """The desk whose turn it is, given those that somebody holds for the village now.

    >>> owner(Kind.HARD, {"pokja", "kecamatan", "operator"})
    'kecamatan'
    """
    chain = DESKS[DESKS.index(_FIRST[kind]) :]
    return next((desk for desk in chain if desk in held), chain[-1])


def due(found: Found, today: date) -> date:
    """By when: the days of its kind, or the day that it names."""
    return found.due_on or today + timedelta(days=DAYS[found.kind])


# What a version is marked with ------------------------------------------------------------------


def of_marks(form: Form, version: UUID, broken: str, doubts: str) -> Iterator[Found]:
    """Broken hard rules and doubts that were kept with a version."""
    for kind, marks in ((Kind.HARD, broken), (Kind.WARNING, doubts)):
        for mark in filter(None, marks.split("|")):
            is_copy = mark.partition(":")[0] == Soft.COPY_OF_LAST
            words = doubt_in_words(mark, form)
            yield Found(Kind.COPY if is_copy else kind, form.code, mark, words, version)


# What is out of line ----------------------------------------------------------------------------


def outliers(
    form: Form,
    version: UUID,
    values: Values,
    past: Sequence[Values],
    shares: Mapping[str, Share],
    neighbours: Sequence[Mapping[str, Share]],
) -> Iterator[Found]:
    """Figures far from the kampung's own past, and shares far from those of its neighbours."""
    for reason in risk.unlike_its_past(form, values, past):
        yield Found(Kind.OUTLIER, form.code, f"lalu:{reason.column}", reason.words, version)
    for name, share in shares.items():
        for reason in risk.unlike_its_neighbours({name: share}, neighbours):
            yield Found(Kind.OUTLIER, form.code, f"tetangga:{name}", reason.words, version)


# Copies -----------------------------------------------------------------------------------------


def copied_figures(form: Form, version: UUID, others: Iterable[str]) -> Iterator[Found]:
    """That all figures are those of another kampung of the same month."""
    if name := min(others, default=""):
        words = f"Semua angka sama dengan Kampung {name}"
        yield Found(Kind.COPY, form.code, "angka_kampung_lain", words, version)


def copied_text(form: Form, version: UUID, column: str, others: Iterable[str]) -> Iterator[Found]:
    """That a long text is word for word that of another kampung."""
    if name := min(others, default=""):
        words = f"{form.field(column).label}: teksnya sama dengan Kampung {name}"
        yield Found(Kind.COPY, form.code, f"teks_kampung_lain:{column}", words, version)


def copied_from_last(form: Form, version: UUID, values: Values, before: Values) -> Iterator[Found]:
    """That all figures are those of the report before; the mark is that of the doubt."""
    figures = risk.fingerprint(form, values)
    if figures and figures == risk.fingerprint(form, before):
        first = next(iter(form.by_name))
        mark = f"{Soft.COPY_OF_LAST}:{first}"
        yield Found(Kind.COPY, form.code, mark, doubt_in_words(mark, form), version)


# Silence ----------------------------------------------------------------------------------------


def silence(newest: date | None, version: UUID | None, today: date) -> Iterator[Found]:
    """That nothing was reported for some months; `newest` is the first day of the last month."""
    due_month = months_back(today.replace(day=1), SILENT_MONTHS)
    if newest is None:
        yield Found(Kind.SILENCE, "", "tanpa_laporan", "Belum pernah ada laporan")
    elif newest < due_month:
        months = 12 * (today.year - newest.year) + today.month - newest.month
        words = f"Tidak ada laporan sejak {id_month(newest)} ({months} bulan)"
        yield Found(Kind.SILENCE, "", "tanpa_laporan", words, version)
