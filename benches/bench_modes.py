"""The modes of a kabupaten's 135 kampung, weighed anew and remembered."""

import random
from typing import Any

from benches.measuring import median_cpu_seconds, median_seconds

KAMPUNG = 135
BAR_SECONDS = 2.0
WEIGHTS = (5, 3, 4, 2)  # scores 1 to 4: most kampung are Dasar, few lack everything


def run() -> list[dict[str, Any]]:
    """Wall and processor time with the built-in catalogue of Kampung KB."""
    from naikkelas.instruments.rules import builtin
    from naikkelas.roadmap.rules import modes
    from naikkelas.roadmap.rules.catalogue_file import builtin_catalogue

    instrument = builtin("kampung-kb-2023")
    catalogue = builtin_catalogue("katalog-kampung-kb", instrument)
    uses = modes.uses_of(catalogue)
    chance = random.Random(37)
    tops = [indicator.highest_score for indicator in instrument.indicators]
    kampung = [
        tuple(chance.choices(range(1, top + 1), WEIGHTS[:top])[0] for top in tops)
        for _ in range(KAMPUNG)
    ]

    def remembered() -> int:
        return sum(len(modes.modes_of(instrument, one, catalogue, uses)) for one in kampung)

    def anew() -> int:
        modes.forget()
        return remembered()

    wall, cpu = median_seconds(anew, 5), median_cpu_seconds(anew, 5)
    again = median_seconds(remembered, 5)
    return [
        {
            "name": f"modes of {KAMPUNG} kampung, {len(catalogue.actions)} actions, {anew():,} "
            "modes in all states, uncached",
            "figure": f"{wall:.2f} s, CPU {cpu:.2f} s",
            "bar": f"≤ {BAR_SECONDS:.0f} s",
            "ratio": f"{wall / BAR_SECONDS:.2f}",
            "passed": wall <= BAR_SECONDS,
        },
        {
            "name": f"the same {KAMPUNG} kampung, modes remembered",
            "figure": f"{again * 1000:.1f} ms",
            "bar": "–",
            "ratio": "–",
            "passed": True,
        },
    ]
