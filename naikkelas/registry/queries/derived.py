"""What the profile need not ask, since the kampung's own records say it already.

Poktan, Sekretariat and Rumah DataKu follow from their records, the Pokja from its seats, meetings
from what was held, the RKM from its approval. Where no record says anything, the profile goes on
asking.
"""

from collections.abc import Mapping
from datetime import date

from django.db.models import Min
from django.urls import reverse

from naikkelas.lib.dates import id_date, months_back
from naikkelas.registry.models import KampungKB, Kelompok, Meeting
from naikkelas.registry.queries import pokja, work_plans
from naikkelas.registry.queries.meetings import mechanisms
from naikkelas.registry.rules.derived import PROFILE_KINDS, Derived, Span, presence


def profile_facts(kampung: KampungKB, on: date) -> Mapping[str, Derived]:
    """Column of the profile to what the records say of a day: about eight queries."""
    return {
        **_work_plan(kampung, on),
        **_pokja(kampung, on),
        **_meetings(kampung, on),
        **_groups(kampung, on),
    }


def _pokja(kampung: KampungKB, on: date) -> dict[str, Derived]:
    facts = pokja.profile_facts(kampung, on)
    link = reverse("registry:pokja_show", args=[kampung.pk]) if facts else ""
    return {column: Derived(value, "catatan Pokja", link) for column, value in facts.items()}


def _meetings(kampung: KampungKB, on: date) -> dict[str, Derived]:
    """Meetings of the last twelve months. How often is told only by records of a whole year."""
    held = {column: one for column, one in mechanisms(kampung, on).items() if one.days}
    if not held:
        return {}
    begun = dict(
        Meeting.objects.filter(kampung=kampung, kind__in=held)
        .order_by()
        .values_list("kind")
        .annotate(begun=Min("held_on"))
    )
    facts: dict[str, Derived] = {}
    for column, one in held.items():
        origin = f"catatan rapat: {one.days} hari dalam setahun"
        facts[column] = Derived(value=True, from_what=origin)
        if one.frequency and begun[column] <= months_back(on, 12):
            facts[f"frekuensi_{column}"] = Derived(one.frequency, origin)
    return facts


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
    plan = work_plans.approved(kampung, on)
    if plan is None:
        return {}
    origin = f"{plan}, disetujui {id_date(plan.approved_on)}"
    return {"rkm_ada": Derived(value=True, from_what=origin)}
