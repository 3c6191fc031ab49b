"""A visitor walks through the portal: without an account, by keyboard, with and without scripts."""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from pytest_django.live_server_helper import LiveServer

from naikkelas.registry.models import KampungKB
from tests.browser.looking import needs_axe, violations
from tests.browser.test_every_page import DESKTOP, PHONE
from tests.insights.conftest import kabupaten as kabupaten
from tests.insights.conftest import kampung as kampung
from tests.insights.conftest import settings_of_uji as settings_of_uji
from tests.people import make_kampung
from tests.practices.making import make_practice

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PATIENCE = 90_000
"""Milliseconds for a page: the first one of a process is slow on a busy machine."""


@pytest.fixture
def plain(browser: "Browser") -> Iterator["Page"]:
    """A window without JavaScript."""
    context = browser.new_context(locale="id-ID", java_script_enabled=False)
    context.set_default_navigation_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def test_a_visitor_searches_and_compares_without_scripts(
    live_server: LiveServer, plain: "Page", kabupaten: dict[str, KampungKB]
) -> None:
    plain.goto(f"{live_server.url}/")
    assert urlsplit(plain.url).path == "/portal/"
    assert plain.get_by_role("link", name="Masuk", exact=True).count() == 2  # menu and head

    plain.get_by_label("Cari kampung, desa, atau kode").fill("tirta djaya")
    plain.get_by_role("button", name="Cari").click()
    assert plain.get_by_role("heading", name="Tirta Jaya").is_visible()
    assert not plain.get_by_role("button", name="Dekat saya").is_visible()

    plain.get_by_label("Nama kampung, desa, atau kode").fill("")
    plain.get_by_role("button", name="Cari", exact=True).click()
    for name in ("Tirta Jaya", "Sukamaju"):
        plain.get_by_label(f"Bandingkan {name}").check()
    plain.get_by_role("button", name="Bandingkan yang dicentang").click()
    assert parse_qs(urlsplit(plain.url).query)["k"] == ["91.37.01.2001", "91.37.02.2001"]
    assert plain.get_by_role("columnheader", name="Tirta Jaya").is_visible()


def test_near_me_is_asked_on_a_click_and_leaves_rounded(
    live_server: LiveServer, browser: "Browser", kabupaten: dict[str, KampungKB]
) -> None:
    KampungKB.objects.filter(pk=kabupaten["naik"].pk).update(lintang=-3.81, bujur=114.77)
    context = browser.new_context(
        locale="id-ID",
        geolocation={"latitude": -3.7999123, "longitude": 114.7654321},
        permissions=["geolocation"],
    )
    context.set_default_navigation_timeout(PATIENCE)
    page = context.new_page()

    page.goto(f"{live_server.url}/portal/cari/")
    assert "dekat" not in page.url
    page.get_by_role("button", name="Dekat saya").click()
    page.wait_for_url("**dekat=**")

    assert parse_qs(urlsplit(page.url).query)["dekat"] == ["-3.80,114.77"]
    assert "7654" not in page.content()
    assert page.get_by_text("1 kampung terdekat").is_visible()
    context.close()


def test_no_more_can_be_ticked_than_compared_and_the_map_is_reached_by_keyboard(
    live_server: LiveServer, page: "Page", kabupaten: dict[str, KampungKB]
) -> None:
    make_kampung("91.37.01.2007", nama="Keenam")
    page.goto(f"{live_server.url}/portal/cari/")
    ticks = page.locator("input[name=k]")
    for place in range(4):
        ticks.nth(place).check()
    assert ticks.nth(4).is_disabled()
    ticks.nth(0).uncheck()
    assert ticks.nth(4).is_enabled()

    page.get_by_role("link", name="Peta", exact=True).click()
    tile = page.get_by_role("link", name="Tirta Jaya: 4 Paripurna")
    for _ in range(60):
        page.keyboard.press("Tab")
        if tile.evaluate("one => one === document.activeElement"):
            break
    assert tile.evaluate("one => one === document.activeElement")
    page.get_by_text("Lihat sebagai tabel").click()
    assert page.get_by_role("rowheader", name="Tirta Jaya").is_visible()


@needs_axe
def test_its_pages_are_readable_for_all_and_fit_a_phone(
    live_server: LiveServer, page: "Page", kabupaten: dict[str, KampungKB]
) -> None:
    practice = make_practice(kabupaten["naik"])
    asked = "k=91.37.01.2001&k=91.37.01.2002&k=91.37.02.2001&k=91.37.02.2002"
    paths = [
        *("/portal/", "/portal/91.37/statistik/", "/portal/91.37/statistik/?bahasa=en"),
        *("/portal/cari/", "/portal/cari/?tampilan=peta", "/portal/cari/?cari=tidakada"),
        *(f"/portal/banding/?{asked}", "/portal/banding/", "/portal/91.37/terpilih/"),
        *("/portal/91.37/agenda/", "/portal/contoh-baik/", f"/portal/contoh-baik/{practice.pk}/"),
        *("/portal/tentang/", "/portal/privasi/", "/portal/aksesibilitas/"),
    ]
    problems = []
    for path in paths:
        page.goto(live_server.url + path)
        for details in page.locator("summary").all():
            details.click()
        for size in (PHONE, DESKTOP):
            page.set_viewport_size(size)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > size["width"]:
                problems.append(f"{path}: {width} wide on {size['width']}")
            problems += [f"{path}: {fault}" for fault in violations(page)]

    assert problems == []
