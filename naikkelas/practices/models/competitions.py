"""Competitions: entries judged by several posts on the criteria of a published instrument."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from naikkelas.accounts.models import Post
from naikkelas.lib.ids import uuid7
from naikkelas.practices.models.practice import Practice
from naikkelas.registry.models import Inovasi, KampungKB


class CompetitionState(models.TextChoices):
    """Where a competition stands."""

    OPEN = "dibuka", "Pendaftaran dibuka"
    JUDGED = "dinilai", "Sedang dinilai"
    ANNOUNCED = "diumumkan", "Diumumkan"
    CANCELLED = "dibatalkan", "Dibatalkan"


class Competition(models.Model):
    """A competition of a kabupaten; `instrument` is the id of a published one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kabupaten_code = models.CharField(max_length=5)
    name = models.CharField("nama lomba", max_length=120)
    year = models.PositiveSmallIntegerField("tahun")
    instrument = models.CharField("kriteria", max_length=60)
    opens_on = models.DateField("pendaftaran mulai")
    closes_on = models.DateField("pendaftaran sampai")
    state = models.CharField(
        "keadaan", max_length=10, choices=CompetitionState.choices, default=CompetitionState.OPEN
    )
    words = models.CharField("pengumuman", max_length=1000, blank=True)
    is_example = models.BooleanField("contoh", default=False)
    opened_by = models.BigIntegerField()
    opened_at = models.DateTimeField()
    announced_by = models.BigIntegerField(null=True)
    announced_at = models.DateTimeField("diumumkan pada", null=True)

    class Meta:
        ordering: ClassVar = ["-year", "name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kabupaten_code", "year", "name"], name="one_competition_per_year_and_name"
            ),
            models.CheckConstraint(
                name="competition_state_is_known", condition=Q(state__in=CompetitionState.values)
            ),
            models.CheckConstraint(
                name="competition_closes_after_it_opens",
                condition=Q(closes_on__gte=F("opens_on")),
            ),
            models.CheckConstraint(
                name="competition_announced_and_by_together",
                condition=Q(announced_at__isnull=True, announced_by__isnull=True)
                | Q(announced_at__isnull=False, announced_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"


class CompetitionEntry(models.Model):
    """What a kampung enters: a practice or an innovation of its own.

    `award` is public once announced; `feedback` is for the kampung alone.
    """

    class Award(models.TextChoices):
        WINNER = "juara", "Juara"
        NOMINEE = "nominasi", "Nominasi"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    competition = models.ForeignKey(Competition, on_delete=models.PROTECT, related_name="entries")
    kampung = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="entries")
    kabupaten_code = models.CharField(max_length=5)
    practice = models.ForeignKey(
        Practice, null=True, on_delete=models.PROTECT, related_name="entries"
    )
    innovation = models.ForeignKey(
        Inovasi, null=True, on_delete=models.PROTECT, related_name="entries"
    )
    award = models.CharField("penghargaan", max_length=10, choices=Award.choices, blank=True)
    feedback = models.CharField("umpan balik", max_length=1000, blank=True)
    entered_by = models.BigIntegerField()
    entered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["entered_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["competition", "kampung"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_entry_per_kampung",
            ),
            models.CheckConstraint(
                name="entry_is_a_practice_or_an_innovation",
                condition=Q(practice__isnull=False, innovation__isnull=True)
                | Q(practice__isnull=True, innovation__isnull=False),
            ),
            models.CheckConstraint(
                name="entry_award_is_known", condition=Q(award__in=["", "juara", "nominasi"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.competition_id} {self.kampung_id}"


class CompetitionJudge(models.Model):
    """A post that judges; whoever holds it does so."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    competition = models.ForeignKey(Competition, on_delete=models.PROTECT, related_name="judges")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    named_by = models.BigIntegerField()
    named_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["named_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["competition", "post"],
                condition=Q(removed_at__isnull=True),
                name="one_judge_per_post",
            )
        ]

    def __str__(self) -> str:
        return f"{self.competition_id} {self.post_id}"


class JudgeAnswer(models.Model):
    """One judge's figure for one criterion of one entry: only added, the newest counts.

    `value` None takes an earlier figure back. A yes or no is 1 or 0.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    entry = models.ForeignKey(CompetitionEntry, on_delete=models.PROTECT, related_name="answers")
    judge = models.ForeignKey(CompetitionJudge, on_delete=models.PROTECT, related_name="answers")
    measure = models.CharField("kriteria", max_length=60)
    number = models.PositiveSmallIntegerField("isian ke")
    value = models.FloatField("nilai", null=True)
    given_by = models.BigIntegerField()
    given_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["entry_id", "judge_id", "measure", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["entry", "judge", "measure", "number"],
                name="one_judge_answer_per_number",
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.value}"
