"""What came from apps: one row for each content of each submission."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from naikkelas.accounts.models import DeviceToken
from naikkelas.lib.ids import uuid7
from naikkelas.registry.models import KampungKB


class Submission(models.Model):
    """One content under one instanceID, and what became of it.

    At most one content of an instanceID is stored; the constraint makes parallel posts take turns.
    The text is kept only where nothing was made of it (refused, or other content): what was stored
    stands in the report or activity itself, whose identifier is the instanceID.
    """

    class State(models.TextChoices):
        STORED = "tersimpan", "Tersimpan"
        REFUSED = "ditolak", "Ditolak"
        OTHER = "isi_lain", "Isi lain"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    instance_id = models.UUIDField()
    content_sha256 = models.CharField(max_length=64)
    form = models.CharField("formulir", max_length=40)
    version = models.CharField("versi formulir", max_length=40, blank=True)
    state = models.CharField("keadaan", max_length=12, choices=State.choices)
    kampung = models.ForeignKey(KampungKB, null=True, on_delete=models.PROTECT, related_name="+")
    kabupaten_code = models.CharField(max_length=5, blank=True)
    device = models.ForeignKey(DeviceToken, on_delete=models.PROTECT, related_name="+")
    sent_by = models.BigIntegerField()
    received_at = models.DateTimeField("pertama diterima")
    tried_at = models.DateTimeField("terakhir dicoba")
    refusal = models.CharField("kode penolakan", max_length=60, blank=True)
    why = models.CharField("alasan penolakan", max_length=600, blank=True)
    xml = models.TextField("isi", blank=True)
    kept_at = models.DateTimeField("isi disimpan sejak", null=True)

    class Meta:
        ordering: ClassVar = ["-received_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["instance_id", "content_sha256"], name="one_submission_per_content"
            ),
            models.UniqueConstraint(
                fields=["instance_id"],
                condition=Q(state="tersimpan"),
                name="one_stored_submission_per_instance",
            ),
            models.CheckConstraint(
                name="submission_says_why_it_was_not_stored",
                condition=Q(state="tersimpan", refusal="")
                | (~Q(state="tersimpan") & ~Q(refusal="")),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["device", "state"], name="submission_by_device")]

    def __str__(self) -> str:
        return f"{self.form} {self.instance_id}"
