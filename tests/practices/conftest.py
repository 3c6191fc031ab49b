"""A kabupaten of classes (as in insights), where Sukamaju lacks one point of output."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from naikkelas.accounts.models import Role, User
from naikkelas.areas.models import Area
from tests.insights.conftest import as_user as as_user
from tests.insights.conftest import kabupaten as kabupaten
from tests.insights.conftest import kampung as kampung
from tests.insights.conftest import settings_of_uji as settings_of_uji
from tests.people import make_user


@pytest.fixture(autouse=True)
def _august() -> Iterator[None]:
    """It is 5 August 2025; the kabupaten counts per 31 July."""
    with time_machine.travel(datetime(2025, 8, 5, 2, 42, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def ani(sukamaju: Area) -> User:
    """Bu Ani, ketua of the Pokja of Sukamaju: hands in."""
    return make_user("ani", "Bu Ani", Role.POKJA_CHAIR, sukamaju)


@pytest.fixture
def budi(sukamaju: Area) -> User:
    """Pak Budi, member of the same Pokja: writes, and does not hand in."""
    return make_user("budi", "Pak Budi", Role.POKJA, sukamaju)
