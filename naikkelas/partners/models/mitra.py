"""Who works with the kampung of a kabupaten, and who answers for which kegiatan of the Inpres."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from naikkelas.accounts.models import Partner
from naikkelas.areas.models import Area
from naikkelas.lib.ids import uuid7


class MitraQuerySet(models.QuerySet["Mitra"]):
    """Vocabulary of partners."""

    def working(self) -> "MitraQuerySet":
        """Those that are partners now."""
        return self.filter(ended_at__isnull=True)


class Mitra(models.Model):
    """An office, school, firm or group that works with kampung: an account, or a contact only.

    `areas` are the codes where it works, joined by "|"; `account` is what a post of the role
    "mitra" names, so that its people act for it.
    """

    class Kind(models.TextChoices):
        OFFICE = "skpd", "SKPD"
        VERTICAL = "vertikal", "Instansi vertikal"
        DISTRICT = "kecamatan", "Kecamatan"
        VILLAGE = "desa", "Desa/kelurahan"
        CLINIC = "puskesmas", "Puskesmas"
        SCHOOL = "sekolah", "Sekolah"
        ARMED = "tni_polri", "TNI/Polri"
        FIRM = "perusahaan", "Perusahaan (CSR)"
        CAMPUS = "kampus", "Perguruan tinggi"
        COMMUNITY = "masyarakat", "Kelompok masyarakat"
        OTHER = "lainnya", "Lainnya"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kabupaten_code = models.CharField(max_length=5)
    name = models.CharField("nama", max_length=120)
    kind = models.CharField("jenis", max_length=12, choices=Kind.choices)
    instansi = models.CharField("instansi", max_length=40, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    areas = models.CharField("wilayah kerja", max_length=600)
    account = models.OneToOneField(
        Partner, null=True, on_delete=models.PROTECT, related_name="mitra", verbose_name="akun"
    )
    contact_name = models.CharField("nama narahubung", max_length=120, blank=True)
    contact_phone = models.CharField("telepon narahubung", max_length=20, blank=True)
    is_example = models.BooleanField("contoh", default=False)
    added_by = models.BigIntegerField()
    added_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ended_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField("tidak lagi menjadi mitra sejak", null=True)

    objects: ClassVar[MitraQuerySet] = MitraQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area", "name"],
                condition=Q(ended_at__isnull=True),
                name="one_mitra_per_name_and_area",
            ),
            models.CheckConstraint(
                name="mitra_ended_at_and_by_together",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["kabupaten_code"], name="mitra_by_kabupaten")]

    def __str__(self) -> str:
        return self.name

    @property
    def codes(self) -> tuple[str, ...]:
        """The areas where it works."""
        return tuple(self.areas.split("|"))


class Responsible(models.Model):
    """Which agency of a kabupaten answers for a kegiatan; a new answer replaces the old one.

    Without a row the agency of the ministry holds (`rules.inpres`).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kabupaten_code = models.CharField(max_length=5)
    kegiatan = models.CharField("kegiatan Inpres 3/2022", max_length=10)
    instansi = models.CharField("instansi", max_length=40)
    is_example = models.BooleanField("contoh", default=False)
    set_by = models.BigIntegerField()
    set_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["kegiatan", "-set_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kabupaten_code", "kegiatan"],
                condition=Q(replaced_at__isnull=True),
                name="one_responsible_per_kegiatan",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kegiatan}: {self.instansi}"
