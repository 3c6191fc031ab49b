"""Which instruments there are, and the compiled instrument of an id."""

from collections.abc import Iterable
from functools import lru_cache

from naikkelas.instruments.errors import InstrumentChanged, UnknownInstrument
from naikkelas.instruments.models import PublishedInstrument
from naikkelas.instruments.rules import (
    THEME_PREFIX,
    Instrument,
    all_ids,
    builtin,
    builtin_ids,
    load,
)
from naikkelas.instruments.rules.loading import sha256_of


def in_use(instrument_id: str) -> Instrument:
    """The compiled instrument of an id, as published; one query, however often it was asked for.

    The stored text is held against its hash every time (20 µs), so that a text changed behind the
    product's back is never used. What is not published is taken from the built-in definitions.
    """
    published = (
        PublishedInstrument.objects.filter(pk=instrument_id).values_list("sha256", "text").first()
    )
    if published is None:
        return _builtin(instrument_id)
    sha256, text = published
    if sha256_of(text) != sha256:
        raise InstrumentChanged
    return _compiled(text)


def several(ids: Iterable[str]) -> dict[str, Instrument]:
    """As `in_use` for several ids, still one query; ids that nobody knows are left out."""
    wanted = set(ids)
    rows = PublishedInstrument.objects.filter(pk__in=wanted).values_list("id", "sha256", "text")
    found: dict[str, Instrument] = {}
    for id, sha256, text in rows:
        if sha256_of(text) != sha256:
            raise InstrumentChanged
        found[id] = _compiled(text)
    return found | {one: builtin(one) for one in wanted & set(all_ids()) if one not in found}


def instrument_ids() -> list[str]:
    """Every id that gives a class: published ones and the product's own, oldest first."""
    classing = PublishedInstrument.objects.exclude(id__startswith=THEME_PREFIX)
    published = list(classing.values_list("id", flat=True))
    return published + [one for one in builtin_ids() if one not in published]


def _builtin(instrument_id: str) -> Instrument:
    if instrument_id not in all_ids():
        raise UnknownInstrument
    return builtin(instrument_id)


@lru_cache(maxsize=128)
def _compiled(text: str) -> Instrument:
    """Keyed by the whole text: a definition is compiled once per process."""
    return load(text)
