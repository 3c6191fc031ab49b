"""Drawing, marking, seats, completion, effect: what holds for every input."""

import json
from dataclasses import replace
from math import isclose
from statistics import mean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naikkelas.training.rules import curricula, effect, seats, testing
from naikkelas.training.rules.completion import completion, initials
from naikkelas.training.rules.needs import Lack, in_words, needs
from tests.training.making import curriculum

pytestmark = pytest.mark.sqlite_only  # pure: once is enough

SEEDS = st.text("0123456789abcdef", min_size=32, max_size=32)
KINDS = st.sampled_from(("pra", "pasca"))


# Curricula --------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", sorted(curricula.builtin()))
def test_each_curriculum_of_the_house_can_be_taught_and_says_that_it_is_our_own(code: str) -> None:
    found = curriculum(code)

    assert curricula.is_teachable(found)
    assert len(found.questions) >= curricula.FEWEST_QUESTIONS
    assert found.lessons
    assert "belum ada kurikulum resmi yang ditemukan" in found.note
    assert found.source
    assert all(one.why for one in found.questions)


def test_all_modules_that_the_issue_names_are_there() -> None:
    told = {*curricula.builtin()}

    named = {"data_keluarga", "pelaporan", "situs", "rkm", "rumah_dataku", "peran_seksi"}
    assert named <= told
    assert sum(bool(curriculum(code).theme) for code in told) == 3


@pytest.mark.parametrize("code", sorted(curricula.builtin()))
def test_what_is_stored_reads_as_what_was_written(code: str) -> None:
    found = curriculum(code)

    assert curricula.read(json.loads(curricula.text_of(found))) == found


def test_faults_are_told_all_at_once() -> None:
    told = curricula.told(curriculum()) | {"jam": 0, "nilai_lulus": 137, "soal": [
        {"kode": "a", "tanya": "Apa?", "benar": "Ya", "salah": ["Ya"]},
    ]}  # fmt: skip

    with pytest.raises(curricula.CurriculumFaulty) as met:
        curricula.read(told)

    assert len(met.value.faults) == 3


# Tests ------------------------------------------------------------------------------------------


@given(SEEDS, KINDS, st.integers(1, 5))
def test_a_draw_can_be_made_again_and_asks_each_question_once(
    seed: str, kind: str, number: int
) -> None:
    found = curriculum()

    drawn = testing.draw(found, seed, kind, number)

    assert drawn == testing.draw(found, seed, kind, number)
    assert len({one.question.code for one in drawn}) == len(drawn) == found.drawn
    for one in drawn:
        assert sorted(one.order) == list(range(len(one.question.options)))
        assert one.options[one.right_place] == one.question.right


def test_people_and_tries_get_different_tests() -> None:
    draws = {
        tuple(one.order for one in testing.draw(curriculum(), f"{seed:032x}", kind, number))
        for seed in range(20)
        for kind in ("pra", "pasca")
        for number in (1, 2)
    }

    assert len(draws) == 80


def test_no_place_is_right_more_often_than_chance_allows() -> None:
    places = [
        one.right_place
        for seed in range(400)
        for one in testing.draw(curriculum(), f"{seed:032x}", "pra", 1)
        if len(one.order) == 4
    ]

    shares = [places.count(place) / len(places) for place in range(4)]

    assert all(0.21 < share < 0.29 for share in shares), shares


@given(SEEDS, st.data())
def test_the_mark_counts_the_right_places_and_nothing_else(seed: str, data: st.DataObject) -> None:
    drawn = testing.draw(curriculum(), seed, "pra", 1)
    hit = data.draw(st.sets(st.sampled_from([one.question.code for one in drawn])))
    answers = {
        one.question.code: one.right_place if one.question.code in hit else one.right_place - 1
        for one in drawn
    }
    noise: dict[str, object] = {"tidak_ada": 0}

    found = testing.mark(drawn, answers | noise)

    assert found == testing.Mark(len(hit), len(drawn))
    assert set(testing.kept_answers(drawn, answers | noise)) == {one.question.code for one in drawn}


@given(SEEDS, st.dictionaries(st.text(), st.one_of(st.none(), st.booleans(), st.text())))
def test_nonsense_is_no_right_answer(seed: str, answers: dict[str, object]) -> None:
    drawn = testing.draw(curriculum(), seed, "pra", 1)
    more = {one.question.code: value for one, value in zip(drawn, (True, "0", None), strict=False)}

    assert testing.mark(drawn, answers | more).right == 0


def test_what_a_phone_gets_does_not_tell_the_right_answers() -> None:
    found = curriculum()
    drawn = testing.draw(found, "0" * 32, "pra", 1)

    told = json.dumps(testing.shown(drawn))

    assert all(one.why not in told for one in found.questions)
    assert not {"benar", "urutan", "order", "right"} & {
        key for one in testing.shown(drawn) for key in one
    }


# Seats ------------------------------------------------------------------------------------------


@given(st.integers(1, 12), st.lists(st.sampled_from(("masuk", "keluar")), max_size=40))
def test_no_seat_is_given_twice_and_nobody_waits_beside_a_free_one(
    total: int, acts: list[str]
) -> None:
    holders: dict[int, int] = {}
    waiting: list[int] = []
    for person, act in enumerate(acts):
        if act == "masuk":
            seat = seats.free_seat(holders.keys(), total)
            if seat is None:
                waiting.append(person)
            else:
                holders[seat] = person
        elif holders:
            del holders[min(holders)]
            for who, seat in seats.moved_up(holders.keys(), total, list(waiting)):
                holders[seat] = who
                waiting.remove(who)

        assert set(holders) <= set(range(1, total + 1))
        assert len(set(holders.values())) == len(holders)
        assert not waiting or len(holders) == total
        assert waiting == sorted(waiting)


# Completion -------------------------------------------------------------------------------------


@given(st.integers(1, 10), st.integers(0, 10), st.lists(st.tuples(st.integers(0, 8), st.just(8))))
def test_complete_is_who_came_often_enough_and_passed_once(
    days: int, present: int, scores: list[tuple[int, int]]
) -> None:
    present = min(present, days)
    found = completion(curriculum(), days, present, scores)

    came = present > 0 and present / days >= 0.8
    passed = any(right / asked >= 0.7 for right, asked in scores)
    assert found.is_complete == (came and passed)
    assert (found.in_words == "Lulus") == found.is_complete
    assert (found.score is None) == (not scores)


def test_a_score_is_rounded_down_so_that_nearly_is_not_passed() -> None:
    assert completion(curriculum(), 1, 1, [(699, 1000)]).score == 69
    assert not completion(curriculum(), 1, 1, [(699, 1000)]).passed


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Siti Ratna Dewi Lestari", "S. R. D."), ("ahmad", "A."), ("", "–"), ("37 Budi", "B.")],
)
def test_initials_are_all_that_is_left_of_a_name(name: str, shown: str) -> None:
    assert initials(name) == shown


# Effect -----------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=2, max_size=60))
def test_the_gain_is_the_mean_of_the_differences_within_its_interval(
    pairs: list[tuple[int, int]],
) -> None:
    found = effect.gain(pairs)

    differences = [after - before for before, after in pairs]
    assert found.mean is not None
    assert found.low is not None
    assert found.high is not None
    assert isclose(found.mean, mean(differences), abs_tol=1e-9)
    reach = effect.t_point(len(pairs) - 1) * stdev(differences) / len(pairs) ** 0.5
    assert isclose(found.high - found.mean, reach, abs_tol=1e-6)
    assert isclose(found.mean - found.low, reach, abs_tol=1e-6)


def test_few_people_are_said_to_be_few() -> None:
    assert effect.gain([]).mean is None
    alone = effect.gain([(40, 80)])
    assert (alone.mean, alone.low) == (40, None)
    assert "satu peserta" in alone.in_words
    assert "mencakup nol" in effect.gain([(40, 90), (60, 40), (50, 55)]).in_words
    assert "sedikit" in effect.gain([(40, 80), (41, 80), (42, 80)]).in_words
    assert effect.gain([(40 + n % 3, 80) for n in range(12)]).in_words == ""


@pytest.mark.parametrize(
    ("freedom", "table"), [(1, 12.706), (30, 2.042), (40, 2.021), (60, 2.000), (120, 1.980)]
)
def test_the_points_of_t_are_those_of_the_table(freedom: int, table: float) -> None:
    assert effect.t_point(freedom) == pytest.approx(table, abs=0.002)


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    from random import Random

    dice = Random(37)
    held = 0
    for _ in range(400):
        pairs = [(0.0, 10 + dice.gauss(0, 15)) for _ in range(8)]
        found = effect.gain(pairs)
        assert found.low is not None
        assert found.high is not None
        held += found.low <= 10 <= found.high

    assert 0.92 <= held / 400 <= 0.98


# Needs ------------------------------------------------------------------------------------------


def lack(code: str, is_trained: bool | None = True, *, silent: bool = False, **points: int) -> Lack:
    return Lack(code, code, code, points, silent, is_trained)


def test_untrained_pokja_come_first_and_unknown_ones_are_not_untrained() -> None:
    rows = [
        lack("91.01", pokja=1),
        lack("91.02", is_trained=False),
        lack("91.03", is_trained=None),
        lack("91.04", pokja=2, mekanisme_operasional=1),
        lack("91.05", sumber_dana=3),
    ]

    found = needs(curriculum(), rows)

    assert [one.lack.code for one in found] == ["91.02", "91.04", "91.01"]
    assert [one.points for one in found] == [0, 3, 1]
    assert in_words(found[0], {}) == "Pokja belum pernah dilatih"
    assert in_words(found[2], {"pokja": "Pokja"}) == "Kurang 1 poin (Pokja)"


def test_the_module_of_a_theme_goes_to_those_who_carry_it_the_most_open_criteria_first() -> None:
    module = replace(curriculum(), indicators=(), facts=(), theme="drppa")
    rows = [
        replace(lack("91.01", pokja=3), themes={"proklim": 5}),
        replace(lack("91.02"), themes={"drppa": 2}),
        replace(lack("91.03"), themes={"drppa": 7, "proklim": 1}),
        replace(lack("91.04"), themes={"drppa": 0}),
    ]

    found = needs(module, rows)

    assert [(one.lack.code, one.criteria) for one in found] == [("91.03", 7), ("91.02", 2)]
    assert in_words(found[0], {}) == "Menyandang tema ini, 7 kriteria belum terpenuhi"
