"""`naikkelas plan … --pusat --sumber`: money of the centre across kabupaten."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from naikkelas.config.cli import main
from naikkelas.roadmap.rules import sharing
from naikkelas.roadmap.rules.plan_file import read_input
from naikkelas.roadmap.solver.curves import Curve
from naikkelas.roadmap.solver.master import OutOfTime
from tests.roadmap_modes.examples import text_of
from tests.roadmap_modes.schema import breaches, schema


def first(data: Any) -> None:
    """A kabupaten whose kampung could use money of the centre, and has none."""
    data["aturan"]["kunci"] = []
    next(one for one in data["sumber_daya"]["dana"] if one["sumber"] == "apbn")["rupiah"] = 0


def second(data: Any) -> None:
    """Another one: what it could do is paid for by itself."""
    first(data)
    data["kampung"] = data["kampung"][:1]
    data["kampung"][0]["kode"] = "63.02.01.2001"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.json").write_text(text_of(first), "utf-8")
    (tmp_path / "b.json").write_text(text_of(second), "utf-8")
    return tmp_path


def run(folder: Path, *words: str, files: tuple[str, ...] = ("a.json", "b.json")) -> int:
    names = [str(folder / name) for name in files]
    with pytest.raises(SystemExit) as left:
        main(("plan", *names, *words, "-o", str(folder / "out.json")))
    assert isinstance(left.value.code, int)
    return left.value.code


def central(rupiah: int | str = 4_000_000, source: str = "apbn") -> tuple[str, ...]:
    return ("--pusat", str(rupiah), "--sumber", source, "--seconds", "60")


def written(folder: Path) -> Any:
    return json.loads((folder / "out.json").read_text("utf-8"))


def test_money_goes_where_it_brings_more_than_by_the_number_of_kampung(folder: Path) -> None:
    assert run(folder, *central()) == 0

    data = written(folder)
    assert list(breaches(schema("naikkelas-pembagian-1"), data)) == []
    assert [one["sebanding"] for one in data["kabupaten"]] == [3_000_000, 1_000_000]
    assert [one["bagian"] for one in data["kabupaten"]] == [4_000_000, 0]
    together = data["jumlah"]
    assert together["dengan_bagian"]["nilai"] > together["dengan_sebanding"]["nilai"] + 1
    assert together["dengan_sebanding"] == together["tanpa"]  # a whole action costs 3,500,000


def test_the_same_files_give_the_same_bytes(folder: Path) -> None:
    run(folder, *central())
    before = (folder / "out.json").read_bytes()

    run(folder, *central())

    assert (folder / "out.json").read_bytes() == before


def test_what_nobody_can_use_stays_over(folder: Path) -> None:
    run(folder, *central(900_000_000))

    together = written(folder)["jumlah"]
    assert together["sisa"] > 880_000_000
    assert together["bagian"] + together["sisa"] == 900_000_000
    assert together["dengan_bagian"]["nilai"] == together["dengan_sebanding"]["nilai"]


def test_no_money_is_shared_as_none(folder: Path) -> None:
    assert run(folder, *central(0)) == 0

    data = written(folder)
    assert [one["bagian"] for one in data["kabupaten"]] == [0, 0]
    assert data["jumlah"]["dengan_bagian"] == data["jumlah"]["tanpa"]


def test_a_budget_in_thousands_is_warned_of(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, *central(750)) == 0

    assert "--pusat: 750 rupiah: satuan rupiah?" in capsys.readouterr().err


def test_a_kabupaten_without_kampung_gets_nothing(folder: Path) -> None:
    def empty(data: Any) -> None:
        first(data)
        data["kampung"] = []

    (folder / "b.json").write_text(text_of(empty), "utf-8")

    assert run(folder, *central()) == 0

    assert [one["bagian"] for one in written(folder)["kabupaten"]] == [4_000_000, 0]


def test_a_kabupaten_that_pays_nothing_from_the_source_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def elsewhere(data: Any) -> None:
        second(data)
        data["katalog"]["tindakan"].pop()

    (folder / "b.json").write_text(text_of(elsewhere), "utf-8")

    assert run(folder, *central()) == 0

    assert written(folder)["kabupaten"][1]["bagian"] == 0
    assert "b.json: tidak ada tindakan dalam katalog yang memakai “apbn”." in (
        capsys.readouterr().err
    )


def test_a_curve_that_promises_too_much_never_does_worse_than_by_kampung(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = [
        (one, read_input(text_of(change), one)) for one, change in (("a", first), ("b", second))
    ]
    monkeypatch.setattr(sharing, "share_out", lambda curves, budget: tuple(0.0 for _ in curves))

    made = sharing.share(sharing.kabupaten_of(inputs, "apbn"), "apbn", 16_000_000, seconds=60)

    assert [one.given for one in made.shares] == [one.even for one in made.shares]
    assert isinstance(made.shares[0].curve, Curve)


def nothing_limited(data: Any) -> None:
    second(data)
    data["sumber_daya"]["dana"] = data["sumber_daya"]["dana"][:2]


def of_one_kecamatan(data: Any) -> None:
    second(data)
    data["sumber_daya"]["dana"][2]["kecamatan"] = "63.01.01"


def of_other_years(data: Any) -> None:
    second(data)
    data["mulai"] = "2027-01"


def locked(data: Any) -> None:
    second(data)
    data["aturan"]["kunci"] = [{"kampung": "63.02.01.2001", "minta": "harus"}]
    data["sumber_daya"]["dana"][0]["rupiah"] = 0


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (nothing_limited, "b.json: sumber_daya.dana: tidak ada pagu “apbn” untuk seluruh"),
        (of_one_kecamatan, "b.json: sumber_daya.dana: tidak ada pagu “apbn” untuk seluruh"),
        (of_other_years, "b.json: mulai: berbeda dari"),
        (first, "b.json: kampung: 63.01.01.2001 juga ada di"),
        (locked, "b.json: aturan.kunci: "),
    ],
)
def test_files_that_do_not_go_together_are_refused_with_their_place(
    change: Callable[[Any], None],
    told: str,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (folder / "b.json").write_text(text_of(change), "utf-8")

    assert run(folder, *central()) == 1

    assert told in capsys.readouterr().err
    assert not (folder / "out.json").exists()


def test_a_source_that_no_catalogue_knows_is_wrong_usage(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, *central(source="hibah")) == 2

    assert "--sumber hibah: tidak ada tindakan" in (told := capsys.readouterr().err)
    assert "apbd, apbn, dana_desa" in told


@pytest.mark.parametrize(
    "words",
    [("--pusat", "5000000"), ("--sumber", "apbn"), (), ("--pusat", "-1"), ("--pusat", "1,5")],
)
def test_words_that_do_not_go_together_are_wrong_usage(
    folder: Path, words: tuple[str, ...]
) -> None:
    assert run(folder, *words) == 2


def test_time_that_runs_out_writes_nothing_and_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def too_late(*_: object, **__: object) -> None:
        raise OutOfTime

    monkeypatch.setattr(sharing, "reached", too_late)

    assert run(folder, *central()) == 1

    assert "waktu habis sebelum dana terbagi. Beri --seconds lebih." in capsys.readouterr().err
    assert not (folder / "out.json").exists()
