"""A set imported as reported and classified from the database agrees, as CSV, to the letter.

The neutral files go the way of `naikkelas import DIR --as-reported` and come out as `classify -o`
writes them (decision 10).
"""

from pathlib import Path
from typing import Any

import pytest

from naikkelas.accounts.queries import system_user
from naikkelas.classification import queries
from naikkelas.config.cli import main
from naikkelas.exchange.actions import import_folder
from naikkelas.registry.models import KampungKB
from tests.people import make_area
from tests.reference import portal, untidy
from tests.reference.compare import HEADER, lines_of_csv, lines_of_reference

# Two kabupaten, codes in an order that is not that of drawing.
VILLAGES = [
    f"{place}.{2001 + number}" for number in range(40) for place in ("91.38.02", "91.37.01")
]
CORRECTED = "kampung-kb-2023-terkoreksi"


@pytest.fixture
def imported(db: Any, tmp_path: Path) -> portal.Neutral:
    for village in VILLAGES:
        make_area(village, f"Desa {village}")
    neutral = untidy.write(tmp_path, VILLAGES, seed=2)
    outcome = import_folder(tmp_path, area_code="", by=system_user(), as_reported=True)
    assert outcome.refused == 1  # the activity without a kampung
    return neutral


def _written(target: Path, *words: str) -> str:
    with pytest.raises(SystemExit) as leaving:
        main(["classify", *words, "-o", str(target)])
    assert leaving.value.code == 0
    return target.read_bytes().decode()


def test_an_imported_set_scores_as_the_reference_says(
    imported: portal.Neutral, tmp_path: Path
) -> None:
    target = tmp_path / "kelas.csv"

    marked = _written(target, "--versions", "marked")

    assert lines_of_csv(marked) == lines_of_reference(portal.as_marked(imported))
    for cutoff in untidy.CUTOFFS:
        portals = _written(target, "--cutoff", str(cutoff), "--instrument", "kampung-kb-2023")
        mended = _written(target, "--cutoff", str(cutoff), "--instrument", CORRECTED)
        assert lines_of_csv(portals) == lines_of_reference(portal.as_of(imported, cutoff))
        assert lines_of_csv(mended) == lines_of_reference(portal.corrected(imported, cutoff))


def test_the_card_of_every_kampung_agrees_too(imported: portal.Neutral) -> None:
    kampung = {found.source_id: found for found in KampungKB.objects.select_related("village")}
    for cutoff in untidy.CUTOFFS[:2]:
        for instrument, verdicts in (
            ("kampung-kb-2023", portal.as_of(imported, cutoff)),
            (CORRECTED, portal.corrected(imported, cutoff)),
        ):
            for verdict in verdicts:
                card = queries.card(kampung[verdict.id], cutoff=cutoff, instrument=instrument)

                scores = {score.code: score.score for score in card.scorecard.scores}
                assert scores == verdict.scores, verdict
                assert card.scorecard.level == verdict.level, verdict


def test_the_file_is_as_decision_10_says(imported: portal.Neutral, tmp_path: Path) -> None:
    text = _written(tmp_path / "kelas.csv", "--versions", "marked")

    assert text.split("\n", 1)[0] == ",".join(HEADER)
    assert "\r" not in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert ',"",' not in text
    keys = [(line[0], int(line[1])) for line in lines_of_csv(text)]
    assert keys == sorted(keys)
    as_text = sorted((line[0], line[1]) for line in lines_of_csv(text))
    assert [number for _, number in as_text] != [str(number) for _, number in keys]


@pytest.mark.parametrize(
    "words",
    [["--cutoff", "2023-08-29"], ["--instrument", CORRECTED]],
    ids=["a cut-off", "the corrected rule"],
)
def test_marked_versions_refuse_what_contradicts_them(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(["classify", "--versions", "marked", *words])

    assert leaving.value.code == 2
    assert capsys.readouterr().out == ""
