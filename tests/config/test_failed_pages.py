"""Pages that cannot be shown say so in plain words, and what to do next."""

import logging

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from naikkelas.accounts.models import User
from naikkelas.insights.views import listing

pytestmark = pytest.mark.django_db


def test_an_address_that_does_not_exist_leads_back(client: Client, darma: User) -> None:
    before = client.get("/tidak/ada/")
    client.force_login(darma)
    after = client.get("/tidak/ada/")

    for answer, way in ((before, "Masuk"), (after, "Ke Beranda")):
        shown = answer.content.decode()
        assert answer.status_code == 404
        assert "Halaman tidak ditemukan" in shown
        assert f'<a class="button" href="/">{way}</a>' in shown
        assert "Not Found" not in shown


def test_a_kampung_elsewhere_is_not_found_in_the_same_words(client: Client, wayan: User) -> None:
    client.force_login(wayan)

    answer = client.get("/wilayah/91.37/ringkasan/")

    assert answer.status_code == 404
    assert "bukan untuk wilayah dan peran Anda" in answer.content.decode()


def test_a_stale_form_says_what_to_do() -> None:
    careful = Client(enforce_csrf_checks=True)

    answer = careful.post("/masuk/", {"username": "darma", "password": "x"})

    assert answer.status_code == 403
    shown = answer.content.decode()
    assert "muat ulang (F5), lalu kirim sekali lagi" in shown
    assert "Forbidden" not in shown


def test_what_is_not_allowed_names_whom_to_ask(
    client: Client, darma: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionDenied

    monkeypatch.setattr(listing, "Listing", refuse)
    client.force_login(darma)

    answer = client.get("/kampung/")

    assert answer.status_code == 403
    assert "hubungi operator kabupaten" in answer.content.decode()


def test_a_failure_gives_a_code_that_the_log_has_too(
    client: Client,
    darma: User,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the disk is on fire")

    monkeypatch.setattr(listing, "Listing", fail)
    client.force_login(darma)
    client.raise_request_exception = False

    with caplog.at_level(logging.ERROR):
        answer = client.get("/kampung/")

    shown, code = answer.content.decode(), answer["X-Request-ID"]
    assert answer.status_code == 500
    assert "Ada gangguan di sistem" in shown
    assert code
    assert code in shown
    assert code in caplog.text
    assert "the disk is on fire" not in shown


def test_the_page_of_a_failure_needs_neither_context_nor_database() -> None:
    with CaptureQueriesContext(connection) as captured:
        shown = render_to_string("500.html")

    assert "hubungi pengelola sistem." in shown
    assert len(captured) == 0


def test_an_address_that_only_takes_forms_is_no_empty_page(client: Client, darma: User) -> None:
    client.force_login(darma)

    answer = client.get("/keluar/")

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    shown = answer.content.decode()
    assert "Alamat ini bukan halaman" in shown
    assert "Ke Beranda" in shown
