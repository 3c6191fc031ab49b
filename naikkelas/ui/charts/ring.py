"""The target of the year as a ring: one segment for each kampung that must step up."""

from itertools import pairwise
from math import cos, pi, sin

from django.utils.html import format_html
from django.utils.safestring import SafeString

from naikkelas.lib.numbers import id_number
from naikkelas.ui.charts.base import NOTHING, Caption, Chart, chart_id, spoken_frame, together
from naikkelas.ui.charts.base import spoken_ids as ids

SIZE = 176  # px
RADIUS = 72.0
MOST_SEGMENTS = 40  # beyond, single segments are too thin to count
GAP = 0.055  # radians between segments


def ring(
    done: int,
    target: int,
    caption: Caption,
    forecast: tuple[int, int] | None = None,
    unit: str = "kampung",
) -> Chart:
    """How many of the target are done; `forecast` is the likely lowest and highest at year end.

    An estimate looks unlike a fact: sure-enough segments are pale, possible ones only outlined.
    """
    ident = chart_id("ring", caption, (done, target, forecast))
    said = f"{id_number(done)} dari {id_number(target)} {unit}"
    outlook = _outlook(forecast)
    drawing = format_html(
        '<svg class="ring" role="img" aria-labelledby="{}" width="{size}" height="{size}" '
        'viewBox="0 0 {size} {size}">{}{}{}</svg>',
        ids(ident),
        spoken_frame(ident, caption, f"{said}. {outlook}".strip()),
        together(_segments(done, target, forecast)),
        _middle(done, target),
        size=SIZE,
    )
    note = format_html('<p class="estimate">{}</p>', outlook) if outlook else NOTHING
    estimate = (("Perkiraan akhir tahun", _span(forecast)),) if forecast else ()
    return Chart(
        kind="ring",
        caption=caption,
        markup=together([drawing, note]),
        columns=("Ukuran", unit.capitalize()),
        rows=(("Tercapai", id_number(done)), ("Target", id_number(target)), *estimate),
    )


def _span(forecast: tuple[int, int]) -> str:
    low, high = forecast
    return id_number(low) if low == high else f"{id_number(low)}–{id_number(high)}"


def _outlook(forecast: tuple[int, int] | None) -> str:
    return f"Perkiraan akhir tahun {_span(forecast)}" if forecast else ""


def _middle(done: int, target: int) -> SafeString:
    return format_html(
        '<text class="ring-done" x="{0}" y="{1}" text-anchor="middle">{2}</text>'
        '<text class="ring-target" x="{0}" y="{3}" text-anchor="middle">dari {4}</text>',
        SIZE // 2,
        SIZE // 2 + 8,
        id_number(done),
        SIZE // 2 + 34,
        id_number(target),
    )


def _segments(done: int, target: int, forecast: tuple[int, int] | None) -> list[SafeString]:
    """One arc per kampung, or four joined arcs where the target is too large to count by eye."""
    if target <= 0:
        return [_arc(0, 1, 1, "ring-open")]
    low, high = forecast or (done, done)
    if target <= MOST_SEGMENTS:
        return [_arc(i, i + 1, target, _kind(i, done, low, high)) for i in range(target)]
    stops = sorted({0, target, *(min(max(stop, 0), target) for stop in (done, low, high))})
    return [
        _arc(start, end, target, _kind(start, done, low, high)) for start, end in pairwise(stops)
    ]


def _kind(position: int, done: int, low: int, high: int) -> str:
    if position < done:
        return "ring-full"
    if position < low:
        return "ring-likely"
    return "ring-possible" if position < high else "ring-open"


def _arc(start: int, end: int, of: int, css: str) -> SafeString:
    """Part of the circle from `start` to `end` of `of`, clockwise from the top."""
    gap = GAP / 2 if of > 1 else 0.001
    first, last = 2 * pi * start / of + gap, 2 * pi * end / of - gap
    middle = SIZE / 2
    return format_html(
        '<path class="ring-part {}" d="M{} {}A{r} {r} 0 {} 1 {} {}"/>',
        css,
        f"{middle + RADIUS * sin(first):.2f}",
        f"{middle - RADIUS * cos(first):.2f}",
        int(last - first > pi),
        f"{middle + RADIUS * sin(last):.2f}",
        f"{middle - RADIUS * cos(last):.2f}",
        r=int(RADIUS),
    )
