"""The people whose data are looked after, and who looks after them."""

from datetime import date
from typing import Any

import pytest

from naikkelas.accounts.models import Role, User
from naikkelas.areas.models import Area
from naikkelas.registry.models import KampungKB
from tests.people import make_kampung, make_report, make_user

NIP = "198501012010012003"


@pytest.fixture
def auditor(sukamaju: Area) -> User:
    """Bu Ayu, PPDP of the kabupaten."""
    return make_user("ayu", "Bu Ayu", Role.AUDITOR, Area.objects.get(pk="91.37"))


@pytest.fixture
def guided(sukamaju: Area) -> KampungKB:
    return make_kampung(sukamaju)


@pytest.fixture
def named(guided: KampungKB) -> Any:
    """A report that names Sari as companion, with NIP and telephone number."""
    return make_report(
        "profil",
        guided,
        date(2025, 6, 7),
        plkb_ada=True,
        plkb_nama="Sari",
        plkb_nip=NIP,
        plkb_kontak="081234567890",
    )
