"""Pages rendered once: kept compressed beside what they were made from, answered without making.

`answer` serves a public page. It stands as long as the trail of its kabupaten holds nothing new
that may concern its kampung (`rules.freshness`); a process asks the database at most every
`PUBLIC_HELD_SECONDS`, so what is published, withdrawn or taken down is seen within that time. Other
rooms that show public pages use it too, with a scope of their own.
"""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from time import monotonic
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, quote_etag

from naikkelas import __version__
from naikkelas.areas.queries import local_now
from naikkelas.audit.models import Event
from naikkelas.publicsite.models import RenderedPage
from naikkelas.publicsite.queries.sites import Moved
from naikkelas.publicsite.rules.freshness import OLDEST, floor_of

HTML = "text/html; charset=utf-8"
_FILES = ("text/calendar", "text/csv")
"""What is saved, not shown."""
_PACKAGE = Path(__file__).parent.parent
_ROOMS = ("publicsite", "portal")
"""What public pages are made with; a room above that is absent has no files."""
MOST_BYTES = 48 * 1024 * 1024
"""Of compressed pages that one process holds."""
LANGUAGES = ("id", "en")


class Scoped(Protocol):
    """What a page is about: the kabupaten whose trail makes it old; empty is none.

    With a kampung only acts that may concern that one do.
    """

    @property
    def kabupaten_code(self) -> str: ...
    @property
    def kampung_id(self) -> UUID | None: ...


S = TypeVar("S", bound=Scoped)


@dataclass(frozen=True, slots=True)
class Made:
    """A page as it was made, before it is compressed."""

    body: bytes
    content_type: str = HTML
    status: int = 200


@dataclass(frozen=True, slots=True)
class Held:
    """A page ready to go out; `checked` is the monotonic second of the last look at the trail."""

    body: bytes
    content_type: str
    status: int
    etag: str
    checked: float


class Shelf:
    """The pages that this process holds, the least used go first; shared by its threads."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._pages: OrderedDict[str, Held] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> Held | None:
        """The page, if it was looked at not long ago."""
        with self._lock:
            held = self._pages.get(key)
            if held is None or monotonic() - held.checked >= settings.PUBLIC_HELD_SECONDS:
                return None
            self._pages.move_to_end(key)
            return held

    def put(self, key: str, held: Held) -> None:
        """Hold a page, and let go of others where there is no room."""
        with self._lock:
            before = self._pages.pop(key, None)
            self._bytes += len(held.body) - (len(before.body) if before else 0)
            self._pages[key] = held
            while self._bytes > self._most:
                _, gone = self._pages.popitem(last=False)
                self._bytes -= len(gone.body)


_shelf = Shelf(MOST_BYTES)
_making: dict[str, threading.Lock] = {}
_making_lock = threading.Lock()


def language_of(request: HttpRequest) -> str:
    """Indonesian, unless the address asks for English."""
    asked = request.GET.get("bahasa", "id")
    return asked if asked in LANGUAGES else "id"


def key_of(request: HttpRequest) -> str:
    """Under what a page is kept: host-independent address, language, and the release."""
    return f"{request.path}|{language_of(request)}|{release()}"


@cache
def release() -> str:
    """A digest of what pages are made with: those of an older release are never shown again."""
    digest = hashlib.sha256(__version__.encode())
    files = [file for room in _ROOMS for file in (_PACKAGE / room).rglob("*.*")]
    for file in sorted(files):
        if file.suffix in {".py", ".html", ".xml", ".css", ".csv"}:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:8]


def answer(
    request: HttpRequest, subject: Callable[[], S], make: Callable[[S], Made]
) -> HttpResponse:
    """The page of this address, from the shelf, from the table or made anew.

    `subject` finds what it is about (Http404, `Moved`) and is asked again after the trail was
    counted, so that nothing in between is missed. Only what can be found is ever kept.
    """
    try:
        return respond(request, kept(request) or _made(key_of(request), subject, make))
    except Moved as moved:
        return _moved(request, str(moved))


def kept(request: HttpRequest) -> Held | None:
    """The page where it is held or stored and still stands: no query, or one."""
    key = key_of(request)
    return _shelf.get(key) or _stored(key)


def _moved(request: HttpRequest, slug: str) -> HttpResponse:
    """The same page below the present address."""
    _, first, _, *rest = request.path.split("/")
    path = "/".join(["", first, slug, *rest])
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)


# Made once ---------------------------------------------------------------------------------------


def _made(key: str, subject: Callable[[], S], make: Callable[[S], Made]) -> Held:
    """Make and keep a page; of several at once in this process one makes, the others wait."""
    about = subject()
    scope, kampung = about.kabupaten_code, about.kampung_id
    with _lock_of(key):
        waited_for = _shelf.get(key)
        if waited_for:
            return waited_for
        now = timezone.now()
        floor = floor_of(now)
        seen = _acts(scope, kampung, floor) if scope else 0
        day = local_now(scope, remembered=True).date()
        made = make(subject())
        body = gzip.compress(made.body, 6, mtime=0)
        etag = hashlib.sha256(made.body).hexdigest()[:32]
        row: dict[str, Any] = {
            "scope": scope,
            "kampung_id": kampung,
            "body": body,
            "content_type": made.content_type,
            "status": made.status,
            "etag": etag,
            "floor": floor,
            "seen": seen,
            "day": day,
            "rendered_at": now,
        }
        RenderedPage.objects.bulk_create(
            [RenderedPage(key=key, **row)],
            update_conflicts=True,
            update_fields=list(row),
            unique_fields=["key"],
        )
        held = Held(body, made.content_type, made.status, etag, monotonic())
        _shelf.put(key, held)
        return held


def _acts(kabupaten: str, kampung: UUID | None, since: datetime) -> int:
    """How many acts of the trail may have changed a page; `_SELECT` counts the same."""
    acts = Event.objects.filter(kabupaten_code=kabupaten, at__gte=since)
    if kampung:
        acts = acts.filter(Q(kampung_id=None) | Q(kampung_id=kampung))
    return acts.count()


def _lock_of(key: str) -> threading.Lock:
    with _making_lock:
        if len(_making) > 10_000:
            _making.clear()
        return _making.setdefault(key, threading.Lock())


_SELECT = (
    "SELECT r.body, r.content_type, r.status, r.etag, r.seen, r.day, r.rendered_at, r.scope, "
    "(SELECT COUNT(*) FROM audit_event e WHERE e.kabupaten_code = r.scope AND e.at >= r.floor "
    "AND (r.kampung_id IS NULL OR e.kampung_id IS NULL OR e.kampung_id = r.kampung_id)) "
    "FROM publicsite_renderedpage r WHERE r.key = %s"
)


def _stored(key: str) -> Held | None:
    """The page as it is stored, where it still stands; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_SELECT, [key])
        row = cursor.fetchone()
    if row is None:
        return None
    body, content_type, status, etag, seen, day, rendered_at, scope, now_seen = row
    if scope and now_seen != seen:
        return None
    now = timezone.now()
    if day != local_now(scope, remembered=True).date():
        return None
    if not scope and now - _moment(rendered_at) > OLDEST:
        return None
    held = Held(bytes(body), content_type, status, etag, monotonic())
    _shelf.put(key, held)
    return held


def _moment(stored: datetime) -> datetime:
    """SQLite hands out an instant in UTC without saying so."""
    return stored if stored.tzinfo else stored.replace(tzinfo=UTC)


# Sent often --------------------------------------------------------------------------------------


def respond(request: HttpRequest, held: Held) -> HttpResponse:
    """The answer: 304 to who has it already, compressed to who can read that."""
    etag = quote_etag(held.etag)
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if held.status == 200 and (etag in known or f"W/{etag}" in known or "*" in known):
        response = HttpResponse(status=304)
    else:
        response = _with_body(request, held)
    response["ETag"] = etag
    if held.content_type.startswith(_FILES):
        name = request.path.rpartition("/")[2]
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "public, max-age=0, s-maxage=2, must-revalidate"
    patch_vary_headers(response, ["Accept-Encoding"])
    response.is_public_page = True  # type: ignore[attr-defined]  # PublicPages looks
    return response


def _with_body(request: HttpRequest, held: Held) -> HttpResponse:
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(held.body, content_type=held.content_type, status=held.status)
        response["Content-Encoding"] = "gzip"
    else:
        body = gzip.decompress(held.body)
        response = HttpResponse(body, content_type=held.content_type, status=held.status)
    response["Content-Length"] = str(len(response.content))  # before the middleware that would
    return response


def clear_old(days: int = 2) -> int:
    """Remove what was not made anew for some days; how many. Run by the clock."""
    before = timezone.now() - timedelta(days=days)
    return RenderedPage.objects.filter(rendered_at__lt=before).delete()[0]
