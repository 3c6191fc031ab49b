"""Charts: well-formed, escaped, without inline style, and with the same figures as a table."""

from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naikkelas.ui import charts, gallery
from naikkelas.ui.charts import (
    Caption,
    Chart,
    HistoryPoint,
    IntervalRow,
    MapFeature,
    OutlookPoint,
    Tile,
    TileGroup,
)
from naikkelas.ui.charts.maps import centroid, grid_ring, path, projection

EVIL = "<b onmouseover=\"x\">Desa 'Baru' & Co</b>"
TITLE = Caption("Kampung menurut kelas")


def tree(chart: Chart) -> ElementTree.Element:
    """The markup as a tree; fails where it is not well-formed."""
    return ElementTree.fromstring(f"<div>{chart.markup}</div>")


def all_with_evil_names() -> list[Chart]:
    caption = Caption(EVIL, source=EVIL)
    square = {"type": "Polygon", "coordinates": [[[114, -4], [115, -4], [115, -3], [114, -4]]]}
    return [
        charts.level_bar({"dasar": 3}, caption, {"dasar": EVIL}),
        charts.ring(3, 7, caption, forecast=(5, 9)),
        charts.bars_by_area([charts.AreaCounts(EVIL, {"dasar": 2}, f"/{EVIL}")], caption),
        charts.history([HistoryPoint(date(2025, 7, 31), "dasar", {EVIL: 2.0})], caption),
        charts.plan_and_real([charts.Amounts(EVIL, 7, 5)], caption),
        charts.outlook([OutlookPoint(EVIL, 7, 5.0, (3, 8))], caption, name=EVIL, other_name=EVIL),
        charts.intervals([IntervalRow(EVIL, 1.0, 0.0, 2.0, EVIL), IntervalRow(EVIL)], caption),
        charts.tile_map([TileGroup(EVIL, [Tile(EVIL, "dasar", EVIL, EVIL)])], caption),
        charts.geo_map([MapFeature(EVIL, "dasar", square, EVIL, EVIL)], caption),
    ]


@pytest.mark.parametrize("chart", all_with_evil_names(), ids=lambda chart: chart.kind)
def test_every_name_is_escaped(chart: Chart) -> None:
    assert "<b" not in chart.markup
    assert not [node for node in tree(chart).iter() if "onmouseover" in node.attrib]


@pytest.mark.parametrize("chart", gallery.drawings(), ids=lambda chart: chart.kind)
def test_no_chart_needs_a_style_or_a_script(chart: Chart) -> None:
    for node in tree(chart).iter():
        assert node.tag not in {"style", "script"}
        assert not {name for name in node.attrib if name == "style" or name.startswith("on")}


@pytest.mark.parametrize("chart", gallery.drawings(), ids=lambda chart: chart.kind)
def test_every_drawing_says_what_it_is(chart: Chart) -> None:
    root = tree(chart)
    ids = {node.attrib["id"] for node in root.iter() if "id" in node.attrib}
    for drawing in root.iter("svg"):
        if drawing.attrib.get("role") in {"img", "group"}:
            named = drawing.attrib.get("aria-labelledby", "").split()
            assert drawing.attrib.get("aria-label") or (named and set(named) <= ids)


@pytest.mark.parametrize("chart", gallery.drawings(), ids=lambda chart: chart.kind)
def test_the_table_of_a_chart_has_a_cell_under_each_heading(chart: Chart) -> None:
    assert chart.rows
    assert {len(row) for row in chart.rows} == {len(chart.columns)}


def test_the_bar_is_filled_by_all_kampung_and_counts_each_level() -> None:
    chart = charts.level_bar(
        {"dasar": 93, "berkembang": 25, "mandiri": 3, "berkelanjutan": 14}, TITLE
    )

    widths = [
        float(node.attrib["width"].rstrip("%"))
        for node in tree(chart).iter("rect")
        if "mark" in node.attrib["class"]
    ]

    assert sum(widths) == pytest.approx(100, abs=0.05)
    assert chart.rows == (
        ("1 Dasar", "93", "69%"),
        ("2 Berkembang", "25", "19%"),
        ("3 Mandiri", "3", "2%"),
        ("4 Berkelanjutan", "14", "10%"),
    )


def test_no_kampung_at_all_is_an_empty_bar_without_shares() -> None:
    chart = charts.level_bar({}, TITLE)

    assert {row[2] for row in chart.rows} == {"—"}


@given(st.dictionaries(st.sampled_from(["belum_lapor", "dasar", "mandiri"]), st.integers(0, 10**6)))
def test_any_counts_make_a_well_formed_bar_within_its_width(counts: dict[str, int]) -> None:
    for node in tree(charts.level_bar(counts, TITLE)).iter("rect"):
        if "x" in node.attrib:
            end = float(node.attrib["x"][:-1]) + float(node.attrib["width"][:-1])
            assert end <= 100.02


def test_belum_lapor_is_hatched_and_only_shown_where_it_occurs() -> None:
    with_it = charts.level_bar({"belum_lapor": 12, "dasar": 81}, TITLE)
    without = charts.level_bar({"dasar": 93}, TITLE)

    assert 'fill="url(#' in with_it.markup
    assert "Belum Lapor" not in without.markup


def test_the_ring_has_one_segment_for_each_kampung_of_the_target() -> None:
    chart = charts.ring(3, 7, TITLE, forecast=(5, 9))

    parts = [node.attrib["class"].split()[1] for node in tree(chart).iter("path")]

    assert parts == ["ring-full"] * 3 + ["ring-likely"] * 2 + ["ring-possible"] * 2
    assert "Perkiraan akhir tahun 5–9" in chart.markup


@pytest.mark.parametrize(("done", "target"), [(9, 7), (0, 7), (0, 0), (120, 1750), (1750, 1750)])
def test_a_ring_of_any_size_is_drawn(done: int, target: int) -> None:
    chart = charts.ring(done, target, TITLE, forecast=(done, done + 3))

    assert 1 <= len(list(tree(chart).iter("path"))) <= 40


def test_a_month_without_figures_breaks_the_line_and_is_a_dash_in_the_table() -> None:
    values = [2.0, 2.5, None, 3.0, 3.5]
    points = [
        HistoryPoint(date(2025, month, 1), "dasar", {"Input": value})
        for month, value in enumerate(values, start=1)
    ]

    chart = charts.history(points, TITLE)

    assert chart.markup.count("<polyline") == 2
    assert chart.rows[2] == ("Maret 2025", "1 Dasar", "—")


def test_the_history_says_since_when_each_level_holds() -> None:
    points = [
        HistoryPoint(date(2025, month, 1), "dasar" if month < 4 else "berkembang", {})
        for month in range(1, 7)
    ]

    chart = charts.history(points, TITLE)

    assert "Dasar sejak Januari 2025, Berkembang sejak April 2025" in chart.markup


def test_a_history_without_a_single_month_is_still_a_chart() -> None:
    assert tree(charts.history([], TITLE)) is not None


def test_a_sparkline_reads_its_ends_aloud_and_is_a_dash_without_figures() -> None:
    assert "Indeks: dari 1,50 menjadi 3,90" in charts.sparkline([None, 1.5, 3.9], "Indeks")
    assert "—" in charts.sparkline([None, None])


def test_each_tile_leads_to_its_kampung_and_says_name_and_level() -> None:
    tiles = [Tile("Tirta Jaya", "berkembang", "/kampung/1/"), Tile("Kunyit", None)]

    chart = charts.tile_map([TileGroup("Bajuin", tiles)], TITLE)

    links = list(tree(chart).iter("a"))
    assert [link.attrib["href"] for link in links] == ["/kampung/1/"]
    assert links[0].attrib["aria-label"] == "Tirta Jaya: 2 Berkembang"
    assert chart.rows == (
        ("Tirta Jaya", "Bajuin", "2 Berkembang"),
        ("Kunyit", "Bajuin", "Tanpa kelas"),
    )


def test_a_map_is_true_to_scale_at_its_latitude() -> None:
    frame = projection([(114.0, -4.0), (115.0, -3.0)])

    east = frame.to_grid((115.0, -3.5))[0] - frame.to_grid((114.0, -3.5))[0]
    south = frame.to_grid((114.0, -4.0))[1] - frame.to_grid((114.0, -3.0))[1]

    assert east / south == pytest.approx(0.998, abs=0.002)  # cos 3.5°


def test_neighbours_on_a_map_share_their_border() -> None:
    left = [(114.0, -4.0), (114.333333, -4.0), (114.333333, -3.0), (114.0, -4.0)]
    right = [(114.333333, -4.0), (115.0, -4.0), (114.333333, -3.0), (114.333333, -4.0)]
    frame = projection([*left, *right])

    assert frame.to_grid(left[1]) == frame.to_grid(right[0])


def test_a_village_too_small_for_the_drawing_leaves_no_broken_path() -> None:
    frame = projection([(114.0, -4.0), (115.0, -3.0)])

    speck = grid_ring([(114.5, -3.5), (114.50001, -3.5), (114.5, -3.50001)], frame)

    assert path([speck]) == ""


def test_the_number_of_a_square_stands_in_its_middle() -> None:
    assert centroid([(0, 0), (10, 0), (10, 10), (0, 10)]) == (5, 5)


def test_a_geometry_that_is_no_area_is_refused() -> None:
    point: dict[str, Any] = {"type": "Point", "coordinates": [114, -4]}

    with pytest.raises(ValueError, match="Point"):
        charts.geo_map([MapFeature("Kunyit", None, point)], TITLE)


def test_a_map_always_says_that_its_lines_are_indicative() -> None:
    assert "Batas indikatif" in charts.geo_map([], TITLE).markup


def test_a_map_names_where_its_lines_come_from_and_escapes_it() -> None:
    markup = charts.geo_map([], TITLE, boundary_source="BIG 2024 <b>").markup

    assert "Sumber batas: BIG 2024 &lt;b&gt;." in markup
    assert "Sumber batas" not in charts.geo_map([], TITLE).markup


# Outlook ----------------------------------------------------------------------------------------


def test_an_estimate_stands_beside_its_interval_and_target() -> None:
    points = [OutlookPoint("2026", 7, 5.37, (3, 9), 1.0, (0, 2)), OutlookPoint("2027", 7, 0.0)]

    chart = charts.outlook(points, TITLE, name="Rencana", other_name="Tanpa")

    assert chart.rows == (("2026", "7", "5,4", "3–9", "1,0"), ("2027", "7", "0,0", "—", "—"))
    drawn = [node.attrib.get("class") for node in tree(chart).iter()]
    assert drawn.count("outlook-band") == 1
    assert drawn.count("outlook-other") == 1


@pytest.mark.parametrize(
    "points", [[], [OutlookPoint("2026", 0, 0.0)], [OutlookPoint("2026", 0, 0.0, (0, 0))]]
)
def test_nothing_to_expect_can_be_drawn(points: list[OutlookPoint]) -> None:
    chart = charts.outlook(points, TITLE, name="Rencana")

    assert len(chart.rows) == len(points)
    assert "nan" not in chart.markup


def test_estimates_stand_between_their_ends_and_zero_is_always_drawn() -> None:
    rows = [IntervalRow("Latih", 0.94, 0.31, 1.5), IntervalRow("Rapat", note="Terlalu sedikit")]

    chart = charts.intervals(rows, TITLE)

    assert chart.rows == (
        ("Latih", "+0,9", "+0,3 s.d. +1,5", ""),
        ("Rapat", "—", "—", "Terlalu sedikit"),
    )
    drawn = [node.attrib.get("class") for node in tree(chart).iter()]
    assert (drawn.count("outlook-band"), drawn.count("intervals-zero")) == (1, 1)


@pytest.mark.parametrize(
    "rows",
    [[], [IntervalRow("a")], [IntervalRow("a", 0.0, 0.0, 0.0)], [IntervalRow("a", -37, -41, -33)]],
)
def test_any_interval_can_be_drawn(rows: list[IntervalRow]) -> None:
    chart = charts.intervals(rows, TITLE)

    assert len(chart.rows) == len(rows)
    assert "nan" not in chart.markup
    assert chart.markup.count("intervals-zero") == 1


def test_a_marked_tile_stands_out_and_says_why() -> None:
    tiles = [Tile("Sukamaju", "dasar", "#", "dikerjakan", marked=True), Tile("Muara", "dasar")]

    chart = charts.tile_map([TileGroup("Tanjung", tiles)], TITLE)

    assert chart.markup.count("tile-marked") == 1
    assert "Sukamaju: 1 Dasar. dikerjakan" in chart.markup
