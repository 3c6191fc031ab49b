"""Meetings are planned, changed, called off and restored, each on record."""

from datetime import date, time
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from naikkelas.accounts.models import User
from naikkelas.areas.queries import local_now
from naikkelas.audit.models import Event
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import NotYours
from naikkelas.registry.actions import attendance
from naikkelas.registry.actions import meetings as actions
from naikkelas.registry.errors import (
    IdentifierTaken,
    KampungClosed,
    MeetingCancelled,
    MeetingChanged,
    MeetingHappened,
    MeetingReasonMissing,
    UnfitMeeting,
)
from naikkelas.registry.models import KampungKB, Meeting, MeetingAttendance
from naikkelas.registry.queries.meetings import on_the_list
from naikkelas.registry.rules.meetings import Plan
from tests.people import RECORDED, make_kader, make_kampung, make_meeting

pytestmark = pytest.mark.django_db


def told(**more: Any) -> Plan:
    start: dict[str, Any] = {
        "kind": "rapat_koordinasi",
        "held_on": date(2025, 6, 11),
        "starts": time(9, 30),
    }
    return Plan(**(start | more))


def test_a_planned_meeting_carries_the_clock_of_its_area_and_invites(
    kampung: KampungKB, budi: User
) -> None:
    ratna = make_kader(kampung)

    meeting = actions.plan(
        kampung, told(kader=(ratna.pk,), guests=("Kepala desa", "kepala  Desa")), by=budi
    )

    assert (meeting.title, meeting.hours) == ("Rapat koordinasi", "09.30 WITA–selesai")
    assert meeting.starts_at.isoformat() == "2025-06-11T09:30:00+08:00"
    listed = [(row.kader_id, row.guest_name, row.state) for row in on_the_list(meeting)]
    assert listed == [(ratna.pk, "", "diundang"), (None, "kepala Desa", "diundang")]
    event = Event.objects.get(verb="meeting.plan")
    assert event.subject_id == str(meeting.pk)
    assert "Ratna" not in str(event.data)


def test_the_same_identifier_gives_the_first_meeting(
    kampung: KampungKB, budi: User, darma: User
) -> None:
    key = uuid7()
    first = actions.plan(kampung, told(), by=budi, id=key)

    again = actions.plan(kampung, told(place="Masjid"), by=budi, id=key)

    assert (again.pk, again.place) == (first.pk, "")
    assert Event.objects.filter(verb="meeting.plan").count() == 1
    other = make_kampung("91.37.01.2002")
    with pytest.raises(IdentifierTaken):
        actions.plan(other, told(), by=darma, id=key)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": "arisan"}, "Pilih jenis"),
        ({"ends": time(9, 30)}, "sesudah jam mulai"),
        ({"held_on": date(2015, 12, 31)}, "Periksa tahunnya"),
        ({"held_on": date(2525, 6, 11)}, "Periksa tahunnya"),
        ({"guests": tuple(f"Tamu {'abcdefghij'[n % 10]}{n}" for n in range(101))}, "100 tamu"),
    ],
)
def test_an_unfit_meeting_is_refused_and_leaves_no_trace(
    kampung: KampungKB, budi: User, wrong: dict[str, Any], words: str
) -> None:
    with pytest.raises(UnfitMeeting, match=words):
        actions.plan(kampung, told(**wrong), by=budi)

    assert not Meeting.objects.exists()
    assert not Event.objects.filter(verb__startswith="meeting.").exists()


def test_who_does_not_work_for_the_pokja_plans_nothing(
    kampung: KampungKB, rina: User, wayan: User, budi: User
) -> None:
    meeting = make_meeting(kampung)

    for who in (rina, wayan):
        for act in (
            lambda who=who: actions.plan(kampung, told(), by=who),
            lambda who=who: actions.change(meeting, told(), seen=0, by=who),
            lambda who=who: actions.cancel(meeting, reason="Hujan", by=who),
            lambda who=who: actions.restore(meeting, by=who),
            lambda who=who: attendance.tick(meeting, (), by=who),
        ):
            with pytest.raises(NotYours):
                act()

    assert not Event.objects.filter(verb__startswith="meeting.").exists()
    kampung.is_active = False
    kampung.save(update_fields=["is_active"])
    with pytest.raises(KampungClosed):
        actions.plan(kampung, told(), by=budi)


def test_a_change_is_told_before_and_after_and_counts_for_calendars(
    kampung: KampungKB, budi: User
) -> None:
    meeting = actions.plan(kampung, told(guests=("Bidan desa",)), by=budi)

    changed = actions.change(
        meeting, told(starts=time(13, 0), guests=("Kepala desa",)), seen=0, by=budi
    )

    assert (changed.changes, changed.starts) == (1, time(13, 0))
    assert [row.guest_name for row in on_the_list(meeting)] == ["Kepala desa"]
    assert MeetingAttendance.objects.filter(withdrawn_at__isnull=False).count() == 1
    event = Event.objects.get(verb="meeting.change")
    assert (event.before, event.after) == ({"starts": "09:30:00"}, {"starts": "13:00:00"})


def test_two_changes_from_the_same_page_do_not_overwrite_one_another(
    kampung: KampungKB, budi: User, ani: User
) -> None:
    meeting = actions.plan(kampung, told(), by=budi)
    actions.change(meeting, told(place="Balai desa"), seen=0, by=budi)

    with pytest.raises(MeetingChanged):
        actions.change(meeting, told(place="Masjid"), seen=0, by=ani)

    meeting.refresh_from_db()
    assert meeting.place == "Balai desa"


def test_nothing_changed_leaves_no_event(kampung: KampungKB, budi: User) -> None:
    meeting = actions.plan(kampung, told(), by=budi)

    assert actions.change(meeting, told(), seen=0, by=budi).changes == 0

    assert not Event.objects.filter(verb="meeting.change").exists()


def test_who_came_stays_on_the_list_without_an_invitation(kampung: KampungKB, budi: User) -> None:
    ratna = make_kader(kampung)
    meeting = actions.plan(kampung, told(kader=(ratna.pk,)), by=budi)
    attendance.tick(meeting, {on_the_list(meeting).get().pk}, by=budi)

    actions.change(meeting, told(), seen=0, by=budi)

    row = on_the_list(meeting).get()
    assert (row.is_invited, row.state) == (False, "hadir")


def test_a_cancelled_meeting_stays_takes_nothing_and_can_come_back(
    kampung: KampungKB, budi: User
) -> None:
    meeting = actions.plan(kampung, told(), by=budi)
    with pytest.raises(MeetingReasonMissing):
        actions.cancel(meeting, reason="  ", by=budi)

    actions.cancel(meeting, reason="Hujan deras", by=budi)

    with pytest.raises(MeetingCancelled):
        attendance.tick(meeting, (), by=budi)
    with pytest.raises(MeetingCancelled):
        actions.cancel(meeting, reason="Lagi", by=budi)
    event = Event.objects.get(verb="meeting.cancel")
    assert "Hujan" not in str((event.data, event.after))
    back = actions.restore(meeting, by=budi)
    assert (back.cancelled_at, back.changes) == (None, 2)
    assert back.cancelled_reason == "Hujan deras"
    with pytest.raises(MeetingChanged):
        actions.restore(meeting, by=budi)


def test_a_meeting_at_which_somebody_came_is_not_called_off(kampung: KampungKB, budi: User) -> None:
    meeting = actions.plan(kampung, told(), by=budi)
    attendance.tick(meeting, (), guests=["Pak Lurah"], by=budi)

    with pytest.raises(MeetingHappened):
        actions.cancel(meeting, reason="Hujan", by=budi)

    assert not Event.objects.filter(verb="meeting.cancel").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends": time(8, 59)},
        {"cancelled_at": RECORDED},
        {"cancelled_by": 37},
    ],
)
def test_the_database_keeps_hours_and_cancellation_together(
    kampung: KampungKB, wrong: dict[str, Any]
) -> None:
    assert make_meeting(kampung, cancelled_at=RECORDED, cancelled_by=37).pk

    with pytest.raises(IntegrityError), transaction.atomic():
        make_meeting(kampung, **wrong)


def test_today_is_the_day_of_the_kampung(kampung: KampungKB, budi: User) -> None:
    today = local_now(kampung.village_id).date()

    assert actions.plan(kampung, told(held_on=today), by=budi).held_on == today
