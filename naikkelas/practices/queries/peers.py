"""Who is like a kampung: features of a kabupaten in two queries, and the group of one of them."""

from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from naikkelas.areas.models import Kind
from naikkelas.practices.rules.peers import Features, nearest_km
from naikkelas.registry.models import KampungKB, Penduduk

Place = tuple[float, float]


def features_of(kabupaten_code: str) -> dict[UUID, Features]:
    """What is known of every live kampung of a kabupaten: three columns, two queries."""
    live = KampungKB.objects.live().filter(kabupaten_code=kabupaten_code)
    rows = list(live.values_list("id", "lintang", "bujur", "village__kind"))
    families = _families(kabupaten_code)
    places = {key: place for key, *at, _ in rows if (place := place_of(*at))}
    towns = [places[key] for key, *_, kind in rows if kind == Kind.KELURAHAN and key in places]
    ways = dict(zip(places, nearest_km([*places.values()], towns), strict=True)) if towns else {}
    return {
        key: Features(key.hex, families.get(key), kind == Kind.KELURAHAN, ways.get(key))
        for key, *_, kind in rows
    }


def place_of(latitude: float | None, longitude: float | None) -> Place | None:
    """Where a kampung lies; None unless both are known."""
    return None if latitude is None or longitude is None else (latitude, longitude)


def _families(kabupaten_code: str) -> dict[UUID, float]:
    """Families by the newest population report of each kampung, in the order of decision 2."""
    newest = Window(
        RowNumber(),
        partition_by=F("kampung_id"),
        order_by=[
            F("tanggal_isi").desc(),
            F("source_id").desc(nulls_first=True),
            F("recorded_at").desc(),
            F("id").desc(),
        ],
    )
    reports = Penduduk.objects.current().filter(kabupaten_code=kabupaten_code)
    ranked = reports.annotate(place=newest).filter(place=1).order_by()
    return {key: count for key, count in ranked.values_list("kampung_id", "keluarga") if count}
