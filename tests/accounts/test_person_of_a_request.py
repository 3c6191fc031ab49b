"""The person of a session is the one that Django would find."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from naikkelas.accounts.backends import PeopleBackend
from naikkelas.accounts.models import User

pytestmark = pytest.mark.django_db


def _columns(user: User) -> dict[str, Any]:
    return {field.attname: getattr(user, field.attname) for field in User._meta.concrete_fields}


def test_it_is_the_person_that_a_query_finds(sari: User) -> None:
    sari.last_login = timezone.now()
    sari.save(update_fields=["last_login"])

    found = User.objects.of_session(sari.pk)

    assert found is not None
    assert _columns(found) == _columns(User.objects.get(pk=sari.pk))
    assert found == sari
    assert not found._state.adding


def test_a_closed_account_and_an_unknown_one_are_nobody(sari: User) -> None:
    User.objects.filter(pk=sari.pk).update(is_active=False)

    assert PeopleBackend().get_user(sari.pk) is None
    assert PeopleBackend().get_user(10**9) is None


def test_a_session_of_an_older_release_goes_on(wayan: User) -> None:
    """Its way of signing in had another name; a phone keeps its session for months."""
    browser = Client()
    browser.force_login(wayan)
    session = browser.session
    session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    session.save()

    answer = browser.get("/kerja/keadaan/")

    assert answer.status_code == 405  # signed in, and only asked in the wrong way
    assert browser.post("/kerja/keadaan/", "{}", "application/json").status_code == 400
