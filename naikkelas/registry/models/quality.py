"""Months that are closed, and what there is to look into."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from naikkelas.lib.ids import uuid7
from naikkelas.registry.models.kampung import KampungKB


class MonthLock(models.Model):
    """A month of a kabupaten that takes no more reports, until it is reopened with a reason."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kabupaten_code = models.CharField(max_length=5)
    tahun = models.SmallIntegerField()
    bulan = models.SmallIntegerField()
    reason = models.CharField("alasan dikunci", max_length=300, blank=True)
    locked_by = models.BigIntegerField()
    locked_at = models.DateTimeField()
    reopen_reason = models.CharField("alasan dibuka", max_length=300, blank=True)
    reopened_by = models.BigIntegerField(null=True)
    reopened_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["kabupaten_code", "-tahun", "-bulan", "locked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kabupaten_code", "tahun", "bulan"],
                condition=Q(reopened_at__isnull=True),
                name="one_standing_lock_per_month",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kabupaten_code} {self.bulan:02d}/{self.tahun}"


class QualityItem(models.Model):
    """Something to look into: what, at which figure, whose turn it is and until when.

    Found by `actions.quality.refresh`; what is mended closes by itself, what was looked at and is
    right is closed by a person with a reason. The owner is a role: the post in that area that
    holds it now, so that a hand-over orphans nothing.
    """

    class Kind(models.TextChoices):
        HARD = "keras", "Melanggar aturan"
        WARNING = "peringatan", "Perlu dilihat"
        OUTLIER = "pencilan", "Jauh dari yang wajar"
        COPY = "salinan", "Salinan"
        SILENCE = "sepi", "Tidak melapor"
        EVIDENCE = "bukti", "Bukti habis masa berlakunya"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kampung = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="quality_items")
    kabupaten_code = models.CharField(max_length=5)
    kind = models.CharField("jenis", max_length=12, choices=Kind.choices)
    form = models.CharField(max_length=10)
    version_id = models.UUIDField(null=True)
    mark = models.CharField("tanda", max_length=120)
    detail = models.CharField("keterangan", max_length=400)
    owner_role = models.CharField("giliran", max_length=20)
    opened_at = models.DateTimeField()
    due_on = models.DateField("tenggat")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.BigIntegerField(null=True)
    outcome = models.CharField("hasil", max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["due_on", "kampung_id", "mark"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kampung", "form", "mark"],
                condition=Q(closed_at__isnull=True),
                name="one_open_item_per_figure",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["kabupaten_code", "due_on"],
                condition=Q(closed_at__isnull=True),
                name="open_items_by_due_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.form} {self.mark}"
