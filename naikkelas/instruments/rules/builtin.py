"""The definitions that come with the product."""

from functools import cache
from importlib import resources

from naikkelas.instruments.rules.instrument import Instrument
from naikkelas.instruments.rules.loading import load

_IDS = ("kampung-kb-2023", "kampung-kb-2023-terkoreksi", "idm-2021")


def builtin_ids() -> tuple[str, ...]:
    """Ids of the built-in instruments, the official one first."""
    return _IDS


def builtin_text(id: str) -> str:
    """The TOML text of a built-in instrument; KeyError when there is none of that id."""
    if id not in _IDS:
        raise KeyError(id)
    folder = resources.files("naikkelas.instruments") / "definitions"
    return (folder / f"{id}.toml").read_text(encoding="utf-8")


@cache
def builtin(id: str) -> Instrument:
    """A built-in instrument, loaded once."""
    return load(builtin_text(id), origin=f"{id}.toml")
