"""The yearly target as data."""

from datetime import date

import pytest

from naikkelas.roadmap.rules.target import Standing, TargetRule, baseline_of, progress

ORDERS = {"belum_lapor": 0, "dasar": 1, "berkembang": 2, "mandiri": 3, "berkelanjutan": 4}
DEFAULT = TargetRule.of({"share": 0.05, "levels": ["mandiri", "berkelanjutan"]})


@pytest.mark.parametrize(
    ("kampung", "needed"), [(135, 7), (140, 7), (141, 8), (20, 1), (1, 1), (0, 0), (2000, 100)]
)
def test_five_percent_is_rounded_up_to_whole_kampung(kampung: int, needed: int) -> None:
    assert DEFAULT.needed(kampung) == needed


def test_only_who_newly_reaches_a_counting_class_counts_and_drops_stand_beside() -> None:
    # Given a kabupaten at the end of last year and now
    standings = [
        Standing("naik", "dasar", "mandiri"),
        Standing("melompat", "belum_lapor", "berkelanjutan"),
        Standing("sudah", "mandiri", "berkelanjutan"),
        Standing("turun", "berkelanjutan", "berkembang"),
        Standing("belum cukup", "dasar", "berkembang"),
        Standing("baru terdaftar", None, "mandiri"),
    ]

    found = progress(DEFAULT, standings, ORDERS)

    assert [one.kampung for one in found.reached] == ["naik", "melompat", "baru terdaftar"]
    assert [one.kampung for one in found.dropped] == ["turun"]
    assert (found.needed, found.net, found.missing) == (1, 2, 0)


def test_the_other_wording_counts_every_rise() -> None:
    rule = TargetRule.of({"share": 0.3, "levels": [], "mode": "any_rise"})
    standings = [
        Standing("a", "dasar", "berkembang"),
        Standing("b", "mandiri", "berkelanjutan"),
        Standing("c", "mandiri", "dasar"),
        Standing("d", "dasar", "dasar"),
    ]

    found = progress(rule, standings, ORDERS)

    assert [one.kampung for one in found.reached] == ["a", "b"]
    assert [one.kampung for one in found.dropped] == ["c"]
    assert found.needed == 2


def test_the_baseline_is_the_last_day_of_the_year_before() -> None:
    assert baseline_of(date(2025, 7, 31)) == date(2024, 12, 31)
    assert baseline_of(date(2025, 12, 31)) == date(2024, 12, 31)
