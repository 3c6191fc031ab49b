"""The worked example of docs/instruments.md is a sound instrument and gives what the page says."""

from pathlib import Path

import pytest

from naikkelas.instruments.rules import load, score_one

PAGE = Path(__file__).resolve().parents[2] / "docs" / "instruments.md"


@pytest.mark.parametrize(
    ("trained", "score", "index", "level"),
    [(8, 3, 3.0, "siap"), (7, 2, 2.5, "siap"), (12, 1, 2.0, "belum_siap")],
)
def test_the_example_gives_what_the_page_says(
    trained: int, score: int, index: float, level: str
) -> None:
    text = PAGE.read_text("utf-8").split("```toml\n")[1].split("```")[0]

    card = score_one(load(text), {"kader": 10, "kader_terlatih": trained, "sarana": 2})

    assert (card.score("pelatihan").score, card.indexes["kesiapan"]) == (score, index)
    assert card.level == level
