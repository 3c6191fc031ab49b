"""`naikkelas audit`: exit codes 0 whole, 1 broken, 2 wrong usage."""

from collections.abc import Callable
from pathlib import Path

import pytest

from naikkelas.config.cli import main
from tests.audit.conftest import Written

pytestmark = pytest.mark.django_db


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(words)
    assert isinstance(left.value.code, int)
    return left.value.code


def test_a_whole_trail_leaves_with_zero(write: Written, capsys: pytest.CaptureFixture[str]) -> None:
    write()
    write(kabupaten_code="")

    assert run("audit", "seal") == 0
    assert run("audit", "verify") == 0
    told = capsys.readouterr().out
    assert "2 peristiwa disegel." in told
    assert "91.37: utuh, 1 peristiwa, ujung " in told
    assert "tanpa kabupaten: utuh" in told


def test_a_broken_trail_leaves_with_one_and_says_where(
    write: Written, tamper: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    write()
    run("audit", "seal")
    tamper("UPDATE audit_event SET verb = 'kampung.register'")

    assert run("audit", "verify", "--area", "91.37") == 1
    assert "91.37: TERPUTUS di nomor 1: isi peristiwa berubah" in capsys.readouterr().out


def test_heads_kept_in_a_file_show_a_removed_tail(
    write: Written, tamper: Callable[[str], None], tmp_path: Path
) -> None:
    kept = tmp_path / "ujung.txt"
    write()
    write(kabupaten_code="")
    run("audit", "seal")

    assert run("audit", "head", "-o", str(kept)) == 0
    assert run("audit", "verify", "--heads", str(kept)) == 0
    tamper("DELETE FROM audit_seal WHERE kabupaten_code = '91.37'")
    tamper("DELETE FROM audit_event WHERE kabupaten_code = '91.37'")
    assert run("audit", "verify") == 0
    assert run("audit", "verify", "--heads", str(kept)) == 1


def test_a_head_needs_its_chain(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("audit", "verify", "--head", "ab12") == 2
    assert run("audit", "verify", "--area", "91.37", "--head", "ab12") == 1
    assert "tambahkan --area" in capsys.readouterr().err


def test_a_file_of_something_else_is_wrong_usage(tmp_path: Path) -> None:
    other = tmp_path / "lain.txt"
    other.write_text("bukan ujung\n")

    assert run("audit", "verify", "--heads", str(other)) == 2
