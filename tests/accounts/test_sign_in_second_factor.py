"""From PKB upward a password is not enough."""

import re
from typing import Any

import pytest
from django.test import Client

from naikkelas.accounts.actions.signing_in import issue_reset, remove_factors
from naikkelas.accounts.models import Role, User
from naikkelas.accounts.rules.policy import STRONG
from naikkelas.audit.models import Event
from naikkelas.lib.refusals import NotYours
from tests.accounts.door import code_now, enter, factors, give_app, stored_secret
from tests.people import PASSWORD, make_user

pytestmark = pytest.mark.django_db
SETUP = "/akun/keamanan/"


@pytest.fixture(autouse=True)
def _required(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.mark.parametrize("role", sorted(STRONG))
def test_an_official_sets_up_a_second_factor_before_anything_else(
    client: Client, sukamaju: Any, role: str
) -> None:
    person = make_user("orang", "Orang", Role(role), sukamaju)
    enter(client, person.username)

    for path in ("/", "/kampung/", "/akun/perangkat/"):
        assert client.get(path)["Location"] == SETUP
    assert "Pasang langkah kedua dulu" in client.get(SETUP).content.decode()
    assert client.post("/keluar/").status_code == 302


@pytest.mark.parametrize("role", ["ketua_pokja", "sekretaris_pokja", "pokja"])
def test_a_pokja_works_with_a_password(client: Client, sukamaju: Any, role: str) -> None:
    person = make_user("orang", "Orang", Role(role), sukamaju)
    enter(client, person.username)

    assert client.get("/", follow=True).redirect_chain[-1:] != [(SETUP, 302)]


def test_htmx_is_led_there_as_a_whole_page(client: Client, darma: User) -> None:
    enter(client, "darma")

    answer = client.get("/kampung/", headers={"HX-Request": "true"})

    assert answer["HX-Redirect"] == SETUP


def test_an_app_is_set_up_and_asked_for_ever_after(
    client: Client, darma: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The transaction of a test never commits; allauth tells of the new factor after the commit.
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **_: act())
    enter(client, "darma")
    asked = client.get("/akun/aplikasi/pasang/")
    assert asked["Location"].startswith("/akun/periksa/?")  # who they are, once more
    client.post(asked["Location"], {"password": PASSWORD})
    page = client.get("/akun/aplikasi/pasang/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert secret

    answer = client.post("/akun/aplikasi/pasang/", {"code": code_now(secret[1])}, follow=True)

    assert "Catat sekarang: kode ini tidak ditampilkan lagi" in answer.content.decode()
    assert factors(darma) == ["recovery_codes", "totp"]
    assert client.get("/").status_code == 200
    fresh = Client()
    assert enter(fresh, "darma")["Location"] == "/masuk/langkah-kedua/"
    assert fresh.get("/").status_code == 302
    assert Event.objects.get(verb="account.factor_added").data == {"kind": "totp"}


def test_a_code_opens_the_door_once(client: Client, darma: User) -> None:
    give_app(darma)
    code = code_now()

    enter(client, "darma")
    assert client.post("/masuk/langkah-kedua/", {"code": code})["Location"] == "/"
    assert client.get("/").status_code == 200
    assert Event.objects.get(verb="account.sign_in").data == {"how": "password+totp"}
    other = Client()
    enter(other, "darma")
    again = other.post("/masuk/langkah-kedua/", {"code": code}).content.decode()
    assert "sudah dipakai" in again


def test_wrong_codes_are_limited_and_recorded(client: Client, darma: User) -> None:
    give_app(darma)
    enter(client, "darma")

    for _ in range(5):
        client.post("/masuk/langkah-kedua/", {"code": "000000"})
    answer = client.post("/masuk/langkah-kedua/", {"code": code_now()}).content.decode()

    assert "Terlalu banyak percobaan" in answer
    assert Event.objects.filter(data={"how": "kode"}).count() == 5


def test_a_recovery_code_helps_once(client: Client, darma: User) -> None:
    code = give_app(darma)[0]

    enter(client, "darma")
    client.post("/masuk/langkah-kedua/", {"code": code})
    assert client.get("/").status_code == 200
    other = Client()
    enter(other, "darma")
    other.post("/masuk/langkah-kedua/", {"code": code})
    assert other.get("/").status_code == 302


def test_a_new_password_by_link_does_not_pass_the_second_step(
    client: Client, sari: User, darma: User
) -> None:
    give_app(sari)
    form = client.get(issue_reset(sari, by=darma))["Location"]
    client.post(form, {"password1": "kuda laut makan roti", "password2": "kuda laut makan roti"})

    answer = enter(client, "sari", "kuda laut makan roti")

    assert answer["Location"] == "/masuk/langkah-kedua/"
    assert client.get("/").status_code == 302


def test_the_last_factor_of_an_official_stays(client: Client, darma: User) -> None:
    give_app(darma)
    enter(client, "darma")
    client.post("/masuk/langkah-kedua/", {"code": code_now()})
    client.post("/akun/periksa/?next=/akun/aplikasi/lepas/", {"password": PASSWORD})

    answer = client.post("/akun/aplikasi/lepas/").content.decode()

    assert "Jabatan Anda memerlukan langkah kedua" in answer
    assert "totp" in factors(darma)


def test_secrets_are_not_readable_in_the_database(darma: User) -> None:
    give_app(darma)

    assert "JBSWY3DP" not in stored_secret(darma)


def test_a_lost_phone_is_helped_by_the_operator(sari: User, darma: User, wayan: User) -> None:
    give_app(sari)
    give_app(wayan)

    remove_factors(sari, by=darma)
    with pytest.raises(NotYours):
        remove_factors(wayan, by=darma)
    with pytest.raises(NotYours):
        remove_factors(darma, by=darma)

    assert (factors(sari), len(factors(wayan))) == ([], 2)
    assert Event.objects.get(verb="account.factors_reset").subject_id == str(sari.pk)


def test_production_does_not_hear_the_switch(tmp_path: Any) -> None:
    import os
    import subprocess
    import sys

    environment = os.environ | {
        "NAIKKELAS_DATA": str(tmp_path),
        "NAIKKELAS_PRODUCTION": "1",
        "NAIKKELAS_DEBUG": "",
        "NAIKKELAS_WITHOUT_SECOND_FACTOR": "1",
        "DATABASE_URL": "",
    }
    asked = "from naikkelas.config import settings; print(settings.SECOND_FACTOR_REQUIRED)"

    told = subprocess.run(
        [sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True
    )

    assert told.stdout.strip() == "True"
