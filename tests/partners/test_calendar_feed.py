"""A partner's calendar: what waits for it, at a secret address that can be revoked."""

import hashlib
from datetime import date, timedelta
from typing import Any

import icalendar
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from naikkelas.accounts import actions as people
from naikkelas.accounts.models import Post, User
from naikkelas.accounts.queries import system_user
from naikkelas.areas.queries import local_now
from naikkelas.audit.models import Event
from naikkelas.coaching.models import Desk
from naikkelas.lib.refusals import NotYours
from naikkelas.partners.actions import feeds
from naikkelas.partners.models import Mitra, PartnerFeed
from naikkelas.registry.errors import FeedRevoked
from naikkelas.registry.models import KampungKB
from tests.coaching.making import make_followup, make_mentor, make_visit
from tests.partners.making import make_commitment, make_rakor, make_rakor_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(kampung: KampungKB) -> date:
    return local_now(kampung.village_id).date()


def asked(secret: str) -> Any:
    return Client().get(reverse("partners:feed", args=[secret]))


def events(secret: str) -> dict[str, Any]:
    answer = asked(secret)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    found = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    return {str(one["SUMMARY"]): one for one in found}


def _everything(mitra: Mitra, kampung: KampungKB, today: date) -> None:
    """A meeting, a commitment, a task and a follow-up of a partner."""
    meeting = make_rakor(mitra, held_on=today)
    make_rakor_task(meeting, mitra, what="Hubungi Ibu Siti", due_on=today)
    make_commitment(mitra, kampung, starts_on=today, ends_on=today + timedelta(days=2))
    visit = make_visit(kampung, make_mentor(kampung))
    make_followup(
        visit, what="Jenguk Pak Amir", owner=Desk.OFFICE, partner=mitra.account, due_on=today
    )


def test_a_partner_follows_its_meetings_commitments_tasks_and_followups(
    tuti: User, dinkes: Mitra, kampung: KampungKB, today: date
) -> None:
    _everything(dinkes, kampung, today)

    found = events(feeds.give(by=tuti))

    assert set(found) == {
        "Rakor Kampung KB (Kabupaten Uji)",
        "Dinas Kesehatan: Dukungan kelas ibu hamil",
        "Tenggat tugas: Rakor Kampung KB",
        f"Tenggat: tindak lanjut {kampung.nama}",
    }
    task = found["Tenggat tugas: Rakor Kampung KB"]
    assert task.decoded("DTEND") - task.decoded("DTSTART") == timedelta(days=1)
    period = found["Dinas Kesehatan: Dukungan kelas ibu hamil"]
    assert period.decoded("DTEND") - period.decoded("DTSTART") == timedelta(days=3)


def test_no_free_text_and_no_date_of_another_partner_leaves_the_house(
    tuti: User, joko: User, dinkes: Mitra, kampung: KampungKB, today: date
) -> None:
    _everything(dinkes, kampung, today)

    own, others = asked(feeds.give(by=tuti)).content, asked(feeds.give(by=joko)).content

    assert b"Siti" not in own
    assert b"Amir" not in own
    assert b"VEVENT" not in others


def test_what_is_done_is_said_and_what_is_dropped_leaves(
    tuti: User, dinkes: Mitra, kampung: KampungKB, today: date
) -> None:
    secret = feeds.give(by=tuti)
    meeting = make_rakor(dinkes, held_on=today)
    closed = {"closed_by": 0, "closed_at": timezone.now(), "outcome": "Sudah"}
    make_rakor_task(meeting, dinkes, due_on=today, state="selesai", **closed)
    visit = make_visit(kampung, make_mentor(kampung))
    dropped: dict[str, Any] = {
        "state": "batal",
        "closed_on": today,
        "closed_by": 0,
        "closing": "Tidak jadi",
    }
    make_followup(visit, owner=Desk.OFFICE, partner=dinkes.account, due_on=today, **dropped)

    found = events(secret)

    assert found["Selesai: Rakor Kampung KB"]["SEQUENCE"] == 1
    assert found[f"Tenggat: tindak lanjut {kampung.nama}"]["STATUS"] == "CANCELLED"


def test_only_the_hash_of_a_secret_is_kept_and_none_is_in_the_trail(tuti: User) -> None:
    secret = feeds.give(by=tuti)

    feed = PartnerFeed.objects.get()
    assert feed.secret_sha256 == hashlib.sha256(secret.encode()).hexdigest()
    event = Event.objects.get(verb="partner_calendar.give")
    assert (event.actor_id, event.data["partner"]) == (tuti.pk, "Dinas Kesehatan")
    assert secret not in str((event.data, event.after))


def test_a_new_address_closes_the_old_one_of_that_post_only(tuti: User, joko: User) -> None:
    other, old = feeds.give(by=joko), feeds.give(by=tuti)

    new = feeds.give(by=tuti)

    assert [asked(secret).status_code for secret in (old, new, other)] == [404, 200, 200]


def test_a_revoked_address_opens_nothing(tuti: User) -> None:
    secret = feeds.give(by=tuti)

    feeds.revoke(by=tuti)

    assert asked(secret).status_code == 404
    with pytest.raises(FeedRevoked):
        feeds.revoke(by=tuti)
    assert Event.objects.filter(verb="partner_calendar.revoke").count() == 1


def test_an_address_ends_with_the_post_and_with_its_holder(tuti: User, joko: User) -> None:
    assert tuti.acting
    closed, left = feeds.give(by=tuti), feeds.give(by=joko)
    Post.objects.get(pk=tuti.acting.post_id).areas.update(until=timezone.now())
    people.end_holding(joko.holdings.get(), by=system_user(), leave_vacant=True)

    assert [asked(secret).status_code for secret in (closed, left)] == [404, 404]


def test_who_acts_for_no_partner_gets_none(darma: User, sari: User) -> None:
    for person in (darma, sari):
        with pytest.raises(NotYours):
            feeds.give(by=person)
        browser = Client()
        browser.force_login(person)
        assert browser.get("/mitra/kalender/").status_code == 404
    assert not PartnerFeed.objects.exists()


def test_the_page_shows_the_address_once_and_how_to_use_it(tuti: User) -> None:
    browser = Client()
    browser.force_login(tuti)
    assert "/mitra/kalender/" in browser.get("/mitra/91.37/rapat/").content.decode()
    assert "Dari URL" in browser.get("/mitra/kalender/").content.decode()

    made = browser.post("/mitra/kalender/", {"buat": "1"})

    address = made.context["made"]
    assert address in made.content.decode()
    assert Client().get(address).status_code == 200
    assert address not in browser.get("/mitra/kalender/").content.decode()
    gone = browser.post("/mitra/kalender/", {"cabut": "1"}, follow=True)
    assert "Alamat kalender dicabut." in gone.content.decode()
    assert Client().get(address).status_code == 404
    again = browser.post("/mitra/kalender/", {"cabut": "1"}, follow=True)
    assert "sudah dicabut" in again.content.decode()


@pytest.mark.parametrize("many", [1, 12])
def test_a_calendar_costs_the_same_for_one_of_each_and_for_many(
    many: int,
    tuti: User,
    dinkes: Mitra,
    kampung: KampungKB,
    today: date,
    django_assert_max_num_queries: Any,
) -> None:
    for _ in range(many):
        _everything(dinkes, kampung, today)
    secret = feeds.give(by=tuti)

    with django_assert_max_num_queries(13):
        assert asked(secret).status_code == 200
