"""Which activity of the Inpres a text is about."""

import json

import pytest

from naikkelas.activities.rules import suggesting
from naikkelas.activities.rules.stemming import stem, stems
from naikkelas.activities.rules.suggesting import Learned, learn, suggest
from tests.activities.labelled import DEVELOPMENT, TEST, labelled


def codes(text: str, learned: Learned | None = None) -> list[str]:
    return [one.code for one in suggest(text, learned)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Posyandu balita", "3.c.04"),
        ("posyndu balita bln ini", "3.c.04"),  # a letter is missing
        ("PEMBAGIAN TTD UTK REMATRI & BUMIL", "3.d.05"),
        ("Pertemuan BKB", "2.b.03"),
        ("jemput bola ktp", "1.a.02"),
        ("bedah rumah", "4.h.02"),
    ],
)
def test_what_cadres_write_finds_its_activity_first(text: str, code: str) -> None:
    assert codes(text)[0] == code


@pytest.mark.parametrize("text", ["", "???", "zzzz qqqq", "kegiatan rutin bulan ini"])
def test_what_says_nothing_gets_no_suggestion(text: str) -> None:
    assert codes(text) == []


def test_at_most_three_are_suggested_and_all_can_be_chosen() -> None:
    found = codes("penyuluhan kesehatan keluarga balita remaja lansia")

    assert len(found) == 3
    assert set(found) <= set(suggesting.names())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("penyuluhan", "menyuluh"),
        ("pelatihan", "melatih"),
        ("pemeriksaan", "diperiksa"),
        ("penimbangan", "ditimbang"),
        ("pendampingan", "mendampingi"),
    ],
)
def test_affixes_fall_off(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_abbreviations_are_written_out() -> None:
    assert stems("PMT bumil KEK") == stems(
        "pemberian makanan tambahan ibu hamil kurang energi kronik"
    )


# What people chose before ------------------------------------------------------------------------

LOCAL = "Gelar manunggal sakai"  # a name that only one kabupaten uses
OTHERS = [("Arisan warga", code) for code in suggesting.names()]


def test_a_local_name_is_learned_from_what_was_chosen() -> None:
    learned = learn([*OTHERS, *[(LOCAL, "3.g.07")] * 5])

    assert codes(LOCAL) == []
    assert codes(LOCAL, learned)[0] == "3.g.07"


def test_one_choice_says_less_than_many() -> None:
    once, often = (learn([*OTHERS, *[(LOCAL, "3.g.07")] * times]) for times in (3, 29))

    assert suggest(LOCAL, once)[0].score < suggest(LOCAL, often)[0].score


def test_a_thousand_wrong_choices_do_not_drown_the_words() -> None:
    drowned = learn([("Posyandu balita", "4.h.02")] * 1_009)

    assert codes("Posyandu balita", drowned)[0] == "3.c.04"
    assert all(
        abs(weight - suggesting.base_weights().get(term, {}).get(code, 0.0))
        <= suggesting.MOST_LEARNED
        for term in ("posyandu", "balita")
        for code, weight in suggesting.weights_of(term, drowned).items()
    )


def test_a_code_that_is_no_choice_teaches_nothing() -> None:
    assert learn([(LOCAL, "9.z.99"), (LOCAL, "")]).chosen.total() == 0


# Measured ----------------------------------------------------------------------------------------


def test_the_halves_share_no_report_and_know_every_activity() -> None:
    one, other = labelled(DEVELOPMENT), labelled(TEST)

    assert len(one) + len(other) >= 150
    assert not {row.text for row in one} & {row.text for row in other}
    assert {row.code for row in one + other} == set(suggesting.names())


@pytest.mark.parametrize("part", [DEVELOPMENT, TEST])
def test_three_suggestions_hold_the_right_one_nine_times_in_ten(part: str) -> None:
    rows = labelled(part)
    hits = sum(row.code in codes(row.text) for row in rows)

    assert hits / len(rows) >= 0.9


def test_the_table_for_the_phone_is_small_and_adds_up_to_the_same() -> None:
    table = suggesting.table()

    assert len(json.dumps(table, separators=(",", ":"))) < 64_000
    for text in ("Posyandu balita", "Pelatihan menjahit ibu-ibu"):
        scores: dict[str, float] = {}
        for term in suggesting.known_terms(text):
            for code, weight in table.get(term, {}).items():
                scores[code] = scores.get(code, 0.0) + weight
        assert max(scores, key=scores.__getitem__) == codes(text)[0]


def test_the_table_keeps_what_few_have_written_to_itself() -> None:
    learned = learn([("Arisan Bu Sumiyati", "3.g.08")] * 2)

    assert "sumiyat" not in json.dumps(suggesting.table(learned))
