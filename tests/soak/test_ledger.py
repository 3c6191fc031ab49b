"""The ledger invariant at length: every acknowledged report exists exactly once, with its photos.

`SOAK_KILLS` (500) and `SOAK_REPORTS` (60, with four photos each) say how long.
"""

import os
import sys
import time
from collections import Counter

from tests.field_faults import scenarios
from tests.field_faults.ground import Ground
from tests.field_faults.ledger import insist_on_ledger, phones
from tests.registry.pictures import encoded, scene

KILLS = int(os.environ.get("SOAK_KILLS", "500"))
REPORTS = int(os.environ.get("SOAK_REPORTS", "60"))


def _say(what: str) -> None:
    sys.stdout.write(f"\n{what}: lost 0, doubled 0\n")


def _told(seen: Counter[str]) -> str:
    """What phones sent, in numbers."""
    kinds = ("photo", "edit", "monthly")
    return f"{seen['acknowledged']} acknowledged, " + ", ".join(f"{seen[k]} {k}" for k in kinds)


def test_a_server_killed_at_random_loses_and_doubles_nothing(ground: Ground) -> None:
    def kill() -> None:
        ground.web.kill()
        ground.web.start()

    seen = scenarios.killed_at_random(ground, KILLS, kill, seed=int(time.time()))

    _say(f"server killed {seen['kills']} times, {_told(seen)}")
    assert seen["acknowledged"] > KILLS


def test_a_database_killed_at_random_loses_and_doubles_nothing(ground: Ground) -> None:
    def kill() -> None:
        ground.cluster.kill()
        ground.cluster.start()

    seen = scenarios.killed_at_random(ground, max(KILLS // 10, 1), kill, seed=int(time.time()))

    _say(f"database killed {seen['kills']} times, {_told(seen)}")
    assert seen["acknowledged"] > KILLS // 10


def test_a_line_that_breaks_at_every_byte_leaves_one_report(ground: Ground) -> None:
    known = phones(ground)

    seen = scenarios.cut_everywhere(ground, known[0], steps=KILLS)

    assert insist_on_ledger(ground, known) > KILLS
    _say(f"line broken {seen['broken']} times")


def test_a_line_that_breaks_at_every_byte_of_a_photo_leaves_one_photo(ground: Ground) -> None:
    known = phones(ground)
    content = encoded(scene(23, 320, 240), quality=60)

    seen = scenarios.photo_cut_everywhere(ground, known[0], content, steps=KILLS // 5)

    insist_on_ledger(ground, known)
    assert len(known[0].photos) == 2 * (KILLS // 5)
    _say(f"line of a photo broken {seen['broken']} times")


def test_f26_a_month_offline_arrives_over_2g(ground: Ground) -> None:
    known = phones(ground)
    photos = [encoded(scene(seed)) for seed in range(REPORTS * 4)]

    scenarios.month_offline(ground, known[0], REPORTS, photos, bytes_a_second=20_000)

    assert len(known[0].acknowledged) == REPORTS
    assert len(known[0].photos) == REPORTS * 4
    insist_on_ledger(ground, known)
