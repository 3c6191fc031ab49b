"""Competitions: who entered, what the judges gave, what is public."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from naikkelas.accounts.access import posts_visible_to
from naikkelas.accounts.models import Post
from naikkelas.instruments.models import PublishedInstrument
from naikkelas.instruments.queries import in_use
from naikkelas.instruments.rules import Instrument, Scorecard
from naikkelas.lib.actors import Actor
from naikkelas.practices.models import (
    Competition,
    CompetitionEntry,
    CompetitionJudge,
    JudgeAnswer,
    PracticeVersion,
)
from naikkelas.practices.rules.judging import Pooled, judged, pooled

Sheet = Mapping[str, float | None]


@dataclass(frozen=True)
class Judged:
    """An entry with the sheets of its judges, pooled and scored by the engine."""

    entry: CompetitionEntry
    title: str
    sheets: Mapping[object, Sheet]
    pooled: Mapping[str, Pooled]
    card: Scorecard | None
    has_composite: bool

    @property
    def judges(self) -> int:
        """How many judges gave at least one figure."""
        return sum(
            any(value is not None for value in sheet.values()) for sheet in self.sheets.values()
        )

    @property
    def indexes(self) -> list[tuple[str, float | None]]:
        """The one figure over all where the criteria have one, else each index."""
        found = list(self.card.indexes.items()) if self.card else []
        return found[-1:] if self.has_composite else found


def entries_of(
    competition: Competition, entries: "QuerySet[CompetitionEntry] | None" = None
) -> list[Judged]:
    """The entries that stand, by name of the kampung; three queries however many there are."""
    rows = (entries if entries is not None else competition.entries.all()).filter(
        competition=competition, withdrawn_at__isnull=True
    )
    rows = rows.select_related("kampung__village__parent", "innovation", "practice")
    found = sorted(rows, key=lambda one: (one.kampung.nama, one.pk.hex))
    rule = in_use(competition.instrument)
    answers: dict[object, dict[object, dict[str, float | None]]] = {}
    given = JudgeAnswer.objects.filter(entry__in=found, judge__removed_at__isnull=True)
    for one in given.order_by("number"):
        answers.setdefault(one.entry_id, {}).setdefault(one.judge_id, {})[one.measure] = one.value
    titles = _titles(found)
    return [_judged(one, titles, answers.get(one.pk, {}), rule) for one in found]


def _titles(entries: Sequence[CompetitionEntry]) -> dict[object, str]:
    """What each entry is called: the innovation, or the newest words of the practice."""
    practices = [one.practice_id for one in entries if one.practice_id]
    versions = PracticeVersion.objects.filter(practice__in=practices).order_by("number")
    words: dict[object, str] = {one.practice_id: one.title for one in versions}
    return {
        one.pk: one.innovation.title if one.innovation else words[one.practice_id]
        for one in entries
    }


def _judged(
    entry: CompetitionEntry,
    titles: Mapping[object, str],
    sheets: Mapping[object, Sheet],
    rule: Instrument,
) -> Judged:
    found = list(sheets.values())
    has_any = any(value is not None for sheet in found for value in sheet.values())
    return Judged(
        entry=entry,
        title=titles[entry.pk],
        sheets=sheets,
        pooled=pooled(rule, found),
        card=judged(rule, found) if has_any else None,
        has_composite=rule.composite is not None,
    )


def honoured(competition: Competition) -> list[Judged]:
    """Winners, then nominees, each by name: all that the kabupaten is told."""
    if competition.announced_at is None:
        return []
    named = entries_of(competition, competition.entries.exclude(award=""))
    return sorted(named, key=lambda one: (one.entry.award != "juara", one.entry.kampung.nama))


def judges_of(competition: Competition) -> list[CompetitionJudge]:
    """The posts that judge."""
    standing = competition.judges.filter(removed_at__isnull=True).select_related("post__partner")
    has_scored = Exists(JudgeAnswer.objects.filter(judge=OuterRef("pk")))
    return list(standing.annotate(has_scored=has_scored))


def posts_offered(actor: Actor) -> list[Post]:
    """Posts of the area that can be asked to judge; who holds them is not shown."""
    return list(posts_visible_to(actor).filter(closed_at__isnull=True))


def instruments_offered() -> list[tuple[str, str]]:
    """Published criteria, newest first."""
    rows = PublishedInstrument.objects.order_by("-published_at", "id")
    return [(one.pk, f"{one.title} (versi {one.version})") for one in rows]
