"""Sessions of a training: when and where, who is asked, who has a seat, who was there."""

import secrets
from datetime import date, datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from naikkelas.areas.models import Area
from naikkelas.lib.dates import id_date
from naikkelas.lib.ids import uuid7
from naikkelas.registry.models import Kader, KampungKB
from naikkelas.registry.rules import meetings as clock
from naikkelas.training.models.curricula import CurriculumVersion

SEED_BYTES = 16


def new_seed() -> str:
    """What the questions of one participant are drawn from; it never leaves the server."""
    return secrets.token_hex(SEED_BYTES)


class TrainingSession(models.Model):
    """A training on one or several days, for the kampung of an area.

    `taken` counts the seats that are given away; the database keeps it within `seats`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kabupaten_code = models.CharField(max_length=5)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    curriculum = models.ForeignKey(
        CurriculumVersion, on_delete=models.PROTECT, related_name="sessions"
    )
    starts_on = models.DateField("hari pertama")
    ends_on = models.DateField("hari terakhir")
    starts = models.TimeField("mulai")
    ends = models.TimeField("selesai")
    time_zone = models.CharField(max_length=40)
    place = models.CharField("tempat", max_length=160)
    trainer = models.CharField("pelatih", max_length=160, blank=True)
    seats = models.PositiveSmallIntegerField("kursi")
    taken = models.PositiveSmallIntegerField("kursi terisi", default=0)
    cost = models.PositiveBigIntegerField("biaya (rupiah)", null=True)
    is_example = models.BooleanField("contoh", default=False)
    planned_by = models.BigIntegerField()
    planned_at = models.DateTimeField()
    cancelled_by = models.BigIntegerField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_reason = models.CharField("alasan batal", max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["-starts_on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="session_ends_on_or_after_its_first_day",
                condition=Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="session_ends_after_it_starts", condition=Q(ends__gt=F("starts"))
            ),
            models.CheckConstraint(
                name="session_is_never_overbooked",
                condition=Q(taken__lte=F("seats"), seats__gte=1),
            ),
            models.CheckConstraint(
                name="session_cancelled_at_and_by_together",
                condition=Q(
                    cancelled_at__isnull=True, cancelled_by__isnull=True, cancelled_reason=""
                )
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False)
                & ~Q(cancelled_reason=""),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kabupaten_code", "starts_on"], name="session_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.curriculum.name}, {id_date(self.starts_on)}"

    @property
    def days(self) -> tuple[date, ...]:
        """Its days, the first one first."""
        count = (self.ends_on - self.starts_on).days + 1
        return tuple(self.starts_on + timedelta(days=one) for one in range(count))

    @property
    def hours(self) -> str:
        """The hours of each day with their clock, in words."""
        return clock.hours_in_words(self.starts, self.ends, self.time_zone)

    @property
    def is_full(self) -> bool:
        """Whether no seat is left, so that who comes now waits."""
        return self.taken >= self.seats

    def starts_at(self, day: date) -> datetime:
        """When one of its days begins, as an aware moment."""
        return clock.moment(day, self.starts, self.time_zone)

    def ends_at(self, day: date) -> datetime:
        """When one of its days ends, as an aware moment."""
        return clock.moment(day, self.ends, self.time_zone)


class SessionInvitation(models.Model):
    """A kampung that is asked to send people, and the gap for which it was asked."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    session = models.ForeignKey(
        TrainingSession, on_delete=models.PROTECT, related_name="invitations"
    )
    kampung = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="+")
    kabupaten_code = models.CharField(max_length=5)
    reason = models.CharField("karena", max_length=300, blank=True)
    invited_by = models.BigIntegerField()
    invited_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["invited_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["session", "kampung"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_standing_invitation_per_kampung",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kampung_id}"


class Participant(models.Model):
    """A kader who takes part: with a seat, on the waiting list, or no more.

    Seats are numbered; no two people ever hold the same one, and none is above the seats of the
    session, since the session counts them (`session_is_never_overbooked`).
    """

    class State(models.TextChoices):
        SEATED = "terdaftar", "Terdaftar"
        WAITING = "menunggu", "Daftar tunggu"
        CANCELLED = "batal", "Batal"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    session = models.ForeignKey(
        TrainingSession, on_delete=models.PROTECT, related_name="participants"
    )
    kader = models.ForeignKey(Kader, on_delete=models.PROTECT, related_name="+")
    kabupaten_code = models.CharField(max_length=5)
    state = models.CharField("keadaan", max_length=10, choices=State.choices)
    seat = models.PositiveSmallIntegerField("kursi", null=True)
    seed = models.CharField(max_length=32, default=new_seed)
    registered_by = models.BigIntegerField()
    registered_at = models.DateTimeField()
    cancelled_by = models.BigIntegerField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["registered_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["session", "kader"],
                condition=~Q(state="batal"),
                name="one_place_per_kader_and_session",
            ),
            models.UniqueConstraint(
                fields=["session", "seat"],
                condition=Q(seat__isnull=False),
                name="one_person_per_seat",
            ),
            models.CheckConstraint(
                name="participant_with_a_seat_is_registered",
                condition=Q(state="terdaftar", seat__gte=1)
                | (~Q(state="terdaftar") & Q(seat__isnull=True)),
            ),
            models.CheckConstraint(
                name="participant_cancelled_at_and_by_together",
                condition=Q(state="batal", cancelled_at__isnull=False, cancelled_by__isnull=False)
                | (~Q(state="batal") & Q(cancelled_at__isnull=True, cancelled_by__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_state_display())


class Presence(models.Model):
    """A participant was there on a day: ticked by the trainer, or noted by the code."""

    class Way(models.TextChoices):
        TICKED = "centang", "Dicentang"
        CODE = "kode", "Kode QR"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="presence")
    kabupaten_code = models.CharField(max_length=5)
    day = models.DateField("hari")
    way = models.CharField("cara", max_length=8, choices=Way.choices)
    noted_by = models.BigIntegerField()
    noted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["day", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["participant", "day"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_presence_per_participant_and_day",
            )
        ]

    def __str__(self) -> str:
        return id_date(self.day)
