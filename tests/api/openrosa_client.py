"""An OpenRosa client of our own script: what ODK Collect does on the wire, step by step.

Over real connections, so that they can be cut: `http.client` for what is whole, bare sockets for
what is not. Source: OpenRosa 1.0, "Form discovery", "Form submission", "Metadata".
"""

import http.client
import socket
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import UUID, uuid4
from xml.etree.ElementTree import Element, fromstring

LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
RESPONSE = "{http://openrosa.org/http/response}"
BOUNDARY = "batas-37-batas"


@dataclass(frozen=True)
class Listed:
    """One form of a form list."""

    code: str
    name: str
    version: str
    hash: str
    download_url: str
    manifest_url: str


@dataclass
class Downloaded:
    """A form with the files that lie beside it."""

    listed: Listed
    xml: bytes
    files: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Answered:
    """What the server said."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def message(self) -> str:
        """The words for the person, as an app shows them."""
        found = fromstring(self.body).find(f"{RESPONSE}message")
        assert found is not None
        return found.text or ""


def listed_in(body: bytes) -> list[Listed]:
    """The forms of a form list."""
    return [_listed(one) for one in fromstring(body).iter(f"{LIST}xform")]


def _listed(one: Element) -> Listed:
    names = ("formID", "name", "version", "hash", "downloadUrl", "manifestUrl")
    return Listed(*(one.findtext(f"{LIST}{name}") or "" for name in names))


def files_in(body: bytes) -> list[tuple[str, str, str]]:
    """File name, hash and address of each file of a manifest."""
    names = ("filename", "hash", "downloadUrl")
    return [
        tuple(one.findtext(f"{MANIFEST}{name}") or "" for name in names)  # type: ignore[misc]
        for one in fromstring(body).iter(f"{MANIFEST}mediaFile")
    ]


def instance(
    form: str, answers: dict[str, object], *, version: str = "1", id: UUID | str | None = None
) -> bytes:
    """A filled-in form as Collect writes it."""
    told = "".join(f"<{name}>{value}</{name}>" for name, value in answers.items())
    meta = f"<orx:meta><orx:instanceID>uuid:{id or uuid4()}</orx:instanceID></orx:meta>"
    return (
        f'<?xml version="1.0"?><data xmlns:orx="http://openrosa.org/xforms" id="{form}" '
        f'version="{version}"><mulai>2025-07-31T10:42:07.000+08:00</mulai>{told}{meta}</data>'
    ).encode()


def multipart(xml: bytes, files: dict[str, tuple[bytes, str]] | None = None) -> bytes:
    """The body of a submission: the instance first, then photos under their own names."""
    parts = [("xml_submission_file", "submission.xml", "text/xml", xml)]
    parts += [(name, name, kind, content) for name, (content, kind) in (files or {}).items()]
    body = b""
    for name, filename, kind, content in parts:
        head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; '
            f'filename="{filename}"\r\nContent-Type: {kind}\r\n\r\n'
        )
        body += head.encode() + content + b"\r\n"
    return body + f"--{BOUNDARY}--\r\n".encode()


CONTENT_TYPE = f"multipart/form-data; boundary={BOUNDARY}"


class OpenRosaClient:
    """A phone that knows nothing but its server's address (with the key in it)."""

    def __init__(self, server_url: str) -> None:
        self.server_url = server_url.rstrip("/")

    def ask(
        self, method: str, url: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Answered:
        """One request over a connection of its own."""
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.netloc, timeout=30)
        try:
            path = f"{parts.path}?{parts.query}" if parts.query else parts.path
            told = {"X-OpenRosa-Version": "1.0"} | (headers or {})
            connection.request(method, path, body or None, told)
            answer = connection.getresponse()
            return Answered(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    def forms(self) -> list[Listed]:
        """Discovery: the forms that this key opens."""
        return listed_in(self.ask("GET", f"{self.server_url}/formList").body)

    def download(self, listed: Listed) -> Downloaded:
        """A form and the files of its manifest."""
        found = Downloaded(listed, self.ask("GET", listed.download_url).body)
        for name, _, url in files_in(self.ask("GET", listed.manifest_url).body):
            found.files[name] = self.ask("GET", url).body
        return found

    def announce(self) -> Answered:
        """HEAD before a submission: where to, and how much at once."""
        return self.ask("HEAD", f"{self.server_url}/submission?deviceID=collect:37")

    def send(self, xml: bytes, files: dict[str, tuple[bytes, str]] | None = None) -> Answered:
        """One whole submission."""
        url = f"{self.server_url}/submission?deviceID=collect:37"
        return self.ask("POST", url, multipart(xml, files), {"Content-Type": CONTENT_TYPE})

    def send_cut(self, xml: bytes, after: int, *, without_answer: bool = False) -> None:
        """A submission whose connection breaks after so many bytes of the body.

        With `without_answer` everything is sent, and the connection goes before the answer is read.
        """
        parts = urlsplit(self.server_url)
        body = multipart(xml)
        head = (
            f"POST {parts.path}/submission HTTP/1.1\r\nHost: {parts.netloc}\r\n"
            f"Content-Type: {CONTENT_TYPE}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=30) as wire:
            wire.sendall(head.encode() + (body if without_answer else body[:after]))
