"""Advice in words: what it promises, the scoring engine confirms, under both rules."""

import random

import pytest

from naikkelas.instruments.rules import builtin, score_one
from naikkelas.roadmap.rules.advice import Situation, advise

PORTAL = builtin("kampung-kb-2023")
CORRECTED = builtin("kampung-kb-2023-terkoreksi")
BLANK = CORRECTED.blank() | PORTAL.blank()
BERKEMBANG: dict[str, float | None] = BLANK | {
    "profil_ada": 1, "penduduk_ada": 1, "kkbpk_ada": 1, "pokja_ada": 1, "pokja_anggota": 14,
    "pokja_terlatih": 1, "sumber_dana": 3, "poktan": 5, "sarana": 2, "plkb_pendamping": 1,
    "penggunaan_data": 3, "mekanisme_operasional": 3, "instansi": 5, "kegiatan": 9,
    "pus": 211, "keluarga": 403, "remaja": 97, "keluarga_balita": 83, "keluarga_remaja": 71,
    "keluarga_lansia": 59, "peserta_bkb": 31, "peserta_bkr": 20, "peserta_bkl": 17,
    "peserta_uppka": 90, "peserta_pik_r": 11, "iud": 9, "implan": 20, "suntik": 61, "pil": 17,
    "ingin_anak_tunda": 11, "tidak_ingin_anak_lagi": 13,
}  # fmt: skip


def any_kampung(dice: random.Random) -> dict[str, float | None]:
    """Figures of a kampung, some of them missing."""

    def maybe(value: float) -> float | None:
        return None if dice.random() < 0.1 else value

    pus = dice.randint(0, 400)
    values: dict[str, float | None] = BLANK | {
        "profil_ada": 1, "penduduk_ada": 1, "kkbpk_ada": 1, "kegiatan": 3,
        "pokja_ada": maybe(dice.randint(0, 1)), "pokja_anggota": maybe(dice.randint(0, 9)),
        "pokja_terlatih": maybe(dice.randint(0, 1)), "sumber_dana": dice.randint(0, 6),
        "poktan": dice.randint(0, 5), "sarana": dice.randint(0, 3),
        "plkb_pendamping": dice.randint(0, 1), "regulasi": dice.randint(0, 1),
        "penggunaan_data": dice.randint(0, 5), "mekanisme_operasional": dice.randint(0, 5),
        "instansi": dice.randint(0, 9), "pus": maybe(pus), "keluarga": maybe(pus + 37),
        "remaja": maybe(dice.randint(0, 90)), "keluarga_balita": maybe(dice.randint(0, 60)),
        "keluarga_remaja": maybe(dice.randint(0, 60)),
        "keluarga_lansia": maybe(dice.randint(0, 60)), "peserta_bkb": maybe(dice.randint(0, 20)),
        "peserta_uppka": maybe(dice.randint(0, 20)), "implan": maybe(dice.randint(0, 20)),
        "suntik": maybe(dice.randint(0, 90)), "pil": maybe(dice.randint(0, 60)),
        "ingin_anak_tunda": maybe(dice.randint(0, 30)),
        "tidak_ingin_anak_lagi": maybe(dice.randint(0, 30)),
    }  # fmt: skip
    return values


@pytest.mark.parametrize("seed", range(11))
def test_doing_what_an_option_says_gives_its_level(seed: int) -> None:
    # Given some kampung, whose agencies of this year are fewer than those of all time
    values = any_kampung(random.Random(seed))
    now = Situation.of(PORTAL, values)
    corrected = Situation.of(CORRECTED, values | {"instansi": (values["instansi"] or 0) // 2})
    orders = {level.code: level.order for level in CORRECTED.levels}

    # When it is advised
    advice = advise(now, corrected)

    # Then every option shown leads to its goal under the rule in force, and what is said of the
    # corrected rule is what that rule says
    for goal in advice:
        for branch in goal.branches:
            assert branch.options, f"no way shown for {branch.branch.dimensions}"
            for option in branch.options:
                assert option.points == branch.branch.points
                after = now.after(option.works).card
                assert after.level == option.level
                assert orders[option.level] >= orders[goal.goal.level]
                assert all(after.passed[code] for code in branch.branch.dimensions)
                kept = [code for code, passed in now.card.passed.items() if passed]
                assert all(after.passed[code] for code in kept)
                beside = corrected.after(option.works)
                assert option.both is (orders[beside.card.level or "dasar"] >= orders[option.level])
                if option.further:
                    both = beside.after(option.further).card
                    assert orders[both.level or "dasar"] >= orders[branch.branch.level]


def test_options_that_satisfy_both_rules_come_first() -> None:
    # Given a kampung whose agencies are nearly all of earlier years
    now = Situation.of(PORTAL, BERKEMBANG | {"penggunaan_data": 2, "mekanisme_operasional": 2})
    corrected = Situation.of(CORRECTED, dict(now.values) | {"instansi": 3})

    goal = next(one for one in advise(now, corrected) if one.goal.level == "berkelanjutan")

    verdicts = [option.both for branch in goal.branches for option in branch.options]
    assert verdicts == sorted(verdicts, key=bool, reverse=True)


def test_an_option_that_fails_the_corrected_rule_says_why_and_what_else() -> None:
    # Given a kampung that lacks one point of proses, and 4 points of it only by old activities
    values = BERKEMBANG | {"penggunaan_data": 3, "mekanisme_operasional": 2}
    now = Situation.of(PORTAL, values)
    corrected = Situation.of(CORRECTED, values | {"instansi": 0})

    goal = next(one for one in advise(now, corrected) if one.branches[0].branch.points)
    option = goal.branches[0].options[0]

    assert option.both is False
    assert "lintas_sektor" in [score.code for score in option.lacking]
    assert option.further


def test_serving_couples_for_one_indicator_is_not_asked_again_for_another() -> None:
    # Given a kampung with few users and many couples who want to be served
    values = BERKEMBANG | {"suntik": 20, "ingin_anak_tunda": 60, "tidak_ingin_anak_lagi": 0}
    now = Situation.of(PORTAL, values)

    # When it is advised, unmet need and CPR are both low
    option = advise(now)[0].branches[0].options[0]

    # Then one couple more in either step would be one too many
    after = now.after(option.works).card
    assert after.passed["output"]
    for work in option.works:
        for doing in work.doings:
            if doing.times > 1:
                fewer = [
                    type(one)(
                        one.indicator,
                        tuple(type(d)(d.step, d.times - (d is doing)) for d in one.doings),
                        one.before,
                        one.after,
                        one.assumed,
                    )
                    for one in option.works
                ]
                assert sum(s.counted or 0 for s in now.after(fewer).card.scores) < sum(
                    s.counted or 0 for s in after.scores
                )


def test_advice_for_the_highest_class_is_empty() -> None:
    values = BERKEMBANG | {"implan": 60, "suntik": 61, "ingin_anak_tunda": 0, "regulasi": 1,
                           "tidak_ingin_anak_lagi": 3}  # fmt: skip
    assert score_one(PORTAL, values).level == "berkelanjutan"

    assert advise(Situation.of(PORTAL, values)) == ()


def test_the_same_figures_are_worked_out_once_and_others_anew() -> None:
    figures = BERKEMBANG | {"penggunaan_data": 2, "mekanisme_operasional": 2}
    corrected = Situation.of(CORRECTED, figures)
    first = advise(Situation.of(PORTAL, figures), corrected)

    assert first
    assert advise(Situation.of(PORTAL, dict(figures)), corrected) is first
    assert advise(Situation.of(PORTAL, figures)) != first
    assert advise(Situation.of(PORTAL, figures | {"penggunaan_data": 3}), corrected) != first
