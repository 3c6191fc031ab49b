"""Submissions from phones against a trivial view that inserts one row, on one server in one run.

A PostgreSQL of its own with fsync on, granian as `naikkelas serve` starts it, phones that keep
their lines open. Server, database and phones share the machine.
"""

import json
import os
import socket
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.field_faults.ground import Ground, ground
from tests.field_faults.ledger import Phone, phones

KAMPUNG, LINES = 40, 12
SECONDS, ROUNDS = 4.0, 5
RECORDS, TIMES = 50, 8
BAR, BAR_CPU_MS = 0.30, 5.0
_TICK = os.sysconf("SC_CLK_TCK")


def run() -> Iterator[dict[str, Any]]:
    """The ratio of the two rates, the processor time of one submission, and identical posts."""
    with ground(KAMPUNG, 1, workers=2, settings="benches.submissions_settings") as made:
        known = phones(made)
        for url in ("/kerja/kirim/", "/bench/"):  # a server that has served some requests
            _load(made, known, url, seconds=2)
        yield from _rates(made, known)
        yield _identical(made, known)


@dataclass(slots=True)
class Load:
    """What came of one round: requests answered with 201, seconds, processor seconds."""

    done: int
    seconds: float
    server: float
    database: float

    @property
    def rate(self) -> float:
        return self.done / self.seconds

    @property
    def cpu_ms(self) -> float:
        return (self.server + self.database) / self.done * 1000


def _rates(made: Ground, known: list[Phone]) -> Iterator[dict[str, Any]]:
    ours, bare = [], []
    for _ in range(ROUNDS):  # in turns, so that the machine's other work meets both
        bare.append(_load(made, known, "/bench/", SECONDS))
        ours.append(_load(made, known, "/kerja/kirim/", SECONDS))
    ratio = statistics.median(one.rate / other.rate for one, other in zip(ours, bare, strict=True))
    rate, trivial = (statistics.median(one.rate for one in ones) for ones in (ours, bare))
    load = os.getloadavg()[0]
    yield {
        "name": f"submissions of phones, fsync on, {LINES} lines, {os.cpu_count()} cores for all "
        f"(load {load:.1f})",
        "figure": f"{rate:.0f} a second; trivial view {trivial:.0f}",
        "bar": f"≥ {BAR:.0%} of the trivial view",
        "ratio": f"{ratio:.2f}",
        "passed": ratio >= BAR,
    }
    cpu, server, database = (
        statistics.median(values)
        for values in zip(
            *((one.cpu_ms, one.server / one.done, one.database / one.done) for one in ours),
            strict=True,
        )
    )
    trivial_cpu = statistics.median(one.cpu_ms for one in bare)
    yield {
        "name": "processor time of one submission, server and database",
        "figure": f"{cpu:.1f} ms ({server * 1000:.1f} + {database * 1000:.1f}); "
        f"trivial view {trivial_cpu:.1f} ms",
        "bar": f"≤ {BAR_CPU_MS:.0f} ms",
        "ratio": f"{cpu / BAR_CPU_MS:.2f}",
        "passed": cpu <= BAR_CPU_MS,
    }


def _identical(made: Ground, known: list[Phone]) -> dict[str, Any]:
    before = made.cluster.one("SELECT count(*) FROM activities_kegiatan")
    answers: list[tuple[int, bytes]] = []
    equal = 0
    for number in range(RECORDS):
        phone = known[number % len(known)]
        sent, gate = phone.envelope(), threading.Barrier(TIMES)
        with ThreadPoolExecutor(TIMES) as pool:
            got = list(pool.map(lambda _: _at_once(phone, sent, gate), range(TIMES)))  # noqa: B023
        answers += got
        equal += TIMES if len(set(got)) == 1 and got[0][0] == 201 else 0
    rows = made.cluster.one("SELECT count(*) FROM activities_kegiatan") - before
    return {
        "name": f"{RECORDS} new records posted {TIMES} times at once",
        "figure": f"{rows} rows, {equal} equal answers of {len(answers)}",
        "bar": f"{RECORDS} rows, {RECORDS * TIMES} equal answers",
        "ratio": f"{equal / (RECORDS * TIMES):.2f}",
        "passed": rows == RECORDS and equal == RECORDS * TIMES,
    }


def _at_once(phone: Phone, sent: bytes, gate: threading.Barrier) -> tuple[int, bytes]:
    gate.wait()
    answer = phone.send_once(sent)
    return answer.status, answer.body


# Load -------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Line:
    """One open connection of a phone; requests are put together by hand, which costs little."""

    phone: Phone
    url: str
    end: socket.socket = field(init=False)

    def __post_init__(self) -> None:
        self.end = socket.create_connection(("127.0.0.1", self.phone.port), timeout=30)
        self.end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def post(self, body: bytes) -> int:
        head = (
            f"POST {self.url} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Cookie: sessionid={self.phone.session}; csrftoken={self.phone.csrf}\r\n"
            f"X-CSRFToken: {self.phone.csrf}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self.end.sendall(head.encode() + body)
        got = b""
        while b"\r\n\r\n" not in got:
            got += self.end.recv(65536)
        answered, _, rest = got.partition(b"\r\n\r\n")
        length = int(answered.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        while len(rest) < length:
            rest += self.end.recv(65536)
        return int(answered[9:12])


def _load(made: Ground, known: list[Phone], url: str, seconds: float) -> Load:
    lines = [_Line(known[n % len(known)], url) for n in range(LINES)]
    until = time.perf_counter() + seconds
    begin, server, database = time.perf_counter(), _server_seconds(made), _database_seconds(made)

    def work(line: _Line) -> int:
        done = 0
        while time.perf_counter() < until:
            status = line.post(line.phone.envelope())
            if status != 201:
                raise RuntimeError(f"{url}: {status}")
            done += 1
        line.end.close()
        return done

    with ThreadPoolExecutor(LINES) as pool:
        done = sum(pool.map(work, lines))
    spent = time.perf_counter() - begin
    return Load(done, spent, _server_seconds(made) - server, _database_seconds(made) - database)


def _server_seconds(made: Ground) -> float:
    assert made.web.process is not None
    return _tree_seconds(made.web.process.pid)


def _database_seconds(made: Ground) -> float:
    return _tree_seconds(made.cluster.server.get_pid())


def _tree_seconds(pid: int) -> float:
    """Processor seconds of a process, its children, and those of its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = sum(map(int, fields[11:15]))
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return own / _TICK + sum(_quietly(_tree_seconds, int(child)) for child in children)


def _quietly(work: Callable[[int], float], pid: int) -> float:
    try:
        return work(pid)
    except FileNotFoundError:
        return 0.0  # it has ended meanwhile; its parent counts it


if __name__ == "__main__":
    for row in run():
        print(json.dumps(row, ensure_ascii=False))
