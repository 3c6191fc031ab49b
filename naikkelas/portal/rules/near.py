"""Near me: a place that a browser told on request, rounded, and how far kampung are from it."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0088
"""Mean radius of the earth (IUGG)."""
DECIMALS = 2
"""Hundredths of a degree, about a kilometre: enough to find a kampung, too coarse for a house."""
REACH_DEGREES = 0.75
"""Kampung further away than this, north or east, are not near."""


@dataclass(frozen=True, slots=True)
class Place:
    """A point, rounded to about a kilometre; degrees of WGS84."""

    latitude: float
    longitude: float

    @property
    def text(self) -> str:
        """As it stands in an address: `-3.80,114.77`."""
        return f"{self.latitude:.{DECIMALS}f},{self.longitude:.{DECIMALS}f}"


def place_of(text: str) -> Place | None:
    """Read `latitude,longitude`; None for anything else, and for places outside Indonesia.

    >>> place_of("-3.79931,114.76651"), place_of("0,0"), place_of("di sini")
    (Place(latitude=-3.8, longitude=114.77), None, None)
    """
    try:
        latitude, longitude = (round(float(part), DECIMALS) for part in text.split(","))
    except (ValueError, OverflowError):
        return None
    if not (-11.5 <= latitude <= 6.5 and 94.5 <= longitude <= 141.5):
        return None
    return Place(latitude, longitude)


def distance_km(place: Place, latitude: float, longitude: float) -> float:
    """Kilometres along the earth (haversine).

    >>> round(distance_km(Place(-3.80, 114.77), -3.80, 114.87), 1)
    11.1
    """
    north = radians(latitude - place.latitude)
    east = radians(longitude - place.longitude)
    shrunk = cos(radians(place.latitude)) * cos(radians(latitude))
    half = sin(north / 2) ** 2 + shrunk * sin(east / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))
