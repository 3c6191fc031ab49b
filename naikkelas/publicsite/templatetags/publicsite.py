"""Tags of public pages: words in the language of the page, addresses that keep it."""

from datetime import date
from typing import Any  # template contexts

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from naikkelas.lib.dates import id_date
from naikkelas.publicsite.rules.freshness import age_in_words
from naikkelas.publicsite.rules.words import said

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: dict[str, Any], words: str) -> str:
    """The words in the language of the page: `{% say "Kegiatan" %}`."""
    return said(words, context.get("language", "id"))


@register.simple_tag(takes_context=True)
def to(context: dict[str, Any], path: str = "") -> str:
    """A page of this site, in the language of the page: `{% to "kegiatan/" %}`."""
    query = "?bahasa=en" if context.get("language") == "en" else ""
    return f"{context['site'].url}{path}{query}"


@register.simple_tag(takes_context=True)
def aged(context: dict[str, Any], day: date | None) -> SafeString:
    """A day with how long ago it is: "3 Juli 2025 (3 bulan lalu)"; a dash for none."""
    language = context.get("language", "id")
    if day is None:
        return format_html("—")
    ago = age_in_words(day, context["today"], language)
    words = day.strftime("%-d %B %Y") if language == "en" else id_date(day)
    return format_html('<time datetime="{}">{} ({})</time>', day.isoformat(), words, ago)
