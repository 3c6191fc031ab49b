"""Which report a verifier should look at first, and why in plain words.

Robust on purpose: medians and their deviations, since the odd figures of one bad month must not
hide the next one. Relative to size: three users more is much in a hamlet and nothing in a town.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import sqrt
from statistics import median
from typing import Any  # a stored value: bool, int, float, text, date or None

from naikkelas.lib.dates import id_month
from naikkelas.lib.fields import Kind
from naikkelas.lib.numbers import id_number, id_percent, id_signed
from naikkelas.registry.rules import reference, schema
from naikkelas.registry.rules.schema import Form

Values = Mapping[str, Any]

ENOUGH = 5
"""Fewer earlier versions or neighbours than this say nothing about what is usual."""
FAR = 4.0
"""Deviations from the median beyond which a figure is out of line."""
SPREAD = 1.4826
"""Turns a median absolute deviation into a standard deviation."""
LARGE_CHANGE = 0.15
SMALLEST_CHANGE = 10
"""A figure has changed when it moved by this share, and by this many."""
LOOK = 1.0
"""From this score on a report belongs to those that need a look."""

COPIED, HARD, REUSED_PHOTO = 3.0, 3.0, 3.0
PAST, SILENT, DOUBT, NEIGHBOURS, CHANGED, NOTE = 2.0, 2.0, 1.5, 1.5, 1.0, 0.0
"""How much each kind of reason weighs."""

_ANSWERS = (Kind.FLAG, Kind.CHOICE, Kind.CHOICES)


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason to look, at one figure where there is one."""

    words: str
    weight: float
    column: str = ""


@dataclass(frozen=True, slots=True)
class Risk:
    """How much a version asks for a look; reasons come heaviest first."""

    score: float
    reasons: tuple[Reason, ...]

    @property
    def needs_look(self) -> bool:
        return self.score >= LOOK

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(reason.words for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, such as users of all PUS."""

    label: str
    part: float
    whole: float

    @property
    def value(self) -> float:
        return self.part / self.whole


@dataclass(frozen=True, slots=True)
class Version:
    """What a version says, and its shares (see `shares`)."""

    values: Values
    shares: Mapping[str, Share] = field(default_factory=dict)


def weigh(
    form: Form,
    version: Version,
    *,
    accepted: Values | None,
    own_past: Sequence[Values],
    neighbours: Sequence[Mapping[str, Share]],
    marks: Sequence[Reason],
) -> Risk:
    """All reasons to look at a version, one for each figure: the heaviest stands for the others.

    `marks` are reasons that were found elsewhere: doubts kept with the version, copies, photos.
    """
    found = [
        *marks,
        *unlike_its_past(form, version.values, own_past),
        *unlike_its_neighbours(version.shares, neighbours),
        *_changed(form, version.values, accepted),
    ]
    kept = _heaviest(found)
    return Risk(sum(reason.weight for reason in kept), tuple(kept))


def _heaviest(found: Iterable[Reason]) -> list[Reason]:
    ordered = sorted(found, key=lambda reason: -reason.weight)
    kept: dict[str, Reason] = {}
    for reason in ordered:
        kept.setdefault(reason.column or reason.words, reason)
    return list(kept.values())


# Its own past -----------------------------------------------------------------------------------


def unlike_its_past(form: Form, values: Values, past: Sequence[Values]) -> Iterator[Reason]:
    for name in form.names_of(Kind.COUNT):
        value = values.get(name)
        series = [figure for one in past if (figure := one.get(name)) is not None]
        if value is None or len(series) < ENOUGH:
            continue
        usual = median(series)
        floor = max(0.1 * usual, sqrt(max(usual, 0)), 2)
        if _is_far(value, series, floor):
            label = form.field(name).label
            words = f"{label} {id_number(value)}; biasanya sekitar {id_number(usual, 0)}"
            yield Reason(words, PAST, name)


def _is_far(value: float, others: Sequence[float], floor: float) -> bool:
    usual = median(others)
    deviation = median([abs(other - usual) for other in others])
    return abs(value - usual) > FAR * max(SPREAD * deviation, floor)


# Its neighbours ---------------------------------------------------------------------------------


def unlike_its_neighbours(
    own: Mapping[str, Share], neighbours: Sequence[Mapping[str, Share]]
) -> Iterator[Reason]:
    for name, share in own.items():
        others = [one[name].value for one in neighbours if name in one]
        if len(others) < ENOUGH:
            continue
        usual = median(others)
        chance = sqrt(max(usual * (1 - usual), 0.0) / share.whole)
        if _is_far(share.value, others, max(chance, 0.03)):
            shown, expected = id_percent(100 * share.value, 0), id_percent(100 * usual, 0)
            words = f"{share.label} {shown}; kampung lain di kecamatan ini sekitar {expected}"
            yield Reason(words, NEIGHBOURS)


_OF_FAMILIES = {
    "pus": "PUS per keluarga",
    "keluarga_balita": "Keluarga balita per keluarga",
    "keluarga_remaja": "Keluarga remaja per keluarga",
    "keluarga_lansia": "Keluarga lansia per keluarga",
}


def shares(form_code: str, values: Values, penduduk: Values) -> dict[str, Share]:
    """The shares of a version that can be held against those of its neighbours."""
    if form_code == "penduduk":
        people = _sum(values, schema.AGE_COLUMNS)
        found = {
            name: _share(label, values.get(name), values.get("keluarga"))
            for name, label in _OF_FAMILIES.items()
        }
        found["keluarga"] = _share("Keluarga per penduduk", values.get("keluarga"), people)
    elif form_code == "kkbpk":
        found = _shares_of_users(values, penduduk)
    else:
        found = {}
    return {name: share for name, share in found.items() if share}


def _shares_of_users(values: Values, penduduk: Values) -> dict[str, Share | None]:
    couples = penduduk.get("pus")
    users, others = _sum(values, reference.METHODS), _sum(values, reference.NON_USERS)
    by_target = {
        column: _share(schema.KKBPK.field(column).label, values.get(column), penduduk.get(target))
        for column, target in reference.TARGETS.items()
    }
    return {
        "users": _share("Peserta KB dibanding PUS", users, couples),
        "non_users": _share("Bukan peserta KB dibanding PUS", others, couples),
        **by_target,
    }


def _share(label: str, part: float | None, whole: float | None) -> Share | None:
    return Share(label, part, whole) if part is not None and whole and whole > 0 else None


def _sum(values: Values, names: Iterable[str]) -> float | None:
    parts = [part for name in names if (part := values.get(name)) is not None]
    return sum(parts) if parts else None


# Silence ----------------------------------------------------------------------------------------

SILENT_MONTHS = 3
"""A report that follows the last one by more months than this comes after a silence."""


def after_silence(month: date, reported: Iterable[date]) -> Iterator[Reason]:
    """That a kampung reports again; `month` and `reported` are first days of months."""
    last = max((day for day in reported if day < month), default=None)
    if last is None:
        return
    months = 12 * (month.year - last.year) + month.month - last.month
    if months > SILENT_MONTHS:
        words = f"Melapor lagi setelah {months} bulan; laporan sebelumnya {id_month(last)}"
        yield Reason(words, SILENT)


# What changed -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """A figure or answer that differs from the accepted one."""

    column: str
    before: Any
    now: Any

    @property
    def percent(self) -> float | None:
        """By how much a figure moved; None where a share says nothing."""
        numbers = (self.before, self.now)
        if any(isinstance(one, bool) or not isinstance(one, int | float) for one in numbers):
            return None
        return 100 * (self.now - self.before) / self.before if self.before else None


def changes(form: Form, now: Values, before: Values) -> list[Change]:
    """Every difference, in the order of the form."""
    return [
        Change(name, before.get(name), now.get(name))
        for name in form.by_name
        if now.get(name) != before.get(name)
    ]


def _changed(form: Form, now: Values, accepted: Values | None) -> Iterator[Reason]:
    if accepted is None:
        yield Reason("Belum ada laporan yang disahkan sebagai pembanding", NOTE)
        return
    for change in changes(form, now, accepted):
        described = form.field(change.column)
        if described.kind in _ANSWERS and not described.personal:
            yield Reason(f"{described.label} berubah", CHANGED, change.column)
        elif described.kind is Kind.COUNT and _is_large(change):
            moved = f" ({id_signed(change.percent, 0)}%)" if change.percent is not None else ""
            before, after = _shown(change.before), _shown(change.now)
            words = f"{described.label} berubah dari {before} menjadi {after}{moved}"
            yield Reason(words, CHANGED, change.column)


def _is_large(change: Change) -> bool:
    if change.before is None or change.now is None:
        return True
    moved = abs(change.now - change.before)
    enough = max(SMALLEST_CHANGE, LARGE_CHANGE * max(change.before, change.now))
    return bool(moved >= enough)


def _shown(value: float | None) -> str:
    return "kosong" if value is None else id_number(value)


# Copies -----------------------------------------------------------------------------------------

FIGURES_OF_A_COPY = 6
"""Fewer figures than this may well be the same in two kampung."""
LETTERS_OF_A_COPY = 40


def fingerprint(form: Form, values: Values) -> tuple[Any, ...] | None:
    """The figures of a version where they are enough to know a copy by; None where they are not."""
    figures = tuple(values.get(name) for name in form.names_of(Kind.COUNT))
    told = [figure for figure in figures if figure]
    return figures if len(told) >= FIGURES_OF_A_COPY else None


def long_texts(form: Form, values: Values) -> dict[str, str]:
    """Column to text, for texts so long that nobody writes them twice by chance."""
    texts = {name: str(values.get(name) or "") for name in form.names_of(Kind.TEXT)}
    return {
        name: " ".join(text.lower().split())
        for name, text in texts.items()
        if len(text) >= LETTERS_OF_A_COPY and not form.field(name).personal
    }


def long_text_columns(form: Form) -> tuple[str, ...]:
    """The columns in which a text can be long enough to be known again."""
    return tuple(name for name in form.names_of(Kind.TEXT) if not form.field(name).personal)
