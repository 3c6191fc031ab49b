"""The long scenarios: `make soak` (SOAK=1) runs them, no other run does."""

import os
from collections.abc import Iterator

import pytest

from tests.field_faults.ground import Ground
from tests.field_faults.ground import ground as make_ground

collect_ignore_glob = [] if os.environ.get("SOAK") else ["test_*"]


@pytest.fixture
def ground() -> Iterator[Ground]:
    with make_ground(kampung=3, phones=2) as made:
        yield made
