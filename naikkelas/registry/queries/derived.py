"""What the profile need not ask, since the kampung's own records say it already.

Poktan, Sekretariat and Rumah DataKu follow from their records, the Pokja from its seats, the RKM
from its approval. Where no record says anything, the profile goes on asking.
"""

from collections.abc import Mapping
from datetime import date

from django.urls import reverse

from naikkelas.lib.dates import id_date
from naikkelas.registry.models import KampungKB, Kelompok, WorkPlan
from naikkelas.registry.queries import pokja
from naikkelas.registry.rules.derived import PROFILE_KINDS, Derived, Span, presence


def profile_facts(kampung: KampungKB, on: date) -> Mapping[str, Derived]:
    """Column of the profile to what the records say of a day: two queries, and the Pokja's own."""
    return _work_plan(kampung, on) | _pokja(kampung, on) | _groups(kampung, on)


def _pokja(kampung: KampungKB, on: date) -> dict[str, Derived]:
    facts = pokja.profile_facts(kampung, on)
    return {column: Derived(value, "catatan Pokja") for column, value in facts.items()}


def _groups(kampung: KampungKB, on: date) -> dict[str, Derived]:
    link = reverse("registry:group_list", args=[kampung.pk])
    spans: dict[str, list[Span]] = {}
    rows = Kelompok.objects.standing().filter(kampung=kampung, kind__in=PROFILE_KINDS)
    for row in rows:
        spans.setdefault(row.kind, []).append(Span(row.nama, row.since, row.stopped_on))
    return {
        kind: Derived(*found, f"{link}#{kind}")
        for kind in PROFILE_KINDS
        if (found := presence(spans.get(kind, ()), on))
    }


def _work_plan(kampung: KampungKB, on: date) -> dict[str, Derived]:
    """An RKM approved for the year; without one the profile goes on asking."""
    plans = WorkPlan.objects.filter(kampung=kampung, year=on.year, approved_on__lte=on)
    plan = plans.order_by("-revision").first()
    if plan is None:
        return {}
    origin = f"{plan}, disetujui {id_date(plan.approved_on)}"
    return {"rkm_ada": Derived(value=True, from_what=origin)}
