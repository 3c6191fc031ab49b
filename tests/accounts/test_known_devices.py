"""A browser that is known to an account has a counter of its own; strangers share theirs."""

import time
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from naikkelas.accounts import known_devices
from naikkelas.accounts.actions.signing_in import issue_reset
from naikkelas.accounts.models import User
from tests.accounts.door import code_now, enter, give_app
from tests.api.conftest import Phone
from tests.people import make_kampung

pytestmark = pytest.mark.django_db
COOKIE = "perangkat"


def known_to(*people: User) -> Client:
    """A browser on which each of these has signed in and out again."""
    browser = Client()
    for user in people:
        assert enter(browser, user.username).status_code == 302
        browser.post("/keluar/")
    return browser


def guess(browser: Client, login: str, times: int) -> Any:
    """The last answer to wrong passwords."""
    return [enter(browser, login, f"salah-{number}") for number in range(times)][-1]


def test_sixty_wrong_passwords_of_a_stranger_do_not_lock_a_browser_that_knows_the_account(
    darma: User,
) -> None:
    at_home = known_to(darma)

    answer = guess(Client(REMOTE_ADDR="10.9.8.7"), "darma", 60)

    assert answer.status_code == 429
    assert 14 * 60 < int(answer["Retry-After"]) <= 15 * 60
    words = answer.content.decode()
    assert "Coba lagi 15 menit lagi" in words
    assert "pernah Anda pakai masuk" in words
    assert 'value="darma"' in words  # what was typed is still there
    assert enter(at_home, "darma").status_code == 302


def test_a_stranger_behind_the_router_of_an_office_locks_out_strangers_only(
    darma: User, sari: User
) -> None:
    at_home = known_to(darma, sari)

    for number in range(50):
        enter(Client(), f"nama-{number}", "salah")
    locked = enter(Client(), "darma")

    assert (locked.status_code, int(locked["Retry-After"]) > 50 * 60) == (429, True)
    assert enter(at_home, "sari").status_code == 302
    at_home.post("/keluar/")
    assert enter(at_home, "darma").status_code == 302


def test_a_known_browser_gets_five_tries_of_its_own_and_is_a_stranger_then(darma: User) -> None:
    at_home, stranger = known_to(darma), Client()

    for _ in range(5):  # its own
        assert enter(at_home, "darma", "salah").status_code == 200
    assert enter(stranger, "darma", "salah").status_code == 200  # took none of the strangers'
    for _ in range(4):  # what the strangers have left
        assert enter(at_home, "darma", "salah").status_code == 200

    assert enter(at_home, "darma").status_code == 429
    assert enter(stranger, "darma").status_code == 429


def test_retry_after_is_when_a_try_is_free(darma: User) -> None:
    wait = int(guess(Client(), "darma", 6)["Retry-After"])

    with patch("allauth.core.internal.ratelimit.time.time", return_value=time.time() + wait):
        assert enter(Client(), "darma").status_code == 302


def test_a_cookie_is_worth_nothing_for_another_account(darma: User, sari: User) -> None:
    of_sari = known_to(sari)
    guess(Client(), "darma", 6)

    assert enter(of_sari, "darma").status_code == 429


@pytest.mark.parametrize("value", ["", "_", ".", "37.ab", "x" * 4000, "a.b_" * 37, "\u00e9.\u00e9"])
def test_a_forged_cookie_is_no_cookie(value: str, darma: User) -> None:
    forged = Client()
    forged.cookies[COOKIE] = value
    guess(Client(), "darma", 6)

    assert enter(forged, "darma").status_code == 429


def test_the_cookie_names_nobody_and_lets_nobody_in(darma: User) -> None:
    cookie = known_to(darma).cookies[COOKIE]

    assert "darma" not in cookie.value
    assert str(darma.pk) not in cookie.value.split(".")
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    alone = Client()
    alone.cookies[COOKIE] = cookie.value
    assert alone.get("/").status_code == 302
    assert enter(alone, "darma", "salah").status_code == 200


def test_a_browser_remembers_a_number_of_accounts_and_the_newest_first(
    darma: User, sari: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known_devices, "MOST_ACCOUNTS", 1)
    browser = known_to(darma, sari)
    guess(Client(), "darma", 6)
    guess(Client(), "sari", 6)

    assert browser.cookies[COOKIE].value.count(".") == 1
    assert enter(browser, "darma").status_code == 429
    assert enter(browser, "sari").status_code == 302


def test_leaving_keeps_the_cookie(darma: User) -> None:
    browser = Client()
    enter(browser, "darma")
    before = browser.cookies[COOKIE].value

    browser.post("/keluar/")

    assert browser.cookies[COOKIE].value == before


def test_only_a_whole_sign_in_makes_a_browser_known(client: Client, darma: User) -> None:
    give_app(darma)

    enter(client, "darma")
    assert COOKIE not in client.cookies  # the second step is missing
    client.post("/masuk/langkah-kedua/", {"code": code_now()})

    assert COOKIE in client.cookies


def test_wrong_codes_of_a_stranger_do_not_lock_the_codes_of_a_known_browser(darma: User) -> None:
    codes = give_app(darma)
    at_home, stranger = Client(), Client(REMOTE_ADDR="10.9.8.7")
    enter(at_home, "darma")
    at_home.post("/masuk/langkah-kedua/", {"code": code_now()})
    at_home.post("/keluar/")

    enter(stranger, "darma")  # who knows the password, and guesses codes
    answers = [stranger.post("/masuk/langkah-kedua/", {"code": "000000"}) for _ in range(6)]

    assert [one.status_code for one in answers] == [200] * 5 + [429]
    assert int(answers[-1]["Retry-After"]) > 14 * 60
    enter(at_home, "darma")
    at_home.post("/masuk/langkah-kedua/", {"code": codes[0]})
    assert at_home.get("/").status_code == 200


def test_a_right_code_does_not_give_wrong_passwords_back(darma: User, sari: User) -> None:
    """Who has an account of their own could guess others' without end else."""
    codes = give_app(sari)
    network = "10.9.8.7"
    for number in range(49):
        enter(Client(REMOTE_ADDR=network), f"nama-{number}", "salah")
    own = Client(REMOTE_ADDR=network)
    enter(own, "sari")
    assert own.post("/masuk/langkah-kedua/", {"code": codes[0]}).status_code == 302

    enter(Client(REMOTE_ADDR=network), "darma", "salah")
    assert enter(Client(REMOTE_ADDR=network), "darma").status_code == 429


def test_who_held_a_link_to_a_new_password_signs_in_at_once(darma: User, sari: User) -> None:
    guess(Client(), "sari", 6)
    browser = Client()
    form = browser.get(issue_reset(sari, by=darma))["Location"]
    new = "kuda laut makan roti"

    browser.post(form, {"password1": new, "password2": new})

    assert enter(browser, "sari", new).status_code == 302


def test_an_account_without_password_tries_is_asked_alike(darma: User) -> None:
    """A name that nobody has is answered as one that somebody has, also beyond the limit."""
    known, unknown = guess(Client(), "darma", 6), guess(Client(), "entah-siapa", 6)

    assert known.status_code == unknown.status_code == 429
    assert known["Retry-After"] == unknown["Retry-After"]


def test_wrong_keys_of_phones_do_not_keep_a_good_one_out(sari: User) -> None:
    """A key of an app is 256 random bits: it is counted by itself, whatever others try."""
    make_kampung("91.37.01.2001", nama="Sukamaju")
    phone = Phone(sari)
    for number in range(60):
        assert phone.client.get(f"/odk/{'x' * 40}{number}/formList").status_code == 404

    assert phone.get("formList").status_code == 200


def test_a_wrong_password_asked_for_again_counts_on_the_own_browser(darma: User) -> None:
    browser = Client()
    enter(browser, "darma")
    answers = [browser.post("/akun/periksa/", {"password": "salah"}) for _ in range(12)]

    assert answers[0].status_code == 200
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) > 0
