"""Sealing: the worker chains what was written, so that no write waits for another (decision 9)."""

import logging
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from naikkelas.audit.models import Seal
from naikkelas.audit.queries.chain import Head, head_of, heads, search_from, unsealed
from naikkelas.audit.rules.chain import FIELDS, digest_of

logger = logging.getLogger("naikkelas.audit.heads")
_EVENTS_AT_ONCE = 5000
_LOCK = 0x4E4B5345414C  # "NKSEAL"


def seal(*, everything: bool = False) -> int:
    """Give every event without a seal its place in the chain of its kabupaten; how many.

    May be run at any time, by several workers, and again after a crash: an event is sealed once. An
    event whose transaction committed late gets its place when it is seen; the chain tells the
    order of sealing, the event the time of the act. `everything` looks through the whole trail.
    """
    since = None if everything else search_from()
    total = 0
    while count := _seal_some(since):
        total += count
    return total


def note_heads() -> None:
    """Write the end of each chain to the log, which is kept elsewhere than the database."""
    for head in heads():
        logger.info("Ujung rantai jejak: %s %s %s", head.kabupaten or "-", head.number, head.digest)


@transaction.atomic
def _seal_some(since: datetime | None) -> int:
    _wait_for_other_workers()
    events = list(unsealed(since=since).values(*FIELDS)[:_EVENTS_AT_ONCE])
    ends: dict[str, Head] = {}
    seals = []
    for event in events:
        code = event["kabupaten_code"]
        end = ends.get(code) or head_of(code)
        ends[code] = Head(code, end.number + 1, digest_of(end.digest, event))
        seals.append(_seal_at(ends[code], event["id"]))
    Seal.objects.bulk_create(seals)
    return len(seals)


def _seal_at(place: Head, event_id: UUID) -> Seal:
    return Seal(
        kabupaten_code=place.kabupaten,
        number=place.number,
        event_id=event_id,
        digest=place.digest,
        sealed_at=timezone.now(),
    )


def _wait_for_other_workers() -> None:
    """One sealer at a time; on SQLite a transaction that writes is alone anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
