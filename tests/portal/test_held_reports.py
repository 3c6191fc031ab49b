"""A process reads the reports of a kabupaten once, and anew after an act; answers are the same."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from naikkelas.accounts.queries import system_user
from naikkelas.audit.actions import record
from naikkelas.classification.queries import facts
from naikkelas.classification.rules.facts import Facts
from naikkelas.portal.queries import grounds
from naikkelas.portal.queries.asking import asked
from naikkelas.portal.queries.standing import standing
from naikkelas.portal.rules.few import Few
from naikkelas.registry.models import KampungKB
from tests.insights.conftest import fill
from tests.portal.conftest import Read

pytestmark = pytest.mark.django_db
SEARCH, STATISTICS = "/portal/cari/", "/portal/91.37/statistik/"


@pytest.fixture(autouse=True)
def _holding(monkeypatch: pytest.MonkeyPatch, _nothing_held: None) -> None:
    monkeypatch.setattr(settings, "PUBLIC_HELD_SECONDS", 2)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (SEARCH, {"wilayah": "91.37", "cari": "raya"}),
        (SEARCH, {"wilayah": "91.37", "cari": "sukamadju", "per": "2025-06-30"}),
        (SEARCH, {"wilayah": "91.37.01", "cari": "a"}),
        ("/portal/91.37/statistik.csv", {"per": "2025-06-30"}),
        ("/portal/91.37/terpilih/", {"per": "2025-07-01"}),
        (STATISTICS, {"per": "2025-03-03"}),
    ],
)
def test_the_answer_is_that_of_reports_read_now(
    kabupaten: dict[str, KampungKB],
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    told: dict[str, str],
) -> None:
    client.get(SEARCH, {"wilayah": "91.37", "cari": "b", "per": "2025-01-31"})
    held = client.get(path, told).content

    monkeypatch.setattr(settings, "PUBLIC_HELD_SECONDS", 0)

    assert client.get(path, told).content == held


def test_reports_are_read_once_for_many_questions(
    kabupaten: dict[str, KampungKB], monkeypatch: pytest.MonkeyPatch, read: Read
) -> None:
    readings: list[tuple[Any, ...]] = []

    def noting(*args: Any, **more: Any) -> Facts:
        readings.append(args)
        return facts(*args, **more)

    monkeypatch.setattr(grounds, "facts", noting)

    for words in ("a", "b", "c"):
        read(SEARCH, wilayah="91.37", cari=words)
    read(STATISTICS, per="2025-05-05")
    assert readings == [("91.37",)]

    # What was known at another day is read for itself, and a kecamatan too.
    read(STATISTICS, diketahui="2025-06-30")
    read(SEARCH, wilayah="91.37.01", cari="a")
    assert readings == [("91.37",)] * 2 + [("91.37.01",)]


def test_what_is_endorsed_meanwhile_counts_at_the_next_question(
    kabupaten: dict[str, KampungKB], read: Read
) -> None:
    kampung = kabupaten["diam"]
    told = asked("91.37", {"per": "2025-07-31"})
    words = {"wilayah": "91.37", "cari": kampung.nama, "kelas": "berkelanjutan"}
    before = standing(told).counts
    assert kampung.village.code not in read(SEARCH, **words)

    fill(kampung, date(2025, 7, 3))
    assert standing(told).counts == before  # nobody said so yet
    record("report.endorse", kampung, by=system_user(), kabupaten="91.37")

    after = standing(told).counts
    assert (after.counting, after.never_reported) == (
        before.counting + 1,
        before.never_reported - 1,
    )
    assert standing(asked("91.37", {"per": "2025-07-02"})).counts.counting == before.counting
    assert "1 kampung" in read(SEARCH, **words)


def test_nothing_is_held_longer_than_a_page_without_a_trail(
    kabupaten: dict[str, KampungKB], read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(SEARCH, wilayah="91.37", cari="a")
    first = grounds._held["91.37"]
    read(SEARCH, wilayah="91.37", cari="b")
    assert grounds._held["91.37"] is first

    monkeypatch.setattr(grounds, "OLDEST", timedelta())
    read(SEARCH, wilayah="91.37", cari="c")

    assert grounds._held["91.37"] is not first


def test_the_least_used_go_where_there_is_no_room(
    kabupaten: dict[str, KampungKB], read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(SEARCH, wilayah="91.37", cari="a")
    monkeypatch.setattr(grounds, "MOST_BYTES", 1)

    read(SEARCH, wilayah="91.37.01", cari="a")

    assert list(grounds._held) == ["91.37.01"]


def test_few_keeps_the_newest() -> None:
    found: Few[int, str] = Few(3)

    for number in range(7):
        found[number] = str(number)

    assert found == {4: "4", 5: "5", 6: "6"}
