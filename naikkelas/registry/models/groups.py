"""Groups and places of a kampung as records: poktan, Sekretariat, Rumah DataKu, DASHAT; and what
the village invented.

The flags of the profile follow from them (`queries.derived`).
"""

from datetime import date
from typing import ClassVar, TypeVar

from django.db import models
from django.db.models import F, Q

from naikkelas.lib.ids import uuid7
from naikkelas.registry.models.kampung import KampungKB
from naikkelas.registry.models.pokja import Kader

Row = TypeVar("Row", bound=models.Model)


class LastingQuerySet(models.QuerySet[Row]):
    """The vocabulary of records that begin and may stop."""

    def standing(self) -> "LastingQuerySet[Row]":
        """Those that were not entered by mistake."""
        return self.filter(withdrawn_at__isnull=True)

    def active(self, on: date) -> "LastingQuerySet[Row]":
        """Those that are at work on a day; without a beginning they count from ever."""
        begun = Q(since__isnull=True) | Q(since__lte=on)
        return self.standing().filter(begun, Q(stopped_on__isnull=True) | Q(stopped_on__gt=on))


class Lasting(models.Model):
    """Something of a kampung that begins, has somebody responsible, and may stop.

    It stays one row, as the kampung does: what it was before stands in the trail, a stop that ended
    in `PastStop` with its reason. `stopped_on` is the first day without it. `withdrawn_at` marks a
    record that was entered by mistake.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kampung = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="%(class)s_set")
    kabupaten_code = models.CharField(max_length=5)
    kader = models.ForeignKey(
        Kader,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="penanggung jawab",
    )
    since = models.DateField("sejak", null=True)
    stopped_on = models.DateField("berhenti pada", null=True)
    stopped_reason = models.CharField("alasan berhenti", max_length=300, blank=True)
    recorded_by = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                name="%(class)s_stop_and_reason_together",
                condition=Q(stopped_on__isnull=True, stopped_reason="")
                | (Q(stopped_on__isnull=False) & ~Q(stopped_reason="")),
            ),
            models.CheckConstraint(
                name="%(class)s_stops_after_it_begins",
                condition=Q(stopped_on__isnull=True)
                | Q(since__isnull=True)
                | Q(stopped_on__gte=F("since")),
            ),
        ]

    @property
    def is_stopped(self) -> bool:
        return self.stopped_on is not None

    @property
    def thing(self) -> str:
        """What it is, without its name, which may be that of a person."""
        raise NotImplementedError


class PastStop(models.Model):
    """A stop of a record that later went on: since when and why it had stopped; never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kampung = models.ForeignKey(
        KampungKB, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kabupaten_code = models.CharField(max_length=5)
    record = models.UUIDField("kelompok atau inovasi")
    stopped_on = models.DateField("berhenti pada")
    reason = models.CharField("alasan berhenti", max_length=300)
    resumed_by = models.BigIntegerField()
    resumed_at = models.DateTimeField("aktif kembali pada")

    class Meta:
        ordering: ClassVar = ["-resumed_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="past_stop_has_its_reason", condition=~Q(reason="")),
        ]
        indexes: ClassVar = [models.Index(fields=["kampung", "record"], name="past_stops")]

    def __str__(self) -> str:
        return f"{self.record} {self.stopped_on}"


class Kelompok(Lasting):
    """A poktan, the Sekretariat, the Rumah DataKu or a DASHAT; several of a kind are possible."""

    class Kind(models.TextChoices):
        BKB = "bkb", "BKB"
        BKR = "bkr", "BKR"
        BKL = "bkl", "BKL"
        UPPKA = "uppka", "UPPKA"
        PIK_R = "pik_r", "PIK-R"
        SECRETARIAT = "sekretariat", "Sekretariat KKB"
        RUMAH_DATAKU = "rumah_dataku", "Rumah DataKu"
        DASHAT = "dashat", "DASHAT"

    kind = models.CharField("jenis", max_length=12, choices=Kind.choices)
    nama = models.CharField("nama", max_length=120)
    decree = models.CharField("nomor SK", max_length=120, blank=True)
    members = models.PositiveIntegerField("jumlah anggota", null=True)
    last_met_on = models.DateField("pertemuan terakhir", null=True)

    met_on: date | None = None
    """The last meeting or activity, where it was asked for (`queries.groups`)."""

    objects: ClassVar[LastingQuerySet["Kelompok"]] = LastingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Lasting.Meta):
        ordering: ClassVar = ["kampung_id", "kind", "nama", "id"]
        constraints: ClassVar = [
            *Lasting.Meta.constraints,
            models.UniqueConstraint(
                fields=["kampung", "kind", "nama"],
                condition=Q(withdrawn_at__isnull=True, stopped_on__isnull=True),
                name="one_group_at_work_per_kind_and_name",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kampung", "kind"], name="kelompok_by_kampung"),
            models.Index(fields=["kabupaten_code", "kind"], name="kelompok_by_kabupaten"),
        ]

    def __str__(self) -> str:
        return self.nama

    @property
    def thing(self) -> str:
        return str(self.get_kind_display())


class DatakuStanding(models.Model):
    """What a Rumah DataKu has on a day, criterion by criterion; a newer row replaces it.

    Empty means that it was not told. `penyajian` counts forms of showing data (tables, maps …).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kelompok = models.ForeignKey(Kelompok, on_delete=models.PROTECT, related_name="standings")
    kabupaten_code = models.CharField(max_length=5)
    sk_struktur = models.BooleanField("SK dan struktur lengkap", null=True)
    orientasi = models.CharField("orientasi pengelola", max_length=20, blank=True)
    sarana = models.CharField("sarana", max_length=200, blank=True)
    jenis_data = models.CharField("jenis data", max_length=200, blank=True)
    penyajian = models.PositiveSmallIntegerField("bentuk penyajian data", null=True)
    pemanfaatan = models.CharField("pemanfaatan data", max_length=100, blank=True)
    noted_on = models.DateField("keadaan pada")
    recorded_by = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-noted_on", "-recorded_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["kelompok", "noted_on"], name="dataku_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kelompok} {self.noted_on}"


class Inovasi(Lasting):
    """Something new that a village does about a problem of its own."""

    title = models.CharField("judul", max_length=160)
    problem = models.CharField("masalah yang dijawab", max_length=500, blank=True)
    what = models.CharField("apa yang dilakukan", max_length=1000)
    is_youth_led = models.BooleanField("dipimpin pemuda (16–30 tahun)", null=True)

    objects: ClassVar[LastingQuerySet["Inovasi"]] = LastingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Lasting.Meta):
        ordering: ClassVar = ["kampung_id", "title", "id"]
        indexes: ClassVar = [models.Index(fields=["kampung"], name="inovasi_by_kampung")]

    def __str__(self) -> str:
        return self.title

    @property
    def thing(self) -> str:
        return "inovasi"
