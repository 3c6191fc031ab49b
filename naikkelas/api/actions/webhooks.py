"""Subscriptions to changes: making and ending them, filling and settling their deliveries."""

import json
import random
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from naikkelas.accounts.models import ApiToken, User
from naikkelas.accounts.queries_api import acts_within
from naikkelas.accounts.rules.scopes import HOOKS, SCOPES
from naikkelas.api.errors import IdempotencyKeyReused, TooManyHooks
from naikkelas.api.models import Delivery, Webhook
from naikkelas.api.queries.feed import Change, changes, newest_number
from naikkelas.api.rules.addresses import destination
from naikkelas.api.rules.retrying import is_last, pause_after
from naikkelas.api.rules.signing import secret_of
from naikkelas.audit.actions import record, seal
from naikkelas.audit.actions.trail import kabupaten_of
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import require

MOST_HOOKS = 5
"""Standing subscriptions of one key."""
CHANGES_AT_ONCE = 100
_PAGES_A_TURN = 10


def raw_secret(webhook: Webhook) -> bytes:
    """By what deliveries are signed: it follows from the key of the house and is stored nowhere."""
    return salted_hmac("naikkelas.api.webhook", str(webhook.pk), algorithm="sha256").digest()


def secret(webhook: Webhook) -> str:
    """The secret as the program gets it."""
    return secret_of(raw_secret(webhook))


@transaction.atomic
def subscribe(token: ApiToken, address: str, *, by: User, id: UUID | None = None) -> Webhook:
    """Tell an address of all changes from now on that the key sees; under the same `id` once."""
    _insist(token, by)
    ApiToken.objects.select_for_update(no_key=True).get(pk=token.pk)
    known = Webhook.objects.filter(pk=id).first() if id else None
    if known is not None:
        if known.address != address or known.token_id != token.pk:
            raise IdempotencyKeyReused
        return known
    where = destination(address, to_loopback=settings.WEBHOOKS_TO_LOOPBACK)
    if token.webhooks.filter(ended_at__isnull=True).count() >= MOST_HOOKS:
        raise TooManyHooks
    seal()  # what happened before is not told
    webhook = Webhook.objects.create(
        id=id or uuid7(),
        token=token,
        address=address,
        after=newest_number(),
        made_at=timezone.now(),
    )
    record("webhook.add", webhook, by=by, kabupaten=kabupaten_of(by), host=where.host)
    return webhook


@transaction.atomic
def end(webhook: Webhook, *, by: User) -> Webhook:
    """Send nothing more to it; what waits is not sent either."""
    webhook = Webhook.objects.select_for_update(of=("self",)).get(pk=webhook.pk)
    require(webhook.token.user_id == by.pk)
    if webhook.ended_at is None:
        webhook.ended_at = timezone.now()
        webhook.save(update_fields=["ended_at"])
        record("webhook.remove", webhook, by=by, kabupaten=kabupaten_of(by), host=_host(webhook))
    return webhook


@transaction.atomic
def replay(delivery: Delivery, *, by: User) -> Delivery:
    """Send it once more from the start, whatever became of it; the body is the same."""
    delivery = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    require(delivery.webhook.token.user_id == by.pk and delivery.webhook.ended_at is None)
    delivery.state, delivery.tries, delivery.done_at = Delivery.State.WAITING, 0, None
    delivery.due_at = timezone.now()
    delivery.save(update_fields=["state", "tries", "done_at", "due_at"])
    hook = delivery.webhook
    record("webhook.replay", hook, by=by, kabupaten=kabupaten_of(by), host=_host(hook))
    return delivery


def _insist(token: ApiToken, by: User) -> None:
    may = HOOKS in token.scope_codes and SCOPES[HOOKS].is_for(by.can)
    require(token.user_id == by.pk and token.is_standing and may)


def _host(webhook: Webhook) -> str:
    return destination(webhook.address, to_loopback=True).host


# Deliveries -------------------------------------------------------------------------------------


def fill_all() -> int:
    """Make deliveries of what happened since the last turn, for every subscription; how many."""
    return sum(fill(key) for key in Webhook.objects.standing().values_list("pk", flat=True))


@transaction.atomic
def fill(key: UUID) -> int:
    """Make deliveries for one subscription; several workers take turns."""
    rows = Webhook.objects.select_for_update(of=("self",), skip_locked=True)
    webhook = rows.select_related("token__user").filter(pk=key, ended_at__isnull=True).first()
    if webhook is None or not webhook.token.is_standing or not acts_within(webhook.token):
        return 0
    token, made = webhook.token, 0
    before = webhook.after
    for _ in range(_PAGES_A_TURN):
        page = changes(token.user, token.scope_codes, webhook.after, CHANGES_AT_ONCE)
        webhook.after = page.after
        if page.found:
            _deliver(webhook, page.found)
            made += 1
        if not page.more:
            break
    if webhook.after != before:
        webhook.save(update_fields=["after"])
    return made


def _deliver(webhook: Webhook, found: tuple[Change, ...]) -> None:
    now = timezone.now()
    key = uuid7()
    body = {"kiriman": str(key), "webhook": str(webhook.pk), "perubahan": list(map(told, found))}
    Delivery.objects.create(
        id=key,
        webhook=webhook,
        body=json.dumps(body, ensure_ascii=False),
        changes=len(found),
        due_at=now,
        made_at=now,
    )


def told(change: Change) -> dict[str, Any]:
    """A change as programs read it, in the feed and in deliveries."""
    about = {"jenis": change.object_kind, "id": change.object_id, "alamat": change.address}
    return {
        "id": str(change.id),
        "jenis": change.kind,
        "pada": change.at.isoformat(),
        "wilayah": change.area_code,
        "objek": about if change.object_kind else None,
    }


def settle(delivery: Delivery, at: datetime, *, status: int | None, problem: str = "") -> Delivery:
    """Note what became of a try: sent, to be tried again later, or dead."""
    delivery.tries += 1
    delivery.last_status, delivery.last_problem = status, problem[:200]
    if status is not None and 200 <= status < 300:
        delivery.state, delivery.done_at = Delivery.State.SENT, at
    elif is_last(delivery.tries, status):
        delivery.state, delivery.done_at = Delivery.State.DEAD, at
    else:
        pause = pause_after(delivery.tries)
        delivery.due_at = at + pause * random.uniform(1, 1.1)
    delivery.save(
        update_fields=["tries", "last_status", "last_problem", "state", "done_at", "due_at"]
    )
    return delivery
