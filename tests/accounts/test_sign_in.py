"""Signing in by any of one's names, and out again."""

import pytest
from django.test import Client

from naikkelas.accounts.models import User
from naikkelas.audit.models import Event
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db


def enter(client: Client, login: str, password: str = PASSWORD, **more: str) -> "object":
    return client.post("/masuk/", {"login": login, "password": password, **more})


@pytest.fixture
def reachable(darma: User) -> User:
    """Pak Darma with an e-mail address and a phone number."""
    darma.email, darma.phone = "darma@contoh.go.id", "+6281234567837"
    darma.save()
    return darma


@pytest.mark.parametrize(
    "name",
    [
        "darma",
        " Darma ",
        "DARMA@contoh.go.id",
        "081234567837",
        "+62 812-3456-7837",
        "62812 3456 7837",
    ],
)
def test_one_field_takes_every_name_of_a_person(
    client: Client, reachable: User, name: str
) -> None:
    answer = client.post("/masuk/", {"login": name, "password": PASSWORD})

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/").status_code == 200
    event = Event.objects.get(verb="account.sign_in")
    assert (event.actor_id, event.data) == (reachable.pk, {"how": "password"})
