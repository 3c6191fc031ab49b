"""Good examples: what a kampung did about a problem, in versions; and who is an example for others.

What came of a practice is stored nowhere: it is read from the reports of the kampung.
"""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from naikkelas.activities.models import KegiatanPhoto
from naikkelas.lib.ids import uuid7
from naikkelas.practices.rules.practised import MOST_RUPIAH, SOURCES
from naikkelas.registry.models import Inovasi, KampungKB, PokjaSeat

SEPARATOR = "|"


class PracticeState(models.TextChoices):
    """Where the newest version stands."""

    DRAFT = "draf", "Draf"
    SENT = "diajukan", "Diajukan"
    PUBLISHED = "terbit", "Terbit"
    WITHDRAWN = "ditarik", "Ditarik"


class PracticeQuerySet(models.QuerySet["Practice"]):
    """The vocabulary of practices."""

    def public(self) -> "PracticeQuerySet":
        """Those that all of the kabupaten read."""
        return self.filter(published_number__isnull=False).exclude(state=PracticeState.WITHDRAWN)


class Practice(models.Model):
    """A good example of a kampung; its words stand in versions.

    `number` is the newest version, `published_number` the one that others read, which stays while
    a newer one waits.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kampung = models.ForeignKey(
        KampungKB, on_delete=models.PROTECT, related_name="practices", db_index=False
    )
    kabupaten_code = models.CharField(max_length=5)
    innovation = models.ForeignKey(
        Inovasi, null=True, on_delete=models.PROTECT, related_name="practices"
    )
    state = models.CharField(
        "keadaan", max_length=10, choices=PracticeState.choices, default=PracticeState.DRAFT
    )
    number = models.PositiveSmallIntegerField("versi terbaru", default=1)
    published_number = models.PositiveSmallIntegerField("versi terbit", null=True)
    published_at = models.DateTimeField("terbit pada", null=True)
    is_example = models.BooleanField("contoh", default=False)
    written_by = models.BigIntegerField()
    written_at = models.DateTimeField()

    objects: ClassVar[PracticeQuerySet] = PracticeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["-written_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="practice_state_is_known", condition=Q(state__in=PracticeState.values)
            ),
            models.CheckConstraint(
                name="practice_published_and_since_when_together",
                condition=Q(published_number__isnull=True, published_at__isnull=True)
                | Q(published_number__isnull=False, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="practice_publishes_a_version_it_has",
                condition=Q(published_number__isnull=True) | Q(published_number__lte=F("number")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kampung", "state"], name="practice_by_kampung"),
            models.Index(fields=["kabupaten_code", "state"], name="practice_by_kabupaten"),
        ]

    def __str__(self) -> str:
        return f"{self.kampung_id} {self.number}"

    @property
    def is_public(self) -> bool:
        return self.published_number is not None and self.state != PracticeState.WITHDRAWN


class PracticeVersion(models.Model):
    """What was told of a practice once: only added (triggers refuse). `cost` is in rupiah."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("versi")
    title = models.CharField("judul", max_length=160)
    problem = models.CharField("masalah", max_length=1000)
    contact = models.CharField("kontak", max_length=12, choices=PokjaSeat.Post.choices)
    indicators = models.CharField("indikator", max_length=400)
    cost = models.BigIntegerField("biaya", null=True)
    cost_source = models.CharField(
        "sumber biaya", max_length=12, choices=list(SOURCES.items()), blank=True
    )
    from_on = models.DateField("mulai")
    until_on = models.DateField("selesai", null=True)
    saved_by = models.BigIntegerField()
    saved_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["practice_id", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["practice", "number"], name="one_practice_version_per_number"
            ),
            models.CheckConstraint(
                name="practice_cost_is_possible",
                condition=Q(cost__isnull=True) | Q(cost__gte=0, cost__lte=MOST_RUPIAH),
            ),
            models.CheckConstraint(
                name="practice_ends_after_it_begins",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the indicators that it answers."""
        return tuple(filter(None, self.indicators.split(SEPARATOR)))

    @staticmethod
    def joined(codes: tuple[str, ...]) -> str:
        """`|cpr|mkjp|`: framed, so that one code is found in it whole."""
        return f"{SEPARATOR}{SEPARATOR.join(codes)}{SEPARATOR}"

    @property
    def contact_words(self) -> str:
        """`Ketua Pokja`: whom to ask, by post."""
        return f"{self.get_contact_display()} Pokja"


class PracticeStep(models.Model):
    """One step of a version, in order: only added (triggers refuse)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(PracticeVersion, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField("urutan")
    words = models.CharField("langkah", max_length=300)

    class Meta:
        ordering: ClassVar = ["version_id", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "position"], name="one_practice_step_per_position"
            )
        ]

    def __str__(self) -> str:
        return self.words


class PracticeChange(models.Model):
    """A practice moved on: only added (triggers refuse); the note may be scrubbed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="changes")
    number = models.PositiveSmallIntegerField("versi")
    from_state = models.CharField(max_length=10, choices=PracticeState.choices)
    to_state = models.CharField(max_length=10, choices=PracticeState.choices)
    note = models.CharField("catatan", max_length=300, blank=True)
    changed_by = models.BigIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["changed_at", "id"]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


class PracticeAttachment(models.Model):
    """An activity of the kampung that shows the practice, with a photo where one is shown.

    A photo is shown to all who read the practice, so it carries that the people on it agreed or
    cannot be recognised.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="attachments")
    record = models.UUIDField("kegiatan")
    photo = models.ForeignKey(
        KegiatanPhoto, null=True, on_delete=models.PROTECT, related_name="practices"
    )
    has_consent = models.BooleanField("orang di foto setuju", default=False)
    added_by = models.BigIntegerField()
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["added_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="practice_photo_needs_consent",
                condition=Q(photo__isnull=True) | Q(has_consent=True),
            ),
            models.UniqueConstraint(
                fields=["practice", "photo"],
                condition=Q(withdrawn_at__isnull=True, photo__isnull=False),
                name="one_practice_attachment_per_photo",
            ),
            models.UniqueConstraint(
                fields=["practice", "record"],
                condition=Q(withdrawn_at__isnull=True, photo__isnull=True),
                name="one_practice_attachment_per_activity",
            ),
        ]

    def __str__(self) -> str:
        return str(self.record)


class Exemplar(models.Model):
    """A kampung that the office names "kampung contoh" from a day on, and why.

    `until` is the last planned day; `ended_on` the first day without it where it ended earlier.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kampung = models.ForeignKey(KampungKB, on_delete=models.PROTECT, related_name="exemplars")
    kabupaten_code = models.CharField(max_length=5)
    practice = models.ForeignKey(
        Practice, null=True, on_delete=models.PROTECT, related_name="exemplars"
    )
    since = models.DateField("sejak")
    until = models.DateField("sampai", null=True)
    reason = models.CharField("alasan", max_length=300)
    ended_on = models.DateField("berakhir pada", null=True)
    ended_reason = models.CharField("alasan berakhir", max_length=300, blank=True)
    is_example = models.BooleanField("contoh", default=False)
    named_by = models.BigIntegerField()
    named_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-since", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="exemplar_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
            models.CheckConstraint(name="exemplar_has_its_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="exemplar_end_and_reason_together",
                condition=Q(ended_on__isnull=True, ended_reason="")
                | (Q(ended_on__isnull=False) & ~Q(ended_reason="")),
            ),
            models.UniqueConstraint(
                fields=["kampung"],
                condition=Q(ended_on__isnull=True),
                name="one_exemplar_term_at_a_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kabupaten_code"], name="exemplar_by_kabupaten"),
        ]

    def __str__(self) -> str:
        return self.reason

    def holds(self, on: date) -> bool:
        """Whether the kampung is an example on a day."""
        if on < self.since or (self.ended_on and on >= self.ended_on):
            return False
        return self.until is None or on <= self.until
