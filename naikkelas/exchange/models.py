"""An import as a thing that people see: uploaded, checked, applied as one whole, undone."""

from typing import ClassVar

from django.db import models

from naikkelas.lib.ids import uuid7


class BatchState(models.TextChoices):
    """The way of a batch; a check that dies leaves CHECKING with an old heartbeat."""

    UPLOADED = "diunggah", "Menunggu diperiksa"
    CHECKING = "diperiksa", "Sedang diperiksa"
    READY = "siap", "Siap diterapkan"
    REFUSED = "ditolak", "Tidak dapat dibaca"
    APPLYING = "diterapkan", "Sedang diterapkan"
    APPLIED = "selesai", "Sudah diterapkan"
    UNDONE = "dibatalkan", "Ditarik kembali"


class ImportBatch(models.Model):
    """One upload. Its files, accepted rows and errors lie in `IMPORT_ROOT/<id>/`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    area_code = models.CharField(max_length=13, blank=True)
    state = models.CharField(max_length=12, choices=BatchState.choices)
    file_names = models.JSONField(default=list)
    content_sha256 = models.CharField(max_length=64)
    as_reported = models.BooleanField(default=False)
    endorsed = models.BooleanField("sudah disahkan", default=False)
    is_example = models.BooleanField(default=False)
    progress = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=120, blank=True)
    problem = models.TextField(blank=True)
    counts = models.JSONField(default=dict)
    uploaded_by = models.BigIntegerField()
    uploaded_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-uploaded_at"]

    def __str__(self) -> str:
        return f"impor {', '.join(self.file_names)}"

    @property
    def shown_state(self) -> str:
        """The state in words; a check that found nothing to store is not ready to be applied."""
        if self.state != BatchState.READY:
            return self.get_state_display()
        if self.rows("new") or self.rows("changed"):
            return str(BatchState.READY.label)
        if not self.rows("read"):
            return "Tidak ada baris"
        return "Tidak ada yang baru" if self.rows("same") else "Semua baris ditolak"

    @property
    def may_be_mapped(self) -> bool:
        """Whether a person may still say which columns of its one file are which answers."""
        return self.state in {BatchState.REFUSED, BatchState.READY} and len(self.file_names) == 1

    def rows(self, kind: str) -> int:
        """Rows over all tables: read, new, changed, same, refused or soft, as checked."""
        return sum(table.get(kind, 0) for table in self.counts.get("tables", {}).values())


class ColumnMapping(models.Model):
    """Which columns of a recap are which answers, known again by the headings (`rules.mapping`).

    Rows are only added; the newest of a fingerprint in an area counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    area_code = models.CharField(max_length=13, blank=True)
    fingerprint = models.CharField(max_length=64)
    name = models.CharField("nama", max_length=120)
    header_row = models.PositiveSmallIntegerField("baris judul")
    columns = models.JSONField(default=list)
    words = models.JSONField(default=dict)
    saved_by = models.BigIntegerField()
    saved_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["area_code", "name", "-saved_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area_code", "fingerprint"],
                condition=models.Q(replaced_at__isnull=True),
                name="one_mapping_per_area_and_headings",
            )
        ]

    def __str__(self) -> str:
        return self.name
