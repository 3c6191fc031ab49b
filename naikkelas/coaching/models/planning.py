"""Who is to go where, and when: assignments of mentors and the visits that are planned."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from naikkelas.accounts.models import Post
from naikkelas.lib.ids import uuid7
from naikkelas.registry.models import KampungKB


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """The vocabulary of assignments."""

    def standing(self) -> "AssignmentQuerySet":
        """Those that nobody ended."""
        return self.filter(ended_at__isnull=True)


class Assignment(models.Model):
    """A post that was asked to mentor a kampung, beside or instead of the PKB of its area.

    Without one the mentors of a kampung are the PKB posts whose areas hold it; with one they are
    those that were asked. A post of an SKPD or partner comes beside them, and visits only where it
    was asked. Ended, never deleted.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kabupaten_code = models.CharField(max_length=5)
    kampung = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="+")
    mentor = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    assigned_by = models.BigIntegerField()
    assigned_at = models.DateTimeField()
    ended_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[AssignmentQuerySet] = AssignmentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["kampung", "assigned_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kampung", "mentor"],
                condition=Q(ended_at__isnull=True),
                name="one_assignment_per_kampung_and_mentor",
            ),
            models.CheckConstraint(
                name="assignment_ended_and_by_together",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["kabupaten_code"],
                condition=Q(ended_at__isnull=True),
                name="assignment_by_kabupaten",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kampung_id} → {self.mentor_id}"


class PlanState(models.TextChoices):
    """Where a planned visit stands."""

    PROPOSED = "usul", "Diusulkan"
    ACCEPTED = "diterima", "Dijadwalkan"
    DONE = "terlaksana", "Terlaksana"
    DROPPED = "batal", "Dibatalkan"


AHEAD = (PlanState.PROPOSED, PlanState.ACCEPTED)


class PlannedVisitQuerySet(models.QuerySet["PlannedVisit"]):
    """The vocabulary of the visit plan."""

    def ahead(self) -> "PlannedVisitQuerySet":
        """Those that are still to be made."""
        return self.filter(state__in=AHEAD)

    def overdue(self, on: date) -> "PlannedVisitQuerySet":
        """Agreed, and not made by their day."""
        return self.filter(state=PlanState.ACCEPTED, day__lt=on)

    def for_list(self) -> "PlannedVisitQuerySet":
        return self.select_related("kampung__village__parent").order_by("day", "kampung_id")


class PlannedVisit(models.Model):
    """A visit to be made, and why.

    `first_day` stays as it was first planned; `day` is what stands now (moves are in the trail).
    `worth` × `chance` is what the proposal was ranked by: points that may be won or lost, and how
    likely; empty where nobody computed it. `reasons` are sentences, frozen as they were shown.
    """

    class Origin(models.TextChoices):
        HOUSE = "usulan", "Usulan sistem"
        MENTOR = "pendamping", "Ditambahkan pendamping"
        AGREED = "kunjungan", "Disepakati pada kunjungan sebelumnya"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kabupaten_code = models.CharField(max_length=5)
    kampung = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="planned_visits")
    mentor = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField("hari semula")
    day = models.DateField("hari")
    state = models.CharField(
        "keadaan", max_length=10, choices=PlanState.choices, default=PlanState.PROPOSED
    )
    origin = models.CharField("asal", max_length=10, choices=Origin.choices)
    reasons = models.JSONField("alasan", default=list)
    worth = models.FloatField("nilai", null=True)
    chance = models.FloatField("peluang", null=True)
    dropped_reason = models.CharField("alasan batal", max_length=300, blank=True)
    is_example = models.BooleanField("contoh", default=False)
    recorded_by = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects: ClassVar[PlannedVisitQuerySet] = PlannedVisitQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["day", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="planned_visit_state_is_known", condition=Q(state__in=PlanState.values)
            ),
            models.CheckConstraint(
                name="planned_visit_dropped_has_its_reason",
                condition=Q(state="batal") & ~Q(dropped_reason="")
                | ~Q(state="batal") & Q(dropped_reason=""),
            ),
            models.CheckConstraint(
                name="planned_visit_chance_is_a_chance",
                condition=Q(chance__isnull=True) | Q(chance__gte=0, chance__lte=1),
            ),
            models.UniqueConstraint(
                fields=["kampung", "mentor", "day"],
                condition=Q(state__in=["usul", "diterima"]),
                name="one_visit_ahead_per_mentor_and_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kabupaten_code", "state", "day"], name="planned_visit_by_day"),
            models.Index(fields=["mentor", "state", "day"], name="planned_visit_by_mentor"),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.kampung_id}"

    @property
    def is_ahead(self) -> bool:
        return self.state in AHEAD

    @property
    def moved_days(self) -> int:
        """How many days later than first planned."""
        return (self.day - self.first_day).days
