"""A house in production, asked in a process of its own since its settings are read once."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
_ASK = """
import json, django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from naikkelas.accounts.models import User
settings.STORAGES = {**settings.STORAGES, "staticfiles": {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
call_command("migrate", verbosity=0)
browser = Client(headers={"host": "naikkelas.example", "x-forwarded-proto": "https"})
page = browser.get("/masuk/")
plain = Client(headers={"host": "naikkelas.example"}).get("/masuk/")
stranger = Client(headers={"host": "evil.example", "x-forwarded-proto": "https"}).get("/masuk/")
beside = ["/.git/config", "/.env", "/admin/", "/data/naikkelas.sqlite3", "/media/",
    "/kunci-rahasia", "/__debug__/", "/metrics", "/server-status", "/requirements.txt",
    "/statis/../settings.py"]
print(json.dumps({
    "status": page.status_code,
    "headers": dict(page.headers),
    "cookies": {name: {key: str(one[key]) for key in ("path", "domain", "secure", "httponly",
        "samesite")} for name, one in page.cookies.items()},
    "session": [settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE,
        settings.SESSION_COOKIE_HTTPONLY, settings.SESSION_COOKIE_SAMESITE,
        settings.SESSION_COOKIE_DOMAIN, settings.SESSION_COOKIE_PATH],
    "plain": [plain.status_code, plain.headers.get("Location")],
    "stranger": stranger.status_code,
    "beside": [path for path in beside if browser.get(path).status_code not in (302, 404)],
    "debug": settings.DEBUG,
    "people": [user.username for user in User.objects.all() if user.has_usable_password()],
}))
"""


@cache
def _house() -> dict[str, Any]:
    folder = Path(os.environ["NAIKKELAS_DATA"]) / "produksi"
    (folder / "statis").mkdir(parents=True, exist_ok=True)
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "naikkelas.config.settings",
        "NAIKKELAS_DATA": str(folder),
        "NAIKKELAS_PRODUCTION": "1",
        "NAIKKELAS_HOSTS": "naikkelas.example",
    }
    done = subprocess.run(
        [sys.executable, "-c", _ASK],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


@pytest.mark.slow
@pytest.mark.sqlite_only
def test_production_speaks_https_only() -> None:
    house = _house()

    assert house["status"] == 200
    assert house["plain"] == [301, "https://naikkelas.example/masuk/"]
    age, *more = house["headers"]["Strict-Transport-Security"].split("; ")
    assert int(age.removeprefix("max-age=")) >= 365 * 24 * 60 * 60
    assert "includeSubDomains" in more


@pytest.mark.slow
@pytest.mark.sqlite_only
def test_cookies_belong_to_this_host_alone() -> None:
    """`__Host-` asks a browser for Secure, for the whole path, and for no domain."""
    house = _house()

    csrf = house["cookies"]["__Host-csrf"]
    assert csrf == {
        "path": "/",
        "domain": "",
        "secure": "True",
        "httponly": "True",
        "samesite": "Lax",
    }
    assert house["session"] == ["__Host-sesi", True, True, "Lax", None, "/"]


@pytest.mark.slow
@pytest.mark.sqlite_only
def test_only_hosts_of_ours_are_answered() -> None:
    assert _house()["stranger"] == 400


@pytest.mark.slow
@pytest.mark.sqlite_only
def test_what_lies_beside_the_house_has_no_address() -> None:
    house = _house()

    assert house["beside"] == []
    assert house["debug"] is False


@pytest.mark.slow
@pytest.mark.sqlite_only
def test_a_new_house_has_nobody_who_can_sign_in() -> None:
    assert _house()["people"] == []


@pytest.mark.django_db
def test_a_form_of_many_fields_is_refused_before_it_is_read() -> None:
    body = "&".join(f"a{number}=1" for number in range(2_100))

    answer = Client().post("/masuk/", body, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 400


@pytest.mark.django_db
def test_a_form_of_megabytes_is_refused_before_it_is_read() -> None:
    body = "login=" + "x" * (3 * 1024 * 1024)

    answer = Client().post("/masuk/", body, content_type="application/x-www-form-urlencoded")

    assert answer.status_code in {400, 413}
