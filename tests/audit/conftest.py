"""Events to seal, and a hand that reaches past the triggers as an intruder's would."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from naikkelas.accounts.models import User
from naikkelas.audit.models import Event

Written = Callable[..., Event]


@pytest.fixture
def write(darma: User) -> Written:
    """Writes an event straight into the table."""

    def act(verb: str = "kampung.edit", **more: Any) -> Event:
        values: dict[str, Any] = {
            "at": timezone.now(),
            "actor_id": darma.pk,
            "actor_post": "Operator kabupaten 91.37",
            "verb": verb,
            "kabupaten_code": "91.37",
            "subject_type": "registry.kampungkb",
            "subject_id": "37",
            "before": {"nama": "Suka Maju"},
            "after": {"nama": "Sukamaju “Baru” é"},
            "data": {"kampung": "Sukamaju", "angka": 3.7},
        }
        return Event.objects.create(**(values | more))

    return act


@pytest.fixture
def tamper() -> Callable[[str], None]:
    """Runs SQL with the triggers of both tables out of the way."""
    return _past_the_triggers


def _past_the_triggers(statement: str) -> None:
    with connection.cursor() as cursor:
        for table in ("audit_event", "audit_seal"):
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")
            else:
                for verb in ("update", "delete"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
        cursor.execute(statement)


LONG_AGO = datetime(2025, 3, 7, 3, 7, tzinfo=UTC)
