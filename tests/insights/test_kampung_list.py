"""The list of kampung: search, filters, order, pages, and equal cost for one row and thirty."""

from collections.abc import Callable

import pytest
from django.test import Client

from naikkelas.accounts.models import Role, User
from naikkelas.accounts.queries import system_user
from naikkelas.classification import actions
from naikkelas.insights.queries.listing import Listing, Wanted
from naikkelas.insights.queries.viewpoint import viewpoint
from naikkelas.registry.models import KampungKB
from tests.insights.conftest import CUTOFF, budget, fill
from tests.people import make_kampung, make_user

Browser = Callable[[User], Client]


def names(**asked: str) -> list[str]:
    view = viewpoint("91.37", asked)
    return [row.nama for row in Listing(view, Wanted.of(asked), ("91.37",))[:]]


def test_all_are_listed_by_code(kabupaten: dict[str, KampungKB]) -> None:
    assert names() == ["Sukamaju", "Bukit Raya", "Tirta Jaya", "Sunyi", "Rapuh Jaya"]


@pytest.mark.parametrize("spelling", ["Tirta Jaya", "tirtajaya", "TIRTA-JAYA", "91.37.02.2001"])
def test_a_name_is_found_in_any_spelling(spelling: str, kabupaten: dict[str, KampungKB]) -> None:
    assert names(cari=spelling) == ["Tirta Jaya"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"kecamatan": "91.37.01"}, ["Sukamaju", "Bukit Raya"]),
        ({"kelas": "berkembang"}, ["Sukamaju"]),
        ({"kelas": "berkelanjutan"}, ["Bukit Raya", "Tirta Jaya", "Rapuh Jaya"]),
        ({"kurang": "output"}, ["Sukamaju", "Sunyi"]),
        ({"kurang": "input"}, ["Sunyi"]),
        ({"belum_lapor": "ya"}, ["Sunyi"]),
        ({"rapuh": "ya"}, ["Rapuh Jaya"]),
        ({"kelengkapan": "rendah"}, ["Sunyi"]),
        ({"aturan": "kampung-kb-2023-terkoreksi", "kelas": "belum_lapor"}, ["Sunyi"]),
        ({"kelas": "mandiri"}, []),
        ({"cari": "tidak ada desa begini"}, []),
        ({"cari": "a" * 5_000}, []),
    ],
)
def test_each_filter_narrows_the_list(
    asked: dict[str, str], found: list[str], kabupaten: dict[str, KampungKB]
) -> None:
    assert names(**asked) == found


def test_the_order_can_be_turned_round(kabupaten: dict[str, KampungKB]) -> None:
    assert names(urut="nama")[0] == "Bukit Raya"
    assert names(urut="-nama")[0] == "Tirta Jaya"
    assert names(urut="poin")[-2:] == ["Sukamaju", "Sunyi"]
    assert names(urut="; DROP TABLE") == names()


def test_a_row_shows_its_class_indexes_and_points(
    as_user: Browser, darma: User, kabupaten: dict[str, KampungKB]
) -> None:
    shown = as_user(darma).get("/kampung/", {"cari": "sukamaju"}).content.decode()

    assert "2</span>" in shown
    assert 'data-label="Output" class="num">2,75' in shown
    assert 'data-label="Poin ke Mandiri" class="num">1<' in shown
    assert "5 Jun 2025" in shown


def test_a_list_of_nothing_tells_how_to_go_on(
    as_user: Browser, darma: User, kabupaten: dict[str, KampungKB]
) -> None:
    shown = as_user(darma).get("/kampung/", {"cari": "zzz"}).content.decode()

    assert "Tidak ada kampung yang cocok" in shown
    assert 'href="/kampung/"' in shown


def test_htmx_gets_only_what_was_found(
    as_user: Browser, darma: User, kabupaten: dict[str, KampungKB]
) -> None:
    shown = as_user(darma).get("/kampung/", headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in shown
    assert "Tirta Jaya" in shown


def test_a_changed_filter_changes_heading_and_downloads_too(
    as_user: Browser, darma: User, kabupaten: dict[str, KampungKB]
) -> None:
    asked = {
        "per": "2025-06-30",
        "aturan": "kampung-kb-2023-terkoreksi",
        "kecamatan": "91.37.02",
        "kelas": "mandiri",
    }
    query = "wilayah=91.37.02&amp;per=2025-06-30&amp;aturan=kampung-kb-2023-terkoreksi"
    query += "&amp;dasar=terverifikasi"

    browser = as_user(darma)
    whole = browser.get("/kampung/", asked).content.decode()
    part = browser.get("/kampung/", asked, headers={"HX-Request": "true"}).content.decode()

    # Then both say the same, and htmx is told to put it where it stands
    for shown in (whole, part):
        assert (
            "per 30 Juni 2025, menurut Aturan portal 2023, cacatnya diperbaiki, terverifikasi</p>"
            in shown
        )
        assert f'href="/ekspor/klasifikasi.xlsx?{query}"' in shown
        assert '4<span class="visually-hidden"> saringan dipakai' in shown
    for part_id in ("keadaan", "unduhan", "terpasang"):
        assert f'id="{part_id}" hx-swap-oob="true"' in part
        assert f'id="{part_id}">' in whole


def test_a_kecamatan_that_is_none_leads_to_no_dead_download(
    as_user: Browser, darma: User, kabupaten: dict[str, KampungKB]
) -> None:
    shown = as_user(darma).get("/kampung/", {"kecamatan": "99.99.99"}).content.decode()

    assert 'href="/ekspor/klasifikasi.csv?wilayah=91.37&amp;' in shown


def test_the_head_of_the_page_does_not_claim_another_day(
    as_user: Browser, darma: User, kampung: KampungKB
) -> None:
    # Given the setting's end of July
    browser = as_user(darma)

    for url in ("/", "/kampung/", f"/kampung/{kampung.pk}/", f"/kampung/{kampung.pk}/coba/"):
        shown = browser.get(url, {"per": "2025-06-30"}).content.decode()
        header = shown.split("<header")[1].split("</header>")[0]
        assert 'class="cutoff"' not in header
        assert "per 30 Juni 2025" in shown


def test_fifty_stand_on_a_page_and_addresses_keep_the_filter(
    as_user: Browser, darma: User, kampung: KampungKB
) -> None:
    for number in range(2, 55):
        make_kampung(f"91.37.01.2{number:03d}")

    browser = as_user(darma)
    first = browser.get("/kampung/", {"kelas": "dasar"}).content.decode()
    second = browser.get("/kampung/", {"kelas": "dasar", "halaman": "2"}).content.decode()

    assert first.count("row-link") == 50
    assert second.count("row-link") == 3
    assert "kelas=dasar&amp;halaman=2" in first


def test_a_printed_page_tells_how_many_are_not_on_it(
    as_user: Browser, darma: User, kampung: KampungKB
) -> None:
    browser = as_user(darma)
    assert "tidak ada di halaman ini" not in browser.get("/kampung/").content.decode()
    for number in range(2, 55):
        make_kampung(f"91.37.01.2{number:03d}")

    shown = browser.get("/kampung/").content.decode()

    assert "Halaman ini memuat 50 kampung. 4 kampung lain" in shown


def test_the_list_costs_the_same_for_one_row_and_for_thirty(
    as_user: Browser, darma: User, kampung: KampungKB
) -> None:
    browser = as_user(darma)
    browser.get("/kampung/")
    with budget("insights:kampung_list"):
        browser.get("/kampung/")

    for number in range(2, 31):
        fill(make_kampung(f"91.37.01.2{number:03d}"))

    with budget("insights:kampung_list"):
        browser.get("/kampung/")


def test_the_nation_lists_what_was_stored(
    as_user: Browser, kabupaten: dict[str, KampungKB]
) -> None:
    # Given a stored month, and nothing to compute from the reports at once
    rules = ["kampung-kb-2023", "kampung-kb-2023-terkoreksi"]
    actions.take_snapshots("91.37", [CUTOFF], rules, by=system_user())
    browser = as_user(make_user("pusat", "Bu Pusat", Role.OPERATOR, None))

    shown = browser.get("/kampung/", {"rapuh": "ya"}).content.decode()

    assert "Rapuh Jaya" in shown
    assert "Sukamaju" not in shown
    with budget("insights:kampung_list:nation"):
        browser.get("/kampung/")
