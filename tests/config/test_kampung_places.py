"""The pages of a kampung lead to one another."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from naikkelas.accounts.models import Role, User
from naikkelas.areas.models import Area
from naikkelas.config.navigation import KAMPUNG_PLACES
from tests.people import make_kampung, make_user

pytestmark = pytest.mark.django_db


def _places(content: str) -> list[str]:
    row = re.search(r'aria-label="Halaman kampung">(.*?)</nav>', content, re.DOTALL)
    return re.findall(r"<a[^>]*>", row[1]) if row else []


def test_every_page_of_a_kampung_leads_to_the_others(
    client: Client, sari: User, sukamaju: Area
) -> None:
    kampung = make_kampung(sukamaju)
    client.force_login(sari)

    for place in KAMPUNG_PLACES:
        page = client.get(reverse(place.name, args=[kampung.pk])).content.decode()
        links = _places(page)

        assert len(links) == len(KAMPUNG_PLACES), place.name
        here = [link for link in links if "aria-current" in link]
        assert [reverse(place.name, args=[kampung.pk]) in link for link in here] == [True]


def test_the_app_is_offered_to_pokja_and_pkb_and_to_no_operator(
    client: Client, sari: User, darma: User, sukamaju: Area
) -> None:
    kampung = make_kampung(sukamaju)
    chair = make_user("ketua", "Pak Ketua", Role.POKJA_CHAIR, sukamaju)
    page, activities = (
        reverse(name, args=[kampung.pk]) for name in ("insights:kampung", "activities:list")
    )
    entry = 'href="/kerja/">Aplikasi di HP</a>'

    for user, is_offered in ((chair, True), (sari, True), (darma, False)):
        client.force_login(user)
        home = client.get(reverse("insights:kampung_list")).content.decode()
        assert (entry in home) is is_offered, user
    client.force_login(chair)
    assert 'href="/kerja/">Aplikasi di HP' in client.get(page).content.decode()
    shown = client.get(activities).content.decode()
    for name in ("activities:app", "api:devices"):
        assert f'href="{reverse(name)}"' in shown
    assert reverse("activities:activity_paper", args=[kampung.pk]) in shown
    form = client.get(reverse("activities:new", args=[kampung.pk])).content.decode()
    assert reverse("activities:activity_paper", args=[kampung.pk]) in form


def test_a_page_about_no_kampung_shows_none(client: Client, sari: User, sukamaju: Area) -> None:
    make_kampung(sukamaju)
    client.force_login(sari)

    assert _places(client.get(reverse("insights:kampung_list")).content.decode()) == []
