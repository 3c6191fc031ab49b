"""The files: made once, then streamed with their checksum; asked for again they cost nothing."""

import base64
from collections.abc import Mapping
from datetime import date

from django.core.cache import cache
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from naikkelas.accounts.queries import system_user
from naikkelas.areas.rules.settings import LICENCES
from naikkelas.opendata import actions, tasks
from naikkelas.opendata.models import Edition, EditionFile
from naikkelas.opendata.queries import Place, edition_of, file_of
from naikkelas.opendata.rules import addresses, files
from naikkelas.opendata.rules.tables import EXTENSIONS
from naikkelas.opendata.views.asking import OPEN_TO_ALL, page, place_at, table_at
from naikkelas.web.permissions import PUBLIC, page_for

MOST_MADE_AN_HOUR = 600
"""New editions that all visitors together may have made in an hour; what is made is not counted."""
_WAIT_SECONDS = 30
_QUEUED_SECONDS = 15 * 60
_DAY_SECONDS, _FOR_EVER = 300, 365 * 24 * 60 * 60


@page_for(PUBLIC)
def download(request: HttpRequest, slug: str, table: str, name: str) -> HttpResponseBase:
    """One file; `terbaru` leads to the newest day, a revision is that revision for ever."""
    place, table, asked = place_at(slug), table_at(table).code, addresses.asked(name)
    if asked is None or asked.extension not in EXTENSIONS:
        raise Http404
    if asked.cutoff is None:
        return _to_newest(place, table, asked.extension)
    edition = edition_of(place, table, asked.cutoff, asked.revision)
    if edition is None:
        if asked.revision is not None or asked.cutoff not in place.cutoffs:
            raise Http404
        made = _made_now(place, table, asked.cutoff)
        if isinstance(made, HttpResponse):
            return made
        edition = made
    file = file_of(edition, asked.extension)
    if file is None and asked.revision is None and _is_possible(edition, asked.extension):
        made = _made_now(place, table, asked.cutoff)  # published before there was this form
        if isinstance(made, HttpResponse):
            return made
        edition, file = made, file_of(made, asked.extension)
    if file is None:
        raise Http404
    return _answer(request, place, edition, file, is_for_ever=asked.revision is not None)


def _is_possible(edition: Edition, extension: str) -> bool:
    return extension in files.extensions_of(edition.rows)


def _to_newest(place: Place, table: str, extension: str) -> HttpResponse:
    if not place.cutoffs:
        raise Http404
    name = f"{place.cutoffs[0].isoformat()}.{extension}"
    response = redirect("opendata:file", place.slug, table, name)
    _put(response, OPEN_TO_ALL | {"Cache-Control": f"public, max-age={_DAY_SECONDS}"})
    return response


def _put(response: HttpResponse, headers: Mapping[str, str]) -> None:
    for name, value in headers.items():
        response.headers[name] = value


def _made_now(place: Place, table: str, cutoff: date) -> Edition | HttpResponse:
    """The edition, made while the visitor waits; of a large area the page that says to wait."""
    if _is_too_much():
        return _wait("opendata/busy.html", 429, 60 * 60)
    if not place.is_large:
        return actions.publish(place, table, cutoff, by=system_user())
    key = f"opendata:queued:{place.slug}:{table}:{cutoff.isoformat()}"
    if cache.add(key, True, _QUEUED_SECONDS):
        tasks.publish.enqueue(place.code, table, cutoff.isoformat())
    return _wait("opendata/wait.html", 202, _WAIT_SECONDS)


def _is_too_much() -> bool:
    key = f"opendata:made:{timezone.now():%Y%m%d%H}"
    made = int(cache.get(key, 0)) + 1
    cache.set(key, made, 2 * 60 * 60)
    return made > MOST_MADE_AN_HOUR


def _wait(template: str, status: int, seconds: int) -> HttpResponse:
    response = page(template, "home", {"seconds": seconds})
    response.status_code = status
    _put(response, {"Retry-After": str(seconds), "Cache-Control": "no-store"})
    return response


def _answer(
    request: HttpRequest, place: Place, edition: Edition, file: EditionFile, *, is_for_ever: bool
) -> HttpResponseBase:
    etag = quote_etag(file.sha256)
    headers = OPEN_TO_ALL | {
        "ETag": etag,
        "Cache-Control": f"public, max-age={_FOR_EVER}, immutable"
        if is_for_ever
        else f"public, max-age={_DAY_SECONDS}",
        "Repr-Digest": f"sha-256=:{base64.b64encode(bytes.fromhex(file.sha256)).decode()}:",
        "Link": ", ".join(_links(place, edition)),
    }
    fresh = get_conditional_response(request, etag=etag)
    if fresh is not None:
        _put(fresh, headers)
        return fresh
    name = addresses.file_name(
        edition.table,
        edition.area_code,
        edition.cutoff,
        edition.revision,
        is_example=edition.is_example,
    )
    return FileResponse(
        default_storage.open(file.path),
        as_attachment=True,
        filename=f"{name}.{file.extension}",
        content_type=EXTENSIONS[file.extension],
        headers=headers | {"Content-Length": str(file.size)},
    )


def _links(place: Place, edition: Edition) -> list[str]:
    """RFC 8288: under which licence, where the columns are explained, which revision this is."""
    about = reverse("opendata:table", args=[place.slug, edition.table])
    day = f"{edition.cutoff.isoformat()}.r{edition.revision}"
    return [
        f'<{LICENCES[edition.licence].url}>; rel="license"',
        f'<{about}>; rel="describedby"',
        f'<{about}{day}.csv>; rel="alternate"; title="versi {edition.revision}"',
    ]
