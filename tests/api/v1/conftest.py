"""A program with a key, and the small kabupaten that it reads."""

from collections.abc import Iterable
from typing import Any

import pytest
import time_machine
from django.test import Client

from naikkelas.accounts.actions import api_tokens
from naikkelas.accounts.models import User
from naikkelas.accounts.rules.scopes import SCOPES
from tests.insights.conftest import kabupaten as kabupaten
from tests.insights.conftest import settings_of_uji as settings_of_uji
from tests.people import darma as darma
from tests.people import head as head
from tests.people import rina as rina
from tests.people import sari as sari
from tests.people import sukamaju as sukamaju
from tests.people import wayan as wayan

AUGUST = "2025-08-03T03:07:00Z"


@pytest.fixture
def kampung(sukamaju: Any, settings_of_uji: None) -> Any:
    """Sukamaju: Berkembang at the cut-off."""
    from tests.insights.conftest import fill
    from tests.people import make_kampung

    return fill(make_kampung(sukamaju), iud=3, implan=4)


class Program:
    """Asks the API with a key."""

    def __init__(
        self,
        user: User,
        scopes: Iterable[str] | None = None,
        *,
        area: str | None = None,
        days: int = 90,
    ) -> None:
        wanted = [code for code, one in SCOPES.items() if one.is_for(user.can)]
        self.made = api_tokens.make(
            user,
            name="Dasbor",
            scopes=list(scopes if scopes is not None else wanted),
            area=area,
            days=days,
            by=user,
        )
        self.user = user
        self.client = Client()

    @property
    def key(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.made.secret}"}

    def get(self, path: str, query: dict[str, Any] | None = None, *, tag: str = "") -> Any:
        """`tag`: the ETag of what the program has already."""
        known = {"If-None-Match": tag} if tag else {}
        return self.client.get(f"/api/v1/{path}", query or {}, headers={**self.key, **known})

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return self.client.post(
            f"/api/v1/{path}",
            body,
            content_type="application/json",
            headers={**self.key, **headers},
        )

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self.client.patch(
            f"/api/v1/{path}",
            body,
            content_type="application/json",
            headers={**self.key, **headers},
        )

    def delete(self, path: str, **headers: str) -> Any:
        return self.client.delete(f"/api/v1/{path}", headers={**self.key, **headers})


@pytest.fixture
def program(darma: User) -> Program:
    """A program of the operator, with every scope that they can give away."""
    return Program(darma)


@pytest.fixture
def _august() -> Any:
    with time_machine.travel(AUGUST, tick=False):
        yield
