"""What the coming years are expected to bring: estimates with their interval, beside a target."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from naikkelas.lib.numbers import id_number
from naikkelas.ui.charts.base import (
    NOTHING,
    Caption,
    Chart,
    chart_id,
    spoken_frame,
    spoken_ids,
    together,
)

LEFT, WIDTH = 8.0, 90.0  # percent
TOP, DEPTH, HEIGHT = 24, 190, 250  # px
BAND, OTHER_BAND, SHIFT = 0.34, 0.12, 0.3  # shares of a column
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class OutlookPoint:
    """One period: the target, the estimate with its interval, and the same as things go now."""

    label: str
    target: float
    value: float
    interval: Interval | None = None
    other: float | None = None
    other_interval: Interval | None = None

    @property
    def highest(self) -> float:
        ends = [self.target, self.value, self.other or 0.0]
        ends += [one[1] for one in (self.interval, self.other_interval) if one]
        return max(ends)


def outlook(
    points: Sequence[OutlookPoint], caption: Caption, *, name: str, other_name: str = ""
) -> Chart:
    """Bands for the estimates, a line for each target; an estimate never looks like a fact."""
    top = max((point.highest for point in points), default=0) * 1.12 or 1.0
    ident = chart_id("outlook", caption, points)
    spoken = "; ".join(
        f"{point.label}: perkiraan {id_number(point.value, 1)}, target {id_number(point.target)}"
        for point in points
    )
    drawing = format_html(
        '<svg class="outlook" role="img" aria-labelledby="{}" width="100%" height="{}">'
        "{}{}{}</svg>",
        spoken_ids(ident),
        HEIGHT,
        spoken_frame(ident, caption, spoken),
        together(_tick(value, top) for value in _ticks(top)),
        together(_column(place, point, len(points), top) for place, point in enumerate(points)),
    )
    return Chart(
        kind="outlook",
        caption=caption,
        markup=together([drawing, _legend(name, other_name)]),
        columns=("Tahun", "Target", name, "Rentang 80%", *([other_name] if other_name else ())),
        rows=tuple(_row(point, bool(other_name)) for point in points),
    )


def _row(point: OutlookPoint, with_other: bool) -> tuple[str, ...]:
    other = () if not with_other else (_figure(point.other),)
    return (
        point.label,
        id_number(point.target),
        _figure(point.value),
        _span(point.interval),
        *other,
    )


def _figure(value: float | None) -> str:
    return "—" if value is None else id_number(value, 1)


def _span(interval: Interval | None) -> str:
    return f"{id_number(interval[0])}–{id_number(interval[1])}" if interval else "—"


def _ticks(top: float) -> list[int]:
    """At most five round numbers."""
    step = next((s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500) if top / s <= 5), 1000)
    return list(range(0, int(top) + 1, step))


def _y(value: float, top: float) -> float:
    return TOP + DEPTH * (1 - value / top)


def _tick(value: int, top: float) -> SafeString:
    return format_html(
        '<text class="axis-text" x="{}%" y="{}" text-anchor="end">{}</text>'
        '<line class="grid-line" x1="{}%" x2="{}%" y1="{y}" y2="{y}"/>',
        LEFT - 1.5,
        round(_y(value, top)) + 4,
        id_number(value),
        LEFT,
        LEFT + WIDTH,
        y=round(_y(value, top)),
    )


def _column(place: int, point: OutlookPoint, count: int, top: float) -> SafeString:
    own = WIDTH / count
    middle = LEFT + own * (place + 0.5)
    other_middle = middle + own * SHIFT
    parts = [
        _band(middle, own * BAND, point.interval, top, "outlook-band"),
        _level(middle, own * BAND, point.value, top, "outlook-value"),
        _band(other_middle, own * OTHER_BAND, point.other_interval, top, "outlook-other"),
        _level(other_middle, own * OTHER_BAND, point.other, top, "outlook-other-value"),
        _level(middle, own * 0.86, point.target, top, "outlook-target"),
        format_html(
            '<text class="axis-text" x="{}%" y="{}" text-anchor="middle">{}</text>',
            f"{middle:.2f}",
            TOP + DEPTH + 22,
            point.label,
        ),
    ]
    title = f"{point.label}: {_figure(point.value)} ({_span(point.interval)})"
    return format_html("<g><title>{}</title>{}</g>", title, together(parts))


def _band(
    middle: float, width: float, interval: Interval | None, top: float, css: str
) -> SafeString:
    if interval is None:
        return NOTHING
    low, high = _y(interval[0], top), _y(interval[1], top)
    return format_html(
        '<rect class="{}" x="{}%" width="{}%" y="{}" height="{}" rx="3"/>',
        css,
        f"{middle - width / 2:.2f}",
        f"{width:.2f}",
        f"{high:.1f}",
        f"{max(low - high, 2):.1f}",
    )


def _level(middle: float, width: float, value: float | None, top: float, css: str) -> SafeString:
    if value is None:
        return NOTHING
    return format_html(
        '<line class="{}" x1="{}%" x2="{}%" y1="{y}" y2="{y}"/>',
        css,
        f"{middle - width / 2:.2f}",
        f"{middle + width / 2:.2f}",
        y=f"{_y(value, top):.1f}",
    )


def _legend(name: str, other_name: str) -> SafeString:
    items = [
        ("outlook-value", f"{name} (perkiraan)"),
        ("outlook-band-line", "rentang 80%"),
        ("outlook-target", "target"),
    ]
    if other_name:
        items.append(("outlook-other-value", other_name))
    return format_html(
        '<ul class="legend">{}</ul>',
        together(
            format_html(
                '<li><svg class="line-sample" width="28" height="12" aria-hidden="true">'
                '<line class="{}" x1="0" x2="28" y1="6" y2="6"/></svg>'
                '<span class="legend-label">{}</span></li>',
                css,
                label,
            )
            for css, label in items
        ),
    )
