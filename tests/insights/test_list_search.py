"""Search in the list: codes that were replaced, old names, other spellings, and no nonsense."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from naikkelas.accounts.models import User
from naikkelas.accounts.queries import system_user
from naikkelas.areas.models import Area
from naikkelas.classification import actions
from naikkelas.insights.queries.listing import Listing, Wanted
from naikkelas.insights.queries.viewpoint import viewpoint
from naikkelas.registry.models import KampungKB
from tests.insights.conftest import CUTOFF, budget, fill
from tests.people import make_area, make_kampung

Browser = Callable[[User], Client]


def replaced(old: str, new: str) -> None:
    Area.objects.filter(pk=old).update(valid_until=date(2025, 1, 31), replaced_by=new)


@pytest.fixture
def moved(kabupaten: dict[str, KampungKB]) -> None:
    """Two villages went to another kecamatan: one kampung went along, the other not yet.

    And one of them came from an older code, of another name.
    """
    make_area("91.37.02.2009", "Tirtosari Lama")
    make_area("91.37.03.2001", "Tirta Baru")
    make_area("91.37.03.2002", "Sunyi Baru")
    make_area("91.37.04.2001", "Tak Berhubungan")
    make_kampung("91.37.04.2001")
    replaced("91.37.02.2009", "91.37.02.2001")
    replaced("91.37.02.2001", "91.37.03.2001")
    replaced("91.37.02.2002", "91.37.03.2002")
    KampungKB.objects.filter(village_id="91.37.02.2001").update(village_id="91.37.03.2001")
    actions.take_snapshots(
        "91.37",
        [CUTOFF],
        ["kampung-kb-2023", "kampung-kb-2023-terkoreksi"],
        by=system_user(),
    )


@pytest.mark.parametrize("area", ["91.37", "91"])
@pytest.mark.parametrize(
    ("text", "found"),
    [
        # the old code, of the kampung that went along and of the one that did not
        ("91.37.02.2001", ["Tirta Jaya"]),
        ("91.37.02.2002", ["Sunyi"]),
        # the codes of their successors, of both
        ("91.37.03.2001", ["Tirta Jaya"]),
        ("91.37.03.2002", ["Sunyi"]),
        # a code that was replaced twice
        ("91.37.02.2009", ["Tirta Jaya"]),
        ("9137022009", ["Tirta Jaya"]),
        # the old kecamatan and the new one, also half typed
        ("91.37.02", ["Sunyi", "Rapuh Jaya", "Tirta Jaya"]),
        ("91.37.03", ["Sunyi", "Tirta Jaya"]),
        ("91.37.03.20", ["Sunyi", "Tirta Jaya"]),
        # names of then and of now
        ("tirtosari", ["Tirta Jaya"]),
        ("Tirta Baru", ["Tirta Jaya"]),
        ("tirtajaya", ["Tirta Jaya"]),
        ("91.38", []),
    ],
)
def test_a_kampung_is_found_by_the_codes_and_names_of_any_time(
    area: str, text: str, found: list[str], moved: None
) -> None:
    asked = {"cari": text, "per": "2025-07-31"}

    rows = Listing(viewpoint(area, asked), Wanted.of(asked), (area,))

    assert [row.nama for row in rows] == found


@pytest.mark.parametrize("area", ["91.37", "91"])
@pytest.mark.parametrize("text", ["Soeka Djadi", "sukajadi", "SUKA"])
def test_a_kampung_is_found_by_another_spelling_of_its_village(
    area: str, text: str, moved: None
) -> None:
    Area.objects.filter(pk="91.37.04.2001").update(aliases="Lamtoro|Soekadjadi")
    asked = {"cari": text, "per": "2025-07-31"}

    rows = Listing(viewpoint(area, asked), Wanted.of(asked), (area,))

    assert "Tak Berhubungan" in [row.nama for row in rows]


@pytest.mark.parametrize("area", ["91.37", "91"])
@pytest.mark.parametrize("text", ["a" * 5000, "1" * 5000, "." * 5000, "Sukamaju " * 20])
def test_a_search_longer_than_any_name_finds_nothing(area: str, text: str, moved: None) -> None:
    asked = {"cari": text, "per": "2025-07-31"}

    assert len(Listing(viewpoint(area, asked), Wanted.of(asked), (area,))) == 0


def test_a_search_that_is_too_long_says_so(
    as_user: Browser, darma: User, kabupaten: dict[str, KampungKB]
) -> None:
    shown = as_user(darma).get("/kampung/", {"cari": "a" * 5000}).content.decode()

    assert "Pencarian paling panjang 100 huruf" in shown
    assert '<strong class="num">0</strong> dari 5 kampung' in shown
    assert "aaaaaaaaaa" not in shown.split('id="ditemukan"')[1]


def test_search_costs_the_same_for_one_village_and_for_thirty(
    as_user: Browser, darma: User, kampung: KampungKB
) -> None:
    browser = as_user(darma)
    browser.get("/kampung/")
    with budget("insights:kampung_list:search"):
        browser.get("/kampung/", {"cari": "suka"})

    for number in range(2, 31):
        code = f"91.37.01.2{number:03d}"
        fill(make_kampung(make_area(code, f"Suka {number}")))
        make_area(f"91.37.02.2{number:03d}", "Suka Lama")
        replaced(f"91.37.02.2{number:03d}", code)

    with budget("insights:kampung_list:search"):
        browser.get("/kampung/", {"cari": "suka"})
