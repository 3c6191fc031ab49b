"""Curricula as data: each version is kept as it was, since certificates rest on it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from naikkelas.lib.ids import uuid7


class CurriculumVersion(models.Model):
    """One version of a curriculum of a kabupaten; never changed, only followed (triggers refuse).

    `text` is the canonical JSON that `rules.curricula.read` understands: lessons, question bank
    with the right answers, passing mark. Those of the house are stored as they are first used.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kabupaten_code = models.CharField(max_length=5)
    code = models.SlugField("kode", max_length=40, db_index=False)
    number = models.PositiveIntegerField("versi")
    name = models.CharField("nama", max_length=160)
    text = models.TextField("isi (JSON)")
    sha256 = models.CharField(max_length=64)
    note = models.CharField("catatan", max_length=300, blank=True)
    is_own = models.BooleanField("buatan kabupaten", default=False)
    saved_by = models.BigIntegerField()
    saved_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["kabupaten_code", "code", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kabupaten_code", "code", "number"], name="one_curriculum_per_number"
            ),
            models.CheckConstraint(name="curriculum_counts_from_one", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.name} (versi {self.number})"
