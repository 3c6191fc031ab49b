"""How a site may look: colours and shapes as data, nothing else.

`python -m scripts.site_themes` writes `static/publicsite/themes.css` from it; a test holds the file
to the data, and every pair of ink and ground to a contrast of 7 : 1 for text and 4.5 : 1 for the
ink on the accent (WCAG 2.2, 1.4.3 and 1.4.6).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as #rrggbb, the radius of corners in rem."""

    name: str
    paper: str
    surface: str
    ink: str
    muted: str
    line: str
    accent: str
    on_accent: str
    soft: str
    radius: float

    @property
    def pairs(self) -> tuple[tuple[str, str, float], ...]:
        """Ink, ground, and the contrast that they need."""
        return (
            (self.ink, self.paper, 7),
            (self.ink, self.surface, 7),
            (self.ink, self.soft, 7),
            (self.muted, self.paper, 7),
            (self.muted, self.surface, 7),
            (self.accent, self.paper, 4.5),
            (self.accent, self.surface, 4.5),
            (self.accent, self.soft, 4.5),
            (self.on_accent, self.accent, 4.5),
        )


DEFAULT = "tanah"
THEMES: Mapping[str, Theme] = MappingProxyType(
    {
        "tanah": Theme(
            *("Tanah", "#faf7f1", "#fffdf9", "#1f2a30", "#46535a", "#ddd5c7"),
            *("#0f5757", "#ffffff", "#e0ebe8", 0.5),
        ),
        "laut": Theme(
            *("Laut", "#f5f8fa", "#ffffff", "#16242f", "#3f4f5b", "#ccd8e0"),
            *("#134b7d", "#ffffff", "#e1ebf4", 0.25),
        ),
        "kebun": Theme(
            *("Kebun", "#f7f8f2", "#fefffb", "#20291d", "#475140", "#d5dac8"),
            *("#2f5a1e", "#ffffff", "#e6eedd", 0.75),
        ),
    }
)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2), 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def css(code: str, theme: Theme) -> str:
    """The tokens of a theme as a rule of CSS."""
    tokens = {
        name: getattr(theme, name.replace("-", "_"))
        for name in ("paper", "surface", "ink", "muted", "line", "accent", "on-accent", "soft")
    }
    lines = [f"  --{name}: {value};" for name, value in tokens.items()]
    return "\n".join([f".theme-{code} {{", *lines, f"  --radius: {theme.radius}rem;", "}"])


def stylesheet() -> str:
    """All themes, as the file holds them."""
    head = "/* Written by `python -m scripts.site_themes` from publicsite/rules/themes.py. */"
    return "\n".join([head, *(css(code, theme) for code, theme in THEMES.items())]) + "\n"
