"""Random and hostile requests never break a page (`make test-long` 450, `make soak` 10,000)."""

import logging
import os
import sys
import time
from collections.abc import Iterator

import pytest
from django.test import Client

from naikkelas.accounts.models import User
from naikkelas.registry.rules.schema import KAMPUNG
from tests.config.test_doors import World, signed_in
from tests.people import make_kampung
from tests.security.fuzzing import Fuzzer

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "40"))
SEED = int(os.environ.get("FUZZ_SEED", "37"))


@pytest.fixture
def quiet() -> Iterator[None]:
    """Without a line in the log for each refusal."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.slow
@pytest.mark.usefixtures("quiet")
@pytest.mark.django_db
def test_no_request_breaks_a_page() -> None:
    begin = time.monotonic()

    outcome = Fuzzer(World(), SEED).run(REQUESTS)

    took = f"{outcome.requests} requests in {time.monotonic() - begin:.0f} s"
    sys.stdout.write(f"\n{took}, answers {sorted(outcome.statuses.items())}\n")
    assert not outcome.failures, "\n".join(outcome.failures)
    assert outcome.statuses[200] > REQUESTS / 10
    assert outcome.statuses[302] > REQUESTS / 50


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "body"),
    [
        ("/masuk/?next=%00", {}),
        ("/undangan/%00/", {}),
        ("/masuk/", {"login": "a\x00b"}),
    ],
)
def test_a_nul_character_is_a_bad_request_for_every_view(url: str, body: dict[str, str]) -> None:
    browser = Client()

    answer = browser.post(url, body) if body else browser.get(url)

    assert answer.status_code == 400


def test_a_draft_with_a_nul_character_breaks_nothing(sari: User) -> None:
    """PostgreSQL keeps no NUL in JSON: this was a failed page."""
    kampung = make_kampung()
    browser = signed_in(sari)

    answer = browser.post(f"/kampung/{kampung.pk}/lapor/profil/draf/", {"plkb_nama": "a\x00b"})

    assert answer.status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("url", ["/jejak/?dari={0}&sampai={0}", "/?tanggal={0}"])
def test_the_first_and_the_last_day_of_the_calendar_break_no_page(
    darma: User, day: str, url: str
) -> None:
    """Their midnight lies outside the calendar in some zones: this was a failed page."""
    assert signed_in(darma).get(url.format(day)).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url", ["/contoh-baik/?kecamatan={}", "/mitra/91.37/anggaran/?kecamatan={}"]
)
@pytest.mark.parametrize("text", ["alasan", "91.37.01.2001,", "\uff19\uff11"])
def test_an_area_that_is_no_code_breaks_no_page(darma: User, url: str, text: str) -> None:
    """What begins like the code of an area and is none: this was a failed page."""
    assert signed_in(darma).get(url.format(text)).status_code in {200, 404, 422}


@pytest.mark.django_db
@pytest.mark.parametrize("credential", ["[" * 50_000, "9" * 5_000, '{"a": ' * 50_000])
def test_a_passkey_that_is_no_credential_breaks_no_page(credential: str) -> None:
    """Python's reader of JSON gives up on these with other errors: this was a failed page."""
    answer = Client().post("/masuk/passkey/", {"credential": credential})

    assert answer.status_code in {302, 422}


@pytest.mark.django_db
@pytest.mark.parametrize("degrees", ["NaN", "sNaN", "-Infinity", "1e309"])
def test_a_coordinate_that_is_no_number_is_said_beside_its_field(darma: User, degrees: str) -> None:
    """It compares with nothing: this was a failed page."""
    kampung = make_kampung()
    browser = signed_in(darma)
    [column] = [name for name in KAMPUNG.by_name if "lintang" in name or "latitude" in name]

    answer = browser.post(f"/kampung/{kampung.pk}/ubah/", {"nama": "Sukamaju", column: degrees})

    assert answer.status_code == 422
