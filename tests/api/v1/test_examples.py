"""The examples of docs/api/v1.md do what they say, against a server."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from naikkelas.accounts.models import Role, User
from naikkelas.activities.models import Kegiatan
from naikkelas.api.rules.signing import headers
from naikkelas.areas.models import Area
from naikkelas.audit.actions import seal
from naikkelas.registry.models import KampungKB
from tests.api.v1.conftest import Program
from tests.people import make_user

PAGE = Path(__file__).resolve().parents[3] / "docs" / "api" / "v1.md"
BLOCKS: list[tuple[str, str]] = re.findall(
    r"^```(sh|python)\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S
)
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def program(sukamaju: Area, kampung: KampungKB) -> Program:
    """A program of the ketua, who reads and writes."""
    return Program(make_user("ketut", "Bu Ketut", Role.POKJA_CHAIR, sukamaju))


def _run(kind: str, text: str, address: str, key: str) -> str:
    shell = shutil.which("bash") or "sh"
    command = [sys.executable, "-c", text] if kind == "python" else [shell, "-euc", text]
    around = {"PATH": os.environ["PATH"], "NAIKKELAS": address, "KUNCI": key, "NO_PROXY": "*"}
    done = subprocess.run(command, env=around, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed here")
def test_the_page_can_be_followed_from_top_to_bottom(
    program: Program, kampung: KampungKB, live_server: Any, darma: User
) -> None:
    seal()
    told = [_run(*block, live_server.url, program.made.secret) for block in BLOCKS]

    assert len(told) == 9
    me, rules, classes, same, written, mended, withdrawn, changed, signed = told
    assert json.loads(me)["program"] == "Dasbor"
    assert json.loads(rules)["data"]
    assert classes.split() == ["Sukamaju", "berkembang", json.loads(_beside(program, kampung))]
    assert same == ""
    first, second = Kegiatan.objects.filter(judul="Posyandu balita").order_by("recorded_at")
    assert str(first.pk) == json.loads(written)["id"]
    assert (first.peserta_p, second.peserta_p, second.origin) == (37, 41, first.pk)
    assert (second.withdrawn_reason, mended, withdrawn) == ("Tercatat dua kali", "", "")
    assert changed == ""  # it was written after the last seal
    assert signed == ""
    seal()
    assert "kegiatan.dilaporkan 91.37.01.2001" in _run(
        *BLOCKS[7], live_server.url, program.made.secret
    )


def _beside(program: Program, kampung: KampungKB) -> str:
    found = program.get(f"kampung/{kampung.pk}/kelas", {"dasar": "dilaporkan"}).json()
    return json.dumps(found["pembanding"]["klasifikasi"])


def test_the_check_of_signatures_takes_ours() -> None:
    names: dict[str, Any] = {}
    exec(BLOCKS[-1][1], names)

    ours = headers(b"rahasia", "37", 1_700_000_000, b'{"a": 1}')

    assert names["is_genuine"]("whsec_cmFoYXNpYQ==", ours, b'{"a": 1}')
    assert not names["is_genuine"]("whsec_cmFoYXNpYQ==", ours, b'{"a": 2}')
