"""How long a session lives, on which devices, and under which post."""

import time
from threading import Thread
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.db import connections
from django.test import Client
from django.utils import timezone

from naikkelas.accounts.actions import signing_in
from naikkelas.accounts.models import Holding, PinTries, Post, Role, User
from naikkelas.areas.models import Area
from naikkelas.audit.models import Event
from tests.accounts.door import enter
from tests.people import make_user

pytestmark = pytest.mark.django_db

MINUTE, HOUR, DAY = 60, 3600, 86_400


@pytest.fixture
def ani(sukamaju: Area) -> User:
    """Bu Ani, chair of the Pokja of Sukamaju."""
    return make_user("ani", "Bu Ani", Role.POKJA_CHAIR, sukamaju)


def age(client: Client, *, seen: int = 0, begun: int = 0) -> None:
    """Let the session have been used and begun that many seconds ago."""
    session = client.session
    session["seen"] = int(time.time()) - seen
    session["begun"] = int(time.time()) - begun
    session.save()


def is_in(client: Client) -> bool:
    return client.get("/akun/perangkat/").status_code == 200


def test_the_key_of_a_session_changes_at_the_door(client: Client, darma: User) -> None:
    client.get("/masuk/")
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    before = session.session_key or ""
    client.cookies["sessionid"] = before

    enter(client, "darma")

    assert client.session.session_key != before
    assert not client.session.exists(before)


@pytest.mark.parametrize(
    ("seen", "begun", "lives"),
    [
        (29 * MINUTE, HOUR, True),
        (31 * MINUTE, HOUR, False),
        (MINUTE, 11 * HOUR, True),
        (MINUTE, 13 * HOUR, False),
    ],
)
def test_an_official_is_out_after_half_an_hour_or_a_working_day(
    client: Client, darma: User, seen: int, begun: int, lives: bool
) -> None:
    enter(client, "darma")
    age(client, seen=seen, begun=begun)

    assert is_in(client) is lives


@pytest.mark.parametrize(
    ("seen", "begun", "lives"),
    [(29 * DAY, 300 * DAY, True), (31 * DAY, 300 * DAY, False)],
)
def test_a_pokja_stays_in_on_its_phone_for_a_month_without_use(
    client: Client, ani: User, seen: int, begun: int, lives: bool
) -> None:
    enter(client, "ani")
    age(client, seen=seen, begun=begun)

    assert is_in(client) is lives


def test_who_was_away_too_long_comes_back_to_the_same_page(client: Client, darma: User) -> None:
    enter(client, "darma")
    age(client, seen=HOUR)

    answer = client.get("/kampung/?cari=a")

    assert answer["Location"] == "/masuk/?next=%2Fkampung%2F%3Fcari%3Da"
    assert "lama tidak dipakai" in client.get(answer["Location"]).content.decode()


def test_a_session_without_a_stamp_is_over(client: Client, darma: User) -> None:
    enter(client, "darma")
    session = client.session
    del session["seen"]
    session.save()

    assert not is_in(client)


def test_use_is_noted_at_most_once_a_minute(
    client: Client, darma: User, django_assert_max_num_queries: Any
) -> None:
    enter(client, "darma")
    age(client, seen=2 * MINUTE)
    client.get("/akun/perangkat/")
    stamp = client.session["seen"]

    client.get("/akun/perangkat/")

    assert client.session["seen"] == stamp >= int(time.time()) - 5


def test_a_deactivated_person_is_out_at_the_next_request(client: Client, darma: User) -> None:
    enter(client, "darma")

    User.objects.filter(pk=darma.pk).update(is_active=False)

    assert not is_in(client)


def test_an_ended_post_gives_nothing_at_the_next_request(client: Client, darma: User) -> None:
    enter(client, "darma")

    Holding.objects.filter(user=darma).update(until=timezone.now())

    assert client.get("/wilayah/91.37/ringkasan/").status_code in {403, 404}


# --- devices ---


@pytest.fixture
def phone(darma: User) -> Client:
    """A second device of Pak Darma."""
    client = Client(headers={"User-Agent": "Mozilla/5.0 (Linux; Android 10; K) Chrome/130 Mobile"})
    enter(client, "darma")
    return client


def test_the_list_names_each_device_and_this_one(
    client: Client, darma: User, phone: Client
) -> None:
    enter(client, "darma")

    page = client.get("/akun/perangkat/").content.decode()

    assert "Chrome di ponsel Android" in page
    assert page.count("perangkat ini</span>") == 1
    assert UserSession.objects.filter(user=darma).count() == 2


def test_a_device_is_signed_out_at_once(client: Client, darma: User, phone: Client) -> None:
    enter(client, "darma")
    device = UserSession.objects.get(session_key=phone.session.session_key)

    client.post(f"/akun/perangkat/{device.pk}/keluarkan/")

    assert (is_in(client), is_in(phone)) == (True, False)
    assert Event.objects.get(verb="account.device_removed").data == {"count": 1}


def test_all_others_are_signed_out_together(client: Client, darma: User, phone: Client) -> None:
    enter(client, "darma")

    client.post("/akun/perangkat/keluarkan-semua/")

    assert (is_in(client), is_in(phone)) == (True, False)


def test_the_device_of_somebody_else_does_not_exist(
    client: Client, wayan: User, darma: User, phone: Client
) -> None:
    enter(client, "wayan")
    device = UserSession.objects.get(user=darma)

    assert client.post(f"/akun/perangkat/{device.pk}/keluarkan/").status_code == 404
    assert is_in(phone)


# --- the shared phone ---


@pytest.fixture
def with_pin(client: Client, ani: User) -> Client:
    enter(client, "ani")
    client.post("/akun/pin/", {"pin": "370912"})
    return client


def test_a_phone_left_alone_asks_for_the_pin(with_pin: Client) -> None:
    assert is_in(with_pin)
    age(with_pin, seen=6 * MINUTE)

    asked = with_pin.get("/akun/perangkat/")

    assert asked["Location"] == "/pin/?next=%2Fakun%2Fperangkat%2F"
    assert not is_in(with_pin)  # and again, until it is given
    answer = with_pin.post("/pin/", {"pin": "370912", "next": "/akun/perangkat/"})
    assert answer["Location"] == "/akun/perangkat/"
    assert is_in(with_pin)


def test_five_wrong_pins_lead_to_the_full_sign_in(with_pin: Client, ani: User) -> None:
    age(with_pin, seen=6 * MINUTE)
    with_pin.get("/akun/perangkat/")

    for _ in range(4):
        assert "PIN tidak cocok" in with_pin.post("/pin/", {"pin": "111222"}).content.decode()
    assert with_pin.post("/pin/", {"pin": "111222"})["Location"] == "/masuk/"

    assert not is_in(with_pin)
    assert Event.objects.get(verb="account.sign_out").data == {"why": "PIN salah"}


def test_wrong_pins_sent_at_once_are_all_counted(with_pin: Client, ani: User) -> None:
    """Each browser of the burst read the session before any of the others had answered."""
    key = with_pin.session.session_key or ""

    taken = [signing_in.take_pin_try(ani, key) for _ in range(7)]

    assert taken == [1, 2, 3, 4, 5, 0, 0]


def test_the_count_of_wrong_pins_is_not_lost_with_what_the_session_says(
    with_pin: Client,
) -> None:
    age(with_pin, seen=6 * MINUTE)
    with_pin.get("/akun/perangkat/")
    before = dict(with_pin.session)

    for _ in range(4):
        with_pin.post("/pin/", {"pin": "111222"})
        session = with_pin.session
        session.update(before)
        session.save()

    assert with_pin.post("/pin/", {"pin": "111222"})["Location"] == "/masuk/"


def test_the_right_pin_gives_all_tries_back(with_pin: Client) -> None:
    age(with_pin, seen=6 * MINUTE)
    with_pin.get("/akun/perangkat/")
    with_pin.post("/pin/", {"pin": "111222"})

    with_pin.post("/pin/", {"pin": "370912"})

    assert not PinTries.objects.exists()


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_a_burst_of_pins_gets_five_comparisons(ani: User) -> None:
    taken: list[int] = []

    def run() -> None:
        taken.append(signing_in.take_pin_try(ani, "kunci-sesi"))
        connections.close_all()

    threads = [Thread(target=run) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(1 for one in taken if one) == 5


def test_a_pin_is_not_kept_in_the_clear(with_pin: Client) -> None:
    assert "370912" not in str(dict(with_pin.session))


@pytest.mark.parametrize("pin", ["123456", "111111", "12345", "abcdef", "987654"])
def test_an_easy_pin_is_refused(client: Client, ani: User, pin: str) -> None:
    enter(client, "ani")

    client.post("/akun/pin/", {"pin": pin})

    assert "pin" not in client.session


def test_officials_have_no_pin(client: Client, darma: User) -> None:
    enter(client, "darma")

    client.post("/akun/pin/", {"pin": "370912"})

    assert "pin" not in client.session


# --- several posts ---


@pytest.fixture
def second_post(sari: User) -> Post:
    """Sari is chair of a Pokja too."""
    post = Post.objects.create_with_areas(Role.POKJA_CHAIR, [Area.objects.get(pk="91.37.01.2001")])
    Holding.objects.create(post=post, user=sari, since=timezone.now())
    return post


def test_who_holds_two_posts_chooses_in_the_head_of_the_page(
    client: Client, sari: User, second_post: Post
) -> None:
    enter(client, "sari")
    first = next(seat.post_id for seat in sari.posts if seat.role == Role.FIELD)

    before = client.get("/akun/keamanan/").content.decode()
    client.post("/jabatan/", {"post": first, "next": "/akun/keamanan/"})
    page = client.get("/akun/keamanan/").content.decode()

    assert "Sari · Ketua Pokja 91.37.01.2001" in before
    assert f'value="{first}" aria-describedby="bertindak"' in before
    assert "Sari · PKB/PLKB 91.37.01.2001" in page
    assert f'value="{second_post.pk}" aria-describedby="bertindak"' in page


def test_the_post_of_somebody_else_cannot_be_chosen(
    client: Client, sari: User, darma: User
) -> None:
    enter(client, "sari")
    foreign = darma.posts[0].post_id

    assert client.post("/jabatan/", {"post": foreign}).status_code == 404
    assert client.post("/jabatan/", {"post": "abc"}).status_code == 404
    assert "post" not in client.session


def test_a_chosen_post_that_ended_falls_back(client: Client, sari: User, second_post: Post) -> None:
    enter(client, "sari")
    client.post("/jabatan/", {"post": second_post.pk})

    Holding.objects.filter(post=second_post).update(until=timezone.now())

    assert "PKB/PLKB" in client.get("/akun/keamanan/").content.decode()


# --- contact ---


def test_contact_is_changed_only_after_the_password_once_more(client: Client, sari: User) -> None:
    enter(client, "sari")
    form = {"email": "Sari@Contoh.go.id", "phone": "0812 3456 7837"}

    asked = client.post("/akun/kontak/", form)
    sari.refresh_from_db()
    assert (asked["Location"][:14], sari.email) == ("/akun/periksa/", "")
    client.post("/akun/periksa/", {"password": "sandi-uji-yang-panjang-37"})
    client.post("/akun/kontak/", form)

    sari.refresh_from_db()
    assert (sari.email, sari.phone) == ("sari@contoh.go.id", "+6281234567837")
    event = Event.objects.get(verb="account.contact_changed")
    assert event.data == {"fields": ["email", "phone"]}
    assert "sari@contoh" not in str(event.before) + str(event.after)


def test_the_names_of_others_cannot_be_taken(client: Client, sari: User, darma: User) -> None:
    darma.email = "darma@contoh.go.id"
    darma.save()
    enter(client, "sari")
    client.post("/akun/periksa/", {"password": "sandi-uji-yang-panjang-37"})

    page = client.post("/akun/kontak/", {"email": "Darma@contoh.go.id", "phone": "12"})

    assert "Sudah dipakai akun lain" in page.content.decode()
    assert "Isi nomor telepon Indonesia" in page.content.decode()


# --- cookies and caches ---


def test_personal_pages_stay_out_of_caches(client: Client, darma: User) -> None:
    enter(client, "darma")

    for path in ("/", "/kampung/", "/akun/perangkat/"):
        assert "no-store" in client.get(path)["Cache-Control"]


def test_the_cookie_cannot_be_read_by_scripts_nor_sent_from_elsewhere(
    client: Client, darma: User
) -> None:
    enter(client, "darma")

    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert cookie["max-age"] == 12 * HOUR
