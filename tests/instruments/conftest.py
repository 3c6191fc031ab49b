"""The two rules that always run side by side."""

import pytest

from naikkelas.instruments.rules import Instrument, builtin


@pytest.fixture
def portal() -> Instrument:
    """The national portal's rule, defects included."""
    return builtin("kampung-kb-2023")


@pytest.fixture
def corrected() -> Instrument:
    """The rule with its seven points mended."""
    return builtin("kampung-kb-2023-terkoreksi")
