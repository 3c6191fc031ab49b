"""The ledger invariant on a real server and a database that syncs: every acknowledged report exists
exactly once, with its photos (faults.md F1, F3, F6, F24, F26, F29)."""

import json
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest

from tests.field_faults import scenarios
from tests.field_faults.ground import Ground
from tests.field_faults.ledger import Phone
from tests.registry.pictures import encoded, scene

pytestmark = [pytest.mark.slow(seconds=60), pytest.mark.sqlite_only]


def count_of(ground: Ground, number: str) -> int:
    return int(
        ground.cluster.one("SELECT count(*) FROM activities_kegiatan WHERE origin = %s", number)
    )


def test_f24_five_posts_of_one_report_at_once_get_one_answer(
    ground: Ground, known: list[Phone]
) -> None:
    for _ in range(7):
        sent = known[0].envelope()

        answers = scenarios.at_once(known[0], sent, 5)

        assert {one.status for one in answers} == {201}
        assert len({one.body for one in answers}) == 1
        assert count_of(ground, json.loads(sent)["id"]) == 1


def test_f24_a_double_tap_of_two_phones_stores_one_report(
    ground: Ground, known: list[Phone]
) -> None:
    """Two phones of one Pokja that were given the same draft."""
    sent = known[0].envelope()
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda phone: phone.send_once(sent), known[:2]))

    assert [one.status for one in answers] == [201, 201]
    assert answers[0].body == answers[1].body
    assert count_of(ground, json.loads(sent)["id"]) == 1


def test_f25_different_contents_at_once_under_one_number_are_both_kept(
    ground: Ground, known: list[Phone]
) -> None:
    number = json.loads(known[0].envelope())["id"]
    contents = [
        known[0].envelope(id=number, body={"tanggal": "2026-03-07", "judul": f"Isi {n}"})
        for n in range(5)
    ]
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(known[0].send_once, contents))

    assert sorted(one.status for one in answers) == [201, 409, 409, 409, 409]
    assert count_of(ground, number) == 1
    others = ground.cluster.one(
        "SELECT count(*) FROM activities_otherbody WHERE envelope_id = %s", number
    )
    assert others == 4


def test_f25_one_number_for_two_kampung_at_once_is_stored_once(
    ground: Ground, known: list[Phone]
) -> None:
    """Neither kampung's lock holds the other back: here the primary key decides."""
    for _ in range(7):
        number = json.loads(known[0].envelope())["id"]
        pairs = [(phone, phone.envelope(id=number)) for phone in (known[0], known[3])]
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda pair: pair[0].send(pair[1]), pairs))

        assert sorted(one.status for one in answers) == [201, 409]
        assert count_of(ground, number) == 1


def test_a_line_that_breaks_anywhere_leaves_one_report(ground: Ground, known: list[Phone]) -> None:
    seen = scenarios.cut_everywhere(ground, known[0], steps=12)

    assert seen["broken"] > 12
    assert seen["answered"] >= 1


def test_a_line_that_breaks_anywhere_in_a_photo_leaves_one_photo(
    ground: Ground, known: list[Phone]
) -> None:
    content = encoded(scene(23, 320, 240), quality=60)

    seen = scenarios.photo_cut_everywhere(ground, known[0], content, steps=6)

    assert len(known[0].photos) == 12
    assert seen["broken"] >= 8


def test_f1_a_killed_server_loses_and_doubles_nothing(ground: Ground, known: list[Phone]) -> None:
    def kill() -> None:
        ground.web.kill()
        ground.web.start()

    seen = scenarios.killed_at_random(ground, 5, kill)

    assert seen["acknowledged"] > 10


def test_f1_a_killed_worker_comes_back_by_itself(ground: Ground, known: list[Phone]) -> None:
    parent = ground.web.process.pid if ground.web.process else 0
    seen = scenarios.killed_at_random(
        ground, 1, lambda: os.kill(ground.web.worker(), signal.SIGKILL), seed=41
    )

    assert seen["acknowledged"] > 5
    assert ground.web.process
    assert (ground.web.process.pid, ground.web.process.poll()) == (parent, None)


def test_f3_while_the_database_is_away_phones_are_told_to_come_again(
    ground: Ground, known: list[Phone]
) -> None:
    phone, sent = known[0], known[0].envelope()
    assert phone.send(sent).status == 201
    worker = ground.web.worker()

    ground.cluster.kill()
    away = phone.request("POST", "/kerja/kirim/", phone.envelope())
    ground.cluster.start()
    begin = time.monotonic()
    answer = phone.send(sent)

    assert (away.status, away.told["code"]) == (503, "sibuk")
    assert "Tersimpan di HP" in away.told["message"]
    assert away.retry_after == "5"
    assert answer.status == 201
    assert time.monotonic() - begin < 30
    assert ground.web.worker() == worker, "nobody started the server again"


def test_f3_a_database_killed_under_load_loses_nothing(ground: Ground, known: list[Phone]) -> None:
    def kill() -> None:
        ground.cluster.kill()
        ground.cluster.start()

    seen = scenarios.killed_at_random(ground, 3, kill, seed=43)

    assert seen["acknowledged"] > 10


def test_f6_no_room_for_photos_still_takes_the_text(ground: Ground, known: list[Phone]) -> None:
    """`/dev/full` is a disk without room: each write to it ends with ENOSPC."""
    phone = known[0]
    record = phone.send(phone.envelope()).told["record"]
    content = encoded(scene(11))
    number = phone.begin_photo(record, content)
    place = _place_of(ground, number)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to("/dev/full")
    spread = {"Content-Range": f"bytes 0-999/{len(content)}"}
    url = f"/kerja/foto/{number}/"

    full = phone.request("PUT", url, content[:1000], "image/jpeg", **spread)
    text = phone.send(phone.envelope())

    assert (full.status, full.told["code"]) == (507, "activities.storage_full")
    assert full.told["offset"] == 0
    assert text.status == 201
    place.unlink()
    assert phone.request("PUT", url, content[:1000], "image/jpeg", **spread).told["offset"] == 1000


def _place_of(ground: Ground, number: str) -> Path:
    key = UUID(number).hex
    return ground.folder / "data" / "media" / "kiriman" / key[-2:] / key


def test_f26_a_month_offline_arrives_over_a_line_that_keeps_breaking(
    ground: Ground, known: list[Phone]
) -> None:
    photos = [encoded(scene(seed)) for seed in (3, 5, 7, 9)]

    scenarios.month_offline(ground, known[1], 2, photos, bytes_a_second=400_000)

    assert len(known[1].acknowledged) == 2
    assert len(known[1].photos) == 4


def test_f29_two_phones_edit_one_report_and_nothing_is_overwritten(
    ground: Ground, known: list[Phone]
) -> None:
    first, second = known[:2]
    made = first.send(first.envelope()).told
    edit = {"kind": "kegiatan.ubah", "base": made["version"], "body": {}}

    def change(phone: Phone, **changes: list[str]) -> bytes:
        return phone.envelope(**edit, changes=changes)

    apart = [
        first.send(change(first, tempat=["", "Balai desa"])),
        second.send(change(second, instansi_lainnya=["", "Karang Taruna"])),
    ]
    both = [
        first.send(change(first, deskripsi=["", "Diikuti 37 ibu"])),
        second.send(change(second, deskripsi=["", "Diikuti 41 ibu"])),
    ]

    assert [one.status for one in apart] == [201, 201]
    assert [one.status for one in both] == [201, 409]
    field = both[1].told["fields"][0]
    assert (field["theirs"], field["yours"]) == ("Diikuti 37 ibu", "Diikuti 41 ibu")
    versions = ground.cluster.all(
        "SELECT tempat, instansi_lainnya, deskripsi, withdrawn_at IS NULL FROM activities_kegiatan "
        "WHERE origin = %s ORDER BY recorded_at",
        made["record"],
    )
    assert len(versions) == 4
    assert versions[-1] == ("Balai desa", "Karang Taruna", "Diikuti 37 ibu", True)
