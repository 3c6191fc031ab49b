"""The gaps of a whole area in one frame, as the command line prints them."""

from datetime import date

from naikkelas.areas.rules import CORRECTED, PORTAL
from naikkelas.classification.queries import card
from naikkelas.registry.models import KampungKB
from naikkelas.roadmap.queries import Ground, gap_rows, goals
from tests.insights.conftest import fill
from tests.people import make_kampung
from tests.people import sukamaju as sukamaju

CUTOFF = date(2025, 7, 31)


def near_and_top(near: KampungKB) -> None:
    """Sukamaju one point of output short of the top, and a neighbour at the top."""
    fill(near, iud=3, implan=4)
    fill(make_kampung("91.37.01.2002"))


def test_every_goal_and_branch_is_a_row_with_its_work_in_words(sukamaju: object) -> None:
    # Given a kampung near the top, one at the top and one that never reported
    near = make_kampung("91.37.01.2001")
    near_and_top(near)
    make_kampung("91.37.01.2003")

    # When the gaps of the kabupaten are asked for
    rows = gap_rows("91.37", CUTOFF, PORTAL)

    # Then the highest class has none, the near one a single branch, the silent one all
    per_village = dict(rows.group_by("kode_desa").len().iter_rows())
    assert per_village == {"91.37.01.2001": 1, "91.37.01.2003": 6}
    row = rows.row(0, named=True)
    assert (row["klasifikasi"], row["tujuan"], row["cabang"]) == (
        "berkembang",
        "berkelanjutan",
        "output",
    )
    assert (row["poin"], row["memenuhi_terkoreksi"]) == (1, "ya")
    assert row["langkah"].endswith("): +1")


def test_the_frame_says_what_the_page_of_a_kampung_says(sukamaju: object) -> None:
    near = make_kampung("91.37.01.2001")
    near_and_top(near)

    one, other = (card(near, cutoff=CUTOFF, instrument=rule) for rule in (PORTAL, CORRECTED))
    advice = goals(one, other)

    rows = gap_rows("91.37.01.2001", CUTOFF, PORTAL)
    assert [(goal.goal.level, goal.goal.points) for goal in advice] == list(
        rows.select("tujuan", "poin").iter_rows()
    )


def test_under_the_corrected_rule_there_is_no_second_verdict(sukamaju: object) -> None:
    make_kampung("91.37.01.2003")

    rows = gap_rows("91.37", CUTOFF, CORRECTED)

    assert set(rows["klasifikasi"]) == {"belum_lapor"}
    assert rows["memenuhi_terkoreksi"].null_count() == rows.height


def test_an_area_without_kampung_has_no_rows(sukamaju: object) -> None:
    assert gap_rows("91.37", CUTOFF, PORTAL).is_empty()
    assert Ground.of("91.37").facts.count == 0
