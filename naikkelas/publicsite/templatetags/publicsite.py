"""Tags of public pages: words in the language of the page, addresses that keep it."""

import json
import re
from datetime import date
from typing import Any  # template contexts

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from naikkelas.lib.dates import id_date
from naikkelas.publicsite.queries.photos import Picture
from naikkelas.publicsite.rules import guard
from naikkelas.publicsite.rules.freshness import age_in_words
from naikkelas.publicsite.rules.words import said

register = template.Library()
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@register.simple_tag(takes_context=True)
def say(context: dict[str, Any], words: str) -> str:
    """The words in the language of the page: `{% say "Kegiatan" %}`."""
    return said(words, context.get("language", "id"))


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
    words = f"{day.day} {day:%B %Y}" if language == "en" else id_date(day)
    return format_html('<time datetime="{}">{} ({})</time>', day.isoformat(), words, ago)


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
