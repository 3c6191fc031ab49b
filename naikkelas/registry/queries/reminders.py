"""Who has not reported a month yet, for a reminder that a person sends themself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import months_back
from naikkelas.registry.models import KampungKB, KampungQuerySet
from naikkelas.registry.queries.reports import MODELS, kampung_for, last_months
from naikkelas.registry.rules.schema import FORMS


@dataclass(frozen=True, slots=True)
class Missing:
    """A kampung, and the names of the forms of the month that it has not sent."""

    kampung: KampungKB
    forms: tuple[str, ...]


def offered(today: date) -> list[date]:
    """The months that can be asked for, this one first."""
    return last_months(today)


def month_of(text: str, today: date) -> date:
    """The month of an address (`2025-06`); last month for anything else."""
    found = [day for day in offered(today) if f"{day:%Y-%m}" == text]
    return found[0] if found else months_back(today.replace(day=1), 1)


def missing(actor: Actor, month: date) -> KampungQuerySet:
    """The live kampung of a person that lack at least one form of the month."""
    rows = kampung_for(actor).live().annotate(**_sent(month))
    lacking = Q()
    for code in MODELS:
        lacking |= Q(**{f"has_{code}": False})
    return rows.filter(lacking).order_by("village_id")


def filled(rows: Iterable[KampungKB], month: date) -> list[Missing]:
    """What `missing` found, with the names of the forms."""
    return [
        Missing(one, tuple(FORMS[code].name for code in MODELS if not getattr(one, f"has_{code}")))
        for one in rows
    ]


def _sent(month: date) -> dict[str, Exists]:
    return {
        f"has_{code}": Exists(
            model.objects.current().filter(
                kampung=OuterRef("pk"), tahun=month.year, bulan=month.month
            )
        )
        for code, model in MODELS.items()
    }
