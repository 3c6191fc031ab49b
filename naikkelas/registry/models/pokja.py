"""The people of a kampung and their Pokja: who holds which post, since when, by which decree."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from naikkelas.lib.ids import uuid7
from naikkelas.registry.models.evidence import Evidence
from naikkelas.registry.models.kampung import KampungKB
from naikkelas.registry.rules.structure import SEKSI_POSTS, SINGLE_POSTS


def held_on(day: date) -> Q:
    """Begun and not ended on a day: a term ends on the day on which the next one begins."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))


class Kader(models.Model):
    """A person who works for a kampung, in its Pokja or its groups.

    No birth date is kept: the age band and the year in which it was noted are all that the share
    of youth needs. The name goes out to the public only while a consent for it stands.
    """

    class Sex(models.TextChoices):
        MAN = "l", "Laki-laki"
        WOMAN = "p", "Perempuan"

    class AgeBand(models.TextChoices):
        YOUTH = "16_30", "16–30 tahun (pemuda)"
        ADULT = "31_59", "31–59 tahun"
        ELDER = "60_plus", "60 tahun ke atas"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kampung = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="kader")
    kabupaten_code = models.CharField(max_length=5)
    name = models.CharField("nama", max_length=120)
    phone = models.CharField("nomor telepon", max_length=20, blank=True)
    sex = models.CharField("jenis kelamin", max_length=1, choices=Sex.choices)
    age_band = models.CharField("kelompok umur", max_length=8, choices=AgeBand.choices, blank=True)
    age_noted = models.PositiveSmallIntegerField("umur dicatat pada tahun", null=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="kader"
    )
    added_by = models.BigIntegerField()
    added_at = models.DateTimeField()
    left_on = models.DateField("berhenti pada", null=True)
    scrubbed_at = models.DateTimeField("data pribadi dihapus pada", null=True)

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="kader_age_band_and_year_together",
                condition=(Q(age_band="") & Q(age_noted__isnull=True))
                | (~Q(age_band="") & Q(age_noted__isnull=False)),
            ),
            models.CheckConstraint(name="kader_sex_is_known", condition=Q(sex__in=("l", "p"))),
        ]
        indexes: ClassVar = [models.Index(fields=["kabupaten_code", "left_on"], name="kader_left")]

    def __str__(self) -> str:
        return self.name


class KaderConsent(models.Model):
    """What a person agreed to, when and how; taken back, it stays as history."""

    class Purpose(models.TextChoices):
        NAME = "nama", "Nama di situs kampung"
        PHOTO = "foto", "Foto di situs kampung"

    class How(models.TextChoices):
        WRITTEN = "tertulis", "Tertulis (formulir ditandatangani)"
        SPOKEN = "lisan", "Lisan, disaksikan pengurus"
        MESSAGE = "pesan", "Pesan di telepon"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kader = models.ForeignKey(Kader, on_delete=models.PROTECT, related_name="consents")
    kabupaten_code = models.CharField(max_length=5)
    purpose = models.CharField("untuk", max_length=8, choices=Purpose.choices)
    how = models.CharField("cara", max_length=8, choices=How.choices)
    given_on = models.DateField("diberikan pada")
    recorded_by = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    withdrawn_by = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField("ditarik pada", null=True)

    class Meta:
        ordering: ClassVar = ["given_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kader", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_standing_consent_per_purpose",
            )
        ]

    def __str__(self) -> str:
        return str(self.get_purpose_display())


class KaderTraining(models.Model):
    """A training that a person took; one row for each person."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kader = models.ForeignKey(Kader, on_delete=models.PROTECT, related_name="trainings")
    kabupaten_code = models.CharField(max_length=5)
    name = models.CharField("nama pelatihan", max_length=200)
    organiser = models.CharField("penyelenggara", max_length=120, blank=True)
    held_on = models.DateField("tanggal")
    hours = models.PositiveSmallIntegerField("jam pelajaran", null=True)
    recorded_by = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    withdrawn_by = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["held_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kader", "name", "held_on"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_training_per_person_name_and_day",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Pokja(models.Model):
    """The working group of a kampung under one decree (SK); a new decree opens the next one.

    Without a decree yet, its number and date are empty. `signed_by` is an office, never a name.
    """

    class Scheme(models.TextChoices):
        FUNCTIONS = "fungsi_keluarga", "8 seksi menurut fungsi keluarga"
        AIMS = "sasaran_inpres", "4 seksi menurut sasaran Inpres 3/2022"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kampung = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="pokja")
    kabupaten_code = models.CharField(max_length=5)
    scheme = models.CharField("susunan", max_length=16, choices=Scheme.choices)
    formed_on = models.DateField("mulai bertugas")
    ended_on = models.DateField("selesai bertugas", null=True)
    decree_number = models.CharField("nomor SK", max_length=120, blank=True)
    decree_date = models.DateField("tanggal SK", null=True)
    signed_by = models.CharField("ditandatangani oleh (jabatan)", max_length=80, blank=True)
    valid_until = models.DateField("SK berlaku sampai", null=True)
    evidence = models.ForeignKey(
        Evidence, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="berkas SK"
    )
    replaces = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    recorded_by = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-formed_on", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kampung"],
                condition=Q(ended_on__isnull=True),
                name="one_open_pokja_per_kampung",
            ),
            models.CheckConstraint(
                name="pokja_ends_after_it_begins",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("formed_on")),
            ),
            models.CheckConstraint(
                name="pokja_decree_has_number_and_date",
                condition=(Q(decree_number="") & Q(decree_date__isnull=True))
                | (~Q(decree_number="") & Q(decree_date__isnull=False)),
            ),
            models.CheckConstraint(
                name="pokja_decree_ends_after_its_date",
                condition=Q(valid_until__isnull=True)
                | (Q(decree_date__isnull=False) & Q(valid_until__gte=F("decree_date"))),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kabupaten_code", "valid_until"], name="pokja_by_end")
        ]

    def __str__(self) -> str:
        return f"Pokja {self.kampung}"


class Seksi(models.Model):
    """A section of one Pokja: those of its official structure, and what the village added.

    `code` is that of `reference/seksi_pokja.csv`; empty for an own one.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    pokja = models.ForeignKey(Pokja, on_delete=models.PROTECT, related_name="seksi")
    kabupaten_code = models.CharField(max_length=5)
    code = models.CharField("kode", max_length=40, blank=True)
    name = models.CharField("nama seksi", max_length=120)
    number = models.PositiveSmallIntegerField("urutan")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["number", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pokja", "name"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_seksi_per_name_and_pokja",
            )
        ]

    def __str__(self) -> str:
        return self.name


class PokjaSeat(models.Model):
    """A person in a post of a Pokja for a term [since, until); ended, never deleted.

    `replaces` names the term that it took over: of the predecessor, or of the same person under
    the decree before.
    """

    class Post(models.TextChoices):
        PATRON = "pelindung", "Pelindung/penanggung jawab"
        STEERING = "pengarah", "Pengarah"
        ADVISER = "penasihat", "Penasihat"
        CHAIR = "ketua", "Ketua"
        SECRETARY = "sekretaris", "Sekretaris"
        TREASURER = "bendahara", "Bendahara"
        COORDINATOR = "koordinator", "Koordinator seksi"
        MEMBER = "anggota", "Anggota"

    class Reason(models.TextChoices):
        COMPLETED = "selesai", "Masa tugas selesai"
        RESIGNED = "mundur", "Mengundurkan diri"
        MOVED = "pindah", "Pindah tempat tinggal"
        REPLACED = "diganti", "Diganti"
        DIED = "meninggal", "Meninggal dunia"
        NEW_DECREE = "sk_baru", "SK baru"
        POKJA_ENDED = "bubar", "Pokja berakhir"
        MISTAKE = "salah_catat", "Salah catat"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    pokja = models.ForeignKey(Pokja, on_delete=models.PROTECT, related_name="seats")
    kabupaten_code = models.CharField(max_length=5)
    kader = models.ForeignKey(Kader, on_delete=models.PROTECT, related_name="seats")
    post = models.CharField("jabatan", max_length=12, choices=Post.choices)
    seksi = models.ForeignKey(Seksi, null=True, on_delete=models.PROTECT, related_name="seats")
    since = models.DateField("sejak")
    until = models.DateField("sampai", null=True)
    end_reason = models.CharField(
        "alasan berakhir", max_length=12, choices=Reason.choices, blank=True
    )
    replaces = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    recorded_by = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    ended_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["since", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pokja", "post"],
                condition=Q(until__isnull=True, post__in=SINGLE_POSTS),
                name="one_holder_of_a_single_post",
            ),
            models.UniqueConstraint(
                fields=["seksi"],
                condition=Q(until__isnull=True, post="koordinator"),
                name="one_coordinator_of_a_seksi",
            ),
            models.UniqueConstraint(
                fields=["pokja", "kader", "post"],
                condition=Q(until__isnull=True, seksi__isnull=True),
                name="one_open_term_per_person_and_post",
            ),
            models.UniqueConstraint(
                fields=["seksi", "kader"],
                condition=Q(until__isnull=True, seksi__isnull=False),
                name="one_open_term_per_person_and_seksi",
            ),
            models.CheckConstraint(
                name="seat_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
            models.CheckConstraint(
                name="seat_end_and_reason_together",
                condition=(Q(until__isnull=True) & Q(end_reason=""))
                | (Q(until__isnull=False) & ~Q(end_reason="")),
            ),
            models.CheckConstraint(
                name="seat_of_a_seksi_fits_its_post",
                condition=(Q(seksi__isnull=True) & ~Q(post="koordinator"))
                | (Q(seksi__isnull=False) & Q(post__in=SEKSI_POSTS)),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_post_display())
