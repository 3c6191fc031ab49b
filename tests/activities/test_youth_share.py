"""The share of youth over a year's activities: what was not told is not zero."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from naikkelas.accounts.models import User
from naikkelas.activities.queries import pages
from naikkelas.activities.rules.youth import COLUMNS, TOTALS, YouthShare, youth_share
from naikkelas.registry.models import KampungKB
from tests.activities.making import make_activity
from tests.people import make_kampung


def told(**counts: int) -> list[int | None]:
    """An activity as the rule reads it; a column that is not named was not filled in."""
    return [counts.get(name) for name in (*COLUMNS, *TOTALS)]


def share(*activities: list[int | None]) -> YouthShare:
    return youth_share(2025, activities)


@pytest.mark.parametrize(
    ("counts", "youth", "people"),
    [
        ({}, 0, 0),
        ({"peserta_l": 11, "peserta_p": 23}, 0, 0),  # people, but no ages
        ({"l_16_30": 7, "l_31_59": 13}, 7, 20),
        ({"l_16_30": 0, "l_31_59": 13}, 0, 13),  # a zero that was told
        ({"p_31_59": 13}, 0, 0),  # nobody told how many were young
        ({"p_60_plus": 13, "peserta_p": 13}, 0, 13),  # the elderly were all who came
        ({"p_60_plus": 13, "peserta_p": 17}, 0, 0),  # four may be young
        ({"l_16_30": 7, "peserta_l": 7}, 7, 7),  # only the young came
        ({"l_16_30": 7, "peserta_l": 30}, 0, 0),  # of 23 nobody told anything
        ({"l_16_30": 7}, 0, 0),
        ({"l_16_30": 7, "l_31_59": 13, "peserta_l": 30}, 7, 20),  # ten without an age
        ({"l_16_30": 7, "l_31_59": 13, "p_31_59": 5}, 7, 20),  # the women's ages are not known
        ({"peserta_l": 0, "peserta_p": 23}, 0, 0),
        ({"peserta_l": 0, "p_16_30": 3, "p_10_15": 8, "peserta_p": 11}, 3, 11),
    ],
)
def test_only_people_whose_age_was_told_are_counted(
    counts: dict[str, int], youth: int, people: int
) -> None:
    found = share(told(**counts))

    assert (found.youth, found.people, found.counted) == (youth, people, int(people > 0))


def test_activities_without_ages_are_named_and_leave_the_share_alone() -> None:
    with_ages = told(l_16_30=7, l_31_59=13, p_16_30=4, p_60_plus=6)

    found = share(with_ages, told(peserta_l=370), told())

    assert found.percent == share(with_ages).percent == pytest.approx(100 * 11 / 30)
    assert (found.counted, found.left_out, found.activities) == (1, 2, 3)


def test_people_are_summed_and_not_the_shares_of_activities() -> None:
    found = share(told(l_16_30=1, l_31_59=0), told(l_16_30=0, l_31_59=99))

    assert found.percent == 1.0


@pytest.mark.parametrize(("others", "percent"), [(6, None), (7, 30.0)])
def test_fewer_than_ten_people_make_no_percentage(others: int, percent: float | None) -> None:
    assert share(told(p_16_30=3, p_31_59=others)).percent == percent


def test_a_year_without_activities_divides_nothing() -> None:
    assert (share().percent, share().counted) == (None, 0)


# The list ---------------------------------------------------------------------------------------


@pytest.fixture
def page(client: Client, kampung: KampungKB, ani: User) -> Any:
    def read() -> str:
        client.force_login(ani)
        return client.get(reverse("activities:list", args=[kampung.pk])).content.decode()

    return read


@pytest.mark.django_db
def test_the_list_says_the_share_and_from_how_many_activities(
    kampung: KampungKB, page: Any
) -> None:
    make_activity(kampung, l_16_30=7, l_31_59=13, peserta_l=20)
    make_activity(kampung, p_16_30=4, p_60_plus=6)
    make_activity(kampung, peserta_p=37)

    assert (
        "Pemuda (16–30 tahun) pada kegiatan 2025: 37%, 11 dari 30 orang. Dihitung dari 2 kegiatan "
        "yang umur pesertanya tercatat; 1 kegiatan lain belum mencatatnya." in page()
    )


@pytest.mark.django_db
def test_of_few_people_the_list_says_only_how_many(kampung: KampungKB, page: Any) -> None:
    make_activity(kampung, p_16_30=1, p_60_plus=2)

    assert (
        "kegiatan 2025: 1 dari 3 orang. Dihitung dari 1 kegiatan yang umur pesertanya tercatat."
        in page()
    )


@pytest.mark.django_db
def test_unknown_ages_are_not_nought_percent(kampung: KampungKB, page: Any) -> None:
    assert "Pemuda" not in page()  # nor is anything said of no activities
    make_activity(kampung, peserta_p=37)

    found = page()

    assert "belum diketahui. 1 kegiatan belum mencatat umur pesertanya." in found
    assert "0%" not in found


@pytest.mark.django_db
def test_the_newest_year_counts_and_nothing_withdrawn_or_of_others(
    kampung: KampungKB,
) -> None:
    ages = {"l_16_30": 7, "l_31_59": 13}
    make_activity(kampung, date(2024, 12, 31), **ages)
    make_activity(kampung, date(2025, 1, 1), **ages)
    gone = {"withdrawn_at": timezone.now(), "withdrawn_by": 37}
    make_activity(kampung, date(2025, 3, 7), **ages, **gone)

    make_activity(make_kampung("91.37.01.2002"), date(2025, 3, 7), **ages)

    assert pages.youth_of(kampung) == YouthShare(2025, 7, 20, 1, 1)
