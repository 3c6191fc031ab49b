"""Snapshots of the classification, the result of each kampung, and the summary cube by area."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from naikkelas.areas.rules import DECLARED, VERIFIED
from naikkelas.lib.ids import uuid7
from naikkelas.registry.models import KampungKB


class Basis(models.TextChoices):
    """From which facts a class is computed; both are always shown side by side."""

    DECLARED = DECLARED, "Dilaporkan"
    VERIFIED = VERIFIED, "Terverifikasi"


class Snapshot(models.Model):
    """The classification of one kabupaten at a cut-off, as known at `known_at`; never changes.

    A later import makes another snapshot of the same cut-off with a later `known_at`; the newest
    is shown, the older stays (decision 2).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kabupaten_code = models.CharField(max_length=5)
    instrument = models.CharField(max_length=60)
    instrument_sha256 = models.CharField(max_length=64)
    basis = models.CharField(max_length=14, choices=Basis.choices, default=Basis.DECLARED)
    cutoff = models.DateField("tanggal hitung")
    known_at = models.DateTimeField("diketahui pada")
    taken_at = models.DateTimeField()
    taken_by = models.BigIntegerField(null=True)
    kampung_count = models.IntegerField()

    class Meta:
        ordering: ClassVar = ["kabupaten_code", "cutoff", "known_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kabupaten_code", "instrument", "basis", "cutoff", "known_at"],
                name="one_snapshot_per_cutoff_and_knowledge",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kabupaten_code} {self.instrument} {self.cutoff}"


class Result(models.Model):
    """One kampung in one snapshot, as one wide row.

    `scores` holds one character per indicator in the instrument's order: its score, or `-` for
    none. Indexes are hundredths (3.60 is 360); NULL where the instrument gives none. `name_key` is
    the kampung's own name as lists look for it (`lib.names.search_key`); `points` the fewest to the
    lowest class that counts, -1 where no way leads there.
    """

    id = models.BigAutoField(primary_key=True)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="results")
    kabupaten_code = models.CharField(max_length=5)
    kampung = models.ForeignKey(
        KampungKB, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    village_code = models.CharField(max_length=13)
    name_key = models.CharField(max_length=120, blank=True)
    scores = models.CharField(max_length=64)
    index_input = models.SmallIntegerField(null=True)
    index_proses = models.SmallIntegerField(null=True)
    index_output = models.SmallIntegerField(null=True)
    level = models.CharField(max_length=16, blank=True)
    never_reported = models.BooleanField(default=False)
    points = models.SmallIntegerField("poin ke Mandiri", default=-1)
    completeness = models.SmallIntegerField("kelengkapan, persen")
    last_entry = models.DateField("laporan terakhir", null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kabupaten_code", "kampung", "snapshot"], name="one_result_per_snapshot"
            )
        ]

    def __str__(self) -> str:
        return f"{self.village_code} {self.level}"


class AreaSummary(models.Model):
    """The cube: one area at one cut-off under one instrument, levels as columns.

    Holds every area of the tree from the nation (empty code) down to the kecamatan; `rose` and
    `fell` compare with the previous month end. Rebuilt from results, so it may be replaced.
    """

    id = models.BigAutoField(primary_key=True)
    area_code = models.CharField(max_length=13, blank=True)
    parent_code = models.CharField(max_length=13, blank=True)
    depth = models.PositiveSmallIntegerField()
    instrument = models.CharField(max_length=60)
    basis = models.CharField(max_length=14, choices=Basis.choices, default=Basis.DECLARED)
    cutoff = models.DateField()
    kampung = models.IntegerField()
    never_reported = models.IntegerField()
    belum_lapor = models.IntegerField()
    dasar = models.IntegerField()
    berkembang = models.IntegerField()
    mandiri = models.IntegerField()
    berkelanjutan = models.IntegerField()
    without_level = models.IntegerField()
    rose = models.IntegerField()
    fell = models.IntegerField()
    completeness_sum = models.IntegerField()
    fresh = models.IntegerField("melapor dalam 3 bulan terakhir")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area_code", "instrument", "basis", "cutoff"],
                name="one_summary_per_area_and_cutoff",
            ),
            models.CheckConstraint(
                name="summary_levels_add_up",
                condition=Q(
                    kampung=models.F("belum_lapor")
                    + models.F("dasar")
                    + models.F("berkembang")
                    + models.F("mandiri")
                    + models.F("berkelanjutan")
                    + models.F("without_level")
                ),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["parent_code", "instrument", "basis", "cutoff"], name="summary_by_parent"
            )
        ]

    def __str__(self) -> str:
        return f"{self.area_code or 'nasional'} {self.cutoff}"
