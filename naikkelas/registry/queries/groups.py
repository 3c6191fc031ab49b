"""Reads of the groups and innovations of a kampung."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from naikkelas.lib.actors import Actor
from naikkelas.registry import access
from naikkelas.registry.models import (
    DatakuStanding,
    Inovasi,
    Kader,
    KampungKB,
    Kelompok,
    Lasting,
    PastStop,
)
from naikkelas.registry.queries.reports import latest
from naikkelas.registry.rules import reference
from naikkelas.registry.rules.dataku import Verdict, judge
from naikkelas.registry.rules.derived import DASHAT, PROFILE_KINDS
from naikkelas.registry.rules.groups import DATAKU, dataku_answers
from naikkelas.registry.rules.schema import PROFIL


def groups_visible_to(actor: Actor) -> "QuerySet[Kelompok]":
    """The groups of the kampung that a person sees."""
    found = Kelompok.objects.filter(kampung__in=access.visible_to(actor))
    return found.select_related("kampung__village__parent", "kader")


def innovations_visible_to(actor: Actor) -> "QuerySet[Inovasi]":
    """The innovations of the kampung that a person sees."""
    found = Inovasi.objects.filter(kampung__in=access.visible_to(actor))
    return found.select_related("kampung__village__parent", "kader")


def standings_visible_to(actor: Actor) -> "QuerySet[DatakuStanding]":
    """What was told of the Rumah DataKu of the kampung that a person sees."""
    return DatakuStanding.objects.filter(kelompok__kampung__in=access.visible_to(actor))


def past_stops(row: Lasting) -> "QuerySet[PastStop]":
    """When and why a record had stopped before it went on, the newest first."""
    return PastStop.objects.filter(kampung=row.kampung_id, record=row.pk)


def kader_choices(kampung: KampungKB, chosen: Lasting | None = None) -> list[tuple[str, str]]:
    """Who may be responsible: those who work for the kampung, and who is named already."""
    working = Kader.objects.filter(kampung=kampung, left_on__isnull=True)
    choices = [(str(one.pk), one.name) for one in working]
    if chosen and chosen.kader and str(chosen.kader_id) not in dict(choices):
        choices.append((str(chosen.kader_id), f"{chosen.kader.name} (sudah berhenti)"))
    return choices


# Groups -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KindOfGroup:
    """One kind with its records, and what the newest profile says of it (None: nothing)."""

    code: str
    name: str
    long_name: str
    groups: Sequence[Kelompok]
    reported: bool | None

    @property
    def has_active(self) -> bool:
        return any(not group.is_stopped for group in self.groups)


_LONG_NAMES = {
    **{row["kode"]: row["kepanjangan"] for row in reference.rows("poktan_dan_sarana")},
    DASHAT: "Dapur Sehat Atasi Stunting",
}


def last_met(group: Kelompok, *days: date | None) -> date | None:
    """The newest of the noted meeting and these days of activities; None where there is none."""
    return max((day for day in (group.last_met_on, *days) if day), default=None)


def kinds_of(kampung: KampungKB) -> list[KindOfGroup]:
    """Every kind, also those without a record; stopped groups last: three queries.

    Each group has `met_on`, its last meeting or activity.
    """
    rows = Kelompok.objects.standing().filter(kampung=kampung).select_related("kader")
    profile = latest(kampung, PROFIL.code)
    groups = sorted(rows, key=lambda one: (one.is_stopped, one.nama))
    days = import_string(settings.GROUP_LAST_DAYS)(kampung)
    for group in groups:
        group.met_on = last_met(group, days.get(group.pk))
    return [
        KindOfGroup(
            code=kind,
            name=label,
            long_name=_LONG_NAMES[kind],
            groups=[group for group in groups if group.kind == kind],
            reported=getattr(profile, kind) if profile and kind in PROFILE_KINDS else None,
        )
        for kind, label in Kelompok.Kind.choices
    ]


# Rumah DataKu -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DatakuPage:
    """A Rumah DataKu, what was told of it last, before that, and the level that this reaches."""

    group: Kelompok
    standing: DatakuStanding | None
    history: Sequence[DatakuStanding]
    verdict: Verdict


def dataku_of(kampung: KampungKB) -> DatakuPage | None:
    """The Rumah DataKu at work with its level; of several the first one. None without one."""
    rows = Kelompok.objects.standing().filter(
        kampung=kampung, kind=Kelompok.Kind.RUMAH_DATAKU, stopped_on__isnull=True
    )
    group = rows.select_related("kader").order_by("recorded_at", "id").first()
    if group is None:
        return None
    told = list(group.standings.filter(withdrawn_at__isnull=True)[:12])
    newest = told[0] if told else None
    return DatakuPage(group, newest, told[1:], judge(dataku_answers(standing_values(newest))))


def standing_values(standing: DatakuStanding | None) -> dict[str, object]:
    """The answers of a row, column by column; none where nothing was told."""
    if standing is None:
        return {}
    return {field.name: getattr(standing, field.name) for field in DATAKU.fields}


# Innovations ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Innovations:
    """What a kampung invented; the share of youth counts those at work of which it is known."""

    rows: Sequence[Inovasi]

    @property
    def active(self) -> list[Inovasi]:
        return [one for one in self.rows if not one.is_stopped]

    @property
    def told(self) -> int:
        """Innovations at work of which it is known who leads them."""
        return sum(one.is_youth_led is not None for one in self.active)

    @property
    def youth_led(self) -> int:
        return sum(bool(one.is_youth_led) for one in self.active)

    @property
    def youth_percent(self) -> float | None:
        """Hundredths; None where nothing is known, which is not zero."""
        return 100 * self.youth_led / self.told if self.told else None


def innovations_of(kampung: KampungKB) -> Innovations:
    """All that stand, those at work first."""
    rows = Inovasi.objects.standing().filter(kampung=kampung).select_related("kader")
    return Innovations(sorted(rows, key=lambda one: (one.is_stopped, one.title)))
