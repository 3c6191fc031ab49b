"""The reference itself holds against the forty examples that were set by hand."""

import csv
from datetime import date
from pathlib import Path

import pytest

from tests.reference import portal
from tests.reference.portal import Cells, Reports

FLAGS = {"true": "ya", "false": "tidak", "": ""}
KAMPUNG = {"kode_desa": "63.01.01.2001", "id": "1", "nama": "Contoh"}
CUTOFF = date(2022, 12, 31)  # the examples are computed at a 31 December
AS_THE_PORTAL = {"partisipasi_poktan", "lintas_sektor", "unmet_need"}


@pytest.fixture(scope="module")
def examples(shared: Path) -> list[Cells]:
    path = shared / "data" / "klasifikasi" / "contoh_perhitungan.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_reference_scores_every_example_as_the_portal_does(examples: list[Cells]) -> None:
    for example in examples:
        verdict = portal.verdict(KAMPUNG, portal.portal_scores(_reports(example)))

        for code, score in verdict.scores.items():
            assert _cell(score) == example[f"skor_{code}"], (example["kode"], code)
        for name, index in verdict.indexes.items():
            assert _cell(index) == example[f"indeks_{name}"], (example["kode"], name)
        assert verdict.level == example["tingkat"], example["kode"]


def test_the_reference_corrects_every_example(examples: list[Cells]) -> None:
    for example in examples:
        reports = portal.within_the_year(_reports(example), CUTOFF)

        verdict = portal.corrected_verdict(KAMPUNG, reports)

        for code, score in verdict.scores.items():
            kept = code not in AS_THE_PORTAL and verdict.level != "belum_lapor"
            column = f"skor_{code}" if kept else f"terkoreksi_skor_{code}"
            assert _cell(score) == example.get(column, ""), (example["kode"], code)
        for name in ("proses", "output"):
            expected = example[f"terkoreksi_indeks_{name}"]
            assert _cell(verdict.indexes[name]) == expected, (example["kode"], name)
        assert verdict.level == example["terkoreksi_tingkat"], example["kode"]


def _reports(example: Cells) -> Reports:
    now, before = example["instansi_tahun_pelaporan"], example["instansi_tahun_sebelumnya"]
    activities = [
        {"id": number, "tanggal": day, "instansi": agencies}
        for number, day, agencies in (("101", "2022-05-05", now), ("102", "2021-05-05", before))
        if agencies
    ]
    return Reports(
        _profil(example) if example["profil_ada"] == "true" else None,
        example if example["penduduk_ada"] == "true" else None,
        example if example["kkbpk_ada"] == "true" else None,
        activities,
    )


def _profil(example: Cells) -> Cells:
    owned = "|".join(example[name] for name in ("poktan", "sarana", "mekanisme_operasional"))
    owned = owned.replace("monitoring_evaluasi", "monev")
    columns = (*portal.POKTAN, *portal.SARANA, *portal.MECHANISMS)
    return {
        **{code: "ya" if code in owned.split("|") else "" for code in columns},
        "program_tambahan": "",
        "pokja_ada": FLAGS[example["pokja_ada"]],
        "pokja_anggota": example["pokja_anggota"],
        "pokja_terlatih": FLAGS[example["pokja_terlatih"]],
        "plkb_ada": FLAGS[example["plkb_pendamping"]],
        "regulasi_ada": FLAGS[example["regulasi"]],
        "sumber_dana": example["sumber_dana"],
        "penggunaan_data": example["penggunaan_data"],
    }


def _cell(value: object) -> str:
    return "" if value is None else str(value)
