"""Public pages before the rest of the house is asked: domains of sites, and pages that stand."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port, validate_host

from naikkelas.publicsite import rendered
from naikkelas.publicsite.queries.sites import site_of
from naikkelas.registry.models import KampungKB

SITES = "/k/"
_ALSO = (SITES, settings.STATIC_URL, "/robots.txt", "/sitemap.xml")
"""What a domain of a site answers beside its home: never the inside of the house."""


class PublicPages:
    """Answers what stands already without session, sign-in and database but for one query.

    Stands behind the security headers. A host below `SITE_DOMAINS` is that of one site: its home is
    the home of the site, the inside of the house does not exist there; one that nobody mapped is
    refused.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        refused = self._of_domain(request) if settings.SITE_DOMAINS else None
        if refused:
            return refused
        if request.method in {"GET", "HEAD"} and request.path.startswith(SITES):
            held = rendered.kept(request)
            if held:
                return rendered.respond(request, held)
        response = self.get_response(request)
        if getattr(response, "is_public_page", False):
            _forget_cookie(response)
        return response

    def _of_domain(self, request: HttpRequest) -> HttpResponse | None:
        host, _ = split_domain_port(request.get_host())
        if not validate_host(host, settings.SITE_DOMAINS):
            return None
        kampung = KampungKB.objects.filter(site__domain=host).select_related("village", "site")
        found = kampung.first()
        if found is None or not (request.path == "/" or request.path.startswith(_ALSO)):
            return HttpResponse(_UNKNOWN, status=404, content_type="text/plain; charset=utf-8")
        if request.path == "/":
            request.path = request.path_info = site_of(found).url
        return None


_UNKNOWN = "Alamat ini bukan alamat situs kampung. Periksa kembali tulisannya."


def _forget_cookie(response: HttpResponse) -> None:
    """The same page goes to everybody, so caches need not look at cookies."""
    kept = [one for one in response.get("Vary", "").split(", ") if one and one != "Cookie"]
    response["Vary"] = ", ".join(kept)
