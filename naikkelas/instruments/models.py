"""Published instruments: the text by which results were computed, for ever."""

from typing import ClassVar

from django.db import models


class PublishedInstrument(models.Model):
    """A definition as published. Triggers refuse UPDATE and DELETE on both engines (ADR 4)."""

    id = models.CharField(primary_key=True, max_length=60, editable=False)
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, unique=True)
    text = models.TextField()
    published_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["published_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="published_instrument_has_its_hash",
            ),
            models.CheckConstraint(
                condition=~models.Q(text=""), name="published_instrument_has_its_text"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} ({self.version})"
