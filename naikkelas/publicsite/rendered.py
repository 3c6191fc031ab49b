"""Pages rendered once: kept compressed beside what they were made from, answered without making.

`answer` serves a public page. It stands as long as the trail of its kabupaten holds nothing new
that may concern its kampung (`rules.freshness`); a process asks the database at most every
`PUBLIC_HELD_SECONDS`, so what is published, withdrawn or taken down is seen within that time. Other
rooms that show public pages use it too, with a scope of their own. `answer_passing` does the same
for addresses with a question; of those there is no end, so they are kept in the process only.
"""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
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
MOST_PASSING_BYTES = 8 * 1024 * 1024
"""Of those that answer a question; they never push out the others."""
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
    grounds: "Grounds | None" = None


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a page was made from: it stands while the trail of `scope` says no more than then."""

    scope: str
    kampung_id: UUID | None
    floor: datetime
    seen: int
    day: date
    rendered_at: datetime


class Shelf:
    """The pages that this process holds, the least used go first; shared by its threads."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._pages: OrderedDict[str, Held] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> Held | None:
        """The page, if it was looked at not long ago."""
        held = self.any(key)
        if held is None or monotonic() - held.checked >= settings.PUBLIC_HELD_SECONDS:
            return None
        return held

    def any(self, key: str) -> Held | None:
        """The page, whenever it was looked at."""
        with self._lock:
            held = self._pages.get(key)
            if held is not None:
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
_passing = Shelf(MOST_PASSING_BYTES)
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


def answer_passing(
    request: HttpRequest, question: str, scope: Callable[[], str], make: Callable[[], Made]
) -> HttpResponse:
    """The page that answers a question: kept by this process alone, in the room there is for it.

    Nothing of it is written, whatever people ask; `scope` tells the kabupaten whose trail makes it
    old, empty for none. What a person typed must not be asked for here.
    """
    if not settings.PUBLIC_HELD_SECONDS:
        return answer_once(request, make)
    key = f"{key_of(request)}?{question}"
    held = _passing.get(key) or _still_standing(key)
    if held is None:
        with _lock_of(key):
            held = _passing.get(key) or _rendered(scope(), None, make)
            _passing.put(key, held)
    return respond(request, held)


def _still_standing(key: str) -> Held | None:
    """The page of a question that was looked at long ago, where its trail says nothing new."""
    held = _passing.any(key)
    if held is None or held.grounds is None:
        return None
    grounds = held.grounds
    seen = acts_since(grounds.scope, grounds.floor) if grounds.scope else 0
    if seen != grounds.seen or not _is_of_today(grounds.scope, grounds.day, grounds.rendered_at):
        return None
    held = replace(held, checked=monotonic())
    _passing.put(key, held)
    return held


def answer_once(request: HttpRequest, make: Callable[[], Made]) -> HttpResponse:
    """The page as it is made now, kept nowhere."""
    return respond(request, _held(make()))


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
        held = _rendered(scope, kampung, lambda: make(subject()))
        row: dict[str, Any] = {
            "body": held.body,
            "content_type": held.content_type,
            "status": held.status,
            "etag": held.etag,
            **asdict(_grounds_of(held)),
        }
        RenderedPage.objects.bulk_create(
            [RenderedPage(key=key, **row)],
            update_conflicts=True,
            update_fields=list(row),
            unique_fields=["key"],
        )
        _shelf.put(key, held)
        return held


def _rendered(scope: str, kampung: UUID | None, make: Callable[[], Made]) -> Held:
    """Make a page; what the trail says is counted before, so that nothing in between is missed."""
    now = timezone.now()
    floor = floor_of(now)
    seen = acts_since(scope, floor, kampung) if scope else 0
    day = local_now(scope, remembered=True).date()
    return _held(make(), Grounds(scope, kampung, floor, seen, day, now))


def _held(made: Made, grounds: Grounds | None = None) -> Held:
    return Held(
        body=gzip.compress(made.body, 6, mtime=0),
        content_type=made.content_type,
        status=made.status,
        etag=hashlib.sha256(made.body).hexdigest()[:32],
        checked=monotonic(),
        grounds=grounds,
    )


def _grounds_of(held: Held) -> Grounds:
    if held.grounds is None:
        raise TypeError("a page that is kept tells what it was made from")
    return held.grounds


def acts_since(kabupaten: str, since: datetime, kampung: UUID | None = None) -> int:
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
    if not _is_of_today(scope, day, _moment(rendered_at)):
        return None
    held = Held(bytes(body), content_type, status, etag, monotonic())
    _shelf.put(key, held)
    return held


def _is_of_today(scope: str, day: date, rendered_at: datetime) -> bool:
    """Made on this day; about no kabupaten, not longer ago than such a page may be."""
    if day != local_now(scope, remembered=True).date():
        return False
    return bool(scope) or timezone.now() - rendered_at <= OLDEST


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
