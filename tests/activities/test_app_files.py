"""What the phone keeps: every file with its own hash, a release that changes with any byte."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from naikkelas.accounts.models import User
from naikkelas.activities.rules import app

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


def test_the_worker_promises_the_bytes_that_the_server_sends(client: Client) -> None:
    source = client.get("/kerja/sw.js").content.decode()
    promised = json.loads(source.split("const FILES = ")[1].split(";\n")[0])

    shell = client.get("/kerja/").content
    assert promised["/kerja/"] == base64.b64encode(hashlib.sha256(shell).digest()).decode()
    static = Path(app.__file__).parents[1] / "static"
    path = "activities/phone/queue.js"
    digest = hashlib.sha256((static / path).read_bytes()).digest()
    assert promised[f"/statis/{path}"] == base64.b64encode(digest).decode()


def test_the_shell_is_the_same_for_everybody(client: Client, darma: User) -> None:
    other = Client()
    other.force_login(darma)

    assert client.get("/kerja/").content == other.get("/kerja/").content


def test_another_byte_of_the_shell_is_another_release() -> None:
    assert app.release(b"<p>37</p>") != app.release(b"<p>38</p>")


def test_a_browser_whose_workers_know_no_modules_gets_no_import(client: Client) -> None:
    assert client.get("/kerja/sw.js").content.startswith(b"import { run }")
    assert client.get("/kerja/sw.js?klasik").content.startswith(b"const run = null;")


def test_a_worker_that_leaves_is_served_while_the_app_is_off(client: Client, settings: Any) -> None:
    settings.PHONE_APP = settings.PHONE_APP | {"kill": True}

    source = client.get("/kerja/sw.js").content.decode()

    assert "unregister" in source
    assert "FILES" not in source


def test_the_manifest_makes_the_app_installable(client: Client) -> None:
    answer = client.get("/kerja/aplikasi.webmanifest")

    told = answer.json()
    assert answer["Content-Type"] == "application/manifest+json"
    assert told["start_url"] == told["scope"] == "/kerja/"
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}


def test_only_the_shell_may_show_pictures_that_the_page_made(client: Client) -> None:
    assert "blob:" in client.get("/kerja/")["Content-Security-Policy"]
    assert "blob:" not in client.get("/kerja-pulih/")["Content-Security-Policy"]
