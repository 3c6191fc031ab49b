"""Modes against plain enumeration of what succeeds and what fails."""

from collections.abc import Iterable, Sequence
from itertools import chain, combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naikkelas.roadmap.rules import modes
from naikkelas.roadmap.rules.catalogue import Action, Catalogue, Figure
from naikkelas.roadmap.rules.catalogue_file import builtin_catalogue
from naikkelas.roadmap.rules.drift import NO_DRIFT, Drift, drift_of
from naikkelas.roadmap.rules.modes import (
    TooManyActions,
    keeping_modes,
    modes_of,
    state_of,
    states_of,
    subset_transform,
    uses_of,
)
from naikkelas.roadmap.solver.world import Mode, Outcomes
from tests.roadmap_modes.examples import (
    CODES,
    HIGHEST,
    PASSING,
    PORTAL,
    a_catalogue,
    an_action,
    catalogues,
    scores_of_a_kampung,
)

Way = tuple[tuple[float, float, float], dict[int, float]]
"""What a set of actions takes, and what it leads to."""
WEIGHTS = {"dasar": 0, "berkembang": 1, "mandiri": 2, "berkelanjutan": 3}
BUILTIN = builtin_catalogue("katalog-kampung-kb", PORTAL)


def modes_for(scores: Sequence[int], catalogue: Catalogue, **options: object) -> tuple[Mode, ...]:
    return modes_of(PORTAL, scores, catalogue, uses_of(catalogue), **options)  # type: ignore[arg-type]


def after(scores: Sequence[int], done: Iterable[Action]) -> tuple[int, ...]:
    """Scores once these actions have taken effect."""
    end = list(scores)
    for action in done:
        for place, score in action.lifted(scores, CODES):
            end[place] = max(end[place], score)
    return tuple(end)


def takes_effect(
    action: Action, done: Sequence[Action], scores: Sequence[int], catalogue: Catalogue
) -> bool:
    """Whether all that it needs and that has something left to lift was done with effect too."""
    for code in action.needs:
        needed = catalogue.by_code[code]
        if needed in done:
            if not takes_effect(needed, done, scores, catalogue):
                return False
        elif any(needed.lifted(scores, CODES)):
            return False
    return True


def plainly(
    scores: Sequence[int], chosen: Sequence[Action], catalogue: Catalogue
) -> dict[int, float]:
    """Distribution of next year's states by walking through every outcome."""
    reached: dict[int, float] = {}
    for luck in product((True, False), repeat=len(chosen)):
        share = 1.0
        for action, succeeded in zip(chosen, luck, strict=True):
            share *= action.chance.mean if succeeded else 1 - action.chance.mean
        done = [action for action, succeeded in zip(chosen, luck, strict=True) if succeeded]
        state = state_of(
            PORTAL,
            after(scores, [one for one in done if takes_effect(one, done, scores, catalogue)]),
        )
        reached[state] = reached.get(state, 0.0) + share
    return reached


def as_dict(outcomes: Outcomes) -> dict[int, float]:
    return dict(outcomes)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_subset_transform_weighs_every_outcome_of_every_set(
    chances: list[float], chance: object
) -> None:
    size = 1 << len(chances)
    first = np.random.default_rng(37).random((size, 3))

    shares = subset_transform(first, chances)

    for attempted in range(size):
        expected = np.zeros(3)
        for done in range(size):
            if done & ~attempted:
                continue
            share = 1.0
            for bit, p in enumerate(chances):
                if attempted >> bit & 1:
                    share *= p if done >> bit & 1 else 1 - p
            expected += share * first[done]
        assert shares[attempted] == pytest.approx(expected)


@settings(max_examples=150)
@given(scores_of_a_kampung, catalogues())
def test_the_outcomes_of_a_mode_are_those_of_plain_enumeration(
    scores: tuple[int, ...], catalogue: Catalogue
) -> None:
    present = state_of(PORTAL, scores)

    for mode in modes_for(scores, catalogue):
        if mode.state == present:
            chosen = [catalogue.by_code[code] for code in mode.actions]
            expected = {
                one: share for one, share in plainly(scores, chosen, catalogue).items() if share > 0
            }
            assert as_dict(mode.outcomes) == pytest.approx(expected)


@settings(max_examples=100)
@given(scores_of_a_kampung, catalogues(most=6))
def test_no_set_of_actions_beats_a_kept_mode_in_everything(
    scores: tuple[int, ...], catalogue: Catalogue
) -> None:
    present = state_of(PORTAL, scores)
    sets = [
        chosen
        for chosen in chain.from_iterable(
            combinations(catalogue.actions, size) for size in range(1, len(catalogue.actions) + 1)
        )
        if all(takes_effect(one, chosen, scores, catalogue) for one in chosen)
    ]
    ways = [(taken(chosen), plainly(scores, chosen, catalogue)) for chosen in sets]

    for mode in modes_for(scores, catalogue):
        if mode.state == present:
            goals = {reached & ~present for reached, share in mode.outcomes if reached != present}
            union = 0
            for goal in goals:
                union |= goal
            assert any(
                not any(beats(way, mode, goal, catalogue) for way in ways)
                for goal in range(1, 8)
                if goal & present == 0 and goal & ~union == 0
            )


def test_what_arithmetic_leaves_behind_the_comma_buys_no_seat() -> None:
    """The second action adds nothing to the first but 1e-16 of its chance; hypothesis found it."""
    first = an_action(
        *("t0", ("pokja", 1, 2), ("sumber_dana", 1, 2), ("penggunaan_data", 1, 4)),
        chance=0.9,
        rupiah=0,
        days=0,
        seats=0,
    )
    second = an_action("t1", ("penggunaan_data", 1, 2), chance=0.7, rupiah=0, days=0, seats=1)
    scores = (1, 1, 1, 1, 1, 1, 1, 4, 1, 1, 1, 1)

    found = modes_for(scores, a_catalogue(first, second))

    assert {mode.actions for mode in found} == {("t0",)}


def taken(chosen: Sequence[Action]) -> tuple[float, float, float]:
    return (
        sum(action.rupiah for action in chosen),
        sum(action.days.value for action in chosen),
        sum(action.seats.value for action in chosen),
    )


def chance_of(outcomes: dict[int, float], goal: int) -> float:
    return sum(share for reached, share in outcomes.items() if reached & goal == goal)


def beats(way: Way, mode: Mode, goal: int, catalogue: Catalogue) -> bool:
    """At least as good everywhere and clearly better somewhere."""
    own = taken([catalogue.by_code[code] for code in mode.actions])
    other, outcomes = way
    likely, likelier = chance_of(as_dict(mode.outcomes), goal), chance_of(outcomes, goal)
    if any(b > a for a, b in zip(own, other, strict=True)) or likelier < likely - 1e-9:
        return False
    return any(b < a for a, b in zip(own, other, strict=True)) or likelier > likely + 1e-9


@settings(max_examples=60)
@given(scores_of_a_kampung)
def test_no_mode_ever_gives_up_an_index_and_all_probabilities_add_up(
    scores: tuple[int, ...],
) -> None:
    for mode in modes_for(scores, BUILTIN):
        assert all(reached & mode.state == mode.state for reached, _ in mode.outcomes)
        assert sum(share for _, share in mode.outcomes) == pytest.approx(1, abs=1e-9)


@settings(max_examples=60)
@given(scores_of_a_kampung)
def test_every_goal_within_reach_has_between_one_and_three_modes(scores: tuple[int, ...]) -> None:
    found = modes_for(scores, BUILTIN)

    for state in range(7):
        failing = 7 & ~state
        goals = 2 ** failing.bit_count() - 1
        assert goals <= len([one for one in found if one.state == state]) <= 3 * goals


@settings(max_examples=40)
@given(scores_of_a_kampung, st.sampled_from([action.code for action in BUILTIN.actions]))
def test_a_surer_action_never_makes_a_goal_less_likely(scores: tuple[int, ...], code: str) -> None:
    sure = dict.fromkeys([code], 1.0)
    surest = {m.code: m for m in modes_for(scores, BUILTIN) if m.state == state_of(PORTAL, scores)}

    wanted = [mode.actions for mode in surest.values()]
    raised = modes_for(scores, BUILTIN, chances=sure, wanted=wanted)

    for mode in raised:
        if mode.code in surest and mode.state == state_of(PORTAL, scores):
            for goal in range(1, 8):
                before = chance_of(as_dict(surest[mode.code].outcomes), goal)
                assert chance_of(as_dict(mode.outcomes), goal) >= before - 1e-9


def test_what_an_action_needs_is_done_too_unless_it_has_nothing_left_to_lift() -> None:
    catalogue = a_catalogue(
        an_action("bentuk", ("poktan", 1, 3)),
        an_action("ajak", ("partisipasi_poktan", 1, 3), needs=["bentuk"]),
    )
    without = (4, 4, 1, 3, 3, 3, 3, 3, 1, 3, 3, 3)
    with_three = (4, 4, 3, 3, 3, 3, 3, 3, 1, 3, 3, 3)

    assert {mode.code for mode in modes_for(without, catalogue) if mode.state == 2} >= {
        "bentuk+ajak"
    }
    assert {mode.code for mode in modes_for(with_three, catalogue) if mode.state == 3} == {"ajak"}


def test_two_actions_for_one_indicator_lift_it_to_the_higher_end() -> None:
    catalogue = a_catalogue(
        an_action("satu", ("mkjp", 1, 3), chance=0.5), an_action("dua", ("mkjp", 1, 4), chance=0.5)
    )
    scores = (4, 3, 3, 3, 3, 3, 3, 3, 3, 3, 1, 3)

    both = next(
        one for one in modes_for(scores, catalogue) if (one.state, one.code) == (3, "satu+dua")
    )

    assert dict(both.outcomes) == pytest.approx({3: 0.25, 7: 0.75})


def test_an_index_lost_since_lacks_the_point_that_is_cheapest_to_regain() -> None:
    catalogue = a_catalogue(
        an_action("mahal", ("pokja", 1, 4), rupiah=9_000_000),
        an_action("murah", ("sarana", 1, 3), rupiah=1_000_000),
    )

    found = modes_for(PASSING, catalogue)

    assert {mode.code for mode in found if mode.state == 6} == {"murah"}


def test_an_indicator_without_a_score_must_get_one() -> None:
    no_index = (4, 4, 4, 0, 3, 3, 3, 3, 3, 3, 3, 3)

    found = [mode for mode in modes_for(no_index, BUILTIN) if mode.state == 6]

    assert state_of(PORTAL, no_index) == 6
    assert "rapikan_sarana" in {mode.code for mode in found}


def test_chances_override_those_of_the_catalogue() -> None:
    catalogue = a_catalogue(an_action("satu", ("mkjp", 1, 3), chance=0.5))
    scores = (4, 3, 3, 3, 3, 3, 3, 3, 3, 3, 1, 3)

    (mode,) = (one for one in modes_for(scores, catalogue, chances={"satu": 0.8}) if one.state == 3)

    assert dict(mode.outcomes) == pytest.approx({3: 0.2, 7: 0.8})


def test_a_probability_beyond_one_is_refused() -> None:
    with pytest.raises(ValueError, match="antara 0 dan 1"):
        modes_for(PASSING, BUILTIN, chances={"latih_pokja": 1.2})


def test_actions_that_cannot_succeed_give_no_mode() -> None:
    catalogue = a_catalogue(an_action("satu", ("mkjp", 1, 3), chance=0.0))

    assert modes_for((4, 3, 3, 3, 3, 3, 3, 3, 3, 3, 1, 3), catalogue) == ()


def test_equal_facts_are_weighed_once() -> None:
    modes.forget()
    first = modes_for(PASSING, BUILTIN)

    assert modes_for(PASSING, BUILTIN) is first
    assert modes_for(PASSING, BUILTIN, chances={"latih_pokja": 0.31}) is not first


def test_a_set_that_an_earlier_plan_chose_stays_available() -> None:
    wanted = ("bentuk_pokja", "rapat_lintas_sektor")
    scores = (1, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3)

    found = modes_for(scores, BUILTIN, wanted=[wanted, ("tidak_ada",)])

    assert [one.state for one in found if one.code == "+".join(wanted)] == [
        state_of(PORTAL, scores)
    ]


def test_a_kampung_counts_again_for_a_higher_rung_only_where_asked() -> None:
    plain = states_of(PORTAL, WEIGHTS, ("mandiri", "berkelanjutan"))
    climbing = states_of(PORTAL, WEIGHTS, ("mandiri", "berkelanjutan"), climbing_counts=True)

    assert [state.level for state in plain] == [
        *("dasar", "dasar", "dasar", "berkembang", "dasar", "mandiri", "mandiri", "berkelanjutan"),
    ]
    assert {state.rung for state in plain} == {0}
    assert [state.rung for state in climbing] == [0, 0, 0, 0, 0, 0, 0, 1]
    assert HIGHEST[3] == 3


def test_renewing_the_reports_keeps_what_would_be_lost() -> None:
    renew = an_action("perbarui", chance=0.8)
    drift = drift_of(PORTAL, PASSING, Drift(drop=Figure(0.1), per_point=Figure(1)), months=0)

    found = keeping_modes(a_catalogue(renew), uses_of(a_catalogue(renew)), drift)

    assert [mode.state for mode in found] == [1, 2, 3, 4, 5, 6, 7]
    assert dict(found[0].outcomes) == pytest.approx({0: 0.02, 1: 0.98})


def test_where_nothing_can_be_lost_nothing_has_to_be_kept() -> None:
    renew = a_catalogue(an_action("perbarui"))

    still = drift_of(PORTAL, PASSING, NO_DRIFT, months=0)

    assert keeping_modes(renew, uses_of(renew), still) == ()


def test_a_large_catalogue_is_thinned_and_still_answered_well() -> None:
    tied = [
        an_action(f"t{number}", (code, 1, 3), rupiah=1_000_000 + 37_000 * number, chance=0.6)
        for number, code in enumerate(CODES * 3)
    ]
    scores = (2,) * 12

    found = [mode for mode in modes_for(scores, a_catalogue(*tied)) if mode.state == 0]

    whole = [mode for mode in found if mode.chance(7) >= 0.1]
    assert whole
    assert all(sum(share for _, share in mode.outcomes) == pytest.approx(1) for mode in whole)


def test_more_actions_than_can_be_weighed_are_refused_in_words() -> None:
    many = a_catalogue(*(an_action(f"t{number}", ("mkjp", 1, 3)) for number in range(19)))

    with pytest.raises(TooManyActions, match="19 tindakan melayani satu kampung sekaligus"):
        modes_for((2,) * 12, many)


def test_what_may_rise_by_itself_rises_beside_the_work_too() -> None:
    catalogue = a_catalogue(an_action("satu", ("mkjp", 1, 3), chance=0.5))
    scores = (1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 1, 3)

    (mode,) = (one for one in modes_for(scores, catalogue, rises=(0.2, 0.0, 0.1)) if one.state == 2)

    assert dict(mode.outcomes) == pytest.approx({2: 0.36, 3: 0.09, 6: 0.44, 7: 0.11})
