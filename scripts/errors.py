"""`python -m scripts.errors`: write docs/api/errors.md, the list of every refusal."""

import importlib
import os
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import django

import naikkelas
from naikkelas.lib.refusals import Refused

PAGE = Path(__file__).resolve().parent.parent / "docs" / "api" / "errors.md"
HEAD = """# Refusals

Every rule that can say no, by its stable code. Screens answer 422 with the sentence (404 for
`not_yours`), the command line prints it and exits with 1. Written by `python -m scripts.errors`;
a test compares it with the code.

| code | room | sentence |
|---|---|---|
"""
# Importing these starts something.
SKIPPED = {"naikkelas.__main__", "naikkelas.config.wsgi"}


def refusals() -> list[type[Refused]]:
    """Every refusal class of every room, by room and code."""
    for module in pkgutil.walk_packages(naikkelas.__path__, "naikkelas."):
        if module.name not in SKIPPED and ".migrations." not in module.name:
            importlib.import_module(module.name)
    return sorted(set(_below(Refused)), key=lambda refusal: (refusal.__module__, refusal.code))


def _below(parent: type[Refused]) -> Iterator[type[Refused]]:
    for child in parent.__subclasses__():
        if child.__module__.startswith("naikkelas."):
            yield child
        yield from _below(child)


def page() -> str:
    """The whole text of docs/api/errors.md."""
    return HEAD + "".join(
        f"| `{refusal.code}` | {refusal.__module__.split('.')[1]} | {refusal.sentence} |\n"
        for refusal in refusals()
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naikkelas.config.settings")
    django.setup()
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page())
