"""Visits as they were made: versions with what was checked, found, signed and photographed.

Rows are only added: a correction is a new version of the same record, which withdraws the one
before it (triggers refuse everything else). Follow-ups live on by themselves (`followups`).
"""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from naikkelas.accounts.models import Post
from naikkelas.coaching.models.planning import PlannedVisit
from naikkelas.lib.ids import uuid7
from naikkelas.registry.models import Evidence, KampungKB
from naikkelas.roadmap.models import Step


class VisitQuerySet(models.QuerySet["Visit"]):
    """The vocabulary of visits."""

    def standing(self) -> "VisitQuerySet":
        """The newest version of each visit that was not taken back."""
        return self.filter(withdrawn_at__isnull=True)

    def until(self, day: date) -> "VisitQuerySet":
        return self.filter(day__lte=day)

    def for_list(self) -> "VisitQuerySet":
        return self.select_related("kampung__village__parent", "mentor").order_by("-day", "-id")


class Visit(models.Model):
    """One version of a visit of a mentor to a kampung; standing versions count.

    `record` is the identifier of the first version, made where the visit was noted down;
    `replaces` names the version that a correction follows. `made_at` is the clock of the phone.
    """

    class Kind(models.TextChoices):
        FIELD = "lapangan", "Kunjungan lapangan"
        ONLINE = "daring", "Pendampingan daring"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    record = models.UUIDField("versi pertama", editable=False)
    replaces = models.UUIDField("menggantikan", null=True, editable=False)
    kabupaten_code = models.CharField(max_length=5)
    kampung = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="visits")
    mentor = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    planned = models.ForeignKey(
        PlannedVisit, null=True, on_delete=models.PROTECT, related_name="visits"
    )
    day = models.DateField("tanggal")
    kind = models.CharField("cara", max_length=10, choices=Kind.choices)
    arrived = models.TimeField("tiba", null=True)
    left = models.TimeField("selesai", null=True)
    notes = models.TextField("catatan", blank=True)
    next_on = models.DateField("kunjungan berikut", null=True)
    correction = models.CharField("alasan perbaikan", max_length=300, blank=True)
    is_example = models.BooleanField("contoh", default=False)
    made_at = models.DateTimeField("jam pada ponsel", null=True)
    recorded_by = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    withdrawn_by = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField("alasan ditarik", max_length=300, blank=True)

    objects: ClassVar[VisitQuerySet] = VisitQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["-day", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["record"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_standing_version_of_a_visit",
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=Q(replaces__isnull=False),
                name="one_visit_replaces_a_version",
            ),
            models.CheckConstraint(
                name="visit_withdrawn_with_by_and_reason",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                & Q(withdrawn_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                & ~Q(withdrawn_reason=""),
            ),
            models.CheckConstraint(
                name="visit_correction_has_its_reason",
                condition=Q(replaces__isnull=True, correction="")
                | Q(replaces__isnull=False) & ~Q(correction=""),
            ),
            models.CheckConstraint(
                name="visit_leaves_after_it_arrives",
                condition=Q(arrived__isnull=True)
                | Q(left__isnull=True)
                | Q(left__gte=F("arrived")),
            ),
            models.CheckConstraint(
                name="visit_next_is_later",
                condition=Q(next_on__isnull=True) | Q(next_on__gt=F("day")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kabupaten_code", "day"], name="visit_by_kabupaten"),
            models.Index(fields=["kampung", "day"], name="visit_by_kampung"),
            models.Index(fields=["mentor", "day"], name="visit_by_mentor"),
            models.Index(fields=["record", "recorded_at"], name="visit_by_record"),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.kampung_id}"

    @property
    def is_standing(self) -> bool:
        return self.withdrawn_at is None


class VisitCheck(models.Model):
    """One line of the checklist, its words as they were shown, and what was seen.

    `code` is the indicator's or the action's; `step`, `evidence` and `followup` name what the line
    came from.
    """

    class Kind(models.TextChoices):
        INDICATOR = "indikator", "Indikator yang kurang"
        STEP = "langkah", "Langkah peta jalan"
        EVIDENCE = "bukti", "Bukti yang kedaluwarsa"
        FOLLOWUP = "tindak_lanjut", "Tindak lanjut yang terbuka"

    class Answer(models.TextChoices):
        MET = "sesuai", "Sesuai"
        NOT_YET = "belum", "Belum"
        UNCHECKED = "tidak_diperiksa", "Tidak diperiksa"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="checks")
    position = models.PositiveSmallIntegerField("urutan")
    kind = models.CharField("jenis", max_length=14, choices=Kind.choices)
    code = models.CharField("kode", max_length=60, blank=True)
    step = models.ForeignKey(Step, null=True, on_delete=models.PROTECT, related_name="+")
    evidence = models.ForeignKey(Evidence, null=True, on_delete=models.PROTECT, related_name="+")
    followup = models.ForeignKey(
        "coaching.FollowUp", null=True, on_delete=models.PROTECT, related_name="+"
    )
    words = models.CharField("yang diperiksa", max_length=400)
    answer = models.CharField("hasil", max_length=16, choices=Answer.choices)
    remark = models.CharField("catatan", max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["visit", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["visit", "position"], name="one_check_per_visit_and_position"
            ),
            models.CheckConstraint(
                name="visit_check_answer_is_known",
                condition=Q(answer__in=["sesuai", "belum", "tidak_diperiksa"]),
            ),
            models.CheckConstraint(
                name="visit_check_of_a_step_names_it",
                condition=Q(step__isnull=True) | Q(kind="langkah"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.words}: {self.answer}"


class Finding(models.Model):
    """Something that the mentor found, in words; `code` is the indicator that it is about."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="findings")
    position = models.PositiveSmallIntegerField("urutan")
    code = models.CharField("indikator", max_length=60, blank=True)
    text = models.CharField("temuan", max_length=500)

    class Meta:
        ordering: ClassVar = ["visit", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["visit", "position"], name="one_finding_per_visit_and_position"
            ),
            models.CheckConstraint(name="finding_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text


class SignOff(models.Model):
    """The Pokja confirms a version of a visit, or says where it sees it otherwise.

    Either somebody of the Pokja in their own account, or the mentor notes that its ketua or
    sekretaris agreed there: no name and no drawn signature is kept.
    """

    class Way(models.TextChoices):
        ACCOUNT = "akun", "Disetujui lewat akun Pokja"
        ON_SITE = "di_tempat", "Disetujui di tempat, dicatat pendamping"

    class Role(models.TextChoices):
        CHAIR = "ketua", "Ketua Pokja"
        SECRETARY = "sekretaris", "Sekretaris Pokja"
        MEMBER = "anggota", "Anggota Pokja"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="sign_offs")
    way = models.CharField("cara", max_length=10, choices=Way.choices)
    role = models.CharField("jabatan", max_length=10, choices=Role.choices)
    agrees = models.BooleanField("setuju")
    remark = models.CharField("keterangan", max_length=300, blank=True)
    signed_by = models.BigIntegerField()
    signed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["visit", "signed_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["visit", "way", "role"], name="one_sign_off_per_visit_way_and_role"
            ),
            models.CheckConstraint(
                name="sign_off_otherwise_has_its_remark",
                condition=Q(agrees=True) | ~Q(remark=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.agrees}"


class VisitPhoto(models.Model):
    """A photo of a visit, known through all its versions by `record`.

    `sent_sha256` is the hash of what was sent, `sha256` that of the picture as it is kept: encoded
    anew without metadata.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    record = models.UUIDField("kunjungan")
    kampung = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="+")
    kabupaten_code = models.CharField(max_length=5)
    caption = models.CharField("keterangan", max_length=200, blank=True)
    place = models.PositiveSmallIntegerField("urutan")
    stored_name = models.CharField(max_length=80)
    content_type = models.CharField(max_length=60)
    size = models.IntegerField("ukuran, bita")
    sha256 = models.CharField(max_length=64)
    sent_sha256 = models.CharField(max_length=64)
    image_hash = models.BigIntegerField("sidik gambar", null=True)
    taken_on = models.DateField("tanggal foto", null=True)
    added_by = models.BigIntegerField()
    added_at = models.DateTimeField()
    withdrawn_by = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["record", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["record", "place"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_visit_photo_per_place",
            ),
            models.CheckConstraint(
                name="visit_photo_withdrawn_and_by_together",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"foto {self.place}"
