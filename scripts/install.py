"""Installs into this environment: by uv, which takes seconds; by pip where uv cannot.

`python -m scripts.install ARGUMENTS`, the arguments as `pip install` has them. Python compiles what
it imports, so nothing is compiled here. Only the standard library is there when this runs.
"""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.executable).with_name("uv")
PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
# Who set something nearer to this call is heard first.
SECTIONS = (":env:", "install", "global")
PLACES = {
    "index-url": "--index-url",
    "extra-index-url": "--extra-index-url",
    "find-links": "--find-links",
    "trusted-host": "--allow-insecure-host",
}
PATIENCE = "180"
"""Seconds that a slow line may be silent."""


def as_uv_hears_it(configured: str) -> Iterator[str]:
    """What `pip config list` says of places to install from, as options of uv.

    >>> list(as_uv_hears_it("global.find-links='a b'\\nglobal.timeout='37'"))
    ['--find-links', 'a', '--find-links', 'b']
    """
    said = dict(line.partition("=")[::2] for line in configured.splitlines() if "=" in line)
    for name, option in PLACES.items():
        values = (said.get(f"{section}.{name}") for section in SECTIONS)
        value = next((ast.literal_eval(one) for one in values if one), "")
        for word in str(value).split():
            yield from (option, word)


def certificates(configured: str) -> dict[str, str]:
    """The authorities that pip was told to trust, as uv is told of them."""
    for line in configured.splitlines():
        key, _, value = line.partition("=")
        if key.endswith(".cert"):
            return {"SSL_CERT_FILE": str(ast.literal_eval(value))}
    return {}


def by_uv(arguments: list[str]) -> bool:
    """Whether uv could be had and has installed it all."""
    if not UV.exists():
        fetched = (*PIP, "install", "--no-deps", "--require-hashes", "-r", "requirements-uv.txt")
        if subprocess.call(fetched, cwd=ROOT, stderr=subprocess.DEVNULL):
            return False
    configured = subprocess.run(
        (*PIP, "config", "list"), capture_output=True, text=True, check=False
    ).stdout
    command: tuple[str | Path, ...] = (
        *(UV, "pip", "install", "--quiet", "--no-config", "--python", sys.executable),
        # Like pip, take the fitting release wherever it lies; hashes say that it is the one.
        *("--index-strategy", "unsafe-best-match", *as_uv_hears_it(configured)),
        *arguments,
    )
    environment = {"UV_HTTP_TIMEOUT": PATIENCE, **certificates(configured)}
    return subprocess.call(command, cwd=ROOT, env=os.environ | environment) == 0


def main(arguments: list[str]) -> int:
    """The exit code of the installer that had the last word."""
    if by_uv(arguments):
        return 0
    print("uv could not install this; pip takes over, which takes longer.", flush=True)
    return subprocess.call((*PIP, "install", "--no-compile", *arguments), cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
