"""Recaps that mean harm meet the same reader as every import; what they say stays text."""

import json
import struct
import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from naikkelas.exchange.models import BatchState, ColumnMapping, ImportBatch
from naikkelas.registry.models import Penduduk
from tests.exchange.test_mapping import HEAD, ROWS, recap
from tests.exchange.test_mapping import choose as choose
from tests.exchange.test_mapping import desk as desk
from tests.exchange.test_mapping import send as send

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script>"
FORMULA = '=HYPERLINK("http://jahat.example";"klik")'


def bomb() -> bytes:
    """A workbook of a few kilobytes whose parts claim gigabytes."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number in range(40):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b"")
    content = bytearray(target.getvalue())
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 24 : at + 28] = struct.pack("<I", 107 * 1024 * 1024)
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(content)


def test_a_bomb_is_not_opened_to_be_mapped(send: Any, desk: Client) -> None:
    batch = send(bomb())

    page = desk.get(reverse("exchange:batch_map", args=[batch.pk]))

    assert batch.state == BatchState.REFUSED
    assert "Traceback" not in page.content.decode()
    assert "kolom-0" not in page.content.decode()
    assert not ColumnMapping.objects.exists()


def test_a_bomb_behind_known_headings_is_refused_too(send: Any, choose: Any) -> None:
    choose(send(recap()))

    batch = send(bomb())

    assert batch.state == BatchState.REFUSED
    assert not Penduduk.objects.exists()


def test_headings_and_cells_are_text_on_the_page(send: Any, desk: Client) -> None:
    head = [*HEAD[:-1], EVIL]
    rows = [[*ROWS[0][:-1], f"{EVIL}{{{{ 7*7 }}}}"]]
    batch = send(recap(rows, head))

    page = desk.get(reverse("exchange:batch_map", args=[batch.pk])).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_cell_that_a_spreadsheet_would_run_leaves_quoted(
    send: Any, choose: Any, desk: Client
) -> None:
    rows = [["Uji", "Tanjung", "Sukamaju", FORMULA.replace("=", "@", 1), 13, 137, 40, None]]
    batch = send(recap(rows))
    choose(batch)

    told = desk.get(reverse("exchange:batch_findings", args=[batch.pk]))

    text = told.getvalue().decode() if told.streaming else told.content.decode()
    assert "HYPERLINK" in text
    for line in text.splitlines():
        for cell in line.split(","):
            assert not cell.strip('"').startswith(("=", "@", "+")), line


def test_more_columns_than_a_recap_can_have_are_refused_in_words(send: Any, desk: Client) -> None:
    wide = [f"kolom {number}" for number in range(16_384)]
    batch = send(recap([["x"] * 16_384], wide, above=0))

    page = desk.get(reverse("exchange:batch_map", args=[batch.pk]))

    assert batch.state == BatchState.REFUSED
    assert page.status_code in {200, 302, 404, 422}
    assert len(page.content) < 3_000_000


@pytest.mark.parametrize(
    "value",
    [
        {"dataElement": EVIL, "orgUnit": EVIL, "period": EVIL, "value": EVIL},
        {"dataElement": "kkbpk.iud", "orgUnit": "91.37.01.2001", "period": "202504",
         "value": FORMULA},
        {"dataElement": "kkbpk.iud", "orgUnit": "91.37.01.2001", "period": "202504",
         "value": "9" * 400},
        {"dataElement": "kkbpk.iud", "orgUnit": "91.37.01.2001", "period": "202504",
         "value": "\u0000"},
        {"dataElement": ["kkbpk.iud"], "orgUnit": {"a": 1}, "period": 1e308, "value": None},
    ],
)  # fmt: skip
def test_values_that_mean_harm_are_text_and_store_nothing(
    value: dict[str, Any], desk: Client, django_capture_on_commit_callbacks: Any
) -> None:
    file = SimpleUploadedFile("nilai.json", json.dumps({"dataValues": [value]}).encode())

    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(reverse("exchange:batch_new"), {"uploads": [file]}, follow=True)

    page = answer.content.decode()
    assert answer.status_code in {200, 422}
    assert "<script>alert" not in page
    assert "Traceback" not in page
    for batch in ImportBatch.objects.all():
        assert batch.state in {BatchState.REFUSED, BatchState.READY}
        assert batch.rows("new") == 0
