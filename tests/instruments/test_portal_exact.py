"""The national portal's rule to the letter; numbers are those of the description of its SQL.

Each test gives the figures by which an engine that does it differently would be found out.
"""

import pytest

from naikkelas.instruments.rules import Instrument, score_one
from naikkelas.instruments.rules.score_file import rounded_index
from tests.instruments.kampung import (
    GOOD,
    LASTING,
    METHODS,
    OF_PENDUDUK,
    PARTICIPANTS,
    WITHOUT_KKBPK,
    WITHOUT_PENDUDUK,
    Value,
    card,
    each,
    scored,
    valued,
)

NO_METHODS = each(METHODS, 0.0)


def _users(total: int, lasting: int = 0) -> dict[str, Value]:
    return NO_METHODS | {"iud": lasting, "pil": total - lasting}


# 4. Percent = round((a / b) × 100) in binary64


@pytest.mark.parametrize(
    ("users", "pus", "percent", "score"),
    [
        (81, 200, 40, 2),  # 40.5, a tie: down to the even 40
        (101, 200, 50, 3),  # 50.5 → 50
        (83, 200, 42, 3),  # 41.5: up to the even 42
        (23, 40, 57, 4),  # 57.49999999999999 in binary, not a tie
        (109, 200, 55, 4),  # 54.50000000000001
        (59, 200, 30, 2),  # 29.5 → 30
        (58, 200, 29, 1),
    ],
)
def test_4_cpr_ties_go_to_the_even_number_in_binary(
    portal: Instrument, users: int, pus: int, percent: int, score: int
) -> None:
    changes = _users(users) | {"pus": pus}

    assert valued(portal, "cpr", **changes) == percent
    assert scored(portal, "cpr", **changes) == score


@pytest.mark.parametrize(
    ("lasting", "users", "percent", "score"),
    [(45, 200, 22, 2), (49, 200, 24, 3), (47, 200, 24, 3), (51, 200, 26, 4), (39, 200, 20, 2)],
)
def test_4_mkjp_ties_go_to_the_even_number(
    portal: Instrument, lasting: int, users: int, percent: int, score: int
) -> None:
    changes = _users(users, lasting)

    assert valued(portal, "mkjp", **changes) == percent
    assert scored(portal, "mkjp", **changes) == score


@pytest.mark.parametrize(
    ("unmet", "pus", "percent", "score"),
    [(13, 200, 6, 4), (25, 200, 12, 2), (15, 200, 8, 3), (19, 200, 10, 2), (27, 200, 14, 1)],
)
def test_4_unmet_need_ties_go_to_the_even_number(
    portal: Instrument, unmet: int, pus: int, percent: int, score: int
) -> None:
    changes: dict[str, Value] = {"ingin_anak_tunda": unmet, "tidak_ingin_anak_lagi": 0, "pus": pus}

    assert valued(portal, "unmet_need", **changes) == percent
    assert scored(portal, "unmet_need", **changes) == score


# 5. Five ratios rounded one by one, summed, divided by 5, rounded again


@pytest.mark.parametrize(
    ("total", "percent", "score"),
    [
        (47, 9, 1),
        (48, 10, 2),
        (102, 20, 2),
        (103, 21, 3),
        (152, 30, 3),
        (153, 31, 4),
    ],
)
def test_5_participation_is_the_rounded_fifth_of_the_sum(
    portal: Instrument, total: int, percent: int, score: int
) -> None:
    changes: dict[str, Value] = each(PARTICIPANTS, 0) | {"peserta_bkb": total}

    assert valued(portal, "partisipasi_poktan", **changes) == percent
    assert scored(portal, "partisipasi_poktan", **changes) == score


def test_5_each_ratio_is_rounded_before_the_sum(portal: Instrument) -> None:
    """Five times 9.6 percent: rounded first the sum is 50, cut afterwards it would be 48."""
    changes: dict[str, Value] = each(PARTICIPANTS, 96)
    changes |= each(OF_PENDUDUK, 1000)

    assert card(portal, **changes).score("partisipasi_poktan").numerator == 50
    assert valued(portal, "partisipasi_poktan", **changes) == 10


# 6. Indexes: half away from zero, 2 decimals; never decides a level


def test_6_an_index_is_shown_with_two_decimals_half_away_from_zero(portal: Instrument) -> None:
    output = portal.dimensions[2]

    assert rounded_index(output, 2.125) == "2.13"
    assert rounded_index(output, 8 / 3) == "2.67"
    assert rounded_index(output, 3.0) == "3.00"


def test_6_an_index_just_below_three_does_not_pass(portal: Instrument) -> None:
    below = card(portal, pokja_ada=0, sarana=1)

    assert below.indexes["input"] == 2.8
    assert below.passed == {"input": False, "proses": True, "output": True}
    assert below.level == "mandiri"


# 7. Participation: missing, zero, negative, huge


def test_7_a_target_of_zero_or_less_makes_its_ratio_zero(portal: Instrument) -> None:
    for target in (0, -7):
        found = card(portal, keluarga_balita=target).score("partisipasi_poktan")
        assert found.numerator == 4 * 31
        assert found.value == 25


@pytest.mark.parametrize("absent", ["peserta_bkb", "keluarga_balita"])
def test_7_an_unfilled_side_leaves_its_ratio_out_but_the_divisor_stays_five(
    portal: Instrument, absent: str
) -> None:
    found = card(portal, **{absent: None}).score("partisipasi_poktan")

    assert (found.numerator, found.denominator) == (124, 5)
    assert (found.value, found.score) == (25, 3)


def test_7_nothing_is_capped(portal: Instrument) -> None:
    huge: dict[str, Value] = each(PARTICIPANTS, 0) | {"peserta_bkb": 160}
    negative: dict[str, Value] = each(PARTICIPANTS, 0) | {"peserta_bkb": -500}

    assert valued(portal, "partisipasi_poktan", **huge) == 32
    assert valued(portal, "partisipasi_poktan", **negative) == -100
    assert scored(portal, "partisipasi_poktan", **negative) == 1


def test_7_without_penduduk_or_kkbpk_participation_scores_one(portal: Instrument) -> None:
    for changes in (WITHOUT_PENDUDUK, WITHOUT_KKBPK):
        found = card(portal, **changes).score("partisipasi_poktan")
        assert (found.value, found.score, found.missing) == (None, 1, True)


# 8. CPR


def test_8_cpr_of_a_pus_of_zero_or_less_is_zero_percent(portal: Instrument) -> None:
    for pus in (0, -3):
        found = card(portal, pus=pus).score("cpr")
        assert (found.value, found.score) == (0, 1)


def test_8_cpr_without_pus_penduduk_or_kkbpk_is_null_and_scores_one(portal: Instrument) -> None:
    unfilled: dict[str, Value] = {"pus": None}
    for changes in (WITHOUT_PENDUDUK, WITHOUT_KKBPK, unfilled):
        found = card(portal, **changes).score("cpr")
        assert (found.value, found.score) == (None, 1)


def test_8_methods_not_filled_count_as_zero(portal: Instrument) -> None:
    only: dict[str, Value] = each(METHODS, None) | {"pil": 205}

    assert valued(portal, "cpr", **only) == 41


# 9. MKJP


def test_9_mkjp_needs_a_filled_pus_whatever_its_value(portal: Instrument) -> None:
    assert scored(portal, "mkjp", pus=0) == 4
    assert scored(portal, "mkjp", pus=-7) == 4
    assert card(portal, pus=None).score("mkjp").value is None
    assert scored(portal, "mkjp", pus=None) == 1


def test_9_a_kkbpk_without_penduduk_gets_one_for_mkjp(portal: Instrument) -> None:
    assert scored(portal, "mkjp", **WITHOUT_PENDUDUK) == 1


def test_9_mkjp_needs_at_least_one_filled_lasting_method(portal: Instrument) -> None:
    none: dict[str, Value] = each(LASTING, None)

    assert card(portal, **none).score("mkjp").missing
    assert scored(portal, "mkjp", **none) == 1
    assert valued(portal, "mkjp", **none | {"implan": 70}) == 25


def test_9_no_users_at_all_is_zero_percent(portal: Instrument) -> None:
    found = card(portal, **NO_METHODS).score("mkjp")

    assert (found.value, found.score) == (0, 1)


# 10. Unmet need starts from kkbpk


@pytest.mark.parametrize("pus", [0, -3, None])
def test_10_unmet_need_without_a_usable_pus_gets_the_best_score(
    portal: Instrument, pus: Value
) -> None:
    found = card(portal, pus=pus).score("unmet_need")

    assert (found.value, found.score) == (0, 4)


def test_10_unmet_need_without_any_penduduk_gets_the_best_score(portal: Instrument) -> None:
    assert scored(portal, "unmet_need", **WITHOUT_PENDUDUK) == 4


def test_10_one_of_iat_and_tial_is_enough(portal: Instrument) -> None:
    assert valued(portal, "unmet_need", ingin_anak_tunda=None, tidak_ingin_anak_lagi=50) == 10
    assert valued(portal, "unmet_need", ingin_anak_tunda=50, tidak_ingin_anak_lagi=None) == 10


def test_10_neither_filled_or_no_kkbpk_is_null_and_scores_one(portal: Instrument) -> None:
    neither: dict[str, Value] = {"ingin_anak_tunda": None, "tidak_ingin_anak_lagi": None}
    for changes in (neither, WITHOUT_KKBPK, neither | {"pus": 0}):
        found = card(portal, **changes).score("unmet_need")
        assert (found.value, found.score) == (None, 1)


def test_10_a_negative_sum_gets_the_best_score(portal: Instrument) -> None:
    assert scored(portal, "unmet_need", ingin_anak_tunda=-90, tidak_ingin_anak_lagi=12) == 4


# 12. Pokja


@pytest.mark.parametrize(
    ("exists", "members", "trained", "score"),
    [
        (None, 12, 1, 1),
        (0, 12, 1, 1),
        (1, None, None, 2),
        (1, 0, 0, 2),
        (1, -4, 0, 2),
        (1, 1, 0, 3),
        (1, 0, 1, 3),
        (1, 1, 1, 4),
    ],
)
def test_12_pokja(
    portal: Instrument, exists: Value, members: Value, trained: Value, score: int
) -> None:
    changes: dict[str, Value] = {
        "pokja_ada": exists, "pokja_anggota": members, "pokja_terlatih": trained,
    }  # fmt: skip

    assert scored(portal, "pokja", **changes) == score


# 13. Poktan and sarana count rows


def test_13_an_item_stored_twice_counts_twice_and_other_programmes_are_poktan(
    portal: Instrument,
) -> None:
    poktan = portal.measure_by_code["poktan"]

    assert poktan.counted(["bkb", "bkb", "bkr", "bkl", "uppka"]) == 5
    assert poktan.counted(["bkb", "pelayanan_kb"]) == 2
    assert poktan.counted(["bkb", "sekretariat", "rumah_dataku"]) == 1
    assert portal.measure_by_code["sarana"].counted(["sekretariat", "sekretariat"]) == 2


def test_13_three_rows_of_sarana_leave_no_score_and_no_input_index(portal: Instrument) -> None:
    found = card(portal, sarana=3)

    assert found.score("sarana").score is None
    assert found.indexes["input"] is None
    assert found.passed["input"] is None


@pytest.mark.parametrize(
    ("proses_passes", "output_passes", "level"),
    [(True, True, "mandiri"), (True, False, "dasar"), (False, True, "dasar"), (False, False, None)],
)
def test_13_the_level_without_an_input_index(
    portal: Instrument, proses_passes: bool, output_passes: bool, level: str | None
) -> None:
    changes: dict[str, Value] = {"sarana": 4}
    if not proses_passes:
        changes |= {"instansi": 0, "penggunaan_data": 0}
    if not output_passes:
        changes |= WITHOUT_KKBPK

    assert card(portal, **changes).level == level


# 14. Sumber dana, data use, mechanisms; regulation


@pytest.mark.parametrize(
    ("indicator", "edges"),
    [
        ("sumber_dana", {0: 1, 1: 2, 2: 3, 4: 3, 5: 4, 6: 4}),
        ("poktan", {0: 1, 1: 2, 2: 2, 3: 3, 4: 3, 5: 4, 9: 4}),
        ("sarana", {0: 1, 1: 2, 2: 3}),
        ("penggunaan_data", {0: 1, 1: 2, 2: 3, 3: 3, 4: 4, 5: 4}),
        ("mekanisme_operasional", {0: 1, 1: 2, 2: 2, 3: 3, 4: 3, 5: 4}),
    ],
)
def test_14_counts_and_their_bands(
    portal: Instrument, indicator: str, edges: dict[int, int]
) -> None:
    assert {n: scored(portal, indicator, **{indicator: n}) for n in edges} == edges


def test_14_keyed_lists_count_kinds(portal: Instrument) -> None:
    for code in ("sumber_dana", "penggunaan_data", "mekanisme_operasional"):
        assert portal.measure_by_code[code].counted(["a", "a", "b"]) == 2


@pytest.mark.parametrize(
    ("plkb", "regulation", "score"), [(None, None, 1), (0, 1, 2), (1, None, 2), (1, 1, 3)]
)
def test_14_pkb_and_regulation_are_flags(
    portal: Instrument, plkb: Value, regulation: Value, score: int
) -> None:
    assert scored(portal, "pkb_regulasi", plkb_pendamping=plkb, regulasi=regulation) == score


# 15. Lintas sektor


def test_15_agencies_of_all_years_once_each_those_of_the_programme_included(
    portal: Instrument,
) -> None:
    agencies = portal.measure_by_code["instansi"]

    assert agencies.columns == ("instansi_tahun_pelaporan", "instansi_tahun_sebelumnya")
    assert agencies.counted(["bps", "bps", "opd_ppkb", "perwakilan_bkkbn", "lainnya"]) == 4


def test_15_activities_numbered_26_and_34_are_left_out(portal: Instrument) -> None:
    assert portal.measure_by_code["instansi"].excluded_numbers == {26, 34}


@pytest.mark.parametrize(
    ("count", "score"), [(0, 1), (1, 2), (3, 2), (4, 3), (6, 3), (7, 4), (35, 4)]
)
def test_15_bands_of_lintas_sektor(portal: Instrument, count: int, score: int) -> None:
    assert scored(portal, "lintas_sektor", instansi=count) == score


# The level table, and never Belum Lapor


def test_who_never_reported_is_dasar_with_one_everywhere(portal: Instrument) -> None:
    found = score_one(portal, portal.blank())

    assert {score.score for score in found.scores} == {1}
    assert found.level == "dasar"
    assert "belum_lapor" not in portal.level_by_code


@pytest.mark.parametrize(
    ("states", "level"),
    [
        ("000", "dasar"),
        ("100", "dasar"),
        ("010", "dasar"),
        ("001", "dasar"),
        ("110", "berkembang"),
        ("101", "mandiri"),
        ("011", "mandiri"),
        ("111", "berkelanjutan"),
    ],
)
def test_all_eight_states_have_their_level(portal: Instrument, states: str, level: str) -> None:
    weak: tuple[dict[str, Value], ...] = (
        {"pokja_ada": 0, "poktan": 0},
        {"instansi": 0, "penggunaan_data": 0},
        WITHOUT_KKBPK,
    )
    values = dict(GOOD)
    for state, changes in zip(states, weak, strict=True):
        values |= {} if state == "1" else changes

    found = score_one(portal, values)

    assert "".join("1" if passed else "0" for passed in found.passed.values()) == states
    assert found.level == level
