"""F26 at its full size; `make soak` runs it (about ten minutes), `make test` the small one."""

import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count

import pytest
from playwright.sync_api import Route

from naikkelas.accounts.models import User
from naikkelas.activities.models import Envelope, Kegiatan, KegiatanPhoto, PhotoUpload
from tests.browser.phone.handset import Handset

Make = Callable[..., Handset]
REPORTS, PHOTOS_EACH = 60, 4
MORE_REPORTS, MORE_PHOTOS = 140, 60
MAKE = """async ([reports, photos, begun]) => {
  const queue = await import("/statis/activities/phone/queue.js");
  const {shrink} = await import("/statis/activities/phone/photos.js");
  const {current} = await import("/statis/activities/phone/vault.js");
  const kampung = (await current()).person.kampung[0].id;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [1600, 1200];
  const pen = canvas.getContext("2d");
  for (let number = begun; number < begun + reports; number += 1) {
    const title = `Kegiatan ke-${number}`;
    const body = {judul: title, tanggal: "2026-02-03", peserta_p: number};
    const row = await queue.draft("kegiatan", kampung, {title, body});
    for (let photo = 0; photo < photos; photo += 1) {
      for (let spot = 0; spot < 6000; spot += 1) {
        pen.fillStyle = `hsl(${Math.random() * 360} 60% 50%)`;
        pen.fillRect(Math.random() * 1600, Math.random() * 1200, 20, 20);
      }
      const raw = await new Promise((yes) => canvas.toBlob(yes, "image/jpeg", 0.9));
      await queue.addPhoto(row.id, await shrink(raw));
    }
    await queue.close(row, {title, body});
  }
}"""

pytestmark = [
    pytest.mark.postgres_only,
    pytest.mark.skipif(not os.environ.get("SOAK"), reason="make soak"),
]


@pytest.fixture
def cuts() -> Callable[[Route], None]:
    """Every 29th request never arrives, and of every 31st the answer is lost."""
    asked, guard = count(1), threading.Lock()

    def pass_on(route: Route) -> None:
        with guard:
            number = next(asked)
        if number % 29 == 0:
            route.abort()
        elif number % 31 == 0:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    return pass_on


def test_f26_two_hundred_reports_and_three_hundred_photos_of_thirty_days_arrive_once(
    handset: Make, ani: User, cuts: Callable[[Route], None]
) -> None:
    phone = handset(ani)
    phone.page.set_default_timeout(600_000)
    phone.page.clock.install(time=datetime(2026, 1, 5, 2, tzinfo=UTC))
    phone.first_visit()
    phone.offline()
    for begun in range(0, REPORTS, 10):
        phone.page.evaluate(MAKE, [10, PHOTOS_EACH, begun])
    phone.page.evaluate(MAKE, [MORE_PHOTOS, 1, REPORTS])
    rest = MORE_REPORTS - MORE_PHOTOS
    phone.page.evaluate(MAKE, [rest, 0, REPORTS + MORE_PHOTOS])
    rows, photos = len(phone.rows()), len(phone.rows("photos"))
    assert (rows, photos) == (REPORTS + MORE_REPORTS, REPORTS * PHOTOS_EACH + MORE_PHOTOS)

    phone.page.clock.set_system_time(datetime(2026, 2, 4, 2, tzinfo=UTC))
    phone.page.reload()
    phone.context.route("**/kerja/*/**", cuts)
    phone.online()
    for _ in range(200):
        phone.page.wait_for_timeout(5_000)
        if phone.states().count("terkirim") == rows and not phone.unsent_photos():
            break
        phone.page.reload()  # as a battery that dies, and a person who opens it again

    assert phone.states() == ["terkirim"] * rows
    assert Envelope.objects.count() == Kegiatan.objects.count() == rows
    sent = {photo["sha256"] for photo in phone.rows("photos")}
    assert set(KegiatanPhoto.objects.values_list("sent_sha256", flat=True)) == sent
    assert PhotoUpload.objects.count() == KegiatanPhoto.objects.count() == photos
