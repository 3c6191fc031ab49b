"""What happens to phones in the field, as often as asked: few times in tests, many in soak."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from tests.field_faults.ground import PATIENCE, Ground
from tests.field_faults.ledger import Answer, Phone, insist_on_ledger, phones
from tests.field_faults.proxy import Fault, bad_road
from tests.registry.pictures import encoded, scene


def at_once(phone: Phone, sent: bytes, times: int) -> list[Answer]:
    """The same bytes, posted by several connections at one moment."""
    gate = threading.Barrier(times)

    def go(_: int) -> Answer:
        gate.wait()
        return phone.send_once(sent)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(go, range(times)))


def cut_everywhere(ground: Ground, phone: Phone, steps: int) -> Counter[str]:
    """One report for each place at which its line breaks; each is sent again until answered."""
    seen: Counter[str] = Counter()
    sent = phone.envelope()
    request_length = len(sent) + 420
    for n in range(steps):
        at = 1 + n * request_length // steps
        _one_cut(ground, phone, Fault(cut_request_at=at), seen)
        _one_cut(ground, phone, Fault(cut_response_at=1 + n * 700 // steps), seen)
    _one_cut(ground, phone, Fault(refuse=True), seen)
    _one_cut(ground, phone, Fault(delay=0.2, bytes_a_second=4000), seen)
    return seen


def _one_cut(ground: Ground, phone: Phone, fault: Fault, seen: Counter[str]) -> None:
    sent = phone.envelope()
    with bad_road(ground.web.port, [fault]) as road:
        far = replace(phone, port=road.port, acknowledged={}, photos={})
        try:
            seen["answered" if far.send_once(sent).status == 201 else "refused"] += 1
        except OSError:
            seen["broken"] += 1
    phone.acknowledged |= far.acknowledged
    assert phone.send(sent).status == 201


def photo_cut_everywhere(ground: Ground, phone: Phone, content: bytes, steps: int) -> Counter[str]:
    """One photo for each place at which its line breaks, in what is sent and in the answer."""
    seen: Counter[str] = Counter()
    length = len(content) + 420
    for n in range(steps):
        for fault in (
            Fault(cut_request_at=1 + n * length // steps),
            Fault(cut_response_at=1 + n * 700 // steps),
        ):
            record = phone.send(phone.envelope()).told["record"]
            number = phone.begin_photo(record, content)
            seen[_broken_piece(ground, phone, number, content, fault)] += 1
            assert phone.finish_photo(number, content).status == 201
    return seen


def _broken_piece(ground: Ground, phone: Phone, number: str, content: bytes, fault: Fault) -> str:
    """Send the whole photo as one piece over a line that breaks; what came of it."""
    spread = {"Content-Range": f"bytes 0-{len(content) - 1}/{len(content)}"}
    with bad_road(ground.web.port, [fault]) as road:
        far = replace(phone, port=road.port, acknowledged={}, photos={})
        try:
            answer = far.request("PUT", f"/kerja/foto/{number}/", content, "image/jpeg", **spread)
        except OSError:
            return "broken"
    return "answered" if answer.status == 201 else "refused"


def killed_at_random(
    ground: Ground, times: int, kill: Callable[[], None], seconds: float = 0.25, seed: int = 37
) -> Counter[str]:
    """Phones send reports, photos, changes and monthly reports without pause while the server is
    killed again and again."""
    chance = random.Random(seed)
    known = phones(ground)
    stop = threading.Event()
    seen: Counter[str] = Counter()
    pictures = [encoded(scene(number)) for number in range(4)]

    def work(phone: Phone) -> None:
        while not stop.is_set():
            _some_work(phone, chance, pictures, seen)

    threads = [threading.Thread(target=work, args=(phone,), daemon=True) for phone in known]
    for thread in threads:
        thread.start()
    probe = known[0]
    try:
        for _ in range(times):
            probe.until_answered("GET", "/kerja/sapa/")
            # Some live long enough for a photo to be looked at, which takes a second.
            lives = seconds if chance.random() < 0.7 else 12 * seconds
            time.sleep(chance.random() * lives)
            kill()
            seen["kills"] += 1
        probe.until_answered("GET", "/kerja/sapa/")
    finally:
        stop.set()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()
    seen["acknowledged"] = insist_on_ledger(ground, known)
    return seen


def _some_work(
    phone: Phone, chance: random.Random, pictures: list[bytes], seen: Counter[str]
) -> None:
    """One report, often sent twice, and sometimes what belongs to it."""
    sent = phone.envelope()
    for _ in range(chance.choice((1, 1, 2))):
        made = phone.send(sent)
        assert made.status == 201, made.body
    seen["sent"] += 1
    what = chance.choice(("nothing", "nothing", "photo", "edit", "monthly"))
    if what == "photo":
        answer = phone.send_photo(made.told["record"], chance.choice(pictures))
    elif what == "edit":
        answer = phone.send(phone.edit(made.told))
    elif what == "monthly":
        answer = phone.send(phone.monthly(chance.randint(1, 12)))
    else:
        return
    assert answer.status == 201, answer.body
    seen[what] += 1


def month_offline(
    ground: Ground, phone: Phone, reports: int, photos: list[bytes], bytes_a_second: int
) -> None:
    """A queue goes out oldest first over a slow line; each third connection breaks on its way."""
    slow = Fault(bytes_a_second=bytes_a_second)
    breaks = [replace(slow, cut_request_at=at) for at in (300, 900, 3000, 7000)] + [
        replace(slow, cut_response_at=40)
    ]
    plans = [breaks[n // 3 % len(breaks)] if n % 3 == 2 else slow for n in range(10_000)]
    each = len(photos) // reports
    with bad_road(ground.web.port, plans) as road:
        far = replace(phone, port=road.port, acknowledged={}, photos={})
        for number in range(reports):
            sent = far.envelope()
            answer = far.send(sent)
            assert answer.status == 201, answer.body
            for content in photos[number * each : (number + 1) * each]:
                stored = far.send_photo(answer.told["record"], content, piece=8000)
                assert stored.status == 201, stored.body
    phone.acknowledged |= far.acknowledged
    phone.photos |= far.photos
