"""What a phone remembers: the envelopes that it made, and which of them were acknowledged."""

import hashlib
import http.client
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.field_faults.ground import PATIENCE, Cluster, Ground

TIMEOUT = 15


@dataclass(frozen=True)
class Answer:
    """Status, body, and what else a client acts on."""

    status: int
    body: bytes
    retry_after: str = ""

    @property
    def told(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass
class Phone:
    """One signed-in phone that talks through a port (the server's, or that of a bad road)."""

    kampung: str
    session: str
    csrf: str
    user: str
    port: int
    acknowledged: dict[str, bytes] = field(default_factory=dict)
    """Number → the bytes that were acknowledged."""
    photos: dict[str, str] = field(default_factory=dict)
    """Number of a photo → the SHA-256 that was acknowledged."""

    def request(
        self, method: str, url: str, body: bytes = b"", kind: str = "application/json", **more: str
    ) -> Answer:
        """One request on a connection of its own; OSError where the line broke."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        headers = {
            "Cookie": f"sessionid={self.session}; csrftoken={self.csrf}",
            "X-CSRFToken": self.csrf,
            "Content-Type": kind,
            "Connection": "close",
        }
        try:
            line.request(method, url, body, headers | more)
            answer = line.getresponse()
            if answer.length is None:  # no Content-Length, or one that was cut before its digits
                raise ConnectionError("the line broke within the headers")
            return Answer(answer.status, answer.read(), answer.headers.get("Retry-After", ""))
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            line.close()

    def envelope(self, kind: str = "kegiatan", **more: Any) -> bytes:
        number = str(uuid4())
        day = date(2026, 1, 1) + timedelta(days=uuid4().int % 200)
        told = {
            "id": number,
            "kind": kind,
            "schema": 1,
            "kampung": self.kampung,
            "made_at": "2026-11-25T08:00:00+08:00",
            "body": {"tanggal": day.isoformat(), "judul": f"Posyandu {number[:8]}"},
        }
        return json.dumps(told | more).encode()

    def edit(self, made: dict[str, Any]) -> bytes:
        """A change of a report that was just acknowledged."""
        told = {"base": made["version"], "body": {}, "changes": {"tempat": ["", "Balai desa"]}}
        return self.envelope("kegiatan.ubah", **told)

    def monthly(self, month: int) -> bytes:
        """The report of a month, or its correction where one has come before."""
        place = {"form": "penduduk", "year": 2025, "month": month}
        body = place | {"values": {"pus": 100 + month}, "reason": "Dihitung lagi"}
        return self.envelope("laporan", body=body)

    def send_once(self, sent: bytes) -> Answer:
        """Send; an acknowledgement is written into the ledger when it has arrived whole."""
        answer = self.request("POST", "/kerja/kirim/", sent)
        if answer.status == 201:
            assert answer.told["hash"] == hashlib.sha256(sent).hexdigest()
            self.acknowledged[answer.told["id"]] = sent
        return answer

    def send(self, sent: bytes, seconds: float = PATIENCE) -> Answer:
        """Send again and again until an answer has arrived, as the app does."""
        return _until_answered(lambda: self.send_once(sent), seconds)

    def begin_photo(self, record: str, content: bytes) -> str:
        number = str(uuid4())
        told = {
            "id": number,
            "record": record,
            "kampung": self.kampung,
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "kind": "kegiatan",
            "caption": "",
        }
        answer = self.until_answered("POST", "/kerja/foto/", json.dumps(told).encode())
        assert answer.status == 200, answer.body
        return number

    def send_photo(self, record: str, content: bytes, piece: int = 16 * 1024) -> Answer:
        """Send a photo to its end, through whatever happens, from where it stopped."""
        return self.finish_photo(self.begin_photo(record, content), content, piece)

    def finish_photo(self, number: str, content: bytes, piece: int = 16 * 1024) -> Answer:
        """Send what is still wanted of a photo that was announced."""
        url = f"/kerja/foto/{number}/"
        while True:
            state = self.until_answered("GET", url).told
            if state["done"]:
                self.photos[number] = state["sha256"]
                return Answer(201, json.dumps(state).encode())
            start = state["offset"]
            part = content[start : start + piece]
            spread = f"bytes {start}-{start + len(part) - 1}/{len(content)}"
            try:
                answer = self.request("PUT", url, part, "image/jpeg", **{"Content-Range": spread})
            except OSError:
                continue
            if answer.status == 201:
                self.photos[number] = answer.told["sha256"]
                return answer
            if answer.status not in {200, 409, 500, 503}:
                return answer

    def until_answered(self, method: str, url: str, body: bytes = b"") -> Answer:
        return _until_answered(lambda: self.request(method, url, body), PATIENCE)


def _until_answered(ask: Callable[[], Answer], seconds: float) -> Answer:
    """Ask again and again, as the app does; TimeoutError says what came last instead."""
    deadline, last = time.monotonic() + seconds, ""
    while time.monotonic() < deadline:
        try:
            answer = ask()
            if answer.status not in {500, 502, 503}:
                return answer
            last = f"{answer.status} {answer.body[:300]!r}"
        except OSError as error:
            last = repr(error)
        time.sleep(0.05)
    raise TimeoutError(f"no answer in {seconds:.0f} s; the last was {last}")


def phones(ground: Ground, port: int | None = None) -> list[Phone]:
    """All phones of a scenario."""
    return [
        Phone(place["kampung"], **told, port=port or ground.web.port)
        for place in ground.people
        for told in place["phones"]
    ]


def insist_on_ledger(ground: Ground, known: list[Phone]) -> int:
    """Every acknowledged report exists exactly once, with its photos; how many were looked at."""
    cluster = ground.cluster
    acknowledged = {number: sent for phone in known for number, sent in phone.acknowledged.items()}
    envelopes = {
        str(number): (digest, state)
        for number, digest, state in cluster.all(
            "SELECT id, sha256, state FROM activities_envelope"
        )
    }
    for number, sent in acknowledged.items():
        assert envelopes.get(number) == (hashlib.sha256(sent).hexdigest(), "diterima"), number
    records: dict[str, int] = {}
    for (origin,) in cluster.all(
        "SELECT origin FROM activities_kegiatan WHERE withdrawn_at IS NULL"
    ):
        records[str(origin)] = records.get(str(origin), 0) + 1
    lost = [n for n, sent in acknowledged.items() if _is_new(sent) and records.get(n) != 1]
    assert lost == []
    assert {number for number, count in records.items() if count > 1} == set()
    # What was stored without an acknowledgement that arrived is known under its number as well.
    assert set(records) <= set(envelopes)
    _insist_on_versions(cluster, acknowledged)
    _insist_on_photos(ground, known)
    return len(acknowledged)


def _insist_on_versions(cluster: Cluster, acknowledged: dict[str, bytes]) -> None:
    """Each change and each monthly report is a version of its own, under its number."""
    for kind, table in (
        ("kegiatan.ubah", "activities_kegiatan"),
        ("laporan", "registry_penduduk"),
    ):
        stored = {str(key) for (key,) in cluster.all(f"SELECT id FROM {table}")}
        sent = {number for number, sent in acknowledged.items() if _kind(sent) == kind}
        assert sent - stored == set(), kind


def _insist_on_photos(ground: Ground, known: list[Phone]) -> None:
    """Each acknowledged photo is there once, and its file holds what the database says of it."""
    kept = {
        str(number): (sent, digest, Path("foto") / name)
        for number, sent, digest, name in ground.cluster.all(
            "SELECT id, sent_sha256, sha256, stored_name FROM activities_kegiatanphoto"
        )
    }
    waiting = {
        str(key): (digest, digest, Path("kiriman") / key.hex[-2:] / key.hex)
        for key, digest in ground.cluster.all(
            "SELECT id, sha256 FROM activities_photoupload WHERE state = 'lengkap'"
        )
    }
    assert kept.keys() & waiting.keys() == set()
    for number, sent in ((n, s) for phone in known for n, s in phone.photos.items()):
        told, digest, path = (kept | waiting)[number]
        content = (ground.folder / "data" / "media" / path).read_bytes()
        assert (told, hashlib.sha256(content).hexdigest()) == (sent, digest), number


def _kind(sent: bytes) -> str:
    return str(json.loads(sent)["kind"])


def _is_new(sent: bytes) -> bool:
    return _kind(sent) == "kegiatan"
