"""Random people act at random on the reports of a village: no illegal state, no lost event.

The machine knows the rules in its own few words (`WAY`) and checks after every act that the
database says the same, and that each step has its line in the table and in the trail.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from naikkelas.accounts.models import Role, User
from naikkelas.areas.models import Area
from naikkelas.audit.actions import seal
from naikkelas.audit.models import Event
from naikkelas.audit.queries import verify
from naikkelas.lib.refusals import NotYours, Refused
from naikkelas.registry import actions
from naikkelas.registry.errors import (
    CommentMissing,
    CorrectionReasonMissing,
    IllegalStep,
    MonthLocked,
    OwnReport,
    Superseded,
)
from naikkelas.registry.models import KampungKB, MonthLock, Penduduk, ReviewStep
from tests.people import make_area, make_kampung, make_user

SENT, FIELD, DISTRICT, ENDORSED, RETURNED = (
    "dikirim",
    "diverifikasi_pkb",
    "diverifikasi_kecamatan",
    "disahkan",
    "dikembalikan",
)
WAY = {SENT: (FIELD, "pkb"), FIELD: (DISTRICT, "kecamatan"), DISTRICT: (ENDORSED, "kabupaten")}
KNOWN = {SENT, FIELD, DISTRICT, ENDORSED, RETURNED}
PEOPLE = ("ani", "budi", "sari", "tono", "rina", "darma", "lestari", "wayan")
DESKS = {
    "sari": "pkb",
    "tono": "pkb",
    "rina": "kecamatan",
    "darma": "kabupaten",
    "lestari": "kabupaten",
}

people = st.sampled_from(PEOPLE)
months = st.integers(5, 6)


class Review(RuleBasedStateMachine):
    """Two months of one village, eight people, in one transaction that is undone at the end."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = _undone()
        self.undo.__enter__()
        self.kampung: KampungKB
        self.users: dict[str, User]
        self.kampung, self.users = _village()
        self.stage: dict[Any, str] = {}
        self.sender: dict[Any, str] = {}
        self.order: dict[int, list[Any]] = {5: [], 6: []}
        self.locked: set[int] = set()
        self.steps = self.events = self.sealed = 0

    def teardown(self) -> None:
        try:
            self.seal_the_trail()
            self.the_chain_holds_and_grows_to_hold_everything()
        finally:
            self.undo.__exit__(None, None, None)

    # What people do -----------------------------------------------------------------------------

    @initialize(steps=st.lists(st.integers(0, 3), min_size=2, max_size=2))
    def a_report_of_each_month_is_on_its_way(self, steps: list[int]) -> None:
        for month, count in zip((5, 6), steps, strict=True):
            self.send(who="ani", month=month, reason="")
            for seen in (SENT, FIELD, DISTRICT)[:count]:
                self._step(self.order[month][-1], self._desk(seen)[-1], seen)

    @rule(
        month=months, seen=st.sampled_from(sorted(WAY)), returns=st.booleans(), first=st.booleans()
    )
    def somebody_clicks_on_a_page_of_another_stage(
        self, month: int, seen: str, returns: bool, first: bool
    ) -> None:
        """The desk of the stage that the page showed; the report may be elsewhere by now."""
        key, who = self.order[month][-1], self._desk(seen)[0 if first else -1]
        self._step(key, who, seen, returns=returns)

    @rule(month=months, returns=st.booleans())
    def who_sent_it_clicks_too(self, month: int, returns: bool) -> None:
        key = self.order[month][-1]
        self._step(key, self.sender[key], self.stage[key], returns=returns)

    @rule(who=people, month=months, reason=st.sampled_from(["", "Salah ketik"]))
    def send(self, who: str, month: int, reason: str) -> None:
        was_accepted = any(self.stage[one] == ENDORSED for one in self.order[month])
        expected: set[type[Refused]] = set()
        if who not in {"ani", "sari", "tono", "darma"}:
            expected = {NotYours}
        elif month in self.locked:
            expected = {MonthLocked}
        elif was_accepted and not reason:
            expected = {CorrectionReasonMissing}

        def act() -> None:
            report = actions.submit_report(
                "penduduk",
                self.kampung,
                year=2025,
                month=month,
                values={"pus": 100 + len(self.stage)},
                by=self.users[who],
                reason=reason,
            )
            self.order[month].append(report.pk)
            self.stage[report.pk], self.sender[report.pk] = SENT, who

        self._try(act, expected)

    @rule(data=st.data())
    def accept(self, data: st.DataObject) -> None:
        key = self._any_version(data)
        self._step(key, *self._somebody(key, data))

    @rule(comment=st.sampled_from(["", "Cek lagi"]), data=st.data())
    def send_back(self, comment: str, data: st.DataObject) -> None:
        key = self._any_version(data)
        self._step(key, *self._somebody(key, data), returns=True, comment=comment)

    def _step(
        self, key: Any, who: str, seen: str, *, returns: bool = False, comment: str = "Cek"
    ) -> None:
        """Somebody accepts or returns a version as they saw it."""
        expected = self._refusals(who, seen, key)
        if returns and not expected and not comment:
            expected = {CommentMissing}

        def act() -> None:
            by = self.users[who]
            if returns:
                actions.send_back("penduduk", key, by=by, seen=seen, comment=comment)
            else:
                actions.accept("penduduk", key, by=by, seen=seen)
            self.stage[key] = RETURNED if returns else WAY[seen][0]
            self.steps += 1

        self._try(act, expected)

    @rule(who=people, data=st.data())
    def accept_everything_seen(self, who: str, data: st.DataObject) -> None:
        picks = [actions.Pick("penduduk", key, stage) for key, stage in self.stage.items()]
        legal = {one.version_id for one in picks if not self._refusals_of(who, one)}

        outcomes = actions.accept_several(picks, by=self.users[who])

        accepted = {one.pick.version_id for one in outcomes if one.refusal is None}
        assert accepted == legal
        for key in accepted:
            self.stage[key] = WAY[self.stage[key]][0]
        self.steps += len(accepted)
        self.events += len(accepted)

    @rule(who=people, month=months)
    def turn_the_key(self, who: str, month: int) -> None:
        allowed = who in {"darma", "lestari"}
        lock = MonthLock.objects.filter(bulan=month, reopened_at__isnull=True).first()

        def act() -> None:
            if lock:
                actions.reopen_month(lock, by=self.users[who], reason="Perlu")
                self.locked.discard(month)
            else:
                actions.lock_month("91.37", year=2025, month=month, by=self.users[who])
                self.locked.add(month)

        self._try(act, set() if allowed else {NotYours})

    @rule()
    def seal_the_trail(self) -> None:
        seal(everything=True)
        self.sealed = self.events

    # What must hold -----------------------------------------------------------------------------

    @invariant()
    def every_version_stands_where_the_steps_led(self) -> None:
        stored = {row.pk: row for row in Penduduk.objects.all()}
        assert {key: row.state for key, row in stored.items()} == self.stage
        for row in stored.values():
            assert row.state in KNOWN
            assert (row.endorsed_at is not None) == (row.state == ENDORSED)

    @invariant()
    def every_step_is_on_record_and_none_is_lost(self) -> None:
        steps = list(ReviewStep.objects.all())
        told = Event.objects.filter(verb__in=["report.verify", "report.endorse", "report.return"])
        assert len(steps) == self.steps
        assert {event.data["step"] for event in told} == {str(step.pk) for step in steps}
        assert Event.objects.count() == self.events
        for step in steps:
            assert step.from_state in WAY
            assert step.to_state in {WAY[step.from_state][0], RETURNED}
            assert step.taken_by != self.users[self.sender[step.version_id]].pk

    @invariant()
    def the_chain_holds_and_grows_to_hold_everything(self) -> None:
        found = verify("91.37")
        assert found.ok
        assert found.sealed + found.unsealed == self.events
        assert found.sealed == self.sealed

    # Its own words for the rules ----------------------------------------------------------------

    def _any_version(self, data: st.DataObject) -> Any:
        newest = [self.order[5][-1], self.order[6][-1]]
        return data.draw(st.sampled_from([*newest, *self.order[5], *self.order[6]]))

    @staticmethod
    def _desk(stage: str) -> list[str]:
        """Those whose turn it is at a stage."""
        return [who for who, desk in DESKS.items() if desk == WAY[stage][1]]

    def _somebody(self, key: Any, data: st.DataObject) -> tuple[str, str]:
        """A person and the stage they saw: mostly one whose turn it is, or the sender."""
        seen = data.draw(st.sampled_from([self.stage[key]] * 3 + sorted(KNOWN)))
        desk = [who for who, desk in DESKS.items() if seen in WAY and desk == WAY[seen][1]]
        likely = [*desk, *desk, self.sender[key], self.sender[key], *PEOPLE]
        return data.draw(st.sampled_from(likely)), seen

    def _refusals_of(self, who: str, pick: Any) -> set[type[Refused]]:
        return self._refusals(who, pick.seen, pick.version_id)

    def _refusals(self, who: str, seen: str, key: Any) -> set[type[Refused]]:
        """Why this person may not take a step from `seen`; empty where they may."""
        if seen not in WAY:
            return {IllegalStep}
        if DESKS.get(who) != WAY[seen][1]:
            return {NotYours}
        if any(key in order and order[-1] != key for order in self.order.values()):
            return {Superseded}
        if self.stage[key] != seen:
            return {IllegalStep}
        return {OwnReport} if self.sender[key] == who else set()

    def _try(self, act: Any, expected: set[type[Refused]]) -> None:
        met: Refused | None = None
        try:
            with transaction.atomic():
                act()
        except Refused as refusal:
            met = refusal
        assert {type(met)} == expected if met else not expected, f"{met!r}, not {expected}"
        self.events += met is None


@contextmanager
def _undone() -> Iterator[None]:
    """One example after the other begins with an empty house."""
    with transaction.atomic():
        point = transaction.savepoint()
        yield
        transaction.savepoint_rollback(point)


def _village() -> tuple[KampungKB, dict[str, User]]:
    village = make_area("91.37.01.2001", "Sukamaju")
    areas = {4: village, 3: Area.objects.get(pk="91.37.01"), 2: Area.objects.get(pk="91.37")}
    posts = {
        "ani": (Role.POKJA_CHAIR, 4),
        "budi": (Role.POKJA, 4),
        "sari": (Role.FIELD, 4),
        "tono": (Role.FIELD, 3),
        "rina": (Role.DISTRICT, 3),
        "darma": (Role.OPERATOR, 2),
        "lestari": (Role.HEAD, 2),
    }
    users = {who: make_user(who, who, role, areas[level]) for who, (role, level) in posts.items()}
    elsewhere = make_area("92.41.03.2007", "Karangasri")
    users["wayan"] = make_user("wayan", "Wayan", Role.FIELD, elsewhere)
    return make_kampung(village), users


@pytest.mark.django_db
@pytest.mark.parametrize("examples", [8, pytest.param(25, marks=pytest.mark.long)])
def test_no_act_of_anybody_leads_to_an_illegal_state_or_loses_an_event(examples: int) -> None:
    run_state_machine_as_test(
        Review,
        settings=settings(
            max_examples=examples,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
