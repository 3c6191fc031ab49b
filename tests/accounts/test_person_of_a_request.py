"""The person of a session is the one that Django would find."""

from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from naikkelas.accounts.backends import PeopleBackend
from naikkelas.accounts.models import Holding, Role, User
from naikkelas.accounts.queries_visitors import person_of
from naikkelas.areas.models import Area
from tests.people import make_kampung, make_user

pytestmark = pytest.mark.django_db


def _columns(user: User) -> dict[str, Any]:
    return {field.attname: getattr(user, field.attname) for field in User._meta.concrete_fields}


def test_it_is_the_person_that_a_query_finds(sari: User) -> None:
    sari.last_login = timezone.now()
    sari.save(update_fields=["last_login"])

    found = person_of(sari.pk)

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


# What a session brings along -------------------------------------------------------------------


@pytest.fixture
def ani(sukamaju: Area) -> User:
    """Bu Ani, chair of the Pokja of Sukamaju."""
    make_kampung(sukamaju)
    return make_user("ani", "Bu Ani", Role.POKJA_CHAIR, sukamaju)


@pytest.fixture
def phone(ani: User) -> Client:
    """A phone on which Bu Ani has signed in."""
    return _signed_in(ani)


def _signed_in(user: User, device_of: User | None = None) -> Client:
    browser = Client()
    browser.force_login(user)
    key = browser.session.session_key
    UserSession.objects.create(user=device_of or user, session_key=key, ip="127.0.0.1")
    return browser


def _who(browser: Client) -> Any:
    return browser.get("/kerja/sapa/").json()


def test_session_person_and_posts_are_one_question(phone: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        phone.post("/kerja/keadaan/", "[]", "application/json")  # ends before it asks for more

    assert [one["sql"].strip()[:28] for one in asked] == ["SELECT session.session_data,"]


def test_the_signed_session_says_who_it_is_not_the_list_of_devices(ani: User, sari: User) -> None:
    assert _who(_signed_in(ani, device_of=sari))["user"] == ani.pk


def test_a_post_that_has_ended_is_gone_at_the_next_request(phone: Client, ani: User) -> None:
    before = _who(phone)
    Holding.objects.filter(user=ani).update(until=timezone.now())

    assert before["may_send"]
    assert _who(phone)["code"] == "jabatan_berakhir"


def test_an_account_that_was_closed_is_nobody_at_the_next_request(phone: Client, ani: User) -> None:
    User.objects.filter(pk=ani.pk).update(is_active=False)

    assert _who(phone)["code"] == "akun_ditutup"


def test_another_password_ends_the_sessions_begun_before(phone: Client, ani: User) -> None:
    ani.set_password("a-password-that-nobody-guesses")
    ani.save()

    assert _who(phone)["code"] == "sesi_habis"


@pytest.mark.parametrize("change", [lambda data: data[:-1], lambda data: "A" + data[1:]])
def test_a_session_that_was_changed_from_outside_is_nobodys(phone: Client, change: Any) -> None:
    _who(phone)
    stored = Session.objects.get(session_key=phone.session.session_key)
    stored.session_data = change(stored.session_data)
    stored.save()

    assert _who(phone)["code"] == "sesi_habis"


def test_a_session_that_is_over_is_nobodys(phone: Client) -> None:
    Session.objects.update(expire_date=timezone.now())

    assert _who(phone)["code"] == "sesi_habis"
