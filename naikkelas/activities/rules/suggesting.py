"""Which of the Inpres 3/2022 activities a report is about, from its title and text. Pure.

Every activity has a weight for each term (stem, pair or triple of stems) that speaks for it: from
its name, its indicator, the keywords of the national website (which only 20 of them have) and our
own list of words (`reference/kata_inpres.csv`, source "asumsi"). A term that speaks for many
activities counts less (inverse document frequency, Spärck Jones 1972). The score of an activity
is the sum over the terms of the text, so that a phone can add it up from a table.

What people chose before adds to it: for each term, how much oftener than usual it came with the
activity, by counts that are smoothed and bounded (`MOST_LEARNED`), so that neither one busy
kampung nor a habit of many can drown what the words themselves say.
"""

import csv
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from naikkelas.activities.rules.stemming import terms
from naikkelas.registry.rules import reference

SHOWN = 3
NAME, INDICATOR, KEYWORD = 2.0, 0.7, 1.0
"""Weights of a term by where it stands; our own words bring their own (1–6)."""
SMOOTHING = 12.0
"""Choices of a term at which what was learned of it has half its weight."""
MOST_LEARNED = 1.5
"""The most that a term can add or take away by what people chose, in the scale of `KEYWORD`."""
LEAST_SCORE = 0.5
"""Below it nothing is suggested: no idea is better than a bad one."""
FEWEST = 5
"""Reports that must hold a term before a phone is told of it."""
_SHORTEST_MISSPELT = 5
_ALIKE = 0.84

Weights = Mapping[str, Mapping[str, float]]
"""Term to activity to weight."""


@dataclass(frozen=True, slots=True)
class Learned:
    """How often each activity was chosen, and with which terms; of accepted reports."""

    chosen: Counter[str] = field(default_factory=Counter)
    together: Mapping[str, Counter[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An activity of the list, by its code, with its score and the terms that spoke for it."""

    code: str
    score: float
    because: tuple[str, ...]


def suggest(text: str, learned: Learned | None = None, most: int = SHOWN) -> list[Suggestion]:
    """The likeliest activities of the list for a text, best first; none where nothing speaks."""
    scores: dict[str, float] = defaultdict(float)
    spoke: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for term in known_terms(text, learned):
        for code, weight in weights_of(term, learned).items():
            scores[code] += weight
            if weight > 0:
                spoke[code].append((weight, term))
    best = sorted(scores, key=lambda code: (-scores[code], code))[:most]
    return [
        Suggestion(code, round(scores[code], 3), _reasons(spoke[code]))
        for code in best
        if scores[code] >= LEAST_SCORE
    ]


def _reasons(spoke: list[tuple[float, str]]) -> tuple[str, ...]:
    return tuple(term for _, term in sorted(spoke, reverse=True)[:3])


def known_terms(text: str, learned: Learned | None = None) -> list[str]:
    """The terms of a text that say something; a misspelt word becomes the one it resembles."""
    vocabulary = base_weights()
    more = learned.together if learned else {}
    found = []
    for term in terms(text):
        if term in vocabulary or term in more:
            found.append(term)
        elif " " not in term and len(term) >= _SHORTEST_MISSPELT:
            found += get_close_matches(term, _long_words(), n=1, cutoff=_ALIKE)
    return list(dict.fromkeys(found))


def weights_of(term: str, learned: Learned | None = None) -> dict[str, float]:
    """What a term says about each activity: by the words, and by what people chose before."""
    found = dict(base_weights().get(term, {}))
    for code, more in _by_choice(term, learned).items():
        found[code] = found.get(code, 0.0) + more
    return found


def _by_choice(term: str, learned: Learned | None) -> dict[str, float]:
    """How much oftener the activity came with the term than it comes at all, as a logarithm.

    Shrunk by how often the term was seen (`SMOOTHING`), so that a few choices say little, and
    bounded (`MOST_LEARNED`), so that many do not drown the words.
    """
    counts = learned.together.get(term) if learned else None
    if not learned or not counts:
        return {}
    total, everything = counts.total(), learned.chosen.total()
    trust = total / (total + SMOOTHING)
    found = {}
    for code, count in counts.items():
        usual = (learned.chosen[code] + 1) / (everything + len(names()))
        more = trust * math.log((count + usual) / (total + 1) / usual)
        found[code] = max(-MOST_LEARNED, min(MOST_LEARNED, more))
    return found


def learn(choices: Iterable[tuple[str, str]]) -> Learned:
    """(text, code that was chosen) of accepted reports, counted by term."""
    chosen: Counter[str] = Counter()
    together: dict[str, Counter[str]] = defaultdict(Counter)
    for text, code in choices:
        if code not in names():
            continue
        chosen[code] += 1
        for term in terms(text):
            if term.count(" ") < 2:  # a triple says no more than its pairs
                together[term][code] += 1
    return Learned(chosen, together)


# What the words themselves say -------------------------------------------------------------------


@cache
def names() -> Mapping[str, str]:
    """Code to name, of the activities that can be chosen."""
    return {option.code: option.name for option in reference.options("inpres_3_2022")}


@cache
def base_weights() -> Weights:
    """Term to activity to weight, from the list of the Inpres and our own words."""
    raw: dict[str, dict[str, float]] = defaultdict(dict)
    for code, text, weight in _sources():
        for term in terms(text):
            raw[term][code] = max(raw[term].get(code, 0.0), weight)
    for code, phrase, weight in own_words():
        term = " ".join(terms(phrase)[-1:])  # the longest run: the phrase itself
        raw[term][code] = max(raw[term].get(code, 0.0), weight)
    return {term: _rare(by_code) for term, by_code in raw.items()}


def _rare(by_code: Mapping[str, float]) -> dict[str, float]:
    """Weights by how few activities share the term: 1 for one activity, almost 0 for all."""
    share = math.log(len(names()) / len(by_code)) / math.log(len(names()))
    return {code: round(weight * share, 3) for code, weight in by_code.items() if share > 0}


def _sources() -> Iterable[tuple[str, str, float]]:
    for row in reference.rows("inpres_3_2022"):
        if row["kode"] not in names():
            continue
        yield row["kode"], row["kegiatan"], NAME
        yield row["kode"], row["indikator"], INDICATOR
        for keyword in row["kata_kunci"].split("|"):
            yield row["kode"], keyword, KEYWORD


@cache
def own_words() -> tuple[tuple[str, str, float], ...]:
    """Code, word or phrase, weight: what cadres call these activities."""
    text = (files("naikkelas.activities") / "reference" / "kata_inpres.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple((row["kode"], row["kata"], float(row["bobot"])) for row in rows)


@cache
def _long_words() -> tuple[str, ...]:
    return tuple(
        term for term in base_weights() if " " not in term and len(term) >= _SHORTEST_MISSPELT
    )


def _common(learned: Learned | None) -> Iterable[str]:
    counts = learned.together if learned else {}
    return (term for term, by_code in counts.items() if by_code.total() >= FEWEST)


def table(learned: Learned | None = None) -> dict[str, dict[str, float]]:
    """The whole table for a phone: term to activity to weight, in one decimal.

    Score of an activity: the sum over the terms of the text (`stemming.terms`); the best three
    from `LEAST_SCORE` on are shown. What was learned leaves the server only where at least
    `FEWEST` reports hold the term, since titles may name people.
    """
    every = dict.fromkeys([*base_weights(), *_common(learned)])
    rounded = {
        term: {code: round(w, 1) for code, w in weights_of(term, learned).items() if abs(w) >= 0.1}
        for term in every
    }
    return {term: weights for term, weights in rounded.items() if weights}
