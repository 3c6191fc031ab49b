"""Searching: spelling, themes, activities, nearness; all of the question in the address."""

import re
from datetime import UTC, date, datetime
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from naikkelas.activities.models import Kegiatan
from naikkelas.portal.queries.asking import asked
from naikkelas.portal.queries.finding import MOST_NEAR, PER_PAGE, Finding, Wanted, find
from naikkelas.portal.rules.near import place_of
from naikkelas.registry.models import KampungKB
from naikkelas.themes.models import ThemeMembership
from tests.insights.conftest import add_activity
from tests.people import RECORDED, make_area, make_kampung
from tests.portal.conftest import Read, store

pytestmark = pytest.mark.django_db
PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "{{ 7*7 }}{% debug %}",
    "%3Cscript%3E",
    "\u202e<b>",
)


def found(code: str = "91.37", **told: str) -> Finding:
    return find(asked(code, told), Wanted.of(told), told.get("halaman", ""))


def names(finding: Finding) -> list[str]:
    return [one.row.nama for one in finding.page]


def carry(kampung: KampungKB, theme: str = "drppa") -> None:
    ThemeMembership.objects.create(
        kampung=kampung, kabupaten_code="91.37", theme=theme, recorded_by=0, recorded_at=RECORDED
    )


@pytest.mark.parametrize("text", ["Tirta Jaya", "tirta djaya", "TIRTA-JAYA", "91.37.02.2001"])
@pytest.mark.parametrize("code", ["91.37", "91"])
def test_a_name_is_found_in_any_spelling(
    kabupaten: dict[str, KampungKB], text: str, code: str
) -> None:
    store()

    assert names(found(code, cari=text)) == ["Tirta Jaya"]


@pytest.mark.parametrize("code", ["91.37", "91"])
def test_class_theme_and_activity_narrow_together(
    kabupaten: dict[str, KampungKB], code: str
) -> None:
    for key in ("naik", "paripurna", "diam"):
        carry(kabupaten[key])
    Kegiatan.objects.filter(kampung=kabupaten["naik"]).update(judul="Posyandu Melati, RT 03")
    store()

    assert sorted(names(found(code, tema="drppa"))) == ["Bukit Raya", "Sunyi", "Tirta Jaya"]
    assert names(found(code, tema="drppa", kegiatan="rt posyandu")) == ["Tirta Jaya"]
    assert names(found(code, tema="drppa", kelas="dasar")) == ["Sunyi"]
    assert names(found(code, tema="tidak-ada")) == []
    [one] = found(code, kegiatan="posyandu").page
    assert (one.held, one.last_held) == (1, date(2025, 3, 7))
    [theme] = one.themes
    assert "DRPPA" in theme


def test_an_activity_that_nobody_endorsed_finds_nothing(kampung: KampungKB) -> None:
    sent = add_activity(kampung, date(2025, 7, 3), endorsed=False)
    Kegiatan.objects.filter(pk=sent.pk).update(judul="Senam lansia")

    assert found(kegiatan="senam lansia").total == 0

    now = datetime(2025, 7, 9, tzinfo=UTC)
    Kegiatan.objects.filter(pk=sent.pk).update(state="disahkan", endorsed_at=now)
    assert names(found(kegiatan="senam lansia")) == ["Sukamaju"]
    Kegiatan.objects.filter(pk=sent.pk).update(withdrawn_at=now)
    assert found(kegiatan="senam lansia").total == 0


@pytest.mark.parametrize("code", ["91.37", "91"])
def test_near_me_is_by_distance_from_a_place_that_was_rounded(
    kabupaten: dict[str, KampungKB], code: str
) -> None:
    for key, place in {"naik": (-3.81, 114.77), "paripurna": (-3.95, 114.77)}.items():
        KampungKB.objects.filter(pk=kabupaten[key].pk).update(lintang=place[0], bujur=place[1])
    KampungKB.objects.filter(pk=kabupaten["rapuh"].pk).update(lintang=-9.0, bujur=120.0)
    store()

    near = found(code, dekat="-3.7999123,114.7701")

    assert near.near
    assert names(near) == ["Tirta Jaya", "Bukit Raya"]
    assert [round(one.distance or 0) for one in near.page] == [1, 17]
    assert Wanted.of({"dekat": "-3.7999123,114.7701"}).query["dekat"] == "-3.80,114.77"
    assert names(found(code, dekat="-3.80,114.77", kelas="berkelanjutan", cari="bukit")) == [
        "Bukit Raya"
    ]


@pytest.mark.parametrize("text", ["", "a,b", "1,2,3", "nan,nan", "inf,1", "91,181", "1e400,2"])
def test_a_place_that_cannot_be_is_no_place(text: str) -> None:
    assert place_of(text) is None


def many(count: int) -> None:
    make_area("91.37.01", "Tanjung")
    for number in range(count):
        make_kampung(f"91.37.01.3{number:03d}", lintang=-3.8, bujur=114.7 + number / 1000)


def test_pages_are_walked_without_gap_or_double(settings_of_uji: None) -> None:
    many(PER_PAGE * 2 + 3)

    pages = [found(halaman=str(number)) for number in (1, 2, 3)]

    assert [len(one.page) for one in pages] == [PER_PAGE, PER_PAGE, 3]
    seen = [one.row.kode_desa for page in pages for one in page.page]
    assert len(set(seen)) == pages[0].total == PER_PAGE * 2 + 3
    assert found(halaman="99").number == found(halaman="3").number == 3
    assert found(halaman="-1").number == found(halaman="x").number == 1
    assert found(dekat="-3.80,114.70").total == min(MOST_NEAR, PER_PAGE * 2 + 3)


def step(page: str, rel: str) -> dict[str, list[str]]:
    """What the link to the page before or after asks for."""
    [href] = re.findall(f'rel="{rel}" href="([^"]*)"', page)
    return parse_qs(urlsplit(unescape(href)).query)


def test_every_filter_survives_in_the_links(settings_of_uji: None, read: Read) -> None:
    many(PER_PAGE * 2 + 3)
    told = {
        "wilayah": "91.37",
        "cari": "91.37.01",
        "kelas": "dasar",
        "urut": "nama",
        "per": "2025-05-31",
        "aturan": "kampung-kb-2023-terkoreksi",
        "diketahui": "2025-08-31",
        "bahasa": "en",
    }
    told_plain = told | {"aturan": "kampung-kb-2023"}

    page = read("/portal/cari/", **(told_plain | {"halaman": "2"}))

    kept = {name: [value] for name, value in told_plain.items() if name != "aturan"}
    assert step(page, "prev") == kept
    assert step(page, "next") == kept | {"halaman": ["3"]}
    other = read("/portal/cari/", **(told | {"kelas": "belum_lapor", "halaman": "2"}))
    assert step(other, "next")["aturan"] == ["kampung-kb-2023-terkoreksi"]
    for name, value in (("per", "2025-05-31"), ("diketahui", "2025-08-31"), ("bahasa", "en")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in page
    assert 'value="91.37.01"' in page
    assert '<option value="dasar" selected>' in page


def test_list_and_map_show_the_same_kampung_and_the_map_has_a_table(
    kabupaten: dict[str, KampungKB], read: Read
) -> None:
    as_list = read("/portal/cari/", wilayah="91.37")
    as_map = read("/portal/cari/", wilayah="91.37", tampilan="peta")

    for name in ("Sukamaju", "Bukit Raya", "Tirta Jaya", "Sunyi", "Rapuh Jaya"):
        assert name in as_list
        assert f'aria-label="{name}: ' in as_map
        assert f'<th scope="row">{name}</th>' in as_map
    assert "/k/tirta-jaya-9137022001/" in as_list
    assert 'href="/k/tirta-jaya-9137022001/"' in as_map


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize(
    "name", ["cari", "kelas", "tema", "kegiatan", "dekat", "urut", "halaman", "per", "bahasa"]
)
def test_no_script_in_the_question_comes_back(
    kampung: KampungKB, client: Client, payload: str, name: str
) -> None:
    answer = client.get("/portal/cari/", {name: payload, "tampilan": "peta"})

    page = answer.content.decode()
    assert answer.status_code == 200
    for bad in ("<script>alert", "<img src=x", "<svg/onload", "<b>"):
        assert bad not in page
    assert "Traceback" not in page


def test_letters_that_no_text_has_are_refused_as_everywhere(client: Client, db: None) -> None:
    assert client.get("/portal/cari/", {"cari": "\x00"}).status_code == 400


@pytest.mark.parametrize("code", ["99", "91.37.01.2001", "x", "91.3", "../", "<b>", "91.37%27"])
def test_an_area_that_is_none_is_not_found(kampung: KampungKB, client: Client, code: str) -> None:
    assert client.get("/portal/cari/", {"wilayah": code}).status_code == 404


def test_a_part_narrows_and_a_kampung_can_be_compared_from_there(
    kabupaten: dict[str, KampungKB], read: Read
) -> None:
    page = read("/portal/cari/", wilayah="91.37", bagian="91.37.02")

    assert "Tirta Jaya" in page
    assert "Bukit Raya" not in page
    assert '<input type="checkbox" name="k" value="91.37.02.2001">' in page
