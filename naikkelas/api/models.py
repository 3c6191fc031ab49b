"""What the API remembers: first answers to writes, subscriptions, and what they are sent."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from naikkelas.accounts.models import ApiToken
from naikkelas.lib.ids import uuid7


class Answer(models.Model):
    """The first answer to a write under an Idempotency-Key; cleared after two days.

    What was written has an identifier that follows from the key, so that even later the same key
    makes no second thing.
    """

    token = models.ForeignKey(ApiToken, on_delete=models.PROTECT, related_name="+")
    key = models.CharField("Idempotency-Key", max_length=100)
    request_hash = models.CharField(max_length=64)
    status = models.SmallIntegerField(default=0)
    location = models.CharField(max_length=200, blank=True)
    body = models.TextField("jawaban")
    made_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token", "key"], name="one_answer_per_key")
        ]

    def __str__(self) -> str:
        return f"{self.token_id} {self.key}"


class WebhookQuerySet(models.QuerySet["Webhook"]):
    """The vocabulary of subscriptions."""

    def standing(self) -> "WebhookQuerySet":
        """Not ended; whether the key still is good is asked at each turn."""
        return self.filter(ended_at__isnull=True)


class Webhook(models.Model):
    """An address of a program that is told of every change which its key sees.

    `after` is the number up to which changes were made into deliveries. The secret by which they
    are signed follows from the identifier and the key of the house; it is stored nowhere.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    token = models.ForeignKey(ApiToken, on_delete=models.PROTECT, related_name="webhooks")
    address = models.CharField("alamat", max_length=500)
    after = models.BigIntegerField("sampai perubahan nomor")
    made_at = models.DateTimeField("dibuat pada")
    ended_at = models.DateTimeField("dihentikan pada", null=True)

    objects: ClassVar[WebhookQuerySet] = WebhookQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["-made_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="webhook_ends_after_it_was_made",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("made_at")),
            )
        ]

    def __str__(self) -> str:
        return f"webhook {self.id}"


class Delivery(models.Model):
    """Some changes on their way to one address, tried again with growing pauses."""

    class State(models.TextChoices):
        WAITING = "menunggu", "Menunggu"
        SENT = "terkirim", "Terkirim"
        DEAD = "mati", "Berhenti dicoba"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries")
    body = models.TextField("isi (JSON)")
    changes = models.PositiveSmallIntegerField("banyaknya perubahan")
    state = models.CharField("keadaan", max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField("percobaan", default=0)
    due_at = models.DateTimeField("dicoba lagi pada")
    last_status = models.SmallIntegerField("jawaban terakhir", null=True)
    last_problem = models.CharField("masalah terakhir", max_length=200, blank=True)
    made_at = models.DateTimeField("dibuat pada")
    done_at = models.DateTimeField("selesai pada", null=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="delivery_state_is_known",
                condition=Q(state__in=["menunggu", "terkirim", "mati"]),
            ),
            models.CheckConstraint(
                name="delivery_done_when_not_waiting",
                condition=Q(state="menunggu", done_at__isnull=True)
                | (~Q(state="menunggu") & Q(done_at__isnull=False)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=Q(state="menunggu"), name="delivery_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.webhook_id} {self.made_at:%Y-%m-%d %H:%M}"
