"""What a photo of an activity shows: the activity itself, or how it was before or after."""

from collections.abc import Callable

from playwright.sync_api import expect

from naikkelas.accounts.models import User
from naikkelas.activities.models import Kegiatan, KegiatanPhoto
from tests.browser.looking import needs_axe, violations
from tests.browser.phone.handset import Handset, picture
from tests.registry.pictures import encoded, scene

Make = Callable[..., Handset]
PHOTOS = [picture(f"IMG_{n}.jpg", encoded(scene(n, 900, 700))) for n in range(3)]
ARE_KEPT = """(async () => {
  const queue = await import("/statis/activities/phone/queue.js");
  const {kinds} = await queue.content((await queue.list())[0]);
  return Object.values(kinds ?? {}).join() === "sebelum,sesudah";
})()"""
IS_FULL = """() => {
  navigator.storage.estimate = async () => ({ usage: 97_000_000, quota: 100_000_000 });
  dispatchEvent(new Event("kerja-foto"));
}"""


def test_a_photo_marked_before_arrives_as_that(handset: Make, ani: User) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    phone.begin("Bedah rumah")
    phone.add_photo(*PHOTOS)
    expect(phone.page.get_by_label("Jenis foto 1")).to_have_value("kegiatan")
    phone.page.get_by_label("Jenis foto 2").select_option("Sebelum")
    phone.page.get_by_label("Jenis foto 3").select_option("Sesudah")

    phone.until(ARE_KEPT)
    phone.page.reload()
    expect(phone.page.get_by_label("Jenis foto 2")).to_have_value("sebelum")
    phone.page.get_by_role("button", name="Hapus foto 1").click()
    phone.page.get_by_role("button", name="Urungkan").click()
    expect(phone.page.get_by_label("Jenis foto 3")).to_have_value("sesudah")
    phone.send()
    phone.online()

    phone.arrived(1)
    arrived = {str(photo.pk): photo.kind for photo in KegiatanPhoto.objects.all()}
    chosen = sorted(phone.rows("photos"), key=lambda photo: photo["order"])
    assert [arrived[photo["id"]] for photo in chosen] == ["kegiatan", "sebelum", "sesudah"]
    assert Kegiatan.objects.get().jenis_post == "sebelum_sesudah"


def test_a_photo_that_is_taken_back_from_before_makes_no_pair(handset: Make, ani: User) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    phone.begin("Bedah rumah")
    phone.add_photo(PHOTOS[0])
    phone.page.get_by_label("Jenis foto 1").select_option("Sebelum")
    phone.send()
    phone.page.get_by_role("button", name="Urungkan").click()
    phone.page.get_by_label("Jenis foto 1").select_option("Kegiatan")
    phone.send()
    phone.online()

    phone.arrived(1)
    assert Kegiatan.objects.get().jenis_post == ""


def test_the_kind_of_a_photo_is_chosen_by_the_keyboard(handset: Make, ani: User) -> None:
    phone = handset(ani)
    phone.first_visit()
    phone.begin("Bedah rumah")
    phone.add_photo(PHOTOS[0])

    phone.page.get_by_label("Keterangan foto 1").focus()
    phone.page.keyboard.press("Tab")
    phone.page.keyboard.press("ArrowDown")
    phone.send()

    phone.arrived(1)
    assert KegiatanPhoto.objects.get().kind == "sebelum"


@needs_axe
def test_the_cards_of_photos_are_usable_by_everybody(handset: Make, ani: User) -> None:
    """360 x 640, with room for another photo and without."""
    phone = handset(ani, bypass_csp=True)
    phone.first_visit()
    phone.begin("Bedah rumah")
    phone.add_photo(PHOTOS[0])
    box = phone.page.get_by_label("Jenis foto 1").bounding_box()
    assert box
    assert box["height"] >= 48

    found = violations(phone.page)
    phone.page.evaluate(IS_FULL)
    expect(phone.page.locator("#foto")).to_be_disabled()
    found += violations(phone.page)

    assert found == []
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360
