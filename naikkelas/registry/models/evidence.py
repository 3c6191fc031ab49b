"""What backs the declared facts of a kampung."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from naikkelas.lib.ids import uuid7
from naikkelas.registry.models.kampung import KampungKB


class Evidence(models.Model):
    """A file, or the link to an activity, that backs declared facts of a kampung.

    It backs facts (form and columns), not one version: an SK that holds for three years need not
    be sent again each month. What lay there as a version was endorsed is accepted with it.
    """

    class Kind(models.TextChoices):
        DECREE = "sk", "Surat keputusan (SK)"
        ATTENDANCE = "daftar_hadir", "Daftar hadir"
        MINUTES = "notulen", "Notulen"
        PHOTO = "foto", "Foto"
        ACTIVITY = "kegiatan", "Kegiatan yang tercatat"
        OTHER = "lainnya", "Dokumen lain"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kampung = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="evidence")
    kabupaten_code = models.CharField(max_length=5)
    form = models.CharField(max_length=10)
    columns = models.CharField("angka yang didukung", max_length=600)
    kind = models.CharField("jenis", max_length=12, choices=Kind.choices)
    title = models.CharField("judul atau nomor", max_length=200, blank=True)
    activity_id = models.UUIDField("kegiatan", null=True)
    stored_name = models.CharField(max_length=80, blank=True)
    original_name = models.CharField("nama berkas", max_length=200, blank=True)
    content_type = models.CharField(max_length=60, blank=True)
    size = models.IntegerField("ukuran, bita", null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    image_hash = models.BigIntegerField("sidik gambar", null=True)
    taken_on = models.DateField("tanggal foto", null=True)
    for_month = models.DateField("untuk laporan bulan", null=True)
    valid_from = models.DateField("berlaku sejak", null=True)
    valid_until = models.DateField("berlaku sampai", null=True)
    added_by = models.BigIntegerField()
    added_at = models.DateTimeField()
    withdrawn_by = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField("alasan ditarik", max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["added_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="evidence_is_a_file_or_an_activity",
                condition=(~Q(stored_name="") & Q(activity_id__isnull=True))
                | (Q(stored_name="") & Q(activity_id__isnull=False)),
            ),
            models.CheckConstraint(
                name="evidence_ends_after_it_begins",
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=models.F("valid_from")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kampung", "form"], name="evidence_by_kampung"),
            models.Index(fields=["kabupaten_code", "valid_until"], name="evidence_by_end"),
            models.Index(
                fields=["kabupaten_code", "image_hash"],
                condition=Q(image_hash__isnull=False),
                name="evidence_by_image",
            ),
        ]

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        """Its title, which the person gave; its kind where they gave none.

        Never the name of its file, which often names people ("Daftar hadir Bu Siti.pdf").
        """
        return self.title or str(self.get_kind_display()) or "Bukti"
