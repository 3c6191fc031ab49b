"""The worker keeps the stored month ends up to what is known."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from naikkelas.accounts.models import User
from naikkelas.areas.actions import put_setting
from naikkelas.classification.actions import refresh_month_ends
from naikkelas.classification.models import Snapshot
from naikkelas.classification.queries import stored_cutoffs
from tests.people import make_kampung, make_report

PORTAL = "kampung-kb-2023"

pytestmark = pytest.mark.django_db


def test_missing_month_ends_are_stored_once_up_to_the_fixed_cutoff(darma: User) -> None:
    put_setting("91.37", "cutoff", "2025-07-15", by=darma)
    make_kampung()

    # two month ends, two rules, two bases
    assert refresh_month_ends("91.37", by=darma, months=3) == 8
    assert refresh_month_ends("91.37", by=darma, months=3) == 0

    assert stored_cutoffs("91.37", PORTAL) == [date(2025, 6, 30), date(2025, 5, 31)]


def test_a_later_report_makes_the_month_ends_due_again(darma: User) -> None:
    put_setting("91.37", "cutoff", "2025-07-31", by=darma)
    kampung = make_kampung()
    refresh_month_ends("91.37", by=darma, months=2)

    later = timezone.now() + timedelta(seconds=1)
    make_report("profil", kampung, date(2025, 6, 1), recorded_at=later)

    assert refresh_month_ends("91.37", by=darma, months=2) == 8
    assert Snapshot.objects.count() == 16


def test_an_area_without_kampung_has_nothing_to_store(darma: User) -> None:
    assert refresh_month_ends("91.37", by=darma) == 0
