"""Deliveries and letters at the same time: no sum is lost, no number is given twice."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from django.db import connection

from naikkelas.accounts.queries import system_user
from naikkelas.areas.models import Area
from naikkelas.partners.actions import commitments, letters
from naikkelas.partners.models import Commitment, Letter
from tests.partners.making import make_commitment, make_mitra, make_need
from tests.people import make_kampung

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres_only]


def at_once(acts: Sequence[Callable[[], None]]) -> None:
    """All of them, each on a connection of its own; the first fault is raised."""
    with ThreadPoolExecutor(len(acts)) as threads:
        for done in [threads.submit(act) for act in acts]:
            done.result()


def test_deliveries_at_once_all_count() -> None:
    kampung = make_kampung()
    made = make_commitment(make_mitra(), kampung, rupiah=100)
    by = system_user()

    def deliver(amount: int) -> None:
        handed = commitments.Handed(kampung, date(2025, 7, 1), Decimal(amount))
        commitments.deliver(made, handed, by=by)
        connection.close()

    at_once([partial(deliver, amount) for amount in (3, 7, 37)])

    found = Commitment.objects.get()
    assert (int(found.delivered), found.state) == (47, "terpenuhi_sebagian")


def test_letters_at_once_get_numbers_of_their_own() -> None:
    kampung = make_kampung()
    mitra, need, by = make_mitra(), make_need(kampung), system_user()
    area = Area.objects.get(pk="91.37")

    def ask() -> None:
        letters.ask(area, mitra, [need], letters.Head("P", "K"), by=by)
        connection.close()

    at_once([ask] * 3)

    assert sorted(Letter.objects.values_list("number", flat=True)) == [1, 2, 3]
