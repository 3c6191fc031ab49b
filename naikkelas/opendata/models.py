"""What was published: editions of a table, and their files with checksums. Neither ever changes."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from naikkelas.lib.ids import uuid7


class Edition(models.Model):
    """One table of one area at a cut-off, as known at `known_at`.

    When a correction changed what is known of the cut-off, the next revision stands beside it; the
    files of the earlier one stay as they are (decision 2). `content_sha256` is that of the CSV, by
    which two editions are told apart. `checked_at` says when it was last held against the reports.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    area_code = models.CharField("wilayah", max_length=13, blank=True)
    table = models.CharField("tabel", max_length=20)
    cutoff = models.DateField("tanggal hitung")
    revision = models.PositiveSmallIntegerField("versi")
    instrument = models.CharField("aturan", max_length=60)
    licence = models.CharField("lisensi", max_length=20)
    rows = models.IntegerField("baris")
    content_sha256 = models.CharField(max_length=64)
    is_example = models.BooleanField("contoh", default=False)
    known_at = models.DateTimeField("diketahui pada")
    checked_at = models.DateTimeField("diperiksa pada")

    class Meta:
        ordering: ClassVar = ["area_code", "table", "-cutoff", "-revision"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area_code", "table", "cutoff", "revision"],
                name="one_edition_per_cutoff_and_revision",
            ),
            models.CheckConstraint(
                name="edition_revisions_begin_at_one", condition=Q(revision__gte=1, rows__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.area_code or 'nasional'} {self.cutoff} versi {self.revision}"


class EditionFile(models.Model):
    """One file of an edition; `path` lies in the default storage."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="files")
    extension = models.CharField(max_length=8)
    path = models.CharField(max_length=200)
    size = models.BigIntegerField("bita")
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["edition_id", "extension"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["edition", "extension"], name="one_file_per_edition_and_extension"
            ),
        ]

    def __str__(self) -> str:
        return self.path
