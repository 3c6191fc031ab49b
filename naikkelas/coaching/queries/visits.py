"""Reads of visits: the list of a kampung, one with its versions, photos and their links."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db.models import Count, Q
from django.utils import timezone

from naikkelas.accounts.models import Post, PostArea, Role, running
from naikkelas.areas.models import Area
from naikkelas.coaching import access
from naikkelas.coaching.models import (
    Finding,
    FollowUp,
    FollowUpState,
    PlannedVisit,
    SignOff,
    Visit,
    VisitCheck,
    VisitPhoto,
    VisitQuerySet,
)
from naikkelas.lib.actors import Actor
from naikkelas.registry.models import KampungKB

FOLDER = "kunjungan"
"""Where photos lie, under the folder of media."""
_SALT = "coaching.photo"


def of_kampung(kampung: KampungKB) -> VisitQuerySet:
    """The standing visits to a kampung, the newest first, with counts of what was found."""
    found = Visit.objects.standing().filter(kampung=kampung).select_related("mentor__partner")
    return found.annotate(
        checked=Count("checks", filter=~Q(checks__answer="tidak_diperiksa"), distinct=True),
        not_yet=Count("checks", filter=Q(checks__answer="belum"), distinct=True),
        found=Count("findings", distinct=True),
    ).order_by("-day", "-id")


def ahead_for(kampung: KampungKB) -> list[PlannedVisit]:
    """The visits that are planned to a kampung, the next first."""
    found = PlannedVisit.objects.ahead().filter(kampung=kampung)
    return list(found.select_related("mentor__partner").order_by("day")[:12])


def last_visits(kampung_ids: list[UUID]) -> dict[UUID, date]:
    """Kampung to the day of its last visit; those never visited are left out. One query."""
    rows = Visit.objects.standing().filter(kampung__in=kampung_ids)
    found: dict[UUID, date] = {}
    for key, day in rows.order_by("day").values_list("kampung_id", "day"):
        found[key] = day
    return found


@dataclass(frozen=True)
class VisitPage:
    """One visit as it stands, with everything that hangs on it."""

    visit: Visit
    checks: list[VisitCheck]
    findings: list[Finding]
    followups: list[FollowUp]
    sign_offs: list[SignOff]
    photos: list[VisitPhoto]
    versions: list[Visit]

    @property
    def looked_at(self) -> list[VisitCheck]:
        return [one for one in self.checks if one.answer != VisitCheck.Answer.UNCHECKED]

    @property
    def is_signed(self) -> bool:
        return any(one.agrees for one in self.sign_offs)


def page_of(kampung: KampungKB, record: UUID) -> VisitPage | None:
    """The newest version of a visit to a kampung; None where there is none. Seven queries."""
    versions = list(
        Visit.objects.filter(kampung=kampung, record=record)
        .select_related("mentor__partner", "planned")
        .order_by("-recorded_at", "-id")
    )
    if not versions:
        return None
    visit = next((one for one in versions if one.is_standing), versions[0])
    visit.kampung = kampung
    agreed = FollowUp.objects.filter(visit__record=record).select_related("partner")
    return VisitPage(
        visit,
        list(visit.checks.order_by("position")),
        list(visit.findings.order_by("position")),
        list(agreed.order_by("due_on", "id")),
        list(visit.sign_offs.order_by("signed_at")),
        photos_of(record),
        versions,
    )


def photos_of(record: UUID) -> list[VisitPhoto]:
    """The photos of a visit that nobody took away."""
    return list(
        VisitPhoto.objects.filter(record=record, withdrawn_at__isnull=True).order_by("place")
    )


def path_of(photo: VisitPhoto) -> Path:
    """Where the file lies: under a random name, in no folder that is served."""
    return Path(settings.MEDIA_ROOT) / FOLDER / photo.stored_name


def link_token(photo: VisitPhoto, actor: Actor) -> str:
    """A signed name for the file that this person can use for some minutes."""
    return signing.dumps([photo.pk.hex, actor.pk], salt=_SALT)


def photo_of(token: str, actor: Actor) -> VisitPhoto | None:
    """The photo behind a link; None for one that is old, false or another's. Rights are asked."""
    try:
        key, person = signing.loads(token, salt=_SALT, max_age=settings.MEDIA_LINK_SECONDS)
    except signing.BadSignature:
        return None
    found = VisitPhoto.objects.filter(pk=UUID(key)).select_related("kampung").first()
    if person != actor.pk or found is None:
        return None
    return found if access.may_read(actor, found.kampung) else None


def open_followups(kampung: KampungKB) -> list[FollowUp]:
    """What is open of a kampung, the most urgent first."""
    found = FollowUp.objects.filter(kampung=kampung, state=FollowUpState.OPEN)
    return list(found.select_related("partner").order_by("due_on", "id"))


def readable_followups(actor: Actor, kampung: KampungKB) -> list[FollowUp]:
    """What is open of a kampung, for who may read it; nothing for others. One query at most."""
    return open_followups(kampung) if access.may_read(actor, kampung) else []


def names_of(posts: list[Post]) -> dict[int, str]:
    """What a mentor is called on a page: office and area, never a person. Two queries."""
    codes = codes_of([post.pk for post in posts])
    first = {own[0] for own in codes.values() if own}
    areas = {area.code: area.name for area in Area.objects.filter(pk__in=first)}
    return {post.pk: _called(post, codes.get(post.pk, []), areas) for post in posts}


def codes_of(posts: list[int]) -> dict[int, list[str]]:
    """Post to the codes of its areas now, the nation left out: one query for all."""
    rows = PostArea.objects.filter(running(timezone.now()), post__in=posts, area__isnull=False)
    found: dict[int, list[str]] = {}
    for post, code in rows.order_by("area_id").values_list("post_id", "area_id"):
        found.setdefault(post, []).append(str(code))
    return found


def _called(post: Post, codes: list[str], areas: dict[str, str]) -> str:
    name = areas.get(codes[0], "") if codes else ""
    more = f" +{len(codes) - 1}" if len(codes) > 1 else ""
    partner = f" {post.partner.name}" if post.partner else ""
    return f"{Role(post.role).label}{partner} {name}{more}".strip()
