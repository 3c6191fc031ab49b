"""The dashboard shows what the engine computes, with its rule and day."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from naikkelas.accounts.models import Role, User
from naikkelas.accounts.queries import system_user
from naikkelas.areas.models import Boundary
from naikkelas.classification import actions
from naikkelas.classification.queries import classify
from naikkelas.insights.queries.overview import overview
from naikkelas.insights.queries.viewpoint import viewpoint
from naikkelas.registry.models import KampungKB
from tests.insights.conftest import CUTOFF, budget, fill
from tests.people import RECORDED, make_area, make_kampung, make_report, make_user

Browser = Callable[[User], Client]
PORTAL, CORRECTED = "kampung-kb-2023", "kampung-kb-2023-terkoreksi"


def test_the_counts_are_those_of_the_classification(kabupaten: dict[str, KampungKB]) -> None:
    page = overview(viewpoint("91.37", {}))

    for counts, rule in ((page.counts, PORTAL), (page.other, CORRECTED)):
        found = classify("91.37", cutoff=CUTOFF, instrument=rule)["klasifikasi"].to_list()
        assert counts.kampung == 5
        assert {level: n for level, n in counts.levels.items() if n} == {
            level: found.count(level) for level in set(found)
        }
    assert page.counts.never_reported == 1
    assert page.counts.levels["belum_lapor"] == 0
    assert page.other.levels["belum_lapor"] == 1


def test_the_target_counts_who_is_new_since_last_year(kabupaten: dict[str, KampungKB]) -> None:
    # Given one that stood at the top before the year began
    early = make_kampung("91.37.01.2009")
    fill(early, date(2024, 11, 3))

    page = overview(viewpoint("91.37", {}))

    assert page.target is not None
    assert page.target.progress.needed == 1  # 5 % of 6, rounded up
    assert {one.nama for one in page.target.reached} == {"Bukit Raya", "Tirta Jaya", "Rapuh Jaya"}
    assert {one.nama for one in page.target.nearest} == {"Sukamaju", "Sunyi"}
    assert page.target.nearest[0].points == 1


def test_who_never_reported_is_asked_for_a_report_after_those_who_are_near(
    kabupaten: dict[str, KampungKB], client: Client, darma: User
) -> None:
    page = overview(viewpoint("91.37", {}))
    assert page.target is not None
    near, silent = page.target.nearest

    assert (near.nama, near.needs_report) == ("Sukamaju", False)
    assert (silent.nama, silent.needs_report, silent.option) == ("Sunyi", True, None)
    assert len(silent.words) < 100

    client.force_login(darma)
    shown = client.get("/").content.decode()
    assert "kirim laporan dahulu" in shown
    assert "dihitung misalnya" not in shown


def test_a_way_that_rests_on_missing_figures_asks_for_the_report_first(
    kabupaten: dict[str, KampungKB],
) -> None:
    # Given one that reported once, long ago, and nothing about its people
    scarce = make_kampung("91.37.01.2009", nama="Jarang Lapor")
    make_report("profil", scarce, date(2025, 2, 3), pokja_ada=True)

    page = overview(viewpoint("91.37", {}))

    assert page.target is not None
    assert [(one.nama, one.needs_report) for one in page.target.nearest] == [
        ("Sukamaju", False),
        ("Jarang Lapor", True),
        ("Sunyi", True),
    ]


def test_movement_is_told_for_a_month_and_for_a_year(kabupaten: dict[str, KampungKB]) -> None:
    # Given reports of June and March only
    page = overview(viewpoint("91.37", {}))

    since = {move.since: (move.rose, move.fell) for move in page.moved}
    assert since == {date(2025, 6, 30): (0, 0), date(2024, 7, 31): (4, 0)}


def test_a_fragile_class_says_why(kabupaten: dict[str, KampungKB]) -> None:
    (fragile,) = overview(viewpoint("91.37", {})).fragile

    assert (fragile.nama, fragile.level) == ("Rapuh Jaya", "berkelanjutan")
    assert fragile.other == "mandiri"
    (difference,) = fragile.differences
    assert difference.code == "lintas_sektor"
    assert "12 bulan terakhir" in difference.reason


@pytest.mark.parametrize("rule", [PORTAL, CORRECTED])
def test_the_page_names_its_rule_and_its_day(
    rule: str, as_user: Browser, darma: User, kabupaten: dict[str, KampungKB]
) -> None:
    shown = as_user(darma).get("/", {"aturan": rule, "per": "2025-06-30"}).content.decode()

    assert "30 Juni 2025" in shown
    name = {PORTAL: "Aturan portal nasional 2023", CORRECTED: "cacatnya diperbaiki"}[rule]
    assert (
        f"per 30 Juni 2025, menurut {'' if rule == PORTAL else 'Aturan portal 2023, '}{name}"
        in shown
    )
    assert "Paripurna" in shown
    assert "Berkelanjutan" not in shown


def test_the_badge_of_silent_kampung_stands_within_dasar(
    as_user: Browser, darma: User, kabupaten: dict[str, KampungKB]
) -> None:
    shown = " ".join(as_user(darma).get("/").content.decode().split())

    assert 'Belum lapor <strong class="num">1</strong>' in shown
    assert "di dalam Dasar menurut portal" in shown


def test_the_press_release_can_be_copied(
    as_user: Browser, darma: User, kabupaten: dict[str, KampungKB]
) -> None:
    shown = as_user(darma).get("/").content.decode()

    assert "Per 31 Juli 2025, Kabupaten Kabupaten Uji memiliki 5 Kampung" in shown
    assert "Paripurna 3 (60,0%)" in shown
    assert "menurut Aturan portal nasional 2023" in shown


def test_a_day_that_cannot_be_read_gives_way_to_the_setting(
    as_user: Browser, darma: User, kampung: KampungKB
) -> None:
    for day in ("kemarin", "2099-01-01", "1999-01-01", ""):
        shown = as_user(darma).get("/", {"per": day, "aturan": "x"}).content.decode()
        assert "per 31 Juli 2025, menurut Aturan portal nasional 2023" in shown


def test_an_empty_kabupaten_is_told_what_to_do(as_user: Browser, darma: User) -> None:
    shown = as_user(darma).get("/").content.decode()

    assert "Belum ada kampung di wilayah ini" in shown


def test_boundaries_make_a_map_and_their_absence_tiles(
    as_user: Browser, darma: User, kampung: KampungKB
) -> None:
    browser = as_user(darma)
    assert "tile-map" in browser.get("/").content.decode()

    Boundary.objects.create(
        area_id=kampung.village_id,
        geometry={
            "type": "Polygon",
            "coordinates": [[[114.1, -3.1], [114.3, -3.1], [114.2, -3.4], [114.1, -3.1]]],
        },
        source="BIG 2024",
        imported_at=RECORDED,
    )

    shown = browser.get("/").content.decode()
    assert "geo-map" in shown
    assert "Sumber batas: BIG 2024." in shown


def test_three_fragile_classes_are_shown_and_a_link_to_all(
    as_user: Browser, darma: User, kabupaten: dict[str, KampungKB]
) -> None:
    # Given three, then four
    for number in (5, 6):
        fill(make_kampung(f"91.37.02.200{number}"), activity_on=date(2023, 5, 1))
    browser = as_user(darma)
    three = browser.get("/").content.decode()
    fill(make_kampung("91.37.02.2007"), activity_on=date(2023, 5, 1))

    four = browser.get("/").content.decode()

    assert "Lihat semua" not in three
    assert "Lihat semua 4 kampung" in four
    panel = four.split('id="rapuh"')[1].split("</section>")[0]
    assert panel.count("near-head") == 3
    assert 'href="/kampung/?wilayah=91.37&amp;rapuh=ya"' in panel


def test_the_other_tables_are_a_click_away(
    as_user: Browser, darma: User, kabupaten: dict[str, KampungKB]
) -> None:
    browser = as_user(darma)

    for url in ("/", "/kampung/"):
        assert 'href="/ekspor/">Unduh data</a>' in browser.get(url).content.decode()


def test_the_nation_is_read_from_the_cube(
    as_user: Browser, kabupaten: dict[str, KampungKB]
) -> None:
    # Given a stored month of the kabupaten
    actions.take_snapshots("91.37", [CUTOFF], [PORTAL, CORRECTED], by=system_user())
    nation = make_user("pusat", "Bu Pusat", Role.OPERATOR, None)

    # When the nation and the province are opened
    browser = as_user(nation)
    for url in ("/", "/wilayah/91/ringkasan/"):
        shown = browser.get(url).content.decode()

        # Then both show the stored counts, and lead on to the areas below
        assert "per 31 Juli 2025" in shown
        assert "Belum ada rekap" not in shown
    assert "/wilayah/91.37/ringkasan/" in shown


def test_a_large_area_without_stored_results_says_so(as_user: Browser, kampung: KampungKB) -> None:
    nation = make_user("pusat", "Bu Pusat", Role.OPERATOR, None)

    assert "Belum ada rekap yang tersimpan" in as_user(nation).get("/").content.decode()


def test_children_are_ordered_as_asked(kabupaten: dict[str, KampungKB]) -> None:
    make_area("91.37.03", "Kosong")

    page = overview(viewpoint("91.37", {}))

    assert [(row.name, row.counts.kampung) for row in page.children] == [
        ("Tanjung", 2), ("Seberang", 3), ("Kosong", 0)
    ]  # fmt: skip


def test_the_dashboard_costs_the_same_for_one_kampung_and_for_thirty(
    as_user: Browser, darma: User, kampung: KampungKB
) -> None:
    browser = as_user(darma)
    browser.get("/")
    with budget("insights:overview"):
        browser.get("/")

    for number in range(2, 31):
        fill(make_kampung(f"91.37.01.2{number:03d}"))

    with budget("insights:overview"):
        browser.get("/")
