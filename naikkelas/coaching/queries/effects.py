"""What visits changed in a kabupaten: scores at month ends, and who was visited when.

The one source of these figures: the page, the CSV and other screens take them from `visit_effects`.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from naikkelas.accounts.models import Post
from naikkelas.areas.models import Area
from naikkelas.areas.rules import DECLARED
from naikkelas.classification.queries import cutoff_of, instrument_of
from naikkelas.classification.rules.points import counted
from naikkelas.coaching import access
from naikkelas.coaching.models import Visit, VisitCheck
from naikkelas.coaching.queries.checklist import REPORT
from naikkelas.coaching.queries.visits import names_of
from naikkelas.coaching.rules import effects as rules
from naikkelas.coaching.rules.effects import Effect, Effects, Panel
from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import month_end, month_ends, months_back
from naikkelas.roadmap.queries import Ground, indicator_names, learned, names_of_actions
from naikkelas.roadmap.solver.learning import Learned

MONTHS = 36
"""Month ends looked back to at the most."""
MOST_KNOWN = 16
_KNOWN: OrderedDict[tuple[bytes, str, tuple[date, ...]], NDArray[np.float64]] = OrderedDict()
"""Scores by the content of the facts that they follow from: what changes has another name, so that
nothing here is ever out of date. An instrument's text never changes under its id."""
_KINDS = (VisitCheck.Kind.STEP, VisitCheck.Kind.INDICATOR)


@dataclass(frozen=True, slots=True)
class Told:
    """A group by its name; of an action also what the planner believes of it."""

    name: str
    effect: Effect
    learned: Learned | None = None


@dataclass(frozen=True, slots=True)
class VisitEffects:
    """Everything that the page of results shows, on one basis."""

    kabupaten_code: str
    instrument: str
    basis: str
    until: date
    """The last month end that a score was computed for."""
    months: int
    visits: int
    kampung: int
    window: int
    compared: int
    overall: Effect
    actions: tuple[Told, ...]
    indicators: tuple[Told, ...]
    mentors: tuple[tuple[int, Effect], ...]
    """By post, without names: who may read them is asked by the page."""
    is_example: bool


@dataclass(frozen=True, slots=True)
class _Made:
    """A visit as it stands, with the codes that were worked on."""

    kampung: str
    """As frames carry identifiers."""
    day: date
    mentor: int
    actions: tuple[str, ...]
    indicators: tuple[str, ...]
    is_example: bool


def visit_effects(kabupaten_code: str, basis: str = DECLARED) -> VisitEffects | None:
    """What the visits of a kabupaten changed; None where nobody was visited."""
    instrument, until = instrument_of(kabupaten_code), last_month_end(cutoff_of(kabupaten_code))
    made = _visits(kabupaten_code, until)
    if not made:
        return None
    ends = month_ends(until, _months(made, until))
    rows, panel = _panel(Ground.of(kabupaten_code), instrument, ends, basis)
    by = _Grouping(made, rows, ends[0])
    by_action, by_mentor = by.effects(panel, "actions"), by.effects(panel, "mentors")
    names = names_of_actions(kabupaten_code)
    chances = learned(kabupaten_code, {one.group for one in by_action.groups})
    return VisitEffects(
        kabupaten_code=kabupaten_code,
        instrument=instrument,
        basis=basis,
        until=until,
        months=len(ends),
        visits=len(made),
        kampung=len({one.kampung for one in made}),
        window=by_action.window,
        compared=by_action.compared,
        overall=by_action.overall,
        actions=_told(by_action, names, chances),
        indicators=_told(
            by.effects(panel, "indicators"),
            {REPORT: "Laporan bulanan"} | indicator_names(instrument),
        ),
        mentors=tuple((int(one.group), one) for one in by_mentor.groups),
        is_example=any(one.is_example for one in made),
    )


def last_month_end(day: date) -> date:
    """The newest month end that is not after a day."""
    own = month_end(day)
    return own if own == day else month_end(months_back(day.replace(day=1), 1))


def shown_mentors(found: VisitEffects, actor: Actor) -> list[tuple[str, Effect]]:
    """The mentors that a person may read of, by name: all for the kabupaten, else their own."""
    effects = dict(found.mentors)
    if not access.may_compare_mentors(actor, found.kabupaten_code):
        own = access.post_of(actor)
        return [("Anda sendiri", effects[own.pk])] if own and own.pk in effects else []
    titles = names_of(list(Post.objects.filter(pk__in=effects).select_related("partner")))
    named = [(titles.get(post, "Pendamping"), one) for post, one in effects.items()]
    return sorted(named, key=lambda row: row[0])


def visited_kabupaten(actor: Actor) -> list[Area]:
    """The kabupaten that are a person's, or hold areas of theirs, in which somebody was visited."""
    codes = Visit.objects.standing().order_by().values_list("kabupaten_code", flat=True).distinct()
    own = [code for code in codes if access.may_see_effects(actor, code)]
    return list(Area.objects.filter(pk__in=own).order_by("code"))


def _told(
    found: Effects, names: Mapping[str, str], chances: Mapping[str, Learned] | None = None
) -> tuple[Told, ...]:
    """In the order of their names: an order by effect would look surer than it is."""
    told = [
        Told(names.get(one.group, one.group), one, (chances or {}).get(one.group))
        for one in found.groups
    ]
    return tuple(sorted(told, key=lambda one: one.name))


def _visits(kabupaten_code: str, until: date) -> list[_Made]:
    standing = Visit.objects.standing().filter(kabupaten_code=kabupaten_code).until(until)
    rows = list(
        standing.order_by("day", "pk").values_list("pk", "kampung", "day", "mentor", "is_example")
    )
    worked: dict[object, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    checks = VisitCheck.objects.filter(visit__in=standing.values("pk"), kind__in=_KINDS)
    checks = checks.exclude(answer=VisitCheck.Answer.UNCHECKED).exclude(code="")
    for visit, kind, code in checks.order_by().values_list("visit", "kind", "code"):
        worked[visit][kind].add(code)
    return [
        _Made(
            kampung.hex,
            day,
            mentor,
            tuple(sorted(worked[key][VisitCheck.Kind.STEP])),
            tuple(sorted(worked[key][VisitCheck.Kind.INDICATOR])),
            example,
        )
        for key, kampung, day, mentor, example in rows
    ]


def _months(made: list[_Made], until: date) -> int:
    """Enough month ends to hold a window before the first visit, and no more than `MONTHS`.

    One window where too few kampung were visited for any figure: nothing more would be read.
    """
    if len({one.kampung for one in made}) < rules.LEAST:
        return rules.WINDOW
    first = min(one.day for one in made)
    return min(_number(until) - _number(first) + 1 + rules.WINDOW, MONTHS)


def _number(day: date) -> int:
    return day.year * 12 + day.month


def _panel(
    ground: Ground, instrument: str, ends: list[date], basis: str
) -> tuple[dict[str, int], Panel]:
    """Row of each kampung, and the sums of its scores; NaN before any report."""
    key = (ground.facts_on(basis).digest(), ground.rule(instrument).id, tuple(ends))
    if (scores := _KNOWN.pop(key, None)) is None:
        scores = _scores(ground, instrument, ends, basis)
    _KNOWN[key] = scores
    while len(_KNOWN) > MOST_KNOWN:
        _KNOWN.popitem(last=False)
    kampung = ground.facts.kampung
    rows = {uuid: row for row, uuid in enumerate(kampung["kampung_uuid"])}
    return rows, Panel(scores, _blocks(kampung["kode_desa"].to_list()))


def _scores(ground: Ground, instrument: str, ends: list[date], basis: str) -> NDArray[np.float64]:
    """Kampung × month end: the costly part, a classification at each month end in one pass."""
    scores = np.full((ground.facts.count, len(ends)), np.nan)
    for place, standings in enumerate(ground.standings_on(instrument, ends, basis)):
        own = counted(standings, ground.rule(instrument)).astype(np.float64)
        silent = standings["belum_pernah_lapor"].to_numpy() | (own < 0).any(axis=1)
        scores[:, place] = np.where(silent, np.nan, own.sum(axis=1))
    scores.flags.writeable = False
    return scores


def _blocks(codes: list[str]) -> NDArray[np.int64]:
    districts = [code.rpartition(".")[0] for code in codes]
    places = {district: place for place, district in enumerate(sorted(set(districts)))}
    return np.array([places[district] for district in districts], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class _Grouping:
    """The visits as the rules take them: by row and month, in groups of any kind."""

    made: list[_Made]
    rows: Mapping[str, int]
    first: date

    def effects(self, panel: Panel, kind: str) -> Effects:
        return rules.effects(panel, self._as(kind))

    def _as(self, kind: str) -> Iterable[rules.Visit]:
        for one in self.made:
            month = _number(one.day) - _number(self.first)
            if one.kampung in self.rows and month > 0:
                groups = (str(one.mentor),) if kind == "mentors" else getattr(one, kind)
                yield rules.Visit(self.rows[one.kampung], month, groups)
