"""Whoever walks through the portal finds no person: no name, no NIK, no telephone number."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from naikkelas.accounts.models import User
from naikkelas.activities.models import Kegiatan
from naikkelas.areas.models import Area
from naikkelas.practices.models import PracticeStep, PracticeVersion
from naikkelas.registry.models import KampungKB, Profil
from tests.people import (
    make_guest,
    make_kader,
    make_meeting,
    make_minutes,
    make_pokja,
    make_seat,
)
from tests.portal.conftest import store
from tests.practices.making import make_practice
from tests.training.making import make_session

pytestmark = pytest.mark.django_db
NIK, NIP, PHONE = "6301051234560007", "198501012010012003", "0812-3456-7890"
NAMES = ("Ratnawulan", "Pak Darma", "Sumarlinawati", "Tamuwijaya", "Pelatihwan", "Pendampingsari")
ADDRESSES = (
    "/portal/",
    "/portal/nasional/",
    "/portal/91/",
    "/portal/91.37/",
    "/portal/91.37.01/",
    "/portal/91.37/statistik/",
    "/portal/91/statistik/",
    "/portal/91.37/statistik.csv",
    "/portal/91.37/statistik/?per=2025-06-30&diketahui=2025-07-15",
    "/portal/cari/",
    "/portal/cari/?wilayah=91&kegiatan=lokakarya",
    "/portal/cari/?tampilan=peta",
    "/portal/cari/?kegiatan=Sumarlinawati",
    f"/portal/cari/?kegiatan={NIK}",
    "/portal/banding/?k=91.37.01.2001&k=91.37.01.2002",
    "/portal/91.37/terpilih/",
    "/portal/91.37/agenda/",
    "/portal/91.37/agenda.ics",
    "/portal/contoh-baik/",
    "/portal/contoh-baik/?cari=kelas",
    "/portal/tentang/",
    "/portal/privasi/",
    "/portal/aksesibilitas/",
)


@pytest.fixture
def full_of_people(kabupaten: dict[str, KampungKB], darma: User) -> str:
    """The same kabupaten with a person behind everything; the address of its good example."""
    kampung = kabupaten["berkembang"]
    chair = make_kader(kampung, "Ratnawulan", phone=PHONE)
    make_seat(make_pokja(kampung, signed_by="Pak Darma"), chair)
    officer = {"plkb_nama": "Pendampingsari", "plkb_nip": NIP, "plkb_kontak": PHONE}
    Profil.objects.filter(kampung=kampung).update(**officer)
    told = f"Lokakarya oleh Sumarlinawati, NIK {NIK}, hubungi {PHONE}"
    Kegiatan.objects.filter(kampung=kampung).update(judul=told, deskripsi=told, tempat="Rumah")
    soon = timezone.now().date() + timedelta(days=7)
    meeting = make_meeting(kampung, soon, title="Rapat di rumah Ratnawulan", agenda=told)
    make_guest(meeting, "Tamuwijaya")
    house = "Rumah Bu Ratnawulan"
    told_to_all = {"title": f"Sarasehan di {house}", "place": house, "is_public": True}
    make_meeting(kampung, soon, kind="sarasehan", **told_to_all)
    make_minutes(meeting, told)
    make_session(
        Area.objects.get(pk="91.37.01"),
        soon,
        trainer="Pelatihwan",
        place=f"Balai desa, telepon {PHONE}",
    )
    practice = make_practice(
        kampung, f"Kelas ayah, tanya {PHONE}", problem=f"Ayah jarang ikut. NIK {NIK}"
    )
    version = PracticeVersion.objects.get(practice=practice)
    PracticeStep.objects.create(version=version, position=2, words=f"Telepon {PHONE}")
    store()
    return f"/portal/contoh-baik/{practice.pk}/"


def test_the_whole_portal_names_nobody(full_of_people: str, client: Client) -> None:
    digits = {NIK, NIP, PHONE, PHONE.replace("-", ""), "62812-3456-7890"}
    for language in ("", "en"):
        for path in (*ADDRESSES, full_of_people):
            more = "&" if "?" in path else "?"
            answer = client.get(f"{path}{more}bahasa={language}" if language else path)
            text = answer.content.decode()
            asked = path.partition("?")[2]

            assert answer.status_code == 200, path
            assert [one for one in digits if one in text and one not in asked] == [], path
            assert [name for name in NAMES if name in text and name not in asked] == [], path


def test_what_was_asked_is_said_back_only_in_its_own_field(
    full_of_people: str, client: Client
) -> None:
    page = client.get("/portal/cari/", {"kegiatan": "Sumarlinawati"}).content.decode()

    assert "1 kampung ditemukan" in page
    outside = page.replace('value="Sumarlinawati"', "").replace("kegiatan=Sumarlinawati", "")
    assert "Sumarlinawati" not in outside


def test_visitors_get_no_cookie_and_the_same_page_as_who_is_signed_in(
    full_of_people: str, client: Client, darma: User
) -> None:
    for path in ADDRESSES[:12]:
        as_visitor = Client().get(path)
        assert not as_visitor.cookies, path
        assert "Cookie" not in as_visitor.get("Vary", ""), path

    client.force_login(darma)
    inside = client.get("/portal/91.37/statistik/?per=2025-07-31")
    outside = Client().get("/portal/91.37/statistik/?per=2025-07-31")
    assert inside.content == outside.content


def test_a_kampung_out_of_the_register_has_no_place_here(
    kabupaten: dict[str, KampungKB], client: Client
) -> None:
    kabupaten["naik"].is_active = False
    kabupaten["naik"].save(update_fields=["is_active"])

    page = client.get("/portal/cari/", {"wilayah": "91.37", "per": str(date(2025, 7, 31))})

    assert "Tirta Jaya" not in page.content.decode()
