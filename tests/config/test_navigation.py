"""The menu shows each person what they may use, and marks one entry."""

import re

import pytest
from django.test import Client

from naikkelas.accounts.models import Role, User
from naikkelas.areas.models import Area
from tests.people import make_user

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def auditor(sukamaju: Area) -> User:
    return make_user("ayu", "Bu Ayu", Role.AUDITOR, Area.objects.get(pk="91.37"))


@pytest.mark.parametrize("level", ["91.37", "91", None])
def test_the_menu_of_a_ppdp_leads_to_trail_register_and_requests(
    sukamaju: Area, level: str | None
) -> None:
    area = Area.objects.get(pk=level) if level else None
    browser = signed_in(make_user("ayu", "Bu Ayu", Role.AUDITOR, area))

    page = browser.get("/kampung/").content.decode()

    for url in ("/jejak/", "/privasi/", "/privasi/permintaan/"):
        assert f'href="{url}"' in page
        assert browser.get(url).status_code == 200


def test_nobody_else_is_led_to_what_the_ppdp_guards(darma: User, sari: User) -> None:
    for person in (darma, sari):
        page = signed_in(person).get("/kampung/").content.decode()
        assert 'href="/privasi/permintaan/"' not in page


@pytest.mark.parametrize("url", ["/privasi/", "/privasi/permintaan/", "/jejak/"])
def test_one_entry_is_marked(auditor: User, url: str) -> None:
    page = signed_in(auditor).get(url).content.decode()

    marked = re.findall(r'<a[^>]*href="([^"]+)"[^>]*aria-current="page"', page)
    assert set(marked) == {url}


def test_the_register_leads_to_who_looked_at_personal_data(auditor: User, darma: User) -> None:
    page = signed_in(auditor).get("/privasi/").content.decode()

    assert "/jejak/?tindakan=personal.view" in page
