"""What kampung need, what partners promise, and what was delivered."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from naikkelas.activities.models import RKMItem
from naikkelas.lib.ids import uuid7
from naikkelas.partners.models.mitra import Mitra
from naikkelas.partners.rules import course
from naikkelas.registry.models import KampungKB
from naikkelas.roadmap.models import Step


def _one_amount(name: str) -> models.CheckConstraint:
    """Rupiah, or a quantity with its unit: never both, never neither."""
    return models.CheckConstraint(
        name=name,
        condition=Q(rupiah__gt=0, quantity__isnull=True, unit="")
        | (Q(rupiah__isnull=True, quantity__gt=0) & ~Q(unit="")),
    )


class NeedQuerySet(models.QuerySet["Need"]):
    """Vocabulary of needs."""

    def open(self) -> "NeedQuerySet":
        """Published and not closed."""
        return self.filter(closed_at__isnull=True)

    def for_list(self) -> "NeedQuerySet":
        return self.select_related("kampung__village__parent")


class Need(models.Model):
    """What a kampung needs, as a person published it; where it was derived from stays with it.

    `instansi` is who is asked; `source_key` keeps one source from being published twice at a time.
    """

    class Source(models.TextChoices):
        RKM = "rkm", "RKM"
        STEP = "langkah", "Langkah peta jalan"
        MATRIX = "matriks", "Kegiatan Inpres yang belum ada"
        OWN = "sendiri", "Ditulis sendiri"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kampung = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="needs")
    kabupaten_code = models.CharField(max_length=5)
    title = models.CharField("kebutuhan", max_length=250)
    what = models.CharField("yang diperlukan", max_length=300, blank=True)
    kegiatan = models.CharField("kegiatan Inpres 3/2022", max_length=10, blank=True)
    instansi = models.CharField("instansi yang diharapkan", max_length=40, blank=True)
    rupiah = models.BigIntegerField("perkiraan biaya", null=True)
    needed_by = models.DateField("diperlukan sebelum", null=True)
    source = models.CharField("asal", max_length=8, choices=Source.choices)
    source_key = models.CharField("kunci asal", max_length=80, blank=True)
    rkm_item = models.ForeignKey(RKMItem, null=True, on_delete=models.PROTECT, related_name="needs")
    step = models.ForeignKey(Step, null=True, on_delete=models.PROTECT, related_name="needs")
    is_example = models.BooleanField("contoh", default=False)
    published_by = models.BigIntegerField()
    published_at = models.DateTimeField()
    closed_by = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField("ditutup pada", null=True)
    closed_reason = models.CharField("alasan ditutup", max_length=300, blank=True)

    objects: ClassVar[NeedQuerySet] = NeedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["needed_by", "published_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kampung", "source", "source_key"],
                condition=Q(closed_at__isnull=True) & ~Q(source_key=""),
                name="one_open_need_per_source",
            ),
            models.CheckConstraint(
                name="need_amount_is_positive", condition=Q(rupiah__isnull=True) | Q(rupiah__gt=0)
            ),
            models.CheckConstraint(
                name="need_source_has_its_key",
                condition=Q(source="sendiri", source_key="")
                | (~Q(source="sendiri") & ~Q(source_key="")),
            ),
            models.CheckConstraint(
                name="need_closed_with_by_and_reason",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, closed_reason="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(closed_reason="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kabupaten_code", "closed_at"], name="need_by_kabupaten"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    """Vocabulary of commitments."""

    def open(self) -> "CommitmentQuerySet":
        """Something is still to be said or done."""
        return self.filter(state__in=course.OPEN)

    def standing(self) -> "CommitmentQuerySet":
        """Agreed upon and not called off."""
        return self.filter(state__in=course.STANDING)

    def overdue(self, on: date) -> "CommitmentQuerySet":
        """Agreed, its period over, not all delivered."""
        return self.filter(state__in=course.OPEN - {course.OFFERED}, ends_on__lt=on)


class Commitment(models.Model):
    """What a partner offers or has promised: rupiah, or goods and people with a unit.

    `delivered` is the sum of its standing deliveries in the same unit, kept with the state;
    `changes` grows with everything that a calendar should know of (RFC 5545 SEQUENCE).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kabupaten_code = models.CharField(max_length=5)
    mitra = models.ForeignKey(Mitra, on_delete=models.PROTECT, related_name="commitments")
    need = models.ForeignKey(Need, null=True, on_delete=models.PROTECT, related_name="commitments")
    rkm_item = models.ForeignKey(
        RKMItem, null=True, on_delete=models.PROTECT, related_name="commitments"
    )
    step = models.ForeignKey(Step, null=True, on_delete=models.PROTECT, related_name="commitments")
    title = models.CharField("dukungan", max_length=250)
    kegiatan = models.CharField("kegiatan Inpres 3/2022", max_length=10, blank=True)
    rupiah = models.BigIntegerField("rupiah", null=True)
    quantity = models.DecimalField("banyaknya", max_digits=12, decimal_places=2, null=True)
    unit = models.CharField("satuan", max_length=30, blank=True)
    sumber_dana = models.CharField("sumber dana", max_length=30)
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("sampai")
    state = models.CharField("keadaan", max_length=20, choices=list(course.STATES.items()))
    has_begun = models.BooleanField("sudah dimulai", default=False)
    delivered = models.DecimalField("sudah diserahkan", max_digits=17, decimal_places=2, default=0)
    cancelled_reason = models.CharField("alasan batal", max_length=300, blank=True)
    changes = models.PositiveIntegerField(default=0)
    is_example = models.BooleanField("contoh", default=False)
    offered_by = models.BigIntegerField()
    offered_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects: ClassVar[CommitmentQuerySet] = CommitmentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["ends_on", "id"]
        constraints: ClassVar = [
            _one_amount("commitment_is_rupiah_or_a_quantity"),
            models.CheckConstraint(
                name="commitment_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="commitment_state_is_known", condition=Q(state__in=list(course.STATES))
            ),
            models.CheckConstraint(
                name="cancelled_commitment_has_a_reason",
                condition=Q(state="batal") & ~Q(cancelled_reason="")
                | ~Q(state="batal") & Q(cancelled_reason=""),
            ),
            models.CheckConstraint(
                name="commitment_delivered_not_negative", condition=Q(delivered__gte=0)
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kabupaten_code", "state"], name="commitment_by_state"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def promised(self) -> Decimal:
        """Rupiah or the quantity."""
        return Decimal(self.rupiah) if self.rupiah is not None else Decimal(self.quantity or 0)

    @property
    def percent(self) -> float:
        """How much of it was delivered."""
        return course.percent(self.promised, self.delivered)

    @property
    def is_open(self) -> bool:
        return self.state in course.OPEN


class CommitmentPlace(models.Model):
    """A kampung that a commitment is for, with its share of the rupiah; the shares add up."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="places")
    kampung = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="supports")
    rupiah = models.BigIntegerField("bagian rupiah", null=True)

    class Meta:
        ordering: ClassVar = ["kampung", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["commitment", "kampung"], name="one_place_per_commitment_and_kampung"
            ),
            models.CheckConstraint(
                name="commitment_share_not_negative",
                condition=Q(rupiah__isnull=True) | Q(rupiah__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} @ {self.kampung_id}"


class CommitmentChange(models.Model):
    """What was said of a commitment: only added (triggers refuse)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="history")
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, choices=list(course.STATES.items()))
    note = models.CharField("catatan", max_length=300, blank=True)
    changed_by = models.BigIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["changed_at", "id"]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"

    @property
    def before(self) -> str:
        """The state before, in words."""
        return course.STATES.get(self.from_state, "")


class Delivery(models.Model):
    """What reached a kampung on a day, with what shows it: a file, or an activity that is recorded.

    Only added; one that was a mistake is withdrawn and counts no longer.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="deliveries")
    kampung = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="deliveries")
    kabupaten_code = models.CharField(max_length=5)
    delivered_on = models.DateField("diserahkan pada")
    rupiah = models.BigIntegerField("rupiah", null=True)
    quantity = models.DecimalField("banyaknya", max_digits=12, decimal_places=2, null=True)
    unit = models.CharField("satuan", max_length=30, blank=True)
    note = models.CharField("catatan", max_length=300, blank=True)
    activity = models.UUIDField("kegiatan", null=True)
    stored_name = models.CharField(max_length=80, blank=True)
    content_type = models.CharField(max_length=60, blank=True)
    size = models.IntegerField("ukuran, bita", null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    is_example = models.BooleanField("contoh", default=False)
    recorded_by = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    withdrawn_by = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField("alasan ditarik", max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["-delivered_on", "-recorded_at"]
        constraints: ClassVar = [
            _one_amount("delivery_is_rupiah_or_a_quantity"),
            models.CheckConstraint(
                name="delivery_withdrawn_with_by_and_reason",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                & Q(withdrawn_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                & ~Q(withdrawn_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delivered_on}: {self.amount}"

    @property
    def amount(self) -> Decimal:
        """Rupiah or the quantity."""
        return Decimal(self.rupiah) if self.rupiah is not None else Decimal(self.quantity or 0)

    @property
    def has_evidence(self) -> bool:
        """Whether a file or an activity shows it."""
        return bool(self.stored_name or self.activity)
