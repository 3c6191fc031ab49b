"""How a kampung came to where it is: its level and its indexes month by month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.utils.html import format_html
from django.utils.safestring import SafeString

from naikkelas.lib.dates import id_month, id_month_short
from naikkelas.lib.numbers import id_number
from naikkelas.ui.charts.base import (
    NOTHING,
    Caption,
    Chart,
    chart_id,
    fill,
    hatch,
    spoken_frame,
    spoken_ids,
    together,
)
from naikkelas.ui.charts.tiles import said
from naikkelas.ui.levels import Level, level, levels

# The plot in percent of the width: the same numbers serve a phone and a monitor.
LEFT, WIDTH = 7.0, 91.0
LEVEL_ROW, LEVEL_TOP, BLOCK = 24, 28, 18  # px
INDEX_TOP, INDEX_HEIGHT = 190, 150  # px
HEIGHT = INDEX_TOP + INDEX_HEIGHT + 30
MONTH_LABELS = 3
ROOM_FOR_A_WORD = 38.0  # percent: "4 Berkelanjutan" on a phone


@dataclass(frozen=True, slots=True)
class HistoryPoint:
    """One month: the level code at its end, and the indexes by name; absent is `None`, not 0."""

    month: date
    code: str | None
    indexes: Mapping[str, float | None] = field(default_factory=dict)


def history(
    points: Sequence[HistoryPoint],
    caption: Caption,
    labels: Mapping[str, str] | None = None,
    threshold: float = 3.0,
    maximum: float = 4.0,
) -> Chart:
    """Steps of the level above, lines of the indexes below, with the threshold they must pass."""
    names = list(dict.fromkeys(name for point in points for name in point.indexes))
    ident = chart_id("history", caption, [(p.month, p.code, dict(p.indexes)) for p in points])
    drawing = format_html(
        '<svg class="history" role="img" aria-labelledby="{}" width="100%" height="{}">'
        "{}{}{}{}{}</svg>",
        spoken_ids(ident),
        HEIGHT,
        spoken_frame(ident, caption, _description(points, labels)),
        hatch(ident),
        _level_steps(ident, points, labels),
        _index_lines(points, names, threshold, maximum),
        _months(points),
    )
    return Chart(
        kind="history",
        caption=caption,
        markup=together([drawing, _series_legend(points, names, threshold)]),
        columns=("Bulan", "Kelas", *names),
        rows=tuple(
            (
                id_month(point.month),
                said(level(point.code, labels)),
                *(_figure(point.indexes.get(name)) for name in names),
            )
            for point in reversed(points)
        ),
    )


def sparkline(values: Sequence[float | None], label: str = "") -> SafeString:
    """A line of 96 × 28 px for a cell of a table; says its first and last figure aloud."""
    known = [value for value in values if value is not None]
    if not known:
        return format_html('<span class="muted">{}</span>', "—")
    low, high = min(known), max(known)
    spread = (high - low) or 1.0
    step = 88 / max(len(values) - 1, 1)
    placed = [
        (4 + index * step, 24 - 20 * (value - low) / spread) if value is not None else None
        for index, value in enumerate(values)
    ]
    last = next(place for place in reversed(placed) if place is not None)
    change = f"dari {id_number(known[0], 2)} menjadi {id_number(known[-1], 2)}"
    return format_html(
        '<svg class="sparkline" role="img" aria-label="{}" width="96" height="28" '
        'viewBox="0 0 96 28">{}<circle class="spark-end" cx="{}" cy="{}" r="3"/></svg>',
        f"{label}: {change}" if label else change.capitalize(),
        together(_polyline(run, "spark-line") for run in _runs(placed)),
        f"{last[0]:.1f}",
        f"{last[1]:.1f}",
    )


Place = tuple[float, float]


def _runs(placed: Sequence[Place | None]) -> list[list[Place]]:
    """Stretches without a gap: a missing month breaks the line instead of faking a value."""
    stretches = (
        [place for place in group if place is not None]
        for present, group in groupby(placed, key=lambda place: place is not None)
        if present
    )
    return list(stretches)


def _polyline(places: Sequence[Place], css: str) -> SafeString:
    """A line; a single month becomes a short dash, which a line of one point would not show."""
    if len(places) == 1:
        ((x, y),) = places
        places = [(x - 0.8, y), (x + 0.8, y)]
    text = " ".join(f"{x:.2f},{y:.2f}" for x, y in places)
    return format_html('<polyline class="{}" points="{}"/>', css, text)


def _figure(value: float | None) -> str:
    return "—" if value is None else id_number(value, 2)


def _description(points: Sequence[HistoryPoint], labels: Mapping[str, str] | None) -> str:
    """`Dasar sejak Agustus 2023, Berkembang sejak Maret 2025`."""
    stretches = [next(group) for _, group in groupby(points, key=lambda point: point.code)]
    return ", ".join(
        f"{level(point.code, labels).label} sejak {id_month(point.month)}" for point in stretches
    )


def _x(position: float, count: int) -> float:
    """Percent of the whole width at which month number `position` begins."""
    return LEFT + WIDTH * position / max(count, 1)


def _level_steps(
    ident: str, points: Sequence[HistoryPoint], labels: Mapping[str, str] | None
) -> SafeString:
    """A block for each stretch at one level, higher where the level is higher."""
    used = {point.code for point in points}
    rows = [lv for lv in reversed(levels(labels)) if lv.code != "belum_lapor" or lv.code in used]
    place = {lv.code: LEVEL_TOP + LEVEL_ROW * row for row, lv in enumerate(rows)}
    parts = [_axis_title("Kelas", 14), *(_level_row(lv, place[lv.code]) for lv in rows)]
    start = 0
    previous: int | None = None
    for code, group in groupby(points, key=lambda point: point.code):
        stretch = list(group)
        top = place.get(code or "")
        if top is not None:
            if previous is not None and previous != top:
                parts.append(_riser(_x(start, len(points)), previous, top))
            shown = level(code, labels)
            parts.append(_level_block(ident, shown, stretch, start, len(points), top))
        previous = top
        start += len(stretch)
    return together(parts)


def _level_row(shown: Level, top: int) -> SafeString:
    return format_html(
        '<text class="axis-text" x="{x}%" y="{y}" text-anchor="end">{number}</text>'
        '<line class="grid-line" x1="{left}%" x2="{right}%" y1="{line}" y2="{line}"/>',
        x=LEFT - 1.5,
        y=top + BLOCK // 2 + 5,
        number=shown.number,
        left=LEFT,
        right=LEFT + WIDTH,
        line=top + BLOCK // 2,
    )


def _axis_title(text: str, y: int) -> SafeString:
    return format_html('<text class="axis-title" x="{}%" y="{}">{}</text>', LEFT, y, text)


def _riser(x: float, one: int, other: int) -> SafeString:
    return format_html(
        '<line class="step-riser" x1="{0}%" x2="{0}%" y1="{1}" y2="{2}"/>',
        f"{x:.2f}",
        min(one, other) + BLOCK // 2,
        max(one, other) + BLOCK // 2,
    )


def _level_block(
    ident: str, shown: Level, stretch: Sequence[HistoryPoint], start: int, count: int, top: int
) -> SafeString:
    first, last = id_month(stretch[0].month), id_month(stretch[-1].month)
    when = first if first == last else f"{first} – {last}"
    left, width = _x(start, count), WIDTH * len(stretch) / max(count, 1)
    return format_html(
        '<g><title>{}: {}</title><rect {} x="{}%" y="{}" width="{}%" height="{}" rx="2"/>{}</g>',
        said(shown),
        when,
        fill(ident, shown),
        f"{left:.2f}",
        top,
        f"{width:.2f}",
        BLOCK,
        _word_in_block(shown, left + width / 2, top) if width >= ROOM_FOR_A_WORD else NOTHING,
    )


def _word_in_block(shown: Level, middle: float, top: int) -> SafeString:
    return format_html(
        '<text class="mark-text step-text {}" x="{}%" y="{}" text-anchor="middle">{}</text>',
        shown.css_class,
        f"{middle:.2f}",
        top + BLOCK // 2 + 5,
        said(shown),
    )


def _index_lines(
    points: Sequence[HistoryPoint], names: Sequence[str], threshold: float, maximum: float
) -> SafeString:
    """A plot in units of its own (0–100 both ways), stretched over its place on the page."""
    if not names:
        return NOTHING

    def up(value: float) -> float:
        return 100 - 100 * value / maximum

    lines = []
    for number, name in enumerate(names, start=1):
        placed = [
            (100 * (index + 0.5) / len(points), up(value)) if value is not None else None
            for index, value in enumerate(point.indexes.get(name) for point in points)
        ]
        lines += [_polyline(run, f"series series-{number}") for run in _runs(placed)]
    return format_html(
        '{}<svg x="{}%" y="{}" width="{}%" height="{}" viewBox="0 0 100 100" '
        'preserveAspectRatio="none" class="plot"><line class="threshold" x1="0" x2="100" '
        'y1="{t}" y2="{t}"/>{}</svg>',
        together(
            [
                _axis_title("Indeks", INDEX_TOP - 14),
                *(_index_tick(value, maximum, threshold) for value in _ticks(maximum, threshold)),
            ]
        ),
        LEFT,
        INDEX_TOP,
        WIDTH,
        INDEX_HEIGHT,
        together(lines),
        t=up(threshold),
    )


def _ticks(maximum: float, threshold: float) -> list[float]:
    return sorted({0.0, maximum / 2, maximum, threshold})


def _index_tick(value: float, maximum: float, threshold: float) -> SafeString:
    y = INDEX_TOP + INDEX_HEIGHT * (1 - value / maximum)
    strong = " axis-strong" if value == threshold else ""
    return format_html(
        '<text class="axis-text{}" x="{}%" y="{}" text-anchor="end">{}</text>'
        '<line class="grid-line" x1="{}%" x2="{}%" y1="{y}" y2="{y}"/>',
        strong,
        LEFT - 1.5,
        round(y) + 4,
        id_number(value),
        LEFT,
        LEFT + WIDTH,
        y=round(y),
    )


def _months(points: Sequence[HistoryPoint]) -> SafeString:
    """At most three months under the plot, the newest always."""
    if not points:
        return NOTHING
    every = max(1, -(-len(points) // MONTH_LABELS))
    newest = len(points) - 1
    chosen = range(newest, -1, -every)
    return together(
        format_html(
            '<text class="axis-text" x="{}%" y="{}" text-anchor="{}">{}</text>',
            f"{_x(index + (1 if index == newest else 0.5), len(points)):.2f}",
            HEIGHT - 8,
            "end" if index == newest else "middle",
            id_month_short(points[index].month),
        )
        for index in chosen
    )


def _series_legend(
    points: Sequence[HistoryPoint], names: Sequence[str], threshold: float
) -> SafeString:
    """A sample of each line with its latest figure, and whether that passes the threshold."""
    latest = points[-1].indexes if points else {}
    return format_html(
        '<ul class="legend">{}<li><svg class="line-sample" width="28" height="12" '
        'aria-hidden="true"><line class="threshold" x1="0" x2="28" y1="6" y2="6"/></svg>'
        "Ambang {}</li></ul>",
        together(
            format_html(
                '<li><svg class="line-sample" width="28" height="12" aria-hidden="true">'
                '<line class="series series-{}" x1="0" x2="28" y1="6" y2="6"/></svg>'
                '<span class="legend-label">{}</span><strong class="num">{}</strong></li>',
                number,
                name,
                _figure(latest.get(name)),
            )
            for number, name in enumerate(names, start=1)
        ),
        id_number(threshold, 2),
    )
