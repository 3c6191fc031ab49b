"""The figures of a year: the same number on screen, in the files and where they come from."""

import csv
import io
import json
import re

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from naikkelas.accounts.models import User
from naikkelas.areas.models import Area
from tests.people import make_kampung

pytestmark = pytest.mark.django_db


def on_screen(client: Client, code: str, query: str = "") -> dict[str, str]:
    """Code → number, as the page shows it."""
    page = client.get(reverse("insights:year", args=[code]) + query).content.decode()
    found = re.findall(r'data-figure="(\w+)"><strong>(.*?)</strong>', page)
    return {code: re.sub("<[^>]*>", "", value).removesuffix("tidak diisi") for code, value in found}


def test_the_same_numbers_stand_on_screen_and_in_every_file(
    client: Client, darma: User, sukamaju: Area
) -> None:
    make_kampung(sukamaju)
    client.force_login(darma)
    shown = on_screen(client, "91.37")
    address = {
        kind: reverse("insights:year_download", args=["91.37", kind])
        for kind in ("csv", "xlsx", "json", "pdf")
    }

    table = list(csv.DictReader(io.StringIO(client.get(address["csv"]).content.decode())))
    told = json.loads(client.get(address["json"]).content)
    sheet = load_workbook(io.BytesIO(client.get(address["xlsx"]).content)).active
    paper = PdfReader(io.BytesIO(client.get(address["pdf"]).content))

    from_csv = {row["kode"]: row["nilai"] or "—" for row in table}
    assert from_csv == shown
    assert shown["kampung"] == "1"
    flat = {one["code"]: one["value"] for part in told["chapters"] for one in part["figures"]}
    assert {code: "—" if value is None else str(value) for code, value in flat.items()} == shown
    assert sheet is not None
    cells = {row[1].value: row[3].value for row in sheet.iter_rows() if row[1].value in shown}
    assert cells == flat
    text = " ".join(page.extract_text() for page in paper.pages)
    for one in (one for part in told["chapters"] for one in part["figures"]):
        assert one["label"] in text


def test_another_area_and_another_kind_of_file_are_not_found(
    client: Client, sari: User, sukamaju: Area
) -> None:
    client.force_login(sari)
    own, above = "91.37.01.2001", "91"

    assert client.get(reverse("insights:year", args=[own])).status_code == 200
    assert client.get(reverse("insights:year", args=[above])).status_code == 404
    assert client.get(reverse("insights:year_download", args=[own, "exe"])).status_code == 404
