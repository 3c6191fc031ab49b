"""The shell around the pages of a site."""

from collections.abc import Mapping
from typing import Any  # template contexts

from django.conf import settings
from django.template.loader import render_to_string

from naikkelas.publicsite.queries.sites import PublicSite
from naikkelas.publicsite.rendered import Made
from naikkelas.publicsite.rules.themes import THEMES
from naikkelas.publicsite.rules.words import said

PLACES = (
    ("Beranda", ""),
    ("Profil", "profil/"),
    ("Pokja", "pokja/"),
    ("Kegiatan", "kegiatan/"),
    ("Kabar", "kabar/"),
    ("Agenda", "agenda/"),
    ("Rencana", "rencana/"),
    ("Kelas", "kelas/"),
    ("Data", "data/"),
    ("Potensi", "potensi/"),
    ("Dokumen", "dokumen/"),
    ("Aspirasi", "aspirasi/"),
    ("Kontak", "kontak/"),
)
"""Label and path of what stands in the navigation of a site."""
ALWAYS = frozenset({"", "profil/", "kegiatan/", "kabar/", "data/"})
"""The places asked for most: in the row of every screen."""
WIDE = ALWAYS | {"agenda/", "kelas/", "kontak/"}
"""In the row of a screen that has room for them; else in the menu, as the others are."""


def origin_of(site: PublicSite) -> str:
    """Scheme and host of a site, for addresses that leave the page."""
    return f"https://{site.domain}" if site.domain else str(settings.PUBLIC_ADDRESS)


def shell(site: PublicSite, language: str, path: str) -> dict[str, Any]:
    """What `public/base.html` needs: names, navigation, languages, canonical address."""
    query = "?bahasa=en" if language == "en" else ""
    here = f"{site.url}{path}"
    origin = origin_of(site)
    return {
        "site": site,
        "language": language,
        "site_name": f"Kampung KB {site.name}",
        "site_place": site.place,
        "home_url": f"{site.url}{query}",
        "theme": site.theme,
        "theme_colour": THEMES[site.theme].accent,
        "is_example": site.kampung.is_example,
        "canonical": f"{origin}{here}{query}",
        "origin": origin,
        "alternates": _alternates(site, here, origin),
        **_navigation(site, language, path, query),
    }


def _navigation(site: PublicSite, language: str, path: str, query: str) -> dict[str, Any]:
    """`nav` is the row, `nav_more` the menu beside it; a place of both is shown in one of them."""
    places = [
        {
            "label": said(label, language),
            "url": f"{site.url}{place}{query}",
            "is_here": path == place or (bool(place) and path.startswith(place)),
            "is_wide": place in WIDE - ALWAYS,
            "place": place,
        }
        for label, place in PLACES
    ]
    return {
        "nav": [one for one in places if one["place"] in WIDE],
        "nav_more": [one for one in places if one["place"] not in ALWAYS],
    }


def _alternates(site: PublicSite, here: str, origin: str) -> list[dict[str, str]]:
    if not site.has_english:
        return []
    both = (("id", "Indonesia", ""), ("en", "English", "?bahasa=en"))
    return [
        {"code": code, "name": name, "url": f"{here}{more}", "absolute": f"{origin}{here}{more}"}
        for code, name, more in both
    ]


def page(
    site: PublicSite, language: str, path: str, template: str, context: Mapping[str, Any]
) -> Made:
    """A page of HTML within the shell."""
    html = render_to_string(template, {**shell(site, language, path), **context})
    return Made(html.encode())


def gone(site: PublicSite, language: str) -> Made:
    """The kind page of a site that was taken down; it says nothing of the kampung but its name."""
    bare: dict[str, Any] = {"nav": [], "nav_more": [], "canonical": "", "alternates": []}
    context = shell(site, language, "") | bare
    return Made(render_to_string("publicsite/gone.html", context).encode(), status=410)
