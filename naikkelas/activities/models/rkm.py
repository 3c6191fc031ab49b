"""The RKM (rencana kerja masyarakat): the year plan of a kampung, item by item, with its history.

An item is one row that keeps its key; `RKMItemVersion` holds it as it was after every change, and
`RKMVersion` holds the whole plan as it was approved. Both are only added.
"""

from datetime import date
from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from naikkelas.activities.rules.rkm import STATES, split
from naikkelas.lib.ids import uuid7
from naikkelas.registry.models import Kader, KampungKB, Meeting

FIRST_YEAR, LAST_YEAR = 2016, 2100


class RKM(models.Model):
    """The plan of one kampung for one year. Rupiah and states stand in its items.

    `revision` counts approvals: 0 is not approved yet, 2 is revised once. While a revision is
    open the version that was approved last stays in force.
    """

    class State(models.TextChoices):
        PROPOSED = "usulan", "Usulan"
        AGREED = "disepakati", "Disepakati"
        APPROVED = "disetujui", "Disetujui"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kampung = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="rkm")
    kabupaten_code = models.CharField(max_length=5)
    year = models.PositiveSmallIntegerField("tahun")
    state = models.CharField(
        "keadaan", max_length=10, choices=State.choices, default=State.PROPOSED
    )
    agreed_on = models.DateField("tanggal disepakati", null=True)
    meeting = models.ForeignKey(
        Meeting, null=True, on_delete=models.PROTECT, related_name="rkm", verbose_name="rapat"
    )
    decision = models.CharField("keputusan rapat", max_length=500, blank=True)
    agreed_by = models.BigIntegerField(null=True)
    approved_on = models.DateField("tanggal disetujui", null=True)
    approved_by = models.BigIntegerField(null=True)
    revision = models.PositiveSmallIntegerField("versi", default=0)
    revision_reason = models.CharField("alasan revisi", max_length=300, blank=True)
    is_example = models.BooleanField("contoh", default=False)
    opened_by = models.BigIntegerField()
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-year"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kampung", "year"], name="one_rkm_per_year"),
            models.CheckConstraint(
                name="rkm_year_is_a_year",
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
            ),
            models.CheckConstraint(
                name="rkm_state_is_known",
                condition=Q(state__in=["usulan", "disepakati", "disetujui"]),
            ),
            models.CheckConstraint(
                name="rkm_agreed_has_its_day",
                condition=Q(state="usulan") | Q(agreed_on__isnull=False, agreed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="rkm_approved_has_its_day",
                condition=~Q(state="disetujui")
                | Q(approved_on__isnull=False, approved_by__isnull=False, revision__gte=1),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["kabupaten_code", "year"], name="rkm_by_year")]

    def __str__(self) -> str:
        return f"RKM {self.year}"

    @property
    def is_open(self) -> bool:
        """Whether items may be added and changed."""
        return self.state == self.State.PROPOSED

    @property
    def is_approved(self) -> bool:
        return self.state == self.State.APPROVED

    @property
    def is_in_force(self) -> bool:
        """Approved at least once; a revision that is open takes nothing away."""
        return self.revision > 0

    @property
    def is_in_revision(self) -> bool:
        return self.is_in_force and not self.is_approved

    def words(self, today: date) -> str:
        """How it stands, in a word or two."""
        if self.is_in_revision:
            return "Sedang direvisi"
        if not self.is_approved or today.year < self.year:
            return str(self.get_state_display())
        return "Berjalan" if today.year == self.year else "Tahun sudah lewat"


class RKMItemQuerySet(models.QuerySet["RKMItem"]):
    """Vocabulary of plan items."""

    def standing(self) -> "RKMItemQuerySet":
        """Those that are not struck out."""
        return self.filter(struck_at__isnull=True)

    def struck(self) -> "RKMItemQuerySet":
        """Those that the village struck out."""
        return self.filter(struck_at__isnull=False)


class RKMItem(models.Model):
    """One activity of the plan. Money in whole rupiah; an absent cost is not zero.

    `version` counts its changes, `source` and `source_key` say where it came from (a step of the
    roadmap by its action, an item of last year by its key); within one RKM a source gives an item
    once. Struck out items stay, so that nobody proposes them again unawares.
    """

    class State(models.TextChoices):
        PLANNED = "rencana", STATES["rencana"]
        RUNNING = "berjalan", STATES["berjalan"]
        DONE = "selesai", STATES["selesai"]
        DROPPED = "batal", STATES["batal"]

    class Source(models.TextChoices):
        OWN = "sendiri", "Usulan sendiri"
        STEP = "langkah", "Langkah peta jalan"
        LAST_YEAR = "tahun_lalu", "RKM tahun lalu"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    rkm = models.ForeignKey(RKM, on_delete=models.PROTECT, related_name="items")
    kabupaten_code = models.CharField(max_length=5)
    number = models.PositiveSmallIntegerField("nomor")
    name = models.CharField("nama kegiatan", max_length=250)
    inpres_kegiatan = models.CharField("kegiatan Inpres 3/2022", max_length=10, blank=True)
    seksi = models.CharField("seksi", max_length=60, blank=True)
    sasaran = models.CharField("sasaran", max_length=200, blank=True)
    tempat = models.CharField("tempat", max_length=200, blank=True)
    months = models.CharField("bulan", max_length=40, blank=True)
    cost = models.BigIntegerField("biaya", null=True)
    sumber_dana = models.CharField("sumber dana", max_length=30, blank=True)
    kader = models.ForeignKey(
        Kader, null=True, on_delete=models.PROTECT, related_name="rkm_items", verbose_name="kader"
    )
    responsible = models.CharField("penanggung jawab", max_length=120, blank=True)
    instansi = models.CharField("mitra", max_length=1000, blank=True)
    instansi_lainnya = models.CharField("mitra lain", max_length=200, blank=True)
    state = models.CharField("keadaan", max_length=10, choices=State.choices, default=State.PLANNED)
    spent = models.BigIntegerField("biaya terpakai", null=True)
    result = models.CharField("hasil", max_length=500, blank=True)
    source = models.CharField("asal", max_length=10, choices=Source.choices, default=Source.OWN)
    source_key = models.CharField("kunci asal", max_length=80, blank=True)
    version = models.PositiveIntegerField("versi", default=1)
    struck_at = models.DateTimeField("dicoret pada", null=True)
    struck_by = models.BigIntegerField(null=True)
    recorded_by = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    changed_by = models.BigIntegerField()
    changed_at = models.DateTimeField()

    objects: ClassVar[RKMItemQuerySet] = RKMItemQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["number", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["rkm", "source", "source_key"],
                condition=~Q(source_key=""),
                name="one_rkm_item_per_source",
            ),
            models.UniqueConstraint(fields=["rkm", "number"], name="one_rkm_item_per_number"),
            models.CheckConstraint(
                name="rkm_item_money_not_negative",
                condition=(Q(cost__isnull=True) | Q(cost__gte=0))
                & (Q(spent__isnull=True) | Q(spent__gte=0)),
            ),
            models.CheckConstraint(
                name="rkm_item_state_is_known",
                condition=Q(state__in=["rencana", "berjalan", "selesai", "batal"]),
            ),
            models.CheckConstraint(
                name="rkm_item_source_has_its_key",
                condition=Q(source="sendiri", source_key="")
                | Q(source__in=["langkah", "tahun_lalu"]) & ~Q(source_key=""),
            ),
            models.CheckConstraint(
                name="rkm_item_struck_at_and_by_together",
                condition=Q(struck_at__isnull=True, struck_by__isnull=True)
                | Q(struck_at__isnull=False, struck_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def month_numbers(self) -> tuple[int, ...]:
        """1–12, in order."""
        return tuple(int(one) for one in split(self.months))

    @property
    def is_struck(self) -> bool:
        return self.struck_at is not None

    @property
    def is_finished(self) -> bool:
        return self.state in (self.State.DONE, self.State.DROPPED)

    def is_late(self, on: date) -> bool:
        """Whether its last month is over and it is neither done nor dropped."""
        if self.is_finished or self.is_struck or not self.months:
            return False
        return (self.rkm.year, max(self.month_numbers)) < (on.year, on.month)


class RKMItemVersion(models.Model):
    """An item as it stood after a change: only added."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey(RKMItem, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("versi")
    values = models.JSONField("isi", encoder=DjangoJSONEncoder)
    recorded_by = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "number"], name="one_rkm_item_version")
        ]

    def __str__(self) -> str:
        return f"versi {self.number}"


class RKMVersion(models.Model):
    """A whole plan as it was approved: only added. `items` are the values of each, in order."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    rkm = models.ForeignKey(RKM, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("versi")
    reason = models.CharField("alasan revisi", max_length=300, blank=True)
    agreed_on = models.DateField("tanggal disepakati")
    decision = models.CharField("keputusan rapat", max_length=500, blank=True)
    approved_on = models.DateField("tanggal disetujui")
    items = models.JSONField("kegiatan", encoder=DjangoJSONEncoder)
    recorded_by = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rkm", "number"], name="one_rkm_version")
        ]

    def __str__(self) -> str:
        return f"versi {self.number}"
