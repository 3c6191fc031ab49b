"""Signing in by any of one's names, and out again."""

import pytest
from django.test import Client

from naikkelas.accounts.models import User
from naikkelas.audit.models import Event
from tests.accounts.door import enter

pytestmark = pytest.mark.django_db


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
def test_one_field_takes_every_name_of_a_person(client: Client, reachable: User, name: str) -> None:
    answer = enter(client, name)

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/").status_code == 200
    event = Event.objects.get(verb="account.sign_in")
    assert (event.actor_id, event.data) == (reachable.pk, {"how": "password"})


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(
    client: Client, darma: User
) -> None:
    wrong = enter(client, "darma", "bukan-kata-sandinya").content.decode()
    unknown = enter(client, "entah-siapa", "bukan-kata-sandinya").content.decode()

    assert "Nama pengguna atau kata sandi tidak cocok" in wrong
    assert _bare(wrong, "darma") == _bare(unknown, "entah-siapa")


def test_a_failure_is_counted_without_what_was_typed(client: Client, darma: User) -> None:
    enter(client, "darma", "bukan-kata-sandinya")
    enter(client, "3171234567890123", "bukan-kata-sandinya")

    events = list(Event.objects.filter(verb="account.sign_in_failed").order_by("at"))
    assert [event.subject_id == str(darma.pk) for event in events] == [True, False]
    assert [event.data for event in events] == [{"how": "password"}] * 2
    assert {event.actor_post for event in events} == {"Sistem"}


def test_an_inactive_person_does_not_come_in(client: Client, darma: User) -> None:
    darma.is_active = False
    darma.save()

    enter(client, "darma")

    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://jahat.example/",
        "//jahat.example/",
        "/\\jahat.example",
        "javascript:alert(1)",
        "https:jahat.example",
    ],
)
def test_next_leads_to_our_own_pages_only(client: Client, darma: User, elsewhere: str) -> None:
    form = {"login": "darma", "password": "sandi-uji-yang-panjang-37", "next": elsewhere}

    answer = client.post("/masuk/", form)

    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_next_leads_back_to_the_page_that_was_asked_for(client: Client, darma: User) -> None:
    form = {"login": "darma", "password": "sandi-uji-yang-panjang-37", "next": "/kampung/?cari=a"}

    assert client.post("/masuk/", form)["Location"] == "/kampung/?cari=a"


def test_nobody_signs_up(client: Client) -> None:
    for path in ("/accounts/signup/", "/daftar/", "/masuk/daftar/"):
        assert client.get(path).status_code == 404


def test_leaving_ends_the_session_and_clears_cached_pages(client: Client, darma: User) -> None:
    enter(client, "darma")
    key = client.session.session_key or ""

    answer = client.post("/keluar/")

    assert answer["Clear-Site-Data"] == '"cache"'  # not storage: it may hold unsent drafts
    assert client.get("/").status_code == 302
    assert not client.session.exists(key)
    assert Event.objects.filter(verb="account.sign_out", actor=darma).count() == 1


def test_leaving_needs_a_post(client: Client, darma: User) -> None:
    client.force_login(darma)

    assert client.get("/keluar/").status_code == 405
    assert client.get("/").status_code == 200


def test_password_managers_find_the_fields(client: Client) -> None:
    page = client.get("/masuk/").content.decode()

    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page


def test_who_forgot_the_password_is_told_whom_to_ask(client: Client) -> None:
    page = client.get("/masuk/lupa/").content.decode()

    assert "satu jam dan sekali pakai" in page


def _bare(page: str, name: str) -> str:
    """The page without what differs by itself: token, nonce, request and the name typed."""
    import re

    page = page.replace(name, "NAMA")
    return re.sub(r'(value|nonce|x-csrftoken&quot;|"x-csrftoken")[=:]? ?"[^"]*"', "", page)
