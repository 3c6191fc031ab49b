"""One ground for all scenarios of a test process; the ledger is looked at after each."""

from collections.abc import Iterator

import pytest

from tests.field_faults.ground import Ground
from tests.field_faults.ground import ground as make_ground
from tests.field_faults.ledger import Phone, insist_on_ledger, phones


@pytest.fixture(scope="session")
def ground() -> Iterator[Ground]:
    with make_ground(kampung=3, phones=2) as made:
        yield made


@pytest.fixture
def known(ground: Ground) -> Iterator[list[Phone]]:
    """The phones of the scenario; whatever happened, the ledger must hold afterwards."""
    found = phones(ground)
    yield found
    insist_on_ledger(ground, found)
