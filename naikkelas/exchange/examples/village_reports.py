"""All reports of one example kampung, made so that its scores follow its plan."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from naikkelas.exchange.examples.dice import Dice
from naikkelas.exchange.examples.figures import FigureWriter
from naikkelas.exchange.examples.layout import METHODS, PARTICIPANTS, POKTAN, Row
from naikkelas.exchange.examples.paths import ABOVE_TARGET, ANCHORS, NO_PUS, Plan
from naikkelas.exchange.examples.people import Population
from naikkelas.exchange.examples.profiles import ProfileWriter
from naikkelas.exchange.examples.scores import Scores
from naikkelas.exchange.examples.timetable import Entry, entries, span, stretch_of

LAST = len(ANCHORS) - 1


@dataclass
class Report:
    """One version of a report before it has an id; `row` holds the answers."""

    entry: Entry
    row: Row
    defects: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Writers:
    """Who fills in the forms of a kampung."""

    profile: ProfileWriter
    figures: FigureWriter
    population: Population


def begin_of(plan: Plan, until: date, dice: Dice) -> date:
    """The day from which the kampung reports: within the stretch of its first anchor."""
    begin, end = span(plan.first or 0, max(until, ANCHORS[-1]))
    return begin + timedelta(days=dice.between(0, int((end - begin).days * 0.55)))


def profiles(
    plan: Plan, begun: date, until: date, writer: ProfileWriter, dice: Dice
) -> list[Report]:
    if not plan.has_profile:
        return []
    times = entries(begun, until, 0.65 * _diligence(plan, dice), _needed(plan), dice)
    steps = {
        name: _Steps(times, name, [scores[name] for scores in plan.scores], dice)
        for name in ("input", "proses")
    }
    return [
        Report(time, writer.answers(steps["input"].at(place) | steps["proses"].at(place)))
        for place, time in enumerate(times)
    ]


def populations(
    plan: Plan, begun: date, until: date, population: Population, dice: Dice
) -> list[Report]:
    if not plan.has_population:
        return []
    times = entries(begun, until, 0.6 * _diligence(plan, dice), _needed(plan), dice)
    made = [Report(time, population.table(time.day)) for time in times]
    if plan.fragile == NO_PUS:
        for report in _from_last_stretch(made, dice):
            report.row["pus"] = 0
            report.defects.append("pus_nol")
    return made


def kkbpks(
    plan: Plan,
    begun: date,
    until: date,
    counted: Sequence[Report],
    writers: Writers,
    dice: Dice,
) -> list[Report]:
    """KKBPK reports; couples and families are those of the newest penduduk report by then."""
    started = _kkbpk_stretch(plan)
    if started is None:
        return []
    begun = max(begun, span(started, until)[0])
    needed = [at for at in _needed(plan) if at >= started]
    times = entries(begun, until, 0.95 * _diligence(plan, dice), needed, dice)
    steps = _Steps(times, "output", [scores["output"] for scores in plan.scores], dice)
    days = [report.entry.day for report in counted]
    made = []
    for place, time in enumerate(times):
        newest = bisect_right(days, time.day) - 1
        day = days[newest] if newest >= 0 else time.day
        row = writers.figures.month(
            steps.at(place),
            _owned(plan, time.day, writers.profile),
            writers.population.counts(day),
            writers.population.people_on(day),
        )
        made.append(Report(time, row))
    if plan.fragile == ABOVE_TARGET:
        _overstate(made, writers.population, dice)
    if plan.final == "000":
        _leave_blank(made, steps, dice)
    return made


class _Steps:
    """The scores of one dimension at each entry: an indicator changes once in a stretch."""

    def __init__(
        self, times: Sequence[Entry], dimension: str, scores: Sequence[Scores | None], dice: Dice
    ) -> None:
        self._scores = scores
        self._stretches = [stretch_of(time.day) for time in times]
        codes = next((list(found) for found in scores if found), [])
        self._turns = {
            (at, code): self._turn(at, dice) for at in range(len(scores)) for code in codes
        }
        self.dimension = dimension

    def at(self, place: int) -> Scores:
        """The scores at the entry in that place."""
        at = self._stretches[place]
        new = self._scores[min(at, LAST)]
        old = self._scores[at - 1] if 0 < at <= LAST else None
        if new is None:
            raise RuntimeError(f"No {self.dimension} scores are planned for stretch {at}")
        if old is None:
            return new
        return {
            code: score if place >= self._turns[at, code] else old[code]
            for code, score in new.items()
        }

    def _turn(self, at: int, dice: Dice) -> int:
        """The place of the entry with which the new score begins."""
        places = [place for place, found in enumerate(self._stretches) if found == at]
        return dice.pick(places) if places else 0


def _diligence(plan: Plan, dice: Dice) -> float:
    """Chance of a report in a month: kampung of a higher level report more regularly."""
    passed = plan.final.count("1")
    return dice.uniform(0.75, 0.98) if passed >= 2 else dice.uniform(0.25, 0.75)


def _needed(plan: Plan) -> list[int]:
    """The stretches in which the scores change, so that a report must say so."""
    first = plan.first or 0
    changed = [
        at
        for at in range(first + 1, len(plan.scores))
        if plan.scores[at] != plan.scores[at - 1] or plan.final.count("1") >= 2
    ]
    return [first, *changed]


def _kkbpk_stretch(plan: Plan) -> int | None:
    return next((at for at, scores in enumerate(plan.scores) if scores["output"]), None)


def _owned(plan: Plan, day: date, writer: ProfileWriter) -> list[str]:
    if not plan.has_profile:
        return list(POKTAN[:4])
    scores = plan.scores[min(stretch_of(day), LAST)]["input"]
    return writer.owned_poktan(scores["poktan"]) if scores else []


def _from_last_stretch(made: Sequence[Report], dice: Dice) -> Sequence[Report]:
    """The reports from one of the last stretch on, to the end."""
    places = [at for at, report in enumerate(made) if stretch_of(report.entry.day) == LAST]
    return made[dice.pick(places) :] if places else []


def _overstate(made: Sequence[Report], population: Population, dice: Dice) -> None:
    """In the last stretch one figure above its target carries the whole participation score."""
    for report in _from_last_stretch(made, dice):
        counts = population.counts(report.entry.day)
        for name, base in PARTICIPANTS.items():
            share = 1.9 if name == "peserta_bkb" else 0.05
            report.row[name] = round(counts[base] * share)
        report.defects.append("peserta_melebihi_sasaran")


def _leave_blank(made: Sequence[Report], steps: _Steps, dice: Dice) -> None:
    """Blanks where the score is the lowest anyway: an empty cell is not a zero."""
    blanks: Mapping[str, tuple[Sequence[str], str]] = {
        "partisipasi_poktan": (("peserta_bkl", "peserta_uppka"), "peserta_kosong"),
        "unmet_need": (("ingin_anak_tunda", "tidak_ingin_anak_lagi"), "bukan_peserta_kosong"),
        "mkjp": (METHODS, "metode_kosong"),
    }
    for place, report in enumerate(made):
        scores = steps.at(place)
        for code, (columns, defect) in blanks.items():
            lowest = scores[code] == 1 and (code != "mkjp" or scores["cpr"] == 1)
            if lowest and dice.chance(0.25):
                report.row.update(dict.fromkeys(columns))
                report.defects.append(defect)
