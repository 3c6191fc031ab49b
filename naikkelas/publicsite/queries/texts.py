"""The texts of a site that everybody reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.utils.safestring import SafeString, mark_safe

from naikkelas.publicsite.models import SiteText, SiteTextVersion, TextState
from naikkelas.publicsite.queries.photos import pictures_named
from naikkelas.publicsite.queries.sites import PublicSite
from naikkelas.publicsite.rules import markdown
from naikkelas.publicsite.rules.guard import guarded

NEWS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Told:
    """A published version, ready for a page."""

    key: UUID
    title: str
    body: str
    published_at: datetime
    first_published_at: datetime

    @property
    def summary(self) -> str:
        return markdown.plain(self.body)


def published(site: PublicSite, kind: str) -> list[Told]:
    """The published texts of a kind, newest first; one query."""
    rows = SiteTextVersion.objects.filter(
        text__kampung=site.kampung,
        text__kind=kind,
        number=F("text__published_number"),
    ).exclude(text__state=TextState.WITHDRAWN)
    found = rows.select_related("text").order_by("-text__first_published_at", "-text_id")
    return [_told(version) for version in found[:NEWS_SHOWN]]


def _told(version: SiteTextVersion) -> Told:
    at = version.text.published_at or version.saved_at
    first = version.text.first_published_at or at
    return Told(version.text_id, guarded(version.title), version.body, at, first)


def of_page(site: PublicSite, kind: str) -> Told | None:
    """The published words of a page; None where there are none."""
    return next(iter(published(site, kind)), None)


def news(site: PublicSite, key: UUID) -> Told | None:
    """One piece of news; None where it is not public."""
    return next((one for one in published(site, SiteText.Kind.NEWS) if one.key == key), None)


def as_html(site: PublicSite, body: str) -> SafeString:
    """The words as HTML, with the photos that may be shown (`rules.markdown`)."""
    known = pictures_named(site, markdown.photos_in(body))

    def picture(key: UUID, words: str) -> str:
        return known[key].html(words) if key in known else ""

    return mark_safe(markdown.as_html(body, picture))  # two walls stand before it


def htmls(site: PublicSite, texts: Sequence[Told]) -> list[tuple[Told, SafeString]]:
    return [(one, as_html(site, one.body)) for one in texts]
