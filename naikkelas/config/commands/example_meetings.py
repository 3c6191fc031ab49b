"""Meetings of the example: a year of them in a few kampung, as often as their profil says."""

from datetime import date, time, timedelta
from random import Random

from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import months_back
from naikkelas.registry import queries
from naikkelas.registry.actions import attendance, meetings, minutes
from naikkelas.registry.models import Kader, KampungKB, Meeting
from naikkelas.registry.queries.meetings import on_the_list, people_of
from naikkelas.registry.rules.mechanisms import LADDER
from naikkelas.registry.rules.meetings import Plan
from naikkelas.registry.rules.reference import MECHANISMS
from naikkelas.registry.rules.schema import PROFIL

VILLAGES = ("63.01.10.2004", "63.01.10.2001", "63.01.10.2005", "63.01.03.1003")
SEED = 37
RAREST_WEEKLY = 12
"""More often than monthly would fill the list with two hundred rows that nobody reads."""
DAYS_A_YEAR = 364
GUESTS = ("Kepala Desa (contoh)", "Bidan desa (contoh)", "Ketua RT 02 (contoh)")
TEXT = "Contoh notulen. Dibahas hasil bulan lalu, kendala di lapangan, dan pembagian tugas."
AGENDA = ("Pembukaan", "Tugas dari rapat sebelumnya", "Rencana bulan berikutnya")
TASKS = (
    ("Mendata keluarga dengan remaja di RT 02", 14),
    ("Menyiapkan tempat penyuluhan di balai desa", 7),
    ("Menghubungi bidan desa untuk jadwal posyandu", 21),
)


def hold_meetings(kabupaten_code: str, cutoff: date, today: date, *, by: Actor) -> int:
    """Hold the meetings of the example up to today, and plan the next; how many there are.

    They agree with the newest profil at the cut-off: what it says is held monthly was held monthly,
    what it denies was not held.
    """
    found = KampungKB.objects.live().within(kabupaten_code).filter(village_id__in=VILLAGES)
    return sum(_of_kampung(kampung, cutoff, today, by) for kampung in found)


def _of_kampung(kampung: KampungKB, cutoff: date, today: date, by: Actor) -> int:
    dice = Random(f"{SEED} {kampung.village_id}")
    people = list(people_of(kampung))
    days = sorted(_days(kampung, cutoff, max(cutoff, today)))
    for number, (day, kind) in enumerate(days):
        is_last = number == len(days) - 1
        _hold(kampung, kind, day, people, dice, by, with_tasks=is_last)
    _plan_next(kampung, today, people, by)
    return len(days) + 2


def _days(kampung: KampungKB, cutoff: date, until: date) -> list[tuple[date, str]]:
    """Days and kinds, as often as the profil says; one day after the other for the kinds."""
    profil = queries.latest(kampung, PROFIL.code, cutoff)
    a_year = dict(LADDER)
    found: list[tuple[date, str]] = []
    for number, column in enumerate(MECHANISMS):
        often = a_year.get(getattr(profil, f"frekuensi_{column}", ""), 0)
        if not (getattr(profil, column, False) and 0 < often <= RAREST_WEEKLY):
            continue
        first = months_back(cutoff, 12) + timedelta(days=3 + number)
        gap = DAYS_A_YEAR / often
        count = int((until - first).days / gap) + 1
        found += [(first + timedelta(days=round(gap * step)), column) for step in range(count)]
    return [(day, kind) for day, kind in found if day <= until]


def _hold(
    kampung: KampungKB,
    kind: str,
    day: date,
    people: list[Kader],
    dice: Random,
    by: Actor,
    *,
    with_tasks: bool,
) -> None:
    meeting = meetings.plan(kampung, _told(kind, day, people), by=by)
    places = list(on_the_list(meeting).values_list("pk", flat=True))
    present = [place for place in places if dice.random() < 0.8] or places[:1]
    attendance.tick(meeting, present, by=by)
    if with_tasks:
        minutes.write(meeting, TEXT, base=None, by=by)
        _give_tasks(meeting, people, by)


def _told(kind: str, day: date, people: list[Kader]) -> Plan:
    return Plan(
        kind=kind,
        held_on=day,
        starts=time(9, 0),
        ends=time(11, 0),
        place="Balai desa",
        agenda=AGENDA,
        kader=tuple(one.pk for one in people),
        guests=GUESTS,
        is_public=kind == Meeting.Kind.OUTREACH,
    )


def _give_tasks(meeting: Meeting, people: list[Kader], by: Actor) -> None:
    for number, (what, days) in enumerate(TASKS):
        task = minutes.decide(
            meeting,
            what,
            kader=people[number % len(people)].pk if people else None,
            due_on=meeting.held_on + timedelta(days=days),
            by=by,
        )
        if number == 0:
            minutes.finish(task, outcome="Contoh: 37 keluarga didata.", by=by)


def _plan_next(kampung: KampungKB, today: date, people: list[Kader], by: Actor) -> None:
    """One of the Pokja for itself, and one that everybody finds on the site."""
    for kind, days in ((Meeting.Kind.POKJA, 6), (Meeting.Kind.OUTREACH, 13)):
        meetings.plan(kampung, _told(kind, today + timedelta(days=days), people), by=by)
