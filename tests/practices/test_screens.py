"""The pages of good examples: written by hand, decided by the office, read with a few queries."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from naikkelas.accounts.models import User
from naikkelas.accounts.queries import system_user
from naikkelas.instruments.actions import publish
from naikkelas.instruments.rules import builtin_text
from naikkelas.practices.models import Competition, Practice
from naikkelas.registry.models import KampungKB
from tests.insights.conftest import add_activity, budget, fill
from tests.people import make_area, make_kampung
from tests.practices.making import AT, make_competition, make_entry, make_exemplar, make_practice
from tests.themes.making import make_membership

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
    make_membership(kabupaten["naik"], "proklim")
    client = as_user(darma)

    def found(**asked: str) -> set[str]:
        page = client.get(reverse("practices:library"), asked).content.decode()
        return {title for title in ("Papan data", "Kartu MKJP") if title in page}

    assert found() == {"Papan data", "Kartu MKJP"}
    assert found(indikator="mkjp") == {"Kartu MKJP"}
    assert found(indikator="mkj") == set()
    assert found(kecamatan="91.37.02") == {"Papan data"}
    assert found(tema="proklim") == {"Papan data"}
    assert found(tema="tidak-ada") == set()
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


# What follows ------------------------------------------------------------------------------------


def test_a_practice_is_copied_and_ticked_by_hand(
    kabupaten: dict[str, KampungKB], ani: User, as_user: AsUser
) -> None:
    kampung, practice = kabupaten["berkembang"], make_practice(kabupaten["naik"])
    client = as_user(ani)

    client.post(
        reverse("practices:adopt", args=[kampung.pk, practice.pk]), {"adopted_on": "2025-06-01"}
    )
    copied = kampung.replications.get()
    page = reverse("practices:replication", args=[kampung.pk, copied.pk])
    client.post(page, {"langkah": "centang", "selesai": ["1"]})

    assert "1 dari 1 dikerjakan" in client.get(page).content.decode()
    client.post(page, {"langkah": "berhenti", "reason": "Panen"})
    shown = client.get(reverse("practices:show", args=[practice.pk])).content.decode()
    assert "1 kampung pernah meniru: 0 masih berjalan, 1 berhenti" in shown


def test_a_visit_is_asked_answered_and_reported_by_hand(
    kabupaten: dict[str, KampungKB], ani: User, darma: User, as_user: AsUser
) -> None:
    kampung, practice = kabupaten["berkembang"], make_practice(kabupaten["naik"])
    asked = {"visit_on": "2025-08-05", "participants": "7", "purpose": "Belajar BKB"}
    as_user(ani).post(reverse("practices:visit_ask", args=[kampung.pk, practice.pk]), asked)
    visit = kampung.visits_made.get()
    page = reverse("practices:visit", args=[kampung.pk, visit.pk])

    as_user(darma).post(page, {"langkah": "setuju", "jawaban": "Silakan"})
    client = as_user(ani)
    refused = client.post(page, {"report": "", "came": "6"})
    client.post(page, {"report": "Mulai dengan dua RT", "came": "6"})

    assert refused.status_code == 422
    assert "Mulai dengan dua RT" in client.get(page).content.decode()
    entry = client.get(reverse("practices:visit_calendar", args=[kampung.pk, visit.pk]))
    assert entry["Content-Type"].startswith("text/calendar")
    assert b"DTSTART:20250805T" in entry.content
    listed = client.get(reverse("practices:visit_list", args=[kampung.pk])).content.decode()
    assert "Selesai" in listed


def test_a_competition_from_the_screens(
    kampung: KampungKB, ani: User, darma: User, rina: User, as_user: AsUser
) -> None:
    publish(builtin_text("kampung-kb-2023"), by=system_user())
    opened = {
        "name": "Lomba", "year": "2025", "instrument": "kampung-kb-2023",
        "opens_on": "2025-08-01", "closes_on": "2025-08-31",
    }  # fmt: skip
    practice = make_practice(kampung)
    as_user(darma).post(reverse("practices:competition_new"), opened)
    competition = Competition.objects.get()
    page = reverse("practices:competition", args=[competition.pk])
    step = reverse("practices:competition_step", args=[competition.pk])
    of_kampung = reverse("practices:competitions_of", args=[kampung.pk])

    as_user(ani).post(of_kampung, {"lomba": str(competition.pk), "karya": f"p{practice.pk}"})
    entry = competition.entries.get()
    office = as_user(darma)
    office.post(step, {"langkah": "juri", "jabatan": str(rina.holdings.get().post_id)})
    office.post(step, {"langkah": "tutup"})
    sheet = reverse("practices:judge", args=[competition.pk, entry.pk])
    as_user(rina).post(sheet, {"pokja_anggota": "9", "pokja_ada": "1"})
    decided = {"karya": str(entry.pk), "penghargaan": "nominasi", "umpan_balik": "Lengkapi foto"}
    office = as_user(darma)
    office.post(step, {"langkah": "putuskan", **decided})

    hidden = as_user(ani).get(page).content.decode()
    as_user(darma).post(step, {"langkah": "umumkan", "pengumuman": "Selamat"})
    shown = as_user(ani).get(of_kampung).content.decode()

    assert "Lengkapi foto" not in hidden
    assert "Nominasi" not in hidden
    assert "Umpan balik: Lengkapi foto" in shown
    assert "Nominasi" in as_user(ani).get(page).content.decode()


def test_no_other_kampung_reads_the_feedback_or_the_entry(
    kabupaten: dict[str, KampungKB], ani: User, as_user: AsUser
) -> None:
    other = make_practice(kabupaten["naik"], "Papan data rahasia")
    competition = make_competition(state="diumumkan", announced_at=AT, announced_by=0)
    make_entry(competition, other, feedback="Kurang lengkap")

    text = as_user(ani).get(reverse("practices:competition", args=[competition.pk]))

    assert "Papan data rahasia" not in text.content.decode()
    assert "Kurang lengkap" not in text.content.decode()


# Peers -------------------------------------------------------------------------------------------


def test_the_page_of_peers_shows_a_group_without_a_rank(
    kampung: KampungKB, ani: User, as_user: AsUser
) -> None:
    page = reverse("practices:peers", args=[kampung.pk])
    client = as_user(ani)
    assert "Belum dapat dibandingkan" in client.get(page).content.decode()
    for number in range(2, 9):
        fill(make_kampung(make_area(f"91.37.01.20{number:02}", f"Desa {chr(72 - number)}")))

    with budget("practices:peers"):
        text = client.get(page).content.decode()

    assert "Desa A, Desa B, Desa C, Desa D, Desa E, Desa F" in text
    assert "peringkat" in text
    assert text.count('class="band"') == 12


def test_peers_cost_the_same_for_more_kampung(
    kampung: KampungKB, ani: User, as_user: AsUser
) -> None:
    for number in range(2, 19):
        fill(make_kampung(make_area(f"91.37.01.20{number:02}", f"Desa {number}")))

    page, client = reverse("practices:peers", args=[kampung.pk]), as_user(ani)
    client.get(page)
    with budget("practices:peers"):
        client.get(page)
