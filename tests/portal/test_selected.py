"""Who stands out: by progress, data and lasting; never by how much is posted."""

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naikkelas.portal.queries.asking import asked
from naikkelas.portal.queries.selecting import selection
from naikkelas.portal.rules.selected import (
    MOST,
    Candidate,
    Standing,
    days_asked,
    pinned_day,
    selected,
    verdict,
)
from naikkelas.registry.models import KKBPK, KampungKB
from naikkelas.registry.rules.reference import METHODS, NON_USERS
from tests.insights.conftest import add_activity, fill
from tests.people import make_area, make_kampung
from tests.portal.conftest import Read

PINNED = date(2025, 7, 31)
LOW, HIGH = Standing(1, 8.0), Standing(3, 9.5)
GOOD = Candidate(
    key="a",
    code="91.37.01.2001",
    name="Sukamaju",
    now=HIGH,
    year_ago=LOW,
    between=(LOW, HIGH, HIGH),
    completeness=97,
    last_entry=date(2025, 7, 3),
)


def holds(candidate: Candidate) -> dict[str, bool]:
    return {one.code: one.holds for one in verdict(candidate, PINNED).conditions}


def test_a_rise_with_good_data_that_lasts_is_chosen_with_its_reasons() -> None:
    found = verdict(GOOD, PINNED)

    assert found.is_selected
    assert (found.steps, round(found.rise, 2), found.held) == (2, 1.5, 2)
    assert [one.figures for one in found.conditions] == [(2, 1.5), (97, "2025-07-03"), (2, 0)]


@pytest.mark.parametrize(
    ("change", "fails"),
    [
        ({"year_ago": HIGH, "between": (HIGH, HIGH, HIGH)}, "naik"),
        ({"completeness": 89}, "data"),
        ({"last_entry": date(2025, 4, 1)}, "data"),
        ({"last_entry": None}, "data"),
        ({"between": (LOW, LOW, LOW)}, "bertahan"),
        ({"between": (HIGH, LOW, HIGH)}, "bertahan"),
        ({"now": Standing(-1, None)}, "bertahan"),
    ],
)
def test_each_condition_can_fail_alone(change: dict[str, Any], fails: str) -> None:
    candidate = replace(GOOD, **change)

    assert holds(candidate)[fails] is False
    assert not verdict(candidate, PINNED).is_selected


def test_within_a_class_the_indexes_count_and_a_quarter_point_is_enough() -> None:
    stayed = replace(GOOD, year_ago=Standing(3, 9.25), between=(HIGH, HIGH, HIGH))

    assert holds(stayed)["naik"]
    assert not holds(replace(stayed, year_ago=Standing(3, 9.26)))["naik"]


def test_of_many_the_furthest_are_shown_by_name_without_places() -> None:
    many = [
        replace(
            GOOD,
            key=str(n),
            code=f"91.37.01.2{n:03d}",
            name=f"Desa {chr(90 - n)}",
            year_ago=Standing(1, 8.0 - n / 10),
        )
        for n in range(MOST + 5)
    ]

    shown, passed = selected(many, PINNED)

    assert len(passed) == MOST + 5
    assert {one.candidate.key for one in shown} == {str(n) for n in range(5, MOST + 5)}
    assert [one.candidate.name for one in shown] == sorted(one.candidate.name for one in shown)


standings = st.builds(
    Standing, st.integers(-1, 4), st.one_of(st.none(), st.floats(3, 12, allow_nan=False))
)
candidates = st.builds(
    Candidate,
    key=st.uuids().map(str),
    code=st.sampled_from(["91.37.01.2001", "91.37.01.2002", "91.37.02.2001"]),
    name=st.sampled_from(["Sukamaju", "Tirta Jaya", "Émas"]),
    now=standings,
    year_ago=standings,
    between=st.tuples(standings, standings, standings),
    completeness=st.integers(0, 100),
    last_entry=st.one_of(st.none(), st.dates(date(2020, 1, 1), PINNED)),
)


@given(st.lists(candidates, max_size=20), st.randoms(use_true_random=False))
def test_the_choice_does_not_depend_on_the_order_and_shows_only_who_passes(
    found: list[Candidate], chance: Random
) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)

    one, passed = selected(found, PINNED)
    two, _ = selected(shuffled, PINNED)

    assert [each.candidate for each in one] == [each.candidate for each in two]
    assert all(each.is_selected for each in one)
    assert len(one) == min(MOST, len(passed))


def test_the_day_is_pinned_to_the_month_end_and_the_quarters_before() -> None:
    assert pinned_day(date(2025, 8, 30)) == date(2025, 7, 31)
    assert pinned_day(date(2024, 2, 29)) == date(2024, 2, 29)
    assert days_asked(date(2025, 4, 30)) == (
        date(2024, 4, 30),
        date(2024, 7, 31),
        date(2024, 10, 31),
        date(2025, 1, 31),
        date(2025, 4, 30),
    )


@pytest.mark.django_db
def test_the_page_tells_the_reasons_and_posting_more_changes_nothing(
    kampung: KampungKB, read: Read
) -> None:
    risen = fill(make_kampung(make_area("91.37.01.2009", "Naik Terus")), date(2025, 3, 7))
    add_activity(risen, date(2025, 7, 3))
    report = KKBPK.objects.get(kampung=risen)
    empty = [name for name in (*METHODS, *NON_USERS) if getattr(report, name) is None]
    KKBPK.objects.filter(pk=report.pk).update(**dict.fromkeys(empty, 0))

    before = selection(asked("91.37", {}))
    for _ in range(20):
        add_activity(kampung, date(2025, 7, 5))
    after = selection(asked("91.37", {}))

    assert [one.candidate.name for one, _ in before.shown] == ["Naik Terus"]
    assert [one.candidate.name for one, _ in after.shown] == ["Naik Terus"]
    page = read("/portal/91.37/terpilih/")
    assert "Per 31 Juli 2025: 1 dari 2 kampung memenuhi ketiga syarat." in page
    assert "Data terisi 100%, isian terakhir 3 Juli 2025" in page
    assert "Sukamaju" not in page


@pytest.mark.django_db
def test_above_a_kabupaten_one_chooses_where(kabupaten: dict[str, KampungKB], read: Read) -> None:
    assert "/portal/91.37/terpilih/" in read("/portal/91/terpilih/")
