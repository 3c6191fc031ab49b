"""The shortest way through the house: sign in, look, sign out. Runs on both databases."""

from typing import TYPE_CHECKING

from pytest_django.live_server_helper import LiveServer

from naikkelas.accounts.models import User
from tests.people import PASSWORD, make_kampung

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page


def test_the_operator_signs_in_finds_a_kampung_and_signs_out(
    live_server: LiveServer, page: "Page", sign_in: "Callable[[str, str], None]", darma: User
) -> None:
    make_kampung("91.37.01.2001", nama="Sukamaju")

    sign_in(darma.username, PASSWORD)
    page.get_by_role("link", name="Kampung", exact=True).first.click()
    page.get_by_role("link", name="Sukamaju").first.click()

    assert "Sukamaju" in page.get_by_role("heading", level=1).inner_text()

    page.get_by_text("Pak Darma", exact=True).click()
    page.get_by_role("button", name="Keluar").click()
    page.wait_for_url("**/masuk/**")
    page.goto(f"{live_server.url}/kampung/")

    assert "/masuk/" in page.url


def test_a_wrong_password_is_said_in_plain_words(
    live_server: LiveServer, page: "Page", darma: User
) -> None:
    page.goto(f"{live_server.url}/masuk/")
    page.get_by_label("Nama pengguna").fill(darma.username)
    page.get_by_label("Kata sandi").fill("bukan-ini")
    page.get_by_role("button", name="Masuk").click()

    assert "tidak cocok" in page.get_by_role("alert").inner_text()
