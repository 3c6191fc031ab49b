"""The pages of good examples: written by hand, decided by the office, read with a few queries."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from naikkelas.accounts.models import User
from naikkelas.practices.models import Practice
from naikkelas.registry.models import KampungKB
from tests.insights.conftest import add_activity, budget
from tests.people import make_area, make_kampung
from tests.practices.making import make_exemplar, make_practice

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]

WRITTEN: dict[str, Any] = {
    "title": "Kelas ayah",
    "problem": "Ayah jarang ikut.",
    "steps": "Ajak RT\n\nAdakan Sabtu malam",
    "indicators": ["partisipasi_poktan"],
    "from_on": "2025-03-01",
    "cost": "1.250.000",
    "cost_source": "dana_desa",
    "contact": "ketua",
}


def test_a_practice_is_written_handed_in_and_published_by_hand(
    kampung: KampungKB, ani: User, darma: User, as_user: AsUser
) -> None:
    client = as_user(ani)
    client.post(reverse("practices:new", args=[kampung.pk]), WRITTEN)
    practice = Practice.objects.get()
    move = reverse("practices:move", args=[kampung.pk, practice.pk])
    client.post(move, {"langkah": "ajukan", "versi": "1"})

    office = as_user(darma)
    assert "Menunggu keputusan Anda" in office.get(reverse("practices:library")).content.decode()
    decide = reverse("practices:decide", args=[practice.pk])
    office.post(decide, {"langkah": "terbit", "versi": "1"})

    text = as_user(ani).get(reverse("practices:show", args=[practice.pk])).content.decode()
    assert "Rp1.250.000 (Dana desa)" in text
    assert "Ketua Pokja" in text
    assert "Hasil menurut data" in text
    assert list(practice.versions.get().steps.values_list("words", flat=True)) == [
        "Ajak RT",
        "Adakan Sabtu malam",
    ]


def test_a_refusal_stands_beside_its_field(kampung: KampungKB, ani: User, as_user: AsUser) -> None:
    wrong = WRITTEN | {"problem": "Telepon 081234567890"}

    answer = as_user(ani).post(reverse("practices:new", args=[kampung.pk]), wrong)

    assert answer.status_code == 422
    assert "Hapus nomor telepon atau NIK" in answer.content.decode()


def test_another_version_is_written_from_the_page(
    kampung: KampungKB, ani: User, as_user: AsUser
) -> None:
    practice = make_practice(kampung)
    page = reverse("practices:edit", args=[kampung.pk, practice.pk])
    client = as_user(ani)

    assert 'value="Kelas ayah"' in client.get(page).content.decode()
    client.post(page, WRITTEN | {"title": "Kelas ayah dan ibu", "versi": "1"})
    late = client.post(page, WRITTEN | {"versi": "1"})

    assert late.status_code == 422
    assert practice.versions.first().title == "Kelas ayah dan ibu"  # type: ignore[union-attr]


def test_activities_are_attached_and_taken_off(
    kampung: KampungKB, ani: User, as_user: AsUser
) -> None:
    practice, activity = make_practice(kampung), add_activity(kampung, date(2025, 5, 3))
    page = reverse("practices:attachments", args=[kampung.pk, practice.pk])
    client = as_user(ani)

    client.post(page, {"kegiatan": str(activity.record)})
    attached = practice.attachments.get()
    shown = client.get(reverse("practices:show", args=[practice.pk])).content.decode()
    client.post(page, {"lepas": str(attached.pk)})

    assert "Lokakarya mini" in shown
    assert not practice.attachments.filter(withdrawn_at=None).exists()
    assert client.post(page, {"lepas": "bukan"}).status_code == 404


def test_the_office_names_and_ends_a_kampung_contoh(
    kampung: KampungKB, darma: User, as_user: AsUser
) -> None:
    page = reverse("practices:exemplar", args=[kampung.pk])
    client = as_user(darma)

    client.post(page, {"since": "2025-08-01", "reason": "BKB-nya hidup"})
    assert "BKB-nya hidup" in client.get(reverse("practices:library")).content.decode()
    client.post(page, {"akhiri": "ya", "reason": "Selesai"})

    assert kampung.exemplars.get().ended_reason == "Selesai"


def test_filters_of_the_library(
    kabupaten: dict[str, KampungKB], darma: User, as_user: AsUser
) -> None:
    make_practice(kabupaten["naik"], "Papan data", indicators=("penggunaan_data",))
    make_practice(kabupaten["paripurna"], "Kartu MKJP", indicators=("mkjp",))
    make_exemplar(kabupaten["naik"])
    client = as_user(darma)

    def found(**asked: str) -> set[str]:
        page = client.get(reverse("practices:library"), asked).content.decode()
        return {title for title in ("Papan data", "Kartu MKJP") if title in page}

    assert found() == {"Papan data", "Kartu MKJP"}
    assert found(indikator="mkjp") == {"Kartu MKJP"}
    assert found(indikator="mkj") == set()
    assert found(kecamatan="91.37.02") == {"Papan data"}
    assert found(cari="kartu") == {"Kartu MKJP"}
    assert found(**{"kampung-contoh": "ya"}) == {"Papan data"}


def test_the_library_costs_the_same_for_one_and_for_many(
    kampung: KampungKB, darma: User, as_user: AsUser
) -> None:
    make_practice(kampung)
    client = as_user(darma)
    with budget("practices:library"):
        client.get(reverse("practices:library"))
    for number in range(2, 9):
        other = make_kampung(make_area(f"91.37.01.20{number:02}", f"Desa {number}"))
        make_practice(other, f"Contoh {number}")
        make_exemplar(other)
    with budget("practices:library"):
        client.get(reverse("practices:library"))


def test_the_page_of_a_kampung_reads_five_dossiers_at_most(
    kampung: KampungKB, ani: User, as_user: AsUser
) -> None:
    for number in range(2, 9):
        other = make_kampung(make_area(f"91.37.01.20{number:02}", f"Desa {number}"))
        make_practice(other, f"Contoh {number}", indicators=("mkjp", "cpr", "sumber_dana"))
    client = as_user(ani)

    with budget("practices:of_kampung"):
        answer = client.get(reverse("practices:of_kampung", args=[kampung.pk]))

    assert "2 contoh lain juga cocok" in answer.content.decode()
