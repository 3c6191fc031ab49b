"""What may name a person does not reach a log (security.md §4.5 item 47)."""

import io
import logging
import logging.config
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from naikkelas.lib.scrubbing import ScrubbingFormatter, scrubbed

NIK = "6301051234560007"


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    target = io.StringIO()
    handler = logging.StreamHandler(target)
    handler.setFormatter(ScrubbingFormatter("{levelname} {message}", style="{"))
    logger = logging.getLogger("tests.scrubbing")
    logger.propagate = False
    logger.addHandler(handler)
    yield logger, target
    logger.removeHandler(handler)


@pytest.mark.parametrize(
    "secret",
    [
        NIK,
        "6301 0512 3456 0007",
        "6301.0512.3456.0007",
        "198501012010012003",
        "19850101 201001 2003",
        "081234567890",
        "+62 812-3456-7890",
        "62 8123 4567 890",
        "sari.wati@tanahlaut.go.id",
    ],
)
def test_numbers_telephones_and_addresses_are_taken_out(secret: str) -> None:
    line = scrubbed(f"Gagal menyimpan {secret}, coba lagi")

    assert secret not in line
    assert line.startswith("Gagal menyimpan [")
    assert line.endswith("], coba lagi")


@pytest.mark.parametrize(
    "harmless",
    [
        "63.01.03.1003",
        "2025-07-31 10:42:07,123",
        "0199a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b",
        "135",
        "LP-8A5B-6C7D",
    ],
)
def test_codes_dates_and_identifiers_stay(harmless: str) -> None:
    assert scrubbed(f"x {harmless} y") == f"x {harmless} y"


@given(st.from_regex(r"[1-9][0-9]{15}", fullmatch=True), st.text(alphabet=" ,:/='\"", max_size=3))
def test_no_sixteen_digits_survive_whatever_stands_around(number: str, around: str) -> None:
    assert number not in scrubbed(f"nik{around or ' '}{number}{around}")


def test_arguments_and_tracebacks_are_scrubbed_too(
    log: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, target = log

    try:
        raise ValueError(f"NIK {NIK} sudah ada")
    except ValueError:
        logger.exception("Pengguna %s gagal", "sari@contoh.id")

    assert NIK not in target.getvalue()
    assert "sari@" not in target.getvalue()
    assert "ValueError: NIK [nomor] sudah ada" in target.getvalue()


def test_a_line_break_in_a_message_forges_no_line(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, target = log

    logger.warning("nama %s", "Sari\nERROR palsu")

    assert target.getvalue() == "WARNING nama Sari\\nERROR palsu\n"


def test_every_handler_of_the_settings_scrubs() -> None:
    logs: Any = settings.LOGGING
    formatters = logs["formatters"]

    for handler in logs["handlers"].values():
        formatter = formatters[handler["formatter"]]
        assert formatter["()"] == "naikkelas.lib.scrubbing.ScrubbingFormatter"
