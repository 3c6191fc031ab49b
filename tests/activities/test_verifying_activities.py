"""PKB → kecamatan → kabupaten: an activity goes the way of the monthly reports."""

from datetime import date

import pytest

from naikkelas.accounts.models import User
from naikkelas.activities import actions
from naikkelas.activities.errors import CommentMissing, IllegalStep, OwnActivity
from naikkelas.activities.models import Kegiatan
from naikkelas.activities.queries import verification
from naikkelas.audit.models import Event
from naikkelas.classification import queries as classification
from naikkelas.classification.models import Basis
from naikkelas.lib.refusals import NotYours
from naikkelas.registry.models import KampungKB, ReviewStep
from tests.activities.conftest import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity(kampung: KampungKB, budi: User) -> Kegiatan:
    return actions.report(kampung, told(), by=budi)


def _endorsed(activity: Kegiatan, *desks: User) -> Kegiatan:
    for who in desks:
        activity = actions.accept(activity.pk, by=who, seen=activity.state)
    return activity


def test_three_desks_make_it_verified(
    activity: Kegiatan, sari: User, rina: User, darma: User
) -> None:
    done = _endorsed(activity, sari, rina, darma)

    cards = [
        classification.card(
            done.kampung, cutoff=date(2025, 7, 1), instrument="kampung-kb-2023", basis=basis
        )
        for basis in Basis
    ]
    assert done.state == "disahkan"
    assert done.endorsed_at is not None
    assert [card.activities for card in cards] == [1, 1]
    assert [step.to_state for step in ReviewStep.objects.filter(form="kegiatan")] == [
        "diverifikasi_pkb",
        "diverifikasi_kecamatan",
        "disahkan",
    ]
    assert Event.objects.filter(verb="kegiatan.verify").count() == 2
    assert Event.objects.filter(verb="kegiatan.endorse").count() == 1


def test_until_then_it_is_declared_only(activity: Kegiatan, sari: User) -> None:
    _endorsed(activity, sari)

    cards = [
        classification.card(
            activity.kampung, cutoff=date(2025, 7, 1), instrument="kampung-kb-2023", basis=basis
        )
        for basis in Basis
    ]
    assert [card.activities for card in cards] == [1, 0]


def test_nobody_verifies_their_own(kampung: KampungKB, sari: User) -> None:
    own = actions.report(kampung, told(), by=sari)
    events = Event.objects.count()

    with pytest.raises(OwnActivity):
        actions.accept(own.pk, by=sari, seen="dikirim")

    own.refresh_from_db()
    assert (own.state, Event.objects.count()) == ("dikirim", events)
    assert not ReviewStep.objects.exists()


def test_each_desk_takes_its_own_step_only(
    activity: Kegiatan, rina: User, budi: User, sari: User
) -> None:
    for who in (rina, budi):
        with pytest.raises(NotYours):
            actions.accept(activity.pk, by=who, seen="dikirim")
    with pytest.raises(IllegalStep):
        actions.accept(activity.pk, by=rina, seen="diverifikasi_pkb")
    with pytest.raises(IllegalStep):
        actions.accept(activity.pk, by=sari, seen="disahkan")


def test_it_goes_back_with_what_to_mend(activity: Kegiatan, sari: User, budi: User) -> None:
    with pytest.raises(CommentMissing):
        actions.send_back(activity.pk, by=sari, seen="dikirim", comment=" ")

    back = actions.send_back(activity.pk, by=sari, seen="dikirim", comment="Jumlahnya terbalik.")

    assert (back.state, verification.comment_on(back)) == ("dikembalikan", "Jumlahnya terbalik.")
    assert verification.to_mend(budi) == [back]
    assert "terbalik" not in str(Event.objects.get(verb="kegiatan.return").data)
    mended = actions.revise(back.record, {"peserta_p": (23, 29)}, base=back.pk, by=budi)
    assert mended.state == "dikirim"
    assert verification.to_mend(budi) == []


def test_a_version_that_was_changed_takes_no_step(
    activity: Kegiatan, sari: User, budi: User
) -> None:
    actions.revise(activity.pk, {"peserta_p": (23, 29)}, base=activity.pk, by=budi)

    with pytest.raises(IllegalStep):
        actions.accept(activity.pk, by=sari, seen="dikirim")


def test_each_desk_sees_what_waits_for_it(activity: Kegiatan, sari: User, rina: User) -> None:
    assert list(verification.waiting(sari)) == [activity]
    assert list(verification.waiting(rina)) == []

    actions.accept_several([(activity.pk, "dikirim")], by=sari)

    assert list(verification.waiting(sari)) == []
    assert list(verification.waiting(rina)) == [activity]
