"""Which good examples help a kampung: those that answer the points that it lacks."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

FAR_AWAY = float("inf")


@dataclass(frozen=True, slots=True)
class Lack:
    """Points that an indicator is short of its best; `leads_up` where it is on a shortest way."""

    points: int
    leads_up: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A published practice as one kampung sees it; `km` is None where a place is not known."""

    key: str
    kampung: str
    indicators: frozenset[str]
    published_on: date
    is_peer: bool = False
    same_kecamatan: bool = False
    km: float | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A practice and why it fits; `leading` are shared indicators on a shortest way up."""

    candidate: Candidate
    leading: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def shared(self) -> tuple[str, ...]:
        """All shared indicators, those that lead to the next class first."""
        return self.leading + self.others


def matches(
    lacks: Mapping[str, Lack], candidates: Iterable[Candidate], *, own: str = ""
) -> list[Match]:
    """Practices of others that share a lack, the best fit first.

    First what leads to the next class, then the number of missing points, then who is alike, then
    who is near. The order is total, so it does not hang on that of the input.
    """
    found = [
        _match(lacks, one)
        for one in candidates
        if one.kampung != own and one.indicators & lacks.keys()
    ]
    return sorted(found, key=lambda match: _rank(lacks, match))


def _match(lacks: Mapping[str, Lack], one: Candidate) -> Match:
    shared = [code for code in lacks if code in one.indicators]
    return Match(
        one,
        tuple(code for code in shared if lacks[code].leads_up),
        tuple(code for code in shared if not lacks[code].leads_up),
    )


def _rank(lacks: Mapping[str, Lack], match: Match) -> tuple[object, ...]:
    one = match.candidate
    return (
        -len(match.leading),
        -sum(lacks[code].points for code in match.shared),
        not one.is_peer,
        not one.same_kecamatan,
        FAR_AWAY if one.km is None else one.km,
        -one.published_on.toordinal(),
        one.key,
    )


def lacks_of(
    scores: Mapping[str, int | None], highest: Mapping[str, int], leading: Collection[str]
) -> dict[str, Lack]:
    """What each indicator lacks to its best score; no score counts as none of its points."""
    return {
        code: Lack(best - (scores.get(code) or 0), code in leading)
        for code, best in highest.items()
        if (scores.get(code) or 0) < best
    }
