"""A cheap phone in the hand of a test."""

from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.test import Client
from playwright.sync_api import Error

from naikkelas.accounts.models import User
from naikkelas.activities.actions import reporting
from naikkelas.activities.models import Kegiatan

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, ViewportSize

SMALL: "ViewportSize" = {"width": 360, "height": 640}
OPEN = """
  const db = await new Promise((yes, no) => {
    const open = indexedDB.open("kerja");
    open.onsuccess = () => yes(open.result);
    open.onerror = no;
  });
  const done = (request) => new Promise((yes) => (request.onsuccess = () => yes(request.result)));
"""
READ = f"""async (store) => {{ {OPEN}
  const rows = await done(db.transaction(store).objectStore(store).getAll());
  db.close();
  return rows.map(({{sealed, bytes, answer, plain, lock, ...row}}) => row);
}}"""
NOTE = f"""async (key) => {{ {OPEN}
  const value = await done(db.transaction("device").objectStore("device").get(key));
  db.close();
  return value instanceof Object && "key" in value ? true : value;
}}"""
PICTURE = """async () => {
  const queue = await import("/statis/activities/phone/queue.js");
  const {toText} = await import("/statis/activities/phone/storage.js");
  const [photo] = await queue.photos();
  return toText(await queue.pictureBytes(photo));
}"""
TITLES = """async () => {
  const queue = await import("/statis/activities/phone/queue.js");
  const contents = await Promise.all((await queue.list()).map((row) => queue.content(row)));
  return contents.map((one) => one.title);
}"""
KNOWS = """async ([kampung, record]) => {
  const queue = await import("/statis/activities/phone/queue.js");
  const bekal = await queue.provisions(kampung);
  return bekal?.activities?.some((one) => one.id === record) ?? false;
}"""
EVERYTHING = f"""async () => {{ {OPEN}
  const found = [];
  const dig = async (value) => {{
    if (value instanceof Blob) await dig(await value.arrayBuffer());
    else if (value instanceof ArrayBuffer) found.push(new TextDecoder("latin1").decode(value));
    else if (ArrayBuffer.isView(value)) await dig(new Uint8Array(value).buffer);
    else if (value instanceof CryptoKey) return;
    else if (value instanceof Object) {{
      found.push(...Object.keys(value));
      for (const one of Object.values(value)) await dig(one);
    }} else found.push(String(value));
  }};
  for (const name of db.objectStoreNames) {{
    const store = db.transaction(name).objectStore(name);
    const [keys, rows] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
    await dig([keys, rows]);
  }}
  db.close();
  await dig([{{...localStorage}}, {{...sessionStorage}}]);
  return found.join(" ");
}}"""
OPENED = f"""async () => {{ {OPEN}
  const keys = [];
  const boxes = [];
  const dig = (value) => {{
    if (value instanceof CryptoKey) keys.push(value);
    else if (value?.iv && value.data) boxes.push(value);
    else if (ArrayBuffer.isView(value)) return;
    else if (value instanceof Object) Object.values(value).forEach(dig);
  }};
  for (const name of db.objectStoreNames) {{
    dig(await done(db.transaction(name).objectStore(name).getAll()));
  }}
  db.close();
  const tried = boxes.flatMap(({{iv, data}}) => keys.map((key) =>
    crypto.subtle.decrypt({{name: "AES-GCM", iv}}, key, data).then(() => 1, () => 0)));
  return (await Promise.all(tried)).reduce((all, one) => all + one, 0);
}}"""
HERE = """() => ((one) => one.matches("body, main") ? "" :
  [one.textContent, one.id, one.name, one.value].join(" "))(document.activeElement)"""
SET_PIN = """async (pin) => {
  const {setPin} = await import("/statis/activities/phone/vault.js");
  await setPin(pin);
}"""
LOCK = """async () => {
  const {lock} = await import("/statis/activities/phone/vault.js");
  await lock();
}"""
TITLE = "Kelas BKB di posyandu"


@dataclass
class Handset:
    """One browser profile with one page; `errors` are those of our own code."""

    context: "BrowserContext"
    page: "Page"
    url: str
    errors: list[str] = field(default_factory=list)

    @classmethod
    def new(cls, browser: "Browser", url: str, **more: Any) -> "Handset":
        options = {"locale": "id-ID", "viewport": SMALL, "has_touch": True, "is_mobile": True}
        context = browser.new_context(**cast(Any, options | more))
        page = context.new_page()
        page.set_default_timeout(30_000)  # the first page of a busy machine
        made = cls(context, page, url)
        made.watch(page)
        return made

    def watch(self, page: "Page") -> None:
        """Note what our code throws; that there is no line is no mistake."""
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "console",
            lambda message: (
                self.errors.append(message.text)
                if message.type == "error" and "Failed to load resource" not in message.text
                else None
            ),
        )

    def sign_in(self, user: User) -> None:
        """The browser carries the session; signing in has its own story."""
        self.context.add_cookies([self.session_of(user)])

    def session_of(self, user: User) -> Any:
        """A cookie that makes the browser that of a person."""
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        return {"name": name, "value": client.cookies[name].value, "url": self.url}

    def sign_out(self) -> None:
        self.context.clear_cookies()

    def open(self, path: str = "") -> None:
        """The app, as far as it can come."""
        self.page.goto(f"{self.url}/kerja/{path}")
        self.page.locator("#layar [data-screen]").first.wait_for()

    def first_visit(self) -> None:
        """With a line: provisions and the app itself are on the phone afterwards."""
        self.open()
        self.page.locator("[data-screen=home]").wait_for()
        self.until("navigator.serviceWorker.controller !== null")
        self.settled()

    def until(self, expression: str, seconds: float = 15) -> None:
        """Wait for the page; its CSP knows no eval, so Playwright's own waiting cannot."""
        for _ in range(int(seconds * 20)):
            if self.page.evaluate(expression):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"never: {expression}")

    def settled(self) -> None:
        """Everything was sent, and the forms have been taken along."""
        for _ in range(200):
            if self.rows("provisions") and self.device("contact"):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError("no provisions")

    def settled_after_sending(self) -> None:
        """The forms of all its kampung have been taken along anew."""
        for _ in range(600):
            if not self.device("stale"):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError("the forms were not taken along anew")

    def device(self, key: str) -> Any:
        """A note of the app about this phone."""
        return self.page.evaluate(NOTE, key)

    def rest(self) -> None:
        """Let a sending come to its end, so that no request outlives the test and its database.

        The forms of ten kampung are taken along anew after something was sent.
        """
        with suppress(Error):  # a page that was closed, or one without scripts
            self.until("navigator.locks?.query().then((all) => !all.held.length) ?? true", 30)

    def offline(self) -> None:
        self.context.set_offline(True)

    def online(self) -> None:
        self.context.set_offline(False)

    def rows(self, store: str = "records") -> list[dict[str, Any]]:
        """What stands open in a store."""
        found: list[dict[str, Any]] = self.page.evaluate(READ, store)
        return found

    def everything(self) -> str:
        """All words and bytes of all its stores, as somebody reads them who has the phone."""
        found: str = self.page.evaluate(EVERYTHING)
        return found

    def first_picture(self) -> bytes:
        """The photo that was taken first, as it waits."""
        return b64decode(self.page.evaluate(PICTURE))

    def opened(self) -> int:
        """How much of what is sealed is opened by the keys that lie beside it."""
        count: int = self.page.evaluate(OPENED)
        return count

    def set_pin(self, pin: str) -> None:
        """As on its screen, which has its own story."""
        self.page.evaluate(SET_PIN, pin)

    def lock(self) -> None:
        """As when it is handed on; the screen asks for the PIN."""
        self.page.evaluate(LOCK)
        self.page.reload()
        self.page.locator("[data-screen=who]").wait_for()

    def states(self) -> list[str]:
        return sorted(row["state"] for row in self.rows())

    def home(self) -> None:
        self.page.evaluate("location.hash = '#/'")
        self.page.locator("[data-screen=home]").wait_for()

    def begin(self, title: str = TITLE) -> None:
        """An activity that is begun, and saved as it is typed."""
        self.page.evaluate("location.hash = '#/kegiatan/baru'")
        self.page.locator("[data-screen=activity]").wait_for()
        self.page.get_by_label("Apa kegiatannya?").fill(title)

    def change(self, name: str, text: str) -> None:
        """Another text in one field of the report at the top of the list, without a line."""
        self.offline()
        self.page.locator(".phone-line").first.click()
        self.page.get_by_role("link", name="Ubah").click()
        self.page.get_by_text("Bersama siapa, di mana").click()
        self.page.get_by_label(name, exact=True).fill(text)
        self.page.get_by_role("button", name="Kirim perubahan").click()
        self.page.locator("[data-screen=home]").wait_for()

    def clash(self, other: User, **more: Any) -> None:
        """A change of a report that somebody else changes at the same time."""
        self.report(**more)
        self.arrived(1)
        known = Kegiatan.objects.get()
        self.knows(known)
        self.change("Tempat", "Masjid Al-Ikhlas")
        theirs = {"tempat": ("", "Balai RW 03")}
        reporting.revise(known.record, theirs, base=known.pk, by=other)
        self.online()
        self.until_row("code", "bentrok")

    def reach(self, what: str) -> None:
        """By the keyboard alone: on to what has these words, or this name, key or value."""
        for _ in range(60):
            if what in self.page.evaluate(HERE):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{what} cannot be reached")

    def add_photo(self, *files: "FilePayload") -> None:
        """Photos from the camera or the gallery."""
        before = self.page.locator(".phone-photos li").count()
        self.page.locator("#foto").set_input_files(list(files))
        self.until(
            f"document.querySelectorAll('.phone-photos li').length === {before + len(files)}", 30
        )

    def send(self) -> None:
        self.page.get_by_role("button", name="Kirim", exact=True).click()
        self.page.locator("[data-screen=home]").wait_for()

    def report(self, title: str = TITLE, men: int = 12, women: int = 20, photos: Any = ()) -> None:
        """One activity, from the button at home to the one at the end."""
        self.begin(title)
        self.page.locator("[name=peserta_l]").fill(str(men))
        self.page.locator("[name=peserta_p]").fill(str(women))
        if photos:
            self.add_photo(*photos)
        self.send()

    def arrived(self, count: int, state: str = "terkirim") -> None:
        """Wait until so many records stand there."""
        for _ in range(300):
            if self.states().count(state) >= count and not self.unsent_photos():
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"{self.states()}, photos {self.unsent_photos()}")

    def keeps(self, title: str) -> None:
        """Wait until what was typed is stored, sealed as it is."""
        for _ in range(300):
            if title in self.page.evaluate(TITLES):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{title} was not kept")

    def knows(self, activity: Kegiatan) -> None:
        """Wait until the provisions hold an activity."""
        keys = [str(activity.kampung_id), str(activity.record)]
        for _ in range(300):
            if self.page.evaluate(KNOWS, keys):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{activity} was not taken along")

    def until_row(self, name: str, value: str) -> None:
        """Wait until a record says so."""
        for _ in range(300):
            if value in [row.get(name) for row in self.rows()]:
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{[row.get(name) for row in self.rows()]}")

    def until_state(self, state: str, count: int = 1) -> None:
        """Wait until so many records stand there, whatever their photos do."""
        for _ in range(300):
            if self.states().count(state) >= count:
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{self.states()}")

    def exported(self, folder: Path) -> Path:
        """The file of the last rescue."""
        self.page.evaluate("location.hash = '#/setelan'")
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name="Simpan yang belum terkirim").click()
        file = folder / "simpanan.kerja"
        download.value.save_as(file)
        return file

    def imported(self, file: Path) -> None:
        """Take in what a file holds; it is sent at once where there is a line."""
        self.page.evaluate("location.hash = '#/setelan'")
        self.page.locator("#berkas").set_input_files(file)
        self.page.locator("[data-screen=home]").wait_for()

    def unsent_photos(self) -> int:
        return sum(not photo["done"] for photo in self.rows("photos"))

    @contextmanager
    def sending_elsewhere(self) -> Iterator[None]:
        """As if the service worker were sending within: a tap comes while that is under way."""
        self.page.evaluate(
            """() => {
              navigator.locks.request("kerja-kirim", () => new Promise((end) => (self.end = end)));
            }"""
        )
        self.until("self.end !== undefined")
        yield
        self.page.evaluate("self.end()")

    def send_now(self) -> None:
        self.page.get_by_role("button", name="Kirim sekarang").click()


def picture(name: str, content: bytes, kind: str = "image/jpeg") -> "FilePayload":
    """A file for an input, without a disk."""
    return {"name": name, "mimeType": kind, "buffer": content}
