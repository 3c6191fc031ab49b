"""Activities of a kampung, as far as the classification needs them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from naikkelas.activities.models.rkm import RKMItem
from naikkelas.lib.ids import uuid7
from naikkelas.registry.models import KampungKB


class Kegiatan(models.Model):
    """One activity; counts at a cut-off by its own date (decision 2). Rows are only added."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kampung = models.ForeignKey(
        KampungKB, on_delete=models.PROTECT, related_name="kegiatan", db_index=False
    )
    kabupaten_code = models.CharField(max_length=5)
    source_id = models.BigIntegerField("id asal", null=True)
    tanggal = models.DateField()
    tempat = models.CharField(max_length=200, blank=True)
    judul = models.CharField(max_length=250)
    deskripsi = models.TextField(blank=True)
    jenis_post = models.CharField(max_length=20, blank=True)
    kategori = models.CharField("fungsi keluarga", max_length=30, blank=True)
    inpres_kegiatan = models.CharField(max_length=10, blank=True)
    sasaran = models.CharField(max_length=200, blank=True)
    instansi = models.CharField(max_length=1000, blank=True)
    instansi_lainnya = models.CharField(max_length=200, blank=True)
    jumlah_foto = models.IntegerField(null=True)
    broken_rules = models.CharField(max_length=300, blank=True)
    doubts = models.CharField(max_length=300, blank=True)
    row_hash = models.CharField(max_length=32, blank=True)
    batch_id = models.UUIDField(null=True, editable=False)
    rkm_item = models.ForeignKey(
        RKMItem,
        null=True,
        on_delete=models.PROTECT,
        related_name="activities",
        verbose_name="kegiatan RKM",
    )
    recorded_by = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()
    endorsed_at = models.DateTimeField("disahkan pada", null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-tanggal", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kabupaten_code", "source_id"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_kegiatan_per_source_id",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["kampung", "tanggal"], name="kegiatan_by_kampung"),
            models.Index(fields=["kabupaten_code", "recorded_at"], name="kegiatan_by_recording"),
        ]

    def __str__(self) -> str:
        return f"{self.tanggal}: {self.judul}"
