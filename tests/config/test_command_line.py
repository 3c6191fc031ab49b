"""The command `naikkelas`: words, exit codes and whole files (decision 10)."""

import csv
import io
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from naikkelas.accounts.models import User
from naikkelas.config.cli import main
from naikkelas.exchange.models import BatchState, ImportBatch
from naikkelas.instruments.rules import builtin, builtin_text
from tests.people import PASSWORD, make_area, make_kampung

COMMANDS = (
    *(["demo"], ["migrate"], ["serve"], ["worker"], ["user"], ["import"], ["export"], ["clean"]),
    *(["classify"], ["gap"], ["snapshot"], ["score"], ["instrument"], ["instrument", "list"]),
    *(["instrument", "show"], ["instrument", "check"], ["plan"]),
    *(["privacy"], ["privacy", "export"], ["privacy", "requests"], ["privacy", "retention"]),
    *(["audit"], ["audit", "verify"], ["audit", "head"], ["audit", "seal"]),
)


def run(*words: str) -> int:
    """The exit code of one call."""
    with pytest.raises(SystemExit) as left:
        main(words)
    assert isinstance(left.value.code, int)
    return left.value.code


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*words, "--help") == 0

    assert f"pemakaian: naikkelas {' '.join(words)}" in capsys.readouterr().out


def test_an_unknown_word_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("klasifikasi") == 2


def score_input(*rows: dict[str, str]) -> str:
    """A CSV with the fifty IDM codes, all 3, changed by each row."""
    codes = [measure.code for measure in builtin("idm-2021").measures]
    target = io.StringIO()
    writer = csv.DictWriter(target, ["desa", *codes], lineterminator="\n")
    writer.writeheader()
    for place, changes in enumerate(rows):
        writer.writerow({"desa": f"Desa {place}", **dict.fromkeys(codes, "3"), **changes})
    return target.getvalue()


def test_scoring_passes_other_columns_through_and_says_what_it_did(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "nilai.csv", tmp_path / "hasil.csv"
    source.write_text(score_input({}), "utf-8")

    assert run("score", "idm-2021", str(source), "-o", str(target)) == 0

    assert target.read_bytes() == (
        b"desa,iks,ike,ikl,idm,klasifikasi,catatan\nDesa 0,0.6,0.6,0.6,0.6,berkembang,\n"
    )
    assert "1 baris: 1 dinilai, 0 ditolak." in capsys.readouterr().err


def test_a_bad_cell_costs_its_row_only(tmp_path: Path) -> None:
    source, target = tmp_path / "nilai.csv", tmp_path / "hasil.csv"
    source.write_text(score_input({}, {"IKS07": "tiga"}), "utf-8")

    assert run("score", "idm-2021", str(source), "-o", str(target)) == 3

    good, bad = csv.DictReader(target.read_text("utf-8").splitlines())
    assert good["klasifikasi"] == "berkembang"
    assert bad["klasifikasi"] == ""
    assert "IKS07" in bad["catatan"]


def test_when_nothing_can_be_scored_the_exit_code_says_so(tmp_path: Path) -> None:
    source = tmp_path / "nilai.csv"
    source.write_text(score_input({"IKS07": "tiga"}), "utf-8")

    assert run("score", "idm-2021", str(source), "-o", str(tmp_path / "hasil.csv")) == 1


def test_a_missing_folder_is_named_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "nilai.csv", tmp_path / "tidak-ada" / "hasil.csv"
    source.write_text(score_input({}), "utf-8")

    assert run("score", "idm-2021", str(source), "-o", str(target)) == 2

    assert "tidak ada" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [source]


def test_an_own_instrument_is_checked_with_line_and_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gap = "{ score = 2, from = 2, to = 2,"
    broken = builtin_text("kampung-kb-2023").replace("{ score = 2, from = 1, to = 1,", gap, 1)
    path = tmp_path / "sendiri.toml"
    path.write_text(broken, "utf-8")

    assert run("instrument", "check", str(path)) == 1

    assert "sendiri.toml" in capsys.readouterr().err


@pytest.mark.django_db
def test_an_account_is_opened_from_the_command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_area("91.37", "Kabupaten Uji")
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))

    assert run("user", "Rina", "--name", "Bu Rina", "--area", "91.37") == 0

    assert User.objects.get(username="rina").check_password(PASSWORD)


@pytest.mark.django_db
def test_a_weak_password_opens_no_account(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_area("91.37", "Kabupaten Uji")
    monkeypatch.setattr("sys.stdin", io.StringIO("rahasia\n"))

    assert run("user", "rina", "--name", "Bu Rina", "--area", "91.37") == 1

    assert not User.objects.filter(username="rina").exists()
    assert "naikkelas: " in capsys.readouterr().err


@pytest.mark.django_db
def test_classify_writes_one_row_per_live_kampung(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_kampung("91.37.01.2001", nama="=HYPERLINK(1)", source_id=37)
    make_kampung("91.37.01.2003", is_active=False)

    assert run("classify", "--area", "91.37", "--cutoff", "2025-07-31") == 0

    header, row = capsys.readouterr().out.splitlines()
    assert header.startswith("kode_desa,kampung_id_asal,nama,pokja,sumber_dana,poktan,")
    assert row == "91.37.01.2001,37,'=HYPERLINK(1)" + ",1" * 12 + ",1.00,1.00,1.00,dasar,"


@pytest.mark.django_db
def test_a_port_that_another_server_holds_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("naikkelas.config.commands.serve._collect_assets", lambda: None)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        assert run("serve", "--port", str(port)) == 1

    assert f"porta {port} sudah dipakai" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["export", "kampung", "-o", "{}/tidak-ada/x.csv"], "tidak ada. Buat dahulu"),
        (["export", "kampung", "-o", "{}/folder.csv"], "adalah folder"),
        (["import", "{}", "--yes", "--problems", "{}/tidak-ada/p.csv"], "tidak ada. Buat dahulu"),
        (["classify", "-o", "{}/folder.csv"], "adalah folder"),
    ],
)
@pytest.mark.django_db
def test_a_file_that_cannot_be_written_is_said_in_one_line_before_any_work(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder.csv").mkdir()

    assert run(*(word.format(tmp_path) for word in words)) == 2

    told = capsys.readouterr()
    assert said in told.err
    assert (told.err.count("\n"), told.out) == (1, "")


@pytest.mark.parametrize("port", ["abc", "99999", "0", "-1"])
def test_a_port_that_is_none_is_named_without_a_traceback(port: str) -> None:
    command = [sys.executable, "-m", "naikkelas", "serve"]
    done = subprocess.run(
        command, env=os.environ | {"PORT": port}, capture_output=True, text=True, check=False
    )

    assert done.returncode in {1, 2}
    assert done.stderr.startswith("PORT harus ")
    assert done.stderr.count("\n") == 1
    assert run("serve", "--port", port) == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "belum disebut: PERINTAH"),
        (["klasifikasi"], "PERINTAH: 'klasifikasi' tidak dikenal. Pilih: 'demo'"),
        (["import"], "belum disebut: BERKAS-ATAU-FOLDER"),
        (["export", "desa", "-o", "x.csv"], "TABEL: 'desa' tidak dikenal. Pilih: 'kampung'"),
        (["snapshot", "--months", "dua"], "--months: 'dua' bukan bilangan bulat"),
        (["classify", "--cutoff"], "--cutoff: perlu satu nilai"),
        (["migrate", "--cepat"], "tidak dikenal: --cepat"),
        (["classify", "--cutoff", "kemarin"], "--cutoff: 'kemarin' bukan tanggal."),
    ],
)
def test_a_wrong_call_is_told_in_indonesian(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*words) == 2

    told = capsys.readouterr().err
    assert told.startswith("pemakaian: naikkelas")
    assert said in told
    assert not re.search("usage|invalid|required|expected|argument", told)


def test_the_help_has_no_english_headings(capsys: pytest.CaptureFixture[str]) -> None:
    run("import", "--help")

    told = capsys.readouterr().out
    assert "argumen:" in told
    assert "pilihan:" in told
    assert "tampilkan bantuan ini" in told
    assert not re.search("usage|options|positional|show this", told)


KAMPUNG_CSV = "id,kode_desa,nama,aktif\n7,91.37.01.2001,Sukamaju,ya\n"


@pytest.fixture
def import_file(tmp_path: Path, settings: Any, sukamaju: object) -> Callable[[str], int]:
    """Imports a kampung.csv of this text and gives the exit code."""
    settings.IMPORT_ROOT = tmp_path / "impor"

    def act(text: str) -> int:
        path = tmp_path / "kampung.csv"
        path.write_text(text, "utf-8")
        return run("import", str(path), "--area", "91.37", "--yes")

    return act


def test_an_import_again_is_fine_and_leaves_nothing_that_waits_to_be_applied(
    import_file: Callable[[str], int],
) -> None:
    assert import_file(KAMPUNG_CSV) == 0
    assert import_file(KAMPUNG_CSV) == 0

    assert [batch.state for batch in ImportBatch.objects.all()] == [BatchState.APPLIED]


def test_an_import_again_with_refused_rows_applies_nothing_and_says_so_by_its_exit_code(
    import_file: Callable[[str], int], capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = KAMPUNG_CSV + "8,91.37.01.9999,Entah,ya\n"
    assert import_file(wrong) == 3
    capsys.readouterr()

    assert import_file(wrong) == 1

    assert "Tidak ada yang baru untuk disimpan; 1 baris ditolak." in capsys.readouterr().out
    assert ImportBatch.objects.count() == 1


def test_a_file_without_rows_is_told_as_such(
    import_file: Callable[[str], int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert import_file("id,kode_desa,nama,aktif\n") == 1

    assert "Berkas tidak berisi baris" in capsys.readouterr().out


def test_a_column_that_nobody_knows_is_named_before_its_data_are_missed(
    import_file: Callable[[str], int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert import_file("id,kode_desa,nama,lintng\n7,91.37.01.2001,Sukamaju,-3.7\n") == 0

    assert "kampung.csv: Kolom “lintng” tidak dikenal dan dilewati." in capsys.readouterr().out


def test_gap_says_which_pairs_share_a_row(capsys: pytest.CaptureFixture[str]) -> None:
    run("gap", "--help")

    assert "keduanya menjadi satu baris" in " ".join(capsys.readouterr().out.split())
