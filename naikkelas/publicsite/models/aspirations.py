"""What residents write to their kampung: no account, no name, looked at before anybody reads it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from naikkelas.lib.ids import uuid7
from naikkelas.registry.models import KampungKB


class Aspiration(models.Model):
    """A wish, a question or a complaint. `contact` is emptied once settled, or after 90 days."""

    class State(models.TextChoices):
        NEW = "baru", "Menunggu dibaca"
        SHOWN = "tampil", "Ditampilkan dengan jawaban"
        ANSWERED = "dijawab", "Dijawab, tidak ditampilkan"
        REFUSED = "ditolak", "Tidak ditampilkan"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kampung = models.ForeignKey(
        KampungKB, on_delete=models.PROTECT, related_name="aspirations", db_index=False
    )
    kabupaten_code = models.CharField(max_length=5)
    words = models.CharField("aspirasi", max_length=1000, blank=True)
    contact = models.CharField("cara menghubungi", max_length=60, blank=True)
    state = models.CharField("keadaan", max_length=8, choices=State.choices, default=State.NEW)
    answer = models.CharField("jawaban", max_length=1000, blank=True)
    received_at = models.DateTimeField("diterima pada")
    settled_by = models.BigIntegerField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-received_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="aspiration_settled_at_and_by_together",
                condition=Q(state="baru", settled_at__isnull=True, settled_by__isnull=True)
                | (~Q(state="baru") & Q(settled_at__isnull=False, settled_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="settled_aspiration_keeps_no_contact",
                condition=Q(state="baru") | Q(contact=""),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kampung", "state", "received_at"], name="aspirations_by_kampung")
        ]

    def __str__(self) -> str:
        return str(self.get_state_display())
