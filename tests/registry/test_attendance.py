"""Who came: ticked, or noted by a code that holds only around its meeting."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from naikkelas.accounts.models import User
from naikkelas.audit.models import Event
from naikkelas.registry.actions import attendance as actions
from naikkelas.registry.errors import (
    AlreadyPresent,
    CodeExpired,
    DecisionClosed,
    GuestNameMissing,
    MeetingNotYet,
    NotOnTheList,
    TooManyGuests,
)
from naikkelas.registry.models import KampungKB, Meeting, MeetingAttendance
from naikkelas.registry.queries.meetings import code_token, on_the_list, sheet_of
from tests.people import (
    RECORDED,
    make_kader,
    make_kampung,
    make_meeting,
    make_pokja,
    make_seat,
)

pytestmark = pytest.mark.django_db

NINE = datetime(2025, 6, 11, 2, 7, tzinfo=UTC)
"""Seven minutes past nine in WIB, as the meeting of `make_meeting` has begun."""


@pytest.fixture(autouse=True)
def _in_the_meeting() -> Iterator[None]:
    with time_machine.travel(NINE, tick=False):
        yield


@pytest.fixture
def meeting(kampung: KampungKB) -> Meeting:
    return make_meeting(kampung)


def states(meeting: Meeting) -> dict[str, str]:
    rows = sheet_of(meeting).places
    return {place.name: f"{place.row.state} {place.row.way}".strip() for place in rows}


def test_ticking_notes_the_whole_list_and_counts_only_who_came(
    meeting: Meeting, budi: User
) -> None:
    ratna = make_kader(meeting.kampung)
    joko = make_kader(meeting.kampung, "Pak Joko")
    actions.tick(meeting, (), kader=[ratna.pk, joko.pk], guests=["Kepala desa"], by=budi)
    row = on_the_list(meeting).get(kader=ratna)

    present = actions.tick(meeting, {row.pk}, by=budi)

    assert present == 1
    assert states(meeting) == {
        "Bu Ratna": "hadir centang",
        "Pak Joko": "diundang",
        "Kepala desa": "diundang",
    }
    events = Event.objects.filter(verb="meeting.attend")
    told = [(event.before["present"], event.after["present"]) for event in events]
    assert sorted(told) == [(0, 3), (3, 1)]
    assert "Ratna" not in str(list(events.values_list("data")))


def test_who_came_after_the_list_was_opened_stays_present(meeting: Meeting, budi: User) -> None:
    ratna, joko = make_kader(meeting.kampung), make_kader(meeting.kampung, "Pak Joko")
    actions.tick(meeting, (), kader=[ratna.pk, joko.pk], by=budi)
    first, second = (on_the_list(meeting).get(kader=one).pk for one in (ratna, joko))

    present = actions.tick(meeting, (), seen={first}, by=budi)

    assert present == 1
    assert on_the_list(meeting).get(pk=second).state == "hadir"


def test_somebody_of_another_kampung_is_not_added(meeting: Meeting, budi: User) -> None:
    stranger = make_kader(make_kampung("91.37.01.2002"))

    assert actions.tick(meeting, (), kader=[stranger.pk], by=budi) == 0


def test_nobody_came_to_a_meeting_of_tomorrow(kampung: KampungKB, budi: User) -> None:
    tomorrow = make_meeting(kampung, date(2025, 6, 12))

    with pytest.raises(MeetingNotYet):
        actions.tick(tomorrow, (), guests=["Kepala desa"], by=budi)

    assert not MeetingAttendance.objects.exists()


def test_a_member_notes_themself_by_the_code_once(meeting: Meeting, budi: User) -> None:
    make_kader(meeting.kampung, "Pak Budi", account=budi, age_band="16_30")
    with time_machine.travel(NINE, tick=False):
        token = code_token(meeting)

        actions.check_in(token, by=budi)

        with pytest.raises(AlreadyPresent):
            actions.check_in(token, by=budi)
    assert states(meeting) == {"Pak Budi": "hadir kode"}
    assert Event.objects.filter(verb="meeting.check_in", actor=budi).count() == 1
    assert sheet_of(meeting).youth == (1, 1)


def test_ticking_keeps_the_way_in_which_somebody_noted_themself(
    meeting: Meeting, budi: User, ani: User
) -> None:
    make_kader(meeting.kampung, "Pak Budi", account=budi)
    with time_machine.travel(NINE, tick=False):
        row = actions.check_in(code_token(meeting), by=budi)

        actions.tick(meeting, {row.pk}, by=ani)

    assert states(meeting) == {"Pak Budi": "hadir kode"}


@pytest.mark.parametrize(
    ("minutes", "is_open"), [(-68, False), (-67, True), (233, True), (234, False)]
)
def test_the_door_stands_open_from_an_hour_before_until_two_after(
    meeting: Meeting, budi: User, minutes: int, is_open: bool
) -> None:
    make_kader(meeting.kampung, "Pak Budi", account=budi)

    with time_machine.travel(NINE + timedelta(minutes=minutes), tick=False):
        token = code_token(meeting)
        if is_open:
            assert actions.check_in(token, by=budi).state == "hadir"
        else:
            with pytest.raises(CodeExpired):
                actions.check_in(token, by=budi)


def test_a_code_that_was_sent_home_or_tampered_with_opens_nothing(
    meeting: Meeting, budi: User
) -> None:
    make_kader(meeting.kampung, "Pak Budi", account=budi)
    with time_machine.travel(NINE, tick=False):
        token = code_token(meeting)
        with pytest.raises(CodeExpired):
            actions.check_in(token[:-1] + ("A" if token[-1] != "A" else "B"), by=budi)
        with pytest.raises(CodeExpired):
            actions.announce("bukan-kode", "Pak Lurah")

    with time_machine.travel(NINE + timedelta(minutes=16), tick=False):
        with pytest.raises(CodeExpired):
            actions.check_in(token, by=budi)
        with pytest.raises(CodeExpired):
            actions.announce(token, "Pak Lurah")

    assert not MeetingAttendance.objects.exists()


def test_a_code_of_one_meeting_notes_nobody_at_another(
    meeting: Meeting, budi: User, wayan: User
) -> None:
    make_kader(meeting.kampung, "Pak Budi", account=budi)
    other = make_meeting(meeting.kampung, title="Rapat lain")
    with time_machine.travel(NINE, tick=False):
        actions.check_in(code_token(meeting), by=budi)
        with pytest.raises(NotOnTheList):
            actions.check_in(code_token(meeting), by=wayan)

    assert not on_the_list(other).exists()


def test_the_code_of_a_cancelled_meeting_is_refused(meeting: Meeting, budi: User) -> None:
    make_kader(meeting.kampung, "Pak Budi", account=budi)
    Meeting.objects.filter(pk=meeting.pk).update(cancelled_at=RECORDED, cancelled_by=0)

    with pytest.raises(CodeExpired):
        actions.check_in(code_token(meeting), by=budi)


def test_a_guest_waits_until_the_secretary_has_seen_them(meeting: Meeting, ani: User) -> None:
    with time_machine.travel(NINE, tick=False):
        token = code_token(meeting)
        row = actions.announce(token, " Pak   Lurah ")
        with pytest.raises(AlreadyPresent):
            actions.announce(token, "pak lurah")
        assert states(meeting) == {"Pak Lurah": "menunggu kode"}
        assert sheet_of(meeting).present == []

        actions.confirm(meeting, row.pk, is_known=True, by=ani)

        with pytest.raises(DecisionClosed):
            actions.confirm(meeting, row.pk, is_known=False, by=ani)
    assert states(meeting) == {"Pak Lurah": "hadir kode"}
    verbs = Event.objects.filter(verb__startswith="meeting.").order_by("at")
    assert list(verbs.values_list("verb", flat=True)) == ["meeting.announce", "meeting.confirm"]
    assert "Lurah" not in str(list(verbs.values_list("data", "after")))


def test_the_name_of_a_stranger_goes_after_a_month_and_that_of_a_guest_stays(
    meeting: Meeting, ani: User
) -> None:
    with time_machine.travel(NINE, tick=False):
        rows = {name: actions.announce(code_token(meeting), name) for name in "ABC"}
        actions.confirm(meeting, rows["A"].pk, is_known=False, by=ani)
        actions.confirm(meeting, rows["B"].pk, is_known=True, by=ani)
    with time_machine.travel(NINE + timedelta(days=29), tick=False):
        assert actions.forget_strangers(30) == 0

    with time_machine.travel(NINE + timedelta(days=31), tick=False):
        assert [actions.forget_strangers(30) for _ in range(2)] == [2, 0]

    kept = dict(MeetingAttendance.objects.values_list("guest_name", "state"))
    assert kept == {"B": "hadir", "": "ditolak"}
    keys = MeetingAttendance.objects.values_list("guest_key", flat=True)
    assert {"a", "c"}.isdisjoint(keys)


def test_a_name_that_nobody_knows_does_not_come_again(meeting: Meeting, ani: User) -> None:
    with time_machine.travel(NINE, tick=False):
        token = code_token(meeting)
        row = actions.announce(token, "Orang Iseng")
        actions.confirm(meeting, row.pk, is_known=False, by=ani)

        with pytest.raises(AlreadyPresent):
            actions.announce(token, "Orang Iseng")

    assert sheet_of(meeting).listed == []


@pytest.mark.parametrize("name", ["", "  ", "!!", "6301101234567890", "Siti 0812-3456-7890"])
def test_a_number_is_no_name(meeting: Meeting, name: str) -> None:
    with pytest.raises(GuestNameMissing):
        actions.announce(code_token(meeting), name)


def test_a_hall_is_not_filled_by_a_robot(meeting: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_WAITING", 3)
    with time_machine.travel(NINE, tick=False):
        token = code_token(meeting)
        for name in ("Ani", "Budi", "Cici"):
            actions.announce(token, name)
        with pytest.raises(TooManyGuests):
            actions.announce(token, "Dedi")

    assert on_the_list(meeting).count() == 3


def test_ages_that_nobody_knows_any_more_count_for_nothing(meeting: Meeting, budi: User) -> None:
    people = [
        make_kader(meeting.kampung, "Muda", age_band="16_30"),
        make_kader(meeting.kampung, "Dewasa"),
        make_kader(meeting.kampung, "Dulu muda", age_band="16_30", age_noted=2019),
        make_kader(meeting.kampung, "Tidak tahu", age_band="", age_noted=None),
    ]

    actions.tick(meeting, (), kader=[one.pk for one in people], guests=["Tamu"], by=budi)

    assert sheet_of(meeting).youth == (1, 2)


def test_the_list_tells_the_post_of_that_day(meeting: Meeting, budi: User) -> None:
    ratna = make_kader(meeting.kampung)
    make_seat(make_pokja(meeting.kampung), ratna)
    actions.tick(meeting, (), kader=[ratna.pk], by=budi)

    assert [place.post for place in sheet_of(meeting).places] == ["Ketua"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"guest_key": ""},
        {"state": "hadir"},
        {"way": "kode"},
        {"guest_key": "lama"},
    ],
)
def test_the_database_keeps_one_place_per_person_with_state_and_way(
    meeting: Meeting, wrong: dict[str, Any]
) -> None:
    start: dict[str, Any] = {
        "meeting": meeting,
        "kabupaten_code": "91.37",
        "state": "diundang",
        "added_at": RECORDED,
    }
    MeetingAttendance.objects.create(**start, guest_name="Lama", guest_key="lama")
    assert MeetingAttendance.objects.create(**start, guest_name="Baru", guest_key="baru").pk

    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingAttendance.objects.create(**(start | {"guest_key": "lain"} | wrong))


def test_a_person_has_one_place_at_a_meeting(meeting: Meeting) -> None:
    start: dict[str, Any] = {
        "meeting": meeting,
        "kabupaten_code": "91.37",
        "state": "diundang",
        "added_at": RECORDED,
        "kader": make_kader(meeting.kampung),
    }
    MeetingAttendance.objects.create(**start, withdrawn_at=RECORDED)
    MeetingAttendance.objects.create(**start)

    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingAttendance.objects.create(**start)
