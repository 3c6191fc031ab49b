"""Kabupaten Uji with two kampung, two partners with accounts, and who coordinates them."""

import pytest

from naikkelas.accounts.models import User
from naikkelas.areas.models import Area
from naikkelas.partners.models import Mitra
from naikkelas.registry.models import KampungKB
from tests.activities.conftest import media as media
from tests.partners.making import make_mitra, make_partner_user
from tests.people import darma as darma
from tests.people import make_area, make_kampung
from tests.people import rina as rina
from tests.people import sari as sari
from tests.people import sukamaju as sukamaju
from tests.people import wayan as wayan


@pytest.fixture
def kampung(sukamaju: Area) -> KampungKB:
    return make_kampung(sukamaju)


@pytest.fixture
def bukit(kampung: KampungKB) -> KampungKB:
    """Bukit Raya, in another kecamatan of the same kabupaten."""
    make_area("91.37.02", "Seberang")
    return make_kampung(make_area("91.37.02.2001", "Bukit Raya"))


@pytest.fixture
def dinkes(sukamaju: Area) -> Mitra:
    return make_mitra()


@pytest.fixture
def kebun(sukamaju: Area) -> Mitra:
    """A firm in the same kabupaten."""
    return make_mitra(name="PT Kebun Uji", kind=Mitra.Kind.FIRM, instansi="swasta")


@pytest.fixture
def tuti(dinkes: Mitra) -> User:
    """Bu Tuti, who acts for Dinas Kesehatan."""
    return make_partner_user("tuti", dinkes)


@pytest.fixture
def joko(kebun: Mitra) -> User:
    """Pak Joko, who acts for PT Kebun Uji."""
    return make_partner_user("joko", kebun)
