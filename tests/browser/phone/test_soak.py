"""F26 at its full size; `make soak` runs it (about ten minutes), `make test` the small one."""

import os
import re
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

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


@dataclass
class Line:
    """Every 29th request never arrives, and of every 31st the answer is lost."""

    asked: int = 0
    unheard: int = 0
    unanswered: int = 0
    guard: threading.Lock = field(default_factory=threading.Lock)

    def carry(self, route: Route) -> None:
        with self.guard:
            self.asked += 1
            number = self.asked
        if number % 29 == 0:
            self.unheard += 1
            route.abort()
        elif number % 31 == 0:
            self.unanswered += 1
            route.fetch()
            route.abort()
        else:
            route.continue_()


def tell(text: str) -> None:
    """Show how far it is: it takes minutes."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def fill(phone: Handset) -> tuple[int, int]:
    """Write it all without a line; the records and the photos that wait then."""
    for begun in range(0, REPORTS, 10):
        phone.page.evaluate(MAKE, [10, PHOTOS_EACH, begun])
    phone.page.evaluate(MAKE, [MORE_PHOTOS, 1, REPORTS])
    phone.page.evaluate(MAKE, [MORE_REPORTS - MORE_PHOTOS, 0, REPORTS + MORE_PHOTOS])
    return len(phone.rows()), len(phone.rows("photos"))


def deliver(phone: Handset) -> set[str]:
    """Wait until nothing waits any more; what the home screen said of its progress meanwhile."""
    said: set[str] = set()
    for turn in range(1, 361):
        phone.page.wait_for_timeout(2_500)
        said.update(phone.page.locator(".phone-progress").all_text_contents())
        waiting, photos = phone.states().count("menunggu"), phone.unsent_photos()
        if turn % 8 == 0:
            tell(f"  {turn * 2.5:.0f} s: {waiting} records and {photos} photos wait")
        if not waiting and not photos:
            break
        if turn % 8 == 0:
            phone.page.reload()  # as a battery that dies, and a person who opens it again
    return said


def test_f26_two_hundred_reports_and_three_hundred_photos_of_thirty_days_arrive_once(
    handset: Make, ani: User
) -> None:
    phone, line = handset(ani), Line()
    phone.page.set_default_timeout(600_000)
    phone.page.clock.install(time=datetime(2019, 1, 5, 2, tzinfo=UTC))  # wrong by years (F31)
    phone.first_visit()
    phone.offline()
    begun = time.monotonic()
    rows, photos = fill(phone)
    assert (rows, photos) == (REPORTS + MORE_REPORTS, REPORTS * PHOTOS_EACH + MORE_PHOTOS)
    filled = time.monotonic()

    phone.page.clock.set_system_time(datetime(2019, 2, 4, 2, tzinfo=UTC))
    phone.page.reload()
    phone.context.route("**/kerja/*/**", line.carry)
    phone.online()
    said = deliver(phone)

    tell(
        f"F26: {rows} records, {photos} photos; made in {filled - begun:.0f} s, delivered in "
        f"{time.monotonic() - filled:.0f} s; {line.asked} requests, {line.unheard} never arrived, "
        f"of {line.unanswered} the answer was lost"
    )
    assert phone.states() == ["terkirim"] * rows
    assert Envelope.objects.count() == Kegiatan.objects.count() == rows
    assert not Kegiatan.objects.filter(made_at__isnull=False).exists()  # it is not believed
    sent = {photo["sha256"] for photo in phone.rows("photos")}
    assert set(KegiatanPhoto.objects.values_list("sent_sha256", flat=True)) == sent
    assert PhotoUpload.objects.count() == KegiatanPhoto.objects.count() == photos
    assert not phone.rows("pictures")
    steps = [tuple(map(int, re.findall(r"\d+", one))) for one in said]
    assert {total for _, total in steps} == {rows + photos}  # never "0 dari 47" after a cut
    assert len(steps) > 30
    assert min(line.unheard, line.unanswered) > 30
