"""Kampung KB: one live one per village."""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import ClassVar

from django.db import models
from django.db.models import Q

from naikkelas.areas.models import Area
from naikkelas.areas.rules import codes
from naikkelas.lib.ids import uuid7


def _inside(scope: str) -> Q:
    first, after = codes.subtree(scope)
    return Q(village_id__gte=first, **({"village_id__lt": after} if after else {}))


class KampungQuerySet(models.QuerySet["KampungKB"]):
    """The vocabulary of the register."""

    def live(self) -> "KampungQuerySet":
        """Active and not withdrawn: those that are classified and counted."""
        return self.filter(is_active=True, withdrawn_at__isnull=True)

    def within(self, code: str) -> "KampungQuerySet":
        """Those of an area's subtree; all for an empty code."""
        if not code:
            return self
        first, after = codes.subtree(code)
        found = self.filter(village_id__gte=first)  # a range, since LIKE reads no index on SQLite
        return found.filter(village_id__lt=after) if after else found

    def within_any(self, scopes: Sequence[str]) -> "KampungQuerySet":
        """Those of several subtrees; none for no scope."""
        if len(scopes) == 1:
            return self.within(scopes[0])
        return self.filter(reduce(or_, map(_inside, scopes))) if scopes else self.none()


class KampungKB(models.Model):
    """A Kampung Keluarga Berkualitas: one live one per village.

    A source may hold two live ones in one village (decision 8); the second is then kept with
    `is_double`, which is the only way round the constraint.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="kampung")
    kabupaten_code = models.CharField(max_length=5)
    source_id = models.BigIntegerField("id asal", null=True)
    nama = models.CharField(max_length=120, blank=True)
    tanggal_pencanangan = models.DateField(null=True)
    cakupan_wilayah = models.CharField(max_length=10, blank=True)
    kriteria = models.CharField(max_length=600, blank=True)
    gambaran_umum = models.TextField(blank=True)
    lintang = models.FloatField(null=True)
    bujur = models.FloatField(null=True)
    contoh_kabupaten = models.BooleanField(null=True)
    contoh_provinsi = models.BooleanField(null=True)
    is_active = models.BooleanField("aktif", default=True)
    is_double = models.BooleanField("ganda menurut sumber", default=False)
    is_example = models.BooleanField("contoh", default=False)
    broken_rules = models.CharField(max_length=300, blank=True)
    row_hash = models.CharField(max_length=32, blank=True)
    batch_id = models.UUIDField(null=True, editable=False)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[KampungQuerySet] = KampungQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["village_id", "source_id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["village"],
                condition=Q(is_active=True, is_double=False, withdrawn_at__isnull=True),
                name="one_live_kampung_per_village",
            ),
            models.UniqueConstraint(
                fields=["kabupaten_code", "source_id"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_kampung_per_source_id",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kabupaten_code", "recorded_at"], name="kampung_by_recording"),
            # Every page asks whether the person sees an example; most databases hold none.
            models.Index(
                fields=["village"], condition=Q(is_example=True), name="kampung_of_examples"
            ),
        ]

    def __str__(self) -> str:
        return self.nama
