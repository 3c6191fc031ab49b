"""Can this report be true? Hard rules refuse it, soft rules ask for a second look (decision 7).

One report at a time, for forms; `exchange.rules` applies the same limits to columns of an import.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import Any  # a stored value: bool, int, float, text, date or None

from naikkelas.lib.dates import MONTHS, id_date
from naikkelas.lib.fields import Field, Kind
from naikkelas.lib.numbers import id_number
from naikkelas.registry.rules import limits, reference
from naikkelas.registry.rules.answers import EMPTY, is_asked
from naikkelas.registry.rules.derived import Derived
from naikkelas.registry.rules.limits import Hard, NotAbove, Soft
from naikkelas.registry.rules.schema import KAMPUNG, Form

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that a figure breaks, in words that say what to do."""

    rule: str
    column: str
    message: str
    remedy: str
    is_hard: bool

    @property
    def mark(self) -> str:
        """`rule:column`, as kept with the report."""
        return limits.mark(self.rule, self.column)


@dataclass(frozen=True, slots=True)
class Around:
    """What else is known of the kampung when a report is checked.

    `others` are the values of its other versions of this form, newest first; `penduduk` those of
    its newest penduduk report; `derived` what follows from its records (`queries.derived`).
    """

    today: date
    others: Sequence[Values] = ()
    penduduk: Values = field(default_factory=dict)
    hard_caps: Mapping[str, int] = field(default_factory=dict)
    derived: Mapping[str, Derived] = field(default_factory=dict)


def check(form: Form, values: Values, year: int, month: int, around: Around) -> list[Finding]:
    """All findings, hard ones first, each group in the order of the form."""
    found = [
        *_month(year, month, around.today),
        *_figures(form, values, around),
        *_trained(form, values),
        *_participants(form, values, around),
        *_couples(form, values, around),
        *_plausible(form, values, around),
        *_history(form, values, around),
        *_records(form, values, around.derived),
    ]
    order = {name: place for place, name in enumerate(form.by_name)}
    return sorted(found, key=lambda one: (not one.is_hard, order.get(one.column, -1)))


def check_kampung(values: Values, today: date) -> list[Finding]:
    """The day on which a kampung was proclaimed (hard) and where it lies (soft)."""
    return [*_proclaimed(values.get("tanggal_pencanangan"), today), *_place(values)]


def _proclaimed(day: date | None, today: date) -> Iterator[Finding]:
    column = "tanggal_pencanangan"
    if day is not None and day < limits.FIRST_PENCANANGAN:
        yield _finding(Hard.BEFORE_PROGRAMME, column, value=id_date(day))
    elif day is not None and day > today:
        label = KAMPUNG.field(column).label
        yield _finding(Hard.FUTURE_DATE, column, label=label, value=id_date(day))


def _place(values: Values) -> Iterator[Finding]:
    for column, (least, most) in limits.INDONESIA.items():
        degrees = values.get(column)
        if degrees is not None and not least <= degrees <= most:
            label = KAMPUNG.field(column).label
            yield _finding(Soft.OUTSIDE_INDONESIA, column, label=label, value=id_number(degrees))


def marks(findings: Sequence[Finding], longest: int = 300) -> str:
    """The marks of the findings, joined; as many whole ones as the column holds."""
    joined = ""
    for finding in findings:
        longer = f"{joined}|{finding.mark}" if joined else finding.mark
        if len(longer) <= longest:
            joined = longer
    return joined


def _finding(rule: Hard | Soft, column: str, more: str = "", **words: object) -> Finding:
    sentence = limits.SENTENCES[rule]
    return Finding(
        rule=str(rule),
        column=column,
        message=sentence.message.format(**words),
        remedy=f"{sentence.remedy} {more}".strip(),
        is_hard=isinstance(rule, Hard),
    )


def _month(year: int, month: int, today: date) -> Iterator[Finding]:
    if (year, month) > (today.year, today.month):
        yield _finding(Hard.FUTURE_MONTH, "bulan", value=f"{MONTHS[month - 1]} {year}")


def _figures(form: Form, values: Values, around: Around) -> Iterator[Finding]:
    for name in form.names_of(Kind.COUNT):
        value, described = values.get(name), form.field(name)
        if value is None:
            continue
        cap = limits.cap_of(described, around.hard_caps)
        words = {"label": described.label, "value": id_number(value)}
        if value < 0:
            yield _finding(Hard.NEGATIVE, name, **words)
        elif cap is not None and value > cap:
            yield _finding(Hard.ABOVE_CAP, name, limit=id_number(cap), **words)


def _trained(form: Form, values: Values) -> Iterator[Finding]:
    rule = limits.TRAINED
    if form.code != rule.form:
        return
    members, trained = values.get(rule.limits[0]), values.get(rule.column)
    if members and members > 0 and trained is not None and trained > members:
        yield _above(form, rule, Hard.TRAINED_ABOVE_MEMBERS, trained, members)


def _participants(form: Form, values: Values, around: Around) -> Iterator[Finding]:
    """Hard here, in our own form; an import only flags them. A target of zero counts too."""
    for rule in limits.PARTICIPANTS:
        if form.code != rule.form:
            return
        value, target = values.get(rule.column), around.penduduk.get(rule.limits[0])
        if value is not None and target is not None and value > target:
            yield _above(form, rule, Hard.ABOVE_TARGET, value, target)


def _couples(form: Form, values: Values, around: Around) -> Iterator[Finding]:
    """Users and non-users are all couples (PUS); compared once all of them are filled in."""
    figures = [value for name in limits.COUPLES if (value := values.get(name)) is not None]
    couples = around.penduduk.get(limits.COUPLES_TOTAL)
    if form.code != "kkbpk" or couples is None or len(figures) < len(limits.COUPLES):
        return
    total = sum(figures)
    if total != couples:
        difference = (
            f"{'Lebih' if total > couples else 'Kurang'} {id_number(abs(total - couples))}."
        )
        yield _finding(
            Soft.SUM_IS_NOT_PUS,
            limits.COUPLES[0],
            more=difference,
            value=id_number(total),
            limit=id_number(couples),
        )


def _plausible(form: Form, values: Values, around: Around) -> Iterator[Finding]:
    for rule in limits.PLAUSIBLE:
        if form.code != rule.form:
            continue
        source = around.penduduk if rule.of_penduduk else values
        parts = [source.get(name) for name in rule.limits]
        value, limit = values.get(rule.column), sum(part for part in parts if part)
        if value is not None and limit > 0 and value > limit:
            yield _above(form, rule, rule.rule, value, limit)


def _above(form: Form, rule: NotAbove, breaks: Hard | Soft, value: int, limit: int) -> Finding:
    return _finding(
        breaks,
        rule.column,
        label=form.field(rule.column).label,
        value=id_number(value),
        limit=id_number(limit),
        of=_target_label(rule.limits[0]),
    )


def _target_label(column: str) -> str:
    return reference.names("jenis_keluarga").get(column, column).lower()


def _history(form: Form, values: Values, around: Around) -> Iterator[Finding]:
    """Against the kampung's own other versions of this form."""
    names = form.names_of(Kind.COUNT)
    for name in names:
        if (value := values.get(name)) is not None and value >= 0:
            series = [other[name] for other in around.others if other.get(name) is not None]
            yield from _unlike(form, name, value, series)
    previous = around.others[0] if around.others else {}
    counted = [name for name in names if values.get(name) is not None]
    # A profile has two counts, which rarely change; the same ones again say nothing.
    if len(counted) > 5 and all(values.get(name) == previous.get(name) for name in names):
        yield _finding(Soft.COPY_OF_LAST, counted[0])


def _records(form: Form, values: Values, derived: Mapping[str, Derived]) -> Iterator[Finding]:
    """Answers that say something else than the kampung's own records."""
    for column, fact in derived.items():
        described, value = form.by_name.get(column), values.get(column)
        if described is None or not is_asked(column, values):
            continue
        if value != EMPTY[described.kind] and value != fact.value:
            yield _finding(
                Soft.UNLIKE_RECORDS,
                column,
                label=described.label,
                value=_in_words(described, value),
                limit=_in_words(described, fact.value),
                of=fact.from_what,
            )


def _in_words(described: Field, value: Any) -> str:
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    names = {option.code: option.name for option in described.options}
    return id_number(value) if isinstance(value, int) else str(names.get(value, value))


def _unlike(form: Form, name: str, value: int, series: Sequence[int]) -> Iterator[Finding]:
    """At most one finding: too many times the usual figure says more than a sudden change."""
    if not series:
        return
    label, usual, last = form.field(name).label, median(series), series[0]
    words = {"label": label, "value": id_number(value)}
    if value >= limits.MEDIAN_FLOOR and usual > 0 and value > limits.MEDIAN_FACTOR * usual:
        yield _finding(Soft.TEN_TIMES_MEDIAN, name, limit=id_number(usual), **words)
    elif max(value, last) >= limits.SUDDEN_FLOOR and _is_sudden(value, last):
        yield _finding(Soft.SUDDEN_CHANGE, name, limit=id_number(last), **words)


def _is_sudden(value: int, last: int) -> bool:
    small, large = sorted((value, last))
    return large > limits.SUDDEN_FACTOR * small
