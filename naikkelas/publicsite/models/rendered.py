"""Pages as they were rendered, with what they were made from."""

from typing import ClassVar

from django.db import models


class RenderedPage(models.Model):
    """One public page, compressed, under its address and language (ADR "Pages rendered once").

    It stands while the trail of its kabupaten holds `seen` events since `floor` that may concern
    its kampung (all of them, for a page about no kampung) and the local day is still `day`;
    `rules.freshness` says why that is enough. A copy only: it may be removed.
    """

    key = models.CharField(max_length=200, primary_key=True)
    scope = models.CharField("kabupaten", max_length=5, blank=True)
    kampung_id = models.UUIDField("kampung", null=True)
    body = models.BinaryField()
    content_type = models.CharField(max_length=60)
    status = models.SmallIntegerField()
    etag = models.CharField(max_length=40)
    floor = models.DateTimeField()
    seen = models.IntegerField()
    day = models.DateField()
    rendered_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering: ClassVar = ["key"]

    def __str__(self) -> str:
        return self.key
