"""Overlap, gaps and joint benefits: pure rules, and the data that they rest on."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from naikkelas.instruments.rules import builtin, theme_ids
from naikkelas.roadmap.rules import catalogue_file
from naikkelas.themes.rules.overlap import Lack, benefits, by_number, lacks, together
from naikkelas.themes.rules.recorded import Found, answered
from naikkelas.themes.rules.reference import (
    Recorded,
    action_names,
    builtin_themes,
    recorded,
    served_by,
)

CODES = st.sampled_from(["a", "b", "c", "d"])
ASKED = {code for id in theme_ids() for code in builtin(id).measure_by_code}


def test_how_many_carry_how_many_has_no_hole() -> None:
    assert by_number([0, 3, 1, 0]) == [(0, 2), (1, 1), (2, 0), (3, 1)]


@given(st.lists(st.lists(CODES, unique=True), max_size=9))
def test_pairs_are_counted_as_plain_counting_does(carried: list[list[str]]) -> None:
    for one, other, number in together(carried):
        assert number == sum(one in themes and other in themes for themes in carried)
    wanted = sum(len(themes) * (len(themes) - 1) // 2 for themes in carried)
    assert sum(number for *_, number in together(carried)) == wanted


def test_silence_is_no_gap() -> None:
    asked = [("a", 0.0), ("a", None), ("a", None), ("b", 0.0), ("b", 0.0), ("b", 1.0)]

    assert lacks(asked) == [Lack("b", 3, 1, 2), Lack("a", 3, 0, 1)]
    assert [one.is_lacking_in_most for one in lacks(asked)] == [True, False]
    assert [one.unknown for one in lacks(asked)] == [0, 2]


@given(
    served=st.dictionaries(CODES, st.frozensets(CODES)),
    asking=st.dictionaries(CODES, st.lists(st.sampled_from(["x", "y", "z"]), unique=True)),
    met=st.frozensets(CODES),
)
def test_a_benefit_is_only_what_is_asked_and_missing(
    served: Mapping[str, frozenset[str]], asking: Mapping[str, list[str]], met: frozenset[str]
) -> None:
    found = benefits(served, asking, met)

    for one in found:
        assert set(one.criteria) <= served[one.action] - met
        assert one.themes == tuple(sorted({t for code in one.criteria for t in asking[code]}))
        assert one.pairs >= len(one.themes) > 0
    widths = [len(one.themes) for one in found]
    assert widths == sorted(widths, reverse=True)
    assert {one.action for one in found} == {
        action
        for action, criteria in served.items()
        if any(asking.get(code) and code not in met for code in criteria)
    }


def test_records_answer_by_all_or_by_any_and_never_no() -> None:
    found = {"kelompok:bkb": Found("BKB Melati", "page")}
    both = ("kelompok:bkb", "kelompok:bkr")

    assert not answered(Recorded("a", both, needs_all=True), found)
    assert answered(Recorded("a", both, needs_all=False), found) == (found["kelompok:bkb"],)
    assert not answered(Recorded("a", both, needs_all=False), {})


def test_the_reference_names_only_what_exists() -> None:
    """Criteria are asked by some theme, actions stand in the roadmap's own catalogue."""
    catalogue = catalogue_file.builtin_catalogue("katalog-kampung-kb", builtin("kampung-kb-2023"))
    names = {one.code: one.name for one in catalogue.actions}

    assert set(recorded()) <= ASKED
    assert {code for criteria in served_by().values() for code in criteria} <= ASKED
    assert action_names() == {code: names[code] for code in served_by()}
    themes = builtin_themes("63.01.01")
    assert len(themes) == 7
    assert {one.instrument for one in themes} == set(theme_ids())
    assert "pemuda" not in {one.code for one in builtin_themes("91.37")}
