"""The agenda as a calendar, read by a parser that nobody here wrote, at an address one can revoke.

The parser is PyPI's `icalendar` (Plone's).
"""

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import icalendar
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from naikkelas.accounts import actions as people
from naikkelas.accounts.models import Post, User
from naikkelas.accounts.queries import system_user
from naikkelas.audit.models import Event
from naikkelas.lib.refusals import NotYours
from naikkelas.registry.actions import feeds
from naikkelas.registry.actions import meetings as actions
from naikkelas.registry.errors import FeedRevoked
from naikkelas.registry.models import CalendarFeed, KampungKB, Meeting
from naikkelas.registry.queries.meetings import appointments, feed_of
from naikkelas.registry.rules.calendars import Appointment, calendar
from naikkelas.registry.rules.meetings import Plan
from tests.people import RECORDED, make_kampung, make_meeting

BEGIN = datetime(2025, 6, 11, 2, 0, tzinfo=UTC)
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp", "Cf")))


def made(**more: Any) -> Appointment:
    start: dict[str, Any] = {
        "uid": "37@rapat.naikkelas",
        "sequence": 3,
        "changed_at": datetime(2025, 6, 1, 3, 7, 9, tzinfo=UTC),
        "starts_at": BEGIN,
        "ends_at": BEGIN + timedelta(hours=2),
        "summary": "Rapat Pokja",
    }
    return Appointment(**(start | more))


def read(told: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(told).walk("VEVENT"))


def test_a_calendar_says_what_was_planned() -> None:
    [event] = read(calendar("Agenda", [made(place="Balai desa")]))

    assert str(event["UID"]) == "37@rapat.naikkelas"
    assert (event["SEQUENCE"], event["STATUS"]) == (3, "CONFIRMED")
    assert event["DTSTART"].dt == BEGIN
    assert event["DTEND"].dt == BEGIN + timedelta(hours=2)
    assert event["DTSTAMP"].dt == datetime(2025, 6, 1, 3, 7, 9, tzinfo=UTC)
    assert str(event["LOCATION"]) == "Balai desa"
    assert "DESCRIPTION" not in event


def test_the_whole_file_is_one_that_the_standard_knows() -> None:
    told = calendar("Agenda Tirta Jaya", [made(is_cancelled=True)])
    parsed = icalendar.Calendar.from_ical(told)

    assert (str(parsed["VERSION"]), str(parsed["METHOD"])) == ("2.0", "PUBLISH")
    assert parsed["PRODID"]
    assert str(parsed["NAME"]) == str(parsed["X-WR-CALNAME"]) == "Agenda Tirta Jaya"
    assert parsed.walk("VEVENT")[0]["STATUS"] == "CANCELLED"
    assert [event.errors for event in parsed.walk()] == [[], []]


@given(TEXTS, TEXTS)
def test_every_text_comes_back_as_it_was_in_lines_of_75_bytes(summary: str, place: str) -> None:
    told = calendar("Agenda", [made(summary="x" + summary, place="x" + place)])

    [event] = read(told)
    assert str(event["SUMMARY"]) == "x" + summary
    assert str(event["LOCATION"]) == "x" + place
    assert told.endswith(b"\r\n")
    for line in told.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no letter is cut


def test_points_of_an_agenda_stay_points_and_nothing_is_smuggled_in() -> None:
    wicked = "Satu; dua, tiga\\\r\nEND:VEVENT\nBEGIN:VEVENT\x1b[31m"

    [event] = read(calendar("Agenda", [made(description=wicked)]))

    assert str(event["DESCRIPTION"]) == "Satu; dua, tiga\\\nEND:VEVENT\nBEGIN:VEVENT[31m"


@pytest.mark.django_db
def test_a_meeting_keeps_its_identity_through_changes(kampung: KampungKB, budi: User) -> None:
    told: dict[str, Any] = {"kind": "monev", "held_on": date(2025, 6, 11), "starts": time(9, 30)}
    meeting = actions.plan(kampung, Plan(**told), by=budi)
    [before] = appointments(kampung, date(2025, 7, 1))

    meeting = actions.change(meeting, Plan(**told, place="Masjid"), seen=0, by=budi)
    actions.cancel(meeting, reason="Hujan", by=budi)

    [after] = read(calendar("Agenda", appointments(kampung, date(2025, 7, 1))))
    assert (str(after["UID"]), after["SEQUENCE"]) == (before.uid, 2)
    assert after["STATUS"] == "CANCELLED"
    assert after["DTSTART"].dt == datetime(2025, 6, 11, 1, 30, tzinfo=UTC)  # WITA


@pytest.mark.django_db
def test_the_agenda_begins_a_year_ago(kampung: KampungKB) -> None:
    make_meeting(kampung, date(2024, 7, 1))
    kept = make_meeting(kampung, date(2024, 7, 2))

    assert [one.uid for one in appointments(kampung, date(2025, 7, 1))] == [
        f"{kept.pk}@rapat.naikkelas"
    ]


# The secret address ------------------------------------------------------------------------------


def asked(secret: str) -> Any:
    return Client().get(reverse("registry:calendar_feed", args=[secret]))


@pytest.mark.django_db
def test_whoever_has_the_address_reads_the_agenda_without_signing_in(
    kampung: KampungKB, ani: User
) -> None:
    make_meeting(kampung, timezone.now().date())
    make_meeting(make_kampung("91.37.01.2002"), timezone.now().date())

    answer = asked(feeds.give(kampung, by=ani))

    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert len(read(answer.content)) == 1
    assert "no-store" in answer["Cache-Control"]
    assert b"Ani" not in answer.content


@pytest.mark.django_db
def test_only_the_hash_of_a_secret_is_kept_and_none_is_in_the_trail(
    kampung: KampungKB, ani: User
) -> None:
    secret = feeds.give(kampung, by=ani)

    feed = CalendarFeed.objects.get()
    assert feed.secret_sha256 == hashlib.sha256(secret.encode()).hexdigest()
    event = Event.objects.get(verb="calendar.give")
    assert secret not in str((event.data, event.after))
    assert feed.secret_sha256 not in str((event.data, event.after))


@pytest.mark.django_db
def test_a_new_address_closes_the_old_one_of_that_post_only(
    kampung: KampungKB, ani: User, sari: User
) -> None:
    of_sari, old = feeds.give(kampung, by=sari), feeds.give(kampung, by=ani)

    new = feeds.give(kampung, by=ani)

    assert [asked(secret).status_code for secret in (old, new, of_sari)] == [404, 200, 200]


@pytest.mark.django_db
def test_a_revoked_address_opens_nothing(kampung: KampungKB, ani: User, budi: User) -> None:
    secret = feeds.give(kampung, by=ani)
    feed = CalendarFeed.objects.get()

    feeds.revoke(feed, by=budi)

    assert asked(secret).status_code == 404
    with pytest.raises(FeedRevoked):
        feeds.revoke(feed, by=budi)
    assert Event.objects.filter(verb="calendar.revoke").count() == 1


@pytest.mark.django_db
def test_an_address_ends_with_the_post_or_its_area(kampung: KampungKB, ani: User) -> None:
    secret = feeds.give(kampung, by=ani)
    assert ani.acting
    post = Post.objects.get(pk=ani.acting.post_id)

    post.areas.update(until=timezone.now())
    assert feed_of(secret) is None
    post.areas.update(until=None)
    assert feed_of(secret) is not None
    Post.objects.filter(pk=post.pk).update(closed_at=timezone.now())

    assert asked(secret).status_code == 404


@pytest.mark.django_db
def test_an_address_ends_with_the_holding_of_who_made_it(kampung: KampungKB, ani: User) -> None:
    secret = feeds.give(kampung, by=ani)
    assert feed_of(secret) is not None

    people.end_holding(ani.holdings.get(), by=system_user(), leave_vacant=True)

    assert feed_of(secret) is None


@pytest.mark.django_db
def test_guessed_addresses_find_nothing(kampung: KampungKB, ani: User) -> None:
    feeds.give(kampung, by=ani)
    feed = CalendarFeed.objects.get()

    for secret in ("", "x", feed.secret_sha256, str(feed.pk)):
        assert feed_of(secret) is None


@pytest.mark.django_db
def test_who_only_reads_gets_no_address(kampung: KampungKB, rina: User, wayan: User) -> None:
    for who in (rina, wayan):
        with pytest.raises(NotYours):
            feeds.give(kampung, by=who)

    assert not CalendarFeed.objects.exists()


@pytest.mark.django_db
def test_the_database_keeps_one_standing_address_per_post(kampung: KampungKB, ani: User) -> None:
    feeds.give(kampung, by=ani)
    assert ani.acting
    start: dict[str, Any] = {
        "kampung": kampung,
        "kabupaten_code": "91.37",
        "post_id": ani.acting.post_id,
        "made_by": 0,
        "made_at": RECORDED,
    }
    assert CalendarFeed.objects.create(**start, secret_sha256="a" * 64, revoked_at=RECORDED).pk

    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarFeed.objects.create(**start, secret_sha256="b" * 64)


@pytest.mark.django_db
def test_the_download_is_the_same_agenda(client: Client, kampung: KampungKB, rina: User) -> None:
    meeting: Meeting = make_meeting(kampung, timezone.now().date())
    client.force_login(rina)

    answer = client.get(reverse("registry:calendar_download", args=[kampung.pk]))

    assert answer["Content-Disposition"] == 'attachment; filename="agenda-91.37.01.2001.ics"'
    [event] = read(answer.content)
    assert str(event["UID"]) == f"{meeting.pk}@rapat.naikkelas"
