"""Searching kampung, and comparing some of them; the whole question stands in the address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from naikkelas.areas.models import Area
from naikkelas.portal import presenters
from naikkelas.portal.queries.comparing import MOST, chosen, compare
from naikkelas.portal.queries.finding import ON_A_MAP, PER_PAGE, Wanted, find
from naikkelas.portal.views.shell import Frame, answered, page
from naikkelas.publicsite.rendered import Made
from naikkelas.publicsite.rules.names import levels_in
from naikkelas.ui.levels import levels
from naikkelas.web.permissions import PUBLIC, page_for

LONGEST = 100


@page_for(PUBLIC)
def search(request: HttpRequest) -> HttpResponse:
    """Kampung by name, class, theme, activity, part and nearness, as list and as map."""
    return answered(request, _area_of(request), _search)


def _area_of(request: HttpRequest) -> str | None:
    """The part that was chosen, else the area; unreadable is not found, like any wrong address."""
    code = request.GET.get("bagian") or request.GET.get("wilayah") or None
    if code is not None and not _is_code(code):
        raise Http404("Wilayah ini tidak ada.")
    return code


def _is_code(code: str) -> bool:
    return code == "nasional" or (len(code) in {2, 5, 8} and code.replace(".", "").isdecimal())


def _search(around: Frame) -> Made:
    asked_for, language, asked = around.request.GET, around.language, around.asked
    wanted = Wanted.of(asked_for.dict())
    as_map = asked_for.get("tampilan") == "peta"
    finding = find(asked, wanted, asked_for.get("halaman", ""), ON_A_MAP if as_map else PER_PAGE)
    base = {
        "wilayah": presenters.slug_of(asked.view.area_code),
        **asked.query,
        **wanted.query,
        "tampilan": "peta" if as_map else "",
    }
    url = reverse("portal:search")
    context = {
        "wanted": wanted,
        "finding": finding,
        "results": [(one, presenters.site_url(one.kampung, language)) for one in finding.page],
        "as_map": as_map,
        "map": presenters.map_of(asked, finding, language) if as_map else None,
        "list_url": presenters.with_query(url, {**base, "tampilan": ""}, language),
        "map_url": presenters.with_query(url, {**base, "tampilan": "peta"}, language),
        "clear_url": presenters.with_query(url, {"wilayah": base["wilayah"]}, language),
        "without_near": presenters.with_query(url, {**base, "dekat": ""}, language),
        "previous_url": _page_url(base, finding.number - 1, finding.pages, language),
        "next_url": _page_url(base, finding.number + 1, finding.pages, language),
        "levels": levels(around.labels),
        "themes": finding.themes,
        "parts": _parts(asked.view.area_code),
        "kept": asked.query | ({"bahasa": language} if language != "id" else {}),
        "longest": LONGEST,
        "most": MOST,
    }
    return page(around, "portal/search.html", context, here="portal:search")


def _page_url(base: dict[str, str], number: int, pages: int, language: str) -> str:
    if not 1 <= number <= pages:
        return ""
    asked_for = {**base, "halaman": str(number) if number > 1 else ""}
    return presenters.with_query(reverse("portal:search"), asked_for, language)


def _parts(area_code: str) -> list[tuple[str, str]]:
    """The areas below, and those beside a kecamatan, by which a search is narrowed."""
    above = area_code[:5] if len(area_code) > 5 else area_code
    below = Area.objects.children_of(above).current().order_by("name", "code")
    return [(area.code, str(area)) for area in below]


@page_for(PUBLIC)
def comparing(request: HttpRequest) -> HttpResponse:
    """Up to four kampung side by side, by the codes of their villages (`k=…&k=…`)."""
    return answered(request, None, _compare)


def _compare(around: Frame) -> Made:
    codes = around.request.GET.getlist("k")
    kampung = chosen(codes)
    told = {name: value for name, value in around.request.GET.dict().items() if name != "k"}
    found = compare(kampung, told)
    places = presenters.places([one.village_id for one in kampung])
    context = {
        "found": found,
        "columns": [
            (
                one,
                presenters.site_url(one.kampung, around.language),
                places.get(one.kampung.village_id, ""),
                _without(around, codes, one.kampung.village_id),
                levels_in(one.asked.view.labels, around.language),
            )
            for one in found.kampung
        ],
        "asked_for": len(dict.fromkeys(filter(None, codes))),
        "most": MOST,
    }
    return page(around, "portal/compare.html", context, here="portal:search")


def _without(around: Frame, codes: list[str], code: str) -> str:
    """The same comparison without one of them."""
    rest = [("k", one) for one in dict.fromkeys(codes) if one != code]
    kept = [*around.asked.query.items()]
    if around.language != "id":
        kept.append(("bahasa", around.language))
    return f"{reverse('portal:comparing')}?{urlencode([*rest, *kept])}"
