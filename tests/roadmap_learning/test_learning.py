"""What is learned from attempts: nothing from none, their frequency from many, with pooling."""

import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naikkelas.roadmap.solver.learning import (
    Attempt,
    Learned,
    MixedVersions,
    Prior,
    learn,
)
from naikkelas.roadmap.solver.special import expit, log_beta, log_gamma, logit

RULE = "kampung-kb-2023"
PRIORS = {
    "pokja": Prior(0.7, 8),
    "poktan": Prior(0.5, 8),
    "rumah-data": Prior(0.6, 4),
}


def tries(action: str, step: str, hits: int, misses: int) -> list[Attempt]:
    outcomes = [True] * hits + [False] * misses
    return [Attempt(action, step, RULE, outcome) for outcome in outcomes]


def learned(
    *attempts: Attempt, priors: dict[str, Prior] = PRIORS
) -> dict[tuple[str, str], Learned]:
    steps = [(action, "1-3") for action in priors]
    return learn(priors, attempts, instrument=RULE, steps=steps)


def test_without_attempts_the_posterior_is_the_prior_of_the_catalogue() -> None:
    found = learned()

    for action, prior in PRIORS.items():
        one = found[action, "1-3"]
        assert one.posterior == one.prior
        assert one.attempts == 0
        assert one.prior.mean == pytest.approx(prior.mean, abs=0.005)
        assert one.prior.middle_80[0] < one.prior.middle_50[0] < prior.mean
        assert prior.mean < one.prior.middle_50[1] < one.prior.middle_80[1]


@pytest.mark.parametrize("share", [0.07, 0.37, 0.93])
def test_many_attempts_outweigh_any_prior(share: float) -> None:
    hits = round(3_000 * share)

    one = learned(*tries("pokja", "1-3", hits, 3_000 - hits))["pokja", "1-3"]

    assert one.posterior.mean == pytest.approx(share, abs=0.01)
    assert one.posterior.middle_80[1] - one.posterior.middle_80[0] < 0.05
    assert (one.attempts, one.successes) == (3_000, hits)


def test_an_untried_action_learns_a_little_from_the_failures_of_the_others() -> None:
    found = learned(*tries("pokja", "1-3", 2, 18), *tries("poktan", "1-3", 1, 15))

    untried, tried = found["rumah-data", "1-3"], found["pokja", "1-3"]
    assert untried.attempts == 0
    assert untried.posterior.mean < untried.prior.mean - 0.05
    assert tried.posterior.mean < 0.25
    assert untried.posterior.mean > tried.posterior.mean + 0.1


def test_an_untried_step_learns_more_from_its_own_action_than_from_others() -> None:
    attempts = tries("pokja", "1-3", 18, 0)
    steps = [("pokja", "2-4"), ("rumah-data", "1-3")]

    found = learn(PRIORS, attempts, instrument=RULE, steps=steps)

    own = found["pokja", "2-4"]
    other = found["rumah-data", "1-3"]
    assert own.posterior.mean - own.prior.mean > 1.5 * (other.posterior.mean - other.prior.mean)


def test_few_attempts_are_pulled_towards_the_prior_and_many_less() -> None:
    few = learned(*tries("poktan", "1-3", 3, 0))["poktan", "1-3"].posterior
    many = learned(*tries("poktan", "1-3", 30, 0))["poktan", "1-3"].posterior

    assert 0.5 < few.mean < many.mean < 1.0
    assert few.spread > many.spread
    assert few.worth < many.worth


def test_attempts_of_another_version_of_the_instrument_are_refused() -> None:
    other = Attempt("pokja", "1-3", "kampung-kb-2023-terkoreksi", True)

    with pytest.raises(MixedVersions, match=RULE):
        learned(*tries("pokja", "1-3", 1, 0), other)


def test_actions_that_never_or_always_succeed_stay_within_zero_and_one() -> None:
    priors = {"never": Prior(0.0, 1_000), "always": Prior(1.0, 4.0)}

    found = learned(priors=priors)

    assert found["never", "1-3"].posterior.mean < 0.01
    assert found["always", "1-3"].posterior.mean > 0.95
    for one in found.values():
        assert 0 <= one.posterior.middle_80[0] <= one.posterior.middle_80[1] <= 1


@settings(max_examples=8)
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(PRIORS)), st.sampled_from(["1-3", "2-4"]), st.booleans()),
        max_size=12,
    ),
    st.randoms(),
)
def test_the_order_of_attempts_does_not_matter(
    drawn: list[tuple[str, str, bool]], chance: random.Random
) -> None:
    attempts = [Attempt(action, step, RULE, outcome) for action, step, outcome in drawn]
    shuffled = attempts.copy()
    chance.shuffle(shuffled)

    assert learned(*attempts) == learned(*shuffled)


@settings(max_examples=8)
@given(st.integers(0, 9), st.integers(0, 9))
def test_one_more_success_never_lowers_a_belief(hits: int, misses: int) -> None:
    before = learned(*tries("pokja", "1-3", hits, misses))
    after = learned(*tries("pokja", "1-3", hits + 1, misses))

    for cell, one in before.items():
        assert after[cell].posterior.mean >= one.posterior.mean - 1e-9


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    """Truths drawn as the model says: the middle 80 percent must hold about 80 percent of them."""
    chance = np.random.default_rng(37)
    held = total = 0
    for _ in range(30):
        shift = chance.normal(0, 0.8)
        attempts: list[Attempt] = []
        truths: dict[tuple[str, str], float] = {}
        for action, prior in PRIORS.items():
            centre = float(expit(logit(prior.mean) + shift))
            own = chance.beta(centre * prior.attempts, (1 - centre) * prior.attempts)
            truth = float(chance.beta(max(own * 12, 1e-3), max((1 - own) * 12, 1e-3)))
            truths[action, "1-3"] = truth
            hits = int(chance.binomial(6, truth))
            attempts += tries(action, "1-3", hits, 6 - hits)
        for cell, one in learned(*attempts).items():
            low, high = one.posterior.middle_80
            held += low <= truths[cell] <= high
            total += 1

    assert 0.7 <= held / total <= 0.9


def test_the_logarithm_of_gamma_is_that_of_the_standard_library() -> None:
    values = [1e-4, 0.3, 1.0, 2.5, 37.0, 4_000.0]

    assert log_gamma(values).tolist() == pytest.approx([math.lgamma(one) for one in values])
    assert float(log_beta(2, 3)) == pytest.approx(math.log(1 / 12))
