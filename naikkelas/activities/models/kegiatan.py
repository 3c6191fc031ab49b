"""Activities of a kampung: rows of imports, and versions of what a Pokja reports here."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from naikkelas.activities.models.rkm import RKMItem
from naikkelas.activities.rules.reporting import AGES, PARTICIPANTS
from naikkelas.lib.ids import uuid7
from naikkelas.registry.models import KampungKB, Kelompok, State


def _sum_of_ages(sex: str) -> Coalesce:
    """The bands of a sex, those that were not filled in left out."""
    first, *rest = (Coalesce(F(f"{sex}_{age}"), 0) for age in AGES)
    return sum(rest, first)


def _possible(sex: str) -> list[models.BaseConstraint]:
    """Nothing negative, and no more people in the bands than there were."""
    columns = (f"peserta_{sex}", *(f"{sex}_{age}" for age in AGES))
    not_negative = Q()
    for name in columns:
        not_negative &= Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0})
    return [
        models.CheckConstraint(name=f"kegiatan_{sex}_not_negative", condition=not_negative),
        models.CheckConstraint(
            name=f"kegiatan_{sex}_ages_within_total",
            condition=Q(**{f"peserta_{sex}__isnull": True})
            | Q(**{f"peserta_{sex}__gte": _sum_of_ages(sex)}),
        ),
    ]


class Kegiatan(models.Model):
    """One version of an activity; counts at a cut-off by its own date (decision 2).

    Rows are only added (ADR 11). `origin` is the identifier of the first version, made where the
    activity was reported; imported rows have none and are mended at their source. A new version
    (`replaces`) withdraws the one before it, so that only one version of an origin is current.
    `made_at` is what the clock of the phone said, which may be wrong by years.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kampung = models.ForeignKey(
        KampungKB, on_delete=models.PROTECT, related_name="kegiatan", db_index=False
    )
    kabupaten_code = models.CharField(max_length=5)
    source_id = models.BigIntegerField("id asal", null=True)
    origin = models.UUIDField("versi pertama", null=True, editable=False)
    replaces = models.UUIDField("menggantikan", null=True, editable=False)
    state = models.CharField(max_length=24, choices=State.choices, default=State.SENT)
    tanggal = models.DateField()
    tempat = models.CharField(max_length=200, blank=True)
    judul = models.CharField(max_length=250)
    deskripsi = models.TextField(blank=True)
    jenis_post = models.CharField(max_length=20, blank=True)
    kategori = models.CharField("fungsi keluarga", max_length=30, blank=True)
    inpres_kegiatan = models.CharField(max_length=10, blank=True)
    sasaran = models.CharField(max_length=200, blank=True)
    instansi = models.CharField(max_length=1000, blank=True)
    instansi_lainnya = models.CharField(max_length=200, blank=True)
    jumlah_foto = models.IntegerField(null=True)
    peserta_l = models.IntegerField("peserta laki-laki", null=True)
    l_00_09 = models.IntegerField(null=True)
    l_10_15 = models.IntegerField(null=True)
    l_16_30 = models.IntegerField(null=True)
    l_31_59 = models.IntegerField(null=True)
    l_60_plus = models.IntegerField(null=True)
    peserta_p = models.IntegerField("peserta perempuan", null=True)
    p_00_09 = models.IntegerField(null=True)
    p_10_15 = models.IntegerField(null=True)
    p_16_30 = models.IntegerField(null=True)
    p_31_59 = models.IntegerField(null=True)
    p_60_plus = models.IntegerField(null=True)
    is_youth_led = models.BooleanField("digerakkan pemuda", null=True)
    broken_rules = models.CharField(max_length=300, blank=True)
    doubts = models.CharField(max_length=300, blank=True)
    row_hash = models.CharField(max_length=32, blank=True)
    batch_id = models.UUIDField(null=True, editable=False)
    rkm_item = models.ForeignKey(
        RKMItem,
        null=True,
        on_delete=models.PROTECT,
        related_name="activities",
        verbose_name="kegiatan RKM",
    )
    kelompok = models.ForeignKey(
        Kelompok,
        null=True,
        on_delete=models.PROTECT,
        related_name="activities",
        verbose_name="kelompok yang mengadakan",
        db_index=False,  # most activities name none: the index below leaves those out
    )
    recorded_by = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()
    made_at = models.DateTimeField("jam pada ponsel", null=True)
    endorsed_at = models.DateTimeField("disahkan pada", null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.BigIntegerField(null=True)
    withdrawn_reason = models.CharField("alasan ditarik", max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["-tanggal", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kabupaten_code", "source_id"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_kegiatan_per_source_id",
            ),
            models.UniqueConstraint(
                fields=["origin"],
                condition=Q(withdrawn_at__isnull=True, origin__isnull=False),
                name="one_current_version_of_a_kegiatan",
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=Q(replaces__isnull=False),
                name="one_kegiatan_replaces_a_version",
            ),
            models.CheckConstraint(
                name="kegiatan_endorsed_and_since_when_together",
                condition=Q(state="disahkan", endorsed_at__isnull=False)
                | (~Q(state="disahkan") & Q(endorsed_at__isnull=True)),
            ),
            *_possible("l"),
            *_possible("p"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kampung", "tanggal"], name="kegiatan_by_kampung"),
            models.Index(fields=["kabupaten_code", "recorded_at"], name="kegiatan_by_recording"),
            models.Index(
                fields=["origin", "recorded_at"],
                condition=Q(origin__isnull=False),
                name="kegiatan_by_origin",
            ),
            models.Index(
                fields=["kelompok", "tanggal"],
                condition=Q(kelompok__isnull=False),
                name="kegiatan_by_kelompok",
            ),
            models.Index(
                fields=["kabupaten_code", "state"],
                condition=Q(withdrawn_at__isnull=True) & ~Q(state="disahkan"),
                name="kegiatan_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tanggal}: {self.judul}"

    @property
    def record(self) -> UUID:
        """By what the activity is known through all its versions."""
        return self.origin or self.pk

    @property
    def participants(self) -> int | None:
        """Men and women together; None where neither was counted."""
        counted = [n for name in PARTICIPANTS if (n := getattr(self, name)) is not None]
        return sum(counted) if counted else None

    @property
    def youth(self) -> int | None:
        """People of 16 to 30 (pemuda, UU 40/2009); None where nobody counted them."""
        counted = [n for n in (self.l_16_30, self.p_16_30) if n is not None]
        return sum(counted) if counted else None


class KegiatanPhoto(models.Model):
    """A photo of an activity, known through all its versions by `record` (its origin).

    `sent_sha256` is the hash of what the phone sent, `sha256` that of the picture as it is kept:
    encoded anew without metadata. A turned or replaced photo is a new row (`replaces`).
    """

    class Kind(models.TextChoices):
        ACTIVITY = "kegiatan", "Kegiatan"
        BEFORE = "sebelum", "Sebelum"
        AFTER = "sesudah", "Sesudah"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kampung = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="+")
    kabupaten_code = models.CharField(max_length=5)
    record = models.UUIDField("kegiatan")
    kind = models.CharField("jenis", max_length=10, choices=Kind.choices)
    caption = models.CharField("keterangan", max_length=200, blank=True)
    place = models.SmallIntegerField("urutan")
    replaces = models.UUIDField("menggantikan", null=True, editable=False)
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
        ordering: ClassVar = ["place", "added_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="kegiatan_photo_kind_is_known",
                condition=Q(kind__in=["kegiatan", "sebelum", "sesudah"]),
            ),
            models.UniqueConstraint(
                fields=["record", "place"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_photo_per_place",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["record"], name="photo_by_record")]

    def __str__(self) -> str:
        return self.caption or str(self.get_kind_display())
