"""A bad road between phone and server: a TCP proxy on loopback that delays, cuts, drops, throttles.

One plan for each connection, in order; connections beyond the plans pass as they are.
"""

import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

_PIECE = 16 * 1024


@dataclass(frozen=True)
class Fault:
    """What happens to one connection. Bytes are counted from its beginning."""

    delay: float = 0
    cut_request_at: int | None = None
    cut_response_at: int | None = None
    bytes_a_second: int | None = None
    refuse: bool = False
    silent: float = 0
    """Seconds during which the answer is held back before the line is cut."""


PASS = Fault()


@dataclass
class Proxy:
    """Listens on `port` and passes to `target`."""

    target: int
    plans: list[Fault] = field(default_factory=list)
    port: int = 0
    connections: int = 0

    def __post_init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        self._socket.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._socket.accept()
                plan = self.plans.pop(0) if self.plans else PASS
                self.connections += 1
                threading.Thread(target=self._serve, args=(near, plan), daemon=True).start()

    def _serve(self, near: socket.socket, plan: Fault) -> None:
        if plan.refuse:
            _reset(near)
            return
        time.sleep(plan.delay)
        try:
            far = socket.create_connection(("127.0.0.1", self.target), timeout=30)
        except OSError:
            _reset(near)
            return
        far.settimeout(30)
        near.settimeout(30)
        up = threading.Thread(
            target=_pass, args=(near, far, plan.cut_request_at, plan), daemon=True
        )
        up.start()
        _pass(far, near, plan.cut_response_at, plan, plan.silent)
        up.join(30)
        near.close()
        far.close()


def _pass(
    source: socket.socket, sink: socket.socket, cut: int | None, plan: Fault, silent: float = 0
) -> None:
    """Hand on bytes until the end, or until the cut; then both ends see the line break."""
    passed = 0
    with suppress(OSError):
        while piece := source.recv(_PIECE if plan.bytes_a_second is None else 512):
            if cut is not None and passed + len(piece) >= cut:
                sink.sendall(piece[: cut - passed])
                time.sleep(silent)
                _reset(source)
                _reset(sink)
                return
            sink.sendall(piece)
            passed += len(piece)
            if plan.bytes_a_second:
                time.sleep(len(piece) / plan.bytes_a_second)
        sink.shutdown(socket.SHUT_WR)


def _reset(end: socket.socket) -> None:
    """Break the line at once, as a phone does that leaves the cell."""
    with suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        end.shutdown(socket.SHUT_RDWR)  # wakes who still reads from it
    end.close()


@contextmanager
def bad_road(target: int, plans: list[Fault] | None = None) -> Iterator[Proxy]:
    """A proxy before a server, for as long as it is needed."""
    proxy = Proxy(target, list(plans or []))
    try:
        yield proxy
    finally:
        proxy.close()
