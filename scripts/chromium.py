"""The Chromium of tests, measurements and pictures: which one it is, and how it comes here.

Tests take the one without windows ("headless shell"), which costs a third of the processor time:
the machine's own, else its packages unpacked beside the environment, which changes nothing on the
machine. Where there is none, they take the whole browser; where there is no browser at all, it is
installed from the package manager (root), else Playwright brings its own.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

WHOLE = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SHELL = "chromium-headless-shell"
UNPACKED = Path(sys.prefix) / "chromium"
PACKAGES = (SHELL, "chromium-common")

Run = Callable[..., bool]
"""Runs one stage, a name and a command, and tells whether it succeeded (`scripts.test.Report`)."""


def whole() -> str:
    """The machine's browser, or "" where Playwright's own is meant."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, WHOLE)), "")


def headless() -> str:
    """The browser of the tests, or "" where Playwright's own is meant."""
    if named := os.environ.get("CHROMIUM"):
        return named
    own = UNPACKED / "usr" / "lib" / "chromium" / SHELL
    return shutil.which(SHELL) or (str(own) if own.exists() else whole())


def bring(run: Run) -> None:
    """See to it that the tests find a browser."""
    wanted = []
    if not headless():
        wanted.append("chromium")
    driver = Path(sys.executable).parent / "playwright"
    if subprocess.run([driver, "--version"], capture_output=True, check=False).returncode:
        wanted.append("libatomic1")  # a bare Debian lacks what Playwright's driver is linked to
    installed = not wanted or _install(run, wanted)
    if installed:
        _unpack_shell()
    elif "chromium" in wanted:
        run("chromium: Playwright's own", driver, "install", "chromium")


def _install(run: Run, packages: list[str]) -> bool:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run("chromium: package lists", "apt-get", "update", "-qq", **quiet)
    install = ("apt-get", "install", "-qq", "--no-install-recommends", *packages)
    return run("chromium: install", *install, **quiet)


def _unpack_shell() -> None:
    """The packages of the shell beside the environment; without them the whole browser is used."""
    if os.environ.get("CHROMIUM") or Path(headless()).name == SHELL:
        return
    if not (shutil.which("apt-get") and shutil.which("dpkg")):
        return
    with tempfile.TemporaryDirectory(prefix="naikkelas-") as folder:
        here = Path(folder)
        if not _quietly("apt-get", "download", *PACKAGES, cwd=here):
            return
        unpacked = here / "unpacked"
        done = [_quietly("dpkg", "-x", one, unpacked, cwd=here) for one in here.glob("*.deb")]
        shell = unpacked / "usr" / "lib" / "chromium" / SHELL
        if all(done) and shell.exists() and _quietly(shell, "--version", cwd=here):
            shutil.rmtree(UNPACKED, ignore_errors=True)
            shutil.move(unpacked, UNPACKED)


def _quietly(*command: str | Path, cwd: Path) -> bool:
    try:
        done = subprocess.run(command, cwd=cwd, capture_output=True, check=False, timeout=300)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
