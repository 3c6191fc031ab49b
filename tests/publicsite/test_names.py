"""Every list of the programme that public pages show has English names, each with its source."""

import csv
import json
from pathlib import Path

import pytest

from naikkelas.areas.rules import INSTRUMENTS, LEVELS
from naikkelas.instruments.rules import builtin
from naikkelas.publicsite.rules.names import NAMES, levels_in, named, short
from naikkelas.registry.models import PokjaSeat
from naikkelas.registry.rules import reference
from naikkelas.themes.rules.reference import builtin_themes
from naikkelas.ui.levels import NATIONAL_LABELS, level

ROOM = Path(__file__).parents[2] / "naikkelas"
RULES = [builtin(rule) for rule in INSTRUMENTS]
CATALOGUE = json.loads((ROOM / "roadmap/definitions/katalog-kampung-kb.json").read_text("utf-8"))


def of(name: str) -> set[str]:
    return {row["nama"] for row in reference.rows(name)}


LISTS = {
    "jabatan": set(PokjaSeat.Post.labels),
    "seksi": of("seksi_pokja"),
    "fungsi keluarga": of("fungsi_keluarga"),
    "tema": {theme.name for theme in builtin_themes("63.01")},
    "dimensi": {one.name for rule in RULES for one in rule.dimensions},
    "indikator": {one.name for rule in RULES for one in rule.indicators},
    "aturan": {rule.title for rule in RULES},
    "kelompok dan sarana": {
        f"{row['nama']} ({row['kepanjangan']})" for row in reference.rows("poktan_dan_sarana")
    },
    "sasaran": of("jenis_keluarga"),
    "poktan": {
        row["nama"] for row in reference.rows("poktan_dan_sarana") if row["jenis"] == "poktan"
    },
    "kontrasepsi": of("kontrasepsi"),
    "bukan peserta KB": of("bukan_peserta_kb"),
    "umur": of("kelompok_umur"),
    "kriteria lokasi": of("kriteria_lokasi") - {"Lainnya"},
    "cakupan": {"Desa/kelurahan", "Dusun", "RW"},
    "langkah": {one["nama"] for one in CATALOGUE["tindakan"]},
    "kelas": {*LEVELS, "tanpa_kelas"},
}


@pytest.mark.parametrize("name", list(LISTS))
def test_every_name_of_the_list_is_there_and_no_other(name: str) -> None:
    assert set(NAMES[name]) == LISTS[name]


def test_no_list_is_forgotten_and_every_name_tells_its_source() -> None:
    with (ROOM / "publicsite/reference/names.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))

    assert {row["daftar"] for row in rows} == set(LISTS) == set(NAMES)
    assert all(row["english"].strip() and row["sumber"].strip() for row in rows)
    assert len(rows) == sum(map(len, LISTS.values()))


def test_the_local_name_stands_beside_the_english_one_and_own_names_stay() -> None:
    assert named("seksi", "Seksi Ekonomi", "en") == "Economy section (Seksi Ekonomi)"
    assert named("seksi", "Seksi Ekonomi", "id") == "Seksi Ekonomi"
    assert named("seksi", "Seksi Kolam Ikan", "en") == "Seksi Kolam Ikan"
    assert short("umur", "0–4 tahun", "en") == "0–4 years"


def test_classes_keep_the_words_that_an_area_chose() -> None:
    words = levels_in(NATIONAL_LABELS | {"berkelanjutan": "Paripurna"}, "en")

    assert level("berkelanjutan", words).label == "Sustainable (Paripurna)"
    assert level(None, words).label == "No class (Tanpa kelas)"
    assert level(None, levels_in(NATIONAL_LABELS, "id")).label == "Tanpa kelas"
