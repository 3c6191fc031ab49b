"""F28: what waited on a phone is known to its owner after the browser has forgotten it."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from naikkelas.accounts.models import Role, User
from naikkelas.areas.models import Area
from tests.accounts.door import enter
from tests.people import make_kampung, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ani(sukamaju: Area) -> User:
    """Bu Ani, chair of the Pokja of Sukamaju."""
    make_kampung(sukamaju)
    return make_user("ani", "Bu Ani", Role.POKJA_CHAIR, sukamaju)


def _greet(phone: Client, waiting: str) -> None:
    assert phone.get(f"/kerja/sapa/?menunggu={waiting}").status_code == 200


def _devices(browser: Client) -> str:
    return " ".join(browser.get("/akun/perangkat/").content.decode().split())


def test_f28_the_server_lists_how_many_records_a_phone_last_had(client: Client, ani: User) -> None:
    phone = client
    enter(phone, "ani")
    _greet(phone, "3")

    office = Client()
    enter(office, "ani")

    assert "Belum terkirim: 3 isian" in _devices(office)


def test_f28_a_phone_that_has_lost_its_store_does_not_wipe_out_what_it_had(
    client: Client, ani: User
) -> None:
    enter(client, "ani")
    _greet(client, "2")
    _greet(client, "7")

    _greet(client, "0")
    _greet(client, "0")

    page = _devices(client)
    assert "Belum terkirim: 0 isian" in page
    assert "Sebelumnya: 7 isian" in page


def test_a_phone_on_which_nothing_ever_waited_is_shown_without_a_number(
    client: Client, ani: User
) -> None:
    enter(client, "ani")
    _greet(client, "0")

    assert "terkirim" not in _devices(client)


@pytest.mark.parametrize("told", ["", "-1", "1e9", "999999", "tiga", "3%00"])
def test_what_is_no_count_is_not_noted(client: Client, ani: User, told: str) -> None:
    enter(client, "ani")

    client.get(f"/kerja/sapa/?menunggu={told}")

    assert UserSession.objects.get(user=ani).data == {}
