"""Which level a Rumah DataKu reaches, and that nothing is assumed of what was not found."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from naikkelas.registry.rules import dataku
from naikkelas.registry.rules.dataku import Standing, judge

SIMPLE: dict[str, Any] = {
    "sk_struktur": True,
    "orientasi": "dasar",
    "sarana": ["papan_nama"],
    "jenis_data": ["kuantitas"],
    "penyajian": 1,
}
COMPLETE: dict[str, Any] = {
    "sk_struktur": True,
    "orientasi": "analisis_data",
    "sarana": ["papan_nama", "buku_data"],
    "jenis_data": ["kuantitas", "kualitas", "mobilitas"],
    "penyajian": 2,
    "pemanfaatan": ["perencanaan"],
}


def reached(answers: dict[str, Any]) -> str | None:
    level = judge(answers).reached
    return level.code if level else None


def test_the_least_that_the_guideline_asks_is_sederhana() -> None:
    assert reached(SIMPLE) == "sederhana"


def test_each_requirement_of_a_level_is_needed() -> None:
    for name in SIMPLE:
        assert reached({**SIMPLE, name: None}) is None, name
    for name in COMPLETE:
        assert reached({**COMPLETE, name: None}) in {None, "sederhana"}, name


def test_one_kind_fewer_is_not_lengkap() -> None:
    assert reached(COMPLETE) == "lengkap"
    assert reached({**COMPLETE, "jenis_data": ["kuantitas", "kualitas"]}) == "sederhana"
    assert reached({**COMPLETE, "sarana": ["papan_nama"]}) == "sederhana"
    assert reached({**COMPLETE, "penyajian": 1}) == "sederhana"
    assert reached({**COMPLETE, "orientasi": "dasar"}) == "sederhana"


def test_use_of_data_is_not_required_for_the_first_level() -> None:
    assert reached({**SIMPLE, "pemanfaatan": None}) == "sederhana"


def test_nobody_reaches_a_level_whose_requirements_were_not_found() -> None:
    everything = {
        **COMPLETE,
        "orientasi": "lengkap",
        "sarana": [one.code for one in dataku.options("sarana")],
        "jenis_data": [one.code for one in dataku.options("jenis_data")],
        "penyajian": 37,
        "pemanfaatan": [one.code for one in dataku.options("pemanfaatan")],
    }
    verdict = judge(everything)

    assert verdict.reached is not None
    assert verdict.reached.code == "lengkap"
    following = verdict.following
    assert following is not None
    assert following.code == "paripurna"
    assert not following.is_knowable
    assert following.missing == ()
    unknown = [one for one in following.judged if one.standing is Standing.NOT_FOUND]
    assert [one.requirement.criterion for one in unknown] == [
        "sarana",
        "jenis_data",
        "penyajian",
        "pemanfaatan",
    ]


def test_what_was_not_told_is_said_apart_from_what_is_missing() -> None:
    following = judge({**SIMPLE, "sarana": None, "sk_struktur": False}).following

    assert following is not None
    standings = {one.requirement.criterion: one.standing for one in following.missing}
    assert standings == {"sarana": Standing.NOT_TOLD, "sk_struktur": Standing.MISSED}


def test_every_requirement_names_its_source() -> None:
    assert len(dataku.requirements()) == 24
    assert all("BKKBN 2020" in one.source for one in dataku.requirements())
    assert [one.words for one in dataku.requirements() if not one.is_known] == [""] * 10


@given(
    st.sets(st.sampled_from([one.code for one in dataku.options("jenis_data")]), min_size=1),
    st.integers(0, 7),
)
def test_more_of_anything_never_lowers_the_level(kinds: set[str], shown: int) -> None:
    order = [None, "sederhana", "lengkap", "paripurna", "integratif"]
    less = {**COMPLETE, "jenis_data": kinds, "penyajian": shown}
    more = {**less, "jenis_data": kinds | {"potensi_desa"}, "penyajian": shown + 1}

    assert order.index(reached(more)) >= order.index(reached(less))
