"""Catalogue and means: always a new version, never over the old one; bad figures are told."""

import json

import pytest
from django.db import Error, transaction

from naikkelas.accounts.models import User
from naikkelas.audit.models import Event
from naikkelas.lib.refusals import NotYours
from naikkelas.roadmap import actions, queries
from naikkelas.roadmap.errors import (
    NothingNew,
    SomebodyWasQuicker,
    UnfitCatalogue,
    UnfitFigure,
    UnknownAction,
)
from naikkelas.roadmap.models import CatalogueVersion, Means
from naikkelas.roadmap.rules import means as rules
from naikkelas.roadmap.rules.means import BadMeans, Money
from tests.roadmap_office.making import catalogue_text, make_catalogue, means_data

pytestmark = pytest.mark.django_db


def test_the_first_catalogue_is_version_one_and_leaves_its_trail(darma: User) -> None:
    version = actions.save_catalogue("91.37", catalogue_text(), by=darma, note="bawaan")

    assert version.number == 1
    assert queries.read_catalogue(version).by_code["latih_pokja"].has_assumptions
    event = Event.objects.get(verb="catalogue.save")
    assert (event.kabupaten_code, event.data["number"]) == ("91.37", 1)


def test_only_who_plans_saves_a_catalogue(head: User, sari: User, wayan: User) -> None:
    for who in (head, sari, wayan):
        with pytest.raises(NotYours):
            actions.save_catalogue("91.37", catalogue_text(), by=who)

    assert not CatalogueVersion.objects.exists()
    assert not Event.objects.filter(verb="catalogue.save").exists()


def test_a_figure_with_a_source_is_no_assumption_any_more(darma: User) -> None:
    former = make_catalogue()

    newer = actions.change_figure(
        "91.37", "latih_pokja", "biaya:apbd", 3_700_000, source="DPA 2026", on=former, by=darma
    )

    action = queries.read_catalogue(newer).by_code["latih_pokja"]
    assert dict(action.costs)["apbd"].value == 3_700_000
    assert dict(action.costs)["apbd"].source == "DPA 2026"
    assert newer.number == 2
    assert dict(queries.read_catalogue(former).by_code["latih_pokja"].costs)["apbd"].value == 3e6


@pytest.mark.parametrize(
    ("which", "value", "words"),
    [
        ("peluang", 1.2, "0 sampai 100"),
        ("hari", -1.0, "nol atau lebih"),
        ("biaya:emas", 37.0, "yang ada pada tindakan"),
    ],
)
def test_a_figure_that_cannot_be_true_is_refused(
    which: str, value: float, words: str, darma: User
) -> None:
    former = make_catalogue()

    with pytest.raises(UnfitFigure, match=words):
        actions.change_figure("91.37", "latih_pokja", which, value, source="", on=former, by=darma)

    assert CatalogueVersion.objects.count() == 1


def test_who_was_slower_is_told_and_changes_nothing(darma: User) -> None:
    seen = make_catalogue()
    actions.change_figure("91.37", "latih_pokja", "hari", 3, source="rapat", on=seen, by=darma)

    with pytest.raises(SomebodyWasQuicker):
        actions.change_figure("91.37", "latih_pokja", "hari", 5, source="x", on=seen, by=darma)

    assert CatalogueVersion.objects.count() == 2


def test_an_action_that_is_not_there_and_a_version_without_news_are_refused(darma: User) -> None:
    version = make_catalogue()

    with pytest.raises(UnknownAction):
        actions.change_figure("91.37", "terbang", "hari", 1, source="", on=version, by=darma)
    text = version.text
    saved = actions.save_catalogue(
        "91.37", json.dumps(json.loads(text) | {"nama": "Lain"}), by=darma
    )
    with pytest.raises(NothingNew):
        actions.save_catalogue("91.37", saved.text, by=darma)


def test_a_catalogue_that_cannot_be_read_names_the_place(darma: User) -> None:
    data = json.loads(catalogue_text())
    data["tindakan"][0]["peluang"]["nilai"] = 1.7

    with pytest.raises(UnfitCatalogue, match="peluang"):
        actions.save_catalogue("91.37", json.dumps(data), by=darma)
    with pytest.raises(UnfitCatalogue):
        actions.save_catalogue("91.37", "{", by=darma)

    assert not CatalogueVersion.objects.exists()


def test_the_database_itself_keeps_what_was_saved(darma: User) -> None:
    version = make_catalogue()

    with pytest.raises(Error), transaction.atomic():
        CatalogueVersion.objects.filter(pk=version.pk).update(text="{}")
    with pytest.raises(Error), transaction.atomic():
        version.delete()
    CatalogueVersion.objects.filter(pk=version.pk).update(note="")  # a note can be scrubbed

    assert CatalogueVersion.objects.get().text == version.text


def test_means_are_saved_and_read_back(darma: User, rina: User) -> None:
    with pytest.raises(NotYours):
        actions.save_means("91.37", means_data(), by=rina)

    version = actions.save_means("91.37", means_data(), by=darma)

    assert rules.read(version.text) == means_data()
    assert Event.objects.filter(verb="means.save").count() == 1
    with pytest.raises(NothingNew):
        actions.save_means("91.37", means_data(), by=darma)
    assert Means.objects.count() == 1


@pytest.mark.parametrize(
    "more",
    [
        {"fairness": 1.7},
        {"discount": 0},
        {"years": 0},
        {"seats": (1.0,)},
        {"seats": (float("nan"), 1.0, 1.0)},
        {"money": (Money("apbd", "APBD", (-1.0, 0.0, 0.0)),)},
        {"weights": {"dasar": -1.0}},
        {"target_share": 1.5},
    ],
)
def test_means_that_contradict_themselves_are_refused(more: dict[str, object]) -> None:
    with pytest.raises(BadMeans):
        means_data(**more)


def test_rupiah_in_thousands_and_empty_budgets_are_doubted() -> None:
    small = means_data(money=(Money("apbd", "APBD", (370.0, 0.0, 0.0)),))
    nothing = means_data(money=(Money("apbd", "APBD", (0.0, 0.0, 0.0)),), mentors=())

    assert any("rupiah penuh" in doubt for doubt in rules.doubts(small))
    assert [doubt.split(",")[0] for doubt in rules.doubts(nothing)] == [
        "Semua anggaran nol",
        "Tidak ada hari pendampingan",
    ]
    assert list(rules.doubts(means_data())) == []
