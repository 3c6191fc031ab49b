"""A synthetic nation of 35,000 kampung and five years: generated, imported, classified, browsed."""

import random
import tempfile
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from benches.measuring import median_cpu_seconds, median_seconds, once_seconds

KAMPUNG = 35_000
MONTHS = 60
PORTAL = "kampung-kb-2023"
CORRECTED = "kampung-kb-2023-terkoreksi"
CARD_BAR_MS = 5
DASHBOARD_BAR_MS = 10


def run() -> list[dict[str, Any]]:
    """Times of each floor; two of them have bars."""
    return [*_fill(), *_browse()]


def _row(name: str, seconds: float, bar_ms: float | None = None) -> dict[str, Any]:
    figure = f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.2f} ms"
    return {
        "name": name,
        "figure": figure,
        "bar": f"≤ {bar_ms} ms" if bar_ms else "–",
        "ratio": f"{seconds * 1000 / bar_ms:.2f}" if bar_ms else "–",
        "passed": bar_ms is None or seconds * 1000 <= bar_ms,
    }


def _fill() -> Iterator[dict[str, Any]]:
    from naikkelas.accounts.queries import system_user
    from naikkelas.areas.actions import load_areas
    from naikkelas.areas.models import Area
    from naikkelas.classification.actions import take_snapshots
    from naikkelas.exchange.actions import import_folder
    from naikkelas.exchange.examples import nation
    from naikkelas.lib.dates import month_ends

    system = system_user()
    if not Area.objects.exists():
        load_areas(by=system)
    with tempfile.TemporaryDirectory(prefix="naikkelas-nation-") as folder:
        target = Path(folder)
        written = once_seconds(lambda: nation.generate(target, kampung=KAMPUNG))
        yield _row(f"nation: write the reports of {KAMPUNG:,} kampung", written)
        loaded = once_seconds(
            lambda: import_folder(target, area_code="", by=system, as_reported=True)
        )
        yield _row("nation: import them into PostgreSQL", loaded)
    ends = month_ends(nation.UNTIL, MONTHS)
    yearly = [day for day in ends if day.month == 12] + ends[-1:]
    stored = once_seconds(
        lambda: take_snapshots("", ends, [PORTAL, CORRECTED], by=system, results_at=yearly)
    )
    yield _row(
        f"nation: classify {MONTHS} months, two rules, two bases, store cube and results", stored
    )


def _browse() -> Iterator[dict[str, Any]]:
    from naikkelas.classification import queries
    from naikkelas.exchange.examples.nation import UNTIL

    live = median_seconds(lambda: queries.classify("", cutoff=UNTIL, instrument=PORTAL), runs=3)
    yield _row(f"nation: classify {KAMPUNG:,} kampung live, database included", live)
    kampung = _someone()
    card = median_cpu_seconds(lambda: queries.card(kampung, cutoff=UNTIL, instrument=PORTAL))
    yield _row("classify one kampung at page view, CPU", card, CARD_BAR_MS)
    yield from _pages(kampung)
    dashboard = median_seconds(lambda: _dashboard(UNTIL), runs=21)
    yield _row(
        "national dashboard from the cube, 60 months and 38 provinces", dashboard, DASHBOARD_BAR_MS
    )


def _someone() -> Any:
    from naikkelas.registry.models import KampungKB

    place = random.Random(7).randrange(KAMPUNG)
    return KampungKB.objects.live().order_by("id")[place]


def _pages(kampung: Any) -> Iterator[dict[str, Any]]:
    """Whole pages as a person of the nation's office gets them, without the network."""
    from django.test import Client

    client = _operator_of_the_nation(Client())
    for name, url in (
        ("national Beranda", f"/?per={_until()}"),
        ("first page of all kampung", f"/kampung/?per={_until()}"),
        ("all kampung, filtered by class", f"/kampung/?per={_until()}&kelas=dasar"),
        ("page of one kampung", f"/kampung/{kampung.pk}/?per={_until()}"),
    ):
        seconds = median_seconds(partial(_get, client, url), runs=5)
        yield _row(f"nation: {name}, whole page", seconds)


def _operator_of_the_nation(client: Any) -> Any:
    from naikkelas.accounts.models import Role, User

    user = User.objects.create_user("nasional", name="Nasional", role=Role.OPERATOR, area=None)
    client.force_login(user)
    return client


def _get(client: Any, url: str) -> None:
    response = client.get(url)
    if response.status_code != 200:
        raise RuntimeError(f"{url}: {response.status_code}")


def _until() -> str:
    from naikkelas.exchange.examples.nation import UNTIL

    return UNTIL.isoformat()


def _dashboard(cutoff: date) -> None:
    """One basis through all months and areas, and the cells of every rule and basis beside it."""
    from naikkelas.classification import queries

    queries.summaries("", cutoff)
    queries.series("", PORTAL)
    queries.children_summaries("", cutoff, PORTAL)
