"""Minutes with their versions, decisions, and tasks that do not get lost."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from naikkelas.accounts.models import User
from naikkelas.audit.models import Event
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import NotYours
from naikkelas.registry.actions import minutes as actions
from naikkelas.registry.errors import (
    DecisionClosed,
    IdentifierTaken,
    MinutesChanged,
    MinutesMissing,
    MinutesReasonMissing,
    OutcomeMissing,
    UnfitDecision,
)
from naikkelas.registry.models import Decision, KampungKB, Meeting, Minutes
from naikkelas.registry.queries.meetings import minutes_of, open_before, open_tasks, tasks
from tests.people import (
    RECORDED,
    make_decision,
    make_kader,
    make_kampung,
    make_meeting,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(kampung: KampungKB) -> Meeting:
    return make_meeting(kampung)


def verbs() -> list[str]:
    return list(Event.objects.order_by("at").values_list("verb", flat=True))


def test_a_correction_is_a_new_version_and_the_old_one_stays(meeting: Meeting, ani: User) -> None:
    first = actions.write(meeting, "Membahas posyandu.", base=None, by=ani)

    second = actions.write(
        meeting, "Membahas posyandu remaja.", base=first.pk, reason="Salah ketik", by=ani
    )

    assert minutes_of(meeting) == second
    assert (second.version, second.replaces_id) == (2, first.pk)
    first.refresh_from_db()
    assert (first.text, first.withdrawn_at is None) == ("Membahas posyandu.", False)
    assert verbs()[-2:] == ["minutes.write", "minutes.correct"]
    assert "posyandu" not in str(list(Event.objects.values_list("data", "after")))


def test_the_same_text_again_changes_nothing(meeting: Meeting, ani: User) -> None:
    first = actions.write(meeting, "Isi\r\nrapat ", base=None, by=ani)

    assert actions.write(meeting, "Isi\nrapat", base=None, by=ani) == first

    assert Minutes.objects.count() == 1


def test_minutes_are_not_overwritten_unseen(meeting: Meeting, ani: User, budi: User) -> None:
    first = actions.write(meeting, "Dari Ani", base=None, by=ani)

    with pytest.raises(MinutesChanged):
        actions.write(meeting, "Dari Budi", base=None, by=budi)
    with pytest.raises(MinutesReasonMissing):
        actions.write(meeting, "Dari Budi", base=first.pk, by=budi)
    with pytest.raises(MinutesMissing):
        actions.write(meeting, " \n ", base=first.pk, by=budi)

    assert minutes_of(meeting) == first
    assert verbs().count("minutes.correct") == 0


def test_a_decision_with_a_day_is_a_task_of_somebody(meeting: Meeting, ani: User) -> None:
    ratna = make_kader(meeting.kampung)

    noted = actions.decide(meeting, "RKM 2026 disepakati", by=ani)
    task = actions.decide(
        meeting, " Mendata  RT 03 ", kader=ratna.pk, due_on=date(2025, 6, 25), by=ani
    )

    assert (noted.state, noted.is_task) == ("", False)
    assert (task.what, task.state, task.kader) == ("Mendata RT 03", "terbuka", ratna)
    assert verbs()[-2:] == ["decision.note", "task.give"]


def test_a_second_press_gives_no_second_task(meeting: Meeting, ani: User) -> None:
    key = uuid7()
    first = actions.decide(meeting, "Mendata RT 03", due_on=date(2025, 6, 25), id=key, by=ani)

    assert actions.decide(meeting, "Mendata RT 03", id=key, by=ani) == first

    other = make_meeting(meeting.kampung, date(2025, 6, 18))
    with pytest.raises(IdentifierTaken):
        actions.decide(other, "Mendata RT 03", id=key, by=ani)


def test_an_unfit_decision_is_refused(meeting: Meeting, ani: User) -> None:
    stranger = make_kader(make_kampung("91.37.01.2002"))
    day = date(2025, 6, 25)

    for wrong, words in (
        ({"what": "  "}, "Tulis apa"),
        ({"what": "A", "due_on": date(2025, 6, 10)}, "sebelum hari rapat"),
        ({"what": "A", "kader": stranger.pk}, "paling lambat"),
        ({"what": "A", "kader": stranger.pk, "due_on": day}, "tidak tercatat"),
    ):
        given: dict[str, Any] = dict(wrong)
        with pytest.raises(UnfitDecision, match=words):
            actions.decide(meeting, given.pop("what"), by=ani, **given)

    assert not Decision.objects.exists()
    assert not Event.objects.filter(verb__in=("decision.note", "task.give")).exists()


def test_a_task_is_finished_withdrawn_with_a_reason_and_opened_again(
    meeting: Meeting, budi: User
) -> None:
    task = make_decision(meeting)

    done = actions.finish(task, outcome="37 keluarga didata", by=budi)
    assert (done.state, done.outcome) == ("selesai", "37 keluarga didata")
    with pytest.raises(DecisionClosed):
        actions.finish(task, by=budi)
    with pytest.raises(DecisionClosed):
        actions.withdraw(task, reason="Batal", by=budi)

    again = actions.reopen(task, by=budi)
    assert (again.state, again.closed_at) == ("terbuka", None)
    assert again.outcome == "37 keluarga didata"  # what was told is not taken back
    with pytest.raises(DecisionClosed):
        actions.reopen(task, by=budi)
    with pytest.raises(OutcomeMissing):
        actions.withdraw(task, reason=" ", by=budi)
    assert actions.withdraw(task, reason="Sudah didata dinas", by=budi).state == "ditarik"
    assert verbs()[-3:] == ["task.finish", "task.reopen", "task.withdraw"]
    assert "dinas" not in str(list(Event.objects.values_list("data", "after")))


def test_a_decision_without_a_day_is_withdrawn_but_not_finished(
    meeting: Meeting, budi: User
) -> None:
    noted = make_decision(meeting, due_on=None, state="")

    with pytest.raises(DecisionClosed):
        actions.finish(noted, by=budi)
    actions.withdraw(noted, reason="Keliru", by=budi)

    assert actions.reopen(noted, by=budi).state == ""


def test_the_next_meeting_begins_with_what_is_still_open(meeting: Meeting, budi: User) -> None:
    late = make_decision(meeting, "Terlambat")
    make_decision(meeting, "Sudah", state="selesai", closed_at=RECORDED, closed_by=0)
    following = make_meeting(meeting.kampung, date(2025, 7, 9))
    own = make_decision(following, "Baru", due_on=date(2025, 7, 30))
    make_decision(make_meeting(make_kampung("91.37.01.2002")), "Lain")

    assert list(open_before(following)) == [late]
    assert list(open_before(meeting)) == []
    assert list(open_tasks(meeting.kampung)) == [late, own]


@pytest.mark.parametrize(("day", "is_overdue"), [(25, False), (26, True)])
def test_a_task_is_late_after_its_day(meeting: Meeting, day: int, is_overdue: bool) -> None:
    task = make_decision(meeting)

    [shown] = tasks([task], date(2025, 6, day))

    assert shown.is_overdue is is_overdue
    assert shown.badge[1] == ("terlambat" if is_overdue else "belum selesai")


def test_who_verifies_or_works_elsewhere_changes_nothing(
    meeting: Meeting, rina: User, wayan: User
) -> None:
    task = make_decision(meeting)

    for who in (rina, wayan):
        with pytest.raises(NotYours):
            actions.write(meeting, "Isi", base=None, by=who)
        with pytest.raises(NotYours):
            actions.decide(meeting, "Isi", by=who)
        with pytest.raises(NotYours):
            actions.finish(task, by=who)
        with pytest.raises(NotYours):
            actions.withdraw(task, reason="Isi", by=who)
        with pytest.raises(NotYours):
            actions.reopen(task, by=who)

    assert not Minutes.objects.exists()
    assert verbs() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"due_on": None},
        {"state": "selesai"},
        {"state": "ditarik", "closed_at": RECORDED, "closed_by": 0},
        {"closed_at": RECORDED, "closed_by": 0},
    ],
)
def test_the_database_keeps_the_state_of_a_task_whole(
    meeting: Meeting, wrong: dict[str, Any]
) -> None:
    whole: dict[str, Any] = {
        "state": "ditarik",
        "closed_at": RECORDED,
        "closed_by": 0,
        "outcome": "Keliru",
    }
    assert make_decision(meeting, **whole).pk

    with pytest.raises(IntegrityError), transaction.atomic():
        make_decision(meeting, **wrong)


def test_the_database_keeps_one_standing_version_and_reasons(meeting: Meeting) -> None:
    start: dict[str, Any] = {
        "meeting": meeting,
        "kabupaten_code": "91.37",
        "text": "Isi",
        "written_by": 0,
        "written_at": RECORDED,
    }
    first = Minutes.objects.create(**start, version=1, withdrawn_at=RECORDED)
    assert Minutes.objects.create(**start, version=2, replaces=first, reason="Keliru").pk

    for wrong in (
        {"version": 3},  # a second standing one
        {"version": 2, "withdrawn_at": RECORDED},
        {"version": 3, "withdrawn_at": RECORDED, "replaces_id": Minutes.objects.last().pk},  # type: ignore[union-attr]
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Minutes.objects.create(**start, **wrong)
