"""How the portal answers: the way in, methods, languages, agenda, good examples, budgets."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from naikkelas import portal
from naikkelas.accounts.models import User
from naikkelas.areas.models import Area
from naikkelas.portal.rules.words import ENGLISH, said
from naikkelas.practices.models import Competition
from naikkelas.publicsite.rules.words import ENGLISH as SHARED
from naikkelas.registry.models import KampungKB
from tests.insights.conftest import budget, fill
from tests.people import RECORDED, make_kampung, make_meeting
from tests.portal.conftest import Read, store
from tests.practices.making import make_practice
from tests.training.making import make_session

ROOM = Path(portal.__file__).parent


@pytest.mark.django_db
def test_a_visitor_of_the_front_door_arrives_at_the_portal_with_the_way_in(
    kampung: KampungKB, client: Client, darma: User
) -> None:
    answer = client.get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/portal/")

    page = client.get("/portal/").content.decode()
    assert re.search(r'<a class="button button-plain" href="/masuk/">Masuk</a>', page)
    assert "Kampung Keluarga Berkualitas di Kabupaten Kabupaten Uji" in page

    client.force_login(darma)
    assert client.get("/").status_code == 200


@pytest.mark.django_db
def test_it_is_read_only_and_conditional(kampung: KampungKB, client: Client) -> None:
    for path in ("/portal/", "/portal/cari/", "/portal/91.37/statistik/", "/portal/banding/"):
        assert client.post(path).status_code == 405
        assert client.head(path).status_code == 200
    for path in ("/portal/91.37/statistik/", "/portal/cari/?cari=suka"):
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        packed = client.get(path, headers={"Accept-Encoding": "gzip"})
        assert packed["Content-Encoding"] == "gzip"
        assert len(packed.content) < 12_000


@pytest.mark.django_db
def test_english_is_spoken_and_kept(kabupaten: dict[str, KampungKB], read: Read) -> None:
    page = read("/portal/91.37/statistik/", bahasa="en")

    assert '<html lang="en">' in page
    assert "Statistics of Kabupaten Uji Regency" in page
    assert "As of 31 July 2025" in page
    assert 'href="/portal/91.37.01/?bahasa=en"' in page
    assert 'hreflang="id" href="http' in page
    assert "Dasar" in page  # names of classes stay


def _said() -> Iterator[str]:
    for path in ROOM.rglob("*.html"):
        for double, single in re.findall(
            r"\{%\s*say\s+(?:\"([^\"]*)\"|'([^']*)')", path.read_text("utf-8")
        ):
            yield double or single
    for path in ROOM.rglob("*.py"):
        yield from re.findall(r'(?<!def )said\(\s*"([^"]*)"', path.read_text("utf-8"))


def test_every_word_has_its_english_and_no_english_is_left_over() -> None:
    used = set(_said())
    code = "".join(
        path.read_text("utf-8") for path in ROOM.rglob("*.py") if path.name != "words.py"
    )
    of_charts = {"Kampung", "Bagian", "Desa/kelurahan", "Kecamatan"}
    of_rules = {one for one in ENGLISH if one.startswith("Aturan portal")}

    assert used - {*SHARED, *ENGLISH} == set()
    rest = set(ENGLISH) - used - of_charts - of_rules
    assert [one for one in rest if f'"{one}"' not in code and f"'{one}'" not in code] == []


def test_sentences_ask_for_the_same_values_in_both_languages() -> None:
    for words, english in ENGLISH.items():
        asked, told = (sorted(re.findall(r"\{\w+\}", one)) for one in (words, english))
        assert asked == told, words
    assert said("Tidak dikenal", "en") == "Tidak dikenal"


@pytest.mark.django_db
def test_the_agenda_holds_trainings_and_competitions_also_as_a_calendar(
    sukamaju: Area, kampung: KampungKB, read: Read
) -> None:
    soon = timezone.now().date() + timedelta(days=9)
    make_session(Area.objects.get(pk="91.37"), soon, place="Aula Dinas")
    gone = make_session(Area.objects.get(pk="91.37"), soon + timedelta(days=1))
    gone.cancelled_at, gone.cancelled_by, gone.cancelled_reason = RECORDED, 0, "Hujan"
    gone.save()
    Competition.objects.create(
        kabupaten_code="91.37",
        name="Lomba; inovasi",
        year=soon.year,
        instrument="x",
        opens_on=soon,
        closes_on=soon + timedelta(days=20),
        opened_by=0,
        opened_at=RECORDED,
    )

    make_meeting(kampung, soon, title="Tertutup")
    told_to_all = {"title": "Di rumah Pak Haji", "place": "Rumah", "is_public": True}
    make_meeting(kampung, soon, kind="sosialisasi", **told_to_all)

    page = read("/portal/91.37/agenda/")
    told = read("/portal/91.37/agenda.ics")
    lines = told.replace("\r\n ", "").split("\r\n")

    assert page.count("Aula Dinas") == 1
    assert "Lomba; inovasi" in page
    assert "Hujan" not in page + told
    assert told.startswith("BEGIN:VCALENDAR\r\n")
    assert lines.count("BEGIN:VEVENT") == 4
    assert sorted(one for one in lines if one.startswith("STATUS:")) == [
        "STATUS:CANCELLED",
        "STATUS:CONFIRMED",
        "STATUS:CONFIRMED",
        "STATUS:CONFIRMED",
    ]
    assert "Sosialisasi, Kampung KB Sukamaju" in page
    assert "Tertutup" not in page + told
    assert "Rapat Pokja" not in page + told
    assert "rumah" not in (page + told).casefold()
    assert "SUMMARY:Lomba\\; inovasi" in lines
    assert "Aula Dinas" in read("/portal/91.37.01/agenda/")
    assert "Aula Dinas" in read("/portal/nasional/agenda/")


@pytest.mark.django_db
def test_only_published_examples_of_kampung_at_work_are_shown(
    kabupaten: dict[str, KampungKB], read: Read, client: Client
) -> None:
    good = make_practice(kabupaten["naik"], "Kebun gizi <i>")
    draft = make_practice(
        kabupaten["naik"], "Belum terbit", state="draf", published_number=None, published_at=None
    )
    taken = make_practice(kabupaten["paripurna"], "Ditarik", state="ditarik")

    page = read("/portal/contoh-baik/", wilayah="91.37")

    assert "Kebun gizi &lt;i&gt;" in page
    assert "Belum terbit" not in page
    assert "Ditarik" not in page
    shown = read(f"/portal/contoh-baik/{good.pk}/")
    assert "Ajak RT" in shown
    assert "Ketua Pokja" in shown
    for hidden in (draft, taken):
        assert client.get(f"/portal/contoh-baik/{hidden.pk}/").status_code == 404
    assert "Kebun gizi" in read("/portal/contoh-baik/", cari="kebun", indikator="cpr")
    assert "Kebun gizi" not in read("/portal/contoh-baik/", indikator="unmet_need")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("portal:home", "/portal/91.37/?per=2025-07-31"),
        ("portal:statistics", "/portal/91.37/statistik/?per=2025-07-31"),
        ("portal:statistics:province", "/portal/91/statistik/?per=2025-07-31"),
        ("portal:search", "/portal/cari/?wilayah=91.37&kegiatan=mini"),
        ("portal:search:province", "/portal/cari/?wilayah=91&kegiatan=mini"),
        ("portal:selected", "/portal/91.37/terpilih/?per=2025-07-31"),
    ],
)
def test_a_page_asks_as_often_for_one_kampung_as_for_twenty(
    kampung: KampungKB, client: Client, key: str, path: str
) -> None:
    store()
    client.get(path)  # what a process reads once

    with budget(key):
        client.get(path)

    for number in range(20):
        fill(make_kampung(f"91.37.01.2{number + 10:03d}"))
    store()
    with budget(key):
        assert client.get(path).status_code == 200
