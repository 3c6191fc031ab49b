"""What was agreed at a visit: by whom, until when, and what came of it."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from naikkelas.accounts.models import Partner
from naikkelas.coaching.models.visits import Visit
from naikkelas.lib.ids import uuid7
from naikkelas.registry.models import KampungKB


class Desk(models.TextChoices):
    """Who owns a follow-up, from the kampung upward."""

    POKJA = "pokja", "Pokja"
    VILLAGE = "desa", "Pemerintah desa/kelurahan"
    DISTRICT = "kecamatan", "Kecamatan"
    OFFICE = "skpd", "SKPD atau mitra"
    KABUPATEN = "kabupaten", "Kabupaten"


class FollowUpState(models.TextChoices):
    """Where a follow-up stands."""

    OPEN = "terbuka", "Terbuka"
    DONE = "selesai", "Selesai"
    DROPPED = "batal", "Dibatalkan"


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    """The vocabulary of follow-ups."""

    def open(self) -> "FollowUpQuerySet":
        return self.filter(state=FollowUpState.OPEN)

    def overdue(self, on: date) -> "FollowUpQuerySet":
        """Open past their day."""
        return self.open().filter(due_on__lt=on)

    def for_list(self) -> "FollowUpQuerySet":
        return self.select_related("kampung__village__parent", "partner").order_by(
            "due_on", "kampung_id", "id"
        )


class FollowUp(models.Model):
    """A deed that was agreed at a visit; it lives until somebody closes it.

    `visit` is the version at which it was agreed. `escalated_to` is the desk that was called in
    last because it was overdue; who owns it does not change by that. `asked_name` is the SKPD or
    partner that was asked to do it since, `asked_partner` its account where it has one.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="followups")
    kabupaten_code = models.CharField(max_length=5)
    kampung = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="followups")
    what = models.CharField("tindak lanjut", max_length=300)
    code = models.CharField("indikator", max_length=60, blank=True)
    owner = models.CharField("penanggung jawab", max_length=10, choices=Desk.choices)
    partner = models.ForeignKey(Partner, null=True, on_delete=models.PROTECT, related_name="+")
    partner_name = models.CharField("nama SKPD atau mitra", max_length=120, blank=True)
    due_on = models.DateField("tenggat")
    state = models.CharField(
        "keadaan", max_length=10, choices=FollowUpState.choices, default=FollowUpState.OPEN
    )
    escalated_to = models.CharField("dinaikkan ke", max_length=10, choices=Desk.choices, blank=True)
    escalated_on = models.DateField("dinaikkan pada", null=True)
    asked_partner = models.ForeignKey(
        Partner, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_name = models.CharField("diteruskan ke", max_length=120, blank=True, default="")
    asked_on = models.DateField("diteruskan pada", null=True)
    closed_on = models.DateField("ditutup pada", null=True)
    closed_by = models.BigIntegerField(null=True)
    closing = models.CharField("hasil atau alasan", max_length=500, blank=True)
    is_example = models.BooleanField("contoh", default=False)
    recorded_by = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects: ClassVar[FollowUpQuerySet] = FollowUpQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["due_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="followup_state_is_known", condition=Q(state__in=FollowUpState.values)
            ),
            models.CheckConstraint(
                name="followup_closed_with_its_words",
                condition=Q(state="terbuka", closed_on__isnull=True, closed_by__isnull=True)
                & Q(closing="")
                | ~Q(state="terbuka")
                & Q(closed_on__isnull=False, closed_by__isnull=False)
                & ~Q(closing=""),
            ),
            models.CheckConstraint(
                name="followup_escalated_and_since_when_together",
                condition=Q(escalated_to="", escalated_on__isnull=True)
                | ~Q(escalated_to="") & Q(escalated_on__isnull=False),
            ),
            models.CheckConstraint(
                name="followup_of_an_office_names_it",
                condition=~Q(owner="skpd") & Q(partner__isnull=True, partner_name="")
                | Q(owner="skpd", partner__isnull=False, partner_name="")
                | Q(owner="skpd", partner__isnull=True) & ~Q(partner_name=""),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kabupaten_code", "state", "due_on"], name="followup_by_day"),
            models.Index(fields=["kampung", "state"], name="followup_by_kampung"),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def is_open(self) -> bool:
        return self.state == FollowUpState.OPEN

    @property
    def owner_words(self) -> str:
        """Who is to do it; the SKPD by its name. Reads `partner`."""
        name = self.partner.name if self.partner else self.partner_name
        return name or str(self.get_owner_display())


class FollowUpChange(models.Model):
    """What was said of a follow-up: only added, never changed (triggers refuse)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    followup = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="changes")
    kabupaten_code = models.CharField(max_length=5)
    from_state = models.CharField(max_length=10, choices=FollowUpState.choices)
    to_state = models.CharField(max_length=10, choices=FollowUpState.choices)
    due_on = models.DateField("tenggat")
    escalated_to = models.CharField(max_length=10, choices=Desk.choices, blank=True)
    note = models.CharField("catatan", max_length=500, blank=True)
    changed_by = models.BigIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["changed_at", "id"]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
