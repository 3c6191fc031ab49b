"""What there is of all sites together: robots.txt, sitemaps."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string

from naikkelas.publicsite.queries.sites import public_kampung, site_of
from naikkelas.web.permissions import PUBLIC, page_for

XML = "application/xml; charset=utf-8"
_INSIDE = ("/kampung/", "/wilayah/", "/masuk/", "/undangan/", "/api/", "/odk/", "/kerja/")


@page_for(PUBLIC)
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines read the public pages; behind sign-in there is nothing for them."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _INSIDE)]
    lines.append(f"Sitemap: {settings.PUBLIC_ADDRESS}/sitemap.xml")
    return _public(HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8"))


@page_for(PUBLIC)
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """One sitemap for each kabupaten, since a file holds 50,000 addresses at most."""
    codes = public_kampung().order_by().values_list("kabupaten_code", flat=True).distinct()
    urls = [f"{settings.PUBLIC_ADDRESS}/sitemap-{code}.xml" for code in sorted(codes)]
    xml = render_to_string("publicsite/sitemap_index.xml", {"urls": urls})
    return _public(HttpResponse(xml, content_type=XML))


@page_for(PUBLIC)
def sitemap_of(request: HttpRequest, code: str) -> HttpResponse:
    """The homes of the sites of a kabupaten; one query."""
    rows = public_kampung().filter(kabupaten_code=code).select_related("village", "site")
    sites = [site for site in map(site_of, rows) if not site.is_down]
    if not sites:
        raise Http404
    urls = [f"{settings.PUBLIC_ADDRESS}{site.url}" for site in sites if not site.domain]
    urls += [f"https://{site.domain}{site.url}" for site in sites if site.domain]
    xml = render_to_string("publicsite/sitemap.xml", {"urls": urls})
    return _public(HttpResponse(xml, content_type=XML))


def _public(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "public, max-age=900"
    response.is_public_page = True  # type: ignore[attr-defined]
    return response
