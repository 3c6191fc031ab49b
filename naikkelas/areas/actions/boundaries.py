"""Importing boundaries of areas from GeoJSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # parsed GeoJSON

from django.db import transaction
from django.utils import timezone

from naikkelas.areas import access
from naikkelas.areas.errors import BoundariesEmpty, BoundariesUnreadable
from naikkelas.areas.models import Area, Boundary
from naikkelas.areas.rules import geometry
from naikkelas.areas.rules.geometry import FeatureError, UnfitGeometry
from naikkelas.audit import actions as trail
from naikkelas.lib.actors import Actor, covers
from naikkelas.lib.refusals import require


@dataclass(frozen=True, slots=True)
class BoundaryReport:
    """How many boundaries were stored, and what is wrong with the features that were not."""

    stored: int
    errors: tuple[FeatureError, ...]


@transaction.atomic
def import_boundaries(path_or_text: Path | str, source: str, *, by: Actor) -> BoundaryReport:
    """Store each sound feature under its code, in place of an older one; report the others."""
    require(access.may_configure(by, by.home))
    features = geometry.features_of(_text(path_or_text))
    if features is None:
        raise BoundariesUnreadable
    if not features:
        raise BoundariesEmpty
    known = set(Area.objects.within(by.home).values_list("code", flat=True))
    sound, errors = _sorted_out(features, known, by.home)
    now = timezone.now()
    Boundary.objects.bulk_create(
        [
            Boundary(area_id=code, geometry=shape, source=source[:200], imported_at=now)
            for code, shape in sound.items()
        ],
        batch_size=200,
        update_conflicts=True,
        unique_fields=["area"],
        update_fields=["geometry", "source", "imported_at"],
    )
    if sound:
        trail.record(
            "area.import_boundaries",
            Area(code=by.home),
            by=by,
            kabupaten=by.home[:5],
            source=source[:200],
            stored=len(sound),
            refused=len(errors),
        )
    return BoundaryReport(len(sound), tuple(errors))


def _text(path_or_text: Path | str) -> str:
    try:
        return (
            path_or_text.read_text("utf-8-sig")
            if isinstance(path_or_text, Path)
            else path_or_text.lstrip("\ufeff")
        )
    except UnicodeDecodeError as error:
        raise BoundariesUnreadable from error


def _sorted_out(
    features: list[Mapping[str, Any]], known: set[str], scope: str
) -> tuple[dict[str, dict[str, Any]], list[FeatureError]]:
    sound: dict[str, dict[str, Any]] = {}
    errors = []
    for number, feature in enumerate(features, 1):
        code = geometry.code_of(feature) if isinstance(feature, dict) else ""
        try:
            _insist_on_code(code, known, scope, sound)
            sound[code] = geometry.checked(feature.get("geometry"))
        except UnfitGeometry as unfit:
            errors.append(FeatureError(number, code, unfit.problem, unfit.remedy))
    return sound, errors


def _insist_on_code(code: str, known: set[str], scope: str, sound: Mapping[str, object]) -> None:
    if not code:
        raise UnfitGeometry(
            "Kode wilayahnya tidak ada.", "Isi atribut “kode” dengan kode bertitik."
        )
    if not covers(scope, code):
        raise UnfitGeometry("Wilayah ini di luar wilayah Anda.", "Hapus poligon ini dari berkas.")
    if code not in known:
        raise UnfitGeometry("Kode wilayahnya tidak dikenal.", "Periksa kodenya.")
    if code in sound:
        raise UnfitGeometry(
            "Kode ini sudah ada di berkas yang sama.", "Gabungkan menjadi MultiPolygon."
        )
