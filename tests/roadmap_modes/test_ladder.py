"""Modes up a ladder of levels, against plain enumeration of small sets of actions."""

from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naikkelas.instruments.rules import builtin, score_one
from naikkelas.roadmap.rules.catalogue import Catalogue
from naikkelas.roadmap.rules.drift import Drift
from naikkelas.roadmap.rules.ladder import (
    ladder_drift,
    ladder_modes,
    ladder_of,
    ladder_state,
    ladder_states,
)
from naikkelas.roadmap.rules.modes import uses_of
from tests.roadmap_modes.examples import an_action

IDM = builtin("idm-2021")
LEVELS = ["sangat_tertinggal", "tertinggal", "berkembang", "maju", "mandiri"]
CODES = [indicator.code for indicator in IDM.indicators]
villages = st.tuples(*(st.integers(0, 5) for _ in CODES))


def catalogue_of(*lifts: tuple[str, int], chance: float = 0.7) -> Catalogue:
    actions = [
        an_action(f"t{n}", (code, 0, end), chance=chance, rupiah=1_000_000 * (n + 1), days=1)
        for n, (code, end) in enumerate(lifts)
    ]
    return Catalogue("idm", "Katalog IDM", IDM.id, tuple(actions))


@given(villages)
def test_whole_shares_give_the_level_that_the_engine_gives(scores: tuple[int, ...]) -> None:
    card = score_one(IDM, dict(zip(CODES, scores, strict=True)))

    assert LEVELS[ladder_state(IDM, scores)] == card.level


def test_each_level_starts_just_above_the_published_edge() -> None:
    ladder = ladder_of(IDM)

    assert len(ladder.edges) == 4
    assert [state.level for state in ladder_states(IDM, dict.fromkeys(LEVELS, 1.0), ())] == LEVELS


@settings(max_examples=40)
@given(villages, st.sampled_from([0.4, 0.7, 1.0]))
def test_the_outcomes_of_a_ladder_mode_are_those_of_plain_enumeration(
    scores: tuple[int, ...], chance: float
) -> None:
    catalogue = catalogue_of(*((code, 5) for code in CODES[-6:]), chance=chance)
    present = ladder_state(IDM, scores)

    for mode in ladder_modes(IDM, scores, catalogue, uses_of(catalogue)):
        if mode.state != present:
            continue
        expected: dict[int, float] = {}
        for luck in product((True, False), repeat=len(mode.actions)):
            after, share = list(scores), 1.0
            for code, succeeded in zip(mode.actions, luck, strict=True):
                share *= chance if succeeded else 1 - chance
                if succeeded:
                    for place, end in catalogue.by_code[code].lifted(scores, CODES):
                        after[place] = end
            level = ladder_state(IDM, after)
            expected[level] = expected.get(level, 0.0) + share
        filled = {level: share for level, share in expected.items() if share > 0}
        assert dict(mode.outcomes) == pytest.approx(filled)


def test_the_cheapest_sure_way_to_the_next_level_is_found() -> None:
    scores = (*(3 for _ in CODES[:-1]), 1)
    catalogue = catalogue_of(*((code, 5) for code in CODES[-5:]), chance=1.0)
    present = ladder_state(IDM, scores)

    modes = ladder_modes(IDM, scores, catalogue, uses_of(catalogue))

    def rises(chosen: tuple[int, ...]) -> bool:
        after = list(scores)
        for number in chosen:
            for place, end in catalogue.actions[number].lifted(scores, CODES):
                after[place] = end
        return ladder_state(IDM, after) > present

    least = min(
        sum(catalogue.actions[number].rupiah for number in chosen)
        for size in range(1, 6)
        for chosen in combinations(range(5), size)
        if rises(chosen)
    )
    here = [one.uses[0] for one in modes if one.state == present and one.chance(present) == 0]
    assert min(here) == least


@given(villages, st.integers(0, 60) | st.none())
def test_without_work_a_village_stays_or_moves_one_level(
    scores: tuple[int, ...], months: int | None
) -> None:
    for state, outcomes in enumerate(ladder_drift(IDM, scores, Drift(), months=months)):
        assert sum(share for _, share in outcomes) == pytest.approx(1)
        assert all(abs(reached - state) <= 1 for reached, _ in outcomes)


def test_a_set_that_is_asked_for_is_kept() -> None:
    scores = tuple(3 for _ in CODES)
    catalogue = catalogue_of(*((code, 5) for code in CODES[-5:]))

    found = ladder_modes(IDM, scores, catalogue, uses_of(catalogue), wanted=[("t0", "t4")])

    assert [one.state for one in found if one.code == "t0+t4"] == [ladder_state(IDM, scores)]
