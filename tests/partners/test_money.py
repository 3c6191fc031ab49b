"""Plan and spending: sums agree whatever way they are taken, and nothing counts twice."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from naikkelas.accounts.models import User
from naikkelas.partners.models import Mitra
from naikkelas.partners.queries import money as queries
from naikkelas.partners.rules import money
from naikkelas.partners.rules.money import Line
from naikkelas.registry.models import KampungKB
from tests.activities.making import make_item, make_rkm
from tests.partners.making import make_commitment, make_delivery

amounts = st.none() | st.integers(0, 10**12)


@st.composite
def lines(draw: Any) -> list[Line]:
    """Up to nine lines; each may be the same money as one that stands before it."""
    found = []
    for key in range(draw(st.integers(0, 9))):
        same = draw(st.none() | st.integers(0, key - 1)) if key else None
        where, deed, source = (draw(st.sampled_from(some)) for some in ("AB", "pq", "xy"))
        found.append(Line(key, where, deed, source, draw(amounts), draw(amounts), "", same_as=same))
    return found


@given(lines())
def test_sums_by_source_kampung_and_kegiatan_agree(rows: list[Line]) -> None:
    once = money.counted_once(rows)

    whole = money.total(once)

    for by in (lambda x: x.source, lambda x: x.kampung, lambda x: x.kegiatan):
        parts = money.sums(once, by).values()
        assert sum(part.planned for part in parts) == whole.planned
        assert sum(part.real for part in parts) == whole.real
        assert sum(part.lines for part in parts) == whole.lines
        assert sum(part.unpriced for part in parts) == whole.unpriced


@given(lines())
def test_what_is_the_same_money_never_adds_to_the_sum(rows: list[Line]) -> None:
    once = money.counted_once(rows)

    apart = money.total(rows)
    assert money.total(once).planned <= apart.planned
    assert money.total(once).real <= apart.real
    assert len(once) == sum(row.same_as is None for row in rows)
    assert money.counted_once(once) == once


@pytest.mark.django_db
def test_a_commitment_on_an_item_of_the_rkm_counts_once(
    dinkes: Mitra, darma: User, kampung: KampungKB, bukit: KampungKB
) -> None:
    plan = make_rkm(kampung, year=2025)
    item = make_item(plan, cost=5_000_000, spent=None, sumber_dana="", inpres_kegiatan="3.c.02")
    linked = make_commitment(dinkes, kampung, bukit, rupiah=4_000_000, rkm_item=item)
    make_delivery(linked, rupiah=1_500_000)
    make_commitment(dinkes, kampung, rupiah=37, state="batal", cancelled_reason="Batal.")
    make_commitment(dinkes, kampung, quantity=3, unit="orang")

    found = queries.lines_of(darma, ("91.37",), 2025)

    by_kampung = money.sums(found, lambda line: line.kampung)
    assert (by_kampung[kampung.pk].planned, by_kampung[kampung.pk].real) == (5_000_000, 1_500_000)
    assert (by_kampung[bukit.pk].planned, by_kampung[bukit.pk].real) == (2_000_000, 0)
    assert {line.source for line in found} == {"apbd"}
    assert [line.also for line in found if line.kampung == kampung.pk] == [money.SUPPORT]
    assert queries.lines_of(darma, ("91.37",), 2024) == []


@pytest.mark.django_db
def test_who_holds_a_part_of_the_area_is_told_that_the_sums_are_of_that_part(
    dinkes: Mitra, darma: User, rina: User, tuti: User, kampung: KampungKB, bukit: KampungKB
) -> None:
    make_commitment(dinkes, kampung, rupiah=3_000_037)
    make_commitment(dinkes, bukit, rupiah=4_000_000)
    address = reverse("partners:money", args=["91.37"])
    words = "hanya kampung di wilayah Anda"

    told = {user: _page(user, f"{address}?tahun=2025") for user in (darma, rina, tuti)}

    assert words in told[rina]
    assert "3.000.037" in told[rina]
    assert str(bukit) not in told[rina]
    assert words not in told[darma]
    assert "7.000.037" in told[darma]
    assert words not in told[tuti]
    assert "komitmen Anda" in told[tuti]
    own = _page(rina, f"{reverse('partners:money', args=['91.37.01'])}?tahun=2025")
    assert words not in own, "of the kecamatan itself she sees everything"


def _page(user: User, address: str) -> str:
    browser = Client()
    browser.force_login(user)
    return browser.get(address).content.decode()


def test_what_nobody_priced_is_counted_and_never_zero() -> None:
    rows = [Line(1, "A", "", "", None, None, money.RKM), Line(2, "A", "", "", 0, None, money.RKM)]

    assert money.total(rows) == money.Sum(planned=0, real=0, lines=2, unpriced=1)
    assert queries.years_of(date(2025, 7, 31)) == [2026, 2025, 2024, 2023]
