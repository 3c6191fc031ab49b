"""Taking an activity back with a reason, and undoing that."""

import pytest

from naikkelas.accounts.models import User
from naikkelas.activities import actions, queries
from naikkelas.activities.errors import (
    ActivityUnknown,
    ActivityWithdrawn,
    NotWithdrawn,
    WithdrawalReasonMissing,
)
from naikkelas.activities.models import Kegiatan
from naikkelas.audit.models import Event
from naikkelas.registry.models import KampungKB
from tests.activities.conftest import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity(kampung: KampungKB, budi: User) -> Kegiatan:
    return actions.report(kampung, told(), by=budi)


def test_a_withdrawn_activity_counts_no_longer_and_stays(
    activity: Kegiatan, ani: User, kampung: KampungKB
) -> None:
    gone = actions.withdraw(activity.pk, reason="Tercatat dua kali, kata Bu Siti", by=ani)

    assert gone.withdrawn_reason == "Tercatat dua kali, kata Bu Siti"
    assert gone.withdrawn_by == ani.pk
    assert list(queries.of_kampung(kampung)) == []
    event = Event.objects.get(verb="kegiatan.withdraw")
    assert "Siti" not in str(event.data) + str(event.after)


def test_it_comes_back_as_a_new_version(activity: Kegiatan, ani: User, kampung: KampungKB) -> None:
    actions.withdraw(activity.pk, reason="Salah pilih", by=ani)

    back = actions.restore(activity.pk, by=ani)

    activity.refresh_from_db()
    assert (back.origin, back.replaces) == (activity.pk, activity.pk)
    assert (back.judul, back.peserta_p, back.state) == (activity.judul, 23, "dikirim")
    assert activity.withdrawn_reason == "Salah pilih"
    assert list(queries.of_kampung(kampung)) == [back]
    assert Event.objects.filter(verb="kegiatan.restore").count() == 1


def test_what_is_refused_leaves_no_trace(
    activity: Kegiatan, ani: User, wayan: User, kampung: KampungKB
) -> None:
    events = Event.objects.count()

    with pytest.raises(WithdrawalReasonMissing):
        actions.withdraw(activity.pk, reason="  ", by=ani)
    with pytest.raises(NotWithdrawn):
        actions.restore(activity.pk, by=ani)
    with pytest.raises(ActivityUnknown):
        actions.withdraw(activity.pk, reason="Bukan di sini", by=wayan)

    assert list(queries.of_kampung(kampung)) == [activity]
    assert Event.objects.count() == events


def test_a_withdrawn_activity_is_not_changed(activity: Kegiatan, ani: User) -> None:
    actions.withdraw(activity.pk, reason="Salah pilih", by=ani)

    with pytest.raises(ActivityWithdrawn):
        actions.revise(activity.pk, {"peserta_p": (23, 29)}, base=activity.pk, by=ani)
    with pytest.raises(ActivityWithdrawn):
        actions.withdraw(activity.pk, reason="Lagi", by=ani)
