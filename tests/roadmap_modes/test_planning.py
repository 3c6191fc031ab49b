"""From an input to a plan: what it is made of, and what is said of inputs that are off."""

import json
from typing import Any

import pytest

from naikkelas.roadmap.rules import answering, remedies
from naikkelas.roadmap.rules.plan_file import read_input
from naikkelas.roadmap.rules.plan_writing import plan_data, write_plan
from naikkelas.roadmap.rules.planning import PlanOutput, make_plan
from naikkelas.roadmap.solver.master import OutOfTime
from naikkelas.roadmap.solver.plan import Ending
from naikkelas.roadmap.solver.world import BadWorld
from tests.roadmap_modes.examples import documented, text_of
from tests.roadmap_modes.schema import breaches, schema

SUKAMAJU, TIRTA_JAYA, KARYA_BARU = "63.01.01.2001", "63.01.02.2001", "63.01.02.2002"


def planned(change: Any = lambda data: None) -> PlanOutput:
    return make_plan(read_input(text_of(change)), seconds=60)


def actions_of(made: PlanOutput) -> dict[str, tuple[str, ...]]:
    """The first year's actions by kampung, without those at rest."""
    return {
        unit.code: mode.actions
        for unit, mode in zip(made.world.units, made.plan.decisions, strict=True)
        if mode is not None
    }


def contains(whole: Any, part: Any) -> bool:
    """Whether everything said in `part` is so in `whole`."""
    if isinstance(part, dict):
        return all(key in whole and contains(whole[key], one) for key, one in part.items())
    if isinstance(part, list):
        return len(whole) == len(part) and all(map(contains, whole, part))
    return bool(whole == part)


def test_the_worked_example_gives_what_the_document_says() -> None:
    data = plan_data(planned())

    assert contains(data, json.loads(documented("keluaran")))
    assert list(breaches(schema("naikkelas-plan-1"), data)) == []


def test_the_same_input_and_seed_give_the_same_bytes() -> None:
    assert write_plan(planned()) == write_plan(planned())


def test_locks_are_kept() -> None:
    def lock(data: Any) -> None:
        data["aturan"]["kunci"] = [
            {"kampung": SUKAMAJU, "minta": "jangan"},
            {"kampung": TIRTA_JAYA, "minta": "cara", "tindakan": ["konseling_mkjp"]},
        ]

    assert actions_of(planned(lock)) == {TIRTA_JAYA: ("konseling_mkjp",)}


def test_a_lock_on_actions_that_do_not_go_together_is_refused_by_name() -> None:
    def lock(data: Any) -> None:
        data["aturan"]["kunci"] = [
            {"kampung": TIRTA_JAYA, "minta": "cara", "tindakan": ["ajak_peserta"]}
        ]

    with pytest.raises(BadWorld, match=r"63\.01\.02\.2001: tindakan ajak_peserta tidak dapat"):
        planned(lock)


def test_locks_that_contradict_each_other_are_refused() -> None:
    def lock(data: Any) -> None:
        data["aturan"]["kunci"] = [
            {"kampung": SUKAMAJU, "minta": wish} for wish in ("harus", "jangan")
        ]

    with pytest.raises(BadWorld, match="kunci “harus” dan “jangan” pada tahun yang sama"):
        planned(lock)


def test_a_must_without_the_means_has_no_plan_and_says_why() -> None:
    def no_money(data: Any) -> None:
        data["sumber_daya"]["dana"][0]["rupiah"] = 0

    made = planned(no_money)

    assert made.plan.ending == Ending.CONTRADICTION
    assert not made.has_plan
    assert made.plan.conflicts
    assert made.steps == ()


def test_without_money_everyone_rests_and_the_missing_target_is_told() -> None:
    def nothing(data: Any) -> None:
        data["aturan"]["kunci"] = []
        for line in data["sumber_daya"]["dana"]:
            line["rupiah"] = 0

    made = planned(nothing)

    assert actions_of(made) == {}
    assert any(one.startswith("Target belum tercapai") for one in made.warnings)


def test_a_kampung_that_no_mentor_serves_gets_no_work_that_takes_days() -> None:
    def alone(data: Any) -> None:
        data["aturan"]["kunci"] = []
        for one in data["kampung"]:
            one.pop("pendamping")

    made = planned(alone)

    assert actions_of(made) == {}
    assert any("tanpa pendamping" in one for one in made.warnings)


def test_mentors_of_a_kecamatan_serve_together_those_who_name_nobody() -> None:
    def pooled(data: Any) -> None:
        for one in data["kampung"]:
            one.pop("pendamping")
        for mentor in data["sumber_daya"]["pendamping"]:
            mentor["kecamatan"] = "63.01.02"
        data["aturan"]["kunci"] = []

    made = planned(pooled)
    days = {cap.code: cap.amounts for cap in made.world.caps if cap.code.startswith("hari")}

    assert days == {"hari:63.01.02": (70, 80), "hari:tanpa": (0, 0)}


def test_no_kampung_gives_an_empty_plan() -> None:
    def nobody(data: Any) -> None:
        data["kampung"], data["aturan"]["kunci"] = [], []

    made = planned(nobody)

    assert made.plan.decisions == ()
    assert "Tidak ada kampung dalam masukan: rencananya kosong." in made.warnings


def test_one_kampung_alone_can_be_planned() -> None:
    made = planned(lambda data: data.update(kampung=data["kampung"][:1]))

    assert actions_of(made) == {SUKAMAJU: ("latih_pokja",)}


def test_actions_that_cannot_succeed_are_not_planned() -> None:
    def hopeless(data: Any) -> None:
        data["aturan"]["kunci"] = []
        for action in data["katalog"]["tindakan"]:
            action["peluang"] = 0

    made = planned(hopeless)

    assert actions_of(made) == {}
    assert any(one.startswith("Tidak pernah berhasil, jadi tidak") for one in made.warnings)


def test_a_target_above_what_exists_is_told() -> None:
    made = planned(lambda data: data["aturan"]["target"].update(jumlah=[40, 1]))

    assert any(one.startswith("Target seluruhnya 41 kampung") for one in made.warnings)


def test_what_is_not_limited_is_told() -> None:
    made = planned(
        lambda data: (
            data.pop("sumber_daya")
            and data["kampung"][0].pop("pendamping")
            and [one.pop("pendamping") for one in data["kampung"][1:]]
        )
    )

    assert "Pagu APBN tidak dibatasi: belum ada angkanya dalam sumber_daya.dana." in made.warnings
    assert "Hari pendamping tidak dibatasi: sumber_daya.pendamping kosong." in made.warnings
    assert "Kursi pelatihan tidak dibatasi: sumber_daya.kursi kosong." in made.warnings


def test_a_plan_stays_near_the_one_before_it() -> None:
    first = plan_data(planned())

    again = planned(lambda data: data.update(sebelumnya=first))

    assert again.changed == ()
    assert not any("Katalog berubah" in one for one in again.warnings)


def test_a_plan_whose_catalogue_changed_under_it_says_so() -> None:
    first = plan_data(planned())

    def dearer(data: Any) -> None:
        data["sebelumnya"] = first
        data["katalog"]["tindakan"][0]["biaya"][0]["rupiah"] = 3_500_000
        data["katalog"]["tindakan"][3]["kode"] = "konseling_baru"

    again = planned(dearer)

    told = "\n".join(again.warnings)
    assert f"Katalog berubah sejak rencana sebelumnya ({first['katalog']['sha256'][:12]} →" in told
    assert "Tindakan rencana sebelumnya yang tidak ada lagi: konseling_mkjp." in told


def test_learned_chances_take_the_place_of_the_catalogue_s() -> None:
    asked = read_input(text_of())

    made = make_plan(asked, seconds=60, chances={"latih_pokja": 0.91})

    decided = made.plan.decisions[0]
    assert decided is not None
    assert decided.chance(5) == pytest.approx(0.91)


def test_villages_of_idm_are_planned_up_their_ladder() -> None:
    def idm(data: Any) -> None:
        data["instrumen"] = data["katalog"]["instrumen"] = "idm-2021"
        codes = [f"IKS{n:02d}" for n in range(1, 36)]
        codes += [f"IKE{n:02d}" for n in range(1, 13)] + [f"IKL{n:02d}" for n in range(1, 4)]
        for one in data["kampung"]:
            one["skor"] = dict.fromkeys(codes, 3) | {"IKL01": 2}
        for action, code in zip(data["katalog"]["tindakan"], codes[-4:], strict=True):
            action["mengangkat"] = [{"indikator": code, "dari": 0, "ke": 5}]
            action.pop("syarat", None)
        data["aturan"] = {"target": {"jumlah": [1, 1], "kelas": ["maju", "mandiri"]}}

    made = planned(idm)

    assert [state.level for state in made.world.states] == [
        *("sangat_tertinggal", "tertinggal", "berkembang", "maju", "mandiri"),
    ]
    assert made.plan.years[0].newly > 0
    assert made.steps


def test_too_many_actions_for_one_kampung_are_told_with_its_code() -> None:
    def many(data: Any) -> None:
        data["aturan"]["kunci"] = []
        action = data["katalog"]["tindakan"][3]
        data["katalog"]["tindakan"] = [action | {"kode": f"mkjp_{n}"} for n in range(19)]

    with pytest.raises(BadWorld, match=r"Kampung 63\.01\.01\.2001: 19 tindakan melayani"):
        planned(many)


def never_in_time(*_: object, **__: object) -> None:
    raise OutOfTime


def test_a_plan_stands_when_there_is_no_time_for_its_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(remedies, "needed_for_target", never_in_time)
    text = text_of(lambda data: data["aturan"]["target"].update(jumlah=[40, 1]))

    found = answering.answer(text, seconds=60, seed=0)

    assert found.choices
    assert [one[:11] for one in found.remedies] == ["Waktu habis"]


def test_a_question_that_takes_too_long_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(answering, "solved_again", never_in_time)

    with pytest.raises(ValueError, match="Waktu habis sebelum ada jawaban"):
        answering.bought(text_of(), "dana:apbd", (1e6, 0), seconds=60, seed=0)
