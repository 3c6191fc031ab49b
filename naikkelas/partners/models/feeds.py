"""Secret addresses by which a partner's calendar follows what waits for it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from naikkelas.accounts.models import Post
from naikkelas.lib.ids import uuid7


class PartnerFeed(models.Model):
    """A secret address of the dates of a partner, given to one of its posts; only its hash is kept.

    It opens nothing once it is revoked, or once who made it holds the post no longer.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kabupaten_code = models.CharField(max_length=5)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_by = models.BigIntegerField()
    made_at = models.DateTimeField()
    revoked_by = models.BigIntegerField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["post"],
                condition=Q(revoked_at__isnull=True),
                name="one_standing_feed_of_a_partners_post",
            ),
            models.CheckConstraint(
                name="partner_feed_revoked_at_and_by_together",
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return "Kalender mitra"
