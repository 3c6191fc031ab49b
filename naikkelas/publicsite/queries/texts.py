"""The texts of a site that everybody reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, F, QuerySet, When
from django.utils.safestring import SafeString, mark_safe

from naikkelas.publicsite.models import SiteText, SiteTextVersion, TextState
from naikkelas.publicsite.queries.photos import Picture, pictures_named
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


_TOLD = ("text_id", "title", "body", "saved_at", "text__published_at", "text__first_published_at")


def published(site: PublicSite, kind: str, most: int = NEWS_SHOWN) -> list[Told]:
    """The published texts of a kind, newest first; one query."""
    found = _published(site, kind).order_by("-text__first_published_at", "-text_id")
    return [_told(*row) for row in found.values_list(*_TOLD)[:most]]


def on_home(site: PublicSite, most: int) -> tuple[Told | None, list[Told]]:
    """The words of welcome and the newest news; one query."""
    first, kind = SiteText.Kind.WELCOME, "text__kind"
    found = _published(site, first, SiteText.Kind.NEWS).order_by(
        Case(When(text__kind=first, then=0), default=1), "-text__first_published_at", "-text_id"
    )
    rows = list(found.values_list(kind, *_TOLD)[: most + 1])
    welcome = next((_told(*row[1:]) for row in rows if row[0] == first), None)
    return welcome, [_told(*row[1:]) for row in rows if row[0] != first][:most]


def _published(site: PublicSite, *kinds: str) -> "QuerySet[SiteTextVersion]":
    rows = SiteTextVersion.objects.filter(
        text__kampung=site.kampung, text__kind__in=kinds, number=F("text__published_number")
    )
    return rows.exclude(text__state=TextState.WITHDRAWN)


def _told(
    key: UUID, title: str, body: str, saved: datetime, at: datetime | None, first: datetime | None
) -> Told:
    at = at or saved
    return Told(key, guarded(title), body, at, first or at)


def of_page(site: PublicSite, kind: str) -> Told | None:
    """The published words of a page; None where there are none."""
    return next(iter(published(site, kind, most=1)), None)


def news(site: PublicSite, key: UUID) -> Told | None:
    """One piece of news; None where it is not public."""
    return next((one for one in published(site, SiteText.Kind.NEWS) if one.key == key), None)


def as_html(site: PublicSite, body: str) -> SafeString:
    """The words as HTML, with the photos that may be shown (`rules.markdown`)."""
    known = pictures_named(site, markdown.photos_in(body))

    def picture(key: UUID, words: str) -> str:
        return known[key].html(words) if key in known else ""

    return mark_safe(markdown.as_html(body, picture))  # two walls stand before it


def first_picture(site: PublicSite, body: str) -> Picture | None:
    """The first photo of a text that may be shown, for sharing it; None where there is none."""
    known = pictures_named(site, markdown.photos_in(body))
    return next((known[key] for key in markdown.photos_in(body) if key in known), None)


def htmls(site: PublicSite, texts: Sequence[Told]) -> list[tuple[Told, SafeString]]:
    return [(one, as_html(site, one.body)) for one in texts]
