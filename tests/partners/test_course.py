"""The pure rules of commitments: sums agree, whatever comes."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from naikkelas.partners.rules import course, inpres


@given(st.integers(1, 10**13), st.integers(1, 135))
def test_shares_add_up_and_are_as_even_as_can_be(total: int, count: int) -> None:
    parts = course.shares(total, count)

    assert sum(parts) == total
    assert len(parts) == count
    assert max(parts) - min(parts) <= 1


@given(st.integers(1, 10**6), st.lists(st.integers(1, 10**6), max_size=6))
def test_the_state_follows_from_the_sum_whatever_the_order(promised: int, given: list[int]) -> None:
    total = sum(given)

    states = [
        course.state_after(promised, sum(given[: n + 1]), has_begun=True) for n in range(len(given))
    ]
    order = [course.RUNNING, course.PARTLY, course.FULFILLED]

    assert [order.index(one) for one in states] == sorted(order.index(one) for one in states)
    assert (course.state_after(promised, total, has_begun=True) == course.FULFILLED) == (
        total >= promised
    )
    assert 0 <= course.percent(promised, Decimal(total)) <= 100


def test_late_is_what_was_agreed_and_is_over() -> None:
    day = date(2025, 7, 31)

    assert not course.is_overdue("disepakati", day, day)
    assert course.is_overdue("disepakati", day, date(2025, 8, 1))
    assert course.is_overdue("terpenuhi_sebagian", day, date(2025, 8, 1))
    for state in ("ditawarkan", "terpenuhi", "batal"):
        assert not course.is_overdue(state, day, date(2026, 8, 1))


def test_the_list_of_the_inpres_is_whole() -> None:
    assert len(inpres.deeds()) == 58
    assert len(inpres.sasaran()) == 4
    assert len(inpres.programmes()) == 8
    assert "3.g.11" not in inpres.by_code()
    assert all(deed.instansi for deed in inpres.deeds())
