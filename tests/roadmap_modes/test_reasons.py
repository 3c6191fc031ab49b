"""The reason of every decision in one sentence with its figures."""

from collections.abc import Callable
from typing import Any

import pytest

from naikkelas.roadmap.rules import answering
from naikkelas.roadmap.rules.plan_file import read_input
from naikkelas.roadmap.rules.planning import PlanOutput, make_plan
from naikkelas.roadmap.rules.reasons import sentence
from naikkelas.roadmap.solver.explaining import explain
from tests.roadmap_modes.examples import text_of


def sentences(change: Callable[[Any], object]) -> list[str]:
    """What is said of Sukamaju, Tirta Jaya and Karya Baru."""
    made: PlanOutput = make_plan(read_input(text_of(change)), seconds=60)
    return [
        sentence(made, explain(made.world, made.plan, unit))
        for unit in range(len(made.world.units))
    ]


def test_what_is_done_is_told_with_its_chance_and_price() -> None:
    told = sentences(lambda data: data["aturan"].update(kunci=[]))

    assert told[0].startswith(
        "Dikerjakan: Latih Pokja. Dengan Rp3.000.000, peluang naiknya ±8 dari 10, dan ±8 dari 10 "
        "mencapai kelas yang dihitung untuk target."
    )
    assert "Dengan Rp13.500.000, peluang naiknya ±7 dari 10" in told[1]


def test_a_lock_is_named_as_the_reason() -> None:
    def lock(data: Any) -> None:
        data["aturan"]["kunci"] = [
            {"kampung": "63.01.01.2001", "minta": "harus"},
            {"kampung": "63.01.02.2001", "minta": "jangan"},
        ]

    told = sentences(lock)

    assert told[0].startswith(
        "Dikerjakan: Latih Pokja. Dikunci: kantor meminta kampung ini dikerjakan."
    )
    assert told[1] == "Dikunci: kantor meminta kampung ini tidak dikerjakan tahun ini."


def test_a_kampung_that_nothing_in_the_catalogue_lifts_is_told_so() -> None:
    told = sentences(lambda data: data["aturan"].update(kunci=[]))

    assert told[2] == "Tidak ada tindakan di katalog yang menaikkannya."


def test_a_kampung_of_the_highest_class_is_told_so() -> None:
    def best(data: Any) -> None:
        data["aturan"]["kunci"] = []
        data["kampung"][2]["skor"] = dict.fromkeys(data["kampung"][0]["skor"], 3)

    assert sentences(best)[2] == "Sudah di kelas tertinggi."


def test_a_way_beyond_every_limit_is_told_with_the_limit() -> None:
    def poor(data: Any) -> None:
        data["aturan"]["kunci"] = []
        data["sumber_daya"]["dana"][0]["rupiah"] = 1_000_000

    assert sentences(poor)[0] == (
        "Setiap caranya melebihi batas tahun pertama: Pagu APBD tersisa Rp1.000.000, perlu "
        "Rp3.000.000. Cara terbaik: Latih Pokja (Rp3.000.000, peluang naik ±8 dari 10)."
    )


def twins(data: Any) -> None:
    """Two kampung like Sukamaju, the second worth as much, and money for one."""
    data["aturan"] = {"target": {"jumlah": [2, 1]}, "pemerataan": 0}
    other = data["kampung"][0] | {"kode": "63.01.01.2002", "nama": "Sukamakmur"}
    data["kampung"] = [data["kampung"][0], other]
    data["sumber_daya"]["dana"][0]["rupiah"] = 3_000_000


def test_the_screens_say_the_same_as_the_file() -> None:
    def change(data: Any) -> None:
        data["aturan"]["kunci"] = []
        data["kampung"][2]["skor"] = dict.fromkeys(data["kampung"][0]["skor"], 3)

    shown = answering.answer(text_of(change), seconds=60, seed=0).choices

    for told, choice in zip(sentences(change), shown, strict=True):
        assert told.endswith(" ".join(choice.reasons))


def test_who_waits_is_told_why() -> None:
    told = sentences(twins)

    waiting = [one for one in told if not one.startswith("Dikerjakan")]
    assert len(waiting) == 1
    assert waiting[0].startswith(
        ("Menunggu lebih menguntungkan.", "Layak dikerjakan, tetapi belum muat: Pagu APBD")
    )


@pytest.mark.parametrize("rupiah", [3_500_000, 9_000_000])
def test_no_reason_is_ever_empty(rupiah: int) -> None:
    def changed(data: Any) -> None:
        data["aturan"]["kunci"] = []
        data["sumber_daya"]["dana"][1]["rupiah"] = rupiah

    assert all(one.endswith(".") and len(one) > 20 for one in sentences(changed))
