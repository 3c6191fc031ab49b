"""What actions bring to thematic villages: a small bonus that is frozen, checked and told."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naikkelas.roadmap.rules.plan_file import read_input, write_input
from naikkelas.roadmap.rules.plan_input import (
    Group,
    KampungFacts,
    Means,
    Money,
    PlanInput,
    Rules,
    Served,
    ThemeWeight,
)
from naikkelas.roadmap.rules.planning import make_plan
from naikkelas.roadmap.rules.reasons import sentence
from naikkelas.roadmap.rules.serving import bonus_of, said
from naikkelas.roadmap.solver.explaining import explain
from naikkelas.roadmap.solver.verifying import faults
from tests.roadmap_modes.examples import PASSING, PORTAL, a_catalogue, an_action, text_of
from tests.roadmap_modes.schema import breaches, schema

PERDES = Served("Ada perdes", ("DRPPA", "Desa Bersinar"))
POSKO = Served("Ada posko", ("Desa Bersinar",))
SERVES = {"perdes": (PERDES,), "rapat": (POSKO, PERDES)}


def test_a_criterion_counts_once_for_each_theme_with_the_likeliest_action() -> None:
    weight = ThemeWeight(each=0.01, most=1.0)

    alone = bonus_of(SERVES, ["perdes"], {"perdes": 0.5}, weight)
    both = bonus_of(SERVES, ["perdes", "rapat"], {"perdes": 0.5, "rapat": 0.8}, weight)

    assert alone == pytest.approx(0.01 * 2 * 0.5)
    assert both == pytest.approx(0.01 * (2 * 0.8 + 1 * 0.8))


@given(
    chances=st.fixed_dictionaries({one: st.floats(0, 1) for one in SERVES}),
    each=st.floats(0, 1),
    most=st.floats(0, 1),
)
def test_a_bonus_is_capped_and_more_actions_never_lower_it(
    chances: dict[str, float], each: float, most: float
) -> None:
    weight = ThemeWeight(each, most)
    one, two = (
        bonus_of(SERVES, actions, chances, weight) for actions in (["perdes"], ["perdes", "rapat"])
    )

    assert 0 <= one <= two <= most
    assert bonus_of({}, ["perdes"], chances, weight) == 0


def test_what_is_served_is_said_in_words() -> None:
    assert said(SERVES, ["perdes", "rapat"]) == (
        "Sekaligus memenuhi 2 kriteria dari 2 tema (DRPPA, Desa Bersinar): Ada perdes; Ada posko."
    )
    assert said(SERVES, ["lain"]) == ""


def _asked(each: float, *, serving: str) -> PlanInput:
    """Two ways of the same worth, one cheaper and one quicker; one of them serves two themes."""
    scores = (1,) * 6 + PASSING[6:]
    lifts = [(one.code, 1, one.highest_score) for one in PORTAL.indicators[:6]]
    actions = [
        an_action("biasa", *lifts, chance=0.8, rupiah=1_000_000, days=4),
        an_action("perdes", *lifts, chance=0.8, rupiah=1_100_000, days=1),
    ]
    one = KampungFacts("K1", "Sukamaju", "G", scores, serves={serving: (PERDES, POSKO)})
    other = replace(one, code="K2", name="Tirta", serves={})
    return PlanInput(
        instrument=PORTAL.id,
        cutoff=date(2025, 7, 31),
        start=date(2026, 1, 1),
        years=1,
        groups=(Group("G", "Kecamatan"),),
        kampung=(one, other),
        catalogue=a_catalogue(*actions),
        means=Means(money=(Money("apbd", (2_150_000.0,)),)),
        rules=Rules(themes=ThemeWeight(each=each)),
    )


@pytest.mark.parametrize("serving", ["biasa", "perdes"])
def test_of_two_equal_ways_the_planner_takes_the_one_that_serves_themes(serving: str) -> None:
    made = make_plan(_asked(0.01, serving=serving), seconds=60)

    chosen = made.plan.decisions[0]
    assert chosen is not None
    assert chosen.actions == (serving,)
    assert chosen.bonus == pytest.approx(0.01 * 3 * 0.8)
    assert faults(made.world, made.plan) == []
    told = sentence(made, explain(made.world, made.plan, 0))
    assert "Sekaligus memenuhi 2 kriteria dari 2 tema (DRPPA, Desa Bersinar)" in told
    assert "Sekaligus" not in sentence(made, explain(made.world, made.plan, 1))


def test_without_weight_the_gain_is_that_of_the_classes_alone() -> None:
    without = make_plan(_asked(0.0, serving="perdes"), seconds=60)
    serving = make_plan(_asked(0.01, serving="perdes"), seconds=60)

    more = serving.plan.years[0].gain - without.plan.years[0].gain
    assert more == pytest.approx(0.01 * 3 * 0.8, abs=1e-6)
    assert serving.plan.years[0].newly == pytest.approx(without.plan.years[0].newly)


def _with_themes(data: dict[str, Any]) -> None:
    code = data["katalog"]["tindakan"][0]["kode"]
    criteria = [{"nama": PERDES.criterion, "tema": list(PERDES.themes)}]
    data["kampung"][0]["tema"] = [{"tindakan": code, "kriteria": criteria}]
    data["aturan"]["tema"] = {"bobot": 0.02, "paling_banyak": 0.04}


def test_what_is_served_is_written_and_read_again() -> None:
    asked = read_input(text_of(_with_themes))

    written = write_input(asked)

    assert read_input(written) == asked
    assert asked.rules.themes == ThemeWeight(0.02, 0.04)
    assert next(iter(asked.kampung[0].serves.values())) == (PERDES,)
    data = json.loads(written)
    assert list(breaches(schema("naikkelas-plan-input-1"), data)) == []


def test_an_input_without_themes_is_written_as_before() -> None:
    assert '"tema"' not in write_input(read_input(text_of()))
