"""The seven points that the corrected rule mends, and that it mends nothing else."""

import pytest

from naikkelas.instruments.rules import Instrument, score_one
from naikkelas.instruments.rules.formula import Node
from tests.instruments.kampung import (
    GOOD,
    METHODS,
    PARTICIPANTS,
    WITHOUT_KKBPK,
    WITHOUT_PENDUDUK,
    Value,
    card,
    scored,
)


def test_1_those_who_run_the_programme_are_not_lintas_sektor(corrected: Instrument) -> None:
    agencies = corrected.measure_by_code["instansi"]

    assert agencies.counted(["bps", "opd_ppkb", "perwakilan_bkkbn", "swasta"]) == 2


def test_2_only_activities_of_the_window_count(corrected: Instrument) -> None:
    assert corrected.measure_by_code["instansi"].columns == ("instansi_tahun_pelaporan",)
    assert "instansi_tahun_sebelumnya" not in corrected.needed


@pytest.mark.parametrize("pus", [0, -5, None])
def test_3_without_a_pus_above_zero_unmet_need_has_no_score_and_counts_as_one(
    corrected: Instrument, pus: Value
) -> None:
    found = card(corrected, pus=pus)

    assert (found.score("unmet_need").score, found.score("unmet_need").counted) == (None, 1)
    # Participation keeps its 4; CPR falls to 1; MKJP needs a filled PUS, and -5 breaks a rule.
    mkjp = 4 if pus == 0 else 1
    assert found.indexes["output"] == (4 + 1 + mkjp + 1) / 4


def test_3_with_pus_but_nothing_filled_unmet_need_scores_one(corrected: Instrument) -> None:
    found = card(corrected, ingin_anak_tunda=None, tidak_ingin_anak_lagi=None)

    assert found.score("unmet_need").score == 1


def test_4_no_report_and_no_activity_is_belum_lapor_with_everything_empty(
    corrected: Instrument,
) -> None:
    silent = corrected.blank() | {"profil_ada": 0, "penduduk_ada": 0, "kkbpk_ada": 0, "kegiatan": 0}

    found = score_one(corrected, silent)

    assert found.level == "belum_lapor"
    assert {score.score for score in found.scores} == {None}
    assert set(found.indexes.values()) == {None}
    assert set(found.passed.values()) == {None}


@pytest.mark.parametrize("report", ["profil_ada", "penduduk_ada", "kkbpk_ada", "kegiatan"])
def test_4_one_report_or_one_activity_is_enough_to_be_classified(
    corrected: Instrument, report: str
) -> None:
    assert score_one(corrected, corrected.blank() | {report: 1}).level == "dasar"


def test_4_an_activity_of_the_programme_alone_is_an_activity(corrected: Instrument) -> None:
    """It counts no agency, but the kampung has not been silent."""
    activities = corrected.measure_by_code["kegiatan"]

    assert activities.counted(["opd_ppkb"]) == 1


def test_5_kinds_are_counted_not_rows(corrected: Instrument) -> None:
    poktan, sarana = (corrected.measure_by_code[code] for code in ("poktan", "sarana"))

    assert poktan.counted(["bkb", "bkb", "bkr", "pelayanan_kb"]) == 2
    assert sarana.counted(["sekretariat", "sekretariat", "rumah_dataku"]) == 2


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("broken", [-1, 100_001])
def test_6_a_figure_that_breaks_a_hard_rule_counts_as_missing(
    corrected: Instrument, method: str, broken: float
) -> None:
    assert card(corrected, **{method: broken}) == card(corrected, **{method: None})


@pytest.mark.parametrize(
    ("measure", "cap", "beside"),
    [
        ("pokja_anggota", 1_000, {}),
        ("pus", 100_000, {}),
        ("keluarga", 100_000, {"peserta_uppka": 40_000}),
        ("remaja", 200_000, {"peserta_pik_r": 80_000}),
    ],
)
def test_6_the_caps_themselves_are_allowed(
    corrected: Instrument, measure: str, cap: float, beside: dict[str, Value]
) -> None:
    at_cap = card(corrected, **beside, **{measure: cap})
    above = card(corrected, **beside, **{measure: cap + 1})

    assert above == card(corrected, **beside, **{measure: None})
    assert at_cap != above


def test_6_participants_above_their_target_drop_out_and_the_divisor_stays_five(
    corrected: Instrument, portal: Instrument
) -> None:
    changes: dict[str, Value] = {"peserta_bkb": 101}

    assert card(portal, **changes).score("partisipasi_poktan").value == 45
    found = card(corrected, **changes).score("partisipasi_poktan")
    assert (found.numerator, found.value, found.score) == (124, 25, 3)


def test_6_as_many_participants_as_the_target_are_allowed(corrected: Instrument) -> None:
    assert card(corrected, peserta_bkb=100).score("partisipasi_poktan").numerator == 224


def test_6_a_broken_target_breaks_no_participants(corrected: Instrument) -> None:
    """The target is missing then, and its ratio is left out for that reason alone."""
    found = card(corrected, keluarga_balita=-1, peserta_bkb=31)

    assert found == card(corrected, keluarga_balita=None, peserta_bkb=31)


def _texts(node: Node) -> str:
    return repr(node)


def test_everything_else_is_the_portals(portal: Instrument, corrected: Instrument) -> None:
    """Formulas, bands, dimensions and levels differ only where one of the seven points says so."""
    for ours, theirs in zip(corrected.indicators, portal.indicators, strict=True):
        assert (ours.code, ours.dimension, ours.score_if_absent) == (
            theirs.code, theirs.dimension, theirs.score_if_absent,
        )  # fmt: skip
        assert [(band.start, band.score) for band in ours.bands] == [
            (band.start, band.score) for band in theirs.bands if band.score is not None
        ]
        if ours.code != "unmet_need":
            assert _texts(ours.value) == _texts(theirs.value)
    assert [one.code for one in corrected.levels] == [
        "belum_lapor", *(one.code for one in portal.levels)
    ]  # fmt: skip
    assert corrected.derived == portal.derived


@pytest.mark.parametrize(
    "changes",
    [
        {},
        WITHOUT_KKBPK,
        dict.fromkeys(PARTICIPANTS, 20.0),
        {"pokja_ada": 0, "poktan": 2},
        {"pus": 205, "ingin_anak_tunda": 15},
    ],
)
def test_sound_reports_get_the_same_result_from_both(
    portal: Instrument, corrected: Instrument, changes: dict[str, Value]
) -> None:
    ours, theirs = score_one(corrected, GOOD | changes), score_one(portal, GOOD | changes)

    assert [score.score for score in ours.scores] == [score.score for score in theirs.scores]
    assert (ours.indexes, ours.level) == (theirs.indexes, theirs.level)


def test_an_empty_village_is_no_longer_the_best_of_unmet_need(
    portal: Instrument, corrected: Instrument
) -> None:
    assert scored(portal, "unmet_need", **WITHOUT_PENDUDUK) == 4
    assert scored(corrected, "unmet_need", **WITHOUT_PENDUDUK) is None
