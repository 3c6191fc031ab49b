"""The public pages of a site and the desk behind it: axe, the policy of content, phones."""

from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from naikkelas.accounts.models import Role
from naikkelas.areas.models import Area
from naikkelas.publicsite.pages.shell import PLACES
from naikkelas.publicsite.queries.sites import site_of
from naikkelas.registry.models import Meeting, State
from naikkelas.registry.rules.schema import AGE_COLUMNS
from tests.activities.making import make_activity, make_item, make_photo, make_rkm
from tests.browser.looking import needs_axe, violations
from tests.people import (
    make_kader,
    make_kampung,
    make_meeting,
    make_pokja,
    make_report,
    make_seat,
    make_user,
)
from tests.publicsite.making import make_aspiration, make_public_text, make_release, make_text

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize


PHONE: "ViewportSize" = {"width": 360, "height": 740}
DESKTOP: "ViewportSize" = {"width": 1280, "height": 900}
ONE_ROW = 64
"""Pixels: a row of places of 48, its line, and a little room."""


@needs_axe
@pytest.mark.django_db(transaction=True)
def test_every_public_page_is_readable_for_all_and_fits_a_phone(
    sukamaju: Area,
    live_server: LiveServer,
    page: "Page",
    client: Client,
) -> None:
    kampung, today = make_kampung(sukamaju), timezone.localdate()
    told = {"state": State.ENDORSED, "endorsed_at": timezone.now()}
    ages = dict.fromkeys(AGE_COLUMNS, 7)
    make_report("penduduk", kampung, today, keluarga=137, pus=83, **ages, **told)
    make_report("kkbpk", kampung, today, iud=7, suntik=37, pil=2, **told)
    make_report("profil", kampung, today, bkb=True, **told)
    activity = make_activity(kampung, today, deskripsi="Penimbangan balita.", **told)
    for number in range(13):
        make_activity(kampung, today, judul=f"Penyuluhan {number}", **told)
    make_release(make_photo(activity, caption="Balai desa"))
    make_seat(make_pokja(kampung), make_kader(kampung))
    make_meeting(kampung, today, kind=Meeting.Kind.OUTREACH, is_public=True)
    rkm = make_rkm(
        kampung,
        year=today.year,
        state="disetujui",
        revision=1,
        agreed_on=today,
        agreed_by=0,
        approved_on=today,
        approved_by=0,
    )
    make_item(rkm)
    news = make_public_text(kampung, "Panen raya", "## Hasil\n\n- padi\n- [kabar](https://a.id)")
    draft = make_text(kampung)
    make_aspiration(kampung)
    client.force_login(make_user("ketua", "Bu Ani", Role.POKJA_CHAIR, sukamaju))
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    session: Any = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}
    site = site_of(kampung)
    public = [path for _, path in PLACES]
    public += [f"kegiatan/{activity.record}/", "kegiatan/halaman/2/", f"kabar/{news.pk}/"]
    paths = [f"{site.url}{path}" for path in public]
    paths += [f"{site.url}{path}?bahasa=en" for path in ("", "data/", "aspirasi/")]
    desk = f"/kampung/{kampung.pk}/situs/"
    inside = [
        desk,
        f"{desk}tulis/",
        f"{desk}tulisan/{draft.pk}/",
        f"{desk}tulisan/{draft.pk}/ubah/",
    ]
    inside += [f"{desk}foto/", f"{desk}atur/", f"{desk}aspirasi/"]
    # The pictures of the release are not on disk here: their 404 would be a fault of the console.
    page.route("**/foto/*/*.*", lambda route: route.fulfill(status=204))

    page.set_default_timeout(120_000)
    broken, wide = [], []
    for number, path in enumerate([*paths, *inside]):
        if number == len(paths):
            page.context.add_cookies([session])
        answer = page.goto(live_server.url + path)
        assert answer is not None
        assert answer.status == 200, path
        for size in (PHONE, DESKTOP):
            page.set_viewport_size(size)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > size["width"]:
                wide.append(f"{path}: {width} px on a screen of {size['width']}")
            broken += [f"{path}: {fault}" for fault in violations(page)]

    assert broken == []
    assert wide == []


@needs_axe
@pytest.mark.django_db(transaction=True)
def test_the_places_take_one_row_and_the_menu_opens_by_keyboard(
    sukamaju: Area, live_server: LiveServer, page: "Page"
) -> None:
    site = site_of(make_kampung(sukamaju))
    page.set_default_timeout(120_000)
    page.goto(f"{live_server.url}{site.url}pokja/")
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        nav = page.get_by_role("navigation", name="Halaman situs")
        box = nav.bounding_box()
        assert box is not None
        assert box["height"] <= ONE_ROW
        summary = nav.locator("summary")
        summary.focus()
        page.keyboard.press("Enter")
        shown = nav.get_by_role("link").filter(visible=True)
        assert shown.count() == len(PLACES)
        assert nav.get_by_role("link", name="Pokja").get_attribute("aria-current") == "page"
        assert violations(page) == []
        page.keyboard.press("Enter")
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation", name="Halaman situs").is_visible()
