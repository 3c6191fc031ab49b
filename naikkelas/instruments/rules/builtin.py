"""The definitions that come with the product."""

from functools import cache
from importlib import resources

from naikkelas.instruments.rules.instrument import Instrument
from naikkelas.instruments.rules.loading import load

_IDS = ("kampung-kb-2023", "kampung-kb-2023-terkoreksi", "idm-2021")
_THEMES = (
    "tema-drppa-2022",
    "tema-pemuda-2025",
    "tema-bersinar-2026",
    "tema-proklim-2016",
    "tema-layak-anak-2010",
    "tema-tangguh-bencana-2012",
    "tema-dashat-2022",
)
THEME_PREFIX = "tema-"
"""What the id of a thematic instrument begins with; it classifies no kampung."""


def builtin_ids() -> tuple[str, ...]:
    """Ids of the built-in instruments that give a class, the official one first."""
    return _IDS


def theme_ids() -> tuple[str, ...]:
    """Ids of the built-in criteria of thematic villages."""
    return _THEMES


def all_ids() -> tuple[str, ...]:
    """Ids of everything that comes with the product."""
    return _IDS + _THEMES


def builtin_text(id: str) -> str:
    """The TOML text of a built-in instrument; KeyError when there is none of that id."""
    if id not in all_ids():
        raise KeyError(id)
    folder = resources.files("naikkelas.instruments") / "definitions"
    return (folder / f"{id}.toml").read_text(encoding="utf-8")


@cache
def builtin(id: str) -> Instrument:
    """A built-in instrument, loaded once."""
    return load(builtin_text(id), origin=f"{id}.toml")
