"""Passkeys and authenticator apps as people use them, under the strict CSP."""

import re
from typing import TYPE_CHECKING, Any

import pytest
from pytest_django.live_server_helper import LiveServer

from naikkelas.accounts.models import Role, User
from naikkelas.areas.models import Area
from tests.accounts.door import code_now, factors
from tests.browser.looking import violations
from tests.people import PASSWORD, make_kampung, make_user

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGES = (
    "/akun/keamanan/",
    "/akun/kata-sandi/",
    "/akun/perangkat/",
    "/akun/pin/",
    "/akun/kontak/",
    "/akun/passkey/tambah/",
    "/akun/aplikasi/pasang/",
    "/akun/kode-cadangan/baru/",
)


@pytest.fixture
def darma_at_work(darma: User, settings: Any) -> User:
    """Pak Darma, whose post asks for a second factor."""
    settings.SECOND_FACTOR_REQUIRED = True
    make_kampung("91.37.01.2001", nama="Sukamaju")
    return darma


@pytest.fixture
def finger(page: "Page") -> None:
    """A phone that knows its owner's finger (a virtual authenticator of Chromium)."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def enter(page: "Page", base: str, name: str = "darma") -> None:
    page.goto(f"{base}/masuk/")
    page.get_by_label("Nama pengguna").fill(name)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()


def confirm(page: "Page") -> None:
    page.wait_for_url("**/akun/periksa/**")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Lanjutkan").click()


def leave(page: "Page") -> None:
    page.get_by_text("Pak Darma", exact=True).first.click()
    page.get_by_role("button", name="Keluar", exact=True).click()
    page.wait_for_url("**/masuk/**")


def test_an_official_sets_up_a_passkey_and_comes_in_by_finger(
    live_server: LiveServer, page: "Page", finger: None, darma_at_work: User
) -> None:
    enter(page, live_server.url)
    page.wait_for_url("**/akun/keamanan/")
    page.get_by_role("link", name="Tambah passkey").click()
    confirm(page)
    page.wait_for_url("**/akun/passkey/tambah/")
    page.get_by_label("Nama passkey").fill("HP kantor")
    page.get_by_role("button", name="Buat passkey").click()
    page.wait_for_url("**/akun/kode-cadangan/")
    page.get_by_role("link", name="Sudah saya catat").click()
    page.wait_for_url(f"{live_server.url}/")
    leave(page)

    page.get_by_role("button", name="Pakai passkey").click()

    page.wait_for_url(f"{live_server.url}/")
    assert page.get_by_role("link", name="Kampung", exact=True).first.is_visible()
    assert factors(darma_at_work) == ["recovery_codes", "webauthn"]


@pytest.mark.long
def test_a_passkey_is_the_second_step_after_a_password_too(
    live_server: LiveServer, page: "Page", finger: None, darma_at_work: User
) -> None:
    enter(page, live_server.url)
    page.get_by_role("link", name="Tambah passkey").click()
    confirm(page)
    page.get_by_role("button", name="Buat passkey").click()
    page.get_by_role("link", name="Sudah saya catat").click()
    leave(page)

    enter(page, live_server.url)
    page.wait_for_url("**/masuk/langkah-kedua/")
    page.get_by_role("button", name="Pakai passkey").click()

    page.wait_for_url(f"{live_server.url}/")


def test_an_authenticator_app_is_set_up_and_used(
    live_server: LiveServer, page: "Page", darma_at_work: User
) -> None:
    enter(page, live_server.url)
    page.get_by_role("link", name="Pasang aplikasi").click()
    confirm(page)
    secret = page.locator("code").inner_text()
    assert re.fullmatch("[A-Z2-7]{32}", secret)
    assert page.get_by_alt_text("Kode QR").evaluate("image => image.naturalWidth") > 0
    page.get_by_label("Kode 6 angka").fill(code_now(secret))
    page.get_by_role("button", name="Pasang").click()
    page.get_by_role("link", name="Sudah saya catat").click()
    leave(page)

    enter(page, live_server.url)
    page.wait_for_url("**/masuk/langkah-kedua/")
    page.get_by_label("Kode", exact=True).fill(code_now(secret))
    page.get_by_role("button", name="Lanjutkan").click()

    page.wait_for_url(f"{live_server.url}/")


def test_every_page_of_the_account_is_accessible_on_a_phone(
    live_server: LiveServer, page: "Page", finger: None, sukamaju: Area
) -> None:
    make_user("ani", "Bu Ani", Role.POKJA_CHAIR, sukamaju)
    make_kampung("91.37.01.2001", nama="Sukamaju")
    page.set_viewport_size({"width": 360, "height": 780})
    broken = {}

    def look(path: str) -> None:
        page.goto(f"{live_server.url}{path}")
        found = violations(page)
        if page.evaluate("document.documentElement.scrollWidth > 360"):
            found.append("wider than a phone")
        if found:
            broken[path] = found

    for path in ("/masuk/", "/masuk/lupa/"):
        look(path)
    enter(page, live_server.url, "ani")
    page.wait_for_load_state()
    look("/akun/aplikasi/pasang/")
    confirm(page)
    for path in PAGES:
        look(path)

    assert broken == {}
