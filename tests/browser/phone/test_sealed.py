"""Who holds the phone of somebody else reads nothing."""

import re
from collections.abc import Callable

from naikkelas.accounts.models import User
from tests.browser.phone.handset import READ, Handset, picture
from tests.registry.pictures import encoded, scene

Make = Callable[..., Handset]
PHOTO = picture("Rumah Bu Melati.jpg", encoded(scene(3, 900, 700)))
HANGS = "() => { self.createImageBitmap = () => new Promise(() => null); }"


def test_nothing_that_was_typed_or_photographed_can_be_read_in_the_stores(
    handset: Make, ani: User
) -> None:
    """A record that waits, with a photo; a draft, with one that is still as the camera made it."""
    phone = handset(ani)
    phone.first_visit()
    phone.offline()
    phone.begin("Penyuluhan di rumah Melati")
    phone.page.get_by_text("Bersama siapa, di mana").click()
    phone.page.get_by_label("Tempat").fill("Balai Kenanga")
    phone.add_photo(PHOTO)
    phone.send()
    phone.begin("Kunjungan ke keluarga Mawar")
    phone.page.evaluate(HANGS)
    phone.page.locator("#foto").set_input_files([PHOTO])
    phone.until(f"({READ})('photos').then((all) => all.length === 2)")
    phone.keeps("Kunjungan ke keluarga Mawar")

    everything = phone.everything()
    assert phone.states() == ["draf", "menunggu"]
    assert len(phone.rows("pictures")) == 2
    phone.page.close()  # what hangs would be waited for

    assert "menunggu" in everything  # what stands open was looked through
    assert re.findall("Melati|Mawar|Kenanga|JFIF\0", everything) == []
