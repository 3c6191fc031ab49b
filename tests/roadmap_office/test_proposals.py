"""Each quarter the house asks for the plan anew, and the head decides."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import Error, IntegrityError, transaction
from django.utils import timezone

from naikkelas.accounts.models import User
from naikkelas.accounts.queries import system_user
from naikkelas.audit.models import Event
from naikkelas.registry.models import KampungKB
from naikkelas.roadmap import actions, queries
from naikkelas.roadmap.models import CatalogueVersion, Scenario, ScenarioState
from naikkelas.roadmap.rules import outcome
from naikkelas.roadmap.rules.outcome import Changed
from naikkelas.roadmap.tasks import compute_scenario, propose_replans
from tests.roadmap_office.conftest import Browser
from tests.roadmap_office.making import an_outcome, make_scenario

pytestmark = pytest.mark.django_db

Trio = tuple[KampungKB, KampungKB, KampungKB]
QUARTER = date(2025, 10, 1)
PAGE = "/peta-jalan/91.37/"


@pytest.fixture(autouse=True)
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 14 November 2025; the plans of `making` were asked for in July."""
    moment = datetime(2025, 11, 14, 3, 7, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: moment)


def proposal(plan: Scenario, *kampung: KampungKB, **more: Any) -> Scenario:
    """An answered proposal for the quarter, with one kampung that changes."""
    told = an_outcome(
        *kampung,
        changed=(Changed("Bukit Raya", "istirahat", "Latih Pokja", "Keadaannya berubah."),),
    )
    return make_scenario(
        *kampung, previous=plan, proposed_for=QUARTER, result=outcome.to_json(told), **more
    )


def test_a_new_quarter_brings_one_proposal_by_the_system_and_no_second(trio: Trio) -> None:
    plan = make_scenario(*trio, in_force=True)

    propose_replans()
    propose_replans()

    [found] = Scenario.objects.filter(proposed_for__isnull=False)
    assert (found.proposed_for, found.previous, found.name) == (
        QUARTER,
        plan,
        "Usulan triwulan 4 2025",
    )
    [event] = Event.objects.filter(verb="scenario.request")
    assert event.actor_id == system_user().pk
    plan.refresh_from_db()
    assert plan.is_in_force


def test_the_proposal_waits_in_the_queue_and_is_answered_with_what_changed(
    trio: Trio, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_scenario(*trio, in_force=True)
    asked: list[str] = []
    monkeypatch.setattr(type(compute_scenario), "enqueue", lambda _, pk: asked.append(pk))

    with django_capture_on_commit_callbacks(execute=True):
        propose_replans()

    found = Scenario.objects.get(proposed_for=QUARTER)
    assert asked == [str(found.pk)]
    compute_scenario.call(asked[0])
    found.refresh_from_db()
    assert found.is_done, found.problem
    assert queries.outcome_of(found).changed


def test_a_plan_of_this_quarter_and_a_kabupaten_without_a_plan_get_none(trio: Trio) -> None:
    make_scenario(*trio)
    make_scenario(*trio, in_force=True, requested_at=datetime(2025, 10, 3, tzinfo=UTC))

    propose_replans()

    assert not Scenario.objects.filter(proposed_for__isnull=False).exists()


def test_what_cannot_be_asked_is_logged_and_asked_again(
    trio: Trio, caplog: pytest.LogCaptureFixture
) -> None:
    make_scenario(*trio, in_force=True)
    CatalogueVersion.objects.create(
        kabupaten_code="91.37",
        number=37,
        name="Katalog lain",
        instrument="kampung-kb-2023-terkoreksi",
        text="{}",
        sha256="0" * 64,
        saved_by=0,
        saved_at=timezone.now(),
    )

    propose_replans()

    assert "No plan proposed for 91.37" in caplog.text
    assert queries.to_replan() == [("91.37", QUARTER)]


def test_two_proposals_for_a_quarter_are_refused_by_the_database(trio: Trio) -> None:
    plan = make_scenario(*trio, in_force=True)
    found = proposal(plan, *trio)

    with pytest.raises(IntegrityError), transaction.atomic():
        proposal(plan, *trio)
    with pytest.raises(Error), transaction.atomic():
        Scenario.objects.filter(pk=found.pk).update(proposed_for=date(2026, 1, 1))


def test_the_roadmap_shows_what_the_proposal_changes_and_the_head_decides(
    trio: Trio, as_user: Browser, head: User, darma: User
) -> None:
    plan = make_scenario(*trio, in_force=True)
    found = proposal(plan, *trio)

    page = as_user(head).get(PAGE).content.decode()

    assert "Usulan rencana triwulan 4 2025" in page
    assert "menunggu keputusan pimpinan" in page
    assert "istirahat → Latih Pokja" in page
    assert "Keadaannya berubah." in page
    assert f"/peta-jalan/skenario/{found.pk}/berlaku/" in page
    assert "Putuskan usulan ini" not in as_user(darma).get(PAGE).content.decode()
    actions.put_in_force(found, by=head)
    assert "Usulan rencana" not in as_user(head).get(PAGE).content.decode()


def test_a_kecamatan_sees_no_proposal_and_a_failed_one_says_why(
    trio: Trio, as_user: Browser, head: User
) -> None:
    plan = make_scenario(*trio, in_force=True)
    make_scenario(
        *trio,
        previous=plan,
        proposed_for=QUARTER,
        state=ScenarioState.FAILED,
        result=None,
        finished_at=None,
        problem="Sumber daya tidak terbaca.",
    )

    assert "Sumber daya tidak terbaca." in as_user(head).get(PAGE).content.decode()
    assert "Usulan" not in as_user(head).get("/peta-jalan/91.37.01/").content.decode()
