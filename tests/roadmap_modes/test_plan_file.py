"""What a plan is asked for, as a file: every fault by its path, and nothing lost."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naikkelas.roadmap.rules.plan_file import digest_of, read_input, write_input
from naikkelas.roadmap.rules.plan_world import world_of
from naikkelas.roadmap.rules.reading_json import BadFile
from naikkelas.roadmap.solver.world import BadWorld, Wish
from tests.roadmap_modes.examples import PORTAL, text_of, worked_example
from tests.roadmap_modes.schema import breaches, schema

WRONG: list[tuple[Callable[[Any], object], str]] = [
    (
        lambda data: data.update(tahunn=5),
        "tahunn: tidak dikenal. Yang dikenal: format, instrumen",
    ),
    (
        lambda data: data["kampung"][0].update(kecamatan="63.01.09"),
        "kampung[0] (63.01.01.2001).kecamatan: “63.01.09” tidak ada dalam daftar kecamatan.",
    ),
    (
        lambda data: data["kampung"][0]["skor"].update(pokja=7),
        "kampung[0] (63.01.01.2001).skor.pokja: 7 di luar batas. Tulis 1 sampai 4.",
    ),
    (
        lambda data: data["kampung"][0]["skor"].pop("cpr"),
        "kampung[0] (63.01.01.2001).skor.cpr: belum ada. Tulis skornya, atau null bila tanpa skor.",
    ),
    (
        lambda data: data["kampung"][1].update(kode="63.01.01.2001"),
        "kampung: kode 63.01.01.2001 tercantum dua kali. Sisakan satu.",
    ),
    (
        lambda data: data["kampung"][0].update(pendamping="darma"),
        "kampung[0] (63.01.01.2001).pendamping: “darma” tidak ada dalam sumber_daya.pendamping.",
    ),
    (
        lambda data: data["kampung"][0].update(laporan_terakhir="November"),
        "kampung[0] (63.01.01.2001).laporan_terakhir: “November” bukan bulan. Tulis sebagai",
    ),
    (
        lambda data: data["kampung"][0].update(laporan_terakhir="2026-02"),
        "kampung[0] (63.01.01.2001).laporan_terakhir: sesudah tanggal data.",
    ),
    (
        lambda data: data["sumber_daya"]["dana"][0].update(rupiah=[1_000_000]),
        "sumber_daya.dana[0] (apbd).rupiah: 1 angka, seharusnya 2 (satu tiap tahun).",
    ),
    (
        lambda data: data["sumber_daya"]["pendamping"][1].update(hari=-4),
        "sumber_daya.pendamping[1] (wayan).hari: -4 di luar batas. Tulis 0 atau lebih.",
    ),
    (
        lambda data: data["aturan"].update(pemerataan=1.2),
        "aturan.pemerataan: 1.2 di luar batas. Tulis 0 sampai 1.",
    ),
    (
        lambda data: data["aturan"]["target"].update(kelas=["unggul"]),
        "aturan.target.kelas: “unggul” bukan kelas kampung-kb-2023.",
    ),
    (
        lambda data: data["aturan"]["kunci"][0].update(minta="wajib"),
        "aturan.kunci[0] (63.01.01.2001).minta: “wajib” tidak dikenal. Pilih: harus, jangan, cara.",
    ),
    (
        lambda data: data["aturan"]["kunci"][0].update(tahun=2031),
        "aturan.kunci[0] (63.01.01.2001).tahun: 2031 di luar batas. Tulis 2026 sampai 2027.",
    ),
    (
        lambda data: data["aturan"]["kunci"][0].update(kampung="63.99"),
        "aturan.kunci[0] (63.99).kampung: “63.99” tidak ada dalam daftar kampung.",
    ),
    (lambda data: data.update(peluang={"latih_pokja": 1.4}), "peluang.latih_pokja: 1.4 di luar"),
    (lambda data: data.update(peluang={"latih": 0.4}), "peluang.latih: tidak ada dalam katalog."),
    (lambda data: data.update(katalog="katalog-idm"), "katalog: “katalog-idm” tidak dikenal."),
    (lambda data: data.update(instrumen="portal"), "instrumen: “portal” tidak dikenal. Yang ada:"),
    (lambda data: data.update(tanggal="31/12/2025"), "tanggal: “31/12/2025” bukan tanggal."),
    (lambda data: data.update(tahun=0), "tahun: 0 di luar batas. Tulis 1 sampai 20."),
    (
        lambda data: data["katalog"]["tindakan"][0].update(peluang=80),
        "katalog.tindakan[0] (latih_pokja).peluang: 80 di luar batas. Tulis 0 sampai 1.",
    ),
]


@pytest.mark.parametrize(("change", "told"), WRONG)
def test_a_fault_is_told_by_its_path_with_the_remedy(
    change: Callable[[Any], object], told: str
) -> None:
    with pytest.raises(BadFile) as refused:
        read_input(text_of(change), "masukan.json")

    assert f"masukan.json: {told}" in str(refused.value)


def test_the_worked_example_keeps_the_schema_and_is_read_as_written() -> None:
    asked = read_input(text_of())

    assert list(breaches(schema("naikkelas-plan-input-1"), worked_example())) == []
    assert [one.name for one in asked.kampung] == ["Sukamaju", "Tirta Jaya", "Karya Baru"]
    assert asked.kampung[2].scores is None
    assert list(asked.means.mentors[1].days) == [30, 40]
    assert list(asked.rules.target or ()) == [2, 1]
    assert [(lock.kampung, lock.year, lock.wish) for lock in asked.rules.locks] == [
        ("63.01.01.2001", 0, Wish.MUST)
    ]


def test_an_input_that_is_written_is_read_again() -> None:
    asked = read_input(text_of(lambda data: data.update(peluang={"latih_pokja": 0.9})))

    again = read_input(write_input(asked))

    assert again == asked
    assert digest_of(again) == digest_of(asked)


def test_measures_are_scored_as_the_instrument_scores_them() -> None:
    def measured(data: Any) -> None:
        data["kampung"][2]["ukuran"] = {
            "profil_ada": True,
            "pokja_ada": True,
            "pokja_anggota": 9,
            "pokja_terlatih": False,
            "sumber_dana": ["apbd", "apbd", "dana_desa"],
            "regulasi": True,
        }

    asked = read_input(text_of(measured))

    assert asked.kampung[2].scores == (3, 3, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1)


def test_money_below_a_thousand_rupiah_is_warned_of() -> None:
    asked = read_input(text_of(lambda data: data["sumber_daya"]["dana"][0].update(rupiah=600)))

    assert asked.warnings == (
        "sumber_daya.dana[0] (apbd).rupiah: 600 rupiah: satuan rupiah? Tulis penuh, tanpa ribu "
        "atau juta.",
    )


def test_the_built_in_catalogue_can_be_named() -> None:
    asked = read_input(text_of(lambda data: data.update(katalog="katalog-kampung-kb")))

    assert asked.catalogue.code == "katalog-kampung-kb"


def test_the_built_in_catalogue_is_refused_for_another_instrument() -> None:
    def idm(data: Any) -> None:
        data.update(instrumen="idm-2021", katalog="katalog-kampung-kb", kampung=[], aturan={})

    with pytest.raises(BadFile, match="katalog: katalog-kampung-kb bukan untuk idm-2021"):
        read_input(text_of(idm))


def test_chances_of_one_kampung_are_kept_apart() -> None:
    asked = read_input(
        text_of(lambda data: data["kampung"][0].update(peluang={"latih_pokja": 0.31}))
    )

    assert asked.kampung[0].chances == {"latih_pokja": 0.31}
    assert read_input(write_input(asked)) == asked


ODD: list[Any] = [
    *(None, True, -1, 0, 0.5, 1e14, 10**400, "", " ", "a", "63.01.01", "\ud800", "\x1b[31m", []),
    *([None], [[]], {}, {"a": 1}, [{"kode": 5}]),
]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value in JSON data."""
    yield path
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from places(value[key], (*path, key))


@settings(max_examples=300)
@given(st.sampled_from([path for path in places(worked_example()) if path]), st.sampled_from(ODD))
def test_no_odd_value_anywhere_breaks_the_reading(path: tuple[Any, ...], odd: Any) -> None:
    data = worked_example()
    inner = data
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = odd

    with suppress(BadFile, BadWorld):  # anything else is a fault of ours
        asked = read_input(json.dumps(data), "masukan.json")
        world_of(asked, PORTAL)
        write_input(asked).encode()
