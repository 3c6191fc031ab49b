"""Two phones at once: nobody is noted twice, no meeting is planned twice."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.db import connections

from naikkelas.accounts.models import Role
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import Refused
from naikkelas.registry.actions import attendance, meetings
from naikkelas.registry.models import Meeting, MeetingAttendance
from naikkelas.registry.queries.meetings import code_token
from naikkelas.registry.rules.meetings import Plan
from tests.people import make_area, make_kader, make_kampung, make_meeting, make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres_only]

THREADS = 5


@pytest.fixture(autouse=True)
def _in_the_meeting() -> Iterator[None]:
    with time_machine.travel(datetime(2025, 6, 11, 2, 7, tzinfo=UTC)):
        yield


def at_once(act: Callable[[], object]) -> list[str]:
    """What each of five is told; "" for those who were not refused."""
    ready, told = threading.Barrier(THREADS), list[str]()

    def run() -> None:
        ready.wait()
        try:
            act()
        except Refused as refusal:
            told.append(refusal.code)
        else:
            told.append("")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


def test_a_guest_who_taps_five_times_waits_once() -> None:
    token = code_token(make_meeting(make_kampung()))

    told = at_once(lambda: attendance.announce(token, "Pak Lurah"))

    assert told == ["", *["registry.already_present"] * 4]
    assert MeetingAttendance.objects.count() == 1


def test_a_member_who_taps_five_times_is_present_once() -> None:
    kampung = make_kampung()
    budi = make_user("budi", "Pak Budi", Role.POKJA, make_area("91.37.01.2001", "Sukamaju"))
    make_kader(kampung, "Pak Budi", account=budi)
    token = code_token(make_meeting(kampung))

    told = at_once(lambda: attendance.check_in(token, by=budi))

    assert told == ["", *["registry.already_present"] * 4]
    assert MeetingAttendance.objects.get().state == "hadir"


def test_five_equal_plans_are_one_meeting() -> None:
    kampung = make_kampung()
    budi = make_user("budi", "Pak Budi", Role.POKJA, make_area("91.37.01.2001", "Sukamaju"))
    told, key = Plan("monev", date(2025, 6, 18), time(9, 0)), uuid7()

    assert at_once(lambda: meetings.plan(kampung, told, by=budi, id=key)) == [""] * 5

    assert Meeting.objects.count() == 1
