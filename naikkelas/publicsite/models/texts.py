"""What the Pokja writes for its site, version by version, and its way to the public."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from naikkelas.lib.ids import uuid7
from naikkelas.registry.models import KampungKB


class TextState(models.TextChoices):
    """Where the newest version of a text stands; an earlier version may be public meanwhile."""

    DRAFT = "draf", "Draf"
    SENT = "diajukan", "Menunggu PKB"
    PUBLISHED = "terbit", "Terbit"
    WITHDRAWN = "ditarik", "Ditarik"


class SiteText(models.Model):
    """One text: a piece of news, or the words of a page. Words stand in `SiteTextVersion`.

    `published_number` is the version that the public reads; null is none.
    """

    class Kind(models.TextChoices):
        NEWS = "kabar", "Kabar"
        WELCOME = "sambutan", "Sambutan di beranda"
        PROFILE = "profil", "Cerita kampung"
        POTENTIAL = "potensi", "Potensi dan produk"
        DOCUMENTS = "dokumen", "Dokumen"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kampung = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="site_texts")
    kabupaten_code = models.CharField(max_length=5)
    kind = models.CharField("jenis", max_length=10, choices=Kind.choices)
    state = models.CharField(
        "keadaan", max_length=10, choices=TextState.choices, default=TextState.DRAFT
    )
    number = models.PositiveIntegerField("versi", default=1)
    published_number = models.PositiveIntegerField("versi yang terbit", null=True)
    published_at = models.DateTimeField("terbit pada", null=True)
    first_published_at = models.DateTimeField("pertama terbit pada", null=True)
    is_example = models.BooleanField("contoh", default=False)
    written_by = models.BigIntegerField()
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-written_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kampung", "kind"],
                condition=~Q(kind="kabar"),
                name="one_text_per_page_of_a_site",
            ),
            models.CheckConstraint(
                name="site_text_published_at_and_number_together",
                condition=Q(published_number__isnull=True, published_at__isnull=True)
                | Q(published_number__isnull=False, published_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["kabupaten_code", "state"],
                condition=Q(state="diajukan"),
                name="site_texts_waiting",
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class SiteTextVersion(models.Model):
    """The words of a text as they were saved: only added (triggers refuse)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    text = models.ForeignKey(SiteText, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("versi")
    title = models.CharField("judul", max_length=160)
    body = models.TextField("isi")
    restores = models.PositiveIntegerField("mengembalikan versi", null=True)
    saved_by = models.BigIntegerField()
    saved_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["text_id", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["text", "number"], name="one_site_text_version")
        ]

    def __str__(self) -> str:
        return f"versi {self.number}"


class SiteTextChange(models.Model):
    """A step of a text from one state to another, with the words of who returned it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    text = models.ForeignKey(SiteText, on_delete=models.PROTECT, related_name="changes")
    number = models.PositiveIntegerField("versi")
    from_state = models.CharField(max_length=10, choices=TextState.choices)
    to_state = models.CharField(max_length=10, choices=TextState.choices)
    note = models.CharField("catatan", max_length=300, blank=True)
    changed_by = models.BigIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-changed_at", "-id"]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
