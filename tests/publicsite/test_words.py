"""Everything that a public page says is there in English too, and the themes can be read."""

import re
from pathlib import Path

import pytest

from naikkelas.publicsite.pages.shell import PLACES
from naikkelas.publicsite.rules import guard, themes
from naikkelas.publicsite.rules.words import ENGLISH, said
from scripts import site_themes

ROOM = Path(__file__).parents[2] / "naikkelas"
SAID = re.compile(r"""\{% say (?:"([^"]+)"|'([^']+)')""")


def test_every_word_of_the_templates_is_known_in_english() -> None:
    pages = ROOM.glob("publicsite/templates/*/*.html")
    words = {one or other for page in pages for one, other in SAID.findall(page.read_text("utf-8"))}

    assert len(words) > 100
    assert words | {label for label, _ in PLACES} <= set(ENGLISH)


def test_indonesian_is_what_stands_in_the_template() -> None:
    assert said("Kegiatan", "id") == "Kegiatan"
    assert said("Kegiatan", "en") == "Activities"


@pytest.mark.parametrize("code", themes.THEMES)
def test_every_theme_has_enough_contrast(code: str) -> None:
    for ink, ground, least in themes.THEMES[code].pairs:
        assert themes.contrast(ink, ground) >= least, (ink, ground)


def test_the_stylesheet_is_that_of_the_data() -> None:
    assert site_themes.FILE.read_text("utf-8") == themes.stylesheet()


@pytest.mark.parametrize(
    "number",
    [
        "6301051234560007",
        "6301 0512 3456 0007",
        "6301-0512-3456-0007",
        "6301.0512.3456.0007",
        "196801011990031002",
        "081234567890",
        "0812-3456-7890",
        "0812 3456 7890",
        "+62 812 3456 7890",
        "+6281234567890",
        "62812.3456.7890",
        "(0812) 34567890",
        "0512 123456",
        "sari@contoh.go.id",
    ],
)
def test_numbers_of_persons_are_taken_out(number: str) -> None:
    shown = guard.guarded(f"Hubungi {number} ya")

    assert number not in shown
    assert guard.HIDDEN in shown


@pytest.mark.parametrize(
    "words",
    [
        "Rp1.250.000.000 untuk 37 keluarga",
        "31-07-2025 pukul 10.42",
        "RT 03/RW 07, 2024–2025",
        "Inpres 3/2022 kegiatan 12",
        "SK 141/027/2023",
        "![Balai desa](foto:08123456-0812-4456-7890-08123456789a)",
    ],
)
def test_other_numbers_stay(words: str) -> None:
    assert guard.guarded(words) == words
