"""What the worker does for this room: telling subscribers of changes."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from naikkelas.api import outgoing
from naikkelas.api.actions import webhooks
from naikkelas.api.models import Delivery
from naikkelas.api.rules import signing
from naikkelas.audit.actions import seal

LEASE = timedelta(minutes=5)
"""How long a delivery is one worker's; after that another takes it over."""
MOST_OF_ONE = 5
MOST_A_TURN = 50


def tell_changes() -> None:
    """Seal what is new, make deliveries of it, and hand those that are due to the queue."""
    seal()
    webhooks.fill_all()
    for key in due():
        send.enqueue(str(key))


def due() -> list[UUID]:
    """The deliveries to try now, claimed for this worker; few of each, so that a slow address
    holds nobody up."""
    now = timezone.now()
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING, due_at__lte=now)
    rows = waiting.filter(webhook__ended_at__isnull=True).order_by("due_at", "id")
    taken: list[UUID] = []
    of_each: dict[UUID, int] = {}
    for key, webhook in rows.values_list("pk", "webhook_id")[: 10 * MOST_A_TURN]:
        if len(taken) < MOST_A_TURN and of_each.get(webhook, 0) < MOST_OF_ONE:
            claimed = waiting.filter(pk=key).update(due_at=now + LEASE)
            if claimed:
                of_each[webhook] = of_each.get(webhook, 0) + 1
                taken.append(key)
    return taken


@task()
def send(delivery_id: str) -> None:
    """Try one delivery once."""
    rows = Delivery.objects.select_related("webhook")
    delivery = rows.filter(pk=delivery_id, state=Delivery.State.WAITING).first()
    if delivery is None or delivery.webhook.ended_at:
        return
    now = timezone.now()
    body = delivery.body.encode()
    raw = webhooks.raw_secret(delivery.webhook)
    headers = signing.headers(raw, str(delivery.pk), int(now.timestamp()), body)
    outcome = outgoing.post(
        delivery.webhook.address, body, headers, to_loopback=settings.WEBHOOKS_TO_LOOPBACK
    )
    webhooks.settle(delivery, timezone.now(), status=outcome.status, problem=outcome.problem)
