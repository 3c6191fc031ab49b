"""The feed of changes: nothing is missing, nothing comes late, nothing is about a person."""

import random
import threading
import time
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from naikkelas.accounts.models import User
from naikkelas.accounts.queries import system_user
from naikkelas.accounts.rules import scopes
from naikkelas.activities import actions as activities
from naikkelas.api.queries import feed
from naikkelas.areas.models import Area
from naikkelas.audit.actions import record, seal
from naikkelas.audit.models import Event
from naikkelas.registry.actions import edit_kampung
from naikkelas.registry.models import KampungKB
from naikkelas.registry.queries import kampung_values
from tests.api.v1.conftest import Program
from tests.people import make_kampung

pytestmark = pytest.mark.django_db


def _read(program: Program, after: str = "", **query: Any) -> tuple[list[dict[str, Any]], str]:
    """Everything since a cursor, page by page, and the cursor to go on from."""
    found: list[dict[str, Any]] = []
    while True:
        asked = {"setelah": after} if after else {}
        page = program.get("perubahan", {**query, **asked}).json()
        found += page["data"]
        after = page["berikutnya"]
        if not page["ada_lagi"]:
            return found, after


def _edit(kampung: KampungKB, name: str, by: User) -> None:
    edit_kampung(kampung, kampung_values(kampung) | {"nama": name}, by=by)


def test_what_happened_is_told_with_the_address_where_it_is_read(
    program: Program, kampung: KampungKB, darma: User
) -> None:
    values = {"tanggal": "2025-06-05", "judul": "Posyandu Bu Ratna"}
    made = activities.report(kampung, values, by=darma)
    _edit(kampung, "Nama baru", darma)
    seal()

    found, _ = _read(program)

    assert [one["jenis"] for one in found] == ["kegiatan.dilaporkan", "kampung.diubah"]
    assert found[0]["objek"]["alamat"] == f"/api/v1/kegiatan/{made.record}"
    assert {one["wilayah"] for one in found} == {kampung.village_id}
    for one in found:
        address = one["objek"]["alamat"].removeprefix("/api/v1/")
        assert program.get(address).json()["id"] == one["objek"]["id"]


def test_nothing_is_told_of_a_person(program: Program, kampung: KampungKB, darma: User) -> None:
    activities.report(kampung, {"tanggal": "2025-06-05", "judul": "Posyandu Bu Ratna"}, by=darma)
    seal()

    text = program.get("perubahan").content.decode()

    assert set(program.get("perubahan").json()["data"][0]) == {
        "id", "jenis", "pada", "wilayah", "objek",
    }  # fmt: skip
    for word in ("Ratna", darma.name, darma.username, darma.post, f'"{darma.pk}"'):
        assert word not in text


def test_each_key_is_told_of_its_scopes_and_its_area(
    kabupaten: dict[str, KampungKB], darma: User, sari: User, wayan: User
) -> None:
    programs = {
        "all": Program(darma),
        "kampung": Program(darma, [scopes.READ_CHANGES, scopes.READ_KAMPUNG]),
        "village": Program(sari),
        "elsewhere": Program(wayan),
    }
    there = kabupaten["naik"]
    _edit(kabupaten["berkembang"], "Satu", darma)
    _edit(there, "Dua", darma)
    activities.report(there, {"tanggal": "2025-06-05", "judul": "Posyandu balita"}, by=darma)
    seal()

    seen = {name: [one["jenis"] for one in _read(program)[0]] for name, program in programs.items()}

    assert seen == {
        "all": ["kampung.diubah", "kampung.diubah", "kegiatan.dilaporkan"],
        "kampung": ["kampung.diubah", "kampung.diubah"],
        "village": ["kampung.diubah"],
        "elsewhere": [],
    }


def test_an_act_about_an_area_reaches_all_who_have_a_part_of_it(
    kabupaten: dict[str, KampungKB], darma: User, sari: User, wayan: User
) -> None:
    area = Area.objects.get(pk="91.37")
    record("classification.snapshot", area, by=darma, kabupaten="91.37")
    seal()

    for who, expected in ((darma, 1), (sari, 1), (wayan, 0)):
        found, _ = _read(Program(who))
        assert [one["jenis"] for one in found] == ["kelas.dihitung"] * expected
        assert all(one["objek"] is None for one in found)


def test_reading_goes_on_where_it_stopped(
    program: Program, kampung: KampungKB, darma: User
) -> None:
    for number in range(7):
        _edit(kampung, f"Nama {number}", darma)
    seal()

    first = program.get("perubahan", {"banyak": 3}).json()
    rest, after = _read(program, first["berikutnya"], banyak=3)
    nothing, again = _read(program, after)
    _edit(kampung, "Nama baru", darma)
    seal()
    newer, _ = _read(program, again)

    assert (len(first["data"]), first["ada_lagi"], len(rest)) == (3, True, 4)
    assert (nothing, len(newer)) == ([], 1)
    assert len({one["id"] for one in [*first["data"], *rest, *newer]}) == 8


def test_who_begins_now_is_told_of_nothing_before(
    program: Program, kampung: KampungKB, darma: User
) -> None:
    _edit(kampung, "Dahulu", darma)
    seal()

    before, after = _read(program, mulai="sekarang")
    _edit(kampung, "Sekarang", darma)
    seal()

    assert (before, len(_read(program, after)[0])) == ([], 1)


def test_what_others_do_moves_the_cursor_too(
    kampung: KampungKB, sari: User, darma: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or a quiet village would look through the whole country at each turn."""
    monkeypatch.setattr(feed, "SCANNED_AT_ONCE", 3)
    other = make_kampung("91.37.02.2001")
    for number in range(8):
        _edit(other, f"Nama {number}", darma)
    _edit(kampung, "Nama baru", darma)
    seal()

    found, after = _read(Program(sari))

    assert len(found) == 1
    assert feed.changes(sari, (scopes.READ_KAMPUNG,), 0, 50).more
    assert _read(Program(sari), after)[0] == []


def test_a_cursor_that_somebody_made_up_is_refused(program: Program, kampung: KampungKB) -> None:
    for cursor in (
        "37",
        "cGVydWJhaGFufHg",
        "cGVydWJhaGFufC0x",
        "cGVydWJhaGFufDk5OTk5OTk5OTk5OTk5OTk5OTk5OTk",
    ):
        assert program.get("perubahan", {"setelah": cursor}).status_code == 400


# Transactions that commit in another order ------------------------------------------------------


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_an_event_that_commits_late_is_not_lost(program: Program, kampung: KampungKB) -> None:
    """The first event waits in its transaction while a later one is sealed and read."""
    begun, may_commit, by = threading.Event(), threading.Event(), system_user()

    def slow() -> None:
        with transaction.atomic():
            record("kampung.edit", kampung, by=by, kabupaten="91.37", step="lambat")
            begun.set()
            assert may_commit.wait(20)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert begun.wait(20)
    record("kampung.edit", kampung, by=by, kabupaten="91.37", step="cepat")
    seal()
    first, after = _read(program)
    may_commit.set()
    thread.join()
    seal()
    second, _ = _read(program, after)

    slow_id, quick_id = (Event.objects.get(data__step=step).pk for step in ("lambat", "cepat"))
    assert [UUID(one["id"]) for one in first] == [quick_id]
    assert [UUID(one["id"]) for one in second] == [slow_id]
    # Whoever had asked for identifiers, or times, after the newest known one had lost it.
    assert slow_id < quick_id
    assert second[0]["pada"] < first[0]["pada"]


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_a_reader_beside_many_writers_and_sealers_sees_each_once(
    program: Program, kampung: KampungKB
) -> None:
    """Writers that commit at random moments, two sealers, one reader that only knows its cursor."""
    by, done = system_user(), threading.Event()

    def write(seed: int) -> None:
        dice = random.Random(seed)
        for _ in range(15):
            with transaction.atomic():
                record("kampung.edit", kampung, by=by, kabupaten="91.37")
                time.sleep(dice.random() / 50)
        connection.close()

    def keep_sealing() -> None:
        while not done.is_set():
            seal()
        connection.close()

    writers = [threading.Thread(target=write, args=(seed,)) for seed in range(6)]
    sealers = [threading.Thread(target=keep_sealing) for _ in range(2)]
    for thread in [*writers, *sealers]:
        thread.start()
    seen: list[str] = []
    after = ""
    while any(thread.is_alive() for thread in writers):
        found, after = _read(program, after, banyak=7)
        seen += [one["id"] for one in found]
    done.set()
    for thread in sealers:
        thread.join()
    seal()
    found, _ = _read(program, after, banyak=7)
    seen += [one["id"] for one in found]

    assert len(seen) == 90
    assert set(seen) == set(
        map(str, Event.objects.filter(verb="kampung.edit").values_list("pk", flat=True))
    )
