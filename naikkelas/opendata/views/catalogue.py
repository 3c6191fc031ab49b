"""The same for machines: catalogue (DCAT-AP), dictionary, metadata of indicators."""

from dataclasses import asdict

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from naikkelas.instruments.queries import several
from naikkelas.lib.sheets import as_csv
from naikkelas.opendata.queries import Place, place_of, shelf_of
from naikkelas.opendata.rules import dcat
from naikkelas.opendata.rules.addresses import NATION
from naikkelas.opendata.rules.metadata import metadata_of
from naikkelas.opendata.rules.tables import TABLES
from naikkelas.opendata.views.asking import OPEN_TO_ALL, base_of, place_at
from naikkelas.web.permissions import PUBLIC, page_for

_ASKED_SECONDS = 300
_HEADERS = OPEN_TO_ALL | {"Cache-Control": f"public, max-age={_ASKED_SECONDS}"}


@page_for(PUBLIC)
def catalogue(request: HttpRequest, slug: str = NATION) -> HttpResponse:
    """DCAT-AP 3 as JSON-LD: of the nation, or of one area."""
    shelf = shelf_of(place_at(slug), base_of(request))
    found = dcat.catalogue(shelf, list(TABLES.values()))
    return JsonResponse(
        found,
        content_type="application/ld+json",
        headers=_HEADERS | _named(f"katalog-{slug}.jsonld"),
        json_dumps_params={"ensure_ascii": False},
    )


@page_for(PUBLIC)
def dictionary(request: HttpRequest, extension: str) -> HttpResponse:
    """Every column of every table, as CSV or JSON."""
    rows = [{"tabel": table.code} | asdict(one) for table in TABLES.values()
            for one in table.columns]  # fmt: skip
    names = {
        "tabel": "tabel", "code": "kolom", "label": "nama", "meaning": "arti", "unit": "satuan",
        "type": "jenis", "missing": "bila_kosong", "source": "sumber",
    }  # fmt: skip
    if extension == "json":
        told = [{name: row[key] for key, name in names.items()} for row in rows]
        tables = [
            {"tabel": one.code, "judul": one.title, "uraian": one.description,
             "bentuk_geojson": one.drawn, "tidak_dimuat": one.left_out or None}
            for one in TABLES.values()
        ]  # fmt: skip
        return JsonResponse({"tabel": tables, "kamus": told}, headers=_HEADERS,
                            json_dumps_params={"ensure_ascii": False})  # fmt: skip
    if extension != "csv":
        raise Http404
    content = as_csv(list(names.values()), [[row[key] for key in names] for row in rows])
    headers = _HEADERS | _named("kamus-data-terbuka.csv")
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


def _named(name: str) -> dict[str, str]:
    """What is no page is never shown as one."""
    return {"Content-Disposition": f'attachment; filename="{name}"'}


@page_for(PUBLIC)
def metadata(request: HttpRequest) -> HttpResponse:
    """Each indicator of both rules, in the words of Satu Data Indonesia."""
    place = place_of("") or Place("", "Indonesia")
    told = [
        asdict(one)
        for rule in several(place.rules).values()
        for one in metadata_of(rule, place.producer)
    ]
    return JsonResponse({"indikator": told}, headers=_HEADERS,
                        json_dumps_params={"ensure_ascii": False})  # fmt: skip
