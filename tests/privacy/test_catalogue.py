"""Every column of every model says whether it tells something about a person, and why."""

import pytest
from django.db.models import Model

from naikkelas.audit.queries.catalogue import (
    columns_of,
    held,
    is_personal,
    models,
    rooms,
    table_of,
)
from naikkelas.lib.personal import Class, Scrub, Table

MODELS = models()


def _label(model: type[Model]) -> str:
    return model._meta.label


@pytest.mark.parametrize("model", MODELS, ids=_label)
def test_every_column_is_declared_once(model: type[Model]) -> None:
    declared = table_of(model).declared
    columns = [column.name for column in columns_of(model)]

    assert sorted(declared) == sorted(columns), (
        f"declare {model._meta.label} in naikkelas/{model._meta.app_label}/personal.py"
    )


def test_nothing_is_declared_that_is_no_model() -> None:
    known = {(model._meta.app_label, model._meta.model_name) for model in MODELS}

    declared = {(label, name) for label, room in rooms().items() for name in room.CATALOGUE}

    assert declared - known == set()


def test_what_nobody_declared_is_specific() -> None:
    assert Table(public=("id",)).class_of("nik") is Class.SPECIFIC


@pytest.mark.parametrize(
    "one", held(), ids=lambda one: f"{one.model._meta.label}:{one.entry.columns[0]}"
)
def test_every_entry_answers_what_the_law_asks(one: object) -> None:
    entry = one.entry  # type: ignore[attr-defined]

    assert entry.whose
    assert entry.purpose
    assert entry.retention.words
    assert entry.kind is not Class.PUBLIC
    if entry.by:
        assert entry.by in {column.name for column in columns_of(one.model)}  # type: ignore[attr-defined]
    if entry.retention.days is not None:
        assert entry.retention.since in {column.name for column in columns_of(one.model)}  # type: ignore[attr-defined]
    if entry.scrub in {Scrub.EMPTY, Scrub.PSEUDONYM}:
        assert entry.by or "password" in entry.columns


def test_names_and_contacts_are_personal_and_figures_are_not() -> None:
    assert is_personal("accounts.user", "phone")
    assert is_personal("registry.profil", "plkb_nama")
    assert not is_personal("registry.kkbpk", "iud")
    assert not is_personal("registry.kampungkb", "nama")
    assert not is_personal("accounts.user", "role")  # an option of the act, no column


def test_the_register_of_processing_is_that_of_the_catalogue() -> None:
    from scripts import ropa

    assert ropa.PAGE.read_text("utf-8") == ropa.page(), "run `python -m scripts.ropa`"
