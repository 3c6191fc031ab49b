"""Steps of the roadmap become proposals for the RKM of a kampung, and nothing twice."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from naikkelas.accounts.models import Role, User
from naikkelas.activities.actions import rkm
from naikkelas.activities.models import RKMItem
from naikkelas.areas.models import Area
from naikkelas.areas.queries import local_now
from naikkelas.registry.models import KampungKB
from naikkelas.roadmap.actions.rkm import propose_steps
from naikkelas.roadmap.queries.rkm import proposals
from tests.people import make_kampung, make_user
from tests.roadmap_office.making import make_scenario, make_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def kampung(sukamaju: Area) -> KampungKB:
    return make_kampung(sukamaju)


@pytest.fixture
def member(sukamaju: Area) -> User:
    return make_user("anggota", "Bu Ani", Role.POKJA, sukamaju)


def _step(kampung: KampungKB, year: int, month: int, action: str = "latih-pokja") -> None:
    plan = kampung.steps.first()
    day = date(year, month, 17)
    make_step(
        kampung,
        plan.scenario if plan else make_scenario(kampung, in_force=True),
        action=action,
        name=f"Tindakan {action}",
        year=year,
        quarter=(month + 2) // 3,
        planned_for=day,
        due_on=day,
        owner="DPPKBP3A",
        costs={"dana_desa": 1_500_000.0, "apbd": 300_000.0},
    )


def test_a_step_becomes_a_proposal_with_month_cost_and_source(kampung: KampungKB) -> None:
    _step(kampung, 2027, 5)

    (one,) = proposals(kampung, 2027)

    assert (one.source, one.key, one.months) == ("langkah", "latih-pokja", (5,))
    assert (one.cost, one.sumber_dana, one.responsible) == (1_800_000, "dana_desa", "DPPKBP3A")
    assert proposals(kampung, 2028) == []


def test_two_steps_of_one_action_are_one_item(kampung: KampungKB, member: User) -> None:
    year = local_now("91.37").year + 1
    _step(kampung, year, 5)
    _step(kampung, year, 9)

    propose_steps(kampung, year, by=member)
    propose_steps(kampung, year, by=member)

    item = RKMItem.objects.get()
    assert (item.months, item.cost) == ("5|9", 3_600_000)


def test_a_step_that_was_struck_out_says_so_before_it_is_proposed_again(
    kampung: KampungKB, member: User
) -> None:
    year = local_now("91.37").year + 1
    _step(kampung, year, 5)
    _step(kampung, year, 9, action="aktifkan-bkb")
    item = propose_steps(kampung, year, by=member).added[0]
    rkm.strike(item, by=member)

    again = propose_steps(kampung, year, by=member)
    assert [one.key for one in again.struck] == [item.source_key]

    client = Client()
    client.force_login(member)
    url = reverse("roadmap:steps_to_rkm", args=[kampung.pk]) + f"?tahun={year}"
    page = client.get(url)
    assert "pernah dicoret" in page.content.decode()
    assert page.context["form"].initial["picked"] == []
    client.post(url, {"picked": [item.source_key]})

    assert RKMItem.objects.standing().count() == 2


def test_without_steps_there_is_nothing_to_propose(kampung: KampungKB, member: User) -> None:
    client = Client()
    client.force_login(member)

    page = client.get(reverse("roadmap:steps_to_rkm", args=[kampung.pk])).content.decode()

    assert "Tidak ada langkah baru" in page
