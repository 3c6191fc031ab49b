"""Needs: derived, published by a person, closed with a reason."""

from datetime import date

import pytest

from naikkelas.accounts.models import User
from naikkelas.lib.refusals import NotYours
from naikkelas.partners.actions import needs as actions
from naikkelas.partners.actions.needs import Wish
from naikkelas.partners.errors import AlreadyPublished, NeedClosed, ReasonMissing, UnfitNeed
from naikkelas.partners.models import Need
from naikkelas.partners.queries import proposals
from naikkelas.partners.queries.responsible import responsible_in
from naikkelas.partners.queries.support import Sieve
from naikkelas.registry.models import KampungKB
from tests.activities.making import make_item, make_rkm
from tests.roadmap_office.making import make_scenario, make_step

pytestmark = pytest.mark.django_db


def test_what_lacks_funds_or_a_partner_is_proposed(kampung: KampungKB) -> None:
    plan = make_rkm(kampung, year=2025)
    lacking = make_item(
        plan, number=1, sumber_dana="", instansi="puskesmas", inpres_kegiatan="3.c.02", cost=0
    )
    make_item(plan, number=2, sumber_dana="apbd", instansi="puskesmas")

    [one] = proposals.from_rkm(("91.37",), 2025)

    assert (one.key, one.kegiatan, one.instansi) == (str(lacking.pk), "3.c.02", "dinas_kesehatan")
    assert one.rupiah is None  # zero rupiah asks for no money
    assert "sumber dana" in one.why
    assert proposals.from_rkm(("91.38",), 2025) == []


def test_steps_of_another_agency_are_proposed_and_those_of_the_office_are_not(
    kampung: KampungKB,
) -> None:
    plan = make_scenario(kampung, in_force=True)
    theirs = make_step(kampung, plan, owner="Dinas Kesehatan")
    make_step(kampung, plan, owner="OPD Pengendalian Penduduk dan KB")
    make_step(kampung, plan, owner="Ketua Pokja")

    found = proposals.from_steps(("91.37",))

    assert [one.step for one in found] == [theirs]


def test_missing_kegiatan_that_a_step_needs_are_proposed_once(
    darma: User, kampung: KampungKB
) -> None:
    plan = make_scenario(kampung, in_force=True)
    action, codes = next(
        (action, codes) for action, codes in proposals.inpres_of_actions("91.37").items() if codes
    )
    make_step(kampung, plan, action=action)
    make_step(kampung, plan, action=action)

    found = proposals.from_matrix(darma, ("91.37",), responsible_in("91.37"), date(2025, 7, 31))

    assert sorted(one.kegiatan for one in found) == sorted(set(codes))


def test_what_is_published_is_proposed_no_more_until_it_is_closed(
    rina: User, kampung: KampungKB
) -> None:
    make_item(make_rkm(kampung, year=2025), sumber_dana="")
    [one] = proposals.from_rkm(("91.37",), 2025)

    need = actions.publish_proposal(one, by=rina)
    assert proposals.without_published([one], {}, Sieve()) == []
    with pytest.raises(AlreadyPublished):
        actions.publish_proposal(one, by=rina)
    with pytest.raises(ReasonMissing):
        actions.close(need, reason=" ", by=rina)
    actions.close(need, reason="Didukung Dana Desa.", by=rina)

    assert proposals.without_published([one], {}, Sieve()) == [one]
    with pytest.raises(NeedClosed):
        actions.close(need, reason="Lagi.", by=rina)
    actions.reopen(need, by=rina)
    assert Need.objects.get().is_open


def test_only_who_coordinates_the_kampung_publishes(
    rina: User, sari: User, tuti: User, bukit: KampungKB, kampung: KampungKB
) -> None:
    for who, where in ((rina, bukit), (sari, kampung), (tuti, kampung)):
        with pytest.raises(NotYours):
            actions.publish(Wish(where.pk, "Kursi roda"), by=who)
    with pytest.raises(UnfitNeed):
        actions.publish(Wish(kampung.pk, " "), by=rina)
    with pytest.raises(UnfitNeed):
        actions.publish(Wish(kampung.pk, "Kursi roda", rupiah=0), by=rina)
    assert actions.publish(Wish(kampung.pk, "Kursi  roda"), by=rina).title == "Kursi roda"
