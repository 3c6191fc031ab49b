"""The chain of a kabupaten shows whatever was changed behind the triggers' back."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone

from naikkelas.accounts.models import User
from naikkelas.audit.actions import note_heads, seal
from naikkelas.audit.models import Event, Seal
from naikkelas.audit.queries import chains, heads, verify
from naikkelas.audit.queries.chain import Fault
from tests.audit.conftest import LONG_AGO, Written

pytestmark = pytest.mark.django_db
Tamper = Callable[[str], None]


def _id(event: Event) -> str:
    """The identifier as the engine stores it."""
    return str(event.pk) if connection.vendor == "postgresql" else event.pk.hex


@pytest.fixture
def seven(write: Written) -> list[Event]:
    """Seven sealed events of one kabupaten."""
    events = [write(subject_id=str(n)) for n in range(7)]
    seal()
    return events


def test_an_untouched_chain_holds(seven: list[Event]) -> None:
    found = verify("91.37")

    assert (found.ok, found.sealed, found.unsealed) == (True, 7, 0)
    assert found.head == heads()[0].digest


def test_sealing_again_adds_nothing(seven: list[Event]) -> None:
    assert seal() == 0
    assert Seal.objects.count() == 7


def test_each_kabupaten_has_a_chain_of_its_own_and_so_have_events_of_none(write: Written) -> None:
    write()
    write(kabupaten_code="92.41")
    write(kabupaten_code="")
    write()

    assert seal() == 4
    assert chains() == ["", "91.37", "92.41"]
    assert [(head.kabupaten, head.number) for head in heads()] == [
        ("", 1),
        ("91.37", 2),
        ("92.41", 1),
    ]
    assert all(verify(code).ok for code in chains())


def test_an_event_that_commits_late_gets_its_place_at_the_end(
    seven: list[Event], write: Written
) -> None:
    late = write(at=timezone.now() - timedelta(hours=5))

    assert verify("91.37").unsealed == 1
    assert seal() == 1
    assert Seal.objects.get(event_id=late.pk).number == 8
    assert verify("91.37").ok


def test_what_commits_after_a_week_is_found_by_the_whole_search(
    seven: list[Event], write: Written
) -> None:
    write(at=LONG_AGO)

    assert (seal(), verify("91.37").unsealed) == (0, 1)
    assert (seal(everything=True), verify("91.37").unsealed) == (1, 0)


def test_many_events_are_sealed_in_steps(write: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("naikkelas.audit.actions.sealing._EVENTS_AT_ONCE", 3)
    for _ in range(7):
        write()

    assert seal() == 7
    assert verify("91.37").ok


@pytest.mark.sqlite_only
@pytest.mark.parametrize("keys", ["id", "rowid"])
def test_an_event_is_not_replaced_by_writing_it_again(seven: list[Event], keys: str) -> None:
    """INSERT OR REPLACE asks no trigger on UPDATE or DELETE; SQLite shells do it readily."""
    columns = [str(field.column) for field in Event._meta.concrete_fields]
    others = ", ".join(name for name in columns if name not in {"id", "verb"})
    new_id = "id" if keys == "id" else "lower(hex(randomblob(16)))"
    place = "" if keys == "id" else "rowid, "

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        _execute(
            f"INSERT OR REPLACE INTO audit_event ({place}id, verb, {others}) "
            f"SELECT {place}{new_id}, 'kampung.activate', {others} FROM audit_event "
            f"WHERE id = '{_id(seven[3])}'"
        )

    assert verify("91.37").ok


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "values",
    [
        "id, kabupaten_code, number + 700, lower(hex(randomblob(16)))",
        "id + 700, kabupaten_code, number, lower(hex(randomblob(16)))",
        "id + 700, kabupaten_code, number + 700, event_id",
    ],
)
def test_a_seal_is_not_replaced_by_writing_it_again(seven: list[Event], values: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        _execute(
            "INSERT OR REPLACE INTO audit_seal (id, kabupaten_code, number, event_id, digest, "
            f"sealed_at) SELECT {values}, 'x', sealed_at FROM audit_seal WHERE number = 3"
        )

    assert verify("91.37").ok


@pytest.mark.postgres_only
@pytest.mark.parametrize("table", ["audit_event", "audit_seal"])
def test_the_trail_is_not_emptied_at_a_stroke(seven: list[Event], table: str) -> None:
    _execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for the commit would refuse first

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        _execute(f"TRUNCATE {table} CASCADE")

    assert verify("91.37").sealed == 7


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("table", ["audit_event", "audit_seal"])
@pytest.mark.parametrize("act", ["UPDATE {} SET kabupaten_code = ''", "DELETE FROM {}"])
def test_the_database_refuses_to_change_or_remove(seven: list[Event], table: str, act: str) -> None:
    refused = pytest.raises(DatabaseError, match="append-only")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act.format(table))

    assert verify("91.37").ok


@pytest.mark.parametrize(
    "change",
    [
        "after = '{}'",
        "actor_post = 'Orang lain'",
        "at = '2025-01-01 00:00:00+00:00'",
        "subject_id = '999'",
        "request_id = 'x'",
        "kabupaten_code = '92.41'",
        "kampung_id = '01890000000070008000000000000001'",
    ],
)
def test_a_changed_event_is_found(seven: list[Event], tamper: Tamper, change: str) -> None:
    tamper(f"UPDATE audit_event SET {change} WHERE id = '{_id(seven[3])}'")

    found = verify("91.37")

    assert not found.ok
    assert found.first_break
    assert (found.first_break.number, found.first_break.fault) == (4, Fault.CHANGED)
    assert found.first_break.event_id == seven[3].pk


def test_a_removed_event_is_found(seven: list[Event], tamper: Tamper) -> None:
    tamper(f"DELETE FROM audit_event WHERE id = '{_id(seven[2])}'")

    broken = verify("91.37").first_break

    assert broken
    assert (broken.number, broken.fault) == (3, Fault.EVENT_GONE)


def test_an_event_removed_with_its_seal_is_found(seven: list[Event], tamper: Tamper) -> None:
    tamper(f"DELETE FROM audit_event WHERE id = '{_id(seven[2])}'")
    tamper(f"DELETE FROM audit_seal WHERE event_id = '{_id(seven[2])}'")

    broken = verify("91.37").first_break

    assert broken
    assert (broken.number, broken.fault) == (3, Fault.SEAL_GONE)


def test_a_gap_closed_by_renumbering_is_found(seven: list[Event], tamper: Tamper) -> None:
    tamper(f"DELETE FROM audit_seal WHERE event_id = '{_id(seven[2])}'")
    for number in range(4, 8):
        tamper(
            f"UPDATE audit_seal SET number = {number - 1} "
            f"WHERE kabupaten_code = '91.37' AND number = {number}"
        )

    broken = verify("91.37").first_break

    assert broken
    assert (broken.number, broken.fault) == (3, Fault.CHANGED)


def test_a_removed_tail_is_found_with_a_head_kept_elsewhere(
    seven: list[Event], tamper: Tamper
) -> None:
    kept = heads()[0].digest
    for event in seven[5:]:
        tamper(f"DELETE FROM audit_event WHERE id = '{_id(event)}'")
        tamper(f"DELETE FROM audit_seal WHERE event_id = '{_id(event)}'")

    assert verify("91.37").ok  # a shorter chain is a chain: only the kept head tells
    broken = verify("91.37", head=kept).first_break
    assert broken
    assert (broken.number, broken.fault) == (6, Fault.TAIL_GONE)


def test_a_head_kept_earlier_still_is_in_a_chain_that_has_grown(
    seven: list[Event], write: Written
) -> None:
    kept = heads()[0].digest
    write()
    seal()

    assert verify("91.37", head=kept).ok


def test_a_chain_written_anew_is_found_with_a_head_kept_elsewhere(
    seven: list[Event], tamper: Tamper
) -> None:
    kept = heads()[0].digest
    tamper(f"UPDATE audit_event SET after = '{{}}' WHERE id = '{_id(seven[0])}'")
    tamper("DELETE FROM audit_seal")
    seal(everything=True)

    assert verify("91.37").ok
    assert not verify("91.37", head=kept).ok


def test_a_reordered_chain_is_found(seven: list[Event], tamper: Tamper) -> None:
    second, fifth = (
        str(one) if connection.vendor == "postgresql" else one.hex
        for one in (seven[1].pk, seven[4].pk)
    )
    tamper(f"DELETE FROM audit_seal WHERE event_id = '{fifth}'")
    tamper(f"UPDATE audit_seal SET event_id = '{fifth}' WHERE event_id = '{second}'")

    broken = verify("91.37").first_break

    assert broken
    assert (broken.number, broken.fault) == (2, Fault.CHANGED)


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_seal_each_event_once(write: Written, darma: User) -> None:
    for _ in range(40):
        write()
    counts: list[int] = []

    def work() -> None:
        try:
            counts.append(seal())
        finally:
            close_old_connections()
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sum(counts) == Seal.objects.count() == Event.objects.count()
    assert verify("91.37").ok


def test_the_ends_go_to_the_log_in_indonesian(
    seven: list[Event], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", "naikkelas.audit"):
        note_heads()

    (told,) = [record.getMessage() for record in caplog.records]
    assert told == f"Ujung rantai jejak: 91.37 7 {heads()[0].digest}"
