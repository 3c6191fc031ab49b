"""Estimates with their intervals around zero, one line each: what is sure, what may be chance."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from naikkelas.lib.numbers import id_signed
from naikkelas.ui.charts.base import (
    NOTHING,
    Caption,
    Chart,
    chart_id,
    spoken_frame,
    spoken_ids,
    together,
)

LEFT, WIDTH = 3.0, 94.0  # percent
LINE, TOP, FOOT = 46, 4, 26  # px
STEPS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """One estimate between its ends; without ends only the words of `note` are said."""

    label: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    note: str = ""


def intervals(rows: Sequence[IntervalRow], caption: Caption, *, level: str = "95%") -> Chart:
    """A band from end to end and a stroke at the estimate; zero is drawn through all lines."""
    ident = chart_id("intervals", caption, rows)
    ends = _ends(rows)
    height = TOP + LINE * len(rows) + FOOT
    drawing = format_html(
        '<svg class="intervals" role="img" aria-labelledby="{}" width="100%" height="{}">'
        "{}{}{}</svg>",
        spoken_ids(ident),
        height,
        spoken_frame(ident, caption, "; ".join(_spoken(row) for row in rows)),
        together(_tick(value, ends, height) for value in _ticks(ends)),
        together(_line(place, row, ends) for place, row in enumerate(rows)),
    )
    return Chart(
        kind="intervals",
        caption=caption,
        markup=drawing,
        columns=("", "Perkiraan", f"Rentang {level}", "Keterangan"),
        rows=tuple((row.label, _figure(row.value), _span(row), row.note) for row in rows),
    )


def _spoken(row: IntervalRow) -> str:
    known = f"{_figure(row.value)} ({_span(row)})" if row.value is not None else ""
    return f"{row.label}: {' '.join(part for part in (known, row.note) if part)}"


def _figure(value: float | None) -> str:
    return "—" if value is None else id_signed(value, 1)


def _span(row: IntervalRow) -> str:
    if row.low is None or row.high is None:
        return "—"
    return f"{id_signed(row.low, 1)} s.d. {id_signed(row.high, 1)}"


def _ends(rows: Sequence[IntervalRow]) -> tuple[float, float]:
    """From left to right, zero always within, with a little room."""
    known = [end for row in rows for end in (row.low, row.high, row.value) if end is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    room = 0.06 * (high - low) or 1.0
    return low - room, high + room


def _ticks(ends: tuple[float, float]) -> list[float]:
    """At most seven round numbers, zero among them."""
    low, high = ends
    step = next((one for one in STEPS if (high - low) / one <= 7), 20.0)
    return [step * place for place in range(-int(-low // step), int(high // step) + 1)]


def _x(value: float, ends: tuple[float, float]) -> str:
    return f"{LEFT + WIDTH * (value - ends[0]) / (ends[1] - ends[0]):.2f}"


def _tick(value: float, ends: tuple[float, float], height: int) -> SafeString:
    return format_html(
        '<line class="{}" x1="{x}%" x2="{x}%" y1="{}" y2="{}"/>'
        '<text class="axis-text" x="{x}%" y="{}" text-anchor="middle">{}</text>',
        "grid-line" if value else "intervals-zero",
        TOP,
        height - FOOT,
        height - 8,
        id_signed(value, 1) if value else "0",
        x=_x(value, ends),
    )


def _line(place: int, row: IntervalRow, ends: tuple[float, float]) -> SafeString:
    top = TOP + LINE * place
    return format_html(
        '<g><title>{}</title><text class="intervals-name" x="0" y="{}">{}</text>{}</g>',
        _spoken(row),
        top + 16,
        row.label,
        _drawn(row, top, ends) if row.value is not None else _noted(row, top),
    )


def _noted(row: IntervalRow, top: int) -> SafeString:
    return format_html('<text class="axis-text" x="0" y="{}">{}</text>', top + 35, row.note)


def _drawn(row: IntervalRow, top: int, ends: tuple[float, float]) -> SafeString:
    band = NOTHING
    if row.low is not None and row.high is not None:
        band = format_html(
            '<rect class="outlook-band" x="{}%" width="{}%" y="{}" height="14" rx="3"/>',
            _x(row.low, ends),
            f"{WIDTH * (row.high - row.low) / (ends[1] - ends[0]):.2f}",
            top + 23,
        )
    stroke = format_html(
        '<line class="outlook-value" x1="{x}%" x2="{x}%" y1="{}" y2="{}"/>',
        top + 20,
        top + 40,
        x=_x(row.value or 0.0, ends),
    )
    return together([band, stroke])
