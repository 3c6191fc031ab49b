"""The main way around, by names of addresses; rooms do not know of each other here."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation."""

    label: str
    name: str
    configure_only: bool = False


PLACES = (
    Place("Beranda", "insights:home"),
    Place("Kampung", "insights:kampung_list"),
    Place("Impor", "exchange:batch_list", configure_only=True),
    Place("Pengaturan", "areas:settings", configure_only=True),
)


def navigation(request: HttpRequest) -> list[dict[str, object]]:
    """The entries that the person may use, the present one marked."""
    may_configure = getattr(request.user, "may_configure", False)
    entries = []
    for place in PLACES:
        if place.configure_only and not may_configure:
            continue
        url = reverse(place.name)
        here = request.path == url or (url != "/" and request.path.startswith(url))
        entries.append({"url": url, "label": place.label, "active": here})
    return entries
