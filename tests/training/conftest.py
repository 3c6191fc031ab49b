"""Sukamaju with a Pokja, and the day on which its people are trained."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine

from naikkelas.accounts.models import Role, User
from naikkelas.areas.models import Area
from naikkelas.registry.models import Kader, KampungKB
from naikkelas.training.models import TrainingSession
from tests.people import make_kader, make_kampung, make_pokja, make_seat, make_user
from tests.training.making import make_session

DAY = date(2025, 7, 16)


@pytest.fixture(autouse=True)
def _in_july() -> Iterator[None]:
    """It is 16 July 2025, in the morning."""
    with time_machine.travel(datetime(2025, 7, 16, 2, 7, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def kampung(sukamaju: Area) -> KampungKB:
    return make_kampung(sukamaju)


@pytest.fixture
def ratna(kampung: KampungKB) -> Kader:
    """The ketua of the Pokja, never trained."""
    kader = make_kader(kampung, "Siti Ratna")
    make_seat(make_pokja(kampung), kader)
    return kader


@pytest.fixture
def operator(sukamaju: Area) -> User:
    return make_user("op", "Operator", Role.OPERATOR, Area.objects.get(pk=sukamaju.code[:5]))


@pytest.fixture
def chair(sukamaju: Area) -> User:
    return make_user("ketua", "Ketua Pokja", Role.POKJA_CHAIR, sukamaju)


@pytest.fixture
def session(sukamaju: Area) -> TrainingSession:
    return make_session(Area.objects.get(pk=sukamaju.code[:5]), DAY)
