"""Questions of yes or no, and instruments without a level: the criteria of thematic villages."""

import pytest

from naikkelas.instruments.rules import InstrumentInvalid, builtin, load, score_one

YES_NO = """
[instrument]
id = "tema-uji-1"
version = "1"
title = "Uji"
source = "Uji"
seen = "2026-11-26"

[[criterion]]
code = "posko"
name = "Ada posko"
dimension = "unsur"

[[criterion]]
code = "perdes"
name = "Ada perdes"
dimension = "unsur"

[[dimension]]
code = "unsur"
name = "Unsur"
aggregate = "share_of_max"
"""


def test_yes_and_no_are_scores_and_what_is_unknown_has_none() -> None:
    instrument = load(YES_NO)

    card = score_one(instrument, {"posko": 1.0, "perdes": None})

    assert [(one.code, one.score, one.missing) for one in card.scores] == [
        ("posko", 1, False),
        ("perdes", None, True),
    ]
    assert card.indexes == {"unsur": None}, "an unknown answer is not a no"
    assert card.level is None


def test_all_answered_give_the_share_and_still_no_level() -> None:
    card = score_one(load(YES_NO), {"posko": 1.0, "perdes": 0.0})

    assert card.indexes == {"unsur": 0.5}
    assert card.level is None
    assert [one.band for one in card.scores] == ["ya", "tidak"]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('code = "perdes"', 'code = "posko"', "Kode ukuran posko dipakai dua kali"),
        ('dimension = "unsur"\n\n[[dim', 'dimension = "lain"\n\n[[dim', "Dimensi lain tidak"),
        ("[[dimension]]", "[level_table]\nrows = []\n\n[[dimension]]", "Belum ada dimensi"),
        (
            "[[dimension]]",
            '[[level]]\ncode = "a"\norder = 1\nlabel = "A"\n\n[[dimension]]',
            "Perlu tepat satu",
        ),
    ],
)
def test_a_fault_in_criteria_is_told(old: str, new: str, reason: str) -> None:
    assert old in YES_NO

    with pytest.raises(InstrumentInvalid, match=reason):
        load(YES_NO.replace(old, new))


def test_drppa_has_its_ten_indicators_and_no_level() -> None:
    drppa = builtin("tema-drppa-2022")

    assert len(drppa.indicators) == 10
    assert drppa.levels == ()
    assert [len(one.positions) for one in drppa.dimensions] == [4, 6]


@pytest.mark.parametrize(
    ("value", "trophy", "coaching", "level"),
    [
        (80.0, None, None, "di_bawah_utama"),
        (81.0, None, None, "utama"),
        (81.0, 1.0, 0.0, "utama"),
        (None, 1.0, 1.0, "lestari"),
        (None, 1.0, None, None),
    ],
)
def test_proklim_is_utama_from_81(
    value: float | None, trophy: float | None, coaching: float | None, level: str | None
) -> None:
    proklim = builtin("tema-proklim-2016")
    answers = proklim.blank() | {
        "proklim_nilai": value,
        "proklim_trofi": trophy,
        "proklim_membina": coaching,
    }

    assert score_one(proklim, answers).level == level
