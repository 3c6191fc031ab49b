"""Tags of public pages: words in the language of the page, addresses that keep it."""

import json
import re
from datetime import date, datetime
from typing import Any  # template contexts

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from naikkelas.lib.dates import id_date
from naikkelas.publicsite.queries.photos import Picture
from naikkelas.publicsite.rules import guard
from naikkelas.publicsite.rules.freshness import age_in_words
from naikkelas.publicsite.rules.names import named, short
from naikkelas.publicsite.rules.words import said
from naikkelas.ui.templatetags import ui

register = template.Library()
_ENGLISH_SIGNS = str.maketrans(".,", ",.")
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@register.simple_tag(takes_context=True)
def say(context: dict[str, Any], words: str) -> str:
    """The words in the language of the page: `{% say "Kegiatan" %}`."""
    return said(words, context.get("language", "id"))


@register.simple_tag(takes_context=True)
def name(context: dict[str, Any], of: str, words: object, alone: bool = False) -> str:
    """A name of a list of the programme in the language of the page: `{% name "tema" words %}`.

    The local one stands beside it unless it is to stand `alone`.
    """
    write = short if alone else named
    return write(of, str(words), context.get("language", "id"))


@register.simple_tag(takes_context=True)
def to(context: dict[str, Any], *parts: object) -> str:
    """A page of this site, in the language of the page: `{% to "kegiatan/" %}`."""
    query = "?bahasa=en" if context.get("language") == "en" else ""
    return f"{context['site'].url}{''.join(map(str, parts))}{query}"


@register.simple_tag(takes_context=True)
def aged(context: dict[str, Any], day: date | None) -> SafeString:
    """A day with how long ago it is: "3 Juli 2025 (3 bulan lalu)"; a dash for none."""
    language = context.get("language", "id")
    if day is None:
        return format_html("—")
    ago = age_in_words(day, context["today"], language)
    words = _day_in(language, day)
    return format_html('<time datetime="{}">{} ({})</time>', day.isoformat(), words, ago)


def _day_in(language: str, day: date) -> str:
    return f"{day.day} {day:%B %Y}" if language == "en" else id_date(day)


@register.simple_tag(takes_context=True)
def day(context: dict[str, Any], on: date | None) -> str:
    """A day in the language of the page: "3 Juli 2025", "3 July 2025"; a dash for none."""
    return "—" if on is None else _day_in(context.get("language", "id"), on)


@register.simple_tag(takes_context=True)
def moment(context: dict[str, Any], at: datetime) -> str:
    """A moment in the language of the page: "3 Juli 2025 pukul 14.05", "3 July 2025, 14:05"."""
    if context.get("language") != "en":
        return ui.id_datetime(at)
    local = timezone.localtime(at)
    return f"{_day_in('en', local)}, {local:%H:%M}"


@register.simple_tag(takes_context=True)
def number(context: dict[str, Any], value: float | None, decimals: int | None = None) -> str:
    """A number in the language of the page: "4.600", "4,600"."""
    words = ui.id_number(value, decimals)
    return words.translate(_ENGLISH_SIGNS) if context.get("language") == "en" else words


@register.simple_tag
def picture(one: Picture, is_first: bool = False) -> SafeString:
    """A photo that may be shown, over its mean colour."""
    return one.html(is_first=is_first)


@register.simple_tag
def structured(data: dict[str, Any]) -> SafeString:
    """Data for search engines (JSON-LD); nothing in it can end the element that holds it."""
    text = json.dumps(data, ensure_ascii=False)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


@register.filter
def guarded(text: str) -> str:
    """The words without numbers of persons (`rules.guard`); escaped like any other."""
    return guard.guarded(str(text))


@register.filter
def drawn(svg: str) -> SafeString:
    """A drawing of `rules.drawing`, which escapes the words in it."""
    return mark_safe(svg)


@register.filter
def for_xml(text: str) -> str:
    """The words without the controls that XML 1.0 cannot hold; escaped like any other."""
    return _UNFIT.sub("", str(text))
