"""Items of a year plan: proposed once, changed by several, struck out and brought back."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction

from naikkelas.accounts.models import Role, User
from naikkelas.activities.actions import rkm, rkm_course
from naikkelas.activities.errors import (
    Bentrok,
    ItemStruck,
    PlanClosed,
    PlanOutOfTurn,
    UnfitPlanItem,
    UnfitPlanYear,
)
from naikkelas.activities.models import RKM, RKMItem, RKMItemVersion
from naikkelas.activities.rules.rkm import Proposal
from naikkelas.areas.models import Area
from naikkelas.audit.models import Event
from naikkelas.lib.refusals import NotYours
from naikkelas.registry.errors import KampungClosed
from naikkelas.registry.models import KampungKB
from tests.activities.making import agreed, make_item, make_rkm
from tests.people import make_kampung, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 3, 7, tzinfo=UTC)
STEPS = (
    Proposal("langkah", "latih-pokja", "Latih Pokja", months=(5, 2), cost=3_700_000),
    Proposal("langkah", "aktifkan-bkb", "Aktifkan BKB"),
)


@pytest.fixture(autouse=True)
def _late_november() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def kampung(sukamaju: Area) -> KampungKB:
    return make_kampung(sukamaju)


@pytest.fixture
def member(sukamaju: Area) -> User:
    return make_user("anggota", "Bu Ani", Role.POKJA, sukamaju)


def test_proposals_become_items_that_say_where_they_come_from(
    kampung: KampungKB, member: User
) -> None:
    rkm.propose(kampung, 2027, STEPS, by=member)

    first, second = RKMItem.objects.all()
    assert (first.source, first.source_key, first.months, first.cost) == (
        *("langkah", "latih-pokja", "2|5"),
        3_700_000,
    )
    assert second.cost is None  # nobody knows it, which is not zero
    event = Event.objects.get(verb="rkm.propose")
    assert event.data["count"] == 2
    assert event.data["year"] == 2027


def test_proposing_twice_doubles_nothing(kampung: KampungKB, member: User) -> None:
    rkm.propose(kampung, 2027, STEPS, by=member)

    again = rkm.propose(kampung, 2027, [*STEPS, STEPS[0]], by=member)

    assert RKMItem.objects.count() == 2
    assert again.added == ()
    assert {one.key for one in again.known} == {"latih-pokja", "aktifkan-bkb"}
    assert Event.objects.filter(verb="rkm.propose").count() == 1


def test_what_was_struck_out_is_named_and_comes_back_only_when_asked_for(
    kampung: KampungKB, member: User
) -> None:
    first = rkm.propose(kampung, 2027, STEPS, by=member).added[0]
    rkm.strike(first, by=member)

    again = rkm.propose(kampung, 2027, STEPS, by=member)

    assert [one.key for one in again.struck] == ["latih-pokja"]
    assert not RKMItem.objects.standing().filter(pk=first.pk).exists()

    back = rkm.propose(kampung, 2027, STEPS, by=member, again=["latih-pokja"])

    assert [one.pk for one in back.added] == [first.pk]
    assert RKMItem.objects.standing().count() == 2


def test_a_plan_that_was_agreed_on_takes_no_news_but_knows_the_old(
    kampung: KampungKB, member: User
) -> None:
    plan = rkm.propose(kampung, 2027, STEPS[:1], by=member).rkm
    agreed(plan)

    assert rkm.propose(kampung, 2027, STEPS[:1], by=member).added == ()
    with pytest.raises(PlanClosed):
        rkm.propose(kampung, 2027, STEPS, by=member)
    assert RKMItem.objects.count() == 1


def test_a_plan_of_a_far_year_or_a_closed_kampung_is_refused(
    kampung: KampungKB, member: User
) -> None:
    with pytest.raises(UnfitPlanYear):
        rkm.open_plan(kampung, 2029, by=member)
    with pytest.raises(UnfitPlanYear):
        rkm.open_plan(kampung, 2024, by=member)
    KampungKB.objects.update(is_active=False)
    with pytest.raises(KampungClosed):
        rkm.open_plan(kampung, 2027, by=member)
    assert not Event.objects.filter(verb="rkm.open").exists()


def test_one_plan_a_year_however_often_it_is_opened(kampung: KampungKB, member: User) -> None:
    one = rkm.open_plan(kampung, 2027, by=member)

    assert rkm.open_plan(kampung, 2027, by=member) == one
    assert Event.objects.filter(verb="rkm.open").count() == 1


def test_people_from_elsewhere_and_the_kecamatan_change_nothing(
    kampung: KampungKB, member: User, wayan: User, rina: User
) -> None:
    item = rkm.propose(kampung, 2027, STEPS, by=member).added[0]

    for other in (wayan, rina):
        for act in (
            lambda who: rkm.open_plan(kampung, 2026, by=who),
            lambda who: rkm.propose(kampung, 2027, STEPS, by=who),
            lambda who: rkm.add_item(item.rkm, {"name": "Jalan sehat"}, by=who),
            lambda who: rkm.change_item(item, {"name": "Lain"}, base=1, by=who),
            lambda who: rkm.strike(item, by=who),
        ):
            with pytest.raises(NotYours):
                act(other)
    item.refresh_from_db()
    assert (item.name, item.version, item.struck_at) == ("Latih Pokja", 1, None)
    assert not Event.objects.filter(actor_id__in=(wayan.pk, rina.pk)).exists()


VALUES = {
    "name": "Jalan sehat lansia",
    "seksi": "fungsi_kasih_sayang",
    "sasaran": "lansia|keluarga_lansia",
    "months": "3|9",
    "cost": 1_250_000,
    "sumber_dana": "dana_desa",
    "responsible": "Siti (contoh)",
}


def test_an_own_item_keeps_all_its_answers_and_a_first_version(
    kampung: KampungKB, member: User
) -> None:
    item = rkm.add_item(make_rkm(kampung), VALUES, by=member)

    item.refresh_from_db()
    assert {name: getattr(item, name) for name in VALUES} == VALUES
    assert item.versions.get().values["cost"] == 1_250_000
    event = Event.objects.get(verb="rkm_item.add")
    assert "Siti" not in str([event.before, event.after, event.data])


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x", "cost": -1}, "cost"),
        ({"name": "x", "cost": 10**12}, "cost"),
        ({"name": "x", "months": "13"}, "months"),
        ({"name": "x", "seksi": "tidak_ada"}, "seksi"),
    ],
)
def test_answers_that_cannot_be_are_refused_beside_their_field(
    kampung: KampungKB, member: User, given: dict[str, object], field: str
) -> None:
    plan = make_rkm(kampung)

    with pytest.raises(UnfitPlanItem) as refused:
        rkm.add_item(plan, given, by=member)

    assert refused.value.field == field
    assert not RKMItem.objects.exists()


def test_a_large_village_road_may_cost_more_than_two_milliard(
    kampung: KampungKB, member: User
) -> None:
    item = rkm.add_item(make_rkm(kampung), {"name": "Jalan", "cost": 3_700_000_000}, by=member)

    item.refresh_from_db()
    assert item.cost == 3_700_000_000


def test_two_people_change_different_fields_and_both_stay(
    kampung: KampungKB, member: User, sari: User
) -> None:
    item = rkm.add_item(make_rkm(kampung), VALUES, by=member)

    rkm.change_item(item, VALUES | {"tempat": "Balai desa"}, base=1, by=member)
    rkm.change_item(item, VALUES | {"cost": 2_000_003}, base=1, by=sari)

    item.refresh_from_db()
    assert (item.tempat, item.cost, item.version) == ("Balai desa", 2_000_003, 3)


def test_two_people_change_the_same_field_and_the_second_sees_both(
    kampung: KampungKB, member: User, sari: User
) -> None:
    item = rkm.add_item(make_rkm(kampung), VALUES, by=member)
    rkm.change_item(item, VALUES | {"months": "4"}, base=1, by=member)

    with pytest.raises(Bentrok) as refused:
        rkm.change_item(item, VALUES | {"months": "7", "tempat": "Masjid"}, base=1, by=sari)

    (clash,) = refused.value.fields
    assert (clash["label"], clash["theirs"], clash["yours"]) == ("Bulan", "April", "Juli")
    assert "Bu Ani" in clash["who"]
    item.refresh_from_db()
    assert (item.months, item.tempat, item.version) == ("4", "", 2)
    assert Event.objects.filter(verb="rkm_item.change").count() == 1

    rkm.change_item(item, VALUES | {"months": "7", "tempat": "Masjid"}, base=2, by=sari)

    item.refresh_from_db()
    assert (item.months, item.tempat) == ("7", "Masjid")
    assert [one.values["months"] for one in item.versions.all()] == ["7", "4", "3|9"]


def test_an_edit_of_a_version_that_never_was_is_refused(kampung: KampungKB, member: User) -> None:
    item = rkm.add_item(make_rkm(kampung), VALUES, by=member)

    with pytest.raises(PlanOutOfTurn):
        rkm.change_item(item, VALUES, base=37, by=member)


def test_nothing_changed_is_no_version_and_no_event(kampung: KampungKB, member: User) -> None:
    item = rkm.add_item(make_rkm(kampung), VALUES, by=member)

    rkm.change_item(item, VALUES, base=1, by=member)

    assert RKMItemVersion.objects.count() == 1
    assert not Event.objects.filter(verb="rkm_item.change").exists()


def test_a_struck_item_comes_back_as_it_was(kampung: KampungKB, member: User) -> None:
    item = rkm.add_item(make_rkm(kampung), VALUES, by=member)

    rkm.strike(item, by=member)
    with pytest.raises(ItemStruck):
        rkm.change_item(item, VALUES | {"cost": 7}, base=2, by=member)
    item = rkm.restore(item, by=member)

    assert not item.is_struck
    assert item.cost == 1_250_000
    assert list(
        Event.objects.filter(verb__startswith="rkm_item.")
        .order_by("at")
        .values_list("verb", flat=True)
    ) == ["rkm_item.add", "rkm_item.strike", "rkm_item.restore"]


def test_unfinished_items_of_last_year_are_carried_over_once(
    kampung: KampungKB, member: User
) -> None:
    last = make_rkm(kampung, 2026)
    own = make_item(last, "Kelas ibu hamil", months="11")
    step = make_item(last, "Latih Pokja", source="langkah", source_key="latih-pokja")
    plan = make_rkm(kampung, 2027)

    rkm.carry_over(plan, [own, step], by=member)
    rkm.carry_over(plan, [own, step], by=member)

    assert set(plan.items.values_list("source", "source_key", "months")) == {
        ("tahun_lalu", str(own.pk), "11"),
        ("langkah", "latih-pokja", "3"),
    }
    # The step that was carried over is the step that the roadmap proposes: still one item.
    assert rkm.propose(kampung, 2027, STEPS[:1], by=member).added == ()


def test_items_of_another_kampung_are_not_carried_over(kampung: KampungKB, member: User) -> None:
    foreign = make_item(make_rkm(make_kampung("91.37.01.2002"), 2026))

    found = rkm.carry_over(make_rkm(kampung, 2027), [foreign], by=member)

    assert found.added == ()


def test_the_database_holds_one_item_per_source_and_no_negative_money(kampung: KampungKB) -> None:
    plan = make_rkm(kampung)
    make_item(plan, source="langkah", source_key="a", cost=0)
    make_item(plan)
    make_item(plan)  # items of one's own have no key and may be many

    for more in (
        {"source": "langkah", "source_key": "a"},
        {"cost": -1},
        {"spent": -1},
        {"state": "hilang"},
        {"source": "langkah"},
        {"source_key": "a"},
        {"number": 1},
        {"struck_at": NOW},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_item(plan, **more)
    assert plan.items.count() == 3


def test_an_item_is_late_once_its_last_month_is_over(kampung: KampungKB) -> None:
    item = make_item(make_rkm(kampung, 2026), months="3|9")

    assert not item.is_late(date(2026, 9, 30))
    assert item.is_late(date(2026, 10, 1))
    item.state = RKMItem.State.DONE
    assert not item.is_late(date(2026, 10, 1))
    assert not make_item(item.rkm, months="").is_late(date(2027, 1, 1))


def test_carrying_into_an_approved_plan_is_refused(kampung: KampungKB, sari: User) -> None:
    plan = make_rkm(kampung, 2026)
    make_item(plan)
    rkm_course.agree(plan, on=date(2026, 11, 3), by=sari)
    rkm_course.approve(plan, on=date(2026, 11, 7), by=sari)

    with pytest.raises(PlanClosed):
        rkm.add_item(RKM.objects.get(), VALUES, by=sari)
