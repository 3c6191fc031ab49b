"""Answers to questions that are chosen from lists stand a while in the process; others never."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from naikkelas.accounts.queries import system_user
from naikkelas.audit.actions import record
from naikkelas.portal.views import shell
from naikkelas.publicsite import rendered
from naikkelas.publicsite.models import RenderedPage
from naikkelas.registry.models import KampungKB
from tests.portal.conftest import Read

pytestmark = pytest.mark.django_db
SEARCH = "/portal/cari/"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds of a process that holds nothing yet."""
    now = [1000.0]
    monkeypatch.setattr(settings, "PUBLIC_HELD_SECONDS", 2)
    monkeypatch.setattr(rendered, "monotonic", lambda: now[0])
    monkeypatch.setattr(rendered, "_passing", rendered.Shelf(1_000_000))
    return now


def test_what_is_chosen_from_lists_is_made_once(
    kabupaten: dict[str, KampungKB],
    client: Client,
    clock: list[float],
    django_assert_num_queries: Any,
) -> None:
    told = {"wilayah": "91.37", "kelas": "mandiri", "per": "2025-07-31"}
    first = client.get(SEARCH, told)

    with django_assert_num_queries(0):
        again = client.get(SEARCH, dict(reversed(told.items())) | {"cari": ""})
    clock[0] += 2.5
    with django_assert_num_queries(1):  # how many acts the trail of the kabupaten counts
        later = client.get(SEARCH, told)

    assert first.status_code == 200
    assert again.content == later.content == first.content
    assert not RenderedPage.objects.exists()


def test_an_act_in_the_kabupaten_makes_it_anew(
    kabupaten: dict[str, KampungKB], read: Read, clock: list[float]
) -> None:
    told = {"wilayah": "91.37", "urut": "nama"}
    read(SEARCH, **told)
    kampung = kabupaten["naik"]
    kampung.nama = "Sukamaju Jaya"
    kampung.save(update_fields=["nama"])
    assert "Sukamaju Jaya" not in read(SEARCH, **told)

    record("kampung.edit", kampung, by=system_user(), kabupaten="91.37")
    clock[0] += 2.5

    assert "Sukamaju Jaya" in read(SEARCH, **told)


@pytest.mark.parametrize(
    "typed",
    [
        {"cari": "suka"},
        {"kegiatan": "posyandu"},
        {"dekat": "-3.80,114.77"},
        {"tidak_ada": "x"},
        {"tema": "x" * 250},
    ],
)
def test_what_a_person_typed_is_kept_nowhere(
    kabupaten: dict[str, KampungKB], client: Client, clock: list[float], typed: dict[str, str]
) -> None:
    answer = client.get(SEARCH, {"wilayah": "91.37"} | typed)

    assert answer.status_code == 200
    assert rendered._passing._bytes == 0
    assert not RenderedPage.objects.exists()


def test_a_question_asked_twice_over_is_not_kept(
    kabupaten: dict[str, KampungKB], client: Client, clock: list[float]
) -> None:
    assert client.get(f"{SEARCH}?wilayah=91.37&kelas=dasar&kelas=mandiri").status_code == 200

    assert rendered._passing._bytes == 0


def test_an_area_that_does_not_exist_is_not_found_and_not_kept(
    kabupaten: dict[str, KampungKB], client: Client, clock: list[float]
) -> None:
    for _ in range(2):
        assert client.get(SEARCH, {"wilayah": "91.99", "kelas": "dasar"}).status_code == 404

    assert rendered._passing._bytes == 0


def test_no_question_holds_what_only_one_person_may_know() -> None:
    """Words, places and searches for activities are a person's own."""
    assert not {"cari", "kegiatan", "dekat", "k"} & shell._CHOSEN
