"""The Kemendagri tree of areas with its code history, boundaries and inherited settings."""

from typing import ClassVar

from django.db import models

from naikkelas.areas.rules import codes
from naikkelas.lib.ids import uuid7


class Level(models.IntegerChoices):
    """Depth in the tree; equals the number of parts of the code."""

    PROVINCE = 1, "Provinsi"
    KABUPATEN = 2, "Kabupaten/kota"
    KECAMATAN = 3, "Kecamatan"
    VILLAGE = 4, "Desa/kelurahan"


class Kind(models.TextChoices):
    """The official kind; kabupaten and kota, desa and kelurahan share a level."""

    PROVINCE = "provinsi", "Provinsi"
    KABUPATEN = "kabupaten", "Kabupaten"
    KOTA = "kota", "Kota"
    KECAMATAN = "kecamatan", "Kecamatan"
    DESA = "desa", "Desa"
    KELURAHAN = "kelurahan", "Kelurahan"
    DESA_ADAT = "desa_adat", "Desa adat"


class AreaQuerySet(models.QuerySet["Area"]):
    """The vocabulary of the tree."""

    def within(self, code: str) -> "AreaQuerySet":
        """The area itself and its subtree; the whole nation for an empty code."""
        if not code:
            return self
        first, after = codes.subtree(code)
        found = self.filter(code__gte=first)  # a range, since LIKE reads no index on SQLite
        return found.filter(code__lt=after) if after else found

    def children_of(self, code: str) -> "AreaQuerySet":
        """The areas one level below; provinces for an empty code."""
        return self.filter(parent_id=code) if code else self.filter(level=Level.PROVINCE)

    def current(self) -> "AreaQuerySet":
        """Areas whose code is in force."""
        return self.filter(valid_until__isnull=True)


class Area(models.Model):
    """One area. The dotted code is the key, its prefix the subtree, `parent` the truth (ADR 3).

    A code that a pemekaran retires stays, with `valid_until` and `replaced_by`: history keeps the
    code under which it was made.
    """

    code = models.CharField("kode", max_length=13, primary_key=True)
    name = models.CharField("nama", max_length=100)
    search_key = models.CharField(max_length=100)
    aliases = models.CharField("ejaan lain", max_length=300, blank=True)
    level = models.PositiveSmallIntegerField("tingkat", choices=Level.choices)
    kind = models.CharField("jenis", max_length=10, choices=Kind.choices)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        db_index=False,
    )
    valid_from = models.DateField("berlaku sejak", null=True, blank=True)
    valid_until = models.DateField("berlaku sampai", null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaces",
        db_index=False,
    )

    objects: ClassVar[AreaQuerySet] = AreaQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["code"]
        # Named here, since Django would make a second one for LIKE beside each on PostgreSQL;
        # searches use ranges, and the whole nation is loaded through every index.
        indexes: ClassVar = [
            models.Index(fields=["search_key"], name="area_by_search_key"),
            models.Index(fields=["parent"], name="area_by_parent"),
            models.Index(
                fields=["replaced_by"],
                condition=models.Q(replaced_by__isnull=False),
                name="area_with_successor",
            ),
            models.Index(
                fields=["aliases"], condition=~models.Q(aliases=""), name="area_with_aliases"
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="area_below_province_has_a_parent",
                condition=models.Q(level=1, parent__isnull=True)
                | models.Q(level__gt=1, parent__isnull=False),
            ),
            models.CheckConstraint(
                name="area_ends_after_it_begins",
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("valid_from")),
            ),
            models.CheckConstraint(
                name="area_replaced_only_when_ended",
                condition=models.Q(replaced_by__isnull=True) | models.Q(valid_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kabupaten_code(self) -> str:
        """The code of the kabupaten in which the area lies; empty for a province."""
        return self.code[:5] if self.level >= Level.KABUPATEN else ""


class Boundary(models.Model):
    """A GeoJSON geometry by code, imported by an operator; shown as "batas indikatif"."""

    area = models.OneToOneField(
        Area, primary_key=True, on_delete=models.CASCADE, related_name="boundary"
    )
    geometry = models.JSONField()
    source = models.CharField("sumber", max_length=200, blank=True)
    imported_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"batas {self.area_id}"


class IdentifierQuerySet(models.QuerySet["AreaIdentifier"]):
    """The vocabulary of identifiers."""

    def current(self) -> "IdentifierQuerySet":
        """Those that hold today."""
        return self.filter(replaced_at__isnull=True)


class AreaIdentifier(models.Model):
    """What another system (`rules.identifiers.SCHEMES`) calls an area, and who says so.

    Rows are only added; a newer one tells since when the older is no longer right.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    area_id: str
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="identifiers")
    scheme = models.CharField("sistem", max_length=10)
    value = models.CharField("kode", max_length=20)
    source = models.CharField("sumber", max_length=200)
    recorded_by = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    objects: ClassVar[IdentifierQuerySet] = IdentifierQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["scheme", "area_id", "recorded_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area", "scheme"],
                condition=models.Q(replaced_at__isnull=True),
                name="one_identifier_per_area_and_scheme",
            ),
            models.UniqueConstraint(
                fields=["scheme", "value"],
                condition=models.Q(replaced_at__isnull=True),
                name="one_area_per_identifier",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"


class AreaSetting(models.Model):
    """One setting of an area, inherited by its subtree (decision 11); keys in `areas.rules`."""

    area_code = models.CharField(max_length=13, blank=True)
    key = models.CharField(max_length=40)
    value = models.JSONField()

    class Meta:
        ordering: ClassVar = ["area_code", "key"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area_code", "key"], name="one_value_per_area_and_setting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.area_code or 'nasional'}: {self.key}"
