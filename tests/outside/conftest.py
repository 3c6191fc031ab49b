"""A phone of Sukamaju that comes over real HTTP, and its forms as JavaRosa opens them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from naikkelas.accounts.models import User
from tests.api.conftest import Phone
from tests.api.conftest import chair as chair
from tests.api.conftest import kampung as kampung
from tests.api.conftest import phone as phone
from tests.api.conftest import phone_of as phone_of
from tests.api.openrosa_client import Downloaded, OpenRosaClient
from tests.outside.filling import Filling
from tests.outside.java import javarosa

CODES = ("kegiatan", "profil", "penduduk", "kkbpk")
"""The forms as a form list names them; `test_the_list_names_these_forms` holds them to it."""


@pytest.fixture
def collect(live_server: LiveServer, phone: Phone) -> OpenRosaClient:
    """A phone that knows its server's address with the key in it, and nothing else."""
    return OpenRosaClient(f"{live_server.url}{phone.base}")


@pytest.fixture
def download(collect: OpenRosaClient) -> Callable[[str], Downloaded]:
    """A form with all that lies beside it, by its code, found as an app finds it."""

    def act(code: str) -> Downloaded:
        return collect.download(next(one for one in collect.forms() if one.code == code))

    return act


Open = Callable[[str], Filling]


@pytest.fixture
def opened(download: Callable[[str], Downloaded], tmp_path_factory: pytest.TempPathFactory) -> Open:
    """Opens a form in JavaRosa; skips where there is none."""
    javarosa()

    def act(code: str) -> Filling:
        found = download(code)
        return Filling(found.xml, found.files, Path(tmp_path_factory.mktemp(code)))

    return act


@pytest.fixture
def other_phone(live_server: LiveServer) -> Callable[[User], OpenRosaClient]:
    """A phone of somebody else."""

    def act(user: User) -> OpenRosaClient:
        return OpenRosaClient(f"{live_server.url}{Phone(user, 'HP lain').base}")

    return act
