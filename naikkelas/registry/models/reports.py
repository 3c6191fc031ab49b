"""The versions of the monthly reports, their drafts, and their steps through the states.

Columns carry the names of the neutral report set, so that a file, a form and a table are one
vocabulary (see `registry.rules.schema` for labels, lists and caps). A column that is NULL or empty
was not filled in, which is neither zero nor no.
"""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from naikkelas.lib.ids import uuid7
from naikkelas.registry.models.kampung import KampungKB


class State(models.TextChoices):
    """Where a report version stands on its way from the Pokja to the kabupaten (decision 6).

    A draft is not a version yet (`ReportDraft`). `rules.review` holds the steps that are allowed.
    """

    SENT = "dikirim", "Dikirim"
    FIELD_VERIFIED = "diverifikasi_pkb", "Diverifikasi PKB"
    DISTRICT_VERIFIED = "diverifikasi_kecamatan", "Diverifikasi kecamatan"
    ENDORSED = "disahkan", "Disahkan"
    RETURNED = "dikembalikan", "Dikembalikan"


class ReportQuerySet(models.QuerySet["Report"]):
    """The vocabulary of report versions."""

    def current(self) -> "ReportQuerySet":
        """Versions that are known now."""
        return self.filter(withdrawn_at__isnull=True)


class Report(models.Model):
    """One version of a report. Versions are only added (ADR 11).

    A version counts at a cut-off when `tanggal_isi` is on or before it and it was known here:
    recorded by then and not yet withdrawn (decision 2). `withdrawn_at` is set when an import is
    undone or a source replaces its own row; the row itself stays.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kampung = models.ForeignKey(
        KampungKB, on_delete=models.PROTECT, related_name="%(class)s_versions", db_index=False
    )
    kabupaten_code = models.CharField(max_length=5)
    source_id = models.BigIntegerField("id asal", null=True)
    tahun = models.SmallIntegerField()
    bulan = models.SmallIntegerField()
    tanggal_isi = models.DateField("tanggal isi")
    marked = models.BooleanField("bertanda aktif di sistem asal", default=False)
    state = models.CharField(max_length=24, choices=State.choices, default=State.SENT)
    endorsed_at = models.DateTimeField("disahkan pada", null=True)
    reason = models.CharField("alasan perbaikan", max_length=300, blank=True)
    broken_rules = models.CharField("aturan keras yang dilanggar", max_length=300, blank=True)
    doubts = models.CharField("hal yang meragukan", max_length=300, blank=True)
    row_hash = models.CharField(max_length=32, blank=True)
    batch_id = models.UUIDField(null=True, editable=False)
    recorded_by = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[ReportQuerySet] = ReportQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        abstract = True
        ordering: ClassVar = ["kampung", "-tanggal_isi"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kabupaten_code", "source_id"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_%(class)s_per_source_id",
            ),
            models.CheckConstraint(
                name="%(class)s_month_is_a_month", condition=Q(bulan__gte=1, bulan__lte=12)
            ),
            models.CheckConstraint(
                name="%(class)s_endorsed_and_since_when_together",
                condition=Q(state="disahkan", endorsed_at__isnull=False)
                | (~Q(state="disahkan") & Q(endorsed_at__isnull=True)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kampung", "tanggal_isi"], name="%(class)s_by_kampung"),
            models.Index(fields=["kabupaten_code", "recorded_at"], name="%(class)s_by_recording"),
            models.Index(
                fields=["kabupaten_code", "state"],
                condition=Q(withdrawn_at__isnull=True) & ~Q(state="disahkan"),
                name="%(class)s_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.bulan:02d}/{self.tahun}"

    @property
    def first_day(self) -> date:
        """The first day of the month that is reported."""
        return date(self.tahun, self.bulan, 1)

    @property
    def version_key(self) -> tuple[object, ...]:
        """Newest last: decision 2's order, own reports (no source id) after imported ones."""
        return (self.tanggal_isi, self.source_id is None, self.source_id or 0, self.recorded_at)


class Profil(Report):
    """A month's profile: Pokja, companion, funds, poktan, facilities, data, mechanisms."""

    pokja_ada = models.BooleanField(null=True)
    pokja_sk = models.BooleanField(null=True)
    pokja_anggota = models.IntegerField(null=True)
    pokja_terlatih = models.BooleanField(null=True)
    pokja_pelatihan = models.CharField(max_length=300, blank=True)
    pokja_anggota_terlatih = models.IntegerField(null=True)
    plkb_ada = models.BooleanField(null=True)
    plkb_nip = models.CharField(max_length=25, blank=True)
    plkb_nama = models.CharField(max_length=120, blank=True)
    plkb_kontak = models.CharField(max_length=60, blank=True)
    pengarah = models.CharField(max_length=40, blank=True)
    regulasi_ada = models.BooleanField(null=True)
    regulasi = models.CharField(max_length=120, blank=True)
    sumber_dana = models.CharField(max_length=160, blank=True)
    rkm_ada = models.BooleanField(null=True)
    penggunaan_data_ada = models.BooleanField(null=True)
    penggunaan_data = models.CharField(max_length=160, blank=True)
    bkb = models.BooleanField(null=True)
    bkr = models.BooleanField(null=True)
    bkl = models.BooleanField(null=True)
    uppka = models.BooleanField(null=True)
    pik_r = models.BooleanField(null=True)
    sekretariat = models.BooleanField(null=True)
    rumah_dataku = models.BooleanField(null=True)
    program_tambahan = models.CharField(max_length=300, blank=True)
    rapat_perencanaan = models.BooleanField(null=True)
    frekuensi_rapat_perencanaan = models.CharField(max_length=20, blank=True)
    rapat_koordinasi = models.BooleanField(null=True)
    frekuensi_rapat_koordinasi = models.CharField(max_length=20, blank=True)
    sosialisasi = models.BooleanField(null=True)
    frekuensi_sosialisasi = models.CharField(max_length=20, blank=True)
    monev = models.BooleanField(null=True)
    frekuensi_monev = models.CharField(max_length=20, blank=True)
    penyusunan_laporan = models.BooleanField(null=True)
    frekuensi_penyusunan_laporan = models.CharField(max_length=20, blank=True)


class Penduduk(Report):
    """Population by age and sex, and the six family counts that are denominators."""

    l_00_04 = models.IntegerField(null=True)
    l_05_09 = models.IntegerField(null=True)
    l_10_14 = models.IntegerField(null=True)
    l_15_19 = models.IntegerField(null=True)
    l_20_24 = models.IntegerField(null=True)
    l_25_29 = models.IntegerField(null=True)
    l_30_34 = models.IntegerField(null=True)
    l_35_39 = models.IntegerField(null=True)
    l_40_44 = models.IntegerField(null=True)
    l_45_49 = models.IntegerField(null=True)
    l_50_54 = models.IntegerField(null=True)
    l_55_59 = models.IntegerField(null=True)
    l_60_64 = models.IntegerField(null=True)
    l_65_69 = models.IntegerField(null=True)
    l_70_74 = models.IntegerField(null=True)
    l_75_plus = models.IntegerField(null=True)
    p_00_04 = models.IntegerField(null=True)
    p_05_09 = models.IntegerField(null=True)
    p_10_14 = models.IntegerField(null=True)
    p_15_19 = models.IntegerField(null=True)
    p_20_24 = models.IntegerField(null=True)
    p_25_29 = models.IntegerField(null=True)
    p_30_34 = models.IntegerField(null=True)
    p_35_39 = models.IntegerField(null=True)
    p_40_44 = models.IntegerField(null=True)
    p_45_49 = models.IntegerField(null=True)
    p_50_54 = models.IntegerField(null=True)
    p_55_59 = models.IntegerField(null=True)
    p_60_64 = models.IntegerField(null=True)
    p_65_69 = models.IntegerField(null=True)
    p_70_74 = models.IntegerField(null=True)
    p_75_plus = models.IntegerField(null=True)
    pus = models.IntegerField(null=True)
    keluarga = models.IntegerField(null=True)
    remaja = models.IntegerField(null=True)
    keluarga_balita = models.IntegerField(null=True)
    keluarga_remaja = models.IntegerField(null=True)
    keluarga_lansia = models.IntegerField(null=True)


class KKBPK(Report):
    """A month's participants, contraceptive users, non-users and BPJS members."""

    peserta_bkb = models.IntegerField(null=True)
    peserta_bkr = models.IntegerField(null=True)
    peserta_bkl = models.IntegerField(null=True)
    peserta_uppka = models.IntegerField(null=True)
    peserta_pik_r = models.IntegerField(null=True)
    iud = models.IntegerField(null=True)
    mow = models.IntegerField(null=True)
    mop = models.IntegerField(null=True)
    kondom = models.IntegerField(null=True)
    implan = models.IntegerField(null=True)
    suntik = models.IntegerField(null=True)
    pil = models.IntegerField(null=True)
    hamil = models.IntegerField(null=True)
    ingin_anak_segera = models.IntegerField(null=True)
    ingin_anak_tunda = models.IntegerField(null=True)
    tidak_ingin_anak_lagi = models.IntegerField(null=True)
    pengguna_bpjs = models.IntegerField(null=True)


class ReportDraft(models.Model):
    """What a desk has typed so far; saved by itself, gone when the report is sent.

    It belongs to the desk (the Pokja, the PKB …), so that a hand-over orphans nothing.
    """

    kampung = models.ForeignKey(KampungKB, on_delete=models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=10)
    tahun = models.SmallIntegerField()
    bulan = models.SmallIntegerField()
    desk = models.CharField(max_length=20)
    values = models.JSONField(default=dict)
    saved_by = models.BigIntegerField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kampung", "form", "tahun", "bulan", "desk"],
                name="one_draft_per_desk_and_month",
            )
        ]

    def __str__(self) -> str:
        return f"draf {self.form} {self.bulan:02d}/{self.tahun}"


class ReviewStep(models.Model):
    """One step of a version through the states; only added, never changed (triggers refuse).

    `remarks` holds the comment at each figure concerned, by column; the version is named by form
    and identifier, since the three forms are three tables.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kampung = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="+")
    kabupaten_code = models.CharField(max_length=5)
    form = models.CharField(max_length=10)
    version_id = models.UUIDField()
    from_state = models.CharField(max_length=24, choices=State.choices)
    to_state = models.CharField(max_length=24, choices=State.choices)
    comment = models.CharField("catatan", max_length=1000, blank=True)
    remarks = models.JSONField("catatan per angka", default=dict)
    taken_by = models.BigIntegerField()
    taken_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["taken_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["form", "version_id", "taken_at"], name="step_by_version")
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.version_id}: {self.from_state} → {self.to_state}"
