"""Sends random and hostile requests to every address of the house, as people who may go there.

Everything is drawn from one seed, so that a request that failed can be made again. Each request is
undone, so that the thousandth meets the same world as the first.
"""

import json
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.encoding import iri_to_uri

from naikkelas.accounts.models import User
from tests.config import test_doors as doors

MARKUP = (
    "<script>alert(37)</script>",
    '"><img src=x onerror=alert(37)>',
    "'><svg/onload=alert(37)>",
    "</title><script>alert(37)</script>",
)
"""None of these may ever stand on a page as it is."""

TEXTS = (
    *MARKUP,
    "",
    " ",
    "\x00",
    "a\x00b",
    "\x07\x1b[31m",
    "\r\nSet-Cookie: a=b",
    "baris\nbaru",
    "\u202egnirts",
    "\ufeff",
    "e\u0301" * 40,
    "😀" * 80,
    "ﷺ" * 300,
    "\ud83d".encode("utf-8", "surrogatepass").decode("latin-1"),
    "javascript:alert(37)",
    "//evil.example/",
    "' OR '1'='1",
    "'; DROP TABLE audit_event; --",
    "%' AND 1=CAST(version() AS int)--",
    "\\",
    "%",
    "_",
    "{{7*7}}",
    "{% load log %}",
    "{0.__class__}",
    "%(a)s %s %d",
    "${jndi:ldap://x}",
    "=CMD()",
    "../../../../etc/passwd",
    "x" * 100_000,
    "9" * 5_000,
    "0",
    "-1",
    "-0",
    "1e309",
    "NaN",
    "Infinity",
    "٣٧",
    "²",
    "2147483648",
    "9223372036854775808",
    "-9223372036854775809",
    "1.234.567",
    "1,5",
    "0x1F",
    "2025-07",
    "2025-13",
    "0000-00",
    "9999-12",
    "2025-07-31",
    "2025-02-30",
    "0001-01-01",
    "9999-12-31",
    "99999-01-01",
    "2025-07-31T24:00:00",
    "9999-12-31T23:59:59+00:00",
    "0001-01-01T00:00:00+14:00",
    "null",
    "true",
    "[]",
    "{}",
    '{"a": [1, {"b": null}]}',
    "[" * 2_000,
    "00000000-0000-0000-0000-000000000000",
    "not-a-uuid",
    "91",
    "91.37",
    "91.37.01.2001",
    "99.99.99.9999",
    "91.37.01.2001, 91.37.01.2001,,;",
    "profil",
    "email",
    "plkb_nama",
    "password",
    "__class__",
)
LETTERS = (*range(0x250), *range(0x600, 0x700), *range(0x2000, 0x2100), *range(0xFF00, 0x10000))
FILES = (
    ("kosong.csv", b"", "text/csv"),
    ("kampung.csv", b"id,nama\n1,\x00\n", "text/csv"),
    ("kampung.csv", b"\xff\xfe\x00", "text/csv"),
    ("../../x.xlsx", b"PK\x03\x04" + b"\x00" * 40, "application/zip"),
    ("foto.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 64, "image/jpeg"),
    ("foto.png", b"\x89PNG\r\n\x1a\n" + b"\xff" * 64, "image/png"),
    ("foto.svg", b"<svg onload=alert(37)></svg>", "image/svg+xml"),
    ("sk.pdf", b"%PDF-1.7\n" + b"\x00" * 20, "application/pdf"),
    ("<script>alert(37)</script>.pdf", b"%PDF-1.4", "text/html"),
    ("a\x00b\r\n.heic", b"\x00\x00\x00\x18ftypheic", "image/heic"),
    ("batas.geojson", b'{"type": "FeatureCollection", "features": [{"geometry": 3}]}', "a/b"),
    ("batas.json", b"[" * 5_000, "application/json"),
    ("kode.csv", "kode lama,kode baru\n63,\n".encode("utf-16"), "text/csv"),
    ("x" * 300 + ".png", b"GIF89a", "image/png"),
)


class Forms(HTMLParser):
    """The forms of a page: method, address, and controls with what stands in them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(given.get("method", "get").lower(), given.get("action", "")))
        elif self.found and tag == "option" and self._select:
            self.found[-1].add(self._select, given.get("value", ""), "option")
        elif self.found and tag in {"input", "textarea", "select", "button"} and "name" in given:
            self._select = given["name"] if tag == "select" else ""
            self.found[-1].add(given["name"], given.get("value", ""), given.get("type", tag))


@dataclass
class Form:
    method: str
    action: str
    controls: dict[str, list[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)

    def add(self, name: str, value: str, kind: str) -> None:
        self.controls.setdefault(name, []).append(value)
        if kind == "file":
            self.files.add(name)


@dataclass
class Outcome:
    """What happened: answers by status, and each failure with what was sent."""

    requests: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    by_address: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


NAMES_OF_CONTROLS = (
    *("halaman", "cari", "teks", "jenis", "bulan", "tanggal", "wilayah", "kecamatan", "urut"),
    *("next", "q", "kolom", "kunci", "alasan", "catatan", "pilih", "dasar", "kelas", "formulir"),
    *("jabatan", "draf_dilihat", "langkah", "dari", "sampai", "orang", "kata", "alamat", "pk"),
)
"""Names that views read without a form on a page that shows them."""


@dataclass(frozen=True)
class Found:
    """A form, where it leads, and who was shown it."""

    form: Form
    name: str
    url: str
    who: User | None


class Fuzzer:
    """First walks through all pages and gathers their forms, then draws from these."""

    def __init__(self, world: doors.World, seed: int) -> None:
        self.world = world
        self.chance = random.Random(seed)
        self.people = [world.chair, *map(doors.person, doors.WHERE)]
        self.sessions = {who.pk: self._session(who) for who in self.people}
        self.forms: dict[str, list[Found]] = {}
        self.pages: list[str] = []
        self.outcome = Outcome()
        self.names = sorted(name for name in doors.ALL if self._has_url(name))

    def _has_url(self, name: str) -> bool:
        """An address that nobody gave an example yet fails in `test_doors`, not here."""
        try:
            return bool(doors.address(name, self.world))
        except NoReverseMatch:
            return False

    @staticmethod
    def _session(who: User) -> str:
        client = Client()
        client.force_login(who)
        return client.cookies["sessionid"].value

    def run(self, requests: int) -> Outcome:
        for name in self.names:
            self._visit(name)
        while self.outcome.requests < requests:
            self._one()
        return self.outcome

    # --- one request ---

    def _visit(self, name: str) -> None:
        """Look at a page for its forms, as one who may and, where it is open, as nobody."""
        url = doors.address(name, self.world)
        visitors: list[User | None] = [*self._able(name)[:2]]
        if doors.is_public(name):
            visitors = [None]
        for who in visitors:
            answer = self._send("GET", name, url, who)
            if answer is None or answer.status_code != 200:
                continue
            self.pages.append(name)
            if "html" not in answer["Content-Type"]:
                continue
            for form in Forms(answer.content.decode()).found:
                self._gather(form, url, who)

    def _gather(self, form: Form, url: str, who: User | None) -> None:
        target = form.action if form.action.startswith("/") else url + form.action
        try:
            name = resolve(target.partition("?")[0]).view_name
        except Resolver404:
            self.outcome.failures.append(f"a form on {url} leads nowhere: {form.action}")
            return
        known = self.forms.setdefault(name, [])
        # One from each kind of page and person: the search stands in the head of every page.
        if len(known) < 12:
            known.append(Found(form, name, target, who))

    def _able(self, name: str) -> list[User]:
        """Those for whom the door is open, in another order each time."""
        acts = doors.acts_of(name)
        able = [who for who in self.people if not acts or any(who.can(act) for act in acts)]
        return self.chance.sample(able, k=len(able))

    def _one(self) -> None:
        roll = self.chance.random()
        if roll < 0.7:
            self._fill_in()
        elif roll < 0.92:
            name = self.chance.choice(self.pages)
            empty = Form("get", "")
            self._send("GET", name, f"{self._url(name)}?{self._query(empty)}", self._anybody(name))
        else:
            name = self.chance.choice(self.names)
            method = self.chance.choice(["POST", "POST", "HEAD", "OPTIONS", "PUT", "DELETE"])
            body = self._body(Form("post", ""))
            if method != "POST":
                body = {"data": b"x=1", "content_type": "text/plain"}
            self._send(method, name, self._url(name), self._anybody(name), **body)

    def _fill_in(self) -> None:
        found = self.chance.choice(self.forms[self.chance.choice(sorted(self.forms))])
        who = found.who if self.chance.random() < 0.95 else self._anybody(found.name)
        url = found.url if self.chance.random() < 0.9 else self._url(found.name)
        if found.form.method == "get":
            self._send("GET", found.name, f"{url.partition('?')[0]}?{self._query(found.form)}", who)
        else:
            self._send("POST", found.name, url, who, **self._body(found.form))

    def _anybody(self, name: str) -> User | None:
        """Somebody for whom the door is open; now and then somebody for whom it is not."""
        if self.chance.random() < 0.1:
            return self.chance.choice([None, *self.people])
        return (self._able(name) or self.people)[0]

    def _url(self, name: str) -> str:
        made = (doors.OBJECTS | doors.PUBLIC | doors.PLAIN).get(name)
        kwargs: dict[str, Any] = made(self.world) if made else {}
        if kwargs and self.chance.random() < 0.15:
            wrong = kwargs | {self.chance.choice(sorted(kwargs)): self._text()[:200]}
            with suppress(NoReverseMatch):
                return reverse(name, kwargs=wrong)
        return reverse(name, kwargs=kwargs)

    # --- what is sent ---

    def _text(self) -> str:
        if self.chance.random() < 0.75:
            return self.chance.choice(TEXTS)
        if self.chance.random() < 0.5:
            return str(self.chance.randrange(-(10**20), 10 ** self.chance.randrange(1, 25)))
        return "".join(chr(self.chance.choice(LETTERS)) for _ in range(8))

    def _pairs(self, form: Form) -> Iterator[tuple[str, str]]:
        """The controls of a form, most as they stand, some hostile, missing or repeated."""
        wild = self.chance.choice([0.05, 0.3, 1.0])
        for name, values in form.controls.items():
            if name in form.files or self.chance.random() < 0.05:
                continue
            is_wild = self.chance.random() < wild
            value = self._text() if is_wild else self.chance.choice(values)
            yield name, value or (self._plain() if self.chance.random() < 0.5 else "")
            if self.chance.random() < 0.04:
                yield name, self._text()
        for _ in range(self.chance.choice([0, 0, 1, 4])):
            yield self.chance.choice(NAMES_OF_CONTROLS), self._text()
        if self.chance.random() < 0.02:
            yield self._text()[:50], self._text()

    def _plain(self) -> str:
        return self.chance.choice(["37", "2025-07-03", "Bu Ani", "ya", "91.37.01.2001", "alasan"])

    def _query(self, form: Form) -> str:
        pairs = [(name, value[:2_000]) for name, value in self._pairs(form)]
        extra = [(self.chance.choice(NAMES_OF_CONTROLS), self._text()[:6_000])]
        return urlencode(self.chance.sample([*pairs, *extra], k=len(pairs) + 1)[:12])

    def _body(self, form: Form) -> dict[str, Any]:
        roll = self.chance.random()
        pairs = list(self._pairs(form))
        if form.files or roll < 0.05:
            data: dict[str, Any] = dict(pairs)
            for name in form.files or {"berkas"}:
                if self.chance.random() < 0.9:
                    data[name] = SimpleUploadedFile(*self.chance.choice(FILES))
            return {"data": data}
        if roll < 0.10:
            body = json.dumps(dict(pairs)) if self.chance.random() < 0.5 else self._text()
            return {"data": body.encode(errors="surrogatepass"), "content_type": "application/json"}
        if roll < 0.13:
            kind = self.chance.choice(["multipart/form-data", "multipart/form-data; boundary=x"])
            return {"data": b"--x\r\n" + self.chance.randbytes(30), "content_type": kind}
        raw = urlencode(pairs, quote_via=quote, errors="surrogatepass")
        if self.chance.random() < 0.05:
            raw += "&nama=%ff%fe&%ed%a0%80=%ed%a0%80&a=%zz&=&;"
        return {"data": raw, "content_type": "application/x-www-form-urlencoded"}

    def _headers(self) -> dict[str, str]:
        headers = {"User-Agent": self._header()} if self.chance.random() < 0.1 else {}
        if self.chance.random() < 0.2:
            headers["HX-Request"] = "true"
        if self.chance.random() < 0.05:
            headers[self.chance.choice(["Referer", "X-Forwarded-For", "Accept-Language"])] = (
                self._header()
            )
        if self.chance.random() < 0.02:
            headers["HX-Current-URL"] = headers["HX-Target"] = self._header()
        return headers

    def _header(self) -> str:
        """As a server hands it on: one line of latin-1."""
        text = self._text()[:500].replace("\r", "").replace("\n", "").replace("\x00", "")
        return text.encode("utf-8", "replace").decode("latin-1")

    def _send(self, method: str, name: str, url: str, who: User | None, **more: Any) -> Any:
        client = Client(enforce_csrf_checks=self.chance.random() < 0.03)
        if who:
            client.cookies["sessionid"] = self.sessions[who.pk]
        asked = f"{method} {url[:300]} ({name}) as {who.post if who else 'nobody'}: {more!r:.600}"
        self.outcome.requests += 1
        self.outcome.by_address[name] += 1
        try:
            with transaction.atomic():
                answer = self._answer(client, method, iri_to_uri(url), more)
                transaction.set_rollback(True)
        except Exception as error:
            self._note_failure(asked, error)
            return None
        self.outcome.statuses[answer.status_code] += 1
        self._look_at(answer, asked)
        return answer

    def _answer(self, client: Client, method: str, url: str, more: dict[str, Any]) -> Any:
        send: Any = {"GET": client.get, "POST": client.post}.get(method)
        headers = self._headers()
        answer: Any = (
            send(url, headers=headers, **more)
            if send
            else client.generic(method, url, headers=headers, **more)
        )
        if answer.streaming:
            b"".join(answer)
        return answer

    def _note_failure(self, asked: str, error: Exception) -> None:
        trace, where = error.__traceback__, ""
        while trace:
            path = trace.tb_frame.f_code.co_filename
            if "/naikkelas/" in path:
                where = f"{path.rpartition('/naikkelas/')[2]}:{trace.tb_lineno}"
            trace = trace.tb_next
        self.outcome.failures.append(f"{where} {type(error).__name__}: {error!s:.200}\n    {asked}")

    def _look_at(self, answer: Any, asked: str) -> None:
        if answer.status_code >= 500:
            self.outcome.failures.append(f"{answer.status_code}\n    {asked}")
        if answer.streaming or "html" not in answer.get("Content-Type", ""):
            return
        body = answer.content.decode(errors="replace")
        if "Traceback (most recent call" in body or "&lt;module&gt;" in body:
            self.outcome.failures.append(f"a traceback on the page\n    {asked}")
        for markup in MARKUP:
            if markup in body:
                self.outcome.failures.append(f"{markup} as it is on the page\n    {asked}")
