"""Competitions: opened, entered, judged by several posts, announced."""

from collections.abc import Mapping
from datetime import date
from typing import Any  # values of an event

from django.db import transaction
from django.utils import timezone

from naikkelas.accounts.models import Post
from naikkelas.areas.queries import local_now
from naikkelas.audit.actions import record
from naikkelas.instruments.models import PublishedInstrument
from naikkelas.instruments.queries import in_use
from naikkelas.lib.actors import Actor
from naikkelas.lib.refusals import require
from naikkelas.practices import access
from naikkelas.practices.actions.common import held
from naikkelas.practices.errors import (
    CompetitionElsewhere,
    ConflictOfInterest,
    JudgeHasScored,
    NotJudgedYet,
    UnfitCompetition,
    UnfitEntry,
    UnfitJudgement,
)
from naikkelas.practices.models import (
    Competition,
    CompetitionEntry,
    CompetitionJudge,
    CompetitionState,
    JudgeAnswer,
    Practice,
)
from naikkelas.practices.rules import judging
from naikkelas.registry.models import Inovasi, KampungKB


@transaction.atomic
def open_competition(
    kabupaten_code: str,
    *,
    name: str,
    year: int,
    instrument: str,
    opens_on: date,
    closes_on: date,
    by: Actor,
    is_example: bool = False,
) -> Competition:
    """Open a competition with published criteria, which nobody can change afterwards."""
    require(access.may_hold_competition(by, kabupaten_code))
    name = " ".join(name.split())[:120]
    is_published = PublishedInstrument.objects.filter(pk=instrument).exists()
    same = Competition.objects.filter(kabupaten_code=kabupaten_code, year=year, name=name)
    if not name or closes_on < opens_on or not is_published or same.exists():
        raise UnfitCompetition
    competition = Competition.objects.create(
        kabupaten_code=kabupaten_code,
        name=name,
        year=year,
        instrument=instrument,
        opens_on=opens_on,
        closes_on=closes_on,
        is_example=is_example,
        opened_by=by.pk,
        opened_at=timezone.now(),
    )
    _record("competition.open", competition, by)
    return competition


@transaction.atomic
def name_judge(competition: Competition, post: Post, *, by: Actor) -> CompetitionJudge:
    """A post judges, until the announcement; the same again changes nothing."""
    competition = _held(competition, by, CompetitionState.OPEN, CompetitionState.JUDGED)
    standing = competition.judges.filter(removed_at__isnull=True)
    known = standing.filter(post=post).first()
    if known:
        return known
    judge = CompetitionJudge.objects.create(
        competition=competition, post=post, named_by=by.pk, named_at=timezone.now()
    )
    _record("competition.judge", competition, by, post=str(post))
    return judge


@transaction.atomic
def remove_judge(judge: CompetitionJudge, *, by: Actor) -> CompetitionJudge:
    """A post judges no more, as long as it gave nothing; that it was named stays. Twice is once."""
    competition = _held(judge.competition, by, CompetitionState.OPEN, CompetitionState.JUDGED)
    judge = CompetitionJudge.objects.select_for_update(of=("self",)).get(pk=judge.pk)
    if judge.removed_at is not None:
        return judge
    if judge.answers.exists():
        raise JudgeHasScored
    judge.removed_at = timezone.now()
    judge.save(update_fields=["removed_at"])
    _record("competition.unjudge", competition, by, post=str(judge.post))
    return judge


@transaction.atomic
def enter(
    competition: Competition,
    kampung: KampungKB,
    *,
    by: Actor,
    practice: Practice | None = None,
    innovation: Inovasi | None = None,
) -> CompetitionEntry:
    """A kampung takes part, with a practice or an innovation of its own."""
    kampung = held(kampung)
    require(access.may_send(by, kampung))
    competition = Competition.objects.select_for_update().get(pk=competition.pk)
    work = practice or innovation
    is_own = work is not None and work.kampung_id == kampung.pk and not (practice and innovation)
    if not is_own or not _takes_entries(competition, kampung):
        raise UnfitEntry
    entry = CompetitionEntry.objects.create(
        competition=competition,
        kampung=kampung,
        kabupaten_code=kampung.kabupaten_code,
        practice=practice,
        innovation=innovation,
        entered_by=by.pk,
        entered_at=timezone.now(),
    )
    _record("competition.enter", competition, by, kampung=kampung.nama)
    return entry


def _takes_entries(competition: Competition, kampung: KampungKB) -> bool:
    today = local_now(competition.kabupaten_code).date()
    return (
        competition.state == CompetitionState.OPEN
        and competition.opens_on <= today <= competition.closes_on
        and competition.kabupaten_code == kampung.kabupaten_code
        and not competition.entries.filter(kampung=kampung, withdrawn_at__isnull=True).exists()
    )


@transaction.atomic
def leave(entry: CompetitionEntry, *, by: Actor) -> CompetitionEntry:
    """The kampung does not take part, as long as entries are taken."""
    competition = Competition.objects.select_for_update().get(pk=entry.competition_id)
    require(access.may_send(by, entry.kampung))
    if competition.state != CompetitionState.OPEN:
        raise CompetitionElsewhere
    if entry.withdrawn_at is None:
        entry.withdrawn_at = timezone.now()
        entry.save(update_fields=["withdrawn_at"])
        _record("competition.leave", competition, by, kampung=entry.kampung.nama)
    return entry


@transaction.atomic
def close(competition: Competition, *, by: Actor) -> Competition:
    """No more entries: judging begins."""
    competition = _held(competition, by, CompetitionState.OPEN)
    competition.state = CompetitionState.JUDGED
    competition.save(update_fields=["state"])
    _record("competition.close", competition, by)
    return competition


# Judging ----------------------------------------------------------------------------------------


@transaction.atomic
def give(entry: CompetitionEntry, values: Mapping[str, float | None], *, by: Actor) -> int:
    """A judge's figures for an entry; what is new is added beside what was. How many are new."""
    rows = CompetitionEntry.objects.select_for_update(of=("self",))
    entry = rows.select_related("competition", "kampung").get(pk=entry.pk)
    competition = entry.competition
    judge = access.judge_of(by, competition)
    require(judge is not None)
    assert judge is not None
    if access.has_conflict(by, entry.kampung):
        raise ConflictOfInterest
    if competition.state != CompetitionState.JUDGED or entry.withdrawn_at:
        raise CompetitionElsewhere
    _insist_on_bounds(competition, values)
    added = _add_answers(entry, judge, values, by)
    if added:
        _record("competition.give", competition, by, kampung=entry.kampung.nama)
    return added


def _insist_on_bounds(competition: Competition, values: Mapping[str, float | None]) -> None:
    measures = in_use(competition.instrument).measure_by_code
    for code, value in values.items():
        measure = measures.get(code)
        if measure is None or (value is not None and not judging.fits(measure, value)):
            raise UnfitJudgement


def _add_answers(
    entry: CompetitionEntry,
    judge: CompetitionJudge,
    values: Mapping[str, float | None],
    by: Actor,
) -> int:
    newest = {one.measure: one for one in entry.answers.filter(judge=judge).order_by("number")}
    rows = [
        JudgeAnswer(
            entry=entry,
            judge=judge,
            measure=code,
            number=newest[code].number + 1 if code in newest else 1,
            value=value,
            given_by=by.pk,
            given_at=timezone.now(),
        )
        for code, value in values.items()
        if value != (newest[code].value if code in newest else None)
    ]
    JudgeAnswer.objects.bulk_create(rows)
    return len(rows)


@transaction.atomic
def decide(entry: CompetitionEntry, *, award: str, feedback: str, by: Actor) -> CompetitionEntry:
    """The award of an entry, and what its kampung is told; shown only once announced."""
    competition = _held(entry.competition, by, CompetitionState.JUDGED)
    entry = CompetitionEntry.objects.select_related("kampung").get(pk=entry.pk)
    if award not in {"", *CompetitionEntry.Award.values}:
        raise CompetitionElsewhere
    entry.award, entry.feedback = award, feedback.strip()[:1000]
    entry.save(update_fields=["award", "feedback"])
    _record("competition.decide", competition, by, kampung=entry.kampung.nama)
    return entry


@transaction.atomic
def announce(competition: Competition, *, words: str, by: Actor) -> Competition:
    """Winners and nominees become known in the kabupaten; every kampung sees its own feedback."""
    competition = _held(competition, by, CompetitionState.JUDGED)
    named = competition.entries.filter(withdrawn_at__isnull=True).exclude(award="")
    if not named.exists() or named.exclude(answers__value__isnull=False).exists():
        raise NotJudgedYet
    competition.state = CompetitionState.ANNOUNCED
    competition.words = words.strip()[:1000]
    competition.announced_by, competition.announced_at = by.pk, timezone.now()
    competition.save(update_fields=["state", "words", "announced_by", "announced_at"])
    _record("competition.announce", competition, by)
    return competition


def _held(competition: Competition, by: Actor, *states: CompetitionState) -> Competition:
    """The competition, locked, where it stands at one of the states."""
    competition = Competition.objects.select_for_update().get(pk=competition.pk)
    require(access.may_hold_competition(by, competition.kabupaten_code))
    if competition.state not in states:
        raise CompetitionElsewhere
    return competition


def _record(verb: str, competition: Competition, by: Actor, **more: Any) -> None:
    record(
        verb,
        competition,
        by=by,
        kabupaten=competition.kabupaten_code,
        competition=str(competition),
        **more,
    )
