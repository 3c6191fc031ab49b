"""A laptop with SQLite in a file keeps the same promise: parallel posts and kills."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.field_faults import scenarios
from tests.field_faults.ground import Web, staged
from tests.field_faults.ledger import Phone

pytestmark = [pytest.mark.slow, pytest.mark.sqlite_only]


@pytest.fixture
def web(tmp_path: Path) -> Iterator[tuple[Web, Phone]]:
    web, people = staged(tmp_path, "", kampung=1, phones=1)
    web.start()
    try:
        yield web, Phone(people[0]["kampung"], **people[0]["phones"][0], port=web.port)
    finally:
        web.kill()


def test_f24_and_f1_on_sqlite(web: tuple[Web, Phone], tmp_path: Path) -> None:
    server, phone = web
    reports = [phone.envelope() for _ in range(7)]

    for number, sent in enumerate(reports):
        answers = scenarios.at_once(phone, sent, 5)
        assert {one.status for one in answers} == {201}
        assert len({one.body for one in answers}) == 1
        if number == 3:
            server.kill()
            server.start()
            assert phone.send(reports[0]).status == 201

    with sqlite3.connect(tmp_path / "data" / "naikkelas.sqlite3") as store:
        rows = store.execute("SELECT count(*), count(DISTINCT origin) FROM activities_kegiatan")
        assert rows.fetchone() == (7, 7)
    store.close()
