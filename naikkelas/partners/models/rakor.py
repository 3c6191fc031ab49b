"""Coordination meetings of a kabupaten or kecamatan: who was asked, who came, the tasks."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from naikkelas.areas.models import Area
from naikkelas.lib.ids import uuid7
from naikkelas.partners.models.mitra import Mitra
from naikkelas.registry.rules import meetings as rules


class Rakor(models.Model):
    """A rakor or lokmin on a day; its hours are those of the clock in `time_zone`, frozen.

    `changes` grows with everything that an invited partner should know of (RFC 5545 SEQUENCE).
    """

    class Kind(models.TextChoices):
        COORDINATION = "rakor", "Rapat koordinasi"
        WORKSHOP = "lokmin", "Lokakarya mini"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    kabupaten_code = models.CharField(max_length=5)
    kind = models.CharField("jenis", max_length=8, choices=Kind.choices)
    title = models.CharField("judul", max_length=160)
    held_on = models.DateField("tanggal")
    starts = models.TimeField("mulai")
    ends = models.TimeField("selesai", null=True)
    time_zone = models.CharField(max_length=40)
    place = models.CharField("tempat", max_length=160, blank=True)
    agenda = models.TextField("acara", blank=True)
    changes = models.PositiveIntegerField(default=0)
    is_example = models.BooleanField("contoh", default=False)
    planned_by = models.BigIntegerField()
    planned_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    cancelled_by = models.BigIntegerField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_reason = models.CharField("alasan batal", max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["-held_on", "-starts", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="rakor_ends_after_it_starts",
                condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")),
            ),
            models.CheckConstraint(
                name="rakor_cancelled_at_and_by_together",
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kabupaten_code", "held_on"], name="rakor_by_day")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def starts_at(self) -> datetime:
        """When it begins, as an aware moment."""
        return rules.moment(self.held_on, self.starts, self.time_zone)

    @property
    def ends_at(self) -> datetime:
        """When it ends, as told or as usual."""
        return rules.end_of(self.starts_at, self.ends)

    @property
    def hours(self) -> str:
        """The hours with their clock, in words."""
        return rules.hours_in_words(self.starts, self.ends, self.time_zone)

    @property
    def points(self) -> tuple[str, ...]:
        """The agenda, point by point."""
        return rules.lines(self.agenda)


class RakorInvitation(models.Model):
    """A partner on the list of a rakor; who was not ticked was not noted, never "absent"."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    rakor = models.ForeignKey(Rakor, on_delete=models.PROTECT, related_name="invitations")
    mitra = models.ForeignKey(Mitra, on_delete=models.PROTECT, related_name="invitations")
    is_present = models.BooleanField("hadir", default=False)
    noted_by = models.BigIntegerField(null=True)
    noted_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["mitra__name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rakor", "mitra"], name="one_place_per_rakor_and_mitra")
        ]

    def __str__(self) -> str:
        return f"{self.mitra_id} @ {self.rakor_id}"


class RakorMinutes(models.Model):
    """One version of the minutes; the newest stands, older ones stay (triggers refuse)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    rakor = models.ForeignKey(Rakor, on_delete=models.PROTECT, related_name="minutes")
    version = models.PositiveIntegerField("versi")
    text = models.TextField("isi notulen")
    written_by = models.BigIntegerField()
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rakor", "version"], name="one_rakor_minutes_version")
        ]

    def __str__(self) -> str:
        return f"Notulen versi {self.version}"


class RakorTask(models.Model):
    """A decision with its owner and its day; the owner is a partner or a desk of the office."""

    class State(models.TextChoices):
        OPEN = "terbuka", "Belum selesai"
        DONE = "selesai", "Selesai"
        WITHDRAWN = "ditarik", "Ditarik"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    rakor = models.ForeignKey(Rakor, on_delete=models.PROTECT, related_name="tasks")
    kabupaten_code = models.CharField(max_length=5)
    what = models.CharField("keputusan atau tugas", max_length=300)
    mitra = models.ForeignKey(
        Mitra, null=True, on_delete=models.PROTECT, related_name="tasks", verbose_name="mitra"
    )
    desk = models.CharField("meja", max_length=120, blank=True)
    due_on = models.DateField("paling lambat")
    state = models.CharField("keadaan", max_length=8, choices=State.choices, default=State.OPEN)
    outcome = models.CharField("hasil atau alasan", max_length=300, blank=True)
    decided_by = models.BigIntegerField()
    decided_at = models.DateTimeField()
    closed_by = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["due_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="rakor_task_of_a_mitra_or_a_desk",
                condition=Q(mitra__isnull=False, desk="") | (Q(mitra__isnull=True) & ~Q(desk="")),
            ),
            models.CheckConstraint(
                name="rakor_task_closed_at_and_by_together",
                condition=Q(state="terbuka", closed_at__isnull=True, closed_by__isnull=True)
                | (~Q(state="terbuka") & Q(closed_at__isnull=False, closed_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="withdrawn_rakor_task_has_a_reason",
                condition=~Q(state="ditarik") | ~Q(outcome=""),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kabupaten_code", "state", "due_on"], name="rakor_task_by_day")
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def owner(self) -> str:
        """Who does it."""
        return self.mitra.name if self.mitra else self.desk


class Letter(models.Model):
    """A letter as it was made, under a number of its area and year: only added (triggers refuse).

    Who signs is filled in by hand; names are not kept. `body` holds one paragraph per line.
    """

    class Kind(models.TextChoices):
        INVITATION = "undangan", "Undangan"
        REQUEST = "permohonan", "Permohonan dukungan"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    kabupaten_code = models.CharField(max_length=5)
    year = models.PositiveSmallIntegerField("tahun")
    number = models.PositiveIntegerField("nomor urut")
    full_number = models.CharField("nomor", max_length=80)
    kind = models.CharField("jenis", max_length=10, choices=Kind.choices)
    rakor = models.ForeignKey(Rakor, null=True, on_delete=models.PROTECT, related_name="letters")
    mitra = models.ForeignKey(Mitra, null=True, on_delete=models.PROTECT, related_name="letters")
    nature = models.CharField("sifat", max_length=40)
    attachment = models.CharField("lampiran", max_length=80, blank=True)
    subject = models.CharField("hal", max_length=160)
    place = models.CharField("tempat", max_length=80)
    dated_on = models.DateField("tanggal")
    recipients = models.TextField("kepada")
    body = models.TextField("isi")
    copies = models.TextField("tembusan", blank=True)
    signer = models.CharField("jabatan penanda tangan", max_length=120)
    is_example = models.BooleanField("contoh", default=False)
    made_by = models.BigIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-year", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area", "year", "number"], name="one_letter_per_number"
            ),
            models.CheckConstraint(
                name="invitation_letter_names_its_rakor",
                condition=Q(kind="undangan", rakor__isnull=False)
                | Q(kind="permohonan", mitra__isnull=False, rakor__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.full_number
