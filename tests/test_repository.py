"""What holds for the whole repository and no linter looks at."""

import ast
import importlib
import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps

from scripts import errors
from tests.lengths import NEITHER, ON_POSTGRESQL, ON_SQLITE

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "naikkelas"
ROOMS = sorted(folder.name for folder in PACKAGE.iterdir() if (folder / "__init__.py").exists())


# --- rooms ---


@cache
def _floors() -> dict[str, int]:
    """Room → floor (0 is the highest), from the layers that import-linter enforces."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = contracts["contracts"][0]["layers"]
    return {room: floor for floor, line in enumerate(layers) for room in re.findall(r"\w+", line)}


def _room(module: str) -> str:
    return module.split(".")[1]


def test_foreign_keys_point_downwards() -> None:
    """The import linter cannot see a key that is given as a string."""
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if model.__module__.startswith("naikkelas.")
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and isinstance(field.related_model, type)
        if field.related_model.__module__.startswith("naikkelas.")
        if not _may_point(_room(model.__module__), _room(field.related_model.__module__))
    ]

    # Who did it is a person; the trail lies below the people so that they too can be recorded.
    assert set(upward) <= {"audit.Event.actor → accounts.User"}


def _may_point(room: str, other: str) -> bool:
    return room == other or _floors()[room] < _floors()[other]


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_its_floor_and_its_page(room: str) -> None:
    assert room in _floors()
    assert (ROOT / "docs" / "rooms" / f"{room}.md").is_file()


# --- refusals, settings, audit verbs ---


def test_refusal_codes_are_unique_and_each_class_has_its_own() -> None:
    refusals = errors.refusals()
    codes = [refusal.code for refusal in refusals]

    assert [refusal.__name__ for refusal in refusals if "code" not in vars(refusal)] == []
    assert sorted(codes) == sorted(set(codes))


def test_the_page_of_refusals_is_that_of_the_code() -> None:
    assert errors.PAGE.read_text() == errors.page(), "run `python -m scripts.errors`"


def _calls(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """(name of what is called, its first argument) for calls with a literal first argument."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            if isinstance(node.args[0].value, str):
                yield ast.unparse(node.func), node.args[0].value
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            yield ast.unparse(node.value), str(node.slice.value)


@cache
def _all_calls() -> list[tuple[str, str]]:
    return [
        call
        for path in PACKAGE.rglob("*.py")
        for call in _calls(ast.parse(path.read_text("utf-8")))
    ]


def test_every_setting_read_from_the_environment_is_in_the_example() -> None:
    readers = {"os.environ", "os.environ.get", "os.environ.setdefault", "os.getenv"}
    readers |= {"flag", "port", "whole_number"}
    read = {name for reader, name in _all_calls() if reader in readers}
    described = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))

    assert read - described - {"DJANGO_SETTINGS_MODULE"} == set()
    assert described - read == set()


def test_every_audit_verb_has_a_sentence_for_people() -> None:
    verbs = {verb for name, verb in _all_calls() if name.split(".")[-1].lstrip("_") == "record"}
    sentences: dict[str, str] = {}
    for path in PACKAGE.glob("*/presenters.py"):
        module = importlib.import_module(f"naikkelas.{path.parent.name}.presenters")
        sentences |= getattr(module, "SENTENCES", {})

    assert verbs - set(sentences) == set()
    assert set(sentences) - verbs == set()


# --- tracked files ---


@cache
def _tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git clone")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def _lines_with(pattern: str, files: list[Path]) -> list[str]:
    wanted = re.compile(pattern)
    found = []
    for path in files:
        try:
            lines = path.read_text("utf-8").splitlines()
        except UnicodeDecodeError:
            continue  # a picture or a workbook
        name = path.relative_to(ROOT)
        found += [
            f"{name}:{n}: {line[:120]}" for n, line in enumerate(lines, 1) if wanted.search(line)
        ]
    return found


def test_no_tracked_file_knows_the_machine_that_it_was_written_on() -> None:
    """Paths of one machine, download addresses, traces of the tools at hand."""
    others = [path for path in _tracked() if path != Path(__file__)]

    assert (
        _lines_with(
            r"(?<![\w.])/(?:home|root|work|Users|farm)/\w|file://|\"resolved\": *\"http"
            r"|registry *= *\"?http|pythonhosted|npmjs\.(?:org|com)|(?i:sub-?agent)|bash_jobs",
            others,
        )
        == []
    )


def test_requirements_hold_versions_and_hashes_only() -> None:
    version = r"[a-z0-9-]+(?:\[[a-z,]+\])?==[\w.]+(?: ;[^\\]+)? \\"
    digest = r"    --hash=sha256:[0-9a-f]{64}(?: \\)?"
    for path in ROOT.glob("requirements*.txt"):
        lines = path.read_text().splitlines()

        assert lines
        assert [line for line in lines if not re.fullmatch(f"{version}|{digest}", line)] == []


def test_no_package_of_npm_follows_a_moving_name() -> None:
    """A package that asks for "latest" breaks the lock file on the day that a release comes out."""
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    pinned = json.loads((ROOT / "package.json").read_text())["overrides"]
    moving = {
        (path.removeprefix("node_modules/"), name)
        for path, package in packages.items()
        for name, version in package.get("dependencies", {}).items()
        if version in {"latest", "next"}
    }

    assert moving == {(package, name) for package in pinned for name in pinned[package]}


def test_no_tracked_file_is_larger_than_500_kb() -> None:
    assert [str(path) for path in _tracked() if path.stat().st_size > 500_000] == []


def test_nothing_is_left_for_later_in_the_code() -> None:
    code = [path for path in _tracked() if path.suffix in {".py", ".html", ".js", ".css", ".toml"}]

    assert _lines_with(r"\b(?:TODO|FIXME|XXX)\b", [p for p in code if p != Path(__file__)]) == []


@pytest.mark.parametrize("name", [*ON_POSTGRESQL, *ON_SQLITE, *NEITHER])
def test_what_is_left_to_the_long_run_is_there(name: str) -> None:
    file, _, test = name.partition("::")

    assert list(ROOT.glob(f"{file}*"))
    assert not test or f"def {test.partition('[')[0]}" in (ROOT / file).read_text("utf-8")
