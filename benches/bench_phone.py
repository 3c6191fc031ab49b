"""The phone app: how soon it shows itself on a slow line and a slow phone, and what it costs.

Chromium against a demo of its own: 400 kbit/s, 400 ms, a processor six times slower. Bytes are
counted by a relay on loopback, so that those of the service worker count too, with all headers.
"""

import gzip
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Row = dict[str, Any]
VISITS = 5
LATENCY_MS, BYTES_A_SECOND, SLOWER = 400, 400_000 // 8, 6
PHOTOS, OPENINGS = 12, 30
MONTHLY = ("Profil", "Penduduk", "Perkembangan KKBPK")
PASSWORD = "payung-biru-di-sawah"
_FCP = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def run() -> Iterator[Row]:
    """Rows of the table."""
    yield _weight()
    with _demo() as port, _browser() as browser:
        cold = [_cold(browser, port) for _ in range(VISITS)]
        yield _row("app, first paint on slow 3G, nothing kept", [one[0] for one in cold], 3.0)
        yield _row("app, usable on slow 3G, nothing kept", [one[1] for one in cold], None)
        yield _row("app, first paint when installed", _installed(browser, port), 1.0)
        yield _month(browser, port)


def _row(name: str, seconds: list[float], bar: float | None) -> Row:
    median = statistics.median(seconds)
    load = os.getloadavg()[0]
    return {
        "name": name,
        "figure": f"{median:.2f} s (median of {len(seconds)}, worst {max(seconds):.2f}; "
        f"load {load:.1f})",
        "bar": f"≤ {bar:.1f} s" if bar else "none",
        "ratio": f"{median / bar:.2f}" if bar else "",
        "passed": bar is None or median <= bar,
    }


def _weight() -> Row:
    from naikkelas.activities.rules import app

    static = Path(app.__file__).parents[1] / "static"
    paths = [*app.scripts(), "activities/phone/worker.js"]
    size = sum(len(gzip.compress((static / path).read_bytes(), 6)) for path in paths)
    return {
        "name": "app, JavaScript compressed (gzip)",
        "figure": f"{size / 1000:.1f} kB in {len(paths)} modules",
        "bar": "≤ 70 kB",
        "ratio": f"{size / 70_000:.2f}",
        "passed": size <= 70_000,
    }


# Visits -----------------------------------------------------------------------------------------


def _cold(browser: "Browser", port: int) -> tuple[float, float]:
    """Seconds to the first paint and to the first screen, with an empty profile."""
    page = browser.new_context(viewport={"width": 360, "height": 640}).new_page()
    _slow(page)
    begun = time.monotonic()
    page.goto(f"http://localhost:{port}/kerja/", wait_until="commit")
    page.locator("#layar [data-screen]").first.wait_for(timeout=60_000)
    usable = time.monotonic() - begun
    painted = page.evaluate(_FCP) / 1000
    page.context.close()
    return painted, usable


def _installed(browser: "Browser", port: int) -> list[float]:
    """Seconds to the first paint, each time the app is opened after the first visit."""
    page = _signed_in(browser, port)
    _slow(page)
    painted = []
    for _ in range(VISITS):
        page.goto("about:blank")
        page.goto(f"http://localhost:{port}/kerja/", wait_until="commit")
        page.locator("#layar [data-screen=home]").wait_for(timeout=60_000)
        painted.append(page.evaluate(_FCP) / 1000)
    page.context.close()
    return painted


def _slow(page: "Page") -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY_MS,
            "downloadThroughput": BYTES_A_SECOND,
            "uploadThroughput": BYTES_A_SECOND,
        },
    )
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def _signed_in(browser: "Browser", port: int) -> "Page":
    """A phone after its first visit: worker and provisions are on it."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, locale="id-ID")
    page = context.new_page()
    page.goto(f"http://localhost:{port}/masuk/?next=/kerja/")
    page.get_by_label("Nama pengguna").fill("pokja")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.locator("[data-screen=home]").wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.wait_for_timeout(3000)
    return page


def _month(browser: "Browser", port: int) -> Row:
    """Bytes on the line, both ways: first visit, 12 activities with a photo, the three monthly
    reports, 30 openings."""
    with _relay(port) as (mine, counted):
        page = _signed_in(browser, mine)
        first = counted[0]
        for number in range(PHOTOS):
            _report(page, number)
        for name in MONTHLY:
            _monthly(page, name)
        for _ in range(OPENINGS):
            page.reload()
            page.locator("[data-screen=home]").wait_for()
            page.wait_for_timeout(400)
        page.context.close()
    total = counted[0] / 1e6
    return {
        "name": "app, data of a month with 12 photos and the three monthly reports",
        "figure": f"{total:.2f} MB (of it {first / 1e6:.2f} MB at the first visit)",
        "bar": "≤ 5 MB",
        "ratio": f"{total / 5:.2f}",
        "passed": total <= 5,
    }


def _report(page: "Page", number: int) -> None:
    page.evaluate("location.hash = '#/kegiatan/baru'")
    page.locator("[data-screen=activity]").wait_for()
    page.get_by_label("Apa kegiatannya?").fill(f"Kelas BKB pertemuan {number + 1}")
    photo: Any = {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": _photo(number)}
    page.locator("#foto").set_input_files([photo])
    page.locator(".phone-photos li").wait_for(timeout=30_000)
    page.get_by_role("button", name="Kirim", exact=True).click()
    page.locator("[data-screen=home]").wait_for()
    page.locator("[data-unsent]").wait_for(state="detached", timeout=60_000)


def _monthly(page: "Page", name: str) -> None:
    """The values of last month, sent as they stand."""
    page.evaluate("location.hash = '#/laporan'")
    page.get_by_role("link", name=name).click()
    page.locator("[data-screen=report] form").wait_for()
    page.get_by_role("button", name="Kirim laporan").click()
    page.locator("[data-screen=home]").wait_for()
    page.locator("[data-unsent]").wait_for(state="detached", timeout=60_000)


def _photo(seed: int) -> bytes:
    """12 megapixels with as much detail as a photo has, about 3 MB."""
    import io

    import numpy as np
    from PIL import Image

    random = np.random.default_rng(seed)
    small = random.integers(0, 255, (750, 1000, 3), dtype=np.uint8)
    picture = Image.fromarray(small).resize((4000, 3000), Image.Resampling.BICUBIC)
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=88)
    return target.getvalue()


# Demo, browser, relay ---------------------------------------------------------------------------


@contextmanager
def _demo() -> Iterator[int]:
    """The port of a fresh example that ends with this run."""
    folder = tempfile.mkdtemp(prefix="naikkelas-phone-")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    server = subprocess.Popen(
        [sys.executable, "-m", "naikkelas", "demo", "--port", str(port)],
        env=environment | {"NAIKKELAS_DATA": folder},
        stdout=subprocess.DEVNULL,
    )
    try:
        for _ in range(600):
            with suppress(OSError), urllib.request.urlopen(f"http://localhost:{port}/kerja/"):
                break
            time.sleep(0.5)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _browser() -> Iterator["Browser"]:
    from playwright.sync_api import sync_playwright

    from scripts import chromium

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.whole() or None, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@contextmanager
def _relay(port: int) -> Iterator[tuple[int, list[int]]]:
    """A port that passes everything on to another, and the count of bytes both ways."""
    counted = [0]
    door = socket.create_server(("127.0.0.1", 0))

    def pump(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while content := source.recv(65_536):
                counted[0] += len(content)
                target.sendall(content)
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)

    def serve() -> None:
        with suppress(OSError):
            while True:
                guest, _ = door.accept()
                host = socket.create_connection(("127.0.0.1", port))
                for pair in ((guest, host), (host, guest)):
                    threading.Thread(target=pump, args=pair, daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield int(door.getsockname()[1]), counted
    finally:
        door.close()
