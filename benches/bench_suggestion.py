"""How often the suggested Inpres activity is the right one, on texts labelled by hand.

Two sets: `tests/activities/inpres_berlabel.csv` (its test half; its labels and our own list of
words have one author, which flatters the rate) and the titles of the example's catalogue, which
somebody else wrote before there was a suggestion. The baseline counts keywords.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from benches.measuring import median_cpu_seconds
from naikkelas.activities.rules import suggesting
from naikkelas.activities.rules.stemming import terms
from naikkelas.activities.rules.suggesting import learn, suggest
from naikkelas.exchange.examples.catalogue import KINDS
from naikkelas.registry.rules import reference
from tests.activities.labelled import DEVELOPMENT, TEST, Labelled, labelled

Guess = Callable[[str], Sequence[str]]
_SPOILT = 500


def run() -> Iterator[dict[str, Any]]:
    """Rows of the table: hit rates at one and at three, and the time of one suggestion."""
    learned = learn((row.text, row.code) for row in labelled(DEVELOPMENT))
    spoilt = learn([("posyandu balita", "4.h.02")] * _SPOILT)
    foreign = [Labelled(kind.title, kind.inpres) for kind in KINDS if kind.inpres]
    sets = (
        ("test half of our labelled set", labelled(TEST)),
        ("titles of the example's catalogue", foreign),
    )
    for name, rows in sets:
        yield _row(f"suggestion, {name}: keywords counted", rows, _keywords, bar=None)
        yield _row(f"suggestion, {name}: ours", rows, lambda text: _codes(text), bar=0.9)
        yield _row(
            f"suggestion, {name}: ours, learned from the development half",
            rows,
            lambda text: _codes(text, learned),
            bar=0.9,
        )
        yield _row(
            f"suggestion, {name}: ours, spoilt by {_SPOILT} wrong choices",
            rows,
            lambda text: _codes(text, spoilt),
            bar=0.85,
        )
    seconds = median_cpu_seconds(lambda: suggest(sets[0][1][0].text, learned))
    yield {
        "name": "suggestion: one text, CPU",
        "figure": f"{1000 * seconds:.2f} ms",
        "bar": "–",
        "ratio": "–",
        "passed": True,
    }


def _row(name: str, rows: Sequence[Labelled], guess: Guess, bar: float | None) -> dict[str, Any]:
    found = [(row.code, list(guess(row.text))) for row in rows]
    first = sum(guessed[:1] == [code] for code, guessed in found) / len(rows)
    three = sum(code in guessed[:3] for code, guessed in found) / len(rows)
    return {
        "name": name,
        "figure": f"first {first:.0%}, among three {three:.0%} of {len(rows)}",
        "bar": f"three ≥ {bar:.0%}" if bar else "–",
        "ratio": f"{three / bar:.2f}" if bar else "–",
        "passed": bar is None or three >= bar,
    }


def _codes(text: str, learned: suggesting.Learned | None = None) -> list[str]:
    return [one.code for one in suggest(text, learned)]


def _keywords(text: str) -> list[str]:
    """The baseline: how many words of the text are in the name or the keywords."""
    own = set(terms(text))
    counts = {
        row["kode"]: len(own & set(terms(f"{row['kegiatan']} {row['kata_kunci']}")))
        for row in reference.rows("inpres_3_2022")
    }
    best = sorted(counts, key=lambda code: (-counts[code], code))
    return [code for code in best if counts[code]][:3]
