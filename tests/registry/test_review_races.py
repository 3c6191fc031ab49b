"""Random pairs of acts meet on two connections: what comes out is what one after the other gives.

Each act is held at the moment before it writes until the other is there too, or for a moment: acts
that lock wait for each other all the same, acts that do not meet there every time. The machine
knows the rules in its own few words (`after`) and asks whether either order explains the outcome.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from random import Random
from typing import Any

import pytest
from django.db import connections
from hypothesis import HealthCheck, Phase, settings
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
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import NotYours, Refused
from naikkelas.registry import actions
from naikkelas.registry.actions import reports, verification
from naikkelas.registry.errors import (
    CorrectionReasonMissing,
    IllegalStep,
    OwnReport,
    Superseded,
)
from naikkelas.registry.models import KampungKB, Penduduk, ReviewStep
from tests.people import make_area, make_kampung, make_user

SENT, FIELD, DISTRICT, ENDORSED, RETURNED = (
    "dikirim",
    "diverifikasi_pkb",
    "diverifikasi_kecamatan",
    "disahkan",
    "dikembalikan",
)
WAY = {SENT: (FIELD, "pkb"), FIELD: (DISTRICT, "kecamatan"), DISTRICT: (ENDORSED, "kabupaten")}
DESKS = {
    "sari": "pkb",
    "tono": "pkb",
    "rina": "kecamatan",
    "darma": "kabupaten",
    "lestari": "kabupaten",
}
SENDERS = ("ani", "sari", "darma")
HELD_SECONDS = 0.15
RACES = 8
CHANCE = st.integers(0, 2**32 - 1).map(Random)
"""What came of a race is not known before, so what is drawn may not hang on it."""
_numbers = count()


@dataclass(frozen=True)
class Version:
    """A version as the machine knows it; `tag` is its figure, by which it is known again."""

    tag: int
    stage: str
    sender: str


Month = tuple[Version, ...]


@dataclass(frozen=True)
class Act:
    """What somebody does: `send`, `accept` or `return`, and the stage at which they saw it."""

    verb: str
    who: str
    tag: int
    seen: str = ""
    reason: str = ""


def after(month: Month, act: Act) -> tuple[type[Refused] | None, Month]:
    """What the rules say of an act that nobody disturbs: the refusal, or the month after it."""
    if act.verb == "send":
        if any(one.stage == ENDORSED for one in month) and not act.reason:
            return CorrectionReasonMissing, month
        return None, (*month, Version(act.tag, SENT, act.who))
    if refusal := _refusal(month, act):
        return refusal, month
    stage = RETURNED if act.verb == "return" else WAY[act.seen][0]
    return None, tuple(replace(one, stage=stage) if one.tag == act.tag else one for one in month)


def _refusal(month: Month, act: Act) -> type[Refused] | None:
    if act.seen not in WAY:
        return IllegalStep
    if DESKS.get(act.who) != WAY[act.seen][1]:
        return NotYours
    if month[-1].tag != act.tag:
        return Superseded
    if month[-1].stage != act.seen:
        return IllegalStep
    return OwnReport if month[-1].sender == act.who else None


class Races(RuleBasedStateMachine):
    """One month of one village of a kabupaten of its own, so that nothing has to be undone."""

    def __init__(self) -> None:
        super().__init__()
        self.code = f"91.{next(_numbers) % 90 + 10}"
        self.kampung, self.users = _village(self.code)
        self.month: Month = ()
        self.tags = count(101)
        self._meet(Act("send", "ani", next(self.tags)))

    @rule(chance=CHANCE)
    def two_at_once(self, chance: Random) -> None:
        self._meet(self._any_act(chance), self._any_act(chance))

    @rule(verbs=st.sampled_from([("accept", "accept"), ("accept", "return")]))
    def the_two_of_one_desk_at_once(self, verbs: tuple[str, str]) -> None:
        """Two approvers, or one who approves and one who returns."""
        newest = self.month[-1]
        pair = [who for who, desk in DESKS.items() if desk == WAY.get(newest.stage, ("", ""))[1]]
        if len(pair) == 2:
            self._meet(
                *(
                    Act(verb, who, newest.tag, newest.stage)
                    for verb, who in zip(verbs, pair, strict=True)
                )
            )

    @initialize(steps=st.integers(0, 2))
    def somewhere_on_the_way(self, steps: int) -> None:
        for _ in range(steps):
            self.one_step_further()

    @rule()
    def a_step_meets_a_correction(self) -> None:
        """Unless they wait for each other, accepted figures are corrected without a reason."""
        newest, send = self.month[-1], Act("send", "ani", next(self.tags))
        if newest.stage in WAY:
            self._meet(Act("accept", self._next_desk(), newest.tag, newest.stage), send)

    @rule()
    def one_step_further(self) -> None:
        newest = self.month[-1]
        if newest.stage in WAY:
            self._meet(Act("accept", self._next_desk(), newest.tag, newest.stage))

    @rule()
    def seal_while_somebody_sends(self) -> None:
        act = Act("send", "ani", next(self.tags), reason="Salah ketik")
        self._meet(act, beside=lambda: seal(everything=True))

    # What must hold -----------------------------------------------------------------------------

    @invariant()
    def the_steps_of_each_version_lead_from_one_stage_to_the_next(self) -> None:
        rows = {row.pus: row for row in self._versions()}
        assert {tag: row.state for tag, row in rows.items()} == {
            one.tag: one.stage for one in self.month
        }
        for row in rows.values():
            assert (row.endorsed_at is not None) == (row.state == ENDORSED)
            stage = SENT
            for step in ReviewStep.objects.filter(version_id=row.pk).order_by("taken_at", "id"):
                assert step.from_state == stage
                assert step.to_state in {WAY[stage][0], RETURNED}
                stage = step.to_state
            assert stage == row.state

    @invariant()
    def every_act_that_came_through_has_its_event(self) -> None:
        steps = {str(key) for key in self._steps().values_list("pk", flat=True)}
        told = self._events("report.verify", "report.endorse", "report.return")
        assert sorted(event.data["step"] for event in told) == sorted(steps)
        sent = self._events("report.submit", "report.correct")
        keys = self._versions().values_list("pk", flat=True)
        assert sorted(event.subject_id for event in sent) == sorted(map(str, keys))

    @invariant()
    def the_chain_holds_every_event(self) -> None:
        seal(everything=True)
        found = verify(self.code)
        assert found.ok
        assert (found.sealed, found.unsealed) == (
            Event.objects.filter(kabupaten_code=self.code).count(),
            0,
        )
        assert found.sealed >= len(self.month)

    # How acts meet ------------------------------------------------------------------------------

    def _meet(self, *acts: Act, beside: Callable[[], Any] | None = None) -> None:
        """Do acts at once; whatever came of them, one after the other could have come to it."""
        deeds: list[Callable[[], Any]] = [self._deed(act) for act in acts]
        outcomes = _at_once([*deeds, beside] if beside else deeds)[: len(acts)]
        stored = list(self._versions())
        for met, month in _orders(self.month, acts):
            if met == tuple(outcomes) and self._is_like(stored, month):
                self.month = month
                return
        states = [(row.pus, row.state) for row in stored]
        raise AssertionError(f"no order of {acts} explains {outcomes} and {states}")

    @staticmethod
    def _is_like(stored: list[Any], month: Month) -> bool:
        return [(row.pus, row.state) for row in stored] == [(one.tag, one.stage) for one in month]

    def _deed(self, act: Act) -> Callable[[], Any]:
        by = self.users[act.who]
        if act.verb == "send":
            return lambda: actions.submit_report(
                "penduduk",
                self.kampung,
                year=2025,
                month=6,
                values={"pus": act.tag},
                by=by,
                reason=act.reason,
            )
        key = Penduduk.objects.get(kampung=self.kampung, pus=act.tag).pk
        if act.verb == "accept":
            return lambda: actions.accept("penduduk", key, by=by, seen=act.seen)
        return lambda: actions.send_back("penduduk", key, by=by, seen=act.seen, comment="Cek")

    def _next_desk(self) -> str:
        """Somebody whose turn it is at the newest version, and who did not send it."""
        newest = self.month[-1]
        desk = WAY[newest.stage][1]
        return next(one for one, own in DESKS.items() if own == desk and one != newest.sender)

    def _any_act(self, chance: Random) -> Act:
        verb = chance.choice(["send", "accept", "accept", "return"])
        if verb == "send":
            reason = chance.choice(["", "Salah ketik"])
            return Act(verb, chance.choice(SENDERS), next(self.tags), reason=reason)
        version = chance.choice([*self.month, *[self.month[-1]] * 3])
        seen = chance.choice([version.stage] * 3 + [*WAY, ENDORSED, RETURNED])
        desk = [who for who, own in DESKS.items() if own == WAY.get(seen, ("", ""))[1]]
        return Act(verb, chance.choice([*desk * 3, *DESKS, "ani"]), version.tag, seen)

    def _versions(self) -> Any:
        return Penduduk.objects.filter(kampung=self.kampung).order_by("recorded_at")

    def _steps(self) -> Any:
        return ReviewStep.objects.filter(kampung=self.kampung)

    def _events(self, *verbs: str) -> Any:
        return Event.objects.filter(kabupaten_code=self.code, verb__in=verbs)


def _orders(
    month: Month, acts: tuple[Act, ...]
) -> Iterator[tuple[tuple[type[Refused] | None, ...], Month]]:
    """What each order of one or two acts comes to: the outcome of each act, and the month."""
    places = range(len(acts))
    for order in (places, reversed(places)):
        met: dict[int, type[Refused] | None] = {}
        then = month
        for place in order:
            met[place], then = after(then, acts[place])
        yield tuple(met[place] for place in places), then


def _at_once(deeds: list[Callable[[], Any]]) -> list[type[Refused] | None]:
    """What each deed came to; each on a thread and connection of its own, held before it writes."""
    outcomes: list[Any] = [None] * len(deeds)

    def run(place: int, deed: Callable[[], Any]) -> None:
        try:
            deed()
        except Refused as refusal:
            outcomes[place] = type(refusal)
        except Exception as error:
            outcomes[place] = error  # told by the assertion, with its words
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(deeds)]
    with _held(len(deeds)):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return outcomes


@contextmanager
def _held(parties: int) -> Iterator[None]:
    """Whoever has looked and is about to write waits a moment for the others to get there too."""
    gate = threading.Barrier(parties)

    def held(act: Callable[..., Any]) -> Callable[..., Any]:
        def then(*args: Any, **more: Any) -> Any:
            try:
                gate.wait(HELD_SECONDS if parties > 1 else 0)
            except threading.BrokenBarrierError:
                gate.reset()
            return act(*args, **more)

        return then

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verification, "_take", held(verification._take))
        patch.setattr(reports, "uuid7", held(uuid7))
        yield


def _village(kabupaten: str) -> tuple[KampungKB, dict[str, User]]:
    code = f"{kabupaten}.01.2001"
    village = make_area(code, "Sukamaju")
    areas = {4: village, 3: Area.objects.get(pk=code[:8]), 2: Area.objects.get(pk=kabupaten)}
    posts = {
        "ani": (Role.POKJA_CHAIR, 4),
        "sari": (Role.FIELD, 4),
        "tono": (Role.FIELD, 3),
        "rina": (Role.DISTRICT, 3),
        "darma": (Role.OPERATOR, 2),
        "lestari": (Role.HEAD, 2),
    }
    users = {
        who: make_user(f"{who}{kabupaten[3:]}", who, role, areas[level])
        for who, (role, level) in posts.items()
    }
    return make_kampung(village), users


@pytest.mark.slow
@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("examples", [4, pytest.param(10, marks=pytest.mark.long)])
def test_whoever_meets_whom_the_outcome_is_that_of_one_after_the_other(examples: int) -> None:
    run_state_machine_as_test(
        Races,
        settings=settings(
            max_examples=examples,
            stateful_step_count=RACES,
            deadline=None,
            phases=[Phase.generate],  # a race is not repeated, so nothing can be made smaller
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
