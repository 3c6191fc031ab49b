"""A list call of the API against a trivial view, through the same middleware in the same process.

PostgreSQL, 1,000 kampung in one kabupaten, pages of 50 rows; the whole request from the first
middleware to the last byte, without the network. Both are asked in turns, so that what else the
machine does meets both.
"""

import io
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

KABUPATEN = "96.01"
KAMPUNG, ROUNDS = 1000, 300
BAR_MS = 25.0


def run() -> list[dict[str, Any]]:
    """Processor time and rate of both, and of the answer that the program has already."""
    secret = _fill()
    key = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
    ask = _application()
    etag = ask("/api/v1/kampung?banyak=50", key)[1]["ETag"]
    requests: dict[str, Callable[[], Any]] = {
        "trivial": lambda: ask("/bench/", {}),
        "list": lambda: ask("/api/v1/kampung?banyak=50", key),
        "one": lambda: ask("/api/v1/wilayah/96.01", {}),
        "same": lambda: ask("/api/v1/kampung?banyak=50", key | {"HTTP_IF_NONE_MATCH": etag}),
    }
    cpu, wall = _measured(requests)
    return [
        _row("API: list of 50 of 1,000 kampung with a key, processor time", "list", cpu, wall),
        _row("API: the same list, not changed since (304)", "same", cpu, wall),
        _row("API: one area without a key", "one", cpu, wall),
    ]


def _row(name: str, which: str, cpu: dict[str, float], wall: dict[str, float]) -> dict[str, Any]:
    return {
        "name": name,
        "figure": f"{cpu[which]:.1f} ms, {1000 / wall[which]:.0f} a second; trivial view "
        f"{cpu['trivial']:.1f} ms, {1000 / wall['trivial']:.0f} a second",
        "bar": f"≤ {BAR_MS:.0f} ms",
        "ratio": f"{cpu[which] / BAR_MS:.2f}",
        "passed": cpu[which] <= BAR_MS,
    }


def _measured(
    requests: dict[str, Callable[[], Any]],
) -> tuple[dict[str, float], dict[str, float]]:
    """Medians in milliseconds of the processor and of the clock on the wall."""
    cpu: dict[str, list[float]] = {name: [] for name in requests}
    wall: dict[str, list[float]] = {name: [] for name in requests}
    for _ in range(ROUNDS):
        for name, request in requests.items():
            begun, at = time.process_time(), time.perf_counter()
            request()
            cpu[name].append(1000 * (time.process_time() - begun))
            wall[name].append(1000 * (time.perf_counter() - at))
    return (
        {name: statistics.median(ones) for name, ones in cpu.items()},
        {name: statistics.median(ones) for name, ones in wall.items()},
    )


def _application() -> Callable[[str, dict[str, str]], tuple[str, dict[str, str], bytes]]:
    """The whole application, with the trivial view of the submissions beside it."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.http import HttpRequest, HttpResponse
    from django.urls import clear_url_caches

    from benches import submissions_urls
    from naikkelas.web.permissions import PUBLIC, opened_by

    @opened_by(PUBLIC)
    def trivial(request: HttpRequest) -> HttpResponse:
        return HttpResponse('{"ok": true}', content_type="application/json")

    address: Any = submissions_urls.urlpatterns[0]
    address.callback = trivial
    settings.ROOT_URLCONF = "benches.submissions_urls"
    settings.API_PER_MINUTE = {"token": 10**6, "address": 10**6}
    clear_url_caches()
    application = get_wsgi_application()

    def ask(url: str, more: dict[str, str]) -> tuple[str, dict[str, str], bytes]:
        path, _, query = url.partition("?")
        told: list[Any] = []
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            **more,
        }

        def start(
            status: str, headers: list[tuple[str, str]], *_: Any
        ) -> Callable[[bytes], object]:
            told.extend([status, headers])
            return told.append

        answer = application(environ, start)
        body = b"".join(answer)
        answer.close()
        assert told[0][:3] in {"200", "304"}, (told, body)
        return told[0], dict(told[1]), body

    return ask


def _fill() -> str:
    """A kabupaten of its own with its kampung; the secret of a key for it."""
    from naikkelas.accounts.actions import api_tokens
    from naikkelas.accounts.models import Role, User
    from naikkelas.accounts.rules.scopes import READ_KAMPUNG
    from naikkelas.areas.models import Area
    from naikkelas.registry.models import KampungKB

    def area(code: str, kind: str) -> Area:
        parent = code.rpartition(".")[0] or None
        return Area(
            code=code,
            name=f"Wilayah {code}",
            search_key=f"wilayah{code}",
            level=code.count(".") + 1,
            kind=kind,
            parent_id=parent,
        )

    Area.objects.bulk_create([area("96", "provinsi"), area(KABUPATEN, "kabupaten")])
    Area.objects.bulk_create([area(f"{KABUPATEN}.01", "kecamatan")])
    villages = [area(f"{KABUPATEN}.01.2{number:03}", "desa") for number in range(KAMPUNG)]
    Area.objects.bulk_create(villages)
    now = datetime.now(UTC)
    KampungKB.objects.bulk_create(
        KampungKB(village=one, kabupaten_code=KABUPATEN, nama=one.name, recorded_at=now)
        for one in villages
    )
    user = User.objects.create_user(
        "bench-api", name="Bench", role=Role.OPERATOR, area=Area.objects.get(pk=KABUPATEN)
    )
    made = api_tokens.make(user, name="Bench", scopes=[READ_KAMPUNG], days=1, by=user)
    return made.secret
