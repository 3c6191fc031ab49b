"""A volunteer writes for the site on a phone: with the buttons, by keyboard, and by hand."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from naikkelas.accounts.models import Role, User
from naikkelas.activities.models import KegiatanPhoto
from naikkelas.areas.models import Area
from naikkelas.publicsite.models import SiteTextVersion
from naikkelas.registry.models import KampungKB, State
from tests.activities.making import make_activity, make_photo
from tests.browser.looking import needs_axe, violations
from tests.people import make_kampung, make_user
from tests.publicsite.making import make_release

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PHONE: Any = {"width": 360, "height": 740}
PATIENCE = 90_000
TOUCH = 44
"""The least width and height of a button, in CSS pixels (WCAG 2.2, 2.5.8 asks for 24)."""


@pytest.fixture
def kampung(sukamaju: Area) -> KampungKB:
    return make_kampung(sukamaju)


@pytest.fixture
def photo(kampung: KampungKB) -> KegiatanPhoto:
    told = {"state": State.ENDORSED, "endorsed_at": timezone.now()}
    photo = make_photo(make_activity(kampung, timezone.localdate(), **told), caption="Balai desa")
    make_release(photo)
    return photo


@pytest.fixture
def budi(sukamaju: Area) -> User:
    return make_user("budi", "Pak Budi", Role.POKJA, sukamaju)


def cookie_of(person: User, live_server: LiveServer) -> Any:
    client = Client()
    client.force_login(person)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}


@pytest.fixture
def desk(page: "Page", live_server: LiveServer, kampung: KampungKB, budi: User) -> "Page":
    """Pak Budi's phone, at a new text."""
    page.set_default_timeout(PATIENCE)
    page.route("**/foto/*/*.*", lambda route: route.fulfill(status=204))
    page.context.add_cookies([cookie_of(budi, live_server)])
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/kampung/{kampung.pk}/situs/tulis/")
    return page


def body_of(page: "Page") -> str:
    return page.get_by_label("Tulisan", exact=True).input_value()


def shows(page: "Page", words: str) -> None:
    """Wait until the text holds these words: what a dialog types comes after it has closed."""
    from playwright.sync_api import expect

    area = page.get_by_label("Tulisan", exact=True)
    expect(area).to_have_value(re.compile(re.escape(words)), timeout=PATIENCE)


def press(page: "Page", name: str) -> None:
    page.get_by_role("toolbar", name="Alat tulis").get_by_role("button", name=name).click()


@needs_axe
def test_the_buttons_type_the_signs_and_the_preview_follows(
    desk: "Page", photo: KegiatanPhoto
) -> None:
    desk.reload()
    desk.get_by_label("Judul", exact=True).fill("Panen raya")
    area = desk.get_by_label("Tulisan", exact=True)
    area.focus()
    press(desk, "Judul")
    desk.keyboard.type("Hasil")
    desk.keyboard.press("Enter")
    press(desk, "Daftar")
    desk.keyboard.type("padi")
    desk.keyboard.press("Enter")
    press(desk, "Tebal")
    desk.keyboard.type("ikan")
    desk.keyboard.press("End")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Enter")
    assert body_of(desk) == "## Hasil\n- padi\n- **ikan**\n"

    press(desk, "Tautan")
    desk.get_by_label("Kata yang dibaca").fill("kabar desa")
    desk.get_by_label("Alamat", exact=True).fill("javascript:alert(1)")
    desk.get_by_role("button", name="Pasang tautan").click()
    assert desk.get_by_role("dialog").is_visible()
    desk.get_by_label("Alamat", exact=True).fill("contoh.desa.id/kabar")
    assert violations(desk) == []
    desk.get_by_role("button", name="Pasang tautan").click()
    shows(desk, "[kabar desa](https://contoh.desa.id/kabar)")

    press(desk, "Foto")
    assert violations(desk) == []
    desk.get_by_role("button", name="Balai desa").click()
    shows(desk, f"![Balai desa](foto:{photo.pk})")
    preview = desk.get_by_label("Pratinjau, belum disimpan")
    preview.get_by_alt_text("Balai desa").wait_for(state="attached")
    assert preview.get_by_role("heading", name="Hasil").is_visible()
    assert preview.get_by_role("link", name="kabar desa").is_visible()
    assert violations(desk) == []
    assert desk.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_what_a_button_typed_is_undone_by_key_and_by_button(desk: "Page") -> None:
    area = desk.get_by_label("Tulisan", exact=True)
    area.focus()
    desk.keyboard.type("panen padi")
    desk.keyboard.press("Shift+Control+ArrowLeft")
    desk.keyboard.press("Control+b")
    assert body_of(desk) == "panen **padi**"
    desk.keyboard.press("Control+z")
    assert body_of(desk) == "panen padi"

    press(desk, "Daftar")
    assert body_of(desk) == "- panen padi"
    press(desk, "Urungkan")
    assert body_of(desk) == "panen padi"
    press(desk, "Daftar")
    press(desk, "Daftar")
    assert body_of(desk) == "panen padi"


def test_the_toolbar_is_one_stop_with_arrows_and_large_buttons(desk: "Page") -> None:
    bar = desk.get_by_role("toolbar", name="Alat tulis")
    assert bar.locator('button[tabindex="0"]').count() == 1
    bar.locator('button[tabindex="0"]').focus()
    desk.keyboard.press("ArrowRight")
    assert desk.evaluate("document.activeElement.textContent") == "Tebal"
    desk.keyboard.press("Home")
    desk.keyboard.press("ArrowLeft")
    assert desk.evaluate("document.activeElement.textContent") == "Urungkan"
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.name") == "body"

    for button in bar.get_by_role("button").all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= TOUCH


def test_words_that_were_not_saved_are_offered_and_let_go_once_saved(desk: "Page") -> None:
    address = desk.url
    desk.get_by_label("Judul", exact=True).fill("Panen raya")
    desk.get_by_label("Tulisan", exact=True).fill("Belum disimpan")
    desk.goto(address.replace("tulis/", ""))
    desk.goto(address)
    assert body_of(desk) == ""
    desk.get_by_role("button", name="Pulihkan tulisan yang belum disimpan").click()
    assert body_of(desk) == "Belum disimpan"
    assert desk.get_by_label("Judul", exact=True).input_value() == "Panen raya"

    desk.get_by_role("button", name="Simpan draf").click()
    desk.wait_for_url("**/tulisan/**")
    desk.goto(address)
    assert not desk.get_by_role("button", name="Pulihkan").is_visible()

    desk.get_by_label("Tulisan", exact=True).fill("Kata yang dibuang")
    desk.goto(address.replace("tulis/", ""))
    desk.goto(address)
    desk.get_by_role("button", name="Buang").click()
    desk.reload()
    assert not desk.get_by_role("button", name="Pulihkan").is_visible()


@pytest.fixture
def by_hand(
    browser: "Browser", live_server: LiveServer, kampung: KampungKB, budi: User
) -> Iterator["Page"]:
    """The same form in a browser without JavaScript."""
    context = browser.new_context(locale="id-ID", java_script_enabled=False, viewport=PHONE)
    context.set_default_navigation_timeout(PATIENCE)
    context.add_cookies([cookie_of(budi, live_server)])
    page = context.new_page()
    page.goto(f"{live_server.url}/kampung/{kampung.pk}/situs/tulis/")
    yield page
    context.close()


def test_the_same_form_works_by_hand(by_hand: "Page") -> None:
    assert not by_hand.get_by_role("toolbar").is_visible()
    assert by_hand.get_by_text("Judul kecil: ##").is_visible()
    by_hand.get_by_label("Judul", exact=True).fill("Panen")
    by_hand.get_by_label("Tulisan", exact=True).fill("## Hasil")
    by_hand.get_by_role("button", name="Pratinjau").click()
    assert by_hand.get_by_label("Pratinjau, belum disimpan").get_by_text("Hasil").is_visible()
    by_hand.get_by_role("button", name="Simpan draf").click()

    assert by_hand.get_by_text("Tersimpan sebagai draf").is_visible()
    assert SiteTextVersion.objects.get().body == "## Hasil"
