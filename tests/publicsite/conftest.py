"""A kabupaten of classes (as in insights), seen by everybody on 5 August 2025."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from naikkelas.accounts.models import Role, User
from naikkelas.areas.models import Area
from naikkelas.publicsite.queries.sites import PublicSite, site_of
from naikkelas.registry.models import KampungKB
from tests.insights.conftest import as_user as as_user
from tests.insights.conftest import kabupaten as kabupaten
from tests.insights.conftest import kampung as kampung
from tests.insights.conftest import settings_of_uji as settings_of_uji
from tests.people import make_user


@pytest.fixture(autouse=True)
def _august() -> Iterator[None]:
    with time_machine.travel(datetime(2025, 8, 5, 2, 42, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def site(kampung: KampungKB) -> PublicSite:
    """The site of Sukamaju, of which nobody chose anything yet."""
    return site_of(KampungKB.objects.select_related("village", "site").get(pk=kampung.pk))


@pytest.fixture
def reader() -> Client:
    """Somebody without an account."""
    return Client()


@pytest.fixture
def ani(sukamaju: Area) -> User:
    """Bu Ani, ketua of the Pokja of Sukamaju."""
    return make_user("ani", "Bu Ani", Role.POKJA_CHAIR, sukamaju)


@pytest.fixture
def budi(sukamaju: Area) -> User:
    """Pak Budi, member of the same Pokja: writes, and does not hand in."""
    return make_user("budi", "Pak Budi", Role.POKJA, sukamaju)
