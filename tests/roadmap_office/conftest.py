"""Kabupaten Uji with three kampung, its catalogue and means, and who works there."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from naikkelas.accounts.models import Role, User
from naikkelas.areas.models import Area
from naikkelas.registry.models import KampungKB
from tests.insights.conftest import as_user as as_user
from tests.insights.conftest import fill
from tests.insights.conftest import kampung as kampung
from tests.insights.conftest import settings_of_uji as settings_of_uji
from tests.people import darma as darma
from tests.people import head as head
from tests.people import make_area, make_kampung, make_user
from tests.people import rina as rina
from tests.people import sari as sari
from tests.people import sukamaju as sukamaju
from tests.people import wayan as wayan

Browser = Callable[[User], Client]


@pytest.fixture
def trio(kampung: KampungKB) -> tuple[KampungKB, KampungKB, KampungKB]:
    """Sukamaju (Berkembang), Bukit Raya (two poktan short) and Sunyi, which never reported."""
    make_area("91.37.02", "Seberang")
    weaker: dict[str, Any] = {"iud": 3, "implan": 4, "monev": False, "penyusunan_laporan": False}
    return (
        kampung,
        fill(make_kampung(make_area("91.37.01.2002", "Bukit Raya")), **weaker),
        make_kampung(make_area("91.37.02.2002", "Sunyi")),
    )


@pytest.fixture
def chair(sukamaju: Area) -> User:
    """Ketua Pokja of Sukamaju."""
    return make_user("ketua", "Bu Ani", Role.POKJA_CHAIR, sukamaju)
