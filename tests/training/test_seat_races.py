"""Many desks at once: no seat twice, none too many, nobody certified twice."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial

import pytest
import time_machine
from django.db import connections

from naikkelas.accounts.models import Role
from naikkelas.lib.refusals import Refused
from naikkelas.training import actions
from naikkelas.training.actions import participants
from naikkelas.training.models import Certificate, Participant
from tests.people import make_area, make_kader, make_kampung, make_user
from tests.training.making import make_participant, make_presence, make_session, make_sitting

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres_only]

THREADS = 6


@pytest.fixture(autouse=True)
def _in_july() -> Iterator[None]:
    with time_machine.travel(datetime(2025, 7, 16, 2, 7, tzinfo=UTC)):
        yield


def at_once(acts: list[Callable[[], object]]) -> list[str]:
    """What each is told; "" for those who were not refused."""
    ready, told = threading.Barrier(len(acts)), list[str]()

    def run(act: Callable[[], object]) -> None:
        ready.wait()
        try:
            act()
        except Refused as refusal:
            told.append(refusal.code)
        else:
            told.append("")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


def test_six_desks_and_three_seats_make_three_seats_and_three_who_wait() -> None:
    kampung, area = make_kampung(), make_area("91.37", "Kabupaten")
    session = make_session(area, seats=3)
    operator = make_user("op", "Op", Role.OPERATOR, area)
    people = [make_kader(kampung, f"Kader {number}") for number in range(THREADS)]

    told = at_once([partial(participants.register, session, one, by=operator) for one in people])

    assert told == [""] * THREADS
    seats = Participant.objects.values_list("seat", flat=True)
    assert sorted(seats, key=str) == [1, 2, 3, None, None, None]
    session.refresh_from_db()
    assert session.taken == 3


def test_a_button_pressed_six_times_gives_one_certificate() -> None:
    kampung, area = make_kampung(), make_area("91.37", "Kabupaten")
    session = make_session(area)
    operator = make_user("op", "Op", Role.OPERATOR, area)
    row = make_participant(session, make_kader(kampung))
    make_presence(row)
    make_sitting(row, "pasca", 8)

    told = at_once([lambda: actions.issue(row, by=operator)] * THREADS)

    assert told == [""] * THREADS
    assert Certificate.objects.count() == 1
