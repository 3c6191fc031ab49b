"""The list of a province is read from stored results, and is the list of its kabupaten at once."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from django.test import Client

from naikkelas.accounts.models import Role, User
from naikkelas.accounts.queries import system_user
from naikkelas.areas.models import Area
from naikkelas.classification import actions
from naikkelas.insights.queries.asked import ORDERS, Row
from naikkelas.insights.queries.listing import Listing, Wanted
from naikkelas.insights.queries.viewpoint import viewpoint
from naikkelas.registry.models import KampungKB, State
from tests.insights.conftest import CUTOFF, budget, fill
from tests.people import make_area, make_kampung, make_user

Browser = Callable[[User], Client]
RULES = ["kampung-kb-2023", "kampung-kb-2023-terkoreksi"]
NAMES = ("Sukamaju", "Soeka Madjoe", "Tirta Jaya", "Tjempaka", "bukit raya", "Bukit Raya", "Émas")


def store() -> None:
    actions.take_snapshots("91.37", [CUTOFF], RULES, by=system_user())


@pytest.fixture
def many(settings_of_uji: None) -> None:
    """Thirty-seven kampung of chance in three kecamatan, some alike in all but their village."""
    chance = random.Random(62)
    for number in range(36):
        village = make_area(f"91.37.0{1 + number % 3}.2{number:03d}", chance.choice(NAMES))
        kampung = make_kampung(village, nama=chance.choice((village.name, "Kampung Bahagia")))
        if chance.random() < 0.2:
            continue
        lacking = {name: None for name in ("bkb", "iud", "pokja_ada") if chance.random() < 0.4}
        small = {"iud": 3, "implan": 4} if chance.random() < 0.5 else {}
        day = date(2025, chance.randint(1, 6), 5)
        state = chance.choice((State.ENDORSED, State.ENDORSED, State.SENT))
        active = chance.choice((day, date(2023, 5, 1)))
        fill(kampung, day, state=state, **(small | lacking), activity_on=active)
    make_kampung("91.37.01.2000", is_double=True, source_id=7)
    store()


def listed(area: str, asked: dict[str, str]) -> tuple[int, int, list[Row]]:
    listing = Listing(viewpoint(area, asked | {"per": "2025-07-31"}), Wanted.of(asked), (area,))
    # The place says the kabupaten too where there are several.
    return len(listing), listing.total, [_plain(row) for row in listing[:]]


def _plain(row: Row) -> Row:
    indexes = (row.index_input, row.index_proses, row.index_output)
    rounded = [None if one is None else round(one, 2) for one in indexes]
    return replace(
        row,
        kecamatan="",
        index_input=rounded[0],
        index_proses=rounded[1],
        index_output=rounded[2],
    )


FILTERS: list[dict[str, str]] = [
    {},
    *({"kelas": level} for level in ("belum_lapor", "dasar", "berkembang", "berkelanjutan")),
    *({"kurang": name} for name in ("input", "proses", "output")),
    *({"kelengkapan": name} for name in ("rendah", "sedang", "lengkap")),
    {"rapuh": "ya"},
    {"beda": "ya"},
    {"belum_lapor": "ya"},
    {"kecamatan": "91.37.02"},
    {"kecamatan": "99.99.99"},
    {"kecamatan": "%"},
    {"cari": "sukamaju"},
    {"cari": "tjempaka"},
    {"cari": "bahagia"},
    {"cari": "é"},
    {"cari": "91.37.03"},
    {"cari": "91.37.03.20"},
    {"cari": "desa bukit raya"},
    {"cari": "!?"},
    {"cari": "%"},
    {"beda": "ya", "kelas": "berkelanjutan", "kurang": "output", "cari": "a"},
]


def questions() -> Iterator[dict[str, str]]:
    for order, turned in product(ORDERS, ("", "-")):
        yield {"urut": turned + order}
    for asked, rule in product(FILTERS, RULES):
        yield asked | {"aturan": rule, "urut": "-kelas"}
    for asked in FILTERS:
        yield asked | {"dasar": "dilaporkan", "urut": "poin"}


@pytest.mark.parametrize("each", [3, pytest.param(1, marks=pytest.mark.long)])
def test_both_roads_give_the_same_rows_in_the_same_order(many: None, each: int) -> None:
    for asked in list(questions())[::each]:
        found, total, rows = listed("91", asked)
        assert (found, total, rows) == listed("91.37", asked), asked
        assert found == len(rows)


def test_any_two_kampung_stand_in_a_certain_order_on_every_page(many: None) -> None:
    for order in ORDERS:
        asked = {"urut": order, "per": "2025-07-31"}
        listing = Listing(viewpoint("91", asked), Wanted.of(asked), ("91",))
        # Pages near the end are counted from there
        paged = [row for start in range(0, 37, 5) for row in listing[start : start + 5]]
        assert paged == listing[:], order
        assert len({row.kampung_uuid for row in paged}) == 37


def test_a_province_can_be_narrowed_to_a_kabupaten(as_user: Browser, many: None) -> None:
    make_kampung("91.38.01.2001")
    actions.take_snapshots("91.38", [CUTOFF], RULES, by=system_user())
    browser = as_user(make_user("prov", "Bu Prov", Role.PROVINCE, Area.objects.get(pk="91")))

    shown = browser.get("/kampung/", {"kabupaten": "91.38"}).content.decode()

    assert '<option value="91.38" selected>' in shown
    assert '<strong class="num">1</strong> dari 38 kampung' in shown
    assert 'href="/ekspor/klasifikasi.xlsx?wilayah=91.38&amp;' in shown
    assert "Induk 91.38.01, Induk 91.38" in shown


def test_the_list_of_a_province_costs_the_same_for_one_row_and_for_thirty(
    as_user: Browser, kampung: KampungKB
) -> None:
    store()
    browser = as_user(make_user("prov", "Bu Prov", Role.PROVINCE, Area.objects.get(pk="91")))
    asked = {"cari": "desa", "urut": "nama", "rapuh": "ya", "beda": "ya", "per": "2025-07-31"}
    plain = {"urut": "-poin"}
    browser.get("/kampung/")
    for name, question in (("asked", asked), ("computed", plain)):
        with budget(f"insights:kampung_list:province:{name}"):
            browser.get("/kampung/", question)

    for number in range(2, 31):
        fill(make_kampung(f"91.37.01.2{number:03d}"), state=State.SENT, iud=3)
    store()

    for name, question in (("asked", asked), ("computed", plain)):
        with budget(f"insights:kampung_list:province:{name}"):
            browser.get("/kampung/", question)


def test_an_undone_import_leaves_the_list_of_a_province(many: None) -> None:
    KampungKB.objects.filter(village_id="91.37.02.2001").update(withdrawn_at="2025-08-01T00:00Z")
    store()

    listing = Listing(viewpoint("91", {}), Wanted(), ("91",))

    assert len(listing) == listing.total == len(listing[:]) == 36
