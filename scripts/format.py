"""`make format`: rewrite what `make lint` would complain about."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


def main() -> None:
    templates = sorted(str(path) for path in (ROOT / "naikkelas").rglob("*.html"))
    for command in (
        ["ruff", "check", "--fix", "--quiet"],
        ["ruff", "format", "--quiet"],
        ["djade", "--target-version", "5.2", *templates],
        ["djhtml", "--tabwidth", "2", *templates],
    ):
        # djade and djhtml exit with 1 when they have rewritten a file.
        subprocess.call([BIN / command[0], *command[1:]], cwd=ROOT)


if __name__ == "__main__":
    main()
