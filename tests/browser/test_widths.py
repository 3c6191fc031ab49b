"""Tables and forms are whole at the widths of a phone, a tablet and a desk."""

from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from naikkelas.accounts.models import User
from naikkelas.config.commands.example import load_example
from naikkelas.registry.models import KampungKB

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)
BEYOND = """() => {
  const wrap = document.querySelector('.table-wrap');
  return [document.documentElement.scrollWidth - innerWidth, wrap.scrollWidth - wrap.clientWidth];
}"""
SCROLLED = "document.querySelector('.table-wrap').scrollLeft"
BROKEN = """cells => cells.filter(cell => {
  const text = document.createRange();
  text.selectNodeContents(cell);
  return !cell.textContent.includes(' ') && text.getClientRects().length > 1;
}).map(cell => cell.textContent)"""


def be(name: str, page: "Page", live_server: LiveServer) -> None:
    """Go on as this person, who has signed in before."""
    client = Client()
    client.force_login(User.objects.get(username=name))
    key = settings.SESSION_COOKIE_NAME
    cookie = client.cookies[key].value
    page.context.clear_cookies()
    page.context.add_cookies([{"name": key, "value": cookie, "url": live_server.url}])


def test_nothing_is_cut_off_in_the_list_and_in_the_form_of_the_population(
    page: "Page", live_server: LiveServer
) -> None:
    load_example(lambda percent, step: None)
    page.set_default_timeout(60_000)

    # The list of kampung: whole, as cards on a phone and as a table at a desk
    be("operator", page, live_server)
    for width in (360, 1280, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{live_server.url}/kampung/")
        assert page.evaluate(BEYOND) == [0, 0], width

    # Where it does not fit, it is scrolled by itself, with keys too
    page.set_viewport_size({"width": 768, "height": 800})
    page.goto(f"{live_server.url}/kampung/")
    assert page.evaluate(BEYOND)[0] == 0
    page.get_by_role("region", name="Daftar kampung").focus()
    page.keyboard.press("ArrowRight")
    for _ in range(100):  # it glides; the page's own waiting needs eval, which the CSP forbids
        if page.evaluate(SCROLLED) > 0:
            break
        page.wait_for_timeout(100)
    assert page.evaluate(SCROLLED) > 0

    # The form on a phone: no age and no heading of one word is broken, both buttons in one row
    be("pokja", page, live_server)
    kampung = KampungKB.objects.get(village="63.01.10.2004")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{live_server.url}/kampung/{kampung.pk}/lapor/penduduk/")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.eval_on_selector_all(".report-ages th", BROKEN) == []
    buttons = [
        page.get_by_role("button", name=name).bounding_box()
        for name in ("Periksa laporan", "Simpan draf")
    ]
    assert len({button["y"] for button in buttons if button}) == 1
