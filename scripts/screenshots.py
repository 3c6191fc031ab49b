"""`make pictures`: every picture of docs/panduan, from a fresh example; nothing is drawn by hand.

A demo starts in a folder of its own, people walk through it (a monitor of 1280 x 800, a phone of
360 x 740), and each picture is what they saw. The demo and its folder are gone at the end.
`python -m scripts.screenshots [WALK ...]` makes those of single walks only; `DEMO_ADDRESS` names a
throw-away demo that runs already.
"""

import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, FilePayload, FloatRect, Locator, Page, sync_playwright

from scripts import chromium

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "panduan" / "gambar"
PASSWORD = "payung-biru-di-sawah"
VILLAGE = "63.01.03.1001"
"""Sarang Halang, one point below Mandiri in the example: it shows what a gap is."""
_POKJA = ((VILLAGE, 14, 9), ("63.01.01.2001", 12, 15), ("63.01.99.2001", 10, 4))
"""Rows to import: a good one, more trained than members, a village that does not exist."""
_RECAP = (
    ("Pelaihari", "Sarang Halang", "Sudah", 14, 611, 40),
    ("Takisung", "Tabanio", "Belum", "-", 402, 37),
)
"""As a recap of the portal names villages: Sarang Halang and one beside it."""
MONITOR = (1280, 800)
PHONE = (360, 740)
MAX_BYTES = 250_000
_START_SECONDS = 180


class Pictures:
    """Takes and keeps the pictures of one page; each must stay light enough for the guide."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address

    def go(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")

    def sign_in(self, name: str) -> None:
        self.go("/masuk/")
        self.page.get_by_label("Nama pengguna").fill(name)
        self.page.get_by_label("Kata sandi").fill(PASSWORD)
        self.page.get_by_role("button", name="Masuk").click()
        self.page.wait_for_load_state()

    def open_village(self) -> None:
        self.go(f"/kampung/?cari={VILLAGE}")
        self.page.get_by_role("link", name="Sarang Halang").first.click()
        self.page.wait_for_load_state()

    def screen(self, name: str) -> None:
        """What fits the window now."""
        self._settle()
        _keep(name, self.page.screenshot())

    def top(self, name: str, height: int) -> None:
        """The upper part of the page."""
        self._settle()
        width = _size(self.page)[0]
        clip = FloatRect(x=0, y=0, width=width, height=height)
        _keep(name, self.page.screenshot(clip=clip, full_page=True))

    def from_here(self, name: str, locator: Locator) -> None:
        """What fits the window once this part stands at its top."""
        locator.evaluate("part => part.scrollIntoView({block: 'start', behavior: 'instant'})")
        self.screen(name)

    def part(self, name: str, locator: Locator) -> None:
        """One part of the page."""
        self._settle()
        _keep(name, locator.screenshot())

    def _settle(self) -> None:
        self.page.wait_for_load_state("networkidle")
        self.page.evaluate("document.activeElement?.blur()")


def main() -> int:
    """Remake all pictures; the exit code."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    wanted = set(sys.argv[1:])
    with demo() as address, _browser() as browser:
        for walk, name, size in WALKS:
            if not wanted or walk.__name__ in wanted:
                with _person(browser, address, name, size) as pictures:
                    walk(pictures)
    print(f"{len(list(PICTURES.glob('*.png')))} pictures in {PICTURES.relative_to(ROOT)}")
    return 0


# The walks, in the order in which they change the data -------------------------------------------


def overview(pictures: Pictures) -> None:
    page = pictures.page
    pictures.top("beranda", 830)
    pictures.part("beranda-peta", _panel(page, "Peta"))
    pictures.part("beranda-dekat", _panel(page, "Paling dekat naik"))
    pictures.part("beranda-rapuh", _panel(page, "Kelas rapuh"))
    pictures.part("beranda-kecamatan", _panel(page, "Kecamatan"))
    pictures.go("/kampung/")
    pictures.top("kampung-daftar", 900)


def kampung(pictures: Pictures) -> None:
    page = pictures.page
    pictures.open_village()
    pictures.top("kampung", 1000)
    pictures.part("kampung-indikator", _panel(page, "12 indikator"))
    page.get_by_role("link", name="Coba pilihan ini").first.click()
    page.wait_for_load_state()
    pictures.top("coba", 1000)


def phone(pictures: Pictures) -> None:
    page = pictures.page
    page.get_by_role("link", name="Tirta Jaya").first.click()
    page.wait_for_load_state()
    pictures.screen("hp-kampung")
    page.get_by_role("link", name="Isi laporan").click()
    page.get_by_role("link", name="KKBPK", exact=True).click()
    page.wait_for_load_state()
    pictures.from_here("hp-lapor", page.get_by_text("Laporan untuk bulan"))
    page.get_by_label("Peserta BKB").fill("9999")
    page.get_by_role("button", name="Periksa laporan").click()
    page.wait_for_load_state()
    pictures.from_here("hp-perbaiki", page.get_by_text("Isi yang Anda tahu"))
    page.get_by_label("Peserta BKB").fill("143")
    page.get_by_role("button", name="Periksa laporan").click()
    page.wait_for_load_state()
    pictures.from_here("hp-periksa", page.get_by_role("heading", name="Periksa sebelum dikirim"))
    page.get_by_role("button", name="Kirim laporan").click()
    page.wait_for_load_state()
    pictures.from_here("hp-terkirim", page.get_by_role("heading", name="Laporan terkirim"))


def groups(pictures: Pictures) -> None:
    page = pictures.page
    page.get_by_role("link", name="Tirta Jaya").first.click()
    page.get_by_role("link", name="Kelompok", exact=True).click()
    pictures.screen("kelompok")
    page.get_by_role("link", name="Laporan", exact=True).click()
    page.get_by_role("link", name="Isi laporan").first.click()
    page.locator("summary", has_text="Poktan dan sarana").click()
    pictures.from_here("profil-terisi", page.locator("summary", has_text="Poktan dan sarana"))


def roadmap(pictures: Pictures) -> None:
    page = pictures.page
    pictures.go("/peta-jalan/63.01/")
    pictures.top("peta-jalan", 900)
    pictures.part("peta-jalan-jalur", _panel(page, "Jalur 2027 menurut kecamatan"))
    pictures.part("peta-jalan-bukti", _panel(page, "Seberapa dekat dengan yang terbaik"))
    page.get_by_role("link", name="Ranggang").first.click()
    page.wait_for_load_state()
    pictures.top("peta-jalan-mengapa", 900)
    page.get_by_role("link", name="Peringatan dini").click()
    page.wait_for_load_state()
    pictures.top("peta-jalan-peringatan", 800)
    page.get_by_role("link", name="Katalog", exact=True).click()
    page.wait_for_load_state()
    pictures.top("peta-jalan-katalog", 700)


def field_day(pictures: Pictures) -> None:
    """A day of a Pokja: a report without a signal, its receipt and result, the monthly report."""
    page = pictures.page
    pictures.go("/kerja/")
    home = page.locator("[data-screen=home]")
    home.wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.get_by_role("link", name="Laporan bulan ini").get_by_text("/3").wait_for()
    pictures.screen("kerja-beranda")
    page.context.set_offline(True)
    page.get_by_role("link", name="Lapor kegiatan").click()
    page.get_by_label("Apa kegiatannya?").fill("Kelas BKB di posyandu")
    chip = page.locator(".phone-hints .phone-chip").first
    chip.click()
    pictures.screen("kerja-kegiatan")
    page.locator("[name=peserta_l]").fill("12")
    page.locator("[name=peserta_p]").fill("20")
    page.locator("#foto").set_input_files([_field_photo()])
    page.locator(".phone-photos img").wait_for()
    pictures.from_here("kerja-foto", page.locator(".phone-people"))
    page.get_by_role("button", name="Kirim", exact=True).click()
    home.wait_for()
    page.locator("#kabar").evaluate("place => place.replaceChildren()")
    pictures.screen("kerja-menunggu")
    page.context.set_offline(False)
    page.locator("[data-state=terkirim]").wait_for()
    page.locator("[data-unsent]").wait_for(state="detached")
    page.get_by_label("Tanda terima terakhir").wait_for()
    pictures.screen("kerja-terkirim")
    page.locator(".phone-line").first.click()
    page.get_by_role("link", name="Lihat hasilnya").click()
    page.wait_for_load_state()
    pictures.screen("kerja-hasil")
    pictures.go("/kerja/")
    home.wait_for()
    _monthly_report(pictures, home)
    page.evaluate("location.hash = '#/setelan'")
    page.get_by_role("heading", name="Setelan").wait_for()
    pictures.screen("kerja-setelan")


def _monthly_report(pictures: Pictures, home: Locator) -> None:
    """The evening: last month's values, one of them changed, and sent."""
    page = pictures.page
    page.get_by_role("link", name="Laporan bulan ini").click()
    page.get_by_role("link", name="Perkembangan KKBPK").click()
    page.get_by_text("Peserta KB menurut metode").click()
    part = page.locator("details", has_text="Peserta KB menurut metode")
    pictures.from_here("kerja-laporan", part)
    page.get_by_role("button", name="Satu pertanyaan per layar").click()
    pictures.screen("kerja-satu")
    page.get_by_role("button", name="Lihat seluruh formulir").click()
    part.evaluate("group => { group.open = true; }")
    part.get_by_label("Pil").fill("29")
    page.get_by_role("button", name="Kirim laporan").click()
    home.wait_for()
    page.locator("[data-state=terkirim]").nth(1).wait_for()
    page.locator("[data-unsent]").wait_for(state="detached")
    page.locator("#kabar").evaluate("place => place.replaceChildren()")
    pictures.screen("kerja-malam")


def _field_photo() -> FilePayload:
    """A drawn meadow: no photo of anybody is kept here."""
    picture = Image.new("RGB", (1200, 900), "#cfe3ee")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 560, 1200, 900), fill="#7fa66b")
    draw.polygon([(380, 560), (600, 330), (820, 560)], fill="#a4553a")
    draw.rectangle((430, 560, 770, 760), fill="#f4ead8")
    draw.rectangle((560, 620, 640, 760), fill="#0f5757")
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=85)
    return FilePayload(name="foto.jpg", mimeType="image/jpeg", buffer=target.getvalue())


def mentor(pictures: Pictures) -> None:
    pictures.go("/langkah/")
    pictures.screen("hp-langkah")


def importing(pictures: Pictures) -> None:
    page = pictures.page
    pictures.go("/impor/baru/")
    pictures.top("impor-unggah", 700)
    with tempfile.TemporaryDirectory() as folder:
        book = _filled_template(pictures, Path(folder))
        page.get_by_label("Berkas").set_input_files(book)
        page.get_by_role("button", name="Unggah dan periksa").click()
        page.get_by_role("heading", name="Hasil pemeriksaan").wait_for(timeout=60_000)
    pictures.top("impor-periksa", 1400)
    page.get_by_role("button", name="Terapkan yang diterima").click()
    page.get_by_role("button", name="Terapkan", exact=True).click()
    page.get_by_text("Sudah diterapkan").first.wait_for(timeout=60_000)
    pictures.top("impor-tanda-terima", 720)
    page.get_by_role("button", name="Tarik kembali impor ini").click()
    pictures.screen("impor-batalkan")
    page.get_by_role("dialog").get_by_role("button", name="Tarik kembali impor ini").click()
    page.get_by_text("Impor ini ditarik kembali").first.wait_for(timeout=60_000)


def recap(pictures: Pictures) -> None:
    """A recap of another system, its columns mapped and its differences shown; then thrown away."""
    page = pictures.page
    pictures.go("/impor/baru/")
    with tempfile.TemporaryDirectory() as folder:
        page.get_by_label("Berkas").set_input_files(_recap(Path(folder)))
        page.get_by_role("button", name="Unggah dan periksa").click()
        page.get_by_role("link", name="Petakan kolom").click(timeout=60_000)
    page.get_by_label("Bulan laporan").fill("2025-07")
    page.get_by_label("Arti kata").fill("Sudah = ya\nBelum = tidak\n- =")
    page.get_by_label("Nama pemetaan").fill("Rekap portal")
    pictures.top("impor-petakan", 1250)
    page.get_by_role("button", name="Simpan dan periksa").click()
    page.get_by_role("heading", name="Hasil pemeriksaan").wait_for(timeout=60_000)
    pictures.top("impor-rekap", 1200)
    page.get_by_role("button", name="Buang unggahan").click()
    page.get_by_role("button", name="Buang", exact=True).last.click()
    page.wait_for_load_state()


def _recap(folder: Path) -> Path:
    """Two villages of the example as the portal lists them: by name, with its own words."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append(["Rekapitulasi Kampung KB Kabupaten Tanah Laut"])
    sheet.append(["Kecamatan", "Desa/Kelurahan", "pokja_pengurusan", "pokja_jumlah", "PUS", "IUD"])
    for row in _RECAP:
        sheet.append(row)
    target = folder / "rekap-portal-juli.xlsx"
    book.save(target)
    return target


def acceleration(pictures: Pictures) -> None:
    """Themes, partners, trainings and good examples, as the office sees them."""
    page = pictures.page
    for name, path, height in (
        ("tema", "/tema/", 640),
        ("mitra", "/mitra/63.01/", 760),
        ("mitra-matriks", "/mitra/63.01/matriks/", 640),
        ("pelatihan", "/pelatihan/", 700),
        ("pendampingan", "/pendampingan/", 700),
        ("hasil-kunjungan", "/pendampingan/hasil/63.01/", 760),
    ):
        pictures.go(path)
        pictures.top(name, height)
    pictures.go("/contoh-baik/")
    page.get_by_role("link", name="Baca caranya").first.click()
    page.wait_for_load_state()
    pictures.top("contoh-baik", 800)


def followups(pictures: Pictures) -> None:
    """What a partner's account finds on its desk."""
    pictures.go("/pendampingan/tindak-lanjut/")
    pictures.screen("hp-tindak-lanjut")


def own_themes(pictures: Pictures) -> None:
    """The themes of the own kampung on a phone."""
    page = pictures.page
    page.get_by_role("link", name="Tirta Jaya").first.click()
    page.wait_for_load_state()
    pictures.go(f"{page.url.partition(pictures.address)[2].partition('?')[0]}tema/")
    pictures.screen("hp-tema")


def downloads(pictures: Pictures) -> None:
    pictures.go("/ekspor/")
    pictures.top("unduh", 700)
    pictures.part("unduh-dhis2", _panel(pictures.page, "DHIS2"))


def settings(pictures: Pictures) -> None:
    page = pictures.page
    pictures.go("/wilayah/pengaturan/")
    pictures.top("pengaturan", 800)
    for name, title in (
        ("pengaturan-sebutan", "Sebutan kelas"),
        ("pengaturan-aturan", "Aturan yang berlaku"),
        ("pengaturan-target", "Aturan target"),
        ("pengaturan-tanggal", "Tanggal hitung"),
        ("pengaturan-batas", "Batas wilayah untuk peta"),
        ("pengaturan-kode", "Perubahan kode wilayah"),
    ):
        pictures.part(name, _panel(page, title))


def entrance(pictures: Pictures) -> None:
    pictures.go("/masuk/")
    pictures.screen("masuk")


WALKS: tuple[tuple[Callable[[Pictures], None], str, tuple[int, int]], ...] = (
    (entrance, "", MONITOR),
    (overview, "operator", MONITOR),
    (kampung, "operator", MONITOR),
    (roadmap, "operator", MONITOR),
    (acceleration, "operator", MONITOR),
    (downloads, "operator", MONITOR),
    (settings, "operator", MONITOR),
    (importing, "operator", MONITOR),
    (recap, "operator", MONITOR),
    (groups, "pokja", PHONE),
    (phone, "pokja", PHONE),
    (field_day, "pokja", PHONE),
    (mentor, "pkb", PHONE),
    (own_themes, "pokja", PHONE),
    (followups, "mitra", PHONE),
)


def _panel(page: Page, title: str) -> Locator:
    """The section that carries this name."""
    return page.get_by_role("region", name=title, exact=True)


def _filled_template(pictures: Pictures, folder: Path) -> Path:
    """The template of the product with three rows: one good, one impossible, one nowhere."""
    pictures.go("/impor/")
    with pictures.page.expect_download() as download:
        pictures.page.get_by_role("link", name="Unduh templat").click()
    target = folder / "laporan-juli.xlsx"
    download.value.save_as(target)
    book = load_workbook(target)
    sheet = book["Profil"]
    assert isinstance(sheet, Worksheet)
    sheet.delete_rows(2)
    for village, members, trained in _POKJA:
        _append(sheet, village, members, trained)
    book.save(target)
    pictures.go("/impor/baru/")
    return target


def _append(sheet: Worksheet, village: str, members: int, trained: int) -> None:
    """One profil of July 2025, by the headings of the sheet."""
    values: dict[str, object] = {
        "Kode desa/kelurahan": village,
        "Bulan": 7,
        "Tahun": 2025,
        "Tanggal isi": date(2025, 7, 30),
        "Pokja sudah dibentuk": "ya",
        "Pokja pernah dilatih": "ya",
        "Jumlah anggota Pokja": members,
        "Jumlah anggota terlatih": trained,
    }
    sheet.append([values.get(str(cell.value)) for cell in sheet[1]])


# The demo, the browser, the files ----------------------------------------------------------------


@contextmanager
def demo() -> Iterator[str]:
    """The address of a fresh example on a free port, or of the one that `DEMO_ADDRESS` names."""
    if os.environ.get("DEMO_ADDRESS"):
        yield os.environ["DEMO_ADDRESS"].rstrip("/")
        return
    folder = tempfile.mkdtemp(prefix="naikkelas-gambar-")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    server = subprocess.Popen(
        [sys.executable, "-m", "naikkelas", "demo", "--port", str(port)],
        cwd=ROOT,
        env=environment | {"NAIKKELAS_DATA": folder},
    )
    try:
        _wait_for(f"{address}/masuk/", server)
        yield address
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)
        shutil.rmtree(folder)


def _wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("The example did not start; see above.")


@contextmanager
def _browser() -> Iterator[Browser]:
    """The machine's own Chromium, else the one that Playwright has installed."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.whole() or None,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--lang=id"],
        )
        yield browser
        browser.close()


@contextmanager
def _person(browser: Browser, address: str, name: str, size: tuple[int, int]) -> Iterator[Pictures]:
    """A new window of somebody who is signed in (or not, without a name)."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="id-ID",
        has_touch=size == PHONE,
        is_mobile=size == PHONE,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    pictures = Pictures(page, address)
    if name:
        pictures.sign_in(name)
    yield pictures
    context.close()


def _size(page: Page) -> tuple[int, int]:
    size = page.viewport_size
    assert size is not None
    return size["width"], size["height"]


def _keep(name: str, picture: bytes) -> None:
    """Write one picture, or say that it is too heavy for the guide."""
    if len(picture) > MAX_BYTES:
        raise SystemExit(f"{name}.png has {len(picture):,} bytes, more than {MAX_BYTES:,}.")
    (PICTURES / f"{name}.png").write_bytes(picture)
    print(f"  {name}.png  {len(picture) / 1024:.0f} KiB")


if __name__ == "__main__":
    sys.exit(main())
