"""Budget and spending of a year by source, kampung and kegiatan."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from naikkelas.areas.models import Area
from naikkelas.lib.actors import Act, theirs
from naikkelas.partners.access import is_partner
from naikkelas.partners.queries import money as queries
from naikkelas.partners.queries.support import kampung_in
from naikkelas.partners.rules import inpres, money
from naikkelas.partners.rules.money import Line, Sum
from naikkelas.partners.views.asking import actor_of, area_of, filters, sieve_of
from naikkelas.partners.views.asking import place as frame
from naikkelas.partners.views.downloads import KINDS, as_file
from naikkelas.registry.models import KampungKB
from naikkelas.registry.rules import reference
from naikkelas.ui import charts
from naikkelas.web.permissions import page_for

NO_SOURCE, NO_DEED = "Belum ada sumber dana", "Di luar daftar Inpres"
HEADINGS = (
    *("tahun", "kode_desa", "kampung", "kegiatan", "kode_kegiatan_inpres", "sumber_dana"),
    *("rencana_rupiah", "nyata_rupiah", "angka_dari", "juga_tercatat_di"),
)
Named = list[tuple[str, Sum]]


@page_for(Act.SEE)
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Plan against spending of a year, nothing counted twice."""
    area = area_of(request, code)
    context = frame(request, area, "money")
    sieve, year = sieve_of(request, area), _year(request, area)
    lines = queries.lines_of(actor_of(request), context["scopes"], year, sieve.kecamatan)
    kampung = _kampung(context["scopes"], sieve.kecamatan)
    by_source = _named(money.sums(lines, lambda line: _source(line.source)))
    by_kampung = money.sums(lines, lambda line: line.kampung)
    context |= filters(area, sieve, []) | {
        "year": year,
        "years": queries.years_of(context["today"]),
        "total": money.total(lines),
        "by_source": by_source,
        "by_kampung": [(kampung[key], found) for key, found in by_kampung.items()],
        "by_deed": _named(money.sums(lines, lambda line: _deed(line.kegiatan))),
        "by_origin": _named(money.sums(lines, lambda line: line.origin)),
        "is_own": is_partner(actor_of(request)),
        "is_whole": context["scopes"] == (area.code,),
        "chart": _chart(by_source, year, kampung.values()),
        "query": request.GET.urlencode(),
    }
    return render(request, "partners/money.html", context)


def _year(request: HttpRequest, area: Area) -> int:
    years = queries.years_of(frame(request, area, "money")["today"])
    wanted = request.GET.get("tahun", "")
    found = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) == 4 else 0
    return found if found in years else years[1]


def _kampung(scopes: tuple[str, ...], kecamatan: str) -> dict[object, KampungKB]:
    return {one.pk: one for one in kampung_in(scopes, kecamatan)}


def _source(code: str) -> str:
    return reference.names("sumber_dana").get(code, NO_SOURCE)


def _deed(code: str) -> str:
    deed = inpres.by_code().get(code)
    return f"{deed.code} {deed.name}" if deed else NO_DEED


def _named(sums: dict[str, Sum]) -> Named:
    """By what was planned, the most first."""
    return sorted(sums.items(), key=lambda pair: (-pair[1].planned, pair[0]))


def _chart(by_source: Named, year: int, kampung: Iterable[KampungKB]) -> charts.Chart:
    rows = [charts.Amounts(name, found.planned, found.real) for name, found in by_source]
    is_example = any(one.is_example for one in kampung)
    caption = charts.Caption(
        f"Dana {year} menurut sumber", "rupiah", "RKM, peta jalan, komitmen", example=is_example
    )
    return charts.plan_and_real(rows, caption)


@page_for(Act.EXPORT)
def export(request: HttpRequest, code: str, extension: str) -> HttpResponse:
    """Every line as a row; missing amounts stay empty."""
    area = area_of(request, code)
    if extension not in KINDS:
        raise Http404
    scopes = theirs(actor_of(request), area.code)
    sieve, year = sieve_of(request, area), _year(request, area)
    lines = queries.lines_of(actor_of(request), scopes, year, sieve.kecamatan)
    kampung = _kampung(scopes, sieve.kecamatan)
    is_example = any(one.is_example for one in kampung.values())
    told = [f"Anggaran dan realisasi {year}, {area}", "Yang sama dihitung sekali; kosong bukan nol"]
    name = f"anggaran-{year}-{area.code}{'-contoh' if is_example else ''}"
    rows = (_row(line, year, kampung[line.kampung]) for line in lines)
    return as_file(name, extension, told, HEADINGS, rows)


def _row(line: Line, year: int, kampung: KampungKB) -> tuple[str | int | None, ...]:
    return (
        *(year, kampung.village_id, kampung.nama, line.title, line.kegiatan),
        *(_source(line.source), line.planned, line.real, line.origin, line.also),
    )
