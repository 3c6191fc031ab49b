"""How the API lets in, counts, refuses and answers."""

import gzip
import json
import logging
import os
import subprocess
import sys
import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from naikkelas.accounts.models import User
from naikkelas.accounts.rules import scopes
from naikkelas.api.actions import quota
from naikkelas.api.urls import V1
from naikkelas.registry.models import KampungKB
from tests.api.v1.conftest import Program

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_count() -> None:
    quota.forget()


def _soon(seconds: int) -> datetime:
    """So many seconds after a minute that begins in an hour."""
    hour = timezone.now().replace(second=0, microsecond=0) + timedelta(hours=1)
    return hour + timedelta(seconds=seconds)


def _told(answer: Any) -> tuple[int, str]:
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == answer.status_code
    assert body["detail"]
    assert body["request_id"] == answer["X-Request-ID"]
    return answer.status_code, body["code"]


def test_without_a_key_only_what_is_public_is_open(kampung: KampungKB) -> None:
    open_to_all = {"v1_openapi", "v1_areas", "v1_instruments"}

    for name, address in V1.items():
        if "<" in address:
            continue
        answer = Client().get(f"/api/v1/{address}")
        if name in open_to_all:
            assert answer.status_code == 200, name
        elif name.startswith("v1_summary"):
            assert answer.status_code in {200, 404}, name
        else:
            assert _told(answer) == (401, "api.token_missing"), name
            assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("given", ["Bearer nkapi_tidak-ada", "Basic YTpi", "Bearer ", "x"])
def test_a_key_that_nobody_made_opens_nothing(kampung: KampungKB, given: str) -> None:
    answer = Client().get("/api/v1/wilayah", headers={"Authorization": given})

    assert _told(answer) == (401, "api.token_unknown")


def test_a_key_opens_only_its_scopes(darma: User, kampung: KampungKB) -> None:
    program = Program(darma, [scopes.READ_KAMPUNG])

    assert program.get("kampung").status_code == 200
    answer = program.get("laporan/profil")
    assert _told(answer) == (403, "api.scope_missing")
    assert "baca:laporan" in answer.json()["detail"]


def test_a_browser_that_is_signed_in_brings_nothing_along(
    darma: User, kampung: KampungKB, client: Client
) -> None:
    client.force_login(darma)

    answer = client.get("/api/v1/kampung")

    assert _told(answer) == (401, "api.token_missing")
    assert not answer.cookies
    assert client.get("/akun/kunci-api/").status_code == 200  # and its session goes on


def test_what_is_unknown_in_the_query_is_told(program: Program, kampung: KampungKB) -> None:
    answer = program.get("kampung", {"wilayh": "91.37"})

    assert _told(answer) == (400, "api.parameter_unfit")
    assert answer.json()["errors"] == [
        {"where": "wilayh", "code": "unknown", "detail": "Tidak dikenal."}
    ]


@pytest.mark.parametrize(
    ("path", "query", "where"),
    [
        ("kampung", {"banyak": "0"}, "banyak"),
        ("kampung", {"banyak": "201"}, "banyak"),
        ("kampung", {"wilayah": "6301"}, "wilayah"),
        ("kelas", {"per": "2025-02-30"}, "per"),
        ("kelas", {"per": "2999-01-01"}, "per"),
        ("kelas", {"aturan": "buatan-sendiri"}, "aturan"),
        ("laporan/profil", {"kampung": "37"}, "kampung"),
        ("laporan/profil", {"keadaan": "draf"}, "keadaan"),
    ],
)
def test_impossible_values_are_told_in_indonesian(
    program: Program, kampung: KampungKB, path: str, query: dict[str, str], where: str
) -> None:
    answer = program.get(path, query)

    assert _told(answer) == (400, "api.parameter_unfit")
    (error,) = answer.json()["errors"]
    assert error["where"] == where
    assert not set(error["detail"].lower().split()) & {"input", "should", "valid", "value"}


@pytest.mark.parametrize("cursor", ["37", "????", "a2FtcHVuZ3wzNw", "d2lsYXlhaHw2Mw", "x" * 201])
def test_a_cursor_that_is_not_of_this_list_is_refused(
    program: Program, kampung: KampungKB, cursor: str
) -> None:
    answer = program.get("kampung", {"setelah": cursor})

    assert _told(answer)[0] == 400


def test_a_nul_is_refused_before_the_database_sees_it(program: Program, kampung: KampungKB) -> None:
    assert _told(program.get("kampung", {"nama": "a\x00b"}))[0] == 400
    assert _told(program.client.get("/api/v1/wilayah/63%00", headers=program.key))[0] == 400


def test_what_is_at_no_address_and_by_no_method_is_told(
    program: Program, kampung: KampungKB
) -> None:
    nowhere = program.get("tidak/ada")
    wrong = program.post("kampung", {})

    assert _told(nowhere) == (404, "api.not_found")
    assert _told(wrong) == (405, "api.method_unfit")
    assert wrong["Allow"] == "GET, HEAD"
    assert program.client.head("/api/v1/kampung", headers=program.key).status_code == 200


def test_an_answer_that_the_program_has_already_is_not_sent_again(
    program: Program, kampung: KampungKB
) -> None:
    first = program.get("kampung")

    again = program.get("kampung", tag=f'"x", W/{first["ETag"]}')
    KampungKB.objects.update(nama="Nama baru")
    changed = program.get("kampung", tag=first["ETag"])

    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]
    assert "Authorization" in first["Vary"]
    assert "private" in first["Cache-Control"]


def test_who_asks_too_often_is_told_when_to_come_again(
    program: Program, kampung: KampungKB, settings: Any
) -> None:
    settings.API_PER_MINUTE = {"token": 7, "address": 3}

    with time_machine.travel(_soon(13), tick=False):
        mine = [program.get("saya") for _ in range(8)]
        strangers = [Client().get("/api/v1/instrumen") for _ in range(4)]
    with time_machine.travel(_soon(60), tick=False):
        later = program.get("saya")

    assert [answer.status_code for answer in mine] == [200] * 7 + [429]
    assert [answer["RateLimit"] for answer in mine[:2]] == ['"menit";r=6;t=47', '"menit";r=5;t=47']
    assert mine[7]["Retry-After"] == "47"
    assert _told(mine[7]) == (429, "api.too_many_requests")
    assert [answer.status_code for answer in strangers] == [200] * 3 + [429]
    assert later.status_code == 200


def test_wrong_keys_count_against_the_address(kampung: KampungKB, settings: Any) -> None:
    settings.API_PER_MINUTE = {"token": 7, "address": 3}

    with time_machine.travel(_soon(133), tick=False):
        answers = [
            Client().get("/api/v1/saya", headers={"Authorization": f"Bearer {n}"}).status_code
            for n in range(5)
        ]

    assert answers == [401, 401, 401, 429, 429]


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_processes_share_one_count() -> None:
    """Threads that forget what they hold take from the shared count like processes."""
    cache.add("api-test", 0, 60)
    seen: list[int] = []

    def add() -> None:
        seen.extend(cache.incr("api-test", 3) for _ in range(20))
        connection.close()

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(seen) == list(range(3, 241, 3))


def test_a_mistake_of_ours_is_a_number_and_no_traceback(
    program: Program,
    kampung: KampungKB,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("rahasia di dalam")

    monkeypatch.setattr("naikkelas.api.views.v1.reading.kampung_of", broken)
    with caplog.at_level(logging.ERROR):
        answer = program.get(f"kampung/{kampung.pk}")

    assert _told(answer) == (500, "api.broken")
    assert "rahasia" not in answer.content.decode()
    assert answer.json()["request_id"] in caplog.text


def test_the_start_of_a_process_needs_neither_ninja_nor_the_schemas() -> None:
    """They cost half a second of processor time; the first request to the API pays it."""
    text = (
        "import django, sys; django.setup(); import naikkelas.config.urls; "
        "print(sorted({'ninja', 'pydantic', 'naikkelas.api.views.v1.schemas'} & set(sys.modules)))"
    )
    told = subprocess.run(
        [sys.executable, "-c", text], capture_output=True, text=True, check=True, env=os.environ
    )

    assert told.stdout.strip() == "[]"


def test_every_address_of_the_schema_is_an_address_of_the_house() -> None:
    document = json.loads(Client().get("/api/v1/openapi.json").content)
    described = {path.removeprefix("/api/v1/") for path in document["paths"]}

    written = {address.replace("<str:", "{").replace(">", "}") for address in V1.values()}
    assert document["openapi"] == "3.1.0"
    assert written - {"openapi.json"} == described
    assert get_resolver().namespace_dict["api"]


@pytest.mark.parametrize("url", ["/api/v1/referensi/", "/api/v1/openapi.json"])
def test_what_is_long_goes_out_compressed(client: Client, url: str) -> None:
    plain, small = client.get(url), client.get(url, headers={"accept-encoding": "gzip"})

    assert small["Content-Encoding"] == "gzip"
    assert len(small.content) * 4 < len(plain.content)
    assert len(gzip.decompress(small.content)) == len(plain.content)  # but for the nonce
