"""Peers in a kabupaten of 2,000 kampung: who is like one of them, as its page asks."""

import random
from typing import Any

from benches.measuring import median_seconds

KAMPUNG, TOWNS = 2_000, 200
BAR_MS = 100


def run() -> list[dict[str, Any]]:
    """The ways to the nearest town of all, and the group of one of them; no database."""
    from naikkelas.practices.rules.peers import Features, nearest_km, peers_of

    dice = random.Random(37)
    places = [(-3.5 + dice.random(), 114 + dice.random()) for _ in range(KAMPUNG)]
    families = [float(dice.randint(90, 3000)) for _ in places]

    def group() -> None:
        ways = nearest_km(places, places[:TOWNS])
        everyone = [
            Features(f"{number:04}", families[number], number < TOWNS, ways[number])
            for number in range(KAMPUNG)
        ]
        assert peers_of(everyone[777], everyone) is not None

    milliseconds = median_seconds(group) * 1000
    return [
        {
            "name": f"peers of one among {KAMPUNG:,} kampung, {TOWNS} towns",
            "figure": f"{milliseconds:.0f} ms",
            "bar": f"≤ {BAR_MS} ms",
            "ratio": f"{milliseconds / BAR_MS:.2f}",
            "passed": milliseconds <= BAR_MS,
        }
    ]
