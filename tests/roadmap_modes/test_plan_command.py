"""`naikkelas plan`: words, exit codes, whole files, no database."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from naikkelas.config.cli import main
from naikkelas.roadmap.rules import planning, remedies
from naikkelas.roadmap.solver.master import OutOfTime
from naikkelas.roadmap.solver.plan import Ending, Plan
from naikkelas.roadmap.solver.solving import solve
from naikkelas.roadmap.solver.whatif import Needed
from naikkelas.roadmap.solver.world import World
from tests.roadmap_modes.examples import text_of
from tests.roadmap_modes.schema import breaches, schema


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(("plan", *words))
    assert isinstance(left.value.code, int)
    return left.value.code


def test_a_plan_is_written_and_summed_up(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    source, target = tmp_path / "masukan.json", tmp_path / "rencana.json"
    source.write_text(text_of(), "utf-8")

    assert run(str(source), "-o", str(target), "--seconds", "60") == 0

    assert json.loads(target.read_text("utf-8"))["akhir"] == "terbukti"
    told = capfd.readouterr()
    assert told.out == ""
    assert "3 kampung: 2 dikerjakan tahun pertama" in told.err


def on_its_own(text: str, folder: Path, hash_seed: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, with a database that cannot be reached."""
    return subprocess.run(
        [sys.executable, "-m", "naikkelas", "plan", "-", "--seconds", "60"],
        input=text,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ
        | {
            "NAIKKELAS_DATA": str(folder / "data"),
            "DATABASE_URL": "postgresql://x",
            "PYTHONHASHSEED": hash_seed,
        },
    )


def test_the_screen_gets_nothing_but_the_same_plan_and_no_database_is_touched(
    tmp_path: Path,
) -> None:
    first, second = (on_its_own(text_of(), tmp_path, seed) for seed in ("1", "2"))

    assert first.returncode == 0, first.stderr
    assert json.loads(first.stdout)["format"] == "naikkelas-plan/1"
    assert first.stdout == second.stdout
    assert not (tmp_path / "data").exists()


def test_a_plan_that_time_cut_short_is_written_and_leaves_with_three(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "masukan.json", tmp_path / "rencana.json"
    source.write_text(text_of(), "utf-8")

    def cut_short(world: World, *, seconds: float, seed: int) -> Plan:
        return replace(solve(world, seconds=60, seed=seed), ending=Ending.TIMED_OUT)

    monkeypatch.setattr(planning, "solve", cut_short)

    assert run(str(source), "-o", str(target)) == 3

    assert json.loads(target.read_text("utf-8"))["akhir"] == "waktu habis"
    assert "Waktu habis" in capsys.readouterr().err


def test_no_time_at_all_writes_nothing_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "masukan.json", tmp_path / "rencana.json"
    source.write_text(text_of(), "utf-8")

    assert run(str(source), "-o", str(target), "--seconds", "0.000001") == 1

    assert "Waktu habis" in capsys.readouterr().err
    assert not target.exists()


def test_an_answer_that_fails_the_check_is_never_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "masukan.json", tmp_path / "rencana.json"
    source.write_text(text_of(), "utf-8")

    def boasting(world: World, *, seconds: float, seed: int) -> Plan:
        plan = solve(world, seconds=60, seed=seed)
        first = replace(plan.years[0], newly=plan.years[0].newly + 1)
        return replace(plan, years=(first, *plan.years[1:]))

    monkeypatch.setattr(planning, "solve", boasting)

    assert run(str(source), "-o", str(target)) == 1

    assert "Rencana gagal diperiksa ulang" in capsys.readouterr().err
    assert not target.exists()


def planned_with(
    change: Callable[[Any], object], folder: Path, *words: str
) -> tuple[int, dict[str, Any]]:
    """The exit code and the plan of the worked example after a change."""
    source, target = folder / "masukan.json", folder / "rencana.json"
    source.write_text(text_of(change), "utf-8")
    code = run(str(source), "-o", str(target), "--seconds", "60", *words)
    return code, json.loads(target.read_text("utf-8"))


def test_a_target_without_the_means_tells_what_has_to_be_added(tmp_path: Path) -> None:
    def poor(data: Any) -> None:
        data["aturan"] = {"target": {"jumlah": [0.8, 0]}, "pemerataan": 0}
        data["sumber_daya"]["dana"] = [{"sumber": "apbd", "rupiah": 0}]
        data["kampung"] = data["kampung"][:1]

    code, plan = planned_with(poor, tmp_path)

    assert code == 0
    assert plan["agar_tercapai"] == {
        "terjangkau": True,
        "kurang_setelahnya": 0,
        "tambahan": [{"kode": "dana:apbd", "nama": "Pagu APBD", "jumlah": [3_000_000, 0]}],
        "kalimat": "Target terjangkau bila dana ditambah: Pagu APBD Rp3.000.000 (2026).",
    }
    assert list(breaches(schema("naikkelas-plan-1"), plan)) == []


def test_a_target_above_what_exists_tells_what_stays_missing(tmp_path: Path) -> None:
    code, plan = planned_with(
        lambda data: data["aturan"]["target"].update(jumlah=[50, 50]), tmp_path
    )

    assert code == 0
    remedy = plan["agar_tercapai"]
    assert not remedy["terjangkau"]
    assert 97 < remedy["kurang_setelahnya"] < 99
    assert "Turunkan target atau lengkapi katalog" in remedy["kalimat"]
    assert list(breaches(schema("naikkelas-plan-1"), plan)) == []


def test_a_met_target_needs_nothing(tmp_path: Path) -> None:
    _, plan = planned_with(lambda data: data["aturan"]["target"].update(jumlah=0), tmp_path)

    assert plan["agar_tercapai"] is None


def test_a_remedy_that_time_cut_short_leaves_with_three(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def too_late(*_: object, **__: object) -> Needed:
        raise OutOfTime

    monkeypatch.setattr(remedies, "needed_for_target", too_late)

    code, plan = planned_with(lambda data: data["aturan"]["target"].update(jumlah=50), tmp_path)

    assert code == 3
    assert plan["akhir"] == "terbukti"
    assert plan["agar_tercapai"] is None
    assert "Waktu habis sebelum ditemukan" in capsys.readouterr().err


def test_a_number_of_thousands_of_digits_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "masukan.json"
    source.write_text('{"tahun": ' + "9" * 5000 + "}", "utf-8")

    assert run(str(source)) == 1

    assert f"{source}: 999999999999…: terlalu besar." in capsys.readouterr().err


def test_a_file_that_is_not_there_is_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(str(tmp_path / "tidak-ada.json")) == 2

    assert "tidak dapat dibaca" in capsys.readouterr().err


@pytest.mark.parametrize("seconds", ["0", "-1", "cepat", "nan"])
def test_a_time_that_is_none_is_wrong_usage(
    seconds: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("masukan.json", "--seconds", seconds) == 2

    assert "tulis jumlah detik, lebih dari 0" in capsys.readouterr().err


def test_a_faulty_file_writes_nothing_and_tells_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "masukan.json", tmp_path / "rencana.json"
    source.write_text(text_of(lambda data: data["kampung"][0].update(kecamatan="63.9")), "utf-8")

    assert run(str(source), "-o", str(target)) == 1

    assert f"{source}: kampung[0] (63.01.01.2001).kecamatan" in capsys.readouterr().err
    assert not target.exists()


def test_locks_without_the_means_are_told_and_write_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "masukan.json", tmp_path / "rencana.json"
    source.write_text(
        text_of(lambda data: data["sumber_daya"]["dana"][0].update(rupiah=0)), "utf-8"
    )

    assert run(str(source), "-o", str(target), "--seconds", "60") == 1

    assert "tidak ada rencana" in capsys.readouterr().err
    assert not target.exists()


def test_bytes_that_are_no_utf_8_are_told_by_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"{\n\xff}"), "latin-1"))

    assert run("-") == 1

    assert "masukan: baris 2 bukan UTF-8" in capsys.readouterr().err
