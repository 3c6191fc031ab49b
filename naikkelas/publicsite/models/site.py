"""What a kampung chose for its site. A kampung without a row has a site all the same."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from naikkelas.lib.ids import uuid7
from naikkelas.publicsite.rules.themes import DEFAULT, THEMES
from naikkelas.registry.models import KampungKB


class Site(models.Model):
    """The choices of one kampung: address, domain, theme, languages, and whether it is down.

    Every kampung is reached by the address that its village code gives (`rules.addresses`), so
    that a row is made only once somebody chooses something.
    """

    kampung = models.OneToOneField(
        KampungKB, primary_key=True, on_delete=models.PROTECT, related_name="site"
    )
    kabupaten_code = models.CharField(max_length=5)
    slug = models.CharField("alamat", max_length=60, null=True, unique=True)  # noqa: DJ001
    domain = models.CharField("domain", max_length=120, null=True, unique=True)  # noqa: DJ001
    theme = models.CharField(
        "tampilan",
        max_length=12,
        choices=[(code, theme.name) for code, theme in THEMES.items()],
        default=DEFAULT,
    )
    has_english = models.BooleanField("tersedia dalam bahasa Inggris", default=True)
    local_name = models.CharField("nama setempat", max_length=120, blank=True)
    taken_down_at = models.DateTimeField("diturunkan pada", null=True)
    taken_down_by = models.BigIntegerField(null=True)
    taken_down_reason = models.CharField("alasan diturunkan", max_length=300, blank=True)
    changed_by = models.BigIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["kampung_id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="site_taken_down_with_who_and_why",
                condition=Q(
                    taken_down_at__isnull=True, taken_down_by__isnull=True, taken_down_reason=""
                )
                | (
                    Q(taken_down_at__isnull=False, taken_down_by__isnull=False)
                    & ~Q(taken_down_reason="")
                ),
            ),
            models.CheckConstraint(
                name="site_address_is_not_empty",
                condition=(Q(slug__isnull=True) | ~Q(slug=""))
                & (Q(domain__isnull=True) | ~Q(domain="")),
            ),
        ]

    def __str__(self) -> str:
        return self.slug or str(self.kampung_id)

    @property
    def is_down(self) -> bool:
        """Whether it was taken down; its addresses then answer 410."""
        return self.taken_down_at is not None


class FormerAddress(models.Model):
    """An address that a site had: it leads to the present one for ever, and is nobody else's."""

    slug = models.CharField("alamat lama", max_length=60, primary_key=True)
    kampung = models.ForeignKey(
        KampungKB, on_delete=models.PROTECT, related_name="former_addresses"
    )
    kabupaten_code = models.CharField(max_length=5)
    left_at = models.DateTimeField("diganti pada")
    left_by = models.BigIntegerField()

    class Meta:
        ordering: ClassVar = ["-left_at"]

    def __str__(self) -> str:
        return self.slug


class SiteContact(models.Model):
    """A WhatsApp number that its owner agreed to show; taken back, it stays as history."""

    class How(models.TextChoices):
        WRITTEN = "tertulis", "Tertulis (formulir ditandatangani)"
        SPOKEN = "lisan", "Lisan, disaksikan pengurus"
        MESSAGE = "pesan", "Pesan di telepon"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kampung = models.ForeignKey(
        KampungKB, on_delete=models.PROTECT, related_name="site_contacts", db_index=False
    )
    kabupaten_code = models.CharField(max_length=5)
    number = models.CharField("nomor WhatsApp", max_length=20, blank=True)
    label = models.CharField("jabatan yang menjawab", max_length=60)
    how = models.CharField("cara setuju", max_length=8, choices=How.choices)
    given_on = models.DateField("disetujui pada")
    recorded_by = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    withdrawn_by = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField("ditarik pada", null=True)

    class Meta:
        ordering: ClassVar = ["-recorded_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kampung"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_standing_contact_per_site",
            ),
            models.CheckConstraint(
                name="withdrawn_contact_keeps_no_number",
                condition=Q(withdrawn_at__isnull=True) | Q(number=""),
            ),
        ]

    def __str__(self) -> str:
        return self.label
