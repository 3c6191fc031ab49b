"""How a clone installs itself: uv is told what pip was told, and pip takes over where uv cannot."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from scripts import install

SAID = """\
:env:.find-links='/a'
global.extra-index-url='https://b.example/ https://c.example/'
global.find-links='/d'
global.cert='/e.pem'
global.timeout='37'
"""


def test_what_is_nearest_to_the_call_is_heard_and_each_place_is_an_option() -> None:
    assert list(install.as_uv_hears_it(SAID)) == [
        *("--extra-index-url", "https://b.example/", "--extra-index-url", "https://c.example/"),
        *("--find-links", "/a"),
    ]
    assert install.certificates(SAID) == {"SSL_CERT_FILE": "/e.pem"}


@pytest.mark.parametrize(("failing", "last"), [("uv", "pip"), ("nothing", "uv")])
def test_pip_takes_over_where_uv_cannot(
    failing: str, last: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    called: list[str] = []

    def call(command: Any, **_: Any) -> int:
        name = "uv" if command[0] == uv else "pip"
        called.append(name)
        return int(name == failing)

    uv = tmp_path / "uv"
    uv.touch()
    monkeypatch.setattr(install, "UV", uv)
    monkeypatch.setattr(subprocess, "call", call)

    assert install.main(["--requirement", "list.txt"]) == 0
    assert called[-1] == last
