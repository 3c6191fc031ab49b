"""What was closed stays closed, and what is one person's stays theirs."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from naikkelas.accounts.models import User
from naikkelas.activities.models import Envelope, Kegiatan, KegiatanPhoto
from naikkelas.activities.rules.reporting import MOST_PHOTOS
from tests.browser.phone.handset import TITLE, Handset, picture
from tests.registry.pictures import encoded, scene

Make = Callable[..., Handset]
PHOTO = picture("IMG_37.jpg", encoded(scene(3, 900, 700)))
OLDER_SCREEN = """async () => {
  const queue = await import("/statis/activities/phone/queue.js");
  const [row] = await queue.list();
  const older = {...row, state: "draf"};
  const title = "Dari layar lama";
  const content = {...(await queue.content(row)), title, body: {judul: title}};
  await queue.save({...older}, content);
  await queue.close({...older}, content);
}"""
LONG_AGO = """async () => {
  const {put} = await import("/statis/activities/phone/db.js");
  const queue = await import("/statis/activities/phone/queue.js");
  for (const row of await queue.list()) {
    await put("records", {...row, sentAt: row.sentAt - 63 * 86400000});
  }
}"""


def test_an_older_screen_changes_nothing_that_was_closed(handset: Make, ani: User) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    phone.report()
    closed = phone.rows()[0]

    phone.page.evaluate(OLDER_SCREEN)

    assert phone.rows() == [closed]
    phone.online()
    phone.arrived(1)
    phone.page.evaluate(OLDER_SCREEN)
    assert phone.states() == ["terkirim"]
    assert Kegiatan.objects.get().judul == TITLE


def test_who_signs_in_during_the_sending_sends_nothing_of_others(
    handset: Make, ani: User, budi: User
) -> None:
    """The token has changed because somebody else has come; the app greets again and looks who."""
    phone = handset(ani)
    phone.first_visit()

    came: list[str] = []
    session = phone.session_of(budi)  # a handler of routes has no database of the test

    def somebody_else_comes(route: Route) -> None:
        came.append(route.request.url)
        if len(came) > 1:
            route.continue_()
            return
        phone.context.add_cookies([session])
        route.fulfill(status=403, json={"code": "kunci_lama"})

    phone.context.route("**/kerja/kirim/", somebody_else_comes)
    phone.report()

    expect(phone.page.locator(".alert-warn")).to_contain_text("tidak dikirim atas nama orang lain")
    assert phone.states() == ["menunggu"]
    assert not Envelope.objects.exists()


def test_a_refusal_without_a_code_is_not_taken_for_an_acknowledgement(
    handset: Make, ani: User, tmp_path: Path
) -> None:
    """As a proxy on the way would refuse it: the record stays in the file of the last rescue."""
    phone = handset(ani)
    phone.first_visit()
    phone.context.route("**/kerja/kirim/", lambda route: route.fulfill(status=400, json={}))
    phone.report()
    phone.until_state("perbaiki")

    assert TITLE in phone.exported(tmp_path).read_text("utf-8")


@pytest.mark.long
def test_old_sent_records_leave_the_phone_but_not_before_their_photos(
    handset: Make, ani: User
) -> None:
    """The photo's record is answered "not yours now": the photo waits, and its record with it."""
    phone = handset(ani)
    phone.first_visit()
    answer = {"code": "tidak_ada", "message": "Tidak ditemukan di wilayah Anda."}
    phone.context.route("**/kerja/foto/", lambda route: route.fulfill(status=404, json=answer))
    phone.report(photos=[PHOTO])
    phone.until_state("terkirim")
    phone.report("Sudah lengkap")
    phone.until_state("terkirim", 2)
    phone.until("document.querySelector('#jaringan').textContent === '1 belum terkirim'")
    assert [photo["done"] for photo in phone.rows("photos")] == [False]
    phone.page.evaluate(LONG_AGO)

    phone.page.reload()
    expect(phone.page.locator(".phone-line")).to_have_count(1)
    expect(phone.page.locator(".phone-line")).to_contain_text(TITLE)
    phone.context.unroute("**/kerja/foto/")
    phone.page.reload()

    phone.arrived(1)
    assert KegiatanPhoto.objects.get().record == Kegiatan.objects.get(judul=TITLE).record


@pytest.mark.long
def test_a_phone_takes_five_photos_as_the_server_does(handset: Make, ani: User) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.begin()
    photos = [picture(f"{n}.jpg", encoded(scene(n, 400, 300))) for n in range(MOST_PHOTOS + 1)]

    phone.page.locator("#foto").set_input_files(photos)

    expect(phone.page.locator(".phone-form [role=alert]").filter(has_text="foto")).to_have_text(
        f"Paling banyak {MOST_PHOTOS} foto untuk satu kegiatan."
    )
    expect(phone.page.locator(".phone-photos li")).to_have_count(MOST_PHOTOS)
    phone.send()
    phone.arrived(1)
    assert KegiatanPhoto.objects.count() == MOST_PHOTOS
    assert [photo.get("message") for photo in phone.rows("photos")] == [None] * MOST_PHOTOS
