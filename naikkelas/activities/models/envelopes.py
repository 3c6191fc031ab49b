"""What phones sent, as they sent it: envelopes, other contents under a number, photos in pieces."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from naikkelas.registry.models import KampungKB


class Envelope(models.Model):
    """One thing that a phone sent, under the number that the phone gave it (ADR 31).

    The number is the primary key: of identical posts at one time the first writes the row, the
    others wait for its commit and read its answer. `body` holds the exact bytes until they are
    cleared; `sha256` and the answer stay, so that a repeat is known for ever.
    """

    class State(models.TextChoices):
        ACCEPTED = "diterima", "Diterima"
        REFUSED = "ditolak", "Perlu diperbaiki"
        CLASHED = "bentrok", "Perlu dipilih"
        HELD = "ditahan", "Menunggu diambil alih"

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField("jenis", max_length=40)
    schema = models.SmallIntegerField("versi isian")
    kampung = models.ForeignKey(
        KampungKB, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kabupaten_code = models.CharField(max_length=5)
    sender = models.BigIntegerField()
    made_at = models.DateTimeField("menurut jam HP", null=True)
    received_at = models.DateTimeField("diterima pada")
    sha256 = models.CharField(max_length=64)
    body = models.BinaryField(null=True)
    state = models.CharField(max_length=10, choices=State.choices)
    code = models.CharField("kode penolakan", max_length=60, blank=True)
    record = models.UUIDField("catatan", null=True)
    answer = models.TextField("jawaban", blank=True)
    settled_at = models.DateTimeField("selesai pada", null=True)
    settled_by = models.BigIntegerField(null=True)

    class Meta:
        ordering: ClassVar = ["-received_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="envelope_is_accepted_with_an_answer",
                condition=~Q(state="diterima") | ~Q(answer=""),
            ),
            models.CheckConstraint(
                name="envelope_is_settled_by_somebody",
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
            ),
            models.CheckConstraint(
                name="envelope_that_waits_keeps_its_body",
                condition=Q(body__isnull=False) | Q(state="diterima") | Q(settled_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["kampung", "received_at"],
                condition=~Q(state="diterima") & Q(settled_at__isnull=True),
                name="envelopes_waiting",
            ),
            models.Index(
                fields=["received_at"], condition=Q(body__isnull=False), name="envelopes_with_body"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def is_waiting(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state != self.State.ACCEPTED and self.settled_at is None


class OtherBody(models.Model):
    """Another content that came under the number of an accepted envelope; kept for a choice."""

    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="others")
    sha256 = models.CharField(max_length=64)
    body = models.BinaryField(null=True)
    sender = models.BigIntegerField()
    received_at = models.DateTimeField("diterima pada")
    settled_at = models.DateTimeField("selesai pada", null=True)
    settled_by = models.BigIntegerField(null=True)

    class Meta:
        ordering: ClassVar = ["received_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["envelope", "sha256"], name="one_other_body_per_envelope_and_hash"
            ),
            models.CheckConstraint(
                name="other_body_is_settled_by_somebody",
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.envelope_id}: {self.sha256[:12]}"


class PhotoUpload(models.Model):
    """A photo on its way from a phone, piece by piece, under the number that the phone gave it.

    The bytes lie in a file under MEDIA_ROOT/kiriman until the photo is stored with its record;
    `received` counts those that were written and synced. A photo may come before its record.
    """

    class State(models.TextChoices):
        ARRIVING = "menunggu", "Sedang dikirim"
        WAITING = "lengkap", "Menunggu catatannya"
        STORED = "tersimpan", "Tersimpan"
        REFUSED = "ditolak", "Perlu diperbaiki"

    id = models.UUIDField(primary_key=True, editable=False)
    kampung = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="+")
    kabupaten_code = models.CharField(max_length=5)
    sender = models.BigIntegerField()
    record = models.UUIDField("catatan")
    kind = models.CharField("jenis", max_length=12)
    caption = models.CharField("keterangan", max_length=200, blank=True)
    size = models.IntegerField("ukuran")
    received = models.IntegerField("sudah diterima", default=0)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ARRIVING)
    refusal = models.CharField("penolakan", max_length=300, blank=True)
    begun_at = models.DateTimeField("dimulai pada")
    done_at = models.DateTimeField("selesai pada", null=True)

    class Meta:
        ordering: ClassVar = ["begun_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="photo_upload_stays_within_its_size",
                condition=Q(received__gte=0, received__lte=F("size"), size__gte=1),
            ),
            models.CheckConstraint(
                name="photo_upload_is_done_when_whole",
                condition=Q(state__in=["menunggu", "ditolak"]) | Q(received=F("size")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["record"], condition=Q(state="lengkap"), name="photos_waiting_for_record"
            ),
            models.Index(
                fields=["sender", "begun_at"],
                condition=Q(state="menunggu"),
                name="photos_arriving",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id}: {self.received}/{self.size}"
