"""A phone of the tests: sends what an app would send, byte by byte the same when it sends again."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.test import Client

from naikkelas.accounts.models import User
from naikkelas.lib.ids import uuid7
from naikkelas.registry.models import KampungKB


def envelope(kampung: KampungKB | UUID, kind: str = "laporan", **more: Any) -> dict[str, Any]:
    """A report of June 2025 unless told."""
    told: dict[str, Any] = {
        "id": str(uuid7()),
        "kind": kind,
        "schema": 1,
        "kampung": str(getattr(kampung, "pk", kampung)),
        "made_at": "2025-07-01T08:00:00+08:00",
        "base": None,
        "body": {},
        "changes": {},
    }
    if kind == "laporan":
        told["body"] = {"form": "penduduk", "year": 2025, "month": 6, "values": {"pus": 137}}
    return told | more


def bytes_of(told: dict[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode()


@dataclass
class Phone:
    """Signed in as somebody."""

    user: User
    client: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        self.client.force_login(self.user)

    def send(self, told: dict[str, Any] | bytes, **more: Any) -> HttpResponse:
        body = told if isinstance(told, bytes) else bytes_of(told)
        return self.post("/kerja/kirim/", body, **more)

    def post(self, url: str, told: dict[str, Any] | bytes, **more: Any) -> HttpResponse:
        body = told if isinstance(told, bytes) else bytes_of(told)
        more = {"content_type": "application/json"} | more
        answer: HttpResponse = self.client.post(url, body, **more)  # type: ignore[assignment]
        return answer

    def announce(
        self, kampung: KampungKB, record: UUID, content: bytes, **more: Any
    ) -> dict[str, Any]:
        told = {
            "id": str(uuid7()),
            "record": str(record),
            "kampung": str(kampung.pk),
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "kind": "kegiatan",
            "caption": "Bu Ani menimbang",
        } | more
        answer = self.post("/kerja/foto/", told)
        assert answer.status_code == 200, answer.content
        return told

    def piece(self, key: str, content: bytes, start: int, end: int) -> HttpResponse:
        """Bytes start … end (not included) of a photo."""
        answer: HttpResponse = self.client.put(  # type: ignore[assignment]
            f"/kerja/foto/{key}/",
            content[start:end],
            content_type="application/octet-stream",
            headers={"Content-Range": f"bytes {start}-{end - 1}/{len(content)}"},
        )
        return answer
