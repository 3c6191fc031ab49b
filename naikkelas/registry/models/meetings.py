"""Meetings of a kampung: who was asked, who came, what was said, what is to be done."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from naikkelas.accounts.models import Post
from naikkelas.lib.ids import uuid7
from naikkelas.registry.models.kampung import KampungKB
from naikkelas.registry.models.pokja import Kader
from naikkelas.registry.rules import meetings as rules


class Meeting(models.Model):
    """A meeting on a day; the hours are those of the clock in `time_zone`, frozen as it is planned.

    With `is_public` everybody reads title, day, hours and place on the site of the kampung and in
    the portal; nobody does before the Pokja has chosen it. `changes` grows with everything that an
    invited person should know of (RFC 5545 SEQUENCE).
    """

    class Kind(models.TextChoices):
        PLANNING = "rapat_perencanaan", "Rapat perencanaan"
        COORDINATION = "rapat_koordinasi", "Rapat koordinasi"
        OUTREACH = "sosialisasi", "Sosialisasi"
        MONITORING = "monev", "Monitoring dan evaluasi"
        REPORTING = "penyusunan_laporan", "Penyusunan laporan"
        POKJA = "rapat_pokja", "Rapat Pokja"
        FORUM = "sarasehan", "Sarasehan"
        OTHER = "lainnya", "Pertemuan lain"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kampung = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="meetings")
    kabupaten_code = models.CharField(max_length=5)
    kind = models.CharField("jenis", max_length=20, choices=Kind.choices)
    title = models.CharField("judul", max_length=160)
    held_on = models.DateField("tanggal")
    starts = models.TimeField("mulai")
    ends = models.TimeField("selesai", null=True)
    time_zone = models.CharField(max_length=40)
    place = models.CharField("tempat", max_length=160, blank=True)
    agenda = models.TextField("acara", blank=True)
    is_public = models.BooleanField("tampil di agenda umum", default=False)
    changes = models.PositiveIntegerField(default=0)
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
                name="meeting_ends_after_it_starts",
                condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")),
            ),
            models.CheckConstraint(
                name="meeting_cancelled_at_and_by_together",
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kampung", "held_on"], name="meeting_by_day"),
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


class MeetingAttendance(models.Model):
    """A person on the list of a meeting: somebody of the kampung, or a guest by name.

    Nobody is ever "absent" here: who was not noted was not noted. A guest who typed a name by the
    code waits until the secretary has seen the person.
    """

    class State(models.TextChoices):
        EXPECTED = "diundang", "Diundang"
        WAITING = "menunggu", "Menunggu dikonfirmasi"
        PRESENT = "hadir", "Hadir"
        REFUSED = "ditolak", "Tidak dikenal"

    class Way(models.TextChoices):
        TICKED = "centang", "Dicentang"
        CODE = "kode", "Kode QR"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    kabupaten_code = models.CharField(max_length=5)
    kader = models.ForeignKey(Kader, null=True, on_delete=models.PROTECT, related_name="attendance")
    guest_name = models.CharField("nama atau jabatan tamu", max_length=120, blank=True)
    guest_key = models.CharField(max_length=120, blank=True)
    age_band = models.CharField("kelompok umur saat itu", max_length=8, blank=True)
    is_invited = models.BooleanField("diundang", default=False)
    state = models.CharField("kehadiran", max_length=8, choices=State.choices)
    way = models.CharField("cara", max_length=8, choices=Way.choices, blank=True)
    added_at = models.DateTimeField()
    noted_by = models.BigIntegerField(null=True)
    noted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["added_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="attendance_of_a_kader_or_a_guest",
                condition=Q(kader__isnull=False, guest_key="")
                | (Q(kader__isnull=True) & ~Q(guest_key="")),
            ),
            models.CheckConstraint(
                name="attendance_state_and_way_together",
                condition=Q(state="diundang", way="") | (~Q(state="diundang") & ~Q(way="")),
            ),
            models.UniqueConstraint(
                fields=["meeting", "kader"],
                condition=Q(withdrawn_at__isnull=True, kader__isnull=False),
                name="one_place_per_kader_and_meeting",
            ),
            models.UniqueConstraint(
                fields=["meeting", "guest_key"],
                condition=Q(withdrawn_at__isnull=True) & ~Q(guest_key=""),
                name="one_place_per_guest_and_meeting",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_state_display())


class Minutes(models.Model):
    """One version of the minutes (notulen) of a meeting; a correction replaces it with a reason."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes")
    kabupaten_code = models.CharField(max_length=5)
    version = models.PositiveIntegerField("versi")
    text = models.TextField("isi notulen")
    replaces = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    reason = models.CharField("alasan perbaikan", max_length=300, blank=True)
    written_by = models.BigIntegerField()
    written_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "version"], name="one_minutes_per_version"),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_standing_minutes_per_meeting",
            ),
            models.CheckConstraint(
                name="corrected_minutes_have_a_reason",
                condition=Q(replaces__isnull=True) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Notulen versi {self.version}"


class Decision(models.Model):
    """What a meeting decided. With a day it is a task: open, then done or withdrawn with words."""

    class State(models.TextChoices):
        NOTED = "", "Keputusan"
        OPEN = "terbuka", "Belum selesai"
        DONE = "selesai", "Selesai"
        WITHDRAWN = "ditarik", "Ditarik"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    kampung = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="decisions")
    kabupaten_code = models.CharField(max_length=5)
    what = models.CharField("keputusan atau tugas", max_length=300)
    kader = models.ForeignKey(
        Kader,
        null=True,
        on_delete=models.PROTECT,
        related_name="tasks",
        verbose_name="penanggung jawab",
    )
    due_on = models.DateField("paling lambat", null=True)
    state = models.CharField("keadaan", max_length=8, choices=State.choices, blank=True)
    decided_by = models.BigIntegerField()
    decided_at = models.DateTimeField()
    closed_by = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField("hasil atau alasan", max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["decided_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="task_has_a_day",
                condition=~Q(state__in=("terbuka", "selesai")) | Q(due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="decision_closed_at_and_by_together",
                condition=Q(state__in=("", "terbuka"), closed_at__isnull=True, closed_by=None)
                | Q(state__in=("selesai", "ditarik"), closed_at__isnull=False)
                & Q(closed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="withdrawn_decision_has_a_reason",
                condition=~Q(state="ditarik") | ~Q(outcome=""),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["kampung", "due_on"], condition=Q(state="terbuka"), name="task_by_day"
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def is_task(self) -> bool:
        """Whether somebody has something to do by a day."""
        return self.due_on is not None


class CalendarFeed(models.Model):
    """A secret address of the agenda of a kampung, given to one post; only its hash is kept.

    It opens nothing once it is revoked, or once the post is closed or has lost the area.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kampung = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="feeds")
    kabupaten_code = models.CharField(max_length=5)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_by = models.BigIntegerField()
    made_at = models.DateTimeField()
    revoked_by = models.BigIntegerField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kampung", "post"],
                condition=Q(revoked_at__isnull=True),
                name="one_standing_feed_per_post",
            ),
        ]

    def __str__(self) -> str:
        return f"Kalender {self.kampung}"
