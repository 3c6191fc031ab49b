"""Indeks Desa Membangun against the published results."""

import sys
from collections import Counter
from pathlib import Path

import pytest

from naikkelas.instruments.rules import builtin, score_one
from tests.instruments.idm_agreement import compare

IDM = builtin("idm-2021")


def test_an_index_is_the_share_of_the_highest_sum_and_the_idm_their_mean() -> None:
    values = dict.fromkeys(IDM.needed, 3.0) | {"IKS01": 5.0, "IKE01": 0.0, "IKL03": 4.0}

    card = score_one(IDM, values)

    assert card.indexes["iks"] == 107 / 175
    assert card.indexes["ike"] == 33 / 60
    assert card.indexes["ikl"] == 10 / 15
    assert card.indexes["idm"] == (107 / 175 + 33 / 60 + 10 / 15) / 3
    assert card.level == "berkembang"


@pytest.mark.parametrize(
    ("score", "level"),
    [
        (2, "sangat_tertinggal"),
        (2.5, "tertinggal"),
        (3, "berkembang"),
        (4, "maju"),
        (5, "mandiri"),
    ],
)
def test_the_five_classes(score: float, level: str) -> None:
    """All scores alike, or half of them 2 and half 3 for the mean between."""
    values: dict[str, float | None] = {}
    for dimension in ("IKS", "IKE", "IKL"):
        own = [code for code in IDM.needed if code.startswith(dimension)]
        for place, code in enumerate(own):
            values[code] = int(score) + (1 if score % 1 and place % 2 == 0 else 0)

    assert score_one(IDM, values).level == level


@pytest.mark.parametrize("missing", [None, 6.0, -1.0])
def test_one_missing_or_impossible_score_leaves_no_result(missing: float | None) -> None:
    card = score_one(IDM, dict.fromkeys(IDM.needed, 4.0) | {"IKE07": missing})

    assert card.indexes["ike"] is None
    assert card.indexes["idm"] is None
    assert card.level is None


def test_the_published_results_are_reproduced_but_where_they_contradict_their_own_scores(
    shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every disagreement is a published total that the scores beside it do not add up to."""
    agreement = compare(shared / "data" / "idm")

    with capsys.disabled():
        years = Counter(one.year for one in agreement.disagreements)
        told = f"IDM: {agreement.same} of {agreement.rows} reproduced, differing {dict(years)}"
        sys.stdout.write(f"\n  {told}\n")
    assert agreement.rows == 2_416
    assert agreement.same_level == agreement.same
    assert agreement.same + len(agreement.disagreements) == agreement.rows  # none unexplained
    for one in agreement.disagreements:
        assert one.mean_holds, one
        # A whole number of points away: it is a score that differs, not the formula.
        assert one.published_sum == pytest.approx(round(one.published_sum), abs=1e-6), one
        assert round(one.published_sum) != one.own_sum, one
