"""A report goes step by step to the kabupaten, or back with words; nobody jumps the queue."""

import itertools
import threading
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction

from naikkelas.accounts.models import User
from naikkelas.audit.models import Event
from naikkelas.lib.refusals import NotYours, Refused
from naikkelas.registry import actions
from naikkelas.registry.actions import Pick
from naikkelas.registry.errors import (
    CommentMissing,
    CorrectionReasonMissing,
    IllegalStep,
    OwnReport,
    Superseded,
)
from naikkelas.registry.models import KampungKB, Penduduk, ReviewStep, State
from naikkelas.registry.queries import verification
from naikkelas.registry.rules.review import TURNS, Stage, is_step
from tests.people import make_kampung, make_report
from tests.registry.conftest import brought_to, sent

pytestmark = pytest.mark.django_db
Desks = dict[str, User]


def test_the_stages_are_the_states_of_the_table() -> None:
    assert {stage.value for stage in Stage} == set(State.values)


def test_only_the_next_desk_and_the_way_back_are_steps() -> None:
    allowed = {pair for pair in itertools.product(Stage, Stage) if is_step(*pair)}

    assert allowed == {
        (Stage.SENT, Stage.FIELD_VERIFIED),
        (Stage.FIELD_VERIFIED, Stage.DISTRICT_VERIFIED),
        (Stage.DISTRICT_VERIFIED, Stage.ENDORSED),
        (Stage.SENT, Stage.RETURNED),
        (Stage.FIELD_VERIFIED, Stage.RETURNED),
        (Stage.DISTRICT_VERIFIED, Stage.RETURNED),
    }


def test_three_desks_accept_and_each_step_is_on_record(kampung: KampungKB, desks: Desks) -> None:
    report = brought_to("disahkan", sent(kampung, desks["dikirim"]), desks)

    report.refresh_from_db()
    assert report.state == State.ENDORSED
    assert report.endorsed_at is not None
    steps = list(ReviewStep.objects.all())
    assert [(step.from_state, step.to_state) for step in steps] == [
        ("dikirim", "diverifikasi_pkb"),
        ("diverifikasi_pkb", "diverifikasi_kecamatan"),
        ("diverifikasi_kecamatan", "disahkan"),
    ]
    assert [step.taken_by for step in steps] == [user.pk for user in list(desks.values())[1:]]
    events = Event.objects.exclude(verb="report.submit")
    told = [(event.verb, event.before["state"], event.after["state"]) for event in events]
    assert told == [
        ("report.verify", "dikirim", "diverifikasi_pkb"),
        ("report.verify", "diverifikasi_pkb", "diverifikasi_kecamatan"),
        ("report.endorse", "diverifikasi_kecamatan", "disahkan"),
    ]
    assert {event.kabupaten_code for event in events} == {"91.37"}


@pytest.mark.parametrize("stage", ["dikirim", "diverifikasi_pkb", "diverifikasi_kecamatan"])
def test_each_desk_may_send_back_with_a_comment_at_the_figure(
    stage: str, kampung: KampungKB, desks: Desks
) -> None:
    report = brought_to(stage, sent(kampung, desks["dikirim"]), desks)
    by = list(desks.values())[list(desks).index(stage) + 1]

    actions.send_back(
        "penduduk", report.pk, by=by, seen=stage, remarks={"pus": " Cek lagi ", "x": "y"}
    )

    report.refresh_from_db()
    assert (report.state, report.endorsed_at) == (State.RETURNED, None)
    step = ReviewStep.objects.get(to_state="dikembalikan")
    assert step.remarks == {"pus": "Cek lagi"}
    event = Event.objects.get(verb="report.return")
    assert event.before == {"state": stage}
    assert event.after == {"state": "dikembalikan", "remarks": ["pus"]}


def test_sending_back_needs_words(kampung: KampungKB, desks: Desks, sari: User) -> None:
    report = sent(kampung, desks["dikirim"])
    before = Event.objects.count()

    with pytest.raises(CommentMissing):
        actions.send_back(
            "penduduk", report.pk, by=sari, seen="dikirim", comment=" ", remarks={"pus": " "}
        )

    report.refresh_from_db()
    assert report.state == State.SENT
    assert (ReviewStep.objects.count(), Event.objects.count()) == (0, before)


@pytest.mark.parametrize(("at", "seen"), list(itertools.product(Stage, Stage)))
def test_every_jump_is_refused_and_leaves_no_trace(
    at: str, seen: str, kampung: KampungKB, desks: Desks
) -> None:
    report = make_report("penduduk", kampung, date(2025, 6, 7), recorded_by=desks["dikirim"].pk)
    endorsed = {"endorsed_at": report.recorded_at} if at == "disahkan" else {}
    Penduduk.objects.filter(pk=report.pk).update(state=at, **endorsed)
    turn = TURNS.get(seen)
    by = desks[turn.accepted] if turn else desks["disahkan"]

    def accept() -> None:
        actions.accept("penduduk", report.pk, by=by, seen=seen)

    def send_back() -> None:
        actions.send_back("penduduk", report.pk, by=by, seen=seen, comment="Cek")

    if at == seen and turn:
        accept()
        return
    for jump in (accept, send_back):
        with pytest.raises(IllegalStep):
            jump()
    report.refresh_from_db()
    assert report.state == at
    assert not ReviewStep.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize("who", ["ani", "budi", "rina", "darma", "head", "wayan"])
def test_only_the_pkb_of_the_village_takes_the_first_step(
    who: str, kampung: KampungKB, desks: Desks, request: pytest.FixtureRequest
) -> None:
    report = sent(kampung, desks["dikirim"])
    by = request.getfixturevalue(who)

    with pytest.raises(NotYours):
        actions.accept("penduduk", report.pk, by=by, seen="dikirim")
    with pytest.raises(NotYours):
        actions.send_back("penduduk", report.pk, by=by, seen="dikirim", comment="Cek")

    assert not ReviewStep.objects.exists()


def test_the_head_of_the_office_endorses_too(kampung: KampungKB, desks: Desks, head: User) -> None:
    report = brought_to("diverifikasi_kecamatan", sent(kampung, desks["dikirim"]), desks)

    actions.accept("penduduk", report.pk, by=head, seen="diverifikasi_kecamatan")

    report.refresh_from_db()
    assert report.state == State.ENDORSED


def test_four_eyes_who_sent_a_version_verifies_no_step_of_it(
    kampung: KampungKB, desks: Desks, sari: User
) -> None:
    report = sent(kampung, sari)

    with pytest.raises(OwnReport, match="orang lain"):
        actions.accept("penduduk", report.pk, by=sari, seen="dikirim")

    report.refresh_from_db()
    assert report.state == State.SENT


def test_a_version_that_a_newer_one_replaced_is_out_of_the_way(
    kampung: KampungKB, desks: Desks, sari: User
) -> None:
    old = sent(kampung, desks["dikirim"])
    new = sent(kampung, desks["dikirim"], values={"pus": 138})

    with pytest.raises(Superseded):
        actions.accept("penduduk", old.pk, by=sari, seen="dikirim")

    assert list(verification.waiting(sari, "penduduk")) == [new]


def test_of_one_day_the_order_of_decision_two_says_which_version_stands(
    kampung: KampungKB,
) -> None:
    day = date(2025, 6, 7)
    make_report("penduduk", kampung, day, source_id=9)
    make_report("penduduk", kampung, day, source_id=10)
    own = make_report("penduduk", kampung, day)
    other_month = make_report("penduduk", kampung, date(2025, 5, 7), source_id=8)

    assert set(verification.standing("penduduk")) == {own, other_month}


def test_a_withdrawn_version_is_not_verified(kampung: KampungKB, desks: Desks, sari: User) -> None:
    report = sent(kampung, desks["dikirim"])
    Penduduk.objects.update(withdrawn_at=report.recorded_at)

    with pytest.raises(Superseded):
        actions.accept("penduduk", report.pk, by=sari, seen="dikirim")


def test_who_comes_second_is_told_who_was_quicker(
    kampung: KampungKB, desks: Desks, sari: User, rina: User
) -> None:
    report = brought_to("diverifikasi_pkb", sent(kampung, desks["dikirim"]), desks)

    with pytest.raises(IllegalStep, match=r"sudah diperiksa pkb/plkb oleh PKB/PLKB \(Sari\)"):
        actions.accept("penduduk", report.pk, by=sari, seen="dikirim")


# Together ---------------------------------------------------------------------------------------


def test_a_refused_village_never_blocks_the_others(
    kampung: KampungKB, desks: Desks, rina: User
) -> None:
    villages = [make_kampung(f"91.37.01.200{n}") for n in (3, 5, 7)]
    reports = [
        make_report("penduduk", village, date(2025, 6, 7), state="diverifikasi_pkb")
        for village in villages
    ]
    make_report("penduduk", villages[1], date(2025, 6, 9))  # replaced meanwhile
    late = sent(kampung, desks["dikirim"])
    picks = [Pick("penduduk", one.pk, "diverifikasi_pkb") for one in (*reports, late)]

    outcomes = actions.accept_several(picks, by=rina)

    refused = [type(one.refusal) for one in outcomes]
    assert refused == [type(None), Superseded, type(None), IllegalStep]
    assert Penduduk.objects.filter(state="diverifikasi_kecamatan").count() == 2
    assert ReviewStep.objects.count() == 2


# Corrections ------------------------------------------------------------------------------------


def test_a_returned_report_is_mended_by_a_new_version_that_goes_the_whole_way(
    kampung: KampungKB, desks: Desks, sari: User
) -> None:
    old = sent(kampung, desks["dikirim"])
    actions.send_back("penduduk", old.pk, by=sari, seen="dikirim", remarks={"pus": "Cek"})

    new = sent(kampung, desks["dikirim"], values={"pus": 139})

    old.refresh_from_db()
    assert (old.state, new.state, new.reason) == (State.RETURNED, State.SENT, "")
    assert brought_to("disahkan", new, desks).state == State.ENDORSED


def test_an_accepted_figure_is_corrected_with_a_reason_only(
    kampung: KampungKB, desks: Desks
) -> None:
    accepted = brought_to("disahkan", sent(kampung, desks["dikirim"]), desks)

    with pytest.raises(CorrectionReasonMissing):
        sent(kampung, desks["dikirim"], values={"pus": 139}, reason=" ")
    correction = sent(kampung, desks["dikirim"], values={"pus": 139}, reason="Salah ketik")

    accepted.refresh_from_db()
    assert (accepted.state, accepted.pus) == (State.ENDORSED, 137)
    assert (correction.state, correction.reason) == (State.SENT, "Salah ketik")
    assert Event.objects.get(verb="report.correct").data["reason"] == "Salah ketik"
    assert verification.accepted_before(correction, "penduduk") == accepted


def test_a_member_of_the_pokja_drafts_and_does_not_send(kampung: KampungKB, budi: User) -> None:
    actions.save_draft("penduduk", kampung, year=2025, month=6, values={"pus": "137"}, by=budi)

    with pytest.raises(NotYours):
        sent(kampung, budi)

    assert not Penduduk.objects.exists()


# Two at once ------------------------------------------------------------------------------------


def at_once(*acts: Any) -> list[Refused | None]:
    """What each of several acts came to, begun together on threads of their own."""
    outcomes: list[Refused | None] = []
    start = threading.Barrier(len(acts))

    def run(act: Any) -> None:
        try:
            start.wait()
            act()
            outcomes.append(None)
        except Refused as refusal:
            outcomes.append(refusal)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_of_two_approvers_at_once_one_wins_and_the_other_is_told(
    kampung: KampungKB, desks: Desks, darma: User, head: User
) -> None:
    report = brought_to("diverifikasi_kecamatan", sent(kampung, desks["dikirim"]), desks)

    def approve(by: User) -> Any:
        return lambda: actions.accept("penduduk", report.pk, by=by, seen="diverifikasi_kecamatan")

    outcomes = at_once(approve(darma), approve(head))

    refused = [one for one in outcomes if one]
    assert [type(one) for one in refused] == [IllegalStep]
    assert "sudah disahkan oleh" in str(refused[0])
    assert Event.objects.filter(verb="report.endorse").count() == 1
    assert ReviewStep.objects.filter(to_state="disahkan").count() == 1


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_approved_and_returned_at_once_comes_to_one_of_the_two(
    kampung: KampungKB, desks: Desks, darma: User, head: User
) -> None:
    report = brought_to("diverifikasi_kecamatan", sent(kampung, desks["dikirim"]), desks)
    seen = "diverifikasi_kecamatan"

    outcomes = at_once(
        lambda: actions.accept("penduduk", report.pk, by=darma, seen=seen),
        lambda: actions.send_back("penduduk", report.pk, by=head, seen=seen, comment="Cek"),
    )

    assert len([one for one in outcomes if one]) == 1
    report.refresh_from_db()
    last = ReviewStep.objects.latest("taken_at")
    assert report.state == last.to_state
    assert ReviewStep.objects.filter(from_state=seen).count() == 1
    assert Event.objects.filter(verb__in=["report.endorse", "report.return"]).count() == 1


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_a_correction_and_an_approval_wait_for_each_other(
    kampung: KampungKB, desks: Desks, darma: User, ani: User
) -> None:
    report = brought_to("diverifikasi_kecamatan", sent(kampung, desks["dikirim"]), desks)
    seen = "diverifikasi_kecamatan"

    outcomes = at_once(
        lambda: actions.accept("penduduk", report.pk, by=darma, seen=seen),
        lambda: sent(kampung, ani, values={"pus": 139}),
    )

    refused = [type(one) for one in outcomes if one]
    assert refused in ([Superseded], [CorrectionReasonMissing])
    report.refresh_from_db()
    assert (report.state == State.ENDORSED) == (Penduduk.objects.count() == 1)


# --- the database itself ---


@pytest.fixture
def step(kampung: KampungKB, desks: Desks) -> ReviewStep:
    brought_to("diverifikasi_pkb", sent(kampung, desks["dikirim"]), desks)
    return ReviewStep.objects.get()


def is_refused(statement: str) -> None:
    """It is refused, whoever writes it and past whichever action."""
    if connection.vendor == "postgresql":
        # What waits for the commit would refuse first.
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.parametrize(
    "act", ["UPDATE registry_reviewstep SET taken_by = 0", "DELETE FROM registry_reviewstep"]
)
def test_the_database_refuses_to_change_or_remove_a_step(step: ReviewStep, act: str) -> None:
    is_refused(act)

    assert ReviewStep.objects.get().taken_by == step.taken_by


@pytest.mark.sqlite_only
@pytest.mark.parametrize("key", ["id", "rowid"])
def test_a_step_is_not_replaced_by_writing_it_again(step: ReviewStep, key: str) -> None:
    """INSERT OR REPLACE asks no trigger on UPDATE or DELETE."""
    columns = [str(field.column) for field in ReviewStep._meta.concrete_fields]
    others = ", ".join(name for name in columns if name not in {"id", "taken_by"})
    names, values = ("id", "id") if key == "id" else ("rowid, id", "rowid, hex(randomblob(16))")

    is_refused(
        f"INSERT OR REPLACE INTO registry_reviewstep ({names}, taken_by, {others}) "
        f"SELECT {values}, 0, {others} FROM registry_reviewstep"
    )

    assert ReviewStep.objects.get().taken_by == step.taken_by


@pytest.mark.postgres_only
def test_the_steps_are_not_emptied_at_a_stroke(step: ReviewStep) -> None:
    is_refused("TRUNCATE registry_reviewstep CASCADE")

    assert ReviewStep.objects.get() == step
