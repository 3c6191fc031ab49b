"""Sums tell of nobody: small ones go, what opens them goes, and the pages of kampung open none."""

from hypothesis import given
from hypothesis import strategies as st

from naikkelas.classification.rules.facts import SCORED_COLUMNS
from naikkelas.lib.suppression import THRESHOLD, suppress_list
from naikkelas.opendata.rules.adding import Told, by_kecamatan, told
from naikkelas.opendata.rules.tables import COUPLES, measures

MEASURES = measures(SCORED_COLUMNS)
PARTS = [one.code for one in MEASURES if one.group == COUPLES]
NOBODY: dict[str, int | None] = {one.code: None for one in MEASURES}


def lines(*kampung: tuple[str, dict[str, int]]) -> dict[tuple[str, str], Told]:
    """(area, measure) → line, for (village, figures) of a kabupaten 91.37."""
    rows = [(village, {**NOBODY, **figures}) for village, figures in kampung]
    found = told("91.37", by_kecamatan(rows), MEASURES)
    return {(one.area, one.measure.code): one for one in found}


def test_what_nobody_filled_in_is_unknown_and_not_hidden() -> None:
    line = lines(("91.37.01.2001", {"keluarga": 403}))["91.37.01", "iud"]

    assert (line.total, line.reporting, line.is_hidden) == (None, 0, False)


def test_a_small_sum_is_hidden_with_what_would_open_it() -> None:
    found = lines(
        ("91.37.01.2001", {"iud": 3, "pil": 40, "suntik": 90}),
        ("91.37.02.2001", {"iud": 30, "pil": 41, "suntik": 91}),
    )

    assert found["91.37.01", "iud"].is_hidden
    hidden = [key for key, line in found.items() if line.is_hidden and key[1] in PARTS]
    assert len(hidden) >= 4
    assert found["91.37.02", "suntik"].total == 91


def test_a_sum_does_not_open_the_small_figure_of_one_kampung() -> None:
    # Given three kampung, of which one hides its three IUD on its own page
    found = lines(
        ("91.37.01.2001", {"iud": 3, "pil": 40, "suntik": 90}),
        ("91.37.01.2002", {"iud": 30, "pil": 41, "suntik": 91}),
        ("91.37.01.2003", {"iud": 31, "pil": 42, "suntik": 92}),
        ("91.37.02.2001", {"iud": 32, "pil": 43, "suntik": 93}),
    )

    assert found["91.37.01", "iud"].is_hidden  # 64 - 30 - 31 would be 3
    assert found["91.37.01", "pil"].is_hidden  # its page hides this one to protect the other
    assert found["91.37.01", "suntik"].total == 273


def test_couples_go_where_the_sum_of_their_parts_goes() -> None:
    found = lines(("91.37.01.2001", {"iud": 3, "pus": 211}), ("91.37.01.2002", {"pus": 190}))

    assert found["91.37.01", "iud"].is_hidden
    assert found["91.37.01", "pus"].is_hidden
    assert found["91.37.01", "pus"].total is None


figures = st.integers(0, 60)
kampung = st.lists(st.tuples(st.sampled_from(["01", "02", "03"]), st.lists(
    figures, min_size=len(PARTS), max_size=len(PARTS))), min_size=1, max_size=7)  # fmt: skip


@given(kampung)
def test_no_small_sum_is_told_and_no_small_figure_follows_from_the_pages(
    found: list[tuple[str, list[int]]],
) -> None:
    rows = [
        (f"91.37.{part}.20{number:02}", dict(zip(PARTS, values, strict=True)))
        for number, (part, values) in enumerate(found)
    ]
    shown = lines(*rows)

    for line in shown.values():
        assert line.total is None or line.total == 0 or line.total >= THRESHOLD
    for part in {village[:8] for village, _ in rows}:
        inside = [values for village, values in rows if village[:8] == part]
        pages = [suppress_list([values[code] for code in PARTS])[0] for values in inside]
        for column, code in enumerate(PARTS):
            hidden = [page for page in pages if page[column] is None]
            if len(hidden) == 1:
                assert shown[part, code].total is None, (part, code)
