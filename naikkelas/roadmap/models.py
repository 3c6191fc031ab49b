"""What is planned and what came of it: catalogue and means by version, scenarios, steps, attempts.

Everything that a plan rests on is kept as it was: a saved catalogue or means is never changed, a
scenario keeps its inputs word for word, and what happened is only added to.
"""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from naikkelas.lib.ids import uuid7
from naikkelas.registry.models import Evidence, KampungKB


class Version(models.Model):
    """A document of the kabupaten that is only ever followed by a newer one (triggers refuse)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kabupaten_code = models.CharField(max_length=5)
    number = models.PositiveIntegerField("versi")
    name = models.CharField("nama", max_length=120)
    text = models.TextField("isi (JSON)")
    sha256 = models.CharField(max_length=64)
    note = models.CharField("catatan", max_length=300, blank=True)
    is_example = models.BooleanField("contoh", default=False)
    saved_by = models.BigIntegerField()
    saved_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering: ClassVar = ["kabupaten_code", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kabupaten_code", "number"], name="one_%(class)s_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} (versi {self.number})"


class CatalogueVersion(Version):
    """The catalogue of actions, as `rules.catalogue_file` reads it, for one instrument."""

    instrument = models.CharField("aturan", max_length=60)


class Means(Version):
    """Resources and rules of the plan per year and kecamatan (`rules.means`)."""

    class Meta(Version.Meta):
        verbose_name = "sumber daya dan aturan"


class ScenarioState(models.TextChoices):
    """The way of a scenario; a computation that dies leaves RUNNING with an old heartbeat."""

    WAITING = "menunggu", "Menunggu giliran"
    RUNNING = "berjalan", "Sedang dihitung"
    DONE = "selesai", "Selesai"
    FAILED = "gagal", "Gagal dihitung"


class ScenarioQuerySet(models.QuerySet["Scenario"]):
    """The vocabulary of scenarios."""

    def in_force(self) -> "ScenarioQuerySet":
        """The one that a kabupaten works by, at most one each."""
        return self.filter(in_force_since__isnull=False, replaced_at__isnull=True)

    def for_list(self) -> "ScenarioQuerySet":
        """Without the long columns."""
        return self.defer("inputs", "result")


class Scenario(models.Model):
    """A question to the planner with everything that it rests on, and its answer.

    `inputs` is the planner's file (`naikkelas-plan-input/1`), `worths` tells how many attempts each
    learned chance in it is worth (for the width of intervals), `result` is what the screens show of
    the answer (`rules.outcome`). Inputs never change, a result is written once (triggers refuse).
    `proposed_for` is the first day of the quarter for which the house itself asked for it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kabupaten_code = models.CharField(max_length=5)
    name = models.CharField("nama", max_length=120)
    state = models.CharField(
        max_length=12, choices=ScenarioState.choices, default=ScenarioState.WAITING
    )
    instrument = models.CharField("aturan", max_length=60)
    basis = models.CharField("dasar", max_length=16)
    cutoff = models.DateField("tanggal hitung")
    catalogue = models.ForeignKey(CatalogueVersion, on_delete=models.PROTECT, related_name="+")
    means = models.ForeignKey(Means, on_delete=models.PROTECT, related_name="+")
    previous = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    start_year = models.PositiveSmallIntegerField("tahun pertama")
    years = models.PositiveSmallIntegerField("lama (tahun)")
    seed = models.PositiveIntegerField(default=0)
    seconds = models.FloatField("waktu hitung paling lama (detik)", default=8)
    solver_version = models.CharField(max_length=40)
    reason = models.CharField("mengapa dihitung", max_length=300, blank=True)
    proposed_for = models.DateField("usulan untuk triwulan", null=True)
    worths = models.JSONField("percobaan yang melatari peluang", default=dict)
    inputs = models.TextField()
    inputs_sha256 = models.CharField(max_length=64)
    result = models.JSONField(null=True)
    problem = models.TextField("masalah", blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=120, blank=True)
    is_example = models.BooleanField("contoh", default=False)
    requested_by = models.BigIntegerField()
    requested_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    in_force_since = models.DateTimeField("berlaku sejak", null=True)
    in_force_by = models.BigIntegerField(null=True)
    replaced_at = models.DateTimeField("digantikan pada", null=True)

    objects: ClassVar[ScenarioQuerySet] = ScenarioQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["-requested_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kabupaten_code"],
                condition=Q(in_force_since__isnull=False, replaced_at__isnull=True),
                name="one_plan_in_force_per_kabupaten",
            ),
            models.UniqueConstraint(
                fields=["kabupaten_code", "proposed_for"],
                condition=Q(proposed_for__isnull=False),
                name="one_proposal_per_kabupaten_and_quarter",
            ),
            models.CheckConstraint(
                name="scenario_in_force_is_done",
                condition=Q(in_force_since__isnull=True) | Q(state="selesai"),
            ),
            models.CheckConstraint(
                name="scenario_in_force_and_by_together",
                condition=Q(in_force_since__isnull=True, in_force_by__isnull=True)
                | Q(in_force_since__isnull=False, in_force_by__isnull=False),
            ),
            models.CheckConstraint(
                name="scenario_replaced_after_in_force",
                condition=Q(replaced_at__isnull=True) | Q(in_force_since__isnull=False),
            ),
            models.CheckConstraint(
                name="scenario_done_has_its_result",
                condition=~Q(state="selesai") | Q(result__isnull=False, finished_at__isnull=False),
            ),
            models.CheckConstraint(
                name="scenario_progress_is_percent", condition=Q(progress__lte=100)
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kabupaten_code", "requested_at"], name="scenario_by_kabupaten"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_in_force(self) -> bool:
        return self.in_force_since is not None and self.replaced_at is None

    @property
    def is_done(self) -> bool:
        return self.state == ScenarioState.DONE

    @property
    def is_under_way(self) -> bool:
        return self.state in {ScenarioState.WAITING, ScenarioState.RUNNING}

    @property
    def last_year(self) -> int:
        return self.start_year + self.years - 1


class Lock(models.Model):
    """A wish of the office that every new scenario respects, until it is lifted."""

    class Wish(models.TextChoices):
        MUST = "harus", "Harus dikerjakan"
        MUST_NOT = "jangan", "Jangan dikerjakan"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kabupaten_code = models.CharField(max_length=5)
    kampung = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("tahun")
    wish = models.CharField("kunci", max_length=8, choices=Wish.choices)
    reason = models.CharField("alasan", max_length=300)
    set_by = models.BigIntegerField()
    set_at = models.DateTimeField()
    lifted_by = models.BigIntegerField(null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["year", "kampung"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kampung", "year"],
                condition=Q(lifted_at__isnull=True),
                name="one_lock_per_kampung_and_year",
            ),
            models.CheckConstraint(
                name="lock_lifted_and_by_together",
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kampung_id} {self.year} {self.wish}"


class StepState(models.TextChoices):
    """Where a step of work stands."""

    PLANNED = "rencana", "Direncanakan"
    RUNNING = "berjalan", "Sedang dikerjakan"
    DONE = "selesai", "Selesai, berhasil"
    FAILED = "gagal", "Selesai, belum berhasil"
    DROPPED = "batal", "Dibatalkan"


OPEN_STATES = (StepState.PLANNED, StepState.RUNNING)


class StepQuerySet(models.QuerySet["Step"]):
    """The vocabulary of steps."""

    def open(self) -> "StepQuerySet":
        return self.filter(state__in=OPEN_STATES)

    def overdue(self, on: date) -> "StepQuerySet":
        """Open past their day."""
        return self.open().filter(due_on__lt=on)

    def for_list(self) -> "StepQuerySet":
        return self.select_related("kampung__village__parent").order_by(
            "due_on", "kampung__village_id", "position"
        )


class Step(models.Model):
    """One action in one kampung: what, by whom, until when, at what cost, and how it went."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="steps")
    kabupaten_code = models.CharField(max_length=5)
    kampung = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField("tindakan", max_length=60)
    name = models.CharField("nama tindakan", max_length=200)
    position = models.PositiveSmallIntegerField("urutan", default=0)
    year = models.PositiveSmallIntegerField("tahun")
    quarter = models.PositiveSmallIntegerField("triwulan")
    planned_for = models.DateField("rencana semula")
    due_on = models.DateField("tenggat")
    owner = models.CharField("penanggung jawab", max_length=120)
    mentor = models.CharField("pendamping", max_length=120, blank=True)
    days = models.FloatField("hari pendampingan", default=0)
    seats = models.FloatField("kursi pelatihan", default=0)
    costs = models.JSONField("biaya menurut sumber", default=dict)
    state = models.CharField(
        "keadaan", max_length=10, choices=StepState.choices, default=StepState.PLANNED
    )
    evidence = models.ForeignKey(Evidence, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    objects: ClassVar[StepQuerySet] = StepQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["due_on", "position"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="step_quarter_is_a_quarter", condition=Q(quarter__gte=1, quarter__lte=4)
            ),
            models.CheckConstraint(
                name="step_amounts_not_negative", condition=Q(days__gte=0, seats__gte=0)
            ),
            models.CheckConstraint(
                name="step_state_is_known", condition=Q(state__in=StepState.values)
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kabupaten_code", "state", "due_on"], name="step_by_day"),
            models.Index(fields=["kampung", "state"], name="step_by_kampung"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def rupiah(self) -> float:
        return float(sum(self.costs.values()))

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def slipped_days(self) -> int:
        """How many days later than first planned it is due."""
        return max(0, (self.due_on - self.planned_for).days)


class StepChange(models.Model):
    """What was said of a step: only added, never changed (triggers refuse)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="changes")
    kabupaten_code = models.CharField(max_length=5)
    from_state = models.CharField(max_length=10, choices=StepState.choices)
    to_state = models.CharField(max_length=10, choices=StepState.choices)
    due_on = models.DateField("tenggat")
    note = models.CharField("catatan", max_length=300, blank=True)
    changed_by = models.BigIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["changed_at", "id"]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


class Attempt(models.Model):
    """An action that was tried in a kampung, and whether it worked: what chances are learned from.

    Only added, never changed (triggers refuse).
    """

    class Outcome(models.TextChoices):
        WORKED = "berhasil", "Berhasil"
        NOT_YET = "gagal", "Belum berhasil"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kabupaten_code = models.CharField(max_length=5)
    kampung = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="+")
    action = models.CharField("tindakan", max_length=60)
    instrument = models.CharField("aturan", max_length=60)
    step = models.ForeignKey(Step, null=True, on_delete=models.PROTECT, related_name="attempts")
    outcome = models.CharField("hasil", max_length=10, choices=Outcome.choices)
    happened_on = models.DateField("tanggal")
    is_example = models.BooleanField("contoh", default=False)
    recorded_by = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-happened_on", "-recorded_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["step"], condition=Q(step__isnull=False), name="one_attempt_per_step"
            ),
            models.CheckConstraint(
                name="attempt_outcome_is_known", condition=Q(outcome__in=["berhasil", "gagal"])
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kabupaten_code", "action"], name="attempt_by_action"),
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.outcome}"
