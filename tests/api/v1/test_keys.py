"""Keys of programs: who makes which, what they are worth, and when they end."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from naikkelas.accounts.actions import api_tokens, end_holding, people
from naikkelas.accounts.errors import ApiTokenUnfit, TooManyApiTokens
from naikkelas.accounts.models import ApiToken, Role, User
from naikkelas.accounts.queries import system_user
from naikkelas.accounts.rules import scopes
from naikkelas.areas.models import Area
from naikkelas.audit.models import Event
from naikkelas.registry.models import KampungKB
from tests.api.v1.conftest import Program
from tests.people import make_user

pytestmark = pytest.mark.django_db
FORM = {"name": "Dasbor", "scopes": ["baca:kampung", "baca:kelas"], "area": "", "days": "90"}


def _make(client: Client, **more: Any) -> Any:
    return client.post("/akun/kunci-api/", FORM | more)


def test_a_key_is_made_on_screen_and_shown_once(
    client: Client, darma: User, kampung: KampungKB
) -> None:
    client.force_login(darma)

    page = _make(client).content.decode()

    secret = page.partition('value="nkapi_')[2].partition('"')[0]
    answer = Client().get("/api/v1/kampung", headers={"Authorization": f"Bearer nkapi_{secret}"})
    assert answer.status_code == 200
    assert secret not in client.get("/akun/kunci-api/").content.decode()
    (event,) = Event.objects.filter(verb="api_token.add")
    assert (event.actor_id, event.kabupaten_code) == (darma.pk, "91.37")
    assert "Dasbor" not in str(event.data)


def test_the_secret_is_stored_nowhere(darma: User, kampung: KampungKB) -> None:
    program = Program(darma)
    bare = program.made.secret.removeprefix("nkapi_")

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            assert bare not in str(cursor.fetchall()), table


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"name": " "}, "Isi nama programnya."),
        ({"scopes": []}, "Pilih sedikitnya satu."),
        ({"scopes": ["tulis:segala"]}, "tulis:segala"),
        ({"area": "92.41"}, "di luar wilayah jabatan"),
        ({"area": "91.37.99"}, "di luar wilayah jabatan"),
        ({"days": "9999"}, "9999"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(
    client: Client, darma: User, kampung: KampungKB, more: dict[str, Any], said: str
) -> None:
    client.force_login(darma)

    answer = _make(client, **more)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_a_post_gives_away_only_what_it_may(sukamaju: Area, kampung: KampungKB) -> None:
    auditor = make_user("ppdp", "PPDP", Role.AUDITOR, Area.objects.get(pk="91.37"))
    member = make_user("anggota", "Anggota", Role.POKJA, sukamaju)

    with pytest.raises(ApiTokenUnfit):
        Program(auditor, [scopes.READ_KAMPUNG])
    with pytest.raises(ApiTokenUnfit):
        Program(member, [scopes.WRITE_REPORTS])
    assert Program(member, [scopes.WRITE_ACTIVITIES, scopes.READ_REPORTS])
    with pytest.raises(ApiTokenUnfit):
        api_tokens.make(member, name="x", scopes=[scopes.READ_STEPS], days=366, by=member)


def test_a_key_for_a_part_of_the_area_opens_only_that(
    darma: User, kabupaten: dict[str, KampungKB]
) -> None:
    program = Program(darma, area="91.37.02")

    rows = program.get("kampung").json()["data"]

    assert {row["kode_desa"][:8] for row in rows} == {"91.37.02"}
    assert program.get(f"kampung/{kabupaten['berkembang'].pk}").status_code == 404
    assert program.get("target").json()["hitungan"]["kampung"] == 3
    assert program.get("target", {"wilayah": "91.37"}).status_code == 404
    assert program.get("saya").json()["wilayah"] == ["91.37.02"]


def test_a_key_ends_on_its_day(darma: User, kampung: KampungKB) -> None:
    program = Program(darma, days=30)

    with time_machine.travel(timezone.now() + timedelta(days=30, minutes=1)):
        answer = program.get("saya")

    assert (answer.status_code, answer.json()["code"]) == (401, "api.token_ended")


def test_a_key_ends_with_the_post(sari: User, kampung: KampungKB) -> None:
    program = Program(sari)
    assert program.get("saya").status_code == 200

    end_holding(sari.holdings.get(), by=system_user(), leave_vacant=True)

    answer = program.get("saya")
    assert (answer.status_code, answer.json()["code"]) == (401, "api.token_post_ended")


def test_a_key_ends_with_the_way_in(sari: User, kampung: KampungKB) -> None:
    program = Program(sari)

    people.deactivate(sari, by=system_user(), leave_vacant=True)

    assert program.get("saya").json()["code"] == "api.token_ended"
    assert Event.objects.filter(verb="api_token.revoke").count() == 1


def test_a_key_is_revoked_on_screen_and_by_nobody_else(
    client: Client, sari: User, wayan: User, kampung: KampungKB
) -> None:
    program = Program(sari)
    client.force_login(wayan)
    path = f"/akun/kunci-api/{program.made.token.pk}/cabut/"

    assert client.post(path).status_code == 404
    client.force_login(sari)
    assert client.post(path).status_code == 302

    assert program.get("saya").json()["code"] == "api.token_ended"
    assert "Belum ada kunci." in client.get("/akun/kunci-api/").content.decode()


def test_the_last_use_is_noted_to_the_minute(darma: User, kampung: KampungKB) -> None:
    program = Program(darma)

    now = timezone.now()
    with time_machine.travel(now, tick=False):
        program.get("saya")
        first = ApiToken.objects.get().last_used_at
    with time_machine.travel(now + timedelta(seconds=30), tick=False):
        program.get("saya")

    assert ApiToken.objects.get().last_used_at == first is not None


def test_nobody_keeps_more_than_ten(darma: User) -> None:
    for _ in range(api_tokens.MOST_TOKENS):
        Program(darma)

    with pytest.raises(TooManyApiTokens):
        Program(darma)
