"""The three rules of thumb: what each prefers, and that none breaks a limit or a lock."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naikkelas.roadmap.solver import worlds
from naikkelas.roadmap.solver.greedy import (
    RULES,
    Decisions,
    cheapest_first,
    most_per_rupiah,
    nearest_first,
)
from naikkelas.roadmap.solver.world import Lock, Wish, World
from tests.roadmap_learning.tiny import unit, way, world

CHEAP = way("murah", 20, 0.3)
SURE = way("pasti", 60, 0.9)
WORTHY = way("sepadan", 40, 0.8)


def codes(decisions: Decisions) -> list[str]:
    return ["" if mode is None else mode.code for mode in decisions]


def test_each_rule_takes_what_its_name_says() -> None:
    small = world(unit(1, CHEAP), unit(2, SURE), unit(3, WORTHY), budget=60)

    assert codes(cheapest_first(small)) == ["murah", "", "sepadan"]
    assert codes(nearest_first(small)) == ["", "pasti", ""]
    assert codes(most_per_rupiah(small)) == ["murah", "", "sepadan"]


def test_what_does_not_fit_is_passed_over_for_what_does() -> None:
    small = world(unit(1, SURE, CHEAP), budget=25)

    assert codes(nearest_first(small)) == ["murah"]
    assert codes(most_per_rupiah(small)) == ["murah"]


def test_modes_without_any_gain_are_left() -> None:
    small = world(unit(1, way("sia-sia", 0, 0.0)), unit(2, SURE, state=1))

    for rule in RULES.values():
        assert list(rule(small)) == [None, None]


def test_locks_come_first() -> None:
    locks = [
        Lock(0, 0, Wish.MUST_NOT),
        Lock(1, 0, Wish.MODE, "pasti"),
        Lock(2, 1, Wish.MUST_NOT),
    ]
    small = world(unit(1, CHEAP), unit(2, CHEAP, SURE), unit(3, CHEAP), budget=80, locks=locks)

    for rule in RULES.values():
        assert codes(tuple(rule(small))) == ["", "pasti", "murah"]


def test_without_money_nobody_is_worked_on() -> None:
    small = world(unit(1, CHEAP), unit(2, SURE), budget=0)

    for rule in RULES.values():
        assert list(rule(small)) == [None, None]


def overused(big: World, decisions: Decisions) -> list[str]:
    found = []
    for cap in big.caps:
        members = range(len(big.units)) if cap.units is None else cap.units
        used = sum(mode.uses[cap.use] for one in members if (mode := decisions[one]) is not None)
        if used > cap.amounts[0] * (1 + 1e-6):
            found.append(cap.code)
    return found


@settings(max_examples=6)
@given(st.integers(0, 10_000), st.sampled_from(worlds.FAMILIES))
def test_no_rule_uses_more_than_there_is(seed: int, family: worlds.Family) -> None:
    small = worlds.Family(family.name, family.binds, kampung=20, kecamatan=3)
    big = worlds.draw(small, seed)

    for rule in RULES.values():
        assert overused(big, tuple(rule(big))) == []


@pytest.mark.parametrize("family", worlds.FAMILIES, ids=lambda family: family.name)
@pytest.mark.long
def test_families_look_like_the_real_kabupaten(family: worlds.Family) -> None:
    big = worlds.draw(family, worlds.TEST[0])

    levels = [big.states[unit.state].level for unit in big.units]
    split = [levels.count(one) for one in ("dasar", "berkembang", "mandiri", "berkelanjutan")]
    assert split == [93, 25, 3, 14]
    assert len(big.groups) == 11
    assert big.target == (7.0,) * 5


def test_the_same_seed_gives_the_same_world_and_development_is_apart_from_test() -> None:
    family = worlds.Family("kecil", kampung=12, kecamatan=2)

    assert worlds.draw(family, 1) == worlds.draw(family, 1)
    assert worlds.draw(family, 1) != worlds.draw(family, 2)
    assert not set(worlds.DEVELOPMENT) & set(worlds.TEST)
