"""How many kampung stand at which level: one bar, or one bar per area."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from naikkelas.lib.numbers import id_number
from naikkelas.ui.charts.base import (
    NOTHING,
    Caption,
    Chart,
    chart_id,
    fill,
    hatch,
    legend,
    share,
    spoken_frame,
    spoken_ids,
    together,
)
from naikkelas.ui.levels import Level, levels

# Shares of the bar (percent) and heights (px).
ROOM_FOR_A_NUMBER = 5.0
BAR_HEIGHT = 40
AREA_BAR_HEIGHT = 24


@dataclass(frozen=True, slots=True)
class AreaCounts:
    """Kampung of one area by level code, and how many rose or fell in the window shown."""

    name: str
    counts: Mapping[str, int]
    url: str = ""
    up: int = 0
    down: int = 0

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def level_bar(
    counts: Mapping[str, int], caption: Caption, labels: Mapping[str, str] | None = None
) -> Chart:
    """One stacked bar of all kampung, lowest level first, with a legend that counts."""
    shown = _present(levels(labels), [counts])
    total = sum(counts.get(level.code, 0) for level in shown)
    ident = chart_id("bar", caption, sorted(counts.items()))
    description = ", ".join(f"{level.label} {counts.get(level.code, 0)}" for level in shown)
    bar = format_html(
        '<svg class="level-bar" role="img" aria-labelledby="{}" width="100%" height="{}">'
        "{}{}{}</svg>",
        spoken_ids(ident),
        BAR_HEIGHT,
        spoken_frame(ident, caption, description),
        hatch(ident),
        _segments(ident, shown, counts, whole=total, height=BAR_HEIGHT),
    )
    return Chart(
        kind="level-bar",
        caption=caption,
        markup=together([bar, legend(shown, {lv.code: counts.get(lv.code, 0) for lv in shown})]),
        columns=("Kelas", "Kampung", "Bagian"),
        rows=tuple(
            (f"{lv.number} {lv.label}", id_number(n := counts.get(lv.code, 0)), share(n, total))
            for lv in shown
        ),
    )


def bars_by_area(
    rows: Sequence[AreaCounts], caption: Caption, labels: Mapping[str, str] | None = None
) -> Chart:
    """One bar per area, as long as the area has kampung, with what rose and fell beside it."""
    shown = _present(levels(labels), [row.counts for row in rows])
    longest = max((row.total for row in rows), default=0)
    ident = chart_id("areas", caption, [(row.name, sorted(row.counts.items())) for row in rows])
    pattern = format_html(
        '<svg class="pattern-only" width="0" height="0" aria-hidden="true">{}</svg>', hatch(ident)
    )
    items = together(_area_row(ident, row, shown, longest) for row in rows)
    return Chart(
        kind="areas",
        caption=caption,
        markup=format_html('{}{}<ul class="area-bars">{}</ul>', pattern, legend(shown), items),
        columns=("Wilayah", *(level.label for level in shown), "Jumlah", "Naik", "Turun"),
        rows=tuple(
            (
                row.name,
                *(id_number(row.counts.get(level.code, 0)) for level in shown),
                id_number(row.total),
                id_number(row.up),
                id_number(row.down),
            )
            for row in rows
        ),
    )


def _present(all_levels: list[Level], counts: Sequence[Mapping[str, int]]) -> list[Level]:
    """The four classes always; Belum Lapor only where the rule in force gives it."""
    return [
        level
        for level in all_levels
        if level.code != "belum_lapor" or any(one.get(level.code) for one in counts)
    ]


def _segments(
    ident: str, shown: Sequence[Level], counts: Mapping[str, int], *, whole: int, height: int
) -> SafeString:
    """Rectangles in percent of `whole`, so that the bar fits any width and text keeps its size."""
    parts: list[SafeString] = []
    start = 0.0
    for level in shown:
        count = counts.get(level.code, 0)
        if not count:
            continue
        width = 100 * count / whole
        parts.append(_segment(ident, level, count, start, width, height))
        start += width
    return together(parts)


def _segment(
    ident: str, level: Level, count: int, start: float, width: float, height: int
) -> SafeString:
    number = NOTHING
    if width >= ROOM_FOR_A_NUMBER:
        number = format_html(
            '<text class="mark-text {}" x="{}%" y="{}" text-anchor="middle">{}</text>',
            level.css_class,
            f"{start + width / 2:.2f}",
            height // 2 + 5,
            id_number(count),
        )
    return format_html(
        '<g><title>{} {}: {} kampung</title><rect {} x="{}%" width="{}%" height="{}"/>{}</g>',
        level.number,
        level.label,
        id_number(count),
        fill(ident, level),
        f"{start:.2f}",
        f"{width:.2f}",
        height,
        number,
    )


def _area_row(ident: str, row: AreaCounts, shown: Sequence[Level], longest: int) -> SafeString:
    spoken = ", ".join(f"{level.label} {row.counts.get(level.code, 0)}" for level in shown)
    name = format_html('<a href="{}">{}</a>', row.url, row.name) if row.url else row.name
    return format_html(
        '<li><span class="area-name">{}</span><svg class="area-bar" role="img" '
        'aria-label="{}: {}" width="100%" height="{}">{}</svg>'
        '<span class="area-total num">{}</span><span class="area-moves num">{}{}</span></li>',
        name,
        row.name,
        spoken,
        AREA_BAR_HEIGHT,
        _segments(ident, shown, row.counts, whole=longest, height=AREA_BAR_HEIGHT),
        id_number(row.total),
        _move(row.up, "up", "▲", "naik"),
        _move(row.down, "down", "▼", "turun"),
    )


def _move(count: int, css: str, arrow: str, word: str) -> SafeString:
    if not count:
        return NOTHING
    return format_html(
        '<span class="{}"><span aria-hidden="true">{}</span> {} {}</span>',
        css,
        arrow,
        id_number(count),
        word,
    )
