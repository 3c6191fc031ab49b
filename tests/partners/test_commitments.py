"""Offers, commitments and deliveries: who may, what follows, what is kept."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from naikkelas.accounts.models import User
from naikkelas.audit.models import Event
from naikkelas.lib.refusals import NotYours, Refused
from naikkelas.partners import access
from naikkelas.partners.actions import commitments as actions
from naikkelas.partners.actions.commitments import Handed, Promise
from naikkelas.partners.errors import (
    IdentifierTaken,
    MitraEnded,
    NeedClosed,
    NotThatStep,
    ReasonMissing,
    UnfitCommitment,
    UnfitDelivery,
)
from naikkelas.partners.models import Commitment, Delivery, Mitra
from naikkelas.registry.models import KampungKB
from naikkelas.registry.rules.files import Upload
from tests.activities.making import make_activity
from tests.partners.making import make_commitment, make_need
from tests.registry.pictures import encoded, scene

pytestmark = pytest.mark.django_db
DAY = date(2025, 7, 30)


def _promise(*kampung: KampungKB, **more: Any) -> Promise:
    defaults: dict[str, Any] = {
        "title": "Kelas ibu hamil",
        "kampung": kampung,
        "sumber_dana": "apbd",
        "starts_on": date(2025, 7, 1),
        "ends_on": date(2025, 12, 31),
        "rupiah": 3_700_001,
        "kegiatan": "3.c.02",
    }
    return Promise(**(defaults | more))


def _hand(kampung: KampungKB, amount: int | str, **more: Any) -> Handed:
    return Handed(kampung, DAY, Decimal(amount), **more)


def test_from_an_offer_to_what_was_delivered(
    dinkes: Mitra, tuti: User, darma: User, kampung: KampungKB, bukit: KampungKB
) -> None:
    offered = actions.offer(dinkes, _promise(kampung, bukit), by=tuti)
    agreed = actions.agree(offered, by=darma)
    actions.begin(agreed, by=tuti)
    actions.deliver(agreed, _hand(kampung, 3_000_000), by=tuti)
    partly = Commitment.objects.get()
    actions.deliver(agreed, _hand(bukit, 700_001), by=tuti)
    whole = Commitment.objects.get()

    assert [place.rupiah for place in whole.places.order_by("-rupiah")] == [1_850_001, 1_850_000]
    assert (partly.state, int(partly.delivered)) == ("terpenuhi_sebagian", 3_000_000)
    assert (whole.state, int(whole.delivered), int(whole.percent)) == ("terpenuhi", 3_700_001, 100)
    assert [one.to_state for one in whole.history.all()] == [
        *("ditawarkan", "disepakati", "berjalan", "terpenuhi_sebagian", "terpenuhi"),
    ]
    assert Event.objects.filter(verb__startswith="commitment.").count() == 5


def test_a_partner_sees_and_changes_only_its_own(
    dinkes: Mitra, kebun: Mitra, tuti: User, joko: User, kampung: KampungKB
) -> None:
    own = make_commitment(dinkes, kampung)

    assert list(access.commitments_for(tuti)) == [own]
    assert list(access.commitments_for(joko)) == []
    others: list[Callable[[], object]] = [
        lambda: actions.offer(dinkes, _promise(kampung), by=joko),
        lambda: actions.begin(own, by=joko),
        lambda: actions.deliver(own, _hand(kampung, 37), by=joko),
        lambda: actions.cancel(own, reason="Salah.", by=joko),
        lambda: actions.agree(make_commitment(dinkes, kampung, state="ditawarkan"), by=tuti),
    ]
    for act in others:
        with pytest.raises(NotYours):
            act()
    assert not Event.objects.filter(verb__startswith="commitment.").exists()


def test_a_partner_offers_only_where_it_works(
    kampung: KampungKB, bukit: KampungKB, dinkes: Mitra
) -> None:
    from tests.partners.making import make_partner_user

    local = make_partner_user("lokal", dinkes, "91.37.02")

    with pytest.raises(NotYours):
        actions.offer(dinkes, _promise(kampung), by=local)
    assert actions.offer(dinkes, _promise(bukit), by=local).places.get().kampung == bukit


def test_a_kecamatan_writes_down_and_agrees_for_its_own_kampung_only(
    dinkes: Mitra, rina: User, kampung: KampungKB, bukit: KampungKB
) -> None:
    offered = actions.offer(dinkes, _promise(kampung), by=rina)
    assert actions.agree(offered, by=rina).state == "disepakati"

    with pytest.raises(NotYours):
        actions.offer(dinkes, _promise(kampung, bukit), by=rina)
    with pytest.raises(NotYours):
        actions.agree(make_commitment(dinkes, kampung, bukit, state="ditawarkan"), by=rina)


def test_who_only_looks_promises_nothing(
    dinkes: Mitra, sari: User, wayan: User, kampung: KampungKB
) -> None:
    for who in (sari, wayan):
        with pytest.raises(NotYours):
            actions.offer(dinkes, _promise(kampung), by=who)


@pytest.mark.parametrize(
    "more",
    [
        {"rupiah": 0},
        {"rupiah": None},
        {"rupiah": 37, "quantity": Decimal(3), "unit": "orang"},
        {"rupiah": None, "quantity": Decimal(3)},
        {"rupiah": None, "quantity": Decimal(-3), "unit": "orang"},
        {"rupiah": 10**14},
        {"ends_on": date(2025, 6, 30)},
        {"ends_on": date(2035, 6, 30)},
        {"starts_on": date(9999, 1, 1), "ends_on": date(9999, 12, 31)},
        {"sumber_dana": "kas"},
        {"title": " "},
    ],
)
def test_what_a_promise_cannot_be(
    more: dict[str, Any], dinkes: Mitra, darma: User, kampung: KampungKB
) -> None:
    with pytest.raises(UnfitCommitment):
        actions.offer(dinkes, _promise(kampung, **more), by=darma)
    assert not Commitment.objects.exists()


def test_a_promise_fits_its_need_and_its_partner(
    dinkes: Mitra, darma: User, kampung: KampungKB, bukit: KampungKB
) -> None:
    need = make_need(kampung)
    closed = make_need(
        kampung, closed_at="2025-07-31T03:07Z", closed_by=0, closed_reason="Sudah ada."
    )

    with pytest.raises(UnfitCommitment):
        actions.offer(dinkes, _promise(bukit, need=need), by=darma)
    with pytest.raises(NeedClosed):
        actions.offer(dinkes, _promise(kampung, need=closed), by=darma)
    with pytest.raises(UnfitCommitment):
        actions.offer(dinkes, _promise(kampung, kampung), by=darma)
    Mitra.objects.filter(pk=dinkes.pk).update(ended_at="2025-07-31T03:07Z", ended_by=0)
    with pytest.raises(MitraEnded):
        actions.offer(dinkes, _promise(kampung), by=darma)


def test_the_second_press_is_the_first_one_again(
    dinkes: Mitra, kebun: Mitra, darma: User, kampung: KampungKB
) -> None:
    key, other = uuid4(), uuid4()

    first = actions.offer(dinkes, _promise(kampung), by=darma, id=key)
    assert actions.offer(dinkes, _promise(kampung), by=darma, id=key) == first
    with pytest.raises(IdentifierTaken):
        actions.offer(kebun, _promise(kampung), by=darma, id=key)
    actions.agree(first, by=darma)
    handed = actions.deliver(first, _hand(kampung, 37), by=darma, id=other)
    assert actions.deliver(first, _hand(kampung, 37), by=darma, id=other) == handed

    assert Commitment.objects.get().delivered == 37


def test_only_the_steps_that_follow(dinkes: Mitra, darma: User, kampung: KampungKB) -> None:
    offered = actions.offer(dinkes, _promise(kampung), by=darma)

    with pytest.raises(NotThatStep):
        actions.begin(offered, by=darma)
    with pytest.raises(NotThatStep):
        actions.deliver(offered, _hand(kampung, 37), by=darma)
    with pytest.raises(ReasonMissing):
        actions.cancel(offered, reason=" ", by=darma)
    actions.cancel(offered, reason="Anggaran dipotong.", by=darma)
    with pytest.raises(NotThatStep):
        actions.agree(offered, by=darma)

    assert Commitment.objects.get().cancelled_reason == "Anggaran dipotong."


def test_what_was_delivered_before_it_was_called_off_stays(
    dinkes: Mitra, darma: User, kampung: KampungKB
) -> None:
    agreed = make_commitment(dinkes, kampung)
    handed = actions.deliver(agreed, _hand(kampung, 37), by=darma)
    actions.cancel(agreed, reason="Program berhenti.", by=darma)
    assert Commitment.objects.get().delivered == 37

    actions.take_back(handed, reason="Salah catat.", by=darma)

    assert (int(Commitment.objects.get().delivered), Commitment.objects.get().state) == (0, "batal")


def test_a_mistaken_delivery_is_taken_back_and_counts_no_longer(
    dinkes: Mitra, darma: User, kampung: KampungKB
) -> None:
    agreed = make_commitment(dinkes, kampung, rupiah=100)
    first = actions.deliver(agreed, _hand(kampung, 37), by=darma)
    actions.deliver(agreed, _hand(kampung, 63), by=darma)
    assert Commitment.objects.get().state == "terpenuhi"

    actions.take_back(first, reason="Tercatat dua kali.", by=darma)

    assert (int(Commitment.objects.get().delivered), Commitment.objects.get().state) == (
        63,
        "terpenuhi_sebagian",
    )
    with pytest.raises(Refused):
        actions.take_back(first, reason="Lagi.", by=darma)


@pytest.mark.parametrize("amount", ["0", "-37", "3.7", "99999999999999"])
def test_what_a_delivery_of_money_cannot_be(
    amount: str, dinkes: Mitra, darma: User, kampung: KampungKB
) -> None:
    with pytest.raises(UnfitDelivery):
        actions.deliver(make_commitment(dinkes, kampung), _hand(kampung, amount), by=darma)


def test_a_delivery_is_for_one_of_its_kampung_and_not_of_tomorrow(
    dinkes: Mitra, darma: User, kampung: KampungKB, bukit: KampungKB
) -> None:
    agreed = make_commitment(dinkes, kampung)

    with pytest.raises(UnfitDelivery):
        actions.deliver(agreed, _hand(bukit, 37), by=darma)
    with pytest.raises(UnfitDelivery):
        actions.deliver(agreed, Handed(kampung, date(2099, 1, 1), Decimal(37)), by=darma)
    elsewhere = make_activity(bukit)
    with pytest.raises(UnfitDelivery):
        actions.deliver(agreed, _hand(kampung, 37, activity=elsewhere.record), by=darma)


def test_goods_are_counted_in_their_unit(dinkes: Mitra, darma: User, kampung: KampungKB) -> None:
    promise = _promise(kampung, rupiah=None, quantity=Decimal("7.5"), unit="hari")
    made = actions.agree(actions.offer(dinkes, promise, by=darma), by=darma)

    handed = actions.deliver(made, _hand(kampung, "2.5"), by=darma)

    found = Commitment.objects.get()
    assert (handed.quantity, handed.unit, handed.rupiah) == (Decimal("2.5"), "hari", None)
    assert found.delivered == Decimal("2.5")
    assert found.places.get().rupiah is None


def test_a_photo_or_an_activity_shows_a_delivery(
    dinkes: Mitra, tuti: User, joko: User, sari: User, kampung: KampungKB, media: Path
) -> None:
    agreed = make_commitment(dinkes, kampung)
    photo = Upload("serah.jpg", encoded(scene(37)))

    shown = actions.deliver(agreed, _hand(kampung, 37), by=tuti, upload=photo)
    linked = actions.deliver(
        agreed, _hand(kampung, 37, activity=make_activity(kampung).record), by=tuti
    )

    assert shown.has_evidence
    assert linked.has_evidence
    assert (media / "mitra" / shown.stored_name).is_file()
    assert access.may_open_file(tuti, shown)
    assert access.may_open_file(sari, shown)
    assert not access.may_open_file(joko, shown)


def test_what_was_delivered_and_said_cannot_be_rewritten(
    dinkes: Mitra, darma: User, kampung: KampungKB
) -> None:
    agreed = make_commitment(dinkes, kampung, state="ditawarkan")
    actions.agree(agreed, by=darma)
    actions.deliver(agreed, _hand(kampung, 37), by=darma)

    for change in (
        lambda: Delivery.objects.update(rupiah=1),
        lambda: Delivery.objects.all().delete(),
        lambda: agreed.history.update(to_state="batal"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
