"""What all pages of the portal share: the frame around them, and how they are answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any  # template contexts
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from naikkelas.insights.queries.viewpoint import NATION
from naikkelas.portal import presenters
from naikkelas.portal.queries.asking import Asked, asked, home_area, is_example
from naikkelas.portal.rules.words import said
from naikkelas.publicsite import rendered
from naikkelas.publicsite.rules.names import levels_in
from naikkelas.ui.levels import SCALE_NAME

LANGUAGES = (("id", "Indonesia"), ("en", "English"))
_KABUPATEN = len("63.01")
_PLACES = (
    ("Portal", "portal:home", False),
    ("Cari kampung", "portal:search", False),
    ("Statistik", "portal:statistics", True),
    ("Terpilih", "portal:selected", True),
    ("Agenda", "portal:agenda", True),
    ("Contoh baik", "portal:examples", False),
    ("Tentang", "portal:about", False),
    ("Masuk", "accounts:sign_in", False),
)


@dataclass(frozen=True)
class Frame:
    """A page about an area, in a language."""

    request: HttpRequest
    asked: Asked
    language: str

    @property
    def area_code(self) -> str:
        return self.asked.view.area_code

    @property
    def labels(self) -> Mapping[str, str]:
        """The words of the classes here, in the language of the page."""
        return levels_in(self.asked.view.labels, self.language)

    @property
    def kabupaten_code(self) -> str:
        """Whose trail makes a rendered page old; none above a kabupaten."""
        return self.area_code[: len("63.01")] if self.asked.view.is_live else ""

    @property
    def kampung_id(self) -> None:
        """No kampung: acts in any of them count."""


def frame(request: HttpRequest, code: str | None = None) -> Frame:
    """The frame of the area that an address names; the area of this house where it names none."""
    area_code = home_area() if code is None else ("" if code == NATION else code)
    found = asked(area_code, request.GET.dict())
    if area_code and (found.view.area is None or found.view.area.code != area_code):
        raise Http404("Wilayah ini tidak ada.")
    return Frame(request, found, rendered.language_of(request))


def page(around: Frame, template: str, context: Mapping[str, Any], *, here: str) -> rendered.Made:
    """A page of HTML; rendered without the request, so that nobody's session is in it."""
    html = render_to_string(template, {**_shell(around, here), **context})
    return rendered.Made(html.encode())


_CHOSEN = frozenset(
    {"wilayah", "bagian", "per", "diketahui", "aturan", "kelas", "tema", "urut", "halaman"}
    | {"tampilan", "bahasa"}
)
"""What is chosen from lists and by days. Words and places are a person's own and kept nowhere."""
_LONGEST_QUESTION = 200


def answered(
    request: HttpRequest, code: str | None, make: Callable[[Frame], rendered.Made]
) -> HttpResponse:
    """The page about an area; None is the one of this house.

    Where only the address and the language were asked it is rendered once; what was chosen is kept
    by the process for a while, and everything else is made now.
    """
    if set(request.GET) <= {"bahasa"}:
        return rendered.answer(request, lambda: frame(request, code), make)
    question = _question_of(request)
    if question is None:
        return rendered.answer_once(request, lambda: make(frame(request, code)))
    return rendered.answer_passing(
        *(request, question, lambda: _scope_of(code)), lambda: make(frame(request, code))
    )


def _scope_of(code: str | None) -> str:
    """The kabupaten of an area; empty for what is larger."""
    area_code = home_area() if code is None else code
    return area_code[:_KABUPATEN] if len(area_code) >= _KABUPATEN and area_code != NATION else ""


def _question_of(request: HttpRequest) -> str | None:
    """What was chosen, in one order; None where anything else was asked."""
    told = {name: values for name, values in request.GET.lists() if any(values)}
    if not _CHOSEN.issuperset(told) or any(len(values) > 1 for values in told.values()):
        return None
    question = urlencode(sorted((name, values[0]) for name, values in told.items()))
    return question if len(question) <= _LONGEST_QUESTION else None


def _shell(around: Frame, here: str) -> dict[str, Any]:
    view, language = around.asked.view, around.language
    home = home_area() if around.area_code else ""
    return {
        "frame": around,
        "asked": around.asked,
        "view": view,
        "labels": around.labels,
        "level_labels": around.labels,
        "scale_name": said(SCALE_NAME, language),
        "language": language,
        "slug": presenters.slug_of(around.area_code),
        "site_name": said("Portal Kampung KB", language),
        "site_place": presenters.area_title(view, language),
        "area_title": presenters.area_title(view, language),
        "home_url": presenters.with_query(reverse("portal:home"), {}, language),
        "is_example": is_example(around.area_code),
        "canonical": settings.PUBLIC_ADDRESS
        + presenters.with_query(around.request.path, {}, language),
        "alternates": _alternates(around.request),
        "nav": _navigation(around, here),
        "ancestors": presenters.ancestors(around.asked, language),
        "rule_words": presenters.source(around.asked, language),
        "kept": around.asked.query,
        "home_area": home,
    }


def _navigation(around: Frame, here: str) -> list[dict[str, Any]]:
    slug = presenters.slug_of(around.area_code)
    entries = []
    for label, name, of_area in _PLACES:
        url = reverse(name, args=[slug] if of_area else [])
        own = around.asked.query if name.startswith("portal:") else {}
        language = around.language if name.startswith("portal:") else "id"
        entries.append(
            {
                "label": said(label, around.language),
                "url": presenters.with_query(url, own, language),
                "is_here": name == here,
            }
        )
    return entries


def _alternates(request: HttpRequest) -> list[dict[str, str]]:
    found = []
    for code, name in LANGUAGES:
        asked_for = [
            (key, value)
            for key, values in request.GET.lists()
            for value in values
            if value and key != "bahasa"
        ]
        if code != "id":
            asked_for.append(("bahasa", code))
        more = f"?{urlencode(asked_for)}" if asked_for else ""
        url = f"{request.path}{more}"
        found.append(
            {"code": code, "name": name, "url": url, "absolute": f"{settings.PUBLIC_ADDRESS}{url}"}
        )
    return found
