"""A kabupaten of classes (as in insights) with its month ends stored, and files of their own."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from naikkelas.accounts.queries import system_user
from naikkelas.classification.actions import take_snapshots
from naikkelas.opendata.queries import Place, place_of
from naikkelas.registry.models import KampungKB
from tests.insights.conftest import CUTOFF as CUTOFF
from tests.insights.conftest import kabupaten as kabupaten
from tests.insights.conftest import kampung as kampung
from tests.insights.conftest import settings_of_uji as settings_of_uji

PORTAL, CORRECTED = "kampung-kb-2023", "kampung-kb-2023-terkoreksi"
BEFORE = date(2025, 6, 30)


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def store_month_ends() -> None:
    """As the worker does by the clock."""
    take_snapshots("91.37", [BEFORE, CUTOFF], [PORTAL, CORRECTED], by=system_user())


@pytest.fixture
def uji(kabupaten: dict[str, KampungKB]) -> Place:
    """Kabupaten Uji with two month ends."""
    store_month_ends()
    return the("91.37")


def the(code: str) -> Place:
    """The area of a code, which has something to publish."""
    place = place_of(code)
    assert place is not None
    return place


@pytest.fixture
def reader() -> Client:
    """Somebody without an account."""
    return Client()
