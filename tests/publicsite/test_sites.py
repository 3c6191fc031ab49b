"""Addresses, domains, looks, contacts, and taking a site down."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from naikkelas.accounts.models import Role, User
from naikkelas.areas.models import Area
from naikkelas.audit.models import Event
from naikkelas.lib.refusals import NotYours, Refused
from naikkelas.publicsite.actions import sites as actions
from naikkelas.publicsite.errors import ReasonNeeded, SiteIsDown, UnfitAddress, UnfitContact
from naikkelas.publicsite.models import RenderedPage, Site, SiteContact
from naikkelas.publicsite.pages.shell import PLACES
from naikkelas.publicsite.queries.sites import PublicSite
from tests.people import make_kampung, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def sari(sukamaju: Area) -> User:
    return make_user("sari-pkb", "Bu Sari", Role.FIELD, sukamaju)


@pytest.fixture
def operator(sukamaju: Area) -> User:
    return make_user("op", "Pak Operator", Role.OPERATOR, Area.objects.get(pk="91.37"))


def test_a_site_is_taken_down_in_one_step_and_every_address_says_so(
    reader: Client, site: PublicSite, ani: User
) -> None:
    assert reader.get(site.url).status_code == 200

    actions.take_down(site.kampung, reason="Foto tanpa izin", by=ani)

    for path in [path for _, path in PLACES] + ["umpan.xml", "agenda.ics"]:
        answer = reader.get(f"{site.url}{path}")
        assert answer.status_code == 410, path
        assert "sedang diturunkan" in answer.content.decode()
        assert "Foto tanpa izin" not in answer.content.decode()
    assert Event.objects.filter(verb="site.take_down", actor=ani.pk).count() == 1


def test_the_pkb_opens_it_again(reader: Client, site: PublicSite, ani: User, sari: User) -> None:
    actions.take_down(site.kampung, reason="Keliru", by=ani)
    with pytest.raises(SiteIsDown):
        actions.take_down(site.kampung, reason="Keliru", by=ani)
    with pytest.raises(NotYours):
        actions.bring_back(site.kampung, by=ani)

    actions.bring_back(site.kampung, by=sari)

    assert reader.get(site.url).status_code == 200
    with pytest.raises(SiteIsDown):
        actions.bring_back(site.kampung, by=sari)


def test_taking_down_needs_a_reason_and_a_right(site: PublicSite, ani: User, budi: User) -> None:
    with pytest.raises(ReasonNeeded):
        actions.take_down(site.kampung, reason=" ", by=ani)
    with pytest.raises(NotYours):
        actions.take_down(site.kampung, reason="Keliru", by=budi)


def test_every_former_address_leads_to_the_present_one(
    reader: Client, site: PublicSite, operator: User
) -> None:
    actions.choose_address(site.kampung, slug="sukamaju", by=operator)
    actions.choose_address(site.kampung, slug="sukamaju-jaya", by=operator)

    assert reader.get("/k/sukamaju-jaya/").status_code == 200
    for former in (site.slug, "sukamaju", f"nama-lain-{site.slug[-10:]}"):
        answer = reader.get(f"/k/{former}/data/?bahasa=en")
        assert answer.status_code == 301
        assert answer.headers["Location"] == "/k/sukamaju-jaya/data/?bahasa=en"


@pytest.mark.parametrize("slug", ["ab", "Dua Kata", "x-6301031003", "portal", "a--b", "a" * 61])
def test_an_unfit_address_is_refused(site: PublicSite, operator: User, slug: str) -> None:
    with pytest.raises(UnfitAddress):
        actions.choose_address(site.kampung, slug=slug, by=operator)

    assert not Site.objects.exists()


def test_an_address_that_somebody_has_or_had_is_not_given_again(
    site: PublicSite, operator: User
) -> None:
    other = make_kampung("91.37.01.2009")
    actions.choose_address(site.kampung, slug="sukamaju", by=operator)
    actions.choose_address(site.kampung, slug="sukamaju-baru", by=operator)

    for taken in ("sukamaju", "sukamaju-baru"):
        with pytest.raises(UnfitAddress):
            actions.choose_address(other, slug=taken, by=operator)


def test_a_domain_shows_its_site_and_nothing_else(
    reader: Client, site: PublicSite, operator: User, settings: Any
) -> None:
    settings.SITE_DOMAINS = [".kkb.contoh.go.id"]
    domain = "sukamaju.kkb.contoh.go.id"
    actions.choose_address(site.kampung, slug="", domain=domain, by=operator)

    home = reader.get("/", headers={"host": domain})

    assert home.status_code == 200
    assert f'<link rel="canonical" href="https://{domain}{site.url}">' in home.content.decode()
    assert reader.get("/masuk/", headers={"host": domain}).status_code == 404
    assert reader.get("/", headers={"host": "lain.kkb.contoh.go.id"}).status_code == 404
    assert reader.get("/masuk/").status_code == 200


def test_a_domain_that_was_not_set_up_is_refused(site: PublicSite, operator: User) -> None:
    with pytest.raises(UnfitAddress):
        actions.choose_address(site.kampung, slug="", domain="orang-lain.example", by=operator)


def test_look_and_languages_follow_the_choice(reader: Client, site: PublicSite, ani: User) -> None:
    actions.choose_look(
        site.kampung, theme="laut", local_name="Kampung Bajuin", has_english=False, by=ani
    )

    page = reader.get(site.url).content.decode()

    assert 'class="theme-laut"' in page
    assert "Kampung Bajuin" in page
    assert "hreflang" not in page
    with pytest.raises(Refused):
        actions.choose_look(site.kampung, theme="merah", local_name="", has_english=True, by=ani)


def test_a_number_is_shown_while_its_owner_agrees(
    reader: Client, site: PublicSite, ani: User
) -> None:
    told = {"label": "Sekretaris Pokja", "how": "tertulis", "given_on": date(2025, 8, 1)}
    actions.show_contact(site.kampung, number="0812-3456-7890", by=ani, **told)  # type: ignore[arg-type]
    assert "wa.me/6281234567890" in reader.get(f"{site.url}kontak/").content.decode()

    actions.hide_contact(site.kampung, by=ani)

    assert "wa.me" not in reader.get(f"{site.url}kontak/").content.decode()
    assert SiteContact.objects.get().number == ""
    assert not any(b"6281234567890" in bytes(row.body) for row in RenderedPage.objects.all())


@pytest.mark.parametrize(
    "change", [{"number": "123"}, {"label": " "}, {"how": "?"}, {"given_on": date(2026, 1, 1)}]
)
def test_an_unfit_contact_is_refused(site: PublicSite, ani: User, change: Any) -> None:
    told: Any = {
        "number": "081234567890",
        "label": "Ketua",
        "how": "lisan",
        "given_on": date(2025, 8, 1),
    }
    with pytest.raises(UnfitContact):
        actions.show_contact(site.kampung, by=ani, **(told | change))


def test_the_settings_page_does_all_of_it(reader: Client, site: PublicSite, operator: User) -> None:
    browser, url = Client(), f"/kampung/{site.kampung.pk}/situs/atur/"
    browser.force_login(operator)

    def post(**told: str) -> int:
        return browser.post(url, told).status_code

    assert browser.get(url).status_code == 200
    assert post(langkah="look", theme="kebun", local_name="", has_english="on") == 302
    assert post(langkah="address", slug="x", domain="") == 422
    assert post(langkah="address", slug="sukamaju", domain="") == 302
    contact = {"number": "081234567890", "label": "Ketua", "how": "lisan"}
    assert post(langkah="contact", given_on="1/8/2025", **contact) == 302
    assert post(langkah="hapus-kontak") == 302
    assert post(langkah="turunkan", reason="Uji") == 302
    assert reader.get("/k/sukamaju/").status_code == 410
    assert post(langkah="buka") == 302
    assert reader.get("/k/sukamaju/").status_code == 200
