"""Kampung that stand out, the calendar, good examples, and what the portal says of itself."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from naikkelas.areas.models import Area
from naikkelas.areas.queries import setting
from naikkelas.portal import presenters
from naikkelas.portal.queries.asking import is_example
from naikkelas.portal.queries.events import appointments, happenings
from naikkelas.portal.queries.examples import example, examples
from naikkelas.portal.queries.held import held_of_persons
from naikkelas.portal.queries.selecting import selection
from naikkelas.portal.rules.selected import COMPLETE_PERCENT, MOST, STEP, Verdict
from naikkelas.portal.rules.words import said
from naikkelas.portal.views.shell import Frame, answered, page
from naikkelas.practices.queries.collection import indicator_names, named
from naikkelas.publicsite.rendered import Made
from naikkelas.registry.rules.calendars import CONTENT_TYPE, calendar
from naikkelas.web.permissions import PUBLIC, page_for

EXAMPLES_A_PAGE = 12
LONGEST = 60


@page_for(PUBLIC)
def selected(request: HttpRequest, code: str) -> HttpResponse:
    """Who stands out in a kabupaten; above it, the areas to choose from."""
    return answered(request, code, _selected)


def _selected(around: Frame) -> Made:
    view, language = around.asked.view, around.language
    context: dict[str, object] = {"most": MOST, "complete": COMPLETE_PERCENT, "step": STEP}
    if view.is_live:
        found = selection(around.asked)
        context |= {
            "found": found,
            "rows": [
                (verdict, kampung, presenters.site_url(kampung, language), _level(around, verdict))
                for verdict, kampung in found.shown
            ],
        }
    else:
        context["choices"] = [
            (
                str(area),
                presenters.with_query(
                    reverse("portal:selected", args=[area.code]), around.asked.query, language
                ),
            )
            for area in Area.objects.children_of(view.area_code).current().order_by("name", "code")
        ]
    return page(around, "portal/selected.html", context, here="portal:selected")


def _level(around: Frame, verdict: Verdict) -> tuple[str | None, str | None]:
    """Class a year ago and now."""
    codes = {level.order: level.code for level in around.asked.view.rule.levels}
    candidate = verdict.candidate
    return codes.get(candidate.year_ago.order), codes.get(candidate.now.order)


@page_for(PUBLIC)
def agenda(request: HttpRequest, code: str) -> HttpResponse:
    """What is on in an area."""
    return answered(request, code, _agenda)


def _agenda(around: Frame) -> Made:
    today = around.asked.view.today
    found = happenings(around.area_code, today)
    places = presenters.places([one.area_code for one in found])
    context = {
        "coming": [(one, places.get(one.area_code, "")) for one in found if one.last >= today],
        "past": [(one, places.get(one.area_code, "")) for one in found if one.last < today],
        "calendar_url": reverse(
            "portal:agenda_calendar", args=[presenters.slug_of(around.area_code)]
        ),
    }
    return page(around, "portal/agenda.html", context, here="portal:agenda")


@page_for(PUBLIC)
def agenda_calendar(request: HttpRequest, code: str) -> HttpResponse:
    """The same as a file that calendar applications subscribe to."""
    return answered(request, code, _calendar)


def _calendar(around: Frame) -> Made:
    found = happenings(around.area_code, around.asked.view.today, cancelled=True)
    name = f"{said('Agenda Kampung KB', around.language)}, {around.asked.view.area_title}"
    return Made(calendar(name, appointments(found)), CONTENT_TYPE)


# Good examples -----------------------------------------------------------------------------------


@page_for(PUBLIC)
def good_examples(request: HttpRequest) -> HttpResponse:
    """What kampung did about a problem, as the kabupaten published it."""
    return answered(request, request.GET.get("wilayah"), _library)


def _library(around: Frame) -> Made:
    asked_for = around.request.GET
    text, indicator = asked_for.get("cari", "").strip()[:LONGEST], asked_for.get("indikator", "")
    names = indicator_names(around.area_code)
    found = Paginator(
        examples(around.area_code, text, indicator if indicator in names else ""), EXAMPLES_A_PAGE
    ).get_page(asked_for.get("halaman"))
    url, language = reverse("portal:examples"), around.language
    kept = {name: asked_for.get(name, "") for name in ("wilayah", "cari", "indikator")}
    context = {
        "found": found,
        "rows": [(one, named(one, names)) for one in found],
        "text": text,
        "indicator": indicator,
        "indicators": list(names.items()),
        "longest": LONGEST,
        "previous_url": presenters.with_query(
            url, {**kept, "halaman": str(found.previous_page_number())}, language
        )
        if found.has_previous()
        else "",
        "next_url": presenters.with_query(
            url, {**kept, "halaman": str(found.next_page_number())}, language
        )
        if found.has_next()
        else "",
    }
    return page(around, "portal/examples.html", context, here="portal:examples")


@page_for(PUBLIC)
def example_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One good example: the problem, the steps, what it cost; nobody's name."""
    found = example(pk)
    if found is None:
        raise Http404("Contoh baik ini tidak ada.")

    def made(around: Frame) -> Made:
        kampung = found.kampung
        context = {
            "example": found,
            "kampung": kampung,
            "kampung_url": presenters.site_url(kampung, around.language),
            "place": presenters.places([kampung.village_id]).get(kampung.village_id, ""),
            "names": named(found.version, indicator_names(kampung.village_id)),
            "is_example": found.version.practice.is_example or is_example(kampung.village_id),
        }
        return page(around, "portal/example.html", context, here="portal:examples")

    return answered(request, found.kampung.kabupaten_code, made)


# About the portal --------------------------------------------------------------------------------


@page_for(PUBLIC)
def about(request: HttpRequest) -> HttpResponse:
    """What the portal is, and how its figures come about."""
    return _told(request, "about")


@page_for(PUBLIC)
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of people, what is never shown, and what one can ask for (UU 27/2022)."""
    return _told(request, "privacy")


@page_for(PUBLIC)
def accessibility(request: HttpRequest) -> HttpResponse:
    """How far the pages can be used by everybody, and what was and was not tested."""
    return _told(request, "accessibility")


def _told(request: HttpRequest, name: str) -> HttpResponse:
    def made(around: Frame) -> Made:
        context = {
            "office": setting(around.area_code, "office_name"),
            "held": held_of_persons() if name == "privacy" else (),
        }
        return page(around, f"portal/{name}.html", context, here=f"portal:{name}")

    return answered(request, None, made)
