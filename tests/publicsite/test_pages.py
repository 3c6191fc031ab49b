"""Every page of a site: there, small, in both languages, without what must stay inside."""

import gzip
import re
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone

from naikkelas.accounts.models import User
from naikkelas.publicsite.actions.sites import choose_look
from naikkelas.publicsite.pages.shell import PLACES
from naikkelas.publicsite.queries.sites import PublicSite
from naikkelas.registry.models import Meeting, State
from tests.activities.making import make_activity, make_item, make_photo, make_rkm
from tests.people import (
    make_group,
    make_kader,
    make_kampung,
    make_meeting,
    make_pokja,
    make_report,
    make_seat,
)
from tests.publicsite.making import PHONE, make_public_text, make_release

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
    assert not PHONE.search(text)
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


def test_an_english_page_writes_days_and_numbers_in_english(
    reader: Client, full: PublicSite
) -> None:
    pages = [f"{full.url}{path}" for path in ("agenda/", "kegiatan/", "rencana/", "data/")]
    english = "".join(reader.get(f"{page}?bahasa=en").content.decode() for page in pages)
    own = "".join(reader.get(page).content.decode() for page in pages)

    assert "17 August 2025" in english
    assert "17 Agustus 2025" in own
    assert not {"Agustus", "Juli", "Januari"} & set(re.findall(r"\w+", english))


def test_a_page_with_all_that_it_needs_is_small(reader: Client, full: PublicSite) -> None:
    """Styles and icon too, everything but photos; no page has a script."""
    for _, path in PLACES:
        page = reader.get(f"{full.url}{path}").content.decode()
        needed = re.findall(r'<link rel="(?:stylesheet|icon)" href="/statis/([^"]+)"', page)
        files = [Path(str(finders.find(_unhashed(name)))).read_bytes() for name in needed]

        assert len(files) == 3
        assert sum(len(gzip.compress(one)) for one in (page.encode(), *files)) < MOST_BYTES
        assert not re.search(r"<script(?! type=\"application/ld\+json\")", page)


def _unhashed(name: str) -> str:
    return re.sub(r"\.[0-9a-f]{12}(\.\w+)$", r"\1", name)


def test_the_contraceptive_mix_is_drawn_beside_its_table(reader: Client, site: PublicSite) -> None:
    told = {"state": State.ENDORSED, "endorsed_at": timezone.now()}
    make_report("kkbpk", site.kampung, date(2025, 8, 4), iud=7, suntik=37, pil=11, **told)

    page = reader.get(f"{site.url}data/").content.decode()

    assert 'role="img" aria-label="Peserta KB menurut metode"' in page
    assert '<caption class="hidden">Peserta KB menurut metode</caption>' in page


def test_news_is_shared_with_its_photo_and_reached_from_home(
    reader: Client, site: PublicSite
) -> None:
    one = make_activity(site.kampung, state=State.ENDORSED, endorsed_at=timezone.now())
    photo = make_photo(one, caption="Balai desa")
    released = make_release(photo)
    news = make_public_text(site.kampung, "Panen raya", f"Hasil.\n\n![](foto:{photo.pk})")
    address = f"{site.url}kabar/{news.pk}/"

    assert f'href="{address}"' in reader.get(site.url).content.decode()
    page = reader.get(address).content.decode()
    assert (
        f'property="og:image" content="{django_settings.PUBLIC_ADDRESS}{site.url}foto/{released.pk}'
        in page
    )
    assert '"@type": "NewsArticle"' in page
    assert 'property="og:site_name" content="Kampung KB Sukamaju"' in page


def test_a_local_name_is_shown_and_told_to_search_engines(
    reader: Client, site: PublicSite, ani: User
) -> None:
    look = {"theme": "laut", "local_name": "Kampung Danau Biru", "has_english": True}
    choose_look(site.kampung, by=ani, **look)  # type: ignore[arg-type]

    page = reader.get(site.url).content.decode()

    assert '<p class="lead">Kampung Danau Biru</p>' in page
    assert '"alternateName": "Kampung Danau Biru"' in page


def test_the_places_are_all_reached_and_the_present_one_is_marked(
    reader: Client, site: PublicSite
) -> None:
    page = reader.get(f"{site.url}pokja/").content.decode()
    row, _, menu = page.partition('<details class="more">')

    for _, path in PLACES:
        assert f'href="{site.url}{path}"' in row.partition('<nav class="pages')[2] + menu
    assert row.count('aria-current="page"') == 0
    assert menu.partition("</details>")[0].count('aria-current="page"') == 1
    assert '<span class="here">: Pokja</span>' in menu
