"""Villages drawn from their GeoJSON boundaries; lines are indicative, never a legal statement."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from naikkelas.ui.charts.base import (
    NOTHING,
    Caption,
    Chart,
    chart_id,
    fill,
    hatch,
    legend,
    spoken_frame,
    spoken_ids,
    together,
)
from naikkelas.ui.charts.tiles import said, used_levels
from naikkelas.ui.levels import Level, level

WIDTH = 1000
MARGIN = 6
# Units of the drawing, both ways; on a phone a number needs twice the room.
ROOM_FOR_A_NUMBER = 30
ROOM_ON_A_PHONE = 60

Point = tuple[float, float]
Ring = list[Point]
GridRing = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class MapFeature:
    """A village with its GeoJSON geometry (Polygon or MultiPolygon, WGS84, longitude first)."""

    name: str
    code: str | None
    geometry: Mapping[str, Any]
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Projection:
    """Equirectangular, true to scale at the middle latitude: fine for a kabupaten or province."""

    west: float
    north: float
    squeeze: float  # cos of the middle latitude: a degree of longitude in degrees of latitude
    scale: float  # drawing units per degree of latitude
    height: int

    def to_grid(self, point: Point) -> tuple[int, int]:
        """Whole drawing units; neighbours share their corners, so no gaps open between them."""
        x = (point[0] - self.west) * self.squeeze * self.scale + MARGIN
        y = (self.north - point[1]) * self.scale + MARGIN
        return round(x), round(y)


@dataclass(frozen=True, slots=True)
class Placed:
    """A village in the units of the drawing."""

    feature: MapFeature
    level: Level
    rings: Sequence[GridRing]


def geo_map(
    features: Sequence[MapFeature],
    caption: Caption,
    labels: Mapping[str, str] | None = None,
    outlines: Sequence[Mapping[str, Any]] = (),
    boundary_source: str = "",
) -> Chart:
    """Each village a link in the colour of its level; `outlines` (kecamatan) are drawn on top."""
    note = "Batas indikatif, bukan batas resmi."
    if boundary_source:
        note += f" Sumber batas: {boundary_source}."
    shapes = [rings_of(feature.geometry) for feature in features]
    frame = projection([point for rings in shapes for ring in rings for point in ring])
    placed = [
        Placed(feature, level(feature.code, labels), [grid_ring(ring, frame) for ring in rings])
        for feature, rings in zip(features, shapes, strict=True)
    ]
    ident = chart_id("map", caption, [(feature.name, feature.code) for feature in features])
    drawing = format_html(
        '<svg class="geo-map" role="group" aria-labelledby="{}" viewBox="0 0 {} {}">'
        "{}{}{}{}{}</svg>",
        spoken_ids(ident),
        WIDTH,
        frame.height,
        spoken_frame(ident, caption, f"Peta {len(features)} desa dan kelurahan menurut kelas."),
        hatch(ident),
        together(_village(ident, village) for village in placed),
        together(_outline(geometry, frame) for geometry in outlines),
        together(_number(village) for village in placed),
    )
    codes = {feature.code for feature in features}
    return Chart(
        kind="map",
        caption=caption,
        markup=together(
            [
                legend(used_levels(codes, labels)),
                drawing,
                format_html('<p class="map-note">{}</p>', note),
            ]
        ),
        columns=("Desa/kelurahan", "Kelas"),
        rows=tuple((one.name, said(level(one.code, labels))) for one in features),
    )


def rings_of(geometry: Mapping[str, Any]) -> list[Ring]:
    """All rings of a Polygon or MultiPolygon; a height, if given, is left out."""
    polygons: Iterable[Any]
    if geometry["type"] == "Polygon":
        polygons = [geometry["coordinates"]]
    elif geometry["type"] == "MultiPolygon":
        polygons = geometry["coordinates"]
    else:
        raise ValueError(f"A map shows polygons, not {geometry['type']}")
    return [[(p[0], p[1]) for p in ring] for polygon in polygons for ring in polygon]


def projection(points: Sequence[Point]) -> Projection:
    """The frame in which all points fit a drawing `WIDTH` wide."""
    if not points:
        return Projection(west=0, north=0, squeeze=1, scale=1, height=2 * MARGIN)
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    squeeze = cos(radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / (max(east - west, 1e-9) * squeeze)
    height = round((north - south) * scale) + 2 * MARGIN
    return Projection(west=west, north=north, squeeze=squeeze, scale=scale, height=height)


def grid_ring(ring: Ring, frame: Projection) -> GridRing:
    """The ring in whole units without repeated points; fewer than three points vanish."""
    points: GridRing = []
    for point in ring:
        placed = frame.to_grid(point)
        if not points or placed != points[-1]:
            points.append(placed)
    if len(points) > 1 and points[0] == points[-1]:
        points.pop()
    return points if len(points) > 2 else []


def path(rings: Sequence[GridRing]) -> str:
    """Relative steps: about half the bytes of absolute ones."""
    drawn = []
    for points in rings:
        if not points:
            continue
        steps = " ".join(f"{bx - ax} {by - ay}" for (ax, ay), (bx, by) in pairwise(points))
        drawn.append(f"M{points[0][0]} {points[0][1]}l{steps}z")
    return "".join(drawn)


def _village(ident: str, village: Placed) -> SafeString:
    feature = village.feature
    named = f"{feature.name}: {said(village.level)}"
    spoken = f"{named}. {feature.note}" if feature.note else named
    shape = format_html(
        '<path {} d="{}"><title>{}</title></path>',
        fill(ident, village.level),
        path(village.rings),
        spoken,
    )
    if not feature.url:
        return shape
    return format_html('<a href="{}" aria-label="{}">{}</a>', feature.url, spoken, shape)


def _outline(geometry: Mapping[str, Any], frame: Projection) -> SafeString:
    rings = [grid_ring(ring, frame) for ring in rings_of(geometry)]
    return format_html('<path class="map-outline" d="{}"/>', path(rings))


def _number(village: Placed) -> SafeString:
    """The level's number in the middle of the largest ring, where it has room."""
    largest = max(village.rings, key=lambda points: abs(_doubled_area(points)), default=[])
    if not largest:
        return NOTHING
    xs, ys = [p[0] for p in largest], [p[1] for p in largest]
    room = min(max(xs) - min(xs), max(ys) - min(ys))
    if room < ROOM_FOR_A_NUMBER:
        return NOTHING
    x, y = centroid(largest)
    return format_html(
        '<text class="mark-text map-number{} {}" x="{}" y="{}" text-anchor="middle" '
        'dominant-baseline="central" aria-hidden="true">{}</text>',
        " map-number-small" if room < ROOM_ON_A_PHONE else "",
        village.level.css_class,
        round(x),
        round(y),
        village.level.number,
    )


def _doubled_area(points: GridRing) -> int:
    around = zip(points, [*points[1:], *points[:1]], strict=True)
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in around)


def centroid(points: GridRing) -> tuple[float, float]:
    """The centre of mass of a closed ring, in drawing units."""
    doubled = _doubled_area(points)
    if not doubled:
        return points[0]
    around = list(zip(points, [*points[1:], points[0]], strict=True))
    x = sum((ax + bx) * (ax * by - bx * ay) for (ax, ay), (bx, by) in around)
    y = sum((ay + by) * (ax * by - bx * ay) for (ax, ay), (bx, by) in around)
    return x / (3 * doubled), y / (3 * doubled)
