"""What came of a training: tests that were sat, certificates that were given and taken back."""

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from naikkelas.lib.ids import uuid7
from naikkelas.registry.models import KaderTraining
from naikkelas.training.models.sessions import Participant

TOKEN_BYTES = 16
"""128 bits: nobody finds the page of a certificate by trying."""


def new_token() -> str:
    """The secret part of the address that the QR code of a certificate leads to."""
    return secrets.token_urlsafe(TOKEN_BYTES)


class TestSitting(models.Model):
    """One test as one person took it: what was asked, what was answered, how many were right.

    All sittings are kept and none is changed (triggers refuse). `drawn` holds the codes of the
    questions with the order of their answers, `answers` the places that were chosen.
    """

    __test__ = False  # no collection of tests, whatever its name

    class Kind(models.TextChoices):
        BEFORE = "pra", "Tes awal"
        AFTER = "pasca", "Tes akhir"

    class Way(models.TextChoices):
        ONLINE = "daring", "Daring"
        PHONE = "hp", "Aplikasi di HP"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="sittings")
    kabupaten_code = models.CharField(max_length=5)
    kind = models.CharField("jenis", max_length=5, choices=Kind.choices)
    number = models.PositiveSmallIntegerField("percobaan ke")
    drawn = models.JSONField("soal yang diundi")
    answers = models.JSONField("jawaban")
    right = models.PositiveSmallIntegerField("benar")
    asked = models.PositiveSmallIntegerField("soal")
    way = models.CharField("cara", max_length=6, choices=Way.choices)
    made_at = models.DateTimeField("menurut jam HP", null=True)
    recorded_by = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["recorded_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["participant", "kind", "number"], name="one_sitting_per_kind_and_number"
            ),
            models.CheckConstraint(
                name="sitting_has_no_more_right_than_asked",
                condition=Q(right__lte=F("asked"), asked__gte=1, number__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.right}/{self.asked}"

    @property
    def percent(self) -> float:
        """The score in hundredths."""
        return 100 * self.right / self.asked


class Certificate(models.Model):
    """What a participant who came and passed was given; it may be taken back, never changed.

    No name stands here: it is that of the kader, so that who is forgotten is forgotten here too.
    `training` is the row in the records of the kampung from which "terlatih" follows;
    `made_training` tells that it was written for this certificate.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="certificates"
    )
    kabupaten_code = models.CharField(max_length=5)
    year = models.PositiveSmallIntegerField("tahun")
    serial = models.PositiveIntegerField("nomor urut")
    token = models.CharField(max_length=32, unique=True, default=new_token)
    issued_on = models.DateField("diterbitkan")
    hours = models.PositiveSmallIntegerField("jam pelajaran")
    score = models.PositiveSmallIntegerField("nilai")
    training = models.ForeignKey(KaderTraining, on_delete=models.PROTECT, related_name="+")
    made_training = models.BooleanField(default=True)
    issued_by = models.BigIntegerField()
    issued_at = models.DateTimeField()
    revoked_by = models.BigIntegerField(null=True)
    revoked_at = models.DateTimeField("dicabut", null=True)
    revoked_reason = models.CharField("alasan dicabut", max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["-year", "-serial"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kabupaten_code", "year", "serial"], name="one_certificate_per_number"
            ),
            models.UniqueConstraint(
                fields=["participant"],
                condition=Q(revoked_at__isnull=True),
                name="one_standing_certificate_per_participant",
            ),
            models.CheckConstraint(
                name="certificate_revoked_at_by_and_why_together",
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True, revoked_reason="")
                | Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoked_reason=""),
            ),
            models.CheckConstraint(
                name="certificate_score_is_a_percentage", condition=Q(score__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The number as it is printed: `0037/SERT-KKB/63.01/2027`."""
        return f"{self.serial:04d}/SERT-KKB/{self.kabupaten_code}/{self.year}"
