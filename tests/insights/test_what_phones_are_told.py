"""What the app is told of the way up is what the page of the kampung says."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from naikkelas.accounts.models import User
from naikkelas.insights.presenters import goals_in_words
from naikkelas.insights.queries.kampung import kampung_page
from naikkelas.insights.queries.viewpoint import viewpoint
from naikkelas.registry.models import KampungKB
from tests.insights.conftest import fill
from tests.people import make_kampung
from tests.roadmap_office.making import make_step

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]


def told(browser: Client, kampung: KampungKB) -> dict[str, Any]:
    answer = browser.get(f"/kerja/bekal/{kampung.pk}/")
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.content)
    return found


@pytest.mark.parametrize(
    "changes",
    [
        {"iud": 3, "implan": 4},
        {"pokja_terlatih": False, "bkl": False, "iud": 3, "implan": 4},
        {"pokja_ada": False, "plkb_ada": False, "bkb": False, "bkr": False, "monev": False},
    ],
)
def test_the_next_points_are_those_of_the_page(
    changes: dict[str, Any], sukamaju: Any, settings_of_uji: None, as_user: Browser, sari: User
) -> None:
    kampung = fill(make_kampung(sukamaju), **changes)
    page = kampung_page(kampung, viewpoint(kampung.village_id, {}))
    nearest = min(goals_in_words(page), key=lambda goal: goal.points)

    following = told(as_user(sari), kampung)["next"]

    assert following["url"] == f"/kampung/{kampung.pk}/#jalan"
    assert following["sentence"].startswith(f"Kurang {nearest.points} poin menuju ")
    first = nearest.branches[0].options[0].works
    assert all(work.words in following["sentence"] for work in first[:2])
    shown = as_user(sari).get(f"/kampung/{kampung.pk}/").content.decode()
    assert f"kurang {nearest.points} poin" in shown


def test_a_kampung_that_never_reported_is_asked_for_its_report(
    sukamaju: Any, settings_of_uji: None, as_user: Browser, sari: User
) -> None:
    following = told(as_user(sari), make_kampung(sukamaju))["next"]

    assert following["sentence"] == "Belum ada laporan yang dihitung. Kirim laporan bulan ini."
    assert following["url"] == "#/laporan"


def test_at_the_top_the_class_has_the_name_that_the_kabupaten_gave_it(
    sukamaju: Any, settings_of_uji: None, as_user: Browser, sari: User
) -> None:
    kampung = fill(make_kampung(sukamaju), date(2025, 3, 7))

    assert told(as_user(sari), kampung)["next"]["sentence"].startswith("Sudah Paripurna ")


def test_the_steps_are_those_that_the_page_shows_first_without_who_does_them(
    kampung: KampungKB, as_user: Browser, sari: User
) -> None:
    first = make_step(kampung, owner="Bu Ani", due_on=date(2025, 3, 7))
    make_step(kampung, first.scenario, name="Latih pengurus BKL", due_on=date(2099, 3, 7))
    make_step(kampung, first.scenario, state="selesai", due_on=date(2025, 1, 7))
    browser = as_user(sari)

    found = told(browser, kampung)["steps"]

    shown = browser.get(f"/kampung/{kampung.pk}/").context["next_steps"]
    assert [one["name"] for one in found] == [step.name for step in shown]
    assert [(one["due"], one["late"]) for one in found] == [
        ("2025-03-07", True),
        ("2099-03-07", False),
    ]
    assert "Bu Ani" not in str(found)
    assert browser.get(found[0]["url"]).status_code == 200


def test_links_lead_to_pages_of_the_kampung(
    kampung: KampungKB, as_user: Browser, sari: User
) -> None:
    browser = as_user(sari)
    found = told(browser, kampung)["links"]

    assert [one["label"] for one in found] == ["RKM", "Pokja", "Rapat", "Kelompok"]
    assert all(browser.get(one["url"]).status_code == 200 for one in found)
