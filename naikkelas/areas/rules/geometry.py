"""Checks of imported boundaries: what a map can draw and an area can own."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # parsed GeoJSON

import numpy as np
from numpy.typing import NDArray

from naikkelas.areas.rules import codes

Points = NDArray[np.float64]

# Degrees; the archipelago with a margin for its seas (6°08'N 11°15'S 94°45'E 141°05'E).
WEST, EAST, SOUTH, NORTH = 94.0, 142.0, -12.0, 7.0
CODE_PROPERTIES = (
    "kode", "kode_desa", "kode_kel", "kd_desa", "kode_kec", "kd_kec", "kode_kab", "kd_kab",
    "kode_wilayah", "kode_kemendagri", "kdepum", "kdcpum", "kdpkab", "code",
)  # fmt: skip
"""Names under which maps of Indonesian offices keep the Kemendagri code, in this order."""
MAX_POSITIONS = 200_000
"""Per feature; a kabupaten at full survey detail has about 50,000."""


@dataclass(frozen=True, slots=True)
class FeatureError:
    """What is wrong with one feature (1 is the first of the file), and how to mend it."""

    number: int
    code: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        named = f" ({self.code})" if self.code else ""
        return f"Poligon {self.number}{named}: {self.problem} {self.remedy}"


class UnfitGeometry(ValueError):
    """A geometry that cannot be drawn: problem and remedy."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem, self.remedy = problem, remedy


def features_of(text: str) -> list[Mapping[str, Any]] | None:
    """The features of a FeatureCollection; None where the text is something else."""
    try:
        content = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection":
        return None
    features = content.get("features")
    return features if isinstance(features, list) else None


def _no_constant(name: str) -> float:
    raise ValueError(name)  # NaN and Infinity are not JSON


def code_of(feature: Mapping[str, Any]) -> str:
    """The dotted code that the feature names; empty where none can be found."""
    properties = feature.get("properties")
    lowered = (
        {str(k).lower(): v for k, v in properties.items()} if isinstance(properties, dict) else {}
    )
    candidates = [lowered.get(name) for name in CODE_PROPERTIES] + [feature.get("id")]
    for candidate in candidates:
        code = codes.normalise(candidate) if candidate is not None else ""
        if codes.is_code(code):
            return code
    return ""


def checked(geometry: object) -> dict[str, Any]:
    """The geometry in two dimensions, as it is stored; raises `UnfitGeometry`."""
    if not isinstance(geometry, dict) or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        raise UnfitGeometry(
            "Bentuknya bukan poligon.", "Simpan batas sebagai Polygon atau MultiPolygon."
        )
    parts = geometry.get("coordinates")
    polygons = [parts] if geometry["type"] == "Polygon" else parts
    if not isinstance(polygons, list) or not polygons:
        raise UnfitGeometry("Poligonnya kosong.", "Hapus poligon ini atau gambar batasnya.")
    shaped = [[_ring(ring) for ring in _rings(polygon)] for polygon in polygons]
    if sum(len(ring) for polygon in shaped for ring in polygon) > MAX_POSITIONS:
        raise UnfitGeometry("Titiknya terlalu banyak.", "Sederhanakan batasnya di aplikasi peta.")
    plain = [[ring.tolist() for ring in polygon] for polygon in shaped]
    return {
        "type": geometry["type"],
        "coordinates": plain[0] if geometry["type"] == "Polygon" else plain,
    }


def _rings(polygon: object) -> list[object]:
    if not isinstance(polygon, list) or not polygon:
        raise UnfitGeometry("Poligonnya kosong.", "Hapus poligon ini atau gambar batasnya.")
    return polygon


def _ring(positions: object) -> Points:
    points = _points(positions)
    if len(points) < 4:
        raise UnfitGeometry("Garisnya kurang dari empat titik.", "Gambar ulang batasnya.")
    if not np.array_equal(points[0], points[-1]):
        raise UnfitGeometry(
            "Garisnya tidak tertutup.", "Ulangi titik pertama sebagai titik terakhir."
        )
    _inside_indonesia(points)
    if crossing := next(crossings(points), None):
        place = ", ".join(f"{value:.5f}".replace(".", ",") for value in crossing)
        raise UnfitGeometry(
            f"Garisnya memotong dirinya sendiri di dekat {place}.",
            "Perbaiki dengan perintah “Fix geometries” di QGIS.",
        )
    return points


def _points(positions: object) -> Points:
    try:
        points = np.array([position[:2] for position in positions], dtype=np.float64)  # type: ignore[attr-defined]
    except (TypeError, ValueError) as error:
        raise UnfitGeometry(
            "Koordinatnya bukan pasangan angka.", "Simpan ulang sebagai GeoJSON."
        ) from error
    if points.ndim != 2 or points.shape[1] != 2 or not np.isfinite(points).all():
        raise UnfitGeometry("Koordinatnya bukan pasangan angka.", "Simpan ulang sebagai GeoJSON.")
    return points


def _inside_indonesia(points: Points) -> None:
    def all_in(longitude: Points, latitude: Points) -> bool:
        inside = (
            (longitude >= WEST) & (longitude <= EAST) & (latitude >= SOUTH) & (latitude <= NORTH)
        )
        return bool(inside.all())

    if all_in(points[:, 0], points[:, 1]):
        return
    if all_in(points[:, 1], points[:, 0]):
        raise UnfitGeometry("Bujur dan lintang tertukar.", "Tulis bujur dahulu, lalu lintang.")
    raise UnfitGeometry(
        "Koordinatnya di luar Indonesia.", "Simpan dalam derajat (EPSG:4326), bukan dalam meter."
    )


def point_in(geometry: Mapping[str, Any]) -> tuple[float, float]:
    """A point of the largest part of a stored boundary, not on its edge and not in a hole.

    Its centre of mass where that lies inside, else the middle of the widest stretch on the latitude
    halfway up. Rounded to 5 decimals (about a metre).
    """
    parts = geometry["coordinates"]
    polygons = [parts] if geometry["type"] == "Polygon" else parts
    shaped = [[np.array(ring, dtype=np.float64) for ring in polygon] for polygon in polygons]
    largest = max(shaped, key=lambda polygon: abs(_doubled_area(polygon[0])))
    centre = _centre(largest[0])
    if not _lies_in(largest, *centre):
        low, high = largest[0][:, 1].min(), largest[0][:, 1].max()
        centre = _widest(largest, float((low + high) / 2))
    return round(centre[0], 5), round(centre[1], 5)


def _doubled_area(ring: Points) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))


def _centre(ring: Points) -> tuple[float, float]:
    around = ring - ring[0]  # small figures, so that nothing is lost in the products
    x, y = around[:, 0], around[:, 1]
    turn = x[:-1] * y[1:] - x[1:] * y[:-1]
    doubled = float(turn.sum())
    if not doubled:
        return float(ring[0, 0]), float(ring[0, 1])
    east = float(((x[:-1] + x[1:]) * turn).sum()) / (3 * doubled)
    north = float(((y[:-1] + y[1:]) * turn).sum()) / (3 * doubled)
    return float(ring[0, 0]) + east, float(ring[0, 1]) + north


def _met(polygon: Sequence[Points], y: float) -> list[float]:
    """Where the latitude meets the lines of the polygon, from west to east."""
    found: list[float] = []
    for ring in polygon:
        a, b = ring[:-1], ring[1:]
        over = (a[:, 1] > y) != (b[:, 1] > y)
        a, b = a[over], b[over]
        found += (a[:, 0] + (y - a[:, 1]) * (b[:, 0] - a[:, 0]) / (b[:, 1] - a[:, 1])).tolist()
    return sorted(found)


def _lies_in(polygon: Sequence[Points], x: float, y: float) -> bool:
    return sum(one < x for one in _met(polygon, y)) % 2 == 1


def _widest(polygon: Sequence[Points], y: float) -> tuple[float, float]:
    met = _met(polygon, y)
    stretches = list(zip(met[::2], met[1::2], strict=True))
    if not stretches:  # without any area
        return float(polygon[0][0, 0]), float(polygon[0][0, 1])
    west, east = max(stretches, key=lambda one: one[1] - one[0])
    return (west + east) / 2, y


def crossings(points: Points) -> Iterator[tuple[float, float]]:
    """Where segments of a closed line properly cross (touching at a vertex is allowed).

    Segments are sorted by their western end, so each is compared with its neighbours only.
    """
    start, end = points[:-1], points[1:]
    west, east = np.minimum(start[:, 0], end[:, 0]), np.maximum(start[:, 0], end[:, 0])
    order = np.argsort(west, kind="stable")
    start, end, east = start[order], end[order], east[order]
    until = np.searchsorted(west[order], east, side="right")
    for i in range(len(start)):
        others = slice(i + 1, int(until[i]))
        hit = _cross(start[i], end[i], start[others], end[others])
        if hit.any():
            at = start[others][hit][0]
            if math.isfinite(at[0]):
                yield float(at[0]), float(at[1])


def _cross(a: Points, b: Points, c: Points, d: Points) -> NDArray[np.bool_]:
    """Whether segment a-b properly crosses each of the segments c-d."""
    if not len(c):
        return np.zeros(0, dtype=np.bool_)
    one = _side(a, b, c) * _side(a, b, d) < 0
    other = _side(c, d, a) * _side(c, d, b) < 0
    return np.asarray(one & other)


def _side(a: Points, b: Points, p: Points) -> Points:
    """Sign of the turn a → b → p: on which side of the line the point lies."""
    turn = (b[..., 0] - a[..., 0]) * (p[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (
        p[..., 0] - a[..., 0]
    )
    return np.sign(turn)
