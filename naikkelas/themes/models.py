"""Thematic villages: what a kabupaten keeps of its themes, who carries which, and the answers.

Nothing is deleted and nothing that was said is changed: a theme gets a newer edition, a kampung
lets a theme go with a day and a reason, an answer is replaced by a newer version.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from naikkelas.lib.ids import uuid7
from naikkelas.registry.models import Evidence, KampungKB


class ThemeEdition(models.Model):
    """What a kabupaten says of a theme, its own or a known one; the newest number counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kabupaten_code = models.CharField(max_length=5)
    code = models.CharField("kode", max_length=40)
    number = models.PositiveSmallIntegerField("versi")
    name = models.CharField("nama", max_length=120)
    body = models.CharField("lembaga penanggung jawab", max_length=120)
    skpd = models.CharField("SKPD", max_length=120)
    legal_basis = models.CharField("dasar hukum", max_length=300, blank=True)
    source = models.CharField("sumber", max_length=300, blank=True)
    status = models.CharField("status kriteria", max_length=10)
    instrument = models.CharField("instrumen", max_length=60)
    levels = models.CharField("tingkat", max_length=300, blank=True)
    is_closed = models.BooleanField("tidak dipakai lagi", default=False)
    is_example = models.BooleanField("contoh", default=False)
    saved_by = models.BigIntegerField()
    saved_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["kabupaten_code", "code", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kabupaten_code", "code", "number"], name="one_theme_edition_per_number"
            ),
            models.CheckConstraint(
                name="theme_edition_status_is_known",
                condition=Q(status__in=["resmi", "sebagian", "sendiri"]),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["ThemeMembership"]):
    """The vocabulary of memberships."""

    def current(self) -> "MembershipQuerySet":
        """Those that hold; neither let go nor entered by mistake."""
        return self.filter(until__isnull=True, withdrawn_at__isnull=True)


class ThemeMembership(models.Model):
    """A kampung carries a theme, since a day, by an SK where there is one.

    `until` is the first day without it. `withdrawn_at` marks a record that was a mistake.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kampung = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="themes")
    kabupaten_code = models.CharField(max_length=5)
    theme = models.CharField("tema", max_length=40)
    since = models.DateField("sejak", null=True)
    decree_number = models.CharField("nomor SK", max_length=120, blank=True)
    decree_date = models.DateField("tanggal SK", null=True)
    evidence = models.ForeignKey(
        Evidence, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="berkas SK"
    )
    until = models.DateField("sampai", null=True)
    until_reason = models.CharField("alasan berhenti", max_length=300, blank=True)
    is_example = models.BooleanField("contoh", default=False)
    recorded_by = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[MembershipQuerySet] = MembershipQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["kampung_id", "theme", "recorded_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kampung", "theme"],
                condition=Q(until__isnull=True, withdrawn_at__isnull=True),
                name="one_membership_per_kampung_and_theme",
            ),
            models.CheckConstraint(
                name="theme_membership_until_and_reason_together",
                condition=Q(until__isnull=True, until_reason="")
                | (Q(until__isnull=False) & ~Q(until_reason="")),
            ),
            models.CheckConstraint(
                name="theme_membership_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kabupaten_code", "theme"], name="theme_membership_by_theme"),
        ]

    def __str__(self) -> str:
        return self.theme


class ThemeAward(models.Model):
    """The level that the responsible body gave to a kampung; a newer one stands beside it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    membership = models.ForeignKey(ThemeMembership, on_delete=models.PROTECT, related_name="awards")
    kabupaten_code = models.CharField(max_length=5)
    level = models.CharField("tingkat", max_length=60)
    awarded_on = models.DateField("ditetapkan pada")
    decree_number = models.CharField("nomor SK", max_length=120, blank=True)
    recorded_by = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-awarded_on", "-recorded_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["membership", "awarded_on"], name="theme_award_by_membership"),
        ]

    def __str__(self) -> str:
        return self.level


class AnswerQuerySet(models.QuerySet["CriterionAnswer"]):
    """The vocabulary of answers."""

    def current(self) -> "AnswerQuerySet":
        """The newest version of each answer."""
        return self.filter(replaced_at__isnull=True)


class CriterionAnswer(models.Model):
    """One version of the answer to a criterion: 1 yes, 0 no, a figure, or null for unknown.

    The criterion is the code of a measure of an instrument; several themes may ask the same one.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kampung = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="+")
    kabupaten_code = models.CharField(max_length=5)
    criterion = models.CharField("kriteria", max_length=60)
    value = models.FloatField("jawaban", null=True)
    evidence = models.ForeignKey(
        Evidence, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="bukti"
    )
    note = models.CharField("catatan", max_length=300, blank=True)
    is_example = models.BooleanField("contoh", default=False)
    recorded_by = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    replaced_at = models.DateTimeField("digantikan pada", null=True)

    objects: ClassVar[AnswerQuerySet] = AnswerQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["kampung_id", "criterion", "-recorded_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kampung", "criterion"],
                condition=Q(replaced_at__isnull=True),
                name="one_current_answer_per_criterion",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["kabupaten_code", "criterion"],
                condition=Q(replaced_at__isnull=True),
                name="answer_by_kabupaten",
            ),
        ]

    def __str__(self) -> str:
        return self.criterion


class AnswerCheck(models.Model):
    """What PKB, kecamatan or kabupaten found of an answer; rows are only added."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    answer = models.ForeignKey(CriterionAnswer, on_delete=models.PROTECT, related_name="checks")
    kabupaten_code = models.CharField(max_length=5)
    is_right = models.BooleanField("sesuai")
    reason = models.CharField("yang perlu diperbaiki", max_length=300, blank=True)
    checked_by = models.BigIntegerField()
    checked_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-checked_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="answer_check_doubt_has_its_reason",
                condition=Q(is_right=True) | ~Q(reason=""),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["answer", "checked_at"], name="answer_check_by_answer"),
        ]

    def __str__(self) -> str:
        return "sesuai" if self.is_right else "perlu diperbaiki"
