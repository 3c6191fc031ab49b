"""What follows from a good example: study visits, and practices that others copy."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from naikkelas.activities.models import RKM
from naikkelas.lib.ids import uuid7
from naikkelas.practices.models.practice import Practice
from naikkelas.registry.models import KampungKB

MOST_GUESTS = 500


class VisitState(models.TextChoices):
    """Where a study visit stands."""

    ASKED = "diajukan", "Menunggu jawaban tuan rumah"
    AGREED = "disetujui", "Disetujui"
    DECLINED = "ditolak", "Tidak dapat diterima"
    CANCELLED = "dibatalkan", "Dibatalkan"
    DONE = "selesai", "Selesai"


ANSWERED = (VisitState.AGREED, VisitState.DECLINED)


class StudyVisit(models.Model):
    """A kampung comes to learn from another: asked, answered, reported afterwards.

    `kabupaten_code` is that of the guest. `changes` counts what a calendar has to fetch anew.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    guest = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="visits_made")
    host = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="visits_received")
    kabupaten_code = models.CharField(max_length=5)
    practice = models.ForeignKey(
        Practice, null=True, on_delete=models.PROTECT, related_name="visits"
    )
    visit_on = models.DateField("tanggal kunjungan")
    participants = models.PositiveSmallIntegerField("jumlah peserta")
    purpose = models.CharField("yang ingin dipelajari", max_length=300)
    state = models.CharField(
        "keadaan", max_length=10, choices=VisitState.choices, default=VisitState.ASKED
    )
    answer = models.CharField("jawaban tuan rumah", max_length=300, blank=True)
    came = models.PositiveSmallIntegerField("peserta yang datang", null=True)
    report = models.CharField("laporan", max_length=2000, blank=True)
    rkm = models.ForeignKey(RKM, null=True, on_delete=models.PROTECT, related_name="study_visits")
    changes = models.PositiveSmallIntegerField(default=0)
    is_example = models.BooleanField("contoh", default=False)
    asked_by = models.BigIntegerField()
    asked_at = models.DateTimeField()
    answered_by = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)
    closed_by = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-visit_on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="study_visit_state_is_known", condition=Q(state__in=VisitState.values)
            ),
            models.CheckConstraint(
                name="study_visit_goes_elsewhere", condition=~Q(guest=F("host"))
            ),
            models.CheckConstraint(
                name="study_visit_has_participants",
                condition=Q(participants__gte=1, participants__lte=MOST_GUESTS),
            ),
            models.CheckConstraint(
                name="study_visit_answered_and_by_together",
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="study_visit_closed_and_by_together",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="study_visit_done_has_its_report",
                condition=~Q(state="selesai") | (~Q(report="") & Q(came__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.purpose


class Replication(models.Model):
    """A kampung does what a practice tells, in its own way; its result is read from the data."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="replications")
    number = models.PositiveSmallIntegerField("versi yang ditiru")
    kampung = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="replications")
    kabupaten_code = models.CharField(max_length=5)
    visit = models.ForeignKey(
        StudyVisit, null=True, on_delete=models.PROTECT, related_name="replications"
    )
    adopted_on = models.DateField("mulai meniru")
    stopped_on = models.DateField("berhenti pada", null=True)
    stopped_reason = models.CharField("alasan berhenti", max_length=300, blank=True)
    is_example = models.BooleanField("contoh", default=False)
    recorded_by = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-adopted_on", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["practice", "kampung"],
                condition=Q(stopped_on__isnull=True),
                name="one_replication_at_work_per_kampung",
            ),
            models.CheckConstraint(
                name="replication_stop_and_reason_together",
                condition=Q(stopped_on__isnull=True, stopped_reason="")
                | (Q(stopped_on__isnull=False) & ~Q(stopped_reason="")),
            ),
            models.CheckConstraint(
                name="replication_stops_after_it_begins",
                condition=Q(stopped_on__isnull=True) | Q(stopped_on__gte=F("adopted_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.adopted_on}"


class ReplicationStep(models.Model):
    """A step of the practice as it was copied, and since when it is done here."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    replication = models.ForeignKey(Replication, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField("urutan")
    words = models.CharField("langkah", max_length=300)
    done_on = models.DateField("dikerjakan pada", null=True)

    class Meta:
        ordering: ClassVar = ["replication_id", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["replication", "position"], name="one_replication_step_per_position"
            )
        ]

    def __str__(self) -> str:
        return self.words
