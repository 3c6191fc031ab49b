"""The pages of a kampung lead to one another."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from naikkelas.accounts.models import Role, User
from naikkelas.areas.models import Area
from naikkelas.config.navigation import KAMPUNG_PLACES, Place
from tests.people import make_kampung, make_user

pytestmark = pytest.mark.django_db


def _links(content: str, row: str) -> list[str]:
    found = re.search(rf'aria-label="{row}">(.*?)</nav>', content, re.DOTALL)
    return re.findall(r"<a[^>]*>", found[1]) if found else []


def _current(links: list[str]) -> list[str]:
    return [re.findall('href="([^"]+)"', link)[0] for link in links if "aria-current" in link]


def test_every_page_of_a_kampung_leads_to_the_others(
    client: Client, sari: User, sukamaju: Area
) -> None:
    """A row of groups on each page; below it the pages of the group that the page belongs to."""
    kampung = make_kampung(sukamaju)
    client.force_login(sari)
    groups: dict[str, list[Place]] = {}
    for place in KAMPUNG_PLACES:
        groups.setdefault(place.group or place.label, []).append(place)

    for place in KAMPUNG_PLACES:
        here = reverse(place.name, args=[kampung.pk])
        page = client.get(here).content.decode()
        mates = groups[place.group or place.label]
        rows, within = _links(page, "Halaman kampung"), _links(page, place.group)

        assert len(rows) == len(groups), place.name
        assert _current(rows) == [reverse(mates[0].name, args=[kampung.pk])]
        assert len(within) == (len(mates) if len(mates) > 1 else 0), place.name
        assert _current(within) == ([here] if len(mates) > 1 else [])


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

    content = client.get(reverse("insights:kampung_list")).content.decode()
    assert _links(content, "Halaman kampung") == []
