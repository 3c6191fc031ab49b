"""What the Pokja and the PKB see of a site while they work on it."""

from dataclasses import dataclass

from django.db.models import F, OuterRef, QuerySet, Subquery

from naikkelas.lib.actors import Actor
from naikkelas.publicsite import access
from naikkelas.publicsite.models import (
    Aspiration,
    PhotoRelease,
    SiteContact,
    SiteText,
    SiteTextVersion,
    TextState,
)
from naikkelas.registry.models import KampungKB

MOST = 200


def titled(texts: "QuerySet[SiteText]") -> "QuerySet[SiteText]":
    """Texts with the title of their newest version."""
    newest = SiteTextVersion.objects.filter(text=OuterRef("pk"), number=OuterRef("number"))
    return texts.annotate(title=Subquery(newest.values("title")[:1]))


@dataclass(frozen=True, slots=True)
class Desk:
    """A site at work: its texts, what is released, who may be asked, what waits."""

    texts: list[SiteText]
    released: int
    contact: SiteContact | None
    waiting: int


def desk_of(kampung: KampungKB) -> Desk:
    """Four queries, however much there is."""
    texts = titled(SiteText.objects.filter(kampung=kampung)).order_by("-written_at")[:MOST]
    return Desk(
        list(texts),
        PhotoRelease.objects.filter(kampung=kampung, withdrawn_at__isnull=True).count(),
        SiteContact.objects.filter(kampung=kampung, withdrawn_at__isnull=True).first(),
        Aspiration.objects.filter(kampung=kampung, state=Aspiration.State.NEW).count(),
    )


def waiting_texts(actor: Actor) -> list[SiteText]:
    """Texts that wait for a PKB or the office, the longest waiting first; one query."""
    found = titled(access.texts_of(actor).filter(state=TextState.SENT))
    return list(found.select_related("kampung__village__parent").order_by("written_at")[:MOST])


def newest_version(text: SiteText) -> SiteTextVersion:
    """The version that the desk works on."""
    return text.versions.get(number=F("text__number"))
