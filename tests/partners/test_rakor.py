"""Coordination meetings, their tasks, letters and the calendar."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from icalendar import Calendar

from naikkelas.accounts.models import User
from naikkelas.areas.models import Area
from naikkelas.areas.queries import local_now
from naikkelas.lib.refusals import NotYours
from naikkelas.partners import access
from naikkelas.partners.actions import letters, rakor
from naikkelas.partners.actions.letters import Head
from naikkelas.partners.errors import (
    RakorCancelled,
    RakorNotYet,
    ReasonMissing,
    TaskClosed,
    UnfitLetter,
    UnfitRakor,
    UnfitTask,
)
from naikkelas.partners.models import Letter, Mitra, Rakor, RakorTask
from naikkelas.partners.queries import rakor as queries
from naikkelas.partners.rules import letters as rules
from naikkelas.registry.models import KampungKB
from naikkelas.registry.rules.calendars import calendar
from tests.partners.making import make_commitment, make_need

pytestmark = pytest.mark.django_db
HEAD = Head("Pelaihari", "Kepala Dinas", classification="400.13", office="DPPKB", copies="Bupati\n")


def _plan(on: date, *mitra: Mitra, **more: Any) -> rakor.Plan:
    keys = [one.pk for one in mitra]
    defaults: dict[str, Any] = {"place": "Aula", "agenda": "1. Pembukaan\n2. Matriks"}
    return rakor.Plan("rakor", on, time(9), time(11), mitra=keys, **(defaults | more))


@pytest.fixture
def kabupaten(sukamaju: Area) -> Area:
    return Area.objects.get(pk="91.37")


@pytest.fixture
def held(kabupaten: Area, dinkes: Mitra, kebun: Mitra, darma: User) -> Rakor:
    """A rakor yesterday, to which both partners were asked."""
    yesterday = local_now("91.37").date() - timedelta(days=1)
    return rakor.plan(kabupaten, _plan(yesterday, dinkes, kebun), by=darma)


def test_who_came_what_was_said_and_what_is_to_be_done(
    held: Rakor, dinkes: Mitra, kebun: Mitra, tuti: User, joko: User, darma: User
) -> None:
    rakor.tick(held, [dinkes.pk], by=darma)
    rakor.write_minutes(held, "Dibahas matriks.", by=darma)
    rakor.write_minutes(held, "Dibahas matriks dan RKM.", by=darma)
    task = rakor.decide(held, "Kirim data", mitra=dinkes, due_on=held.held_on, by=darma)
    rakor.decide(held, "Susun jadwal", desk="Bidang KB", due_on=date(2099, 1, 1), by=darma)

    assert list(held.invitations.values_list("mitra__name", "is_present")) == [
        ("Dinas Kesehatan", True),
        ("PT Kebun Uji", False),
    ]
    assert [one.version for one in held.minutes.all()] == [2, 1]
    assert [one.what for one in queries.open_tasks(darma, "91.37")] == [
        "Kirim data",
        "Susun jadwal",
    ]
    assert list(access.tasks_for(tuti)) == [task]
    assert list(access.tasks_for(joko)) == []
    with pytest.raises(NotYours):
        rakor.close_task(task, outcome="Bukan saya.", by=joko)
    with pytest.raises(NotYours):
        rakor.close_task(task, outcome="Tidak jadi.", is_withdrawn=True, by=tuti)
    with pytest.raises(ReasonMissing):
        rakor.close_task(task, outcome=" ", by=tuti)
    rakor.close_task(task, outcome="Sudah dikirim.", by=tuti)
    with pytest.raises(TaskClosed):
        rakor.close_task(task, outcome="Lagi.", by=darma)
    assert [one.what for one in queries.open_tasks(darma, "91.37")] == ["Susun jadwal"]


def test_a_partner_sees_the_meetings_that_it_is_asked_to(
    held: Rakor, kabupaten: Area, dinkes: Mitra, tuti: User, joko: User, darma: User
) -> None:
    other = rakor.plan(kabupaten, _plan(date(2099, 1, 1), dinkes), by=darma)

    assert set(access.rakor_for(tuti)) == {held, other}
    assert set(access.rakor_for(joko)) == {held}


def test_what_cannot_be_of_a_meeting(
    kabupaten: Area, dinkes: Mitra, darma: User, rina: User, wayan: User
) -> None:
    coming = rakor.plan(kabupaten, _plan(date(2099, 1, 1), dinkes), by=darma)

    for act in (
        lambda: rakor.tick(coming, [dinkes.pk], by=darma),
        lambda: rakor.write_minutes(coming, "Sudah.", by=darma),
    ):
        with pytest.raises(RakorNotYet):
            act()
    with pytest.raises(UnfitRakor):
        rakor.plan(kabupaten, rakor.Plan("rakor", date(2099, 1, 1), time(9), time(8)), by=darma)
    with pytest.raises(UnfitRakor):
        rakor.plan(kabupaten, _plan(date(1, 1, 1)), by=darma)
    with pytest.raises(UnfitTask):
        rakor.decide(coming, "Tanpa pemilik", due_on=date(2099, 1, 2), by=darma)
    for who in (rina, wayan):
        with pytest.raises(NotYours):
            rakor.plan(kabupaten, _plan(date(2099, 1, 1)), by=who)
    rakor.cancel(coming, reason="Bentrok.", by=darma)
    with pytest.raises(RakorCancelled):
        letters.invite(coming, HEAD, by=darma)
    assert not RakorTask.objects.exists()


def test_an_invitation_in_the_official_form(held: Rakor, darma: User) -> None:
    made = letters.invite(held, HEAD, by=darma)

    parts = dict(rules.facts_of(made.body))
    assert made.full_number == f"400.13/001/DPPKB/{made.dated_on.year}"
    assert made.recipients.splitlines() == ["Dinas Kesehatan", "PT Kebun Uji"]
    assert parts["Pukul"] == held.hours
    assert parts["Tempat"] == "Aula"
    assert parts["Acara"] == "Pembukaan; Matriks"
    assert (made.nature, made.signer, made.copies) == ("Biasa", "Kepala Dinas", "Bupati")


def test_a_request_names_each_need(
    kabupaten: Area, dinkes: Mitra, darma: User, rina: User, kampung: KampungKB
) -> None:
    need = make_need(kampung, rupiah=3_700_000, needed_by=date(2025, 9, 30))

    made = letters.ask(kabupaten, dinkes, [need], HEAD, by=darma)

    assert made.recipients == "Pimpinan Dinas Kesehatan"
    assert (
        "1. Narasumber kelas ibu hamil, Kampung KB Sukamaju "
        "(perkiraan biaya Rp3.700.000, sebelum 30 September 2025)"
    ) in made.body
    with pytest.raises(UnfitLetter):
        letters.ask(kabupaten, dinkes, [], HEAD, by=darma)
    with pytest.raises(UnfitLetter):
        letters.ask(kabupaten, dinkes, [need], Head(" ", "Kepala Dinas"), by=darma)
    with pytest.raises(NotYours):
        letters.ask(kabupaten, dinkes, [need], HEAD, by=rina)


def test_numbers_run_by_area_and_year_and_letters_stay(
    held: Rakor, kabupaten: Area, dinkes: Mitra, darma: User, sari: User, kampung: KampungKB
) -> None:
    need = make_need(kampung)
    first = letters.invite(held, HEAD, by=darma)
    second = letters.ask(kabupaten, dinkes, [need], HEAD, by=darma)
    earlier = letters.ask(
        kabupaten, dinkes, [need], Head("P", "K", dated_on=date(2024, 12, 30)), by=darma
    )

    assert [one.number for one in (first, second, earlier)] == [1, 2, 1]
    assert earlier.full_number == "……/001/……/2024"
    assert set(access.letters_for(darma)) == {first, second, earlier}
    assert not access.letters_for(sari).exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        Letter.objects.filter(pk=first.pk).update(number=37)
    with pytest.raises(DatabaseError), transaction.atomic():
        Letter.objects.filter(pk=first.pk).delete()


def test_calendars_hold_meetings_and_the_periods_of_commitments(
    held: Rakor, dinkes: Mitra, darma: User, kampung: KampungKB
) -> None:
    make_commitment(dinkes, kampung)
    make_commitment(dinkes, kampung, state="ditawarkan", title="Belum pasti")
    rakor.cancel(held, reason="Bentrok.", by=darma)

    found = queries.appointments(darma, "91.37", ("91.37",), date(2025, 7, 31))
    events = Calendar.from_ical(calendar("Mitra", found)).walk("VEVENT")

    assert {str(one["SUMMARY"]) for one in events} == {
        "Rapat koordinasi (Kabupaten Uji)",
        "Dinas Kesehatan: Dukungan kelas ibu hamil",
    }
    assert {str(one["STATUS"]) for one in events} == {"CANCELLED", "CONFIRMED"}
    [period] = [one for one in events if str(one["STATUS"]) == "CONFIRMED"]
    assert (period.decoded("DTEND") - period.decoded("DTSTART")).days == 184
