"""A locked month takes no reports until it is reopened with a reason."""

import pytest

from naikkelas.accounts.models import User
from naikkelas.audit.models import Event
from naikkelas.lib.refusals import NotYours
from naikkelas.registry import actions
from naikkelas.registry.errors import (
    AlreadyLocked,
    MonthLocked,
    NotLocked,
    ReopeningReasonMissing,
)
from naikkelas.registry.models import KampungKB, MonthLock, Penduduk
from naikkelas.registry.queries import locks
from tests.registry.conftest import sent

pytestmark = pytest.mark.django_db


def lock(by: User, month: int = 6) -> MonthLock:
    return actions.lock_month("91.37", year=2025, month=month, by=by, reason="Rekap selesai")


def test_a_locked_month_takes_no_report_and_says_who_locked_it_and_whom_to_ask(
    kampung: KampungKB, ani: User, budi: User, darma: User
) -> None:
    lock(darma)

    with pytest.raises(MonthLocked) as refused:
        sent(kampung, ani)

    words = str(refused.value)
    assert "Juni 2025 sudah dikunci oleh Operator kabupaten (Pak Darma) pada" in words
    assert "Minta operator atau pimpinan kabupaten" in words
    assert not Penduduk.objects.exists()
    assert sent(kampung, ani, month=5).bulan == 5


def test_the_lock_is_on_record_and_known_by_month(darma: User) -> None:
    lock(darma)
    lock(darma, month=4)

    assert locks.locked_months("91.37") == {(2025, 6), (2025, 4)}
    assert locks.locked_months("92.41") == frozenset()
    for area in ("", "91", "91.37", "91.37.01"):
        assert locks.locked_within(area) == {("91.37", 2025, 6), ("91.37", 2025, 4)}
    assert locks.locked_within("92") == frozenset()
    event = Event.objects.filter(verb="month.lock").earliest("at")
    assert (event.before, event.after) == ({"state": "terbuka"}, {"state": "terkunci"})


def test_reopening_needs_a_reason_and_lets_reports_in_again(
    kampung: KampungKB, ani: User, darma: User, head: User
) -> None:
    locked = lock(darma)

    with pytest.raises(ReopeningReasonMissing):
        actions.reopen_month(locked, by=head, reason=" ")
    actions.reopen_month(locked, by=head, reason="Angka Tirta salah")

    assert locks.locked_months("91.37") == frozenset()
    assert sent(kampung, ani).pus == 137
    event = Event.objects.get(verb="month.reopen")
    assert event.data["reason"] == "Angka Tirta salah"
    with pytest.raises(NotLocked):
        actions.reopen_month(locked, by=head, reason="Lagi")


def test_a_month_is_locked_once(darma: User) -> None:
    lock(darma)

    with pytest.raises(AlreadyLocked):
        lock(darma)

    assert Event.objects.filter(verb="month.lock").count() == 1


@pytest.mark.parametrize("who", ["ani", "sari", "rina", "wayan"])
def test_only_the_kabupaten_turns_the_key(who: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotYours):
        lock(request.getfixturevalue(who))

    assert not MonthLock.objects.exists()
    assert not Event.objects.exists()
