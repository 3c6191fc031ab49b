"""Tags of the portal: its words in the language of the page, figures and days written as there."""

from collections.abc import Mapping
from datetime import date
from typing import Any  # template contexts, values of sentences

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from naikkelas.lib.scrubbing import scrubbed
from naikkelas.portal.rules.words import day_in, figure_in, said
from naikkelas.publicsite.rules.names import named

register = template.Library()

_ABSENT = {"id": "tidak diisi", "en": "not filled in"}


def _language(context: Mapping[str, Any]) -> str:
    return str(context.get("language", "id"))


@register.simple_tag(takes_context=True)
def say(context: dict[str, Any], words: str, **values: object) -> str:
    """The words in the language of the page: `{% say "{n} kampung" n=37 %}`.

    Whole numbers and days among the values are written as the language does.
    """
    language = _language(context)
    sentence = said(words, language)
    if not values:
        return sentence
    return sentence.format(**{name: _written(one, language) for name, one in values.items()})


@register.simple_tag(takes_context=True)
def name(context: dict[str, Any], of: str, words: object) -> str:
    """A name of a list of the programme in the language of the page: `{% name "tema" words %}`."""
    return named(of, str(words), _language(context))


def _written(value: object, language: str) -> str:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return figure_in(value, language)
    return day_in(value, language) if isinstance(value, date) else str(value)


@register.simple_tag(takes_context=True)
def num(context: dict[str, Any], value: float | None, decimals: int | None = None) -> str:
    """A figure as the language writes it; a dash that is read aloud for none."""
    language = _language(context)
    return _absent(language) if value is None else figure_in(value, language, decimals)


@register.simple_tag(takes_context=True)
def on(context: dict[str, Any], day: date | None) -> str:
    """A day as the language writes it; a dash for none."""
    language = _language(context)
    return _absent(language) if day is None else day_in(day, language)


@register.filter
def without_numbers(text: str) -> str:
    """A text that people wrote, without numbers of persons, phones and e-mail addresses."""
    return scrubbed(text)


def _absent(language: str) -> SafeString:
    return format_html(
        '<span aria-hidden="true">—</span><span class="hidden">{}</span>',
        _ABSENT.get(language, _ABSENT["id"]),
    )


@register.inclusion_tag("portal/chart.html", takes_context=True)
def drawn(context: dict[str, Any], chart: object) -> dict[str, object]:
    """A chart of `ui.charts` with caption and table in the language of the page."""
    return {"chart": chart, "language": _language(context), "rule": context.get("rule_words", "")}
