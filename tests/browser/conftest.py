"""A headless Chromium against the live server; a page fails its test when it breaks the CSP."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from pytest_django.live_server_helper import LiveServer

from scripts import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

HERE = Path(__file__).parent
ON_BOTH = {"test_smoke.py", "test_a_report_is_trusted.py"}

# Playwright's synchronous interface runs an event loop in the thread of the test, so Django would
# take each query of a test for one from asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All here are `browser`; on SQLite two stories are enough, the rest runs on PostgreSQL."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")
            if connection.vendor == "sqlite" and item.path.name not in ON_BOTH:
                item.add_marker(
                    pytest.mark.skip(reason="browser stories run on PostgreSQL (make test)")
                )


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """A Chromium without windows, else the machine's own, else the one that Playwright brings."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.headless() or None,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    """A new person at a new window; errors in the console (CSP among them) fail the test."""
    context = browser.new_context(locale="id-ID", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(15_000)
    errors: list[str] = []

    def note(message: "ConsoleMessage") -> None:
        if message.type == "error":
            errors.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


@pytest.fixture
def sign_in(page: "Page", live_server: LiveServer) -> Callable[[str, str], None]:
    """Signs a person in through the form, as they do it themselves."""

    def act(username: str, password: str) -> None:
        page.goto(f"{live_server.url}/masuk/")
        page.get_by_label("Nama pengguna").fill(username)
        page.get_by_label("Kata sandi").fill(password)
        page.get_by_role("button", name="Masuk").click()
        page.wait_for_url(f"{live_server.url}/")

    return act
