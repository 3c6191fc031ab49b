"""A kampung among its peers: twelve figures against how those of the group lie, never a rank."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count

from naikkelas.classification import queries as classification
from naikkelas.instruments.rules import Score
from naikkelas.lib.actors import Actor
from naikkelas.practices import access
from naikkelas.practices.models import PracticeVersion
from naikkelas.practices.queries.collection import published
from naikkelas.practices.queries.peers import features_of
from naikkelas.practices.queries.results import PERCENT, figure
from naikkelas.practices.rules.peers import Features, PeerGroup, Spread, peers_of, spread_of
from naikkelas.registry.models import KampungKB
from naikkelas.roadmap.models import Step, StepState
from naikkelas.roadmap.queries import Ground

WORKS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator: the own figure and the spread of the peers; None where too few have one.

    `others` are practices of peers that score higher here, by name of the kampung.
    """

    code: str
    name: str
    unit: str
    own: float | None
    words: str | None
    spread: Spread | None
    others: tuple[PracticeVersion, ...]


@dataclass(frozen=True)
class Comparison:
    """A kampung and its group; `group` None where there is no fair comparison.

    `works` tells what peers finished and how many of them, without saying who.
    """

    features: Features | None
    group: PeerGroup | None
    names: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    works: tuple[tuple[str, int], ...] = ()


def comparison(kampung: KampungKB, actor: Actor, cutoff: date) -> Comparison:
    """Everything on the page of peers; the reports of the kabupaten are read once."""
    features = features_of(kampung.kabupaten_code)
    own = features.get(kampung.pk)
    group = peers_of(own, list(features.values())) if own else None
    if group is None:
        return Comparison(own, None)
    peers = KampungKB.objects.filter(pk__in=_uuids(group))
    names = sorted(str(name) for name in peers.values_list("nama", flat=True))
    return Comparison(
        features=own,
        group=group,
        names=tuple(names),
        lines=tuple(_lines(kampung, group, actor, cutoff)),
        works=_works(group),
    )


def _uuids(group: PeerGroup) -> list[UUID]:
    return [UUID(key) for key in group.keys]


def _lines(kampung: KampungKB, group: PeerGroup, actor: Actor, cutoff: date) -> Iterator[Line]:
    scores = _scores(kampung, group, cutoff)
    rows = published(access.collection_for(actor).filter(kampung__in=_uuids(group)))
    practices = sorted(rows, key=lambda one: (one.practice.kampung.nama, one.title))
    for own in scores[kampung.pk.hex]:
        of_peers = {key: _of(scores.get(key, ()), own.code) for key in group.keys}
        better = {key for key, score in of_peers.items() if _is_higher(score, own)}
        yield Line(
            code=own.code,
            name=own.name,
            unit="%" if own.unit == PERCENT else own.unit,
            own=_value(own),
            words=None if _value(own) is None else figure(own),
            spread=spread_of([_value(score) for score in of_peers.values()]),
            others=tuple(
                one
                for one in practices
                if one.practice.kampung_id.hex in better and own.code in one.codes
            ),
        )


def _scores(kampung: KampungKB, group: PeerGroup, cutoff: date) -> dict[str, Sequence[Score]]:
    """The scores of the kampung and its peers as declared; who never reported has none but own."""
    instrument = classification.instrument_of(kampung.village_id)
    ground = Ground.of(kampung.kabupaten_code)
    standings = ground.standings(instrument, cutoff)
    wanted = {*group.keys, kampung.pk.hex}
    rows = zip(standings["kampung_uuid"], standings["belum_pernah_lapor"], strict=True)
    return {
        key: ground.situation(place, instrument, cutoff).card.scores
        for place, (uuid, is_silent) in enumerate(rows)
        if (key := str(uuid).replace("-", "")) in wanted
        and (not is_silent or key == kampung.pk.hex)
    }


def _of(scores: Sequence[Score], code: str) -> Score | None:
    return next((score for score in scores if score.code == code), None)


def _value(score: Score | None) -> float | None:
    return None if score is None or score.missing else score.value


def _is_higher(score: Score | None, own: Score) -> bool:
    return _value(score) is not None and score is not None and (score.score or 0) > (own.score or 0)


def _works(group: PeerGroup) -> tuple[tuple[str, int], ...]:
    """What peers finished on their roadmap, with how many of them did; by name."""
    done = Step.objects.filter(kampung__in=_uuids(group), state=StepState.DONE).order_by()
    counted = done.values("name").annotate(kampung=Count("kampung", distinct=True))
    most = counted.order_by("-kampung", "name")[:WORKS_SHOWN]
    return tuple(sorted((row["name"], row["kampung"]) for row in most))
