"""Which published practices fit a kampung, with what became of each and why it fits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from naikkelas.classification import queries as classification
from naikkelas.classification.queries import Card
from naikkelas.lib.actors import Actor
from naikkelas.lib.numbers import id_number
from naikkelas.practices import access
from naikkelas.practices.models import PracticeVersion
from naikkelas.practices.queries.collection import published
from naikkelas.practices.queries.peers import features_of, place_of
from naikkelas.practices.queries.results import Result, result_of
from naikkelas.practices.rules import matching
from naikkelas.practices.rules.matching import Candidate, Lack, Match
from naikkelas.practices.rules.peers import km_between, peers_of
from naikkelas.registry.models import KampungKB
from naikkelas.roadmap.rules import gap

SHOWN = 5
"""Each shown practice reads the reports of its kampung."""


@dataclass(frozen=True)
class Fitting:
    """A practice that fits, why, and what came of it where it was done."""

    version: PracticeVersion
    match: Match
    why: tuple[str, ...]
    result: Result


@dataclass(frozen=True)
class Fit:
    """What a kampung lacks, and who has an answer; `more` fit besides those shown."""

    card: Card
    lacks: Mapping[str, Lack]
    fitting: tuple[Fitting, ...]
    more: int


def fit_of(kampung: KampungKB, actor: Actor, cutoff: date) -> Fit:
    """The practices that answer what a kampung lacks, the best fit first."""
    known = classification.dossier(kampung)
    rule = classification.instrument_of(kampung.village_id)
    card = classification.card(kampung, cutoff=cutoff, instrument=rule, known=known)
    lacks = lacks_of(card)
    library = access.collection_for(actor).filter(kabupaten_code=kampung.kabupaten_code)
    versions = {version.pk.hex: version for version in published(library)}
    found = matching.matches(lacks, _candidates(kampung, versions), own=kampung.pk.hex)
    return Fit(
        card=card,
        lacks=lacks,
        fitting=tuple(
            _fitting(versions[match.candidate.key], match, card) for match in found[:SHOWN]
        ),
        more=max(0, len(found) - SHOWN),
    )


def lacks_of(card: Card) -> dict[str, Lack]:
    """Missing points by indicator; those on a shortest way to the next goal lead up."""
    rule, scorecard = card.instrument, card.scorecard
    goals = gap.goals(rule, scorecard)
    leading = {
        one.indicator
        for branch in (goals[0].branches if goals else ())
        for gain in branch.gains
        for raises in gain.sets
        for one in raises
    }
    scores = {score.code: score.score for score in scorecard.scores}
    highest = {indicator.code: indicator.highest_score for indicator in rule.indicators}
    return matching.lacks_of(scores, highest, leading)


def _candidates(kampung: KampungKB, versions: Mapping[str, PracticeVersion]) -> Iterator[Candidate]:
    features = features_of(kampung.kabupaten_code)
    own = features.get(kampung.pk)
    group = peers_of(own, list(features.values())) if own else None
    peers = set(group.keys) if group else set()
    for key, version in versions.items():
        other = version.practice.kampung
        published_at = version.practice.published_at
        assert published_at is not None
        yield Candidate(
            key=key,
            kampung=other.pk.hex,
            indicators=frozenset(version.codes),
            published_on=published_at.date(),
            is_peer=other.pk.hex in peers,
            same_kecamatan=other.village.parent_id == kampung.village.parent_id,
            km=_km(kampung, other),
        )


def _km(one: KampungKB, other: KampungKB) -> float | None:
    here, there = place_of(one.lintang, one.bujur), place_of(other.lintang, other.bujur)
    return None if here is None or there is None else km_between(here, there)


def _fitting(version: PracticeVersion, match: Match, card: Card) -> Fitting:
    """The practice with its result under the rule and at the cut-off of the kampung that looks."""
    rule, days = card.instrument, (version.from_on, version.until_on)
    names = {indicator.code: indicator.name for indicator in rule.indicators}
    result = result_of(
        version.practice.kampung, *days, version.codes, cutoff=card.cutoff, rule=rule
    )
    return Fitting(version, match, tuple(_why(match, names)), result)


def _why(match: Match, names: Mapping[str, str]) -> Iterator[str]:
    if match.leading:
        yield f"menjawab yang membawa ke kelas berikutnya: {_listed(match.leading, names)}"
    if match.others:
        yield f"menjawab yang juga kurang: {_listed(match.others, names)}"
    if match.candidate.is_peer:
        yield "kampung yang serupa dengan Anda"
    if match.candidate.same_kecamatan:
        yield "satu kecamatan"
    elif match.candidate.km is not None:
        yield f"sekitar {id_number(match.candidate.km, 0)} km dari sini"


def _listed(codes: tuple[str, ...], names: Mapping[str, str]) -> str:
    return ", ".join(names.get(code, code) for code in codes)
