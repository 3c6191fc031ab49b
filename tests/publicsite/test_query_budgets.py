"""Desk and pages of a site ask as often for one text, photo and voice as for twelve."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from naikkelas.accounts.models import Role, User
from naikkelas.areas.models import Area
from naikkelas.publicsite.models import SiteText, SiteTextChange, SiteTextVersion
from naikkelas.publicsite.pages import facts, telling
from naikkelas.publicsite.queries.sites import PublicSite, site_of
from naikkelas.publicsite.rendered import Made
from naikkelas.registry.models import KampungKB, State
from tests.activities.making import make_activity, make_photo
from tests.insights.conftest import budget
from tests.people import make_user
from tests.publicsite.making import make_aspiration, make_public_text, make_release, make_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def sari(sukamaju: Area) -> User:
    """Bu Sari, PKB: writes, publishes, releases photos and answers."""
    return make_user("sari-pkb", "Bu Sari", Role.FIELD, sukamaju)


def _grow(site: PublicSite, text: SiteText, first: int, last: int) -> None:
    kampung, now = site.kampung, timezone.now()
    for number in range(first, last):
        make_text(kampung, f"Kabar {number}", state="diajukan")
        make_public_text(kampung, f"Terbit {number}", "Isi.")
        words = {"title": f"Versi {number}", "body": _naming(site, number), "saved_by": 0}
        SiteTextVersion.objects.create(text=text, number=2 + number, saved_at=now, **words)
        told = {"from_state": "draf", "to_state": "diajukan", "changed_by": 0, "changed_at": now}
        SiteTextChange.objects.create(text=text, number=2 + number, **told)
        make_aspiration(kampung, f"Mohon lampu {number}.")
        answered = {"state": "tampil", "answer": "Sudah.", "settled_by": 0, "settled_at": now}
        make_aspiration(kampung, f"Terjawab {number}.", **answered)
    SiteText.objects.filter(pk=text.pk).update(number=1 + last)


def _naming(site: PublicSite, number: int) -> str:
    """Words that show as many photos as there are."""
    told = {"state": State.ENDORSED, "endorsed_at": timezone.now()}
    one = make_activity(site.kampung, date(2025, 7, 7), judul=f"Panen {number}", **told)
    keys: list[UUID] = []
    for place in (1, 2):
        photo = make_photo(one, place=place, stored_name=f"{number}-{place}.jpg")
        keys.append(photo.pk)
        if place == 1:
            make_release(photo)
    return "\n\n".join(f"![Panen](foto:{key})" for key in keys)


def test_one_row_costs_as_much_as_twelve(client: Client, site: PublicSite, sari: User) -> None:
    text = make_text(site.kampung, "Cerita kampung")
    desk = f"/kampung/{site.kampung.pk}/situs/"
    pages = {
        "publicsite:queue": "/situs/menunggu/",
        "publicsite:manage": desk,
        "publicsite:text_new": f"{desk}tulis/",
        "publicsite:text": f"{desk}tulisan/{text.pk}/",
        "publicsite:text_edit": f"{desk}tulisan/{text.pk}/ubah/",
        "publicsite:photos": f"{desk}foto/",
        "publicsite:settings": f"{desk}atur/",
        "publicsite:residents": f"{desk}aspirasi/",
    }
    making = {
        "publicsite:home:made": telling.home,
        "publicsite:activities:made": telling.activities(1),
        "publicsite:news_list:made": telling.news_list,
        "publicsite:profile:made": facts.profile,
        "publicsite:classes:made": facts.classes,
    }

    def remade(make: Callable[[PublicSite, str], Made]) -> None:
        make(site_of(KampungKB.objects.select_related("village", "site").get()), "id")

    client.force_login(sari)

    for first, last in ((0, 1), (1, 12)):
        _grow(site, text, first, last)
        if not first:
            for url in pages.values():
                client.get(url)  # what a process remembers is asked for once
            remade(telling.home)
        for name, url in pages.items():
            with budget(name):
                assert client.get(url).status_code == 200
        body = SiteTextVersion.objects.filter(text=text).order_by("-number")[0].body
        with budget("publicsite:preview"):
            told = {"title": "Cerita", "body": body, "pratinjau": "1"}
            client.post(pages["publicsite:text_new"], told, headers={"hx-request": "true"})
        for name, make in making.items():
            with budget(name):
                remade(make)
