"""What all charts share: caption, result, accessible frame, legend and the hatch of level 0."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zlib import crc32

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from naikkelas.lib.numbers import id_number, id_percent
from naikkelas.ui.levels import Level

NOTHING = SafeString("")


@dataclass(frozen=True, slots=True)
class Caption:
    """What a reader must know to trust a chart; `description` is read aloud, not shown."""

    title: str
    unit: str = ""
    source: str = ""
    cutoff: date | None = None
    description: str = ""
    example: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart and its companion table; `kind` names the CSS class `chart-<kind>`."""

    kind: str
    caption: Caption
    markup: SafeString
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def chart_id(kind: str, caption: Caption, figures: object) -> str:
    """The same for the same chart, different for two on one page: pages stay cacheable."""
    return f"{kind}-{crc32(repr((caption.title, figures)).encode()):x}"


def together(parts: Iterable[str]) -> SafeString:
    """Escaped or safe parts, one after the other."""
    return format_html_join("", "{}", ((part,) for part in parts))


def spoken_frame(ident: str, caption: Caption, description: str) -> SafeString:
    """`<title>` and `<desc>` of an svg whose `aria-labelledby` is `spoken_ids(ident)`."""
    return format_html(
        '<title id="{0}-t">{1}</title><desc id="{0}-d">{2}</desc>',
        ident,
        caption.title,
        caption.description or description,
    )


def spoken_ids(ident: str) -> str:
    return f"{ident}-t {ident}-d"


def hatch(ident: str) -> SafeString:
    """The pattern that says "no report" without a colour; ids are per document, so per chart."""
    return format_html(
        '<defs><pattern id="{}-hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect class="hatch-ground" width="7" height="7"/>'
        '<path class="hatch-line" d="M0 0V7"/></pattern></defs>',
        ident,
    )


def fill(ident: str, level: Level) -> SafeString:
    """The class of a level's mark, and the hatch where the level is Belum Lapor."""
    hatched = format_html(' fill="url(#{}-hatch)"', ident) if level.number == "0" else NOTHING
    return format_html('class="mark {}"{}', level.css_class, hatched)


def swatch(level: Level) -> SafeString:
    return format_html(
        '<span class="level-swatch {}" aria-hidden="true">{}</span>',
        level.css_class,
        level.number or "–",
    )


def legend(shown: Sequence[Level], counts: Mapping[str, int] | None = None) -> SafeString:
    """Colour, number and word of each level; with counts also how many, and of how many."""
    total = sum(counts.values()) if counts else 0
    return format_html(
        '<ul class="legend">{}</ul>',
        together(_legend_item(level, counts, total) for level in shown),
    )


def _legend_item(level: Level, counts: Mapping[str, int] | None, total: int) -> SafeString:
    figures = NOTHING
    if counts is not None:
        count = counts.get(level.code, 0)
        figures = format_html(
            '<strong class="num">{}</strong><span class="legend-share num">{}</span>',
            id_number(count),
            share(count, total),
        )
    return format_html(
        '<li>{}<span class="legend-label">{}</span>{}</li>', swatch(level), level.label, figures
    )


def share(count: int, total: int) -> str:
    """`69%`; an em dash of nothing."""
    return id_percent(100 * count / total, 0) if total else "—"
