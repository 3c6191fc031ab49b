"""Drawings of public pages as SVG: figures in, markup out; colours are classes of the page."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any  # GeoJSON

BAND, GAP, MIDDLE, SIDE = 18, 4, 108, 108


def pyramid(rows: Sequence[tuple[str, int | None, int | None]], label: str) -> str:
    """Ages upwards, men left and women right; a band that may not be told has no bar."""
    most = max((n for _, *both in rows for n in both if n), default=0) or 1
    width, height = 2 * SIDE + MIDDLE, len(rows) * (BAND + GAP)
    parts = [
        f'<svg class="chart" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{escape(label)}">'
    ]
    for place, (name, men, women) in enumerate(reversed(rows)):
        y = place * (BAND + GAP)
        left, right = (round(SIDE * (n or 0) / most, 1) for n in (men, women))
        parts += [
            f'<rect class="a" x="{SIDE - left:g}" y="{y}" width="{left:g}" height="{BAND}"/>',
            f'<rect class="b" x="{SIDE + MIDDLE}" y="{y}" width="{right:g}" height="{BAND}"/>',
            f'<text x="{SIDE + MIDDLE // 2}" y="{y + 14}" text-anchor="middle">'
            f"{escape(name)}</text>",
        ]
    return "".join([*parts, "</svg>"])


def bars(rows: Sequence[tuple[str, float | None]], most: float, label: str) -> str:
    """Values from 0 to `most` as bars with their names; an absent one has no bar."""
    width, height = 360, len(rows) * 34
    parts = [
        f'<svg class="chart" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{escape(label)}">'
    ]
    for place, (name, value) in enumerate(rows):
        y, long = place * 34, round(width * (value or 0) / (most or 1), 1)
        parts += [
            f'<text x="0" y="{y + 12}">{escape(name)}</text>',
            f'<rect class="a" x="0" y="{y + 17}" width="{long:g}" height="10"/>',
        ]
    return "".join([*parts, "</svg>"])


def dots(points: Sequence[tuple[str, float, float, bool]], label: str, size: int = 360) -> str:
    """Places as dots (name, longitude, latitude, whether it is the own one), north above.

    Only the own one is named; near the equator a degree is as long both ways, as far as a map of a
    kecamatan can tell.
    """
    west, east = min(p[1] for p in points), max(p[1] for p in points)
    south, north = min(p[2] for p in points), max(p[2] for p in points)
    scale = (size - 80) / (max(east - west, north - south) or 1)
    width, height = round((east - west) * scale) + 80, round((north - south) * scale) + 80
    parts = [
        f'<svg class="chart" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{escape(label)}">'
    ]
    for name, longitude, latitude, is_own in sorted(points, key=lambda point: point[3]):
        x, y = round((longitude - west) * scale) + 40, round((north - latitude) * scale) + 40
        kind, radius = ("a", 9) if is_own else ("b", 5)
        parts.append(f'<circle class="{kind}" cx="{x}" cy="{y}" r="{radius}"/>')
        if is_own:
            anchor = "start" if x < width / 2 else "end"
            parts.append(f'<text x="{x}" y="{y - 15}" text-anchor="{anchor}">{escape(name)}</text>')
    return "".join([*parts, "</svg>"])


def outline(geometry: Any, label: str, size: int = 360) -> str:
    """The outline of an area from GeoJSON, without ground; empty where it has no rings."""
    rings = list(_rings(geometry))
    points = [point for ring in rings for point in ring]
    if not points:
        return ""
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    scale = size / (max(east - west, north - south) or 1)
    width, height = round((east - west) * scale) + 8, round((north - south) * scale) + 8
    path = "".join(
        "M"
        + "L".join(f"{(x - west) * scale + 4:.1f} {(north - y) * scale + 4:.1f}" for x, y in ring)
        + "Z"
        for ring in rings
    )
    return (
        f'<svg class="chart map" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{escape(label)}"><path d="{path}"/></svg>'
    )


def _rings(geometry: Any) -> Iterable[list[tuple[float, float]]]:
    kind, coordinates = geometry.get("type"), geometry.get("coordinates", [])
    polygons = {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(kind, [])
    for polygon in polygons:
        for ring in polygon:
            yield [(float(x), float(y)) for x, y, *_ in ring]
