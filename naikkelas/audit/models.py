"""The append-only trail: who did what, when, to what, and what it was before."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from naikkelas.lib.ids import uuid7


class Event(models.Model):
    """One act. Triggers refuse UPDATE and DELETE on both engines (migration 0002).

    The actor's key and post are frozen here; the name lives with the account, where it can be
    scrubbed. The subject is named without a foreign key: what was may go, the trail stays (ADR 5).
    So is the kampung to which the subject belongs; None is an act that may concern all of them.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField(db_index=True)
    actor: models.ForeignKey[AbstractBaseUser, AbstractBaseUser] = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    actor_post = models.CharField(max_length=120)
    verb = models.CharField(max_length=60)
    kabupaten_code = models.CharField(max_length=5, blank=True)
    kampung_id = models.UUIDField("kampung", null=True, editable=False)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=64)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    data = models.JSONField(default=dict)
    request_id = models.CharField(max_length=36, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["kabupaten_code", "at"], name="event_by_kabupaten"),
            models.Index(fields=["subject_type", "subject_id", "at"], name="event_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject_type} {self.subject_id}"


class Seal(models.Model):
    """The place of one event in the chain of its kabupaten (ADR 17); only added, like events.

    The chain of the empty code holds the events of no kabupaten. The event is named without a
    foreign key: when somebody removes an event, its seal must stay and tell.
    """

    id = models.BigAutoField(primary_key=True)
    kabupaten_code = models.CharField(max_length=5, blank=True)
    number = models.BigIntegerField("nomor dalam rantai")
    event_id = models.UUIDField(unique=True)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["kabupaten_code", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kabupaten_code", "number"], name="one_seal_per_kabupaten_and_number"
            ),
            models.CheckConstraint(
                name="seal_numbers_begin_at_one", condition=models.Q(number__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kabupaten_code or 'nasional'} {self.number} {self.digest[:12]}"
