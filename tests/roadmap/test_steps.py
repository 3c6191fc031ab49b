"""How often a step must be done: the smallest number, against trying every number."""

from itertools import product

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from naikkelas.instruments.rules import builtin, score_indicator, score_one
from naikkelas.roadmap.rules import steps

PORTAL = builtin("kampung-kb-2023")
CORRECTED = builtin("kampung-kb-2023-terkoreksi")
BLANK = CORRECTED.blank() | PORTAL.blank()
REPORTED: dict[str, float | None] = {"profil_ada": 1, "penduduk_ada": 1, "kkbpk_ada": 1}


def smallest(values: dict[str, float | None], indicator: str, score: int) -> list[steps.Work]:
    return list(steps.smallest_work(PORTAL, CORRECTED, BLANK | values, indicator, score))


def test_twelve_more_couples_bring_the_cpr_over_its_edge() -> None:
    # Given 150 of 400 couples (37.5 %, rounded to 38 %), none waiting to be served
    values = REPORTED | {"pus": 400, "suntik": 150, "ingin_anak_tunda": 0}

    # When score 3 is wanted
    (work,) = smallest(values, "cpr", 3)

    # Then 12 couples do it (162 of 400 is 40.5 %, which rounds to the even 40) plus one: 13
    assert [doing.words for doing in work.doings] == ["ajak 13 PUS menjadi peserta KB"]
    assert (work.before.value, work.after.value, work.points) == (38, 41, 1)


def test_the_steps_of_a_pokja_are_each_named_once() -> None:
    (work,) = smallest(REPORTED | {"pokja_ada": 1, "pokja_anggota": 0}, "pokja", 4)

    assert [doing.words for doing in work.doings] == ["isi jumlah anggota Pokja", "latih Pokja"]
    assert work.points == 2


def test_what_is_done_already_is_never_asked_again() -> None:
    ways = smallest(REPORTED | {"pokja_ada": 1, "pokja_anggota": 14}, "pokja", 4)

    assert [[doing.words for doing in way.doings] for way in ways] == [["latih Pokja"]]


@pytest.mark.parametrize(("need", "score"), [(1, 2), (2, 3)])
def test_either_of_two_steps_is_offered_where_one_is_enough(need: int, score: int) -> None:
    ways = smallest(REPORTED, "pkb_regulasi", score)

    assert {len(way.doings) for way in ways} == {need}
    assert len(ways) == (2 if need == 1 else 1)


@settings(max_examples=40, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.integers(1, 400), st.integers(0, 400), st.integers(0, 60), st.integers(2, 4))
def test_cpr_needs_exactly_so_many_couples(pus: int, users: int, waiting: int, score: int) -> None:
    values = BLANK | REPORTED | {"pus": pus, "suntik": users, "ingin_anak_tunda": waiting}
    assume((score_indicator(PORTAL, "cpr", values).score or 0) < score)

    ways = smallest(values, "cpr", score)

    fewest = next(
        more
        for more in range(1, 500)
        if (score_indicator(PORTAL, "cpr", values | {"suntik": users + more}).score or 0) >= score
    )
    assert {sum(doing.times for doing in way.doings) for way in ways} == {fewest}


@settings(max_examples=40, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.integers(1, 300), st.integers(0, 40), st.integers(0, 40), st.integers(2, 4))
def test_unmet_need_is_met_with_the_fewest_couples_from_both_groups(
    pus: int, later: int, no_more: int, score: int
) -> None:
    values = BLANK | REPORTED | {
        "pus": pus, "ingin_anak_tunda": later, "tidak_ingin_anak_lagi": no_more
    }  # fmt: skip
    assume((score_indicator(PORTAL, "unmet_need", values).score or 0) < score)

    ways = smallest(values, "unmet_need", score)

    fewest = min(
        a + b
        for a, b in product(range(later + 1), range(no_more + 1))
        if (score_indicator(
            PORTAL, "unmet_need",
            values | {"ingin_anak_tunda": later - a, "tidak_ingin_anak_lagi": no_more - b},
        ).score or 0) >= score
    )  # fmt: skip
    assert min(sum(doing.times for doing in way.doings) for way in ways) == fewest


@settings(max_examples=40, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.tuples(*[st.integers(0, 1)] * 3), st.tuples(*[st.integers(3, 9)] * 3), st.integers(3, 4))
def test_participants_are_spread_over_the_poktan_with_the_fewest_people(
    joined: tuple[int, ...], targets: tuple[int, ...], score: int
) -> None:
    # Given three poktan with small target groups and two without any
    names = ["bkb", "bkr", "bkl"]
    groups = ["keluarga_balita", "keluarga_remaja", "keluarga_lansia"]
    have = [min(pair) for pair in zip(joined, targets, strict=True)]
    values = BLANK | REPORTED
    values |= {f"peserta_{name}": float(n) for name, n in zip(names, have, strict=True)}
    values |= {group: float(n) for group, n in zip(groups, targets, strict=True)}
    assume((score_indicator(PORTAL, "partisipasi_poktan", values).score or 0) < score)

    # When a score is wanted
    ways = smallest(values, "partisipasi_poktan", score)

    # Then no other spread, of all there are, needs fewer people
    rooms = [range(top - now + 1) for top, now in zip(targets, have, strict=True)]
    enough = [
        sum(more)
        for more in product(*rooms)
        if (score_indicator(
            PORTAL, "partisipasi_poktan",
            values | {f"peserta_{name}": float(now + extra)
                      for name, now, extra in zip(names, have, more, strict=True)},
        ).score or 0) >= score
    ]  # fmt: skip
    if enough:
        assert min(sum(doing.times for doing in way.doings) for way in ways) == min(enough)


@settings(max_examples=40, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.tuples(*[st.integers(0, 13)] * 4), st.integers(2, 4))
def test_the_share_of_long_acting_methods_is_reached_with_the_fewest_couples(
    users: tuple[int, ...], score: int
) -> None:
    iud, suntik, pil, pus = users
    values = BLANK | REPORTED | {"iud": iud, "suntik": suntik, "pil": pil, "pus": pus + 1}
    assume((score_indicator(PORTAL, "mkjp", values).score or 0) < score)

    ways = smallest(values, "mkjp", score)

    fewest = min(
        a + b + c
        for a, b, c in product(range(suntik + 1), range(pil + 1), range(17))
        if (score_indicator(
            PORTAL, "mkjp",
            values | {"suntik": suntik - a, "pil": pil - b, "implan": a + b + c},
        ).score or 0) >= score
    )  # fmt: skip
    assert min(sum(doing.times for doing in way.doings) for way in ways) == fewest


def test_no_advice_invites_more_families_than_there_are() -> None:
    # Given 30 families with toddlers, 25 of them in BKB, and no other target group
    values = REPORTED | {"keluarga_balita": 30, "peserta_bkb": 25}

    ways = smallest(values, "partisipasi_poktan", 4)

    # Then BKB alone can't do it: 30 of 30 is a mean of 20 %, and the rest must be reported first
    assert all(
        doing.times <= 5
        for way in ways
        for doing in way.doings
        if doing.step.code == "ajak_peserta_bkb"
    )
    assert all(way.assumed for way in ways)


def test_unknown_groups_are_assumed_and_said_so() -> None:
    (work,) = smallest({}, "cpr", 3)

    assert [doing.words for doing in work.doings] == ["ajak 41 PUS menjadi peserta KB"]
    assert work.assumed == (steps.Assumed("pus", 100.0),)


def test_unknown_unmet_need_must_first_be_reported() -> None:
    (work,) = smallest(REPORTED | {"pus": 120}, "unmet_need", 3)

    assert work.doings == ()
    assert [one.measure for one in work.assumed] == ["ingin_anak_tunda", "tidak_ingin_anak_lagi"]


def test_a_third_row_of_sarana_is_taken_away_not_added_to() -> None:
    (work,) = smallest(REPORTED | {"sarana": 3}, "sarana", 1)

    assert [doing.words for doing in work.doings] == ["hapus 1 baris sarana yang tercatat ganda"]
    assert work.after.score == 3


def test_work_makes_the_report_exist_that_holds_its_figures() -> None:
    (work,) = smallest({}, "sumber_dana", 2)

    after = steps.apply(PORTAL, BLANK, work.doings)

    assert after["profil_ada"] == 1
    assert score_one(PORTAL, after).score("sumber_dana").score == 2
