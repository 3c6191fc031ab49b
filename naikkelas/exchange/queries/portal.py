"""The reports of a month of one kampung, as they would be copied into the national portal."""

from dataclasses import dataclass
from datetime import date

from naikkelas.exchange.rules.portal_forms import SECTIONS, Line, Section, lines_of, refusals
from naikkelas.lib.dates import month_end
from naikkelas.registry.models import KampungKB, Report
from naikkelas.registry.queries import latest, values_of, versions
from naikkelas.registry.rules.schema import FORMS, REPORTS


@dataclass(frozen=True, slots=True)
class Filled:
    """One section with its lines; without a report every line is absent."""

    section: Section
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class PortalMonth:
    """What the portal asks of one month. `reports`: the version of each form, None for none."""

    first_day: date
    reports: dict[str, Report | None]
    sections: tuple[Filled, ...]
    refusals: tuple[str, ...]

    @property
    def missing(self) -> list[str]:
        """The forms without a report, by name."""
        return [FORMS[code].name for code, report in self.reports.items() if report is None]

    def of(self, form: str) -> list[Filled]:
        """The sections of one form."""
        return [one for one in self.sections if one.section.form == form]


def portal_month(kampung: KampungKB, first_day: date) -> PortalMonth:
    """Three queries. The portal gives penduduk no month: the newest until its end counts."""
    reports: dict[str, Report | None] = {
        form.code: versions(kampung, form.code)
        .filter(tahun=first_day.year, bulan=first_day.month)
        .first()
        for form in REPORTS
        if form.code != "penduduk"
    }
    reports["penduduk"] = latest(kampung, "penduduk", month_end(first_day))
    values = {
        code: values_of(FORMS[code], report)
        for code, report in reports.items()
        if report is not None
    }
    sections, number = [], 1
    for section in SECTIONS:
        lines = tuple(lines_of(section, values.get(section.form, {}), number))
        number += len(lines)
        sections.append(Filled(section, lines))
    in_order = {form.code: reports[form.code] for form in REPORTS}
    return PortalMonth(first_day, in_order, tuple(sections), tuple(refusals(values)))


def portal_months(kampung: KampungKB, today: date) -> list[date]:
    """The months with a report, newest first; this month where there is none."""
    found = {
        date(year, month, 1)
        for form in REPORTS
        for year, month in versions(kampung, form.code).order_by().values_list("tahun", "bulan")
        if 1 <= month <= 12
    }
    return sorted(found, reverse=True)[:36] or [today.replace(day=1)]
