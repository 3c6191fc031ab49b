"""Guessing is slow, never locks anybody out for good, and is counted for all processes."""

import time
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client

from naikkelas.accounts.models import Remembered, User
from naikkelas.accounts.shared_cache import SharedCache
from tests.accounts.door import enter

pytestmark = pytest.mark.django_db
TOO_MANY = "Terlalu banyak percobaan yang gagal"


@pytest.fixture
def hashed() -> Iterator[Any]:
    """How often a password was hashed."""
    with patch.object(MD5PasswordHasher, "encode", wraps=MD5PasswordHasher().encode) as encode:
        yield encode


def test_after_five_failures_even_the_right_password_waits(client: Client, darma: User) -> None:
    for _ in range(5):
        assert TOO_MANY not in enter(client, "darma", "salah-terus").content.decode()

    assert TOO_MANY in enter(client, "darma").content.decode()


def test_the_wait_ends_by_itself(client: Client, darma: User) -> None:
    for _ in range(5):
        enter(client, "darma", "salah-terus")
    later = time.time() + 15 * 60 + 1

    with patch("allauth.core.internal.ratelimit.time.time", return_value=later):
        assert enter(client, "darma").status_code == 302


def test_beyond_the_limit_nothing_is_hashed(client: Client, darma: User, hashed: Any) -> None:
    for _ in range(5):
        enter(client, "darma", "salah-terus")
    before = hashed.call_count

    enter(client, "darma", "salah-terus")

    assert hashed.call_count == before


def test_an_unknown_name_costs_as_much_and_is_limited_as_much(
    client: Client, darma: User, hashed: Any
) -> None:
    enter(client, "darma", "salah-terus")
    known = hashed.call_count
    enter(client, "entah-siapa", "salah-terus")

    assert hashed.call_count == 2 * known == 2
    for _ in range(4):
        enter(client, "entah-siapa", "salah-terus")
    assert TOO_MANY in enter(client, "entah-siapa", "salah-terus").content.decode()


def test_other_names_of_the_same_person_give_no_fresh_tries(client: Client, darma: User) -> None:
    darma.email = "darma@contoh.go.id"
    darma.save()
    for name in ("darma", "DARMA", "darma@contoh.go.id", " darma", "Darma@Contoh.go.id"):
        enter(client, name, "salah-terus")

    assert TOO_MANY in enter(client, "darma").content.decode()


def test_another_host_name_gives_no_fresh_tries(client: Client, darma: User) -> None:
    for number in range(5):
        enter(client, "darma", "salah-terus", headers={"Host": f"h{number}.example"})

    assert TOO_MANY in enter(client, "darma").content.decode()


def test_one_network_gets_fifty_failures_an_hour(client: Client, darma: User) -> None:
    for number in range(50):
        enter(client, f"nama-{number}", "salah-terus")

    assert TOO_MANY in enter(client, "darma").content.decode()
    assert enter(Client(REMOTE_ADDR="10.9.8.7"), "darma").status_code == 302


def test_a_forged_address_does_not_change_the_network(client: Client, settings: Any) -> None:
    """With one proxy of ours, the last address of the list is the one it saw itself."""
    from allauth.account.adapter import get_adapter
    from django.test import RequestFactory

    forged = RequestFactory().get("/", headers={"X-Forwarded-For": "1.2.3.4, 10.0.0.7"})
    assert get_adapter().get_client_ip(forged) == "127.0.0.1"  # no proxy: not believed at all

    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert get_adapter().get_client_ip(forged) == "10.0.0.7"


# --- the shared memory ---


def test_what_one_process_remembers_the_others_know() -> None:
    SharedCache("", {}).set("kunci", [1.5, "dua"], timeout=60)

    assert SharedCache("", {}).get("kunci") == [1.5, "dua"]


def test_it_is_json_and_nothing_else() -> None:
    cache.set("kunci", {"a": 1})

    assert Remembered.objects.get().value == '{"a": 1}'
    with pytest.raises(TypeError):
        cache.set("kunci", object())


def test_of_two_at_once_one_gets_the_key() -> None:
    assert (cache.add("kode", "y", timeout=30), cache.add("kode", "y", timeout=30)) == (True, False)


def test_it_forgets_in_time(settings: Any) -> None:
    cache.set("kunci", 1, timeout=-1)

    assert cache.get("kunci", "lupa") == "lupa"
    assert cache.add("kunci", 2, timeout=60)
    assert cache.touch("kunci", 60)
    assert cache.delete("kunci")
    cache.set("lain", 1)
    cache.clear()
    assert Remembered.objects.count() == 0
