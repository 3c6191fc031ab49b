"""Charts as server-made markup: title, unit, source, cut-off, and the same figures as a table.

Pure functions: figures in, a `Chart` out; `{% chart %}` puts it on a page. Every text is escaped,
colours come from CSS classes, and nothing needs a script or a style attribute.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString


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
