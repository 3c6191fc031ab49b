"""A map without boundaries: one tile for each village, grouped by kecamatan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from naikkelas.lib.numbers import id_number
from naikkelas.ui.charts.base import Caption, Chart, legend, together
from naikkelas.ui.levels import Level, level, levels


@dataclass(frozen=True, slots=True)
class Tile:
    """A village with the level code of its kampung; no code where there is no kampung or level.

    `marked` stands out from the others; the note says why.
    """

    name: str
    code: str | None
    url: str = ""
    note: str = ""
    marked: bool = False


@dataclass(frozen=True, slots=True)
class TileGroup:
    """The villages of one kecamatan, in the order in which they are shown."""

    name: str
    tiles: Sequence[Tile]
    url: str = ""


def tile_map(
    groups: Sequence[TileGroup], caption: Caption, labels: Mapping[str, str] | None = None
) -> Chart:
    """Tiles flow like text, so that they stay large enough for a thumb at any width."""
    codes = {tile.code for group in groups for tile in group.tiles}
    return Chart(
        kind="tiles",
        caption=caption,
        markup=format_html(
            '{}<div class="tile-map">{}</div>',
            legend(used_levels(codes, labels)),
            together(_group(group, labels) for group in groups),
        ),
        columns=("Desa/kelurahan", "Kecamatan", "Kelas"),
        rows=tuple(
            (tile.name, group.name, said(level(tile.code, labels)))
            for group in groups
            for tile in group.tiles
        ),
    )


def used_levels(codes: set[str | None], labels: Mapping[str, str] | None) -> list[Level]:
    """The four classes, and Belum Lapor or "no level" where some village has it."""
    shown = [lv for lv in levels(labels) if lv.code != "belum_lapor" or lv.code in codes]
    return [*shown, level(None)] if None in codes else shown


def said(shown: Level) -> str:
    """`2 Berkembang`, as read in tables and by screen readers."""
    return f"{shown.number} {shown.label}".strip()


def _group(group: TileGroup, labels: Mapping[str, str] | None) -> SafeString:
    name = format_html('<a href="{}">{}</a>', group.url, group.name) if group.url else group.name
    return format_html(
        '<div class="tile-group" role="group" aria-label="{}"><p class="tile-group-name">{} '
        '<span class="muted num">{}</span></p><ul class="tiles">{}</ul></div>',
        group.name,
        name,
        id_number(len(group.tiles)),
        together(_tile(tile, level(tile.code, labels)) for tile in group.tiles),
    )


def _tile(tile: Tile, shown: Level) -> SafeString:
    css = f"{shown.css_class} tile-marked" if tile.marked else shown.css_class
    spoken = ". ".join(part for part in (f"{tile.name}: {said(shown)}", tile.note) if part)
    if not tile.url:
        return format_html(
            '<li><span class="tile {}" role="img" aria-label="{}" title="{}">{}</span></li>',
            css,
            spoken,
            spoken,
            shown.number or "–",
        )
    return format_html(
        '<li><a class="tile {}" href="{}" aria-label="{}" title="{}">{}</a></li>',
        css,
        tile.url,
        spoken,
        spoken,
        shown.number or "–",
    )
