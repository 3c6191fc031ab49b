"""The phone app at /kerja/: the same shell for everybody, its worker, its manifest, its repair.

Nothing here knows who asks: what is personal comes from the handshake and is kept on the phone.
"""

import hashlib
import json
from base64 import b64encode
from typing import cast

from csp.decorators import csp_update
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from naikkelas.activities.rules import app
from naikkelas.lib.actors import Act, Actor
from naikkelas.registry.queries import kampung_for
from naikkelas.web.permissions import PUBLIC, page_for

KAMPUNG_A_PAGE = 20
_FRESH = {"Cache-Control": "no-cache"}


def _shell() -> bytes:
    """The page that the phone keeps; equal for all, so that its hash can be promised."""
    context = {
        "scripts": [settings.STATIC_URL + path for path in app.scripts()],
        "static": settings.STATIC_URL,
        "newest": settings.PHONE_APP["newest"],
    }
    return render_to_string("activities/phone/shell.html", context).encode()


@csp_update({"img-src": ["blob:"]})  # the photos that wait on the phone
@page_for(PUBLIC)
def shell(request: HttpRequest) -> HttpResponse:
    """The app; without JavaScript, the way to the same forms."""
    return HttpResponse(_shell(), headers=_FRESH)


@page_for(PUBLIC)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker with its list of files; where the app is switched off, one that leaves.

    `?klasik` is for browsers whose workers know no modules: all but sending without an open page.
    """
    if settings.PHONE_APP["kill"]:
        source = app.text("activities/phone/leaving.js")
    else:
        body = app.text("activities/phone/worker.js")
        source = _engine("klasik" not in request.GET) + _kept() + body
    return HttpResponse(
        source, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-store"}
    )


def _engine(is_module: bool) -> str:
    address = f"{settings.STATIC_URL}activities/phone/sync.js"
    return f'import {{ run }} from "{address}";\n' if is_module else "const run = null;\n"


def _kept() -> str:
    """What the worker keeps: address → hash, and the release they make together."""
    page = _shell()
    files = {settings.STATIC_URL + part.path: part.sha256 for part in app.parts()}
    files[reverse("activities:app")] = b64encode(hashlib.sha256(page).digest()).decode()
    return f"const RELEASE = {json.dumps(app.release(page))};\nconst FILES = {json.dumps(files)};\n"


@page_for(PUBLIC)
def manifest(request: HttpRequest) -> JsonResponse:
    """What the phone needs to install the app."""
    icons = settings.STATIC_URL + "activities/phone/icons/"
    start = reverse("activities:app")
    return JsonResponse(
        {
            "id": start,
            "name": "Naik Kelas · Kerja Pokja",
            "short_name": "Naik Kelas",
            "description": "Lapor kegiatan dan laporan bulanan Kampung KB, juga tanpa sinyal.",
            "lang": "id",
            "start_url": start,
            "scope": start,
            "display": "standalone",
            "background_color": "#faf7f1",
            "theme_color": "#0f5757",
            "icons": [
                {"src": f"{icons}192.png", "sizes": "192x192", "type": "image/png"},
                {"src": f"{icons}512.png", "sizes": "512x512", "type": "image/png"},
                {
                    "src": f"{icons}512-penuh.png",
                    "sizes": "512x512",
                    "type": "image/png",
                    "purpose": "maskable",
                },
            ],
            "shortcuts": [
                {"name": "Lapor kegiatan", "url": f"{start}#/kegiatan/baru"},
                {"name": "Laporan bulan ini", "url": f"{start}#/laporan"},
            ],
        },
        content_type="application/manifest+json",
        headers=_FRESH,
    )


@page_for(PUBLIC)
def repair(request: HttpRequest) -> HttpResponse:
    """Outside the worker's reach: takes worker and caches away, leaves the drafts."""
    response = render(request, "activities/phone/repair.html")
    response["Cache-Control"] = "no-store"
    return response


@page_for(Act.DRAFT)
def online(request: HttpRequest) -> HttpResponse:
    """The same work without the app: the online forms of one's kampung."""
    kampung = kampung_for(cast(Actor, request.user)).live().order_by("nama")
    page = Paginator(kampung, KAMPUNG_A_PAGE).get_page(request.GET.get("halaman"))
    return render(request, "activities/phone/online.html", {"page": page})
