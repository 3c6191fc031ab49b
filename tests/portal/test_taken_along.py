"""From statistics to the files that hold the same figures at the same day."""

import csv
import io
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from naikkelas.accounts.queries import system_user
from naikkelas.areas.rules import INSTRUMENTS
from naikkelas.classification.actions import take_snapshots
from naikkelas.portal.queries.asking import asked
from naikkelas.portal.queries.standing import standing
from naikkelas.registry.models import KampungKB
from tests.insights.conftest import CUTOFF
from tests.opendata.conftest import BEFORE
from tests.opendata.test_publishing import body
from tests.portal.conftest import Read

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored(kabupaten: dict[str, KampungKB], tmp_path: Path, settings: Any) -> None:
    """Two month ends, with room for files."""
    settings.MEDIA_ROOT = tmp_path / "media"
    take_snapshots("91.37", [BEFORE, CUTOFF], list(INSTRUMENTS), by=system_user())


def _taken(client: Client, url: str) -> str:
    """The text of what an address gives."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    return body(answer).decode(errors="replace")


def _links(page: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'href="(/data/[^"]*)"', page)]


def test_the_files_of_the_day_in_view_are_one_step_away_and_say_the_same(
    stored: None, client: Client, read: Read
) -> None:
    links = _links(read("/portal/91.37/statistik/", per="2025-07-31"))

    assert "/data/91.37/kampung/#per-2025-07-31" in links
    assert "/data/91.37/kampung/2025-07-31.csv" in links
    text = _taken(client, "/data/91.37/kampung/2025-07-31.csv")
    rows = list(csv.DictReader(io.StringIO(text)))
    counts = standing(asked("91.37", {"per": "2025-07-31"})).counts
    assert len(rows) == counts.kampung
    for level, count in counts.levels.items():
        assert sum(row["kelas"] == level for row in rows) == count
    for link in links:
        assert _taken(client, link.partition("#")[0])


def test_another_day_leads_to_the_last_month_end_before_it(stored: None, read: Read) -> None:
    page = read("/portal/91.37/statistik/", per="2025-07-17")

    assert "/data/91.37/ringkasan/2025-06-30.csv" in _links(page)
    assert "akhir bulan terakhir yang terbit sampai hari pilihan Anda" in page
    assert 'id="per-2025-06-30"' in read("/data/91.37/ringkasan/")


def test_a_kecamatan_leads_to_the_files_of_its_kabupaten(stored: None, read: Read) -> None:
    links = _links(read("/portal/91.37.01/statistik/", per="2025-07-31"))

    assert "/data/91.37/kampung/2025-07-31.xlsx" in links


def test_before_anything_was_published_there_is_nothing_to_take(stored: None, read: Read) -> None:
    assert not _links(read("/portal/91.37/statistik/", per="2020-01-31"))


def test_the_page_of_a_table_tells_what_its_files_mean_and_who_answers(
    stored: None, client: Client, read: Read
) -> None:
    _taken(client, "/data/91.37/kampung/2025-07-31.csv")

    page = read("/data/91.37/kampung/")

    for part in (
        *("SHA-256", "Lisensi:", "Produsen data:", "Arti kolom", "kode_bps", "Bila kosong"),
        *("/data/91.37/kampung/2025-07-31.r1.csv", "/data/91.37/katalog.jsonld"),
        *("/data/kamus/", "/data/metadata/", "/data/91.37/kampung/terbaru.csv"),
    ):
        assert part in page, part
