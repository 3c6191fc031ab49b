"""One row and columns are one engine: same scores, indexes and levels on any figures."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naikkelas.instruments.rules import (
    Instrument,
    builtin,
    builtin_ids,
    levels_from_scores,
    score_columns,
    score_one,
    scoring,
    theme_ids,
)
from naikkelas.instruments.rules.banding import NO_SCORE
from tests.instruments.kampung import Value, in_columns

ODD = st.sampled_from(
    [0.0, -0.0, -1.0, 1.0, 2.0, 2.5, 5.0, 23.0, 40.0, 81.0, 109.0, 200.0, 1e5, 100_001.0,
     -1e9, 3e9, 1e300, -1e300]
)  # fmt: skip
SMALL = st.integers(min_value=-5, max_value=400).map(float)
FIGURES = st.none() | ODD | SMALL | st.floats(allow_nan=False, allow_infinity=False)


def _rows(instrument: Instrument) -> st.SearchStrategy[list[dict[str, Value]]]:
    flags = st.none() | st.sampled_from([0.0, 1.0])
    counts = st.none() | st.integers(0, 9).map(float)
    kinds: dict[str, st.SearchStrategy[Any]] = {"flag": flags, "list": counts}
    row = st.fixed_dictionaries(
        {measure.code: kinds.get(measure.kind, FIGURES) for measure in instrument.measures}
    )
    return st.lists(row, min_size=1, max_size=4)


def _same(instrument: Instrument, rows: list[dict[str, Value]]) -> None:
    scores = in_columns(instrument, list(rows))
    for number, row in enumerate(rows):
        card = score_one(instrument, row)
        found = [NO_SCORE if one.score is None else one.score for one in card.scores]
        counted = [NO_SCORE if one.counted is None else one.counted for one in card.scores]
        indexes = [card.indexes[one.code] for one in instrument.dimensions]
        assert scores.scores[number].tolist() == found
        assert scores.counted[number].tolist() == counted
        assert [None if i != i else i for i in scores.indexes[number].tolist()] == indexes
        assert scores.level_codes()[number] == card.level
        if instrument.composite is not None:
            value = card.indexes[instrument.composite.code]
            composite = float(scores.composite[number])
            assert (None if composite != composite else composite) == value
    assert levels_from_scores(instrument, scores.scores).tolist() == scores.level.tolist()


@pytest.mark.parametrize("instrument_id", ["kampung-kb-2023", "kampung-kb-2023-terkoreksi"])
@settings(max_examples=60)
@given(data=st.data())
def test_any_figures_absent_negative_or_huge(instrument_id: str, data: st.DataObject) -> None:
    instrument = builtin(instrument_id)

    _same(instrument, data.draw(_rows(instrument)))


@settings(max_examples=40)
@given(instrument_id=st.sampled_from(theme_ids()), data=st.data())
def test_any_answers_of_yes_no_or_nothing(instrument_id: str, data: st.DataObject) -> None:
    instrument = builtin(instrument_id)

    _same(instrument, data.draw(_rows(instrument)))


@settings(max_examples=40)
@given(
    scores=st.lists(
        st.lists(st.none() | st.integers(-1, 7).map(float), min_size=50, max_size=50),
        min_size=1,
        max_size=3,
    )
)
def test_any_scores_of_the_idm(scores: list[list[Value]]) -> None:
    instrument = builtin("idm-2021")

    _same(instrument, [dict(zip(instrument.needed, row, strict=True)) for row in scores])


@pytest.mark.parametrize("instrument_id", [*builtin_ids(), "tema-proklim-2016"])
def test_many_blocks_on_several_threads_give_what_few_rows_give(
    instrument_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Several blocks per worker; each row is held against its twin."""
    monkeypatch.setattr(scoring, "BLOCK", 4_096)
    monkeypatch.setattr(scoring, "LEVEL_BLOCK", 10_007)
    monkeypatch.setattr("os.cpu_count", lambda: 3)
    instrument = builtin(instrument_id)
    random = np.random.default_rng(37)
    few = {code: random.integers(-1, 9, 997).astype(float) for code in instrument.needed}
    for column in few.values():
        column[random.random(997) < 0.1] = np.nan
    repeats = 150
    many = {code: np.tile(column, repeats) for code, column in few.items()}

    expected, found = score_columns(instrument, few), score_columns(instrument, many)

    assert np.array_equal(found.scores, np.tile(expected.scores, (repeats, 1)))
    assert np.array_equal(found.counted, np.tile(expected.counted, (repeats, 1)))
    assert np.array_equal(found.level, np.tile(expected.level, repeats))
    assert np.array_equal(levels_from_scores(instrument, found.scores), found.level)


def test_levels_of_scores_stored_by_row_are_the_same(portal: Instrument) -> None:
    random = np.random.default_rng(41)
    stored_by_row = np.ascontiguousarray(random.integers(1, 5, (3_001, 12)).astype(np.int8))

    stored_by_column = np.asfortranarray(stored_by_row)

    assert np.array_equal(
        levels_from_scores(portal, stored_by_row), levels_from_scores(portal, stored_by_column)
    )


@pytest.mark.parametrize(
    "measure",
    ["sumber_dana", "poktan", "penggunaan_data", "mekanisme_operasional", "instansi",
     "pokja_anggota", "plkb_pendamping", "regulasi", "pokja_terlatih",
     "peserta_bkb", "peserta_uppka", "implan"],
)  # fmt: skip
@settings(max_examples=30)
@given(data=st.data())
def test_more_of_a_good_thing_never_lowers_a_score(measure: str, data: st.DataObject) -> None:
    portal = builtin("kampung-kb-2023")
    flag, figure = st.sampled_from([0.0, 1.0]), st.sampled_from([0.0, 1.0, 3.0, 9.0, 40.0, 300.0])
    weak = data.draw(
        st.fixed_dictionaries(
            {one.code: flag if one.kind == "flag" else figure for one in portal.measures}
        )
    )

    before = score_one(portal, weak)
    is_flag = portal.measure_by_code[measure].kind == "flag"
    after = score_one(portal, weak | {measure: 1.0 if is_flag else weak[measure] + 1})

    for old, new in zip(before.scores, after.scores, strict=True):
        assert (new.score or 0) >= (old.score or 0)


def test_columns_of_different_lengths_are_refused(portal: Instrument) -> None:
    columns = {code: np.zeros(3) for code in portal.needed}
    columns["pus"] = np.zeros(2)

    with pytest.raises(ValueError, match="equally long"):
        score_columns(portal, columns)


def test_a_forgotten_measure_is_an_error_not_a_missing_figure(portal: Instrument) -> None:
    with pytest.raises(KeyError, match="pus"):
        score_one(portal, {code: 1.0 for code in portal.needed if code != "pus"})
    with pytest.raises(KeyError, match="pus"):
        score_columns(portal, {code: np.ones(1) for code in portal.needed if code != "pus"})


def test_no_rows_give_no_results(portal: Instrument) -> None:
    scores = score_columns(portal, {code: np.zeros(0) for code in portal.needed})

    assert scores.scores.shape == (0, 12)
    assert scores.indexes.shape == (0, 3)
