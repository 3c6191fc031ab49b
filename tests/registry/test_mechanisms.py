"""How often a kampung really meets, in the words of the national form."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naikkelas.accounts.models import Role
from naikkelas.registry.actions import attendance
from naikkelas.registry.models import KampungKB, Meeting, Minutes
from naikkelas.registry.queries.meetings import mechanisms
from naikkelas.registry.rules.mechanisms import LADDER, Held, held
from tests.people import RECORDED, make_kader, make_kampung, make_meeting, make_user

ON = date(2025, 7, 17)


def every(days: int, count: int) -> list[date]:
    """Days before `ON`, the nearest first."""
    return [ON - timedelta(days=days * ago + 1) for ago in range(count)]


@pytest.mark.parametrize(
    ("days", "frequency"),
    [
        (every(7, 52), "mingguan"),
        (every(7, 42), "mingguan"),
        (every(7, 41), "bulanan"),
        (every(30, 12), "bulanan"),
        (every(30, 9), "semesteran"),
        (every(92, 4), "triwulan"),
        (every(182, 2), "semesteran"),
        (every(91, 2), "tahunan"),
        (every(1, 1), "tahunan"),
        ([], ""),
    ],
)
def test_a_frequency_is_earned_in_four_fifths_of_its_parts(
    days: list[date], frequency: str
) -> None:
    assert held(days, ON).frequency == frequency


def test_twelve_meetings_in_two_weeks_are_no_monthly_meeting() -> None:
    found = held(every(1, 12), ON)

    assert (found.days, found.frequency) == (12, "tahunan")


def test_a_week_of_idul_fitri_without_one_does_not_undo_the_month() -> None:
    months = [date(2025, month, 11) for month in (1, 2, 3, 5, 6, 7)]
    months += [date(2024, month, 11) for month in (8, 9, 10, 12)]

    assert held(months, ON).frequency == "bulanan"


def test_only_the_twelve_months_up_to_the_day_count_and_a_day_once() -> None:
    inside = date(2024, 7, 18)
    days = [date(2024, 7, 17), inside, inside, ON + timedelta(days=1)]

    assert held(days, ON) == Held(days=1, frequency="tahunan", last=inside)


@given(st.lists(st.dates(date(2024, 1, 1), date(2026, 1, 1)), max_size=80), st.data())
def test_one_meeting_more_never_makes_it_rarer(days: list[date], data: st.DataObject) -> None:
    order = ["", *(code for code, _ in reversed(LADDER))]
    more = [*days, data.draw(st.dates(date(2024, 1, 1), date(2026, 1, 1)))]

    before, after = held(days, ON).frequency, held(more, ON).frequency

    assert order.index(after) >= order.index(before)


@pytest.mark.django_db
def test_what_was_planned_only_or_cancelled_is_not_counted(kampung: KampungKB) -> None:
    sari = make_user("sari-2", "Sari", Role.FIELD, kampung.village)
    one = make_kader(kampung)
    kind = Meeting.Kind.COORDINATION
    came = make_meeting(kampung, date(2025, 6, 11), kind=kind)
    attendance.tick(came, (), kader=[one.pk], by=sari)
    written = make_meeting(kampung, date(2025, 5, 7), kind=kind)
    Minutes.objects.create(
        meeting=written,
        kabupaten_code="91.37",
        version=1,
        text="Isi",
        written_by=0,
        written_at=RECORDED,
    )
    make_meeting(kampung, date(2025, 4, 9), kind=kind)
    off = make_meeting(kampung, date(2025, 3, 12), kind=kind)
    attendance.tick(off, (), kader=[one.pk], by=sari)
    Meeting.objects.filter(pk=off.pk).update(cancelled_at=RECORDED, cancelled_by=0)
    elsewhere = make_meeting(make_kampung("91.37.01.2002"), date(2025, 6, 3), kind=kind)
    assert elsewhere.pk

    found = mechanisms(kampung, ON)

    assert found["rapat_koordinasi"] == Held(2, "tahunan", date(2025, 6, 11))
    assert found["sosialisasi"] == Held()
    assert set(found) == {
        "rapat_perencanaan",
        "rapat_koordinasi",
        "sosialisasi",
        "monev",
        "penyusunan_laporan",
    }
