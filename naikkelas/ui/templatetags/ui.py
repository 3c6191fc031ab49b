"""Words, figures and components that every page uses; built into all templates (no `load` needed).

Filters take what a model holds and give what a person reads. `None` becomes an em dash that a
screen reader says as "tidak diisi", since a missing figure is never a zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.http import HttpRequest, QueryDict
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from naikkelas.lib import dates, numbers
from naikkelas.lib.numbers import Number
from naikkelas.ui import levels
from naikkelas.ui.charts import Chart

register = template.Library()

ABSENT = mark_safe(
    '<span class="absent" aria-hidden="true">—</span>'
    '<span class="visually-hidden">tidak diisi</span>'
)
# Django's message levels and our own names -> kind of alert.
ALERT_KINDS = {
    "debug": "info",
    "info": "info",
    "success": "ok",
    "ok": "ok",
    "warning": "warn",
    "warn": "warn",
    "error": "danger",
    "danger": "danger",
}


# Figures and dates ------------------------------------------------------------------------------


def _day(value: date | datetime) -> date:
    """The day in the reader's time zone."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


@register.filter
def id_date(value: date | datetime | None) -> str:
    """`21 November 2026`."""
    return ABSENT if value is None else dates.id_date(_day(value))


@register.filter
def id_date_short(value: date | datetime | None) -> str:
    """`21 Nov 2026`."""
    return ABSENT if value is None else dates.id_date_short(_day(value))


@register.filter
def id_datetime(value: datetime | None) -> str:
    """`21 November 2026 pukul 14.05`, in the reader's time zone."""
    if value is None:
        return ABSENT
    return dates.id_datetime(timezone.localtime(value) if timezone.is_aware(value) else value)


@register.filter
def id_month(value: date | datetime | None) -> str:
    """`Juli 2025`."""
    return ABSENT if value is None else dates.id_month(_day(value))


@register.filter
def id_number(value: Number | None, decimals: int | None = None) -> str:
    """`1.234,5`; `{{ index|id_number:2 }}` always shows two decimals."""
    return ABSENT if value is None else numbers.id_number(value, decimals)


@register.filter
def percent(value: Number | None, decimals: int | None = None) -> str:
    """`12,5%` of a value counted in hundredths (12.5)."""
    return ABSENT if value is None else numbers.id_percent(value, decimals)


@register.filter
def rupiah(value: Number | None) -> str:
    """`Rp1.250.000`."""
    return ABSENT if value is None else numbers.id_rupiah(value)


@register.filter
def signed(value: Number | None, decimals: int | None = None) -> str:
    """`+3` or `−2`."""
    return ABSENT if value is None else numbers.id_signed(value, decimals)


@register.filter
def absent(value: object) -> object:
    """The value, or an em dash where it is missing or an empty text; zero and no stay."""
    return ABSENT if value is None or value == "" else value


@register.filter
def yes_no(value: bool | None) -> str:
    """`Ya`, `Tidak` or an em dash."""
    return ABSENT if value is None else ("Ya" if value else "Tidak")


# Components -------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An icon of `ui/icons.svg`; decoration unless it has a label."""
    return _icon(static("ui/icons.svg"), name, label, css)


@lru_cache(maxsize=512)
def _icon(file: str, name: str, label: str, css: str) -> SafeString:
    """A page shows the same few icons a dozen times."""
    spoken = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"')
    )
    return format_html(
        '<svg class="icon{}" {} focusable="false"><use href="{}#{}"/></svg>',
        f" {css}" if css else "",
        spoken,
        file,
        name,
    )


@register.simple_tag(takes_context=True)
def level_badge(
    context: template.Context,
    code: str | None,
    labels: Mapping[str, str] | None = None,
    size: str = "",
) -> SafeString:
    """Colour, number and word of a level; `size="large"` for the head of a page.

    The words come from `labels`, else from `level_labels` in the context, else the national ones;
    that of the scale from `scale_name`.
    """
    shown = levels.level(code, labels or context.get("level_labels"))
    return format_html(
        '<span class="level-badge {}{}" title="{}: {}"><span class="level-badge-number">{}</span>'
        '<span class="level-badge-label">{}</span></span>',
        shown.css_class,
        f" level-badge-{size}" if size else "",
        context.get("scale_name", levels.SCALE_NAME),
        shown.label,
        shown.number or "–",
        shown.label,
    )


@register.simple_tag(takes_context=True)
def level_name(
    context: template.Context, code: str | None, labels: Mapping[str, str] | None = None
) -> str:
    """The word of a level alone, for running text."""
    return levels.level(code, labels or context.get("level_labels")).label


@register.inclusion_tag("ui/chart.html", name="chart")
def chart_tag(chart: Chart, table: bool = True) -> dict[str, object]:
    """A chart of `ui.charts` with its title, unit, cut-off, source and table."""
    return {"chart": chart, "caption": chart.caption, "with_table": table}


@register.simple_block_tag
def alert(content: str, kind: str = "info", title: str = "") -> SafeString:
    """A boxed remark: `{% alert "warn" title="…" %}…{% endalert %}`."""
    shown = ALERT_KINDS.get(kind, "info")
    heading = format_html('<p class="alert-title">{}</p>', title) if title else ""
    return format_html(
        '<div class="alert alert-{}">{}<div class="alert-body">{}<div>{}</div></div></div>',
        shown,
        icon(shown),
        heading,
        content,
    )


# Forms ------------------------------------------------------------------------------------------


@register.inclusion_tag("ui/field.html")
def field(bound: forms.BoundField, css: str = "") -> dict[str, object]:
    """Label, hint, error and control of one form field, tied together for screen readers."""
    widget = bound.field.widget
    errors = [str(error) for error in bound.errors]
    hint_id, error_id = f"{bound.auto_id}-petunjuk", f"{bound.auto_id}-kesalahan"
    described = [*([hint_id] if bound.help_text else []), *([error_id] if errors else [])]
    is_group = isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    attributes: dict[str, Any] = {}
    if described and not is_group:
        attributes["aria-describedby"] = " ".join(described)
    if errors:
        attributes["aria-invalid"] = "true"
    return {
        "field": bound,
        "widget": bound.as_widget(attrs=attributes),
        "errors": errors,
        "hint_id": hint_id,
        "error_id": error_id,
        "described": " ".join(described),
        "optional": not bound.field.required and not isinstance(widget, forms.CheckboxInput),
        "is_group": is_group,
        "is_checkbox": isinstance(widget, forms.CheckboxInput),
        "css": css,
    }


@dataclass(frozen=True, slots=True)
class ErrorEntry:
    """One line of the error summary, with the control that it leads to."""

    text: str
    anchor: str


@register.inclusion_tag("ui/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, object]:
    """All errors of a form above it, each a link to its field."""
    entries = [ErrorEntry(str(error), "") for error in form.non_field_errors()]
    for bound in form:
        anchor = bound.id_for_label or bound.auto_id
        name = str(bound.label).rstrip("?:")
        entries += [ErrorEntry(f"{name}: {error}", anchor) for error in bound.errors]
    return {"entries": entries}


# Links ------------------------------------------------------------------------------------------


def _with_parameters(request: HttpRequest | None, changes: Mapping[str, object]) -> str:
    parameters = request.GET.copy() if request else QueryDict(mutable=True)
    for name, value in changes.items():
        if value is None or value == "":
            parameters.pop(name, None)
        else:
            parameters[name] = str(value)
    return f"?{parameters.urlencode()}" if parameters else "?"


@register.simple_tag(takes_context=True)
def query_string(context: template.Context, **changes: object) -> str:
    """This page's URL parameters with some changed; an empty value takes one out."""
    return _with_parameters(context.get("request"), changes)


@dataclass(frozen=True, slots=True)
class PageStep:
    """A number, or the gap between numbers, of the pagination."""

    number: int
    url: str
    is_current: bool
    is_gap: bool


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(
    context: template.Context, page: "Page[Any]", parameter: str = "halaman"
) -> dict[str, object]:
    """Steps through a `Page`; the other parameters of the URL stay as they are."""

    def url(number: int) -> str:
        return _with_parameters(context.get("request"), {parameter: number})

    numbers_shown = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    steps = [
        PageStep(int(shown), url(int(shown)), int(shown) == page.number, is_gap=False)
        if isinstance(shown, int)
        else PageStep(0, "", is_current=False, is_gap=True)
        for shown in numbers_shown
    ]
    return {
        "page": page,
        "steps": steps,
        "previous_url": url(page.previous_page_number()) if page.has_previous() else "",
        "next_url": url(page.next_page_number()) if page.has_next() else "",
    }


@register.filter
def level_class(code: str | None) -> str:
    """`level-0` … `level-4` or `level-none`, for own markup."""
    return conditional_escape(levels.level(code).css_class)
