"""What JavaScript adds to the report form: sums, questions that hang on an answer, saving."""

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from naikkelas.accounts.models import User
from naikkelas.areas.models import Area
from naikkelas.registry.models import KKBPK, ReportDraft
from tests.people import make_kampung, make_report

if TYPE_CHECKING:
    from playwright.sync_api import Page


def as_sari(page: "Page", live_server: LiveServer, client: Client, sari: User) -> None:
    """The browser carries the session of Sari; signing in has its own story."""
    client.force_login(sari)
    name = settings.SESSION_COOKIE_NAME
    cookie = client.cookies[name].value
    page.context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])


def test_a_pokja_fills_in_a_month_on_a_phone(
    live_server: LiveServer,
    page: "Page",
    client: Client,
    sukamaju: Area,
    sari: User,
) -> None:
    from playwright.sync_api import expect

    kampung = make_kampung(sukamaju)
    make_report("penduduk", kampung, date(2025, 5, 7), pus=137)
    page.set_viewport_size({"width": 360, "height": 640})
    as_sari(page, live_server, client, sari)

    page.goto(f"{live_server.url}/kampung/{kampung.pk}/lapor/kkbpk/")
    page.get_by_text("2. Peserta KB menurut metode").click()
    page.get_by_label("IUD").fill("1.204")
    page.get_by_label("Pil").fill("33")
    expect(page.locator("#bagian-2 output")).to_have_text("1.237")
    expect(page.get_by_text("2 dari 7 terisi")).to_be_visible()
    expect(page.locator("[data-against]")).to_have_text("selisih +1.100")

    expect(page.locator("#tersimpan")).to_have_text(re.compile(r"Tersimpan \d\d\.\d\d"))
    assert ReportDraft.objects.get().values["iud"] == "1.204"

    page.get_by_role("button", name="Periksa laporan").click()
    page.get_by_role("button", name="Kirim laporan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Laporan terkirim")
    assert KKBPK.objects.get().iud == 1204


def test_questions_without_their_condition_are_not_asked(
    live_server: LiveServer,
    page: "Page",
    client: Client,
    sukamaju: Area,
    sari: User,
) -> None:
    from playwright.sync_api import expect

    kampung = make_kampung(sukamaju)
    as_sari(page, live_server, client, sari)
    page.goto(f"{live_server.url}/kampung/{kampung.pk}/lapor/profil/")
    exists = page.get_by_role("group", name="Pokja sudah dibentuk")
    trained = page.get_by_label("Jumlah anggota terlatih")

    expect(page.get_by_label("Jumlah anggota Pokja")).to_be_hidden()
    exists.get_by_label("Ya").check()
    page.get_by_role("group", name="Pokja pernah dilatih").get_by_label("Ya").check()
    expect(trained).to_be_visible()

    exists.get_by_label("Tidak").check()
    expect(trained).to_be_hidden()


@pytest.mark.parametrize("way", ["link", "address", "other tab"])
def test_the_last_edit_is_kept_when_the_page_is_left_at_once(
    way: str,
    live_server: LiveServer,
    page: "Page",
    client: Client,
    sukamaju: Area,
    sari: User,
) -> None:
    kampung = make_kampung(sukamaju)
    as_sari(page, live_server, client, sari)
    page.goto(f"{live_server.url}/kampung/{kampung.pk}/lapor/kkbpk/")
    page.get_by_text("2. Peserta KB menurut metode").click()

    page.get_by_label("IUD").press_sequentially("73")
    if way == "link":
        page.get_by_role("link", name="Laporan", exact=True).last.click()
        page.wait_for_url("**/laporan/**")
    elif way == "address":
        page.goto(f"{live_server.url}/kampung/")
    else:
        page.evaluate(
            "Object.defineProperty(document, 'visibilityState', {value: 'hidden'});"
            "document.dispatchEvent(new Event('visibilitychange'))"
        )

    page.wait_for_timeout(1_000)  # less than the three seconds of saving by itself
    assert ReportDraft.objects.get().values["iud"] == "73"


def test_sending_a_report_leaves_no_draft_behind(
    live_server: LiveServer,
    page: "Page",
    client: Client,
    sukamaju: Area,
    sari: User,
) -> None:
    kampung = make_kampung(sukamaju)
    as_sari(page, live_server, client, sari)
    page.goto(f"{live_server.url}/kampung/{kampung.pk}/lapor/kkbpk/")
    page.get_by_text("2. Peserta KB menurut metode").click()

    page.get_by_label("IUD").press_sequentially("73")
    page.get_by_role("button", name="Periksa laporan").click()
    page.get_by_role("button", name="Kirim laporan").click()
    page.wait_for_url("**/terkirim/**")
    page.goto(f"{live_server.url}/kampung/")

    assert KKBPK.objects.get().iud == 73
    assert not ReportDraft.objects.exists()
