"""Copies what the product takes from npm into the package, with its licence; none is committed.

`make` calls this after npm; the phone app works with idb (IndexedDB with promises), unchanged.
"""

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FROM = ROOT / "node_modules"
TO = ROOT / "naikkelas" / "activities" / "static" / "activities" / "vendor"
FILES = {"idb/build/index.js": "idb.js", "idb/LICENSE": "idb.LICENSE.txt"}


def main() -> int:
    """Copy each file; the exit code."""
    TO.mkdir(exist_ok=True)
    for source, target in FILES.items():
        if not (FROM / source).exists():
            print(f"{source} is missing in node_modules; `make node_modules/.runtime` brings it.")
            return 1
        shutil.copyfile(FROM / source, TO / target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
