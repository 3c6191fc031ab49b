"""The form for residents. It is not kept like other pages, since it holds a token of its own."""

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string

from naikkelas.lib.refusals import Refused
from naikkelas.publicsite.actions import aspirations as actions
from naikkelas.publicsite.pages.shell import gone, shell
from naikkelas.publicsite.pages.telling import aspirations
from naikkelas.publicsite.queries.sites import Moved, PublicSite
from naikkelas.publicsite.rendered import language_of
from naikkelas.publicsite.views.sites import site_or_404
from naikkelas.web.permissions import PUBLIC, form_for

PATH = "aspirasi/"


@form_for(PUBLIC)
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Write to the Pokja, and read what was answered."""
    try:
        site = site_or_404(slug)
    except Moved as moved:
        return HttpResponsePermanentRedirect(f"/k/{moved}/{PATH}")
    if site.is_down:
        return HttpResponse(gone(site, language_of(request)).body, status=410)
    if request.method != "POST":
        return _page(request, site)
    if request.POST.get("website"):  # filled in by a program only: thanked, and forgotten
        return _thanked(request, site)
    try:
        actions.receive(
            site.kampung,
            request.POST.get("words", ""),
            contact=request.POST.get("contact", ""),
            network=get_client_ip(request) or "",
        )
    except Refused as refusal:
        return _page(request, site, str(refusal))
    return _thanked(request, site)


def _thanked(request: HttpRequest, site: PublicSite) -> HttpResponse:
    more = "&bahasa=en" if language_of(request) == "en" else ""
    return redirect(f"{site.url}{PATH}?terkirim=1{more}")


def _page(request: HttpRequest, site: PublicSite, refusal: str = "") -> HttpResponse:
    language = language_of(request)
    context = shell(site, language, PATH) | {
        "csrf_token": get_token(request),
        "sent": "terkirim" in request.GET,
        "refusal": refusal,
        "words": request.POST.get("words", "") if refusal else "",
        "contact": request.POST.get("contact", "") if refusal else "",
        "shown_words": aspirations(site),
    }
    html = render_to_string("publicsite/aspirations.html", context)
    response = HttpResponse(html, status=422 if refusal else 200)
    response["Cache-Control"] = "private, no-store"
    return response
