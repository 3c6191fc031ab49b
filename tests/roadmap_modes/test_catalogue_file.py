"""A catalogue as a file: every fault is told with its action and field, and nothing is lost."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings

from naikkelas.instruments.rules import builtin
from naikkelas.roadmap.rules.catalogue import Catalogue
from naikkelas.roadmap.rules.catalogue_file import (
    BUILTIN,
    as_data,
    builtin_catalogue,
    builtin_text,
    digest,
    read,
    read_with_warnings,
    write,
)
from naikkelas.roadmap.rules.reading_json import BadFile
from tests.roadmap_modes.examples import CODES, PORTAL, a_catalogue, an_action, catalogues
from tests.roadmap_modes.schema import breaches, schema

TWO = as_data(
    a_catalogue(
        an_action("bentuk", ("poktan", 1, 3)),
        an_action("ajak", ("partisipasi_poktan", 1, 3), needs=["bentuk"]),
    )
)


def changed(change: Callable[[Any], object]) -> str:
    data = copy.deepcopy(TWO)
    change(data)
    return json.dumps(data)


def faults(text: str) -> str:
    with pytest.raises(BadFile) as refused:
        read(text, PORTAL, "katalog.json")
    return str(refused.value)


@settings(max_examples=50)
@given(catalogues())
def test_what_is_written_is_read_again(catalogue: Catalogue) -> None:
    again = read(write(catalogue), PORTAL)

    assert write(again) == write(catalogue)
    assert digest(again) == digest(catalogue)
    assert list(breaches(schema("naikkelas-katalog-1"), as_data(catalogue))) == []


WRONG: list[tuple[Callable[[Any], object], str]] = [
    (
        lambda data: data["tindakan"][0]["peluang"].update(nilai=1.4),
        "tindakan[0] (bentuk).peluang.nilai: 1.4 di luar batas. Tulis 0 sampai 1.",
    ),
    (
        lambda data: data["tindakan"][1]["mengangkat"][0].update(indikator="poktann"),
        "tindakan[1] (ajak).mengangkat[0].indikator: “poktann” tidak dikenal",
    ),
    (
        lambda data: data["tindakan"][0].update(syarat=["ajak"]),
        "tindakan[0] (bentuk).syarat: berputar: bentuk → ajak → bentuk. Hapus salah satu.",
    ),
    (
        lambda data: data["tindakan"][1].update(syarat=["bentk"]),
        "tindakan[1] (ajak).syarat: “bentk” bukan kode tindakan dalam katalog ini.",
    ),
    (
        lambda data: data["tindakan"][0].update(harii=3),
        "tindakan[0] (bentuk).harii: tidak dikenal. Yang dikenal: kode, nama",
    ),
    (
        lambda data: data["tindakan"][0]["mengangkat"][0].update(ke=5),
        "tindakan[0] (bentuk).mengangkat[0].ke: skor tertinggi poktan adalah 4.",
    ),
    (
        lambda data: data["tindakan"][0]["mengangkat"][0].update(ke=1),
        "tindakan[0] (bentuk).mengangkat[0].ke: skor akhir 1 harus di atas skor awal 1.",
    ),
    (
        lambda data: data["tindakan"][0]["biaya"][0].update(rupiah="3 juta"),
        "tindakan[0] (bentuk).biaya[0] (apbd).rupiah: harus berupa angka.",
    ),
    (
        lambda data: data["tindakan"][0]["biaya"][0].update(rupiah=-1),
        "tindakan[0] (bentuk).biaya[0] (apbd).rupiah: -1 di luar batas. Tulis 0 atau lebih.",
    ),
    (
        lambda data: data["tindakan"][1].update(kode="bentuk", syarat=[]),
        "tindakan[0] (bentuk).kode: kode tercantum dua kali.",
    ),
    (
        lambda data: data["tindakan"][0].pop("penanggung_jawab"),
        "tindakan[0] (bentuk).penanggung_jawab: belum diisi. Tulis teks.",
    ),
    (lambda data: data.update(format="katalog/9"), "format: harus “naikkelas-katalog/1”."),
    (
        lambda data: data.update(instrumen="idm-2021"),
        "instrumen: untuk idm-2021, sedangkan rencana ini memakai kampung-kb-2023.",
    ),
]


@pytest.mark.parametrize(("change", "told"), WRONG)
def test_a_fault_is_told_with_its_action_and_field(
    change: Callable[[Any], object], told: str
) -> None:
    assert f"katalog.json: {told}" in faults(changed(change))


def test_all_faults_are_told_in_one_go() -> None:
    def spoil(data: Any) -> None:
        data["tindakan"][0]["peluang"]["nilai"] = -1
        data["tindakan"][1]["syarat"] = ["tidak_ada"]

    assert len(faults(changed(spoil)).splitlines()) == 2


def test_text_that_is_no_json_is_told_by_line_and_column() -> None:
    assert "katalog.json: baris 2, kolom 1" in faults('{"kode":\n,}')
    assert "kode tertulis dua kali" in faults('{"kode": "a", "kode": "b"}')
    assert "NaN bukan angka" in faults('{"kode": NaN}')
    assert "harus berupa objek" in faults("[]")


def test_a_cost_below_a_thousand_rupiah_is_warned_of_but_taken() -> None:
    text = changed(lambda data: data["tindakan"][0]["biaya"][0].update(rupiah=750))

    found = read_with_warnings(text, PORTAL, "katalog.json")

    assert found.catalogue.by_code["bentuk"].rupiah == 750
    assert found.warnings == (
        "tindakan[0] (bentuk).biaya[0] (apbd).rupiah: 750 rupiah: satuan rupiah? Tulis penuh, "
        "tanpa ribu atau juta.",
    )


def test_a_bare_number_is_an_assumption_and_a_named_one_is_not() -> None:
    def shorten(data: Any) -> None:
        data["tindakan"][0].update(hari=2, peluang=0.6, kursi={"nilai": 3, "menurut": "SSH 2025"})

    action = read(changed(shorten), PORTAL).by_code["bentuk"]

    assert (action.days.is_assumed, action.chance.is_assumed, action.seats.is_assumed) == (
        *(True, True, False),
    )


@pytest.mark.parametrize("code", ["kampung-kb-2023", "kampung-kb-2023-terkoreksi"])
def test_the_built_in_catalogue_serves_every_indicator_up_to_its_highest_score(code: str) -> None:
    instrument = builtin(code)
    catalogue = builtin_catalogue(BUILTIN[0], instrument)

    ends = dict.fromkeys(CODES, 0)
    for action in catalogue.actions:
        for lift in action.lifts:
            ends[lift.indicator] = max(ends[lift.indicator], lift.end)
    tops = {one.code: one.highest_score for one in instrument.indicators}
    assert ends == tops


def test_the_built_in_catalogue_keeps_its_schema_and_names_its_one_source() -> None:
    data = json.loads(builtin_text(BUILTIN[0], PORTAL.id))
    catalogue = builtin_catalogue(BUILTIN[0], PORTAL)

    assert list(breaches(schema("naikkelas-katalog-1"), data)) == []
    assert 14 <= len(catalogue.actions) <= 21
    assert all(action.has_assumptions for action in catalogue.actions)
    assert "SPARS" in catalogue.by_code["pendampingan_data"].days.source


def test_every_chain_of_prerequisites_fits_in_a_year() -> None:
    catalogue = builtin_catalogue(BUILTIN[0], PORTAL)

    def months(code: str) -> float:
        action = catalogue.by_code[code]
        return action.months.value + max(map(months, action.needs), default=0.0)

    assert max(months(action.code) for action in catalogue.actions) <= 12
