"""The lists beside a form: the kampung of the post and their last figures, a few queries each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any  # a stored value: bool, int, float, text, date or None
from uuid import UUID

from django.db.models import F

from naikkelas.accounts.models import User
from naikkelas.activities.models import RKMItem
from naikkelas.api import access
from naikkelas.api.rules.survey import (
    CAPS,
    GROUP_LIST,
    KAMPUNG_LIST,
    PLAN_LIST,
    asked_fields,
    last_list,
)
from naikkelas.api.rules.tables import shown, table
from naikkelas.areas.queries import local_now, setting
from naikkelas.lib.dates import months_back
from naikkelas.registry.models import KampungKB, Kelompok, State
from naikkelas.registry.queries import MODELS
from naikkelas.registry.queries.derived import profile_facts
from naikkelas.registry.rules import reference
from naikkelas.registry.rules.limits import CAP_GROUPS
from naikkelas.registry.rules.schema import FORMS, PENDUDUK, Form

Values = Mapping[str, Any]
MOST_WITH_RECORDS = 20
"""Kampung for which a phone also carries what follows from records: some queries each."""


def attachment(user: User, name: str) -> bytes | None:
    """A list by its file name (`kampung.csv`, `terakhir_profil.csv`); None where there is none."""
    stem, _, ending = name.rpartition(".")
    if ending != "csv":
        return None
    kampung = list(access.kampung_for(user)[: access.MOST_KAMPUNG])
    if stem == KAMPUNG_LIST:
        return _kampung(user, kampung)
    if stem == GROUP_LIST:
        return _groups(kampung)
    if stem == PLAN_LIST:
        return _plan(kampung, local_now(user.home).year)
    found = [FORMS[code] for code in access.forms_for(user) if last_list(code) == stem]
    return _last(user, found[0], kampung) if found else None


def _kampung(user: User, kampung: Iterable[KampungKB]) -> bytes:
    """Name, place and hard limits: those of the area in which the post works."""
    caps = {group: _most(group) for group in CAPS} | setting(user.home, "hard_caps")
    columns = ("name", "label", *(f"batas_{group}" for group in CAPS))
    limits = {f"batas_{group}": str(caps[group]) for group in CAPS}
    rows = ({"name": str(one.pk), "label": _label(one)} | limits for one in kampung)
    return table(columns, rows)


def _most(group: str) -> int:
    column = next(name for name, known in CAP_GROUPS.items() if known == group)
    caps = (form.by_name[column].cap for form in FORMS.values() if column in form.by_name)
    return next(cap for cap in caps if cap is not None)


def _label(one: KampungKB) -> str:
    return f"{one} ({one.village.parent}, {one.village_id})"


def _plan(kampung: list[KampungKB], year: int) -> bytes:
    """What the plans of this year and the last name, so that an activity can say which it does."""
    items = RKMItem.objects.filter(
        rkm__kampung__in=kampung, rkm__year__in=(year, year - 1), struck_at__isnull=True
    ).exclude(state=RKMItem.State.DROPPED)
    rows = (
        {
            "name": str(one.pk),
            "label": f"{one.name} ({one.rkm.year})",
            "kampung": str(one.rkm.kampung_id),
        }
        for one in items.select_related("rkm").order_by("-rkm__year", "number")
    )
    return table(("name", "label", "kampung"), rows)


def _groups(kampung: list[KampungKB]) -> bytes:
    """The groups at work, so that an activity can say which of them held it."""
    found = Kelompok.objects.standing().filter(kampung__in=kampung, stopped_on__isnull=True)
    rows = (
        {"name": str(one.pk), "label": one.nama, "kampung": str(one.kampung_id)} for one in found
    )
    return table(("name", "label", "kampung"), rows)


def _last(user: User, form: Form, kampung: list[KampungKB]) -> bytes:
    """The last figures of each kampung, the month to report, and the targets where they matter."""
    newest, states = _versions(form, kampung)
    targets = _targets(form, kampung)
    today = local_now(user.home).date()
    records = _records(form, kampung, today)
    fields = asked_fields(form)
    target_columns = [f"sasaran_{name}" for name in sorted(set(_asked_targets(form)))]
    columns = ("name", "bulan", *target_columns, *(field.name for field in fields))
    rows = []
    for one in kampung:
        values = {**newest.get(one.pk, {}), **records.get(one.pk, {})}
        row = {"name": str(one.pk), "bulan": _month(states[one.pk], today).isoformat()}
        row |= {f"sasaran_{name}": value for name, value in targets.get(one.pk, {}).items()}
        row |= {field.name: shown(field, values.get(field.name)) for field in fields}
        rows.append(row)
    return table(columns, rows)


def _records(form: Form, kampung: list[KampungKB], today: date) -> dict[UUID, Values]:
    """What the records of a kampung answer already; for as many as a Pokja or a PKB has.

    In a larger area the last figures stand alone: the report is filled up from the records when it
    is sent, as on screen.
    """
    if form.code != "profil" or len(kampung) > MOST_WITH_RECORDS:
        return {}
    facts = ((one.pk, profile_facts(one, today)) for one in kampung)
    return {key: {name: fact.value for name, fact in found.items()} for key, found in facts}


def _versions(
    form: Form, kampung: list[KampungKB]
) -> tuple[dict[UUID, Values], dict[UUID, dict[date, str]]]:
    """Of each kampung the newest version (decision 2), and the state of each reported month."""
    rows = (
        MODELS[form.code]
        .objects.current()
        .filter(kampung__in=kampung)
        .order_by(
            "kampung_id",
            F("tanggal_isi").desc(),
            F("source_id").desc(nulls_first=True),
            F("recorded_at").desc(),
            F("id").desc(),
        )
        .values("kampung_id", "tahun", "bulan", "state", *form.by_name)
    )
    newest: dict[UUID, Values] = {}
    states: dict[UUID, dict[date, str]] = defaultdict(dict)
    for row in rows:
        newest.setdefault(row["kampung_id"], row)
        states[row["kampung_id"]].setdefault(date(row["tahun"], row["bulan"], 1), row["state"])
    return newest, states


def _month(states: Mapping[date, str], today: date) -> date:
    """The month that a person most likely means, as `registry.queries.month_to_report`."""
    returned = [month for month, state in states.items() if state == State.RETURNED]
    if returned:
        return max(returned)
    this = today.replace(day=1)
    before = months_back(this, 1)
    return this if before in states else before


def _asked_targets(form: Form) -> list[str]:
    return [target for column, target in reference.TARGETS.items() if column in form.by_name]


def _targets(form: Form, kampung: list[KampungKB]) -> dict[UUID, dict[str, str]]:
    """By the newest penduduk report: how many could take part in each poktan."""
    asked = _asked_targets(form)
    if not asked:
        return {}
    newest, _ = _versions(PENDUDUK, kampung)
    return {
        key: {name: shown(PENDUDUK.field(name), values.get(name)) for name in asked}
        for key, values in newest.items()
    }
