"""A phone in Sukamaju, and how its requests are made without a network."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from naikkelas.accounts.actions import devices
from naikkelas.accounts.models import Role, User
from naikkelas.areas.models import Area
from naikkelas.registry.models import KampungKB
from tests.api.openrosa_client import CONTENT_TYPE, multipart
from tests.people import make_kampung, make_user


@pytest.fixture
def chair(sukamaju: Area) -> User:
    """Bu Ketut, ketua of the Pokja of Sukamaju."""
    return make_user("ketut", "Bu Ketut", Role.POKJA_CHAIR, sukamaju)


@pytest.fixture
def kampung(sukamaju: Area) -> KampungKB:
    return make_kampung(sukamaju)


class Phone:
    """A phone with a key: asks the door as an app does."""

    def __init__(self, user: User, name: str = "HP Bu Ketut") -> None:
        self.connected = devices.connect(user, name=name, by=user)
        self.device = self.connected.device
        self.base = f"/odk/{self.connected.token}"
        self.client = Client()

    def get(self, path: str) -> Any:
        return self.client.get(f"{self.base}/{path}")

    def send(self, xml: bytes, files: dict[str, tuple[bytes, str]] | None = None) -> Any:
        body = multipart(xml, files)
        return self.client.post(f"{self.base}/submission", body, content_type=CONTENT_TYPE)


@pytest.fixture
def phone(chair: User, kampung: KampungKB) -> Phone:
    return Phone(chair)


@pytest.fixture
def phone_of() -> Callable[[User], Phone]:
    return Phone
