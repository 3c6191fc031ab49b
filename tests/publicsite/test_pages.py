"""Every page of a site: there, small, in both languages, without what must stay inside."""

import gzip
from dataclasses import replace
from datetime import date, time
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from naikkelas.publicsite.pages.shell import PLACES
from naikkelas.publicsite.queries.sites import PublicSite
from naikkelas.registry.models import Meeting, State
from tests.activities.making import make_activity, make_item, make_rkm
from tests.people import make_group, make_kader, make_kampung, make_meeting, make_pokja, make_seat

pytestmark = pytest.mark.django_db
MOST_BYTES = 60 * 1024


@pytest.fixture
def full(site: PublicSite) -> PublicSite:
    """Sukamaju with an endorsed activity, a Pokja, a meeting for all, a plan, an UPPKA."""
    kampung = site.kampung
    make_activity(
        kampung,
        state=State.ENDORSED,
        endorsed_at=timezone.now(),
        deskripsi="Bu Kader dihubungi di 0812-3456-7890, NIK 6301051234560007.",
        peserta_l=3,
        peserta_p=37,
    )
    pokja = make_pokja(kampung)
    make_seat(pokja, make_kader(kampung, "Bu Ratna Tanpa Izin", phone="081234567890"))
    told = {"kind": Meeting.Kind.OUTREACH, "title": "Sosialisasi gizi", "is_public": True}
    make_meeting(kampung, date(2025, 8, 17), **told)
    make_meeting(kampung, date(2025, 8, 18), kind=Meeting.Kind.OUTREACH, title="Rapat tertutup")
    make_group(kampung, "uppka", nama="UPPKA Bu Ratna Tanpa Izin")
    rkm = make_rkm(
        kampung,
        year=2025,
        state="disetujui",
        revision=1,
        agreed_on=date(2025, 1, 5),
        agreed_by=0,
        approved_on=date(2025, 1, 7),
        approved_by=0,
    )
    make_item(rkm, "Pelatihan kader BKB", responsible="Bu Ratna Tanpa Izin")
    return site


@pytest.mark.parametrize("path", [path for _, path in PLACES])
@pytest.mark.parametrize("language", ["", "?bahasa=en"])
def test_every_place_answers(reader: Client, full: PublicSite, path: str, language: str) -> None:
    answer = reader.get(f"{full.url}{path}{language}", headers={"accept-encoding": "gzip"})

    assert answer.status_code == 200
    assert len(answer.content) < MOST_BYTES
    packed = answer.headers.get("Content-Encoding") == "gzip"
    text = (gzip.decompress(answer.content) if packed else answer.content).decode()
    assert "Ratna" not in text
    assert "0812" not in text
    assert "6301051234560007" not in text
    assert "Rapat tertutup" not in text


def test_no_page_of_a_kampung_without_anything_fails(reader: Client, site: PublicSite) -> None:
    other = make_kampung("91.37.01.2009")
    address = f"/k/x-{other.village_id.replace('.', '')}/"

    for _, path in PLACES:
        assert reader.get(f"{address}{path}", follow=True).status_code == 200, path


def test_an_activity_has_its_page_its_card_and_its_data(reader: Client, full: PublicSite) -> None:
    listed = reader.get(f"{full.url}kegiatan/").content.decode()
    path = next(
        part for part in listed.split(f"{full.url}kegiatan/")[1:] if part[8:9] == "-"
    ).split('"')[0]

    page = reader.get(f"{full.url}kegiatan/{path}").content.decode()
    card = reader.get(f"{full.url}kegiatan/{path}kartu.png")

    assert 'application/ld+json">{"@context"' in page
    assert "api.whatsapp.com" in page
    assert ">40<" in page
    assert card.headers["Content-Type"] == "image/png"
    assert card.content[:4] == b"\x89PNG"
    assert len(card.content) < MOST_BYTES


def test_what_is_not_endorsed_is_not_there(reader: Client, site: PublicSite) -> None:
    one = make_activity(site.kampung, judul="Belum disahkan", state=State.SENT)

    assert "Belum disahkan" not in reader.get(f"{site.url}kegiatan/").content.decode()
    assert reader.get(f"{site.url}kegiatan/{one.record}/").status_code == 404


def test_feed_calendar_and_sitemaps_can_be_read(reader: Client, full: PublicSite) -> None:
    for path in ("umpan.xml", "sitemap.xml"):
        ElementTree.fromstring(reader.get(f"{full.url}{path}").content)
    for path in ("/sitemap.xml", f"/sitemap-{full.kabupaten_code}.xml"):
        found = ElementTree.fromstring(reader.get(path).content)
        assert len(found)
    calendar = reader.get(f"{full.url}agenda.ics").content.decode()

    assert "Sosialisasi gizi" in calendar
    assert "Rapat tertutup" not in calendar
    assert "Sitemap:" in reader.get("/robots.txt").content.decode()


def test_a_meeting_is_on_the_agenda_only_while_the_pokja_shows_it(
    reader: Client, site: PublicSite
) -> None:
    from naikkelas.accounts.models import Role
    from naikkelas.registry.actions import meetings
    from naikkelas.registry.rules.meetings import Plan
    from tests.people import make_user

    chair = make_user("ketua", "Ketua", Role.POKJA_CHAIR, site.kampung.village)
    told = Plan("sarasehan", date(2025, 8, 17), time(9, 0), title="Sarasehan warga")
    pages = [f"{site.url}{path}" for path in ("", "agenda/", "agenda.ics")]

    def shown() -> list[bool]:
        return ["Sarasehan warga" in reader.get(page).content.decode() for page in pages]

    meeting = meetings.plan(site.kampung, told, by=chair)
    assert shown() == [False, False, False]
    meeting = meetings.change(meeting, replace(told, is_public=True), seen=0, by=chair)
    assert shown() == [True, True, True]
    meetings.change(meeting, told, seen=1, by=chair)
    assert shown() == [False, False, False]


def test_a_name_is_shown_while_its_owner_agrees(reader: Client, full: PublicSite) -> None:
    from naikkelas.accounts.models import Role
    from naikkelas.registry.actions import people
    from naikkelas.registry.models import Kader, KaderConsent
    from tests.people import make_user

    kader = Kader.objects.get(name="Bu Ratna Tanpa Izin")
    chair = make_user("ketua", "Ketua", Role.POKJA_CHAIR, full.kampung.village)
    people.give_consent(
        kader,
        KaderConsent.Purpose.NAME,
        how=KaderConsent.How.WRITTEN,
        on=date(2025, 8, 4),
        by=chair,
    )
    assert "Bu Ratna" in reader.get(f"{full.url}pokja/").content.decode()

    people.withdraw_consent(kader.consents.get(), by=chair)

    assert "Bu Ratna" not in reader.get(f"{full.url}pokja/").content.decode()
