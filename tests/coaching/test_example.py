"""The visits of the example are a year of them, marked as such, the same each time."""

from datetime import date

import pytest

from naikkelas.accounts.models import Post, Role
from naikkelas.accounts.queries import system_user
from naikkelas.coaching.models import FollowUp, PlannedVisit, Visit
from naikkelas.config.commands.example_visits import EVERY, make_visits
from tests.people import make_kampung

CUTOFF, TODAY = date(2025, 7, 31), date(2025, 9, 9)


@pytest.mark.django_db
def test_some_kampung_were_visited_through_a_year() -> None:
    for number in range(EVERY + 1):
        make_kampung(f"63.01.10.20{number + 10}", is_example=True)
    make_kampung("63.01.11.2001")  # nobody's example

    count = make_visits("63.01", CUTOFF, TODAY, by=system_user())

    made = Visit.objects.standing()
    assert made.count() == count >= 2 * 5
    assert not made.filter(is_example=False).exists()
    assert made.values("kampung").distinct().count() == 2
    assert all(date(2024, 7, 25) <= day <= TODAY for day in made.values_list("day", flat=True))
    assert Post.objects.filter(role=Role.FIELD).count() == 1
    assert FollowUp.objects.open().count() >= 2
    assert PlannedVisit.objects.ahead().count() == 2
