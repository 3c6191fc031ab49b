"""`docs/security.md` names a test for each item, and each of them exists."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")


@cache
def _tests_of(path: str) -> frozenset[str]:
    file = ROOT / path
    tree = ast.parse(file.read_text("utf-8")) if file.is_file() else ast.Module([], [])
    return frozenset(n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef))


def test_every_test_that_is_named_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", PAGE)

    assert len(named) > 80
    assert [f"{path}::{name}" for path, name in named if name not in _tests_of(path)] == []


def test_every_item_has_its_row_and_every_row_a_test_or_a_reason() -> None:
    rows = re.findall(r"^\| (\d+|T\d+) \| [^|]+ \| ([^|]+) \|$", PAGE, re.M)
    items = [item for item, _ in rows if item.isdecimal()]

    assert items == [str(number) for number in range(1, 53)]
    shown = re.compile(r"::test_|Not built: |Belongs to operation: ")
    assert [item for item, text in rows if not shown.search(text)] == []
