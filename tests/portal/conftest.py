"""A small kabupaten as the portal sees it; pages are made anew at every request."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from naikkelas.accounts.queries import system_user
from naikkelas.areas.rules import INSTRUMENTS
from naikkelas.classification.actions import take_snapshots
from naikkelas.portal.queries import grounds
from tests.insights.conftest import CUTOFF
from tests.insights.conftest import kabupaten as kabupaten
from tests.insights.conftest import kampung as kampung
from tests.insights.conftest import settings_of_uji as settings_of_uji
from tests.people import darma as darma
from tests.people import sukamaju as sukamaju

Read = Callable[..., str]


@pytest.fixture(autouse=True)
def _nothing_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PUBLIC_HELD_SECONDS", 0)
    grounds.forget()


@pytest.fixture
def read(client: Client) -> Read:
    """The text of a page that answers a visitor."""

    def page(path: str, **asked: str) -> str:
        answer = client.get(path, asked)
        assert answer.status_code == 200, (path, asked, answer.status_code)
        return answer.content.decode()

    return page


def store(area_code: str = "91.37") -> None:
    """The results and the cube of an area at the cut-off of the tests."""
    take_snapshots(area_code, [CUTOFF], list(INSTRUMENTS), by=system_user())
