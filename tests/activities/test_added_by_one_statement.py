"""A new activity is one statement on PostgreSQL; what does not fit goes the long way."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from naikkelas.accounts.models import User
from naikkelas.activities.actions import envelopes
from naikkelas.activities.models import Envelope, Kegiatan
from naikkelas.audit.models import Event
from naikkelas.registry.models import KampungKB
from tests.activities.conftest import told
from tests.activities.phone import Phone, envelope

pytestmark = [pytest.mark.django_db, pytest.mark.postgres_only]
ADDED = (
    '"activities_kegiatan"',
    '"audit_event"',
    '"activities_envelope"',
)


def _sent(kampung: KampungKB, **more: Any) -> dict[str, Any]:
    return envelope(kampung, "kegiatan", body=told(**more))


def _meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Between the look at the kampung and the storing, once."""
    applied, acts = envelopes.applied, [act]

    def late(*given: Any) -> Any:
        landed = applied(*given)
        if acts:
            acts.pop()()
        return landed

    monkeypatch.setattr(envelopes, "applied", late)


def test_whatever_it_stores_is_in_one_statement(kampung: KampungKB, ani: User) -> None:
    phone = Phone(ani)
    phone.send(_sent(kampung))

    with CaptureQueriesContext(connection) as asked:
        answer = phone.send(_sent(kampung))

    assert answer.status_code == 201
    statements = [one["sql"] for one in asked.captured_queries if "SAVEPOINT" not in one["sql"]]
    writes = [one for one in statements if not one.lstrip().startswith("SELECT")]
    assert len(writes) == 1, writes
    assert all(table in writes[0] for table in ADDED)
    assert Kegiatan.objects.count() == Envelope.objects.count() == 2
    assert Event.objects.filter(verb="kegiatan.report").count() == 2


def test_a_kampung_that_closes_meanwhile_gets_no_activity(
    kampung: KampungKB, ani: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = KampungKB.objects.filter(pk=kampung.pk)
    _meanwhile(monkeypatch, lambda: known.update(is_active=False))

    answer = Phone(ani).send(_sent(kampung))

    assert answer.status_code == 422
    assert Envelope.objects.get().state == Envelope.State.REFUSED
    assert not Kegiatan.objects.exists()
    assert not Event.objects.filter(verb="kegiatan.report").exists()


def test_a_kampung_that_is_withdrawn_meanwhile_keeps_nothing(
    kampung: KampungKB, ani: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = KampungKB.objects.filter(pk=kampung.pk)
    _meanwhile(monkeypatch, lambda: known.update(withdrawn_at=timezone.now()))

    answer = Phone(ani).send(_sent(kampung))

    assert answer.status_code == 404
    assert not Envelope.objects.exists()
    assert not Kegiatan.objects.exists()


def test_the_same_that_was_stored_meanwhile_gets_the_same_answer(
    kampung: KampungKB, ani: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent, first = _sent(kampung), []
    _meanwhile(monkeypatch, lambda: first.append(Phone(ani).send(sent)))

    second = Phone(ani).send(sent)

    assert (first[0].status_code, second.status_code) == (201, 201)
    assert first[0].content == second.content
    assert Kegiatan.objects.count() == Envelope.objects.count() == 1


def test_what_is_refused_is_kept_with_its_reason(kampung: KampungKB, ani: User) -> None:
    answer = Phone(ani).send(_sent(kampung, judul=""))

    assert answer.status_code == 422
    assert Envelope.objects.get().state == Envelope.State.REFUSED
    assert not Kegiatan.objects.exists()
