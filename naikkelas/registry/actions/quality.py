"""Keeping the queue of data quality true to the newest reports, and closing its items."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from naikkelas.accounts.queries import system_user
from naikkelas.areas.models import Area
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import require
from naikkelas.registry import access
from naikkelas.registry.errors import AlreadyClosed, ClosingReasonMissing
from naikkelas.registry.models import KampungKB, QualityItem
from naikkelas.registry.queries import quality as queries
from naikkelas.registry.rules import quality
from naikkelas.registry.rules.quality import LONGEST_DETAIL, LONGEST_MARK, Found

LONGEST_REASON = 300
MENDED = "Sudah diperbaiki"
_ROWS_AT_A_TIME = 500
Key = tuple[UUID, str, str]
"""Kampung, form and mark: what makes an open item one."""


def refresh(kabupaten: str, *, by: Actor | None = None) -> tuple[int, int]:
    """Bring the open items of a kabupaten up to its newest versions; (opened, closed).

    Safe to run again and at once by two workers: the second waits, then finds nothing to do. What
    was closed by a person stays closed as long as the same version stands.
    """
    with transaction.atomic():
        # Held so that two workers do not open the same items; nothing of the area changes.
        area = Area.objects.select_for_update().filter(pk=kabupaten).first()
        if area is None:
            return 0, 0
        found = _unjudged(kabupaten, queries.find(kabupaten, queries.day_of(kabupaten)))
        standing = {
            (item.kampung_id, item.form, item.mark): item
            for item in queries.open_items().filter(kabupaten_code=kabupaten)
        }
        owners = _owners(kabupaten, found)
        _close_mended([item for key, item in standing.items() if key not in found])
        _bring_up_to_date(standing, found, owners)
        new = [key for key in found if key not in standing]
        _open(kabupaten, {key: found[key] for key in new}, owners)
        closed = len(standing.keys() - found.keys())
        if new or closed:
            who = by or system_user()
            record(
                "quality.refresh",
                area,
                by=who,
                kabupaten=kabupaten,
                opened=len(new),
                closed=closed,
            )
    return len(new), closed


def refresh_changed() -> list[str]:
    """Refresh every kabupaten in which something happened since the last time, and once a day."""
    refreshed = []
    for kabupaten, state in queries.states().items():
        key = f"mutu:{kabupaten}"
        if cache.get(key) != state:
            refresh(kabupaten)
            cache.set(key, state, timeout=None)
            refreshed.append(kabupaten)
    return refreshed


@transaction.atomic
def close(item: QualityItem, *, reason: str, by: Actor) -> QualityItem:
    """Close an item because somebody looked and it is right, with the reason."""
    item = QualityItem.objects.select_for_update().get(pk=item.pk)
    require(access.may_close_item(by, item))
    if item.closed_at:
        raise AlreadyClosed
    if not reason.strip():
        raise ClosingReasonMissing
    item.closed_at = timezone.now()
    item.closed_by = by.pk
    item.outcome = reason.strip()[:LONGEST_REASON]
    item.save(update_fields=["closed_at", "closed_by", "outcome"])
    # The reason stands in the item: it may name people, and an event cannot be scrubbed.
    record(
        "quality.close",
        item,
        by=by,
        kabupaten=item.kabupaten_code,
        kampung=item.kampung.nama,
        detail=item.detail,
    )
    return item


def _unjudged(kabupaten: str, found: Mapping[UUID, Iterable[Found]]) -> dict[Key, Found]:
    """What was found, without what a person has judged of the same version."""
    judged = set(
        QualityItem.objects.filter(
            kabupaten_code=kabupaten, closed_at__isnull=False, closed_by__isnull=False
        ).values_list("kampung_id", "form", "mark", "version_id")
    )
    return {
        (key, one.form, one.mark[:LONGEST_MARK]): one
        for key, items in found.items()
        for one in items
        if (key, one.form, one.mark[:LONGEST_MARK], one.version) not in judged
    }


def _owners(kabupaten: str, found: Mapping[Key, Found]) -> dict[Key, str]:
    """The desk whose turn it is at each."""
    held = queries.held_desks(kabupaten)
    asked = {key for key, _, _ in found}
    villages = KampungKB.objects.within(kabupaten).values_list("pk", "village_id")
    desks = {key: queries.desks_of(code, held) for key, code in villages if key in asked}
    return {key: quality.owner(one.kind, desks[key[0]]) for key, one in found.items()}


def _close_mended(items: list[QualityItem]) -> None:
    for item in items:
        item.closed_at, item.outcome = timezone.now(), MENDED
    columns = ["closed_at", "outcome"]
    QualityItem.objects.bulk_update(items, columns, batch_size=_ROWS_AT_A_TIME)


def _bring_up_to_date(
    standing: Mapping[Key, QualityItem], found: Mapping[Key, Found], owners: Mapping[Key, str]
) -> None:
    """What is still so, said as it is now and on the desk of today; the due day stays."""
    changed = []
    for key, item in standing.items():
        one = found.get(key)
        if one is None:
            continue
        now = (one.version, one.detail[:LONGEST_DETAIL], owners[key], str(one.kind))
        if (item.version_id, item.detail, item.owner_role, item.kind) != now:
            item.version_id, item.detail, item.owner_role, item.kind = now
            changed.append(item)
    columns = ["version_id", "detail", "owner_role", "kind"]
    QualityItem.objects.bulk_update(changed, columns, batch_size=_ROWS_AT_A_TIME)


def _open(kabupaten: str, found: Mapping[Key, Found], owners: Mapping[Key, str]) -> None:
    today = queries.today_of(kabupaten)
    items = [
        QualityItem(
            id=uuid7(),
            kampung_id=kampung,
            kabupaten_code=kabupaten,
            kind=one.kind,
            form=form,
            version_id=one.version,
            mark=mark,
            detail=one.detail[:LONGEST_DETAIL],
            owner_role=owners[kampung, form, mark],
            opened_at=timezone.now(),
            due_on=quality.due(one, today),
        )
        for (kampung, form, mark), one in found.items()
    ]
    QualityItem.objects.bulk_create(items, batch_size=_ROWS_AT_A_TIME)
