"""Last year's plan proposes again: what was left undone is ticked, what was done may be."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from naikkelas.accounts.models import User
from naikkelas.activities.actions import rkm
from naikkelas.activities.models import RKM, RKMItem
from naikkelas.registry.models import KampungKB
from tests.activities.making import YEAR, agreed, make_item, make_rkm

pytestmark = pytest.mark.django_db
MONTHLY = "|".join(str(month) for month in range(1, 13))


@pytest.fixture(autouse=True)
def _late_november() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 26, 3, 7, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def last(kampung: KampungKB) -> RKM:
    """The plan of 2026, agreed on and approved."""
    plan = agreed(make_rkm(kampung, YEAR - 1))
    plan.state, plan.approved_on, plan.approved_by = RKM.State.APPROVED, date(2026, 1, 19), 37
    plan.revision = 1
    plan.save()
    return plan


@pytest.fixture
def browser(client: Client, ani: User) -> Client:
    client.force_login(ani)
    return client


def url(plan: RKM, name: str = "rkm_carry_over") -> str:
    return reverse(f"activities:{name}", args=[plan.kampung_id, plan.year])


def ticks(page: str) -> dict[str, bool]:
    """Label → whether ticked, in the order of the page."""
    boxes = re.findall(r'(<input type="checkbox" name="picked"[^>]*>)([^<]*)', page)
    return {label.strip(): "checked" in box for box, label in boxes}


def test_the_unfinished_is_ticked_and_the_finished_offered_below_it(
    last: RKM, browser: Client
) -> None:
    make_item(last, "Posyandu balita", state="selesai")
    make_item(last, "Kebun gizi")
    make_item(last, "Latih Pokja", state="berjalan")
    make_item(last, "Jalan sehat", state="batal", result="Dana turun")
    make_item(last, "Dicoret tahun lalu", struck_at=last.opened_at, struck_by=37)

    page = browser.get(url(make_rkm(last.kampung))).content.decode()

    assert list(ticks(page).items()) == [
        ("Kebun gizi", True),
        ("Latih Pokja", True),
        ("Posyandu balita (terlaksana)", False),
        ("Jalan sehat (tidak jadi)", False),
    ]


def test_a_finished_item_that_is_ticked_is_planned_anew_with_months_and_cost(
    last: RKM, browser: Client
) -> None:
    done = make_item(
        *(last, "Posyandu balita"),
        months=MONTHLY,
        cost=3_700_000,
        sumber_dana="dana_desa",
        state="selesai",
        spent=3_610_007,
        result="Setiap bulan",
    )
    plan = make_rkm(last.kampung)

    browser.post(url(plan), {"picked": [str(done.pk)]})

    item = plan.items.get()
    assert (item.name, item.months, item.cost, item.sumber_dana) == (
        *("Posyandu balita", MONTHLY),
        *(3_700_000, "dana_desa"),
    )
    assert (item.state, item.spent, item.result) == ("rencana", None, "")
    assert (item.source, item.source_key) == ("tahun_lalu", str(done.pk))
    done.refresh_from_db()
    assert (done.state, done.spent) == ("selesai", 3_610_007)


def test_a_cost_that_nobody_knew_stays_unknown(last: RKM, ani: User) -> None:
    plan = make_rkm(last.kampung)

    rkm.carry_over(plan, [make_item(last, state="selesai")], by=ani)

    assert plan.items.get().cost is None


def test_what_was_taken_over_is_offered_no_more(last: RKM, browser: Client, ani: User) -> None:
    done, left = make_item(last, "Posyandu", state="selesai"), make_item(last, "Kebun gizi")
    plan = make_rkm(last.kampung)
    assert "Ambil dari tahun lalu (2)" in browser.get(url(plan, "rkm")).content.decode()
    browser.post(url(plan), {"picked": [str(done.pk)]})

    again = browser.post(url(plan), {"picked": [str(done.pk)]})
    rkm.carry_over(plan, [done, done], by=ani)

    assert again.status_code == 422
    assert plan.items.count() == 1
    page = browser.get(url(plan)).content.decode()
    assert ticks(page) == {"Kebun gizi": True}
    assert "1 kegiatan lain sudah ada di rencana ini" in page
    assert "Ambil dari tahun lalu (1)" in browser.get(url(plan, "rkm")).content.decode()
    browser.post(url(plan), {"picked": [str(left.pk)]})
    assert "Semua kegiatannya sudah ada" in browser.get(url(plan)).content.decode()
    assert "Ambil dari tahun lalu" not in browser.get(url(plan, "rkm")).content.decode()


def test_a_monthly_item_goes_from_year_to_year_as_one(last: RKM, ani: User) -> None:
    plan, after = make_rkm(last.kampung), make_rkm(last.kampung, YEAR + 1)
    first = make_item(last, "Posyandu", months=MONTHLY, state="selesai")
    (second,) = rkm.carry_over(plan, [first], by=ani).added

    rkm.carry_over(after, [second], by=ani)
    rkm.carry_over(after, [first], by=ani)

    assert after.items.get().months == MONTHLY


def test_a_finished_step_of_the_roadmap_stays_that_step(last: RKM, ani: User) -> None:
    step = make_item(last, "Latih Pokja", source="langkah", source_key="latih", state="selesai")
    plan = make_rkm(last.kampung)

    rkm.carry_over(plan, [step], by=ani)

    assert plan.items.get().source == RKMItem.Source.STEP
    assert plan.items.get().source_key == "latih"


def test_what_was_struck_out_of_this_plan_is_unticked_and_marked(
    last: RKM, browser: Client, ani: User
) -> None:
    items = [make_item(last, "Posyandu", state="selesai"), make_item(last, "Kebun gizi")]
    plan = make_rkm(last.kampung)
    for one in rkm.carry_over(plan, items, by=ani).added:
        rkm.strike(one, by=ani)

    page = browser.get(url(plan)).content.decode()

    assert ticks(page) == {
        "Kebun gizi (pernah dicoret)": False,
        "Posyandu (terlaksana, pernah dicoret)": False,
    }


def test_a_plan_on_which_nobody_agreed_gives_what_it_left(
    kampung: KampungKB, browser: Client
) -> None:
    draft = make_rkm(kampung, YEAR - 1)
    make_item(draft, "Kebun gizi")
    make_item(draft, "Sudah selesai", state="selesai")

    assert ticks(browser.get(url(make_rkm(kampung))).content.decode()) == {"Kebun gizi": True}


def test_without_an_earlier_plan_there_is_nothing_to_take(
    kampung: KampungKB, browser: Client
) -> None:
    page = browser.get(url(make_rkm(kampung))).content.decode()

    assert "RKM tahun lalu tidak ada" in page
    assert ticks(page) == {}
