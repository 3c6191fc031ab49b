"""A kampung with its PKB, and the day in it."""

from datetime import date
from typing import Any

import pytest

from naikkelas.accounts.models import Post, User
from naikkelas.areas.models import Area
from naikkelas.areas.queries import local_now
from naikkelas.coaching.rules.sheet import Sheet, read_sheet
from naikkelas.registry.models import KampungKB
from tests.people import make_kampung


@pytest.fixture
def kampung(sukamaju: Area) -> KampungKB:
    return make_kampung(sukamaju)


@pytest.fixture
def today(kampung: KampungKB) -> date:
    return local_now(kampung.village_id).date()


@pytest.fixture
def field_post(sari: User) -> Post:
    """The post under which Sari mentors."""
    return sari.holdings.get().post


def sheet_of(today: date, **more: Any) -> Sheet:
    """A visit of today, as a phone tells it."""
    return read_sheet({"day": today.isoformat(), "kind": "lapangan", **more}, today)
