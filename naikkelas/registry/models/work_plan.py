"""That a kampung has an approved RKM, as far as the profil asks; the plan itself lies above."""

from typing import ClassVar

from django.db import models

from naikkelas.lib.ids import uuid7
from naikkelas.registry.models.kampung import KampungKB


class WorkPlan(models.Model):
    """One approval of the RKM of a year; a revision is one more row. Rows are only added."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kampung = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="work_plans")
    kabupaten_code = models.CharField(max_length=5)
    year = models.PositiveSmallIntegerField("tahun")
    revision = models.PositiveSmallIntegerField("versi")
    rkm_id = models.UUIDField("RKM", editable=False)
    approved_on = models.DateField("tanggal disetujui")
    recorded_by = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-year", "-revision"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kampung", "year", "revision"], name="one_work_plan_per_approval"
            )
        ]

    def __str__(self) -> str:
        return f"RKM {self.year}, versi {self.revision}"
