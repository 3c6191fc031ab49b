"""Reads of kampung, their report versions and drafts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any  # a stored value: bool, int, float, text, date or None

from django.db.models import F, QuerySet

from naikkelas.accounts.models import User
from naikkelas.areas.models import Area, Level
from naikkelas.areas.queries import local_now, setting
from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import months_back
from naikkelas.registry import access
from naikkelas.registry.errors import UnfitAnswer
from naikkelas.registry.models import (
    KKBPK,
    KampungKB,
    KampungQuerySet,
    Penduduk,
    Profil,
    Report,
    ReportDraft,
    State,
)
from naikkelas.registry.queries.derived import profile_facts
from naikkelas.registry.rules.answers import answers
from naikkelas.registry.rules.checks import Around
from naikkelas.registry.rules.limits import FIRST_REPORT_YEAR
from naikkelas.registry.rules.schema import FORMS, KAMPUNG, Form

MODELS: Mapping[str, type[Report]] = MappingProxyType(
    {"profil": Profil, "penduduk": Penduduk, "kkbpk": KKBPK}
)
"""Form code to the table of its versions."""

MONTHS_OFFERED = 24
VERSIONS_COMPARED = 12
"""Versions that a new report is compared with; the median of a year is enough."""


def kampung_for(actor: Actor) -> KampungQuerySet:
    """The kampung that a person sees, with village, kecamatan and kabupaten at hand."""
    return access.visible_to(actor).select_related("village__parent__parent")


def villages_without_kampung(scope: str) -> "QuerySet[Area]":
    """Villages of a kabupaten or less that can be given a kampung; none for larger areas."""
    if len(scope) < len("63.01"):
        return Area.objects.none()
    taken = KampungKB.objects.live().within(scope).values("village")
    return Area.objects.current().within(scope).filter(level=Level.VILLAGE).exclude(pk__in=taken)


# Versions ---------------------------------------------------------------------------------------


def versions(kampung: KampungKB, form_code: str) -> "QuerySet[Report]":
    """The versions that are known now, newest first in the order of decision 2.

    Of one day, own reports come after imported ones, then the larger source id, then the later
    recording.
    """
    return (
        MODELS[form_code]
        .objects.current()
        .filter(kampung=kampung)
        .order_by(
            F("tanggal_isi").desc(),
            F("source_id").desc(nulls_first=True),
            F("recorded_at").desc(),
            F("id").desc(),
        )
    )


def latest(kampung: KampungKB, form_code: str, cutoff: date | None = None) -> Report | None:
    """The version that counts at the end of a day (now, unless told); None where there is none."""
    known = versions(kampung, form_code)
    return (known.filter(tanggal_isi__lte=cutoff) if cutoff else known).first()


def values_of(form: Form, report: Report) -> dict[str, Any]:
    """The answers of a version, column by column."""
    return {field.name: getattr(report, field.name) for field in form.fields}


def kampung_values(kampung: KampungKB) -> dict[str, Any]:
    """What is told of a kampung, column by column."""
    return {field.name: getattr(kampung, field.name) for field in KAMPUNG.fields}


def around(kampung: KampungKB, form: Form, on: date | None = None) -> Around:
    """What a new report of this form is checked against: four queries, for a profile those of the
    records too, as they are on a day (today, unless told).
    """
    today = local_now(kampung.village_id).date()
    others = versions(kampung, form.code)[:VERSIONS_COMPARED]
    penduduk = None if form.code == "penduduk" else latest(kampung, "penduduk")
    return Around(
        today=today,
        others=[values_of(form, report) for report in others],
        penduduk=values_of(FORMS["penduduk"], penduduk) if penduduk else {},
        hard_caps=setting(kampung.village_id, "hard_caps"),
        derived=profile_facts(kampung, on or today) if form.code == "profil" else {},
    )


def version_before(kampung: KampungKB, form_code: str, report: Report) -> Report | None:
    """The version that was replaced by this one: the next older in the order of decision 2."""
    order = list(versions(kampung, form_code).values_list("pk", flat=True))
    older = order[order.index(report.pk) + 1 :]
    return MODELS[form_code].objects.get(pk=older[0]) if older else None


def names_of_reporters(reports: Iterable[Report]) -> dict[int, str]:
    """Names by the key of the person who sent a report; one query for a whole page."""
    keys = {report.recorded_by for report in reports if report.recorded_by}
    return dict(User.objects.filter(pk__in=keys).values_list("pk", "name"))


# Months -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Month:
    """A month that can be reported, whether it has been, and whether that was sent back."""

    year: int
    month: int
    is_reported: bool
    is_returned: bool = False

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def key(self) -> str:
        """`2025-06`, as in addresses and controls."""
        return f"{self.year}-{self.month:02d}"


def months(kampung: KampungKB, form_code: str, today: date, wanted: str = "") -> list[Month]:
    """The months that can be reported, this one first, for two years back.

    A month that was sent back stays, however old: it is to be mended. So is the one that is
    `wanted` (`2023-04`), where it has been reported.
    """
    states: dict[tuple[int, int], str] = {}
    for year, month, state in versions(kampung, form_code).values_list("tahun", "bulan", "state"):
        states.setdefault((year, month), state)  # of the newest version
    days = last_months(today)
    older = [
        date(year, month, 1)
        for (year, month), state in states.items()
        if state == State.RETURNED or f"{year}-{month:02d}" == wanted
    ]
    offered = sorted({*days, *(day for day in older if day <= today)}, reverse=True)
    at = [(day.year, day.month) for day in offered]
    return [
        Month(*one, is_reported=one in states, is_returned=states.get(one) == State.RETURNED)
        for one in at
    ]


def last_months(today: date) -> list[date]:
    """The first days of the months that can be reported, this one first, for two years back."""
    days = (months_back(today.replace(day=1), ago) for ago in range(MONTHS_OFFERED))
    return [day for day in days if day.year >= FIRST_REPORT_YEAR]


def month_to_report(offered: list[Month]) -> Month:
    """The month that a person most likely means: the newest that was sent back, last month while
    it is not reported, else this month.
    """
    if returned := [month for month in offered if month.is_returned]:
        return returned[0]
    this, *before = offered
    return before[0] if before and not before[0].is_reported else this


# Drafts and prefilling --------------------------------------------------------------------------


def draft_of(
    kampung: KampungKB, form_code: str, year: int, month: int, actor: Actor
) -> ReportDraft | None:
    """What this person has typed for the month; drafts of others stay theirs."""
    return ReportDraft.objects.filter(
        kampung=kampung, form=form_code, tahun=year, bulan=month, desk=actor.desk
    ).first()


@dataclass(frozen=True, slots=True)
class Start:
    """What stands in an empty form: the values and where they come from."""

    values: dict[str, Any]
    correction_of: Report | None = None
    copied_from: Report | None = None


def start_of(kampung: KampungKB, form: Form, year: int, month: int) -> Start:
    """The month's own report where it was sent already (a correction), else the newest one."""
    known = versions(kampung, form.code)
    same_month = known.filter(tahun=year, bulan=month).first()
    if same_month:
        return Start(values_of(form, same_month), correction_of=same_month)
    newest = known.first()
    return Start(values_of(form, newest), copied_from=newest) if newest else Start({})


def kept_answers(kampung: KampungKB, form: Form, year: int, month: int) -> dict[str, Any]:
    """The names and contacts that phones are not asked, as they were last reported.

    What a form would refuse today (an import may hold it) is left out.
    """
    personal = [field.name for field in form.fields if field.personal]
    last = start_of(kampung, form, year, month).values if personal else {}
    return {name: last[name] for name in personal if last.get(name) and _fits(form, name, last)}


def _fits(form: Form, name: str, values: Mapping[str, Any]) -> bool:
    try:
        answers(form, {name: values[name]})
    except UnfitAnswer:
        return False
    return True
