"""The instruments that score now."""

from naikkelas.instruments.rules import Instrument, builtin


def in_use(instrument_id: str) -> Instrument:
    """The compiled instrument of an id."""
    return builtin(instrument_id)
