"""Photos of activities that may be shown to everybody: none may until somebody looked at it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from naikkelas.activities.models import KegiatanPhoto
from naikkelas.lib.ids import uuid7
from naikkelas.registry.models import KampungKB


class PhotoRelease(models.Model):
    """ "Boleh tampil": one photo that was looked at, with who is seen on it and what they said.

    The pictures of several widths lie in MEDIA_ROOT/situs/`folder`; they are removed when the
    release is withdrawn. `colour` is the mean colour as #rrggbb.
    """

    class Faces(models.TextChoices):
        NONE = "tanpa", "Tidak ada orang yang dapat dikenali"
        ADULTS = "dewasa", "Hanya orang dewasa, dan semuanya setuju"
        CHILDREN = "anak", "Ada anak, orang tua atau walinya memberi izin tertulis"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    photo = models.ForeignKey(KegiatanPhoto, on_delete=models.PROTECT, related_name="releases")
    kampung = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="+")
    kabupaten_code = models.CharField(max_length=5)
    faces = models.CharField("siapa yang terlihat", max_length=8, choices=Faces.choices)
    folder = models.CharField(max_length=60)
    width = models.PositiveIntegerField("lebar")
    height = models.PositiveIntegerField("tinggi")
    widths = models.CharField("ukuran yang ada", max_length=60)
    colour = models.CharField("warna", max_length=7)
    released_by = models.BigIntegerField()
    released_at = models.DateTimeField()
    withdrawn_by = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["released_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["photo"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_standing_release_per_photo",
            ),
            models.CheckConstraint(
                name="release_withdrawn_at_and_by_together",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_faces_display())
