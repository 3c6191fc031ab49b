"""Plan against spending, two bars for each thing: the figures stand beside the bars."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from naikkelas.lib.numbers import id_rupiah
from naikkelas.ui.charts.base import (
    Caption,
    Chart,
    chart_id,
    spoken_frame,
    spoken_ids,
    together,
)

ROW, BAR = 58, 12  # px


@dataclass(frozen=True, slots=True)
class Amounts:
    """One thing: what was planned and what was spent, in rupiah."""

    name: str
    planned: float
    real: float


def plan_and_real(rows: Sequence[Amounts], caption: Caption) -> Chart:
    """Rupiah planned and spent, as pairs of bars on one scale."""
    top = max((max(row.planned, row.real) for row in rows), default=0) or 1.0
    ident = chart_id("amounts", caption, rows)
    spoken = "; ".join(
        f"{row.name}: rencana {id_rupiah(row.planned)}, nyata {id_rupiah(row.real)}" for row in rows
    )
    drawing = format_html(
        '<svg class="amounts" role="img" aria-labelledby="{}" width="100%" height="{}">{}{}</svg>',
        spoken_ids(ident),
        max(1, len(rows)) * ROW,
        spoken_frame(ident, caption, spoken),
        together(_row(place, row, top) for place, row in enumerate(rows)),
    )
    return Chart(
        kind="amounts",
        caption=caption,
        markup=together([drawing, _legend()]),
        columns=("", "Rencana", "Nyata"),
        rows=tuple((row.name, id_rupiah(row.planned), id_rupiah(row.real)) for row in rows),
    )


def _row(place: int, row: Amounts, top: float) -> SafeString:
    start = place * ROW
    return format_html(
        '<text x="0" y="{}">{}</text>'
        '<rect class="amounts-plan" x="0" y="{}" width="{}%" height="{}"/>'
        '<rect class="amounts-real" x="0" y="{}" width="{}%" height="{}"/>',
        start + 14,
        row.name,
        start + 20,
        _share(row.planned, top),
        BAR,
        start + 20 + BAR + 2,
        _share(row.real, top),
        BAR,
    )


def _share(amount: float, top: float) -> str:
    return f"{100 * amount / top:.2f}"


def _legend() -> SafeString:
    return format_html(
        '<ul class="legend"><li><svg class="amounts-key" width="16" height="12" aria-hidden="true">'
        '<rect class="amounts-plan" width="16" height="12"/></svg>{}</li>'
        '<li><svg class="amounts-key" width="16" height="12" aria-hidden="true">'
        '<rect class="amounts-real" width="16" height="12"/></svg>{}</li></ul>',
        "Rencana",
        "Nyata",
    )
