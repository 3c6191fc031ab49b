"""The phone app as files: what a phone keeps, each with the hash of its content. Pure."""

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

_SUFFIXES = (".js", ".css", ".svg", ".png")
_NOT_PAGES = ("/worker.js", "/leaving.js", "/repair.js")


@dataclass(frozen=True, slots=True)
class Part:
    """One file that the phone keeps: path below the static address, and its content's hash."""

    path: str
    sha256: str


@cache
def parts() -> tuple[Part, ...]:
    """Every file that the app needs without a network, in the order of their paths."""
    rooms = (("activities", "activities/phone"), ("activities", "activities/vendor"))
    found = [part for room, folder in rooms for part in _below(room, folder)]
    return (*sorted(found, key=lambda part: part.path), _part("ui", "ui/app.css"))


def scripts() -> tuple[str, ...]:
    """The modules of the pages, to be asked for at once: a phone must not find them one by one."""
    return tuple(
        part.path
        for part in parts()
        if part.path.endswith(".js") and not part.path.endswith(_NOT_PAGES)
    )


def release(shell: bytes) -> str:
    """A name that changes with any byte of the app: 16 hex digits."""
    told = [f"{part.path} {part.sha256}" for part in parts()]
    told.append(hashlib.sha256(shell).hexdigest())
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def text(path: str) -> str:
    """A file of the app."""
    return _file("activities", path).read_text("utf-8")


def _below(room: str, folder: str) -> Iterable[Part]:
    place = _file(room, folder)
    if not place.is_dir():  # vendor/ before `make` has filled it
        return
    for entry in place.iterdir():
        path = f"{folder}/{entry.name}"
        if entry.is_dir():
            yield from _below(room, path)
        elif entry.name.endswith(_SUFFIXES):
            yield _part(room, path)


def _part(room: str, path: str) -> Part:
    content = _file(room, path).read_bytes()
    return Part(path, base64.b64encode(hashlib.sha256(content).digest()).decode())


def _file(room: str, path: str) -> Traversable:
    return files(f"naikkelas.{room}") / "static" / path
