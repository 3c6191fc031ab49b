"""The library: published practices by indicator, kecamatan and words; and one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from naikkelas.activities.models import Kegiatan
from naikkelas.areas.models import Area
from naikkelas.areas.rules import codes
from naikkelas.classification.queries import instrument_of
from naikkelas.instruments.queries import in_use
from naikkelas.lib.actors import Actor
from naikkelas.practices import access
from naikkelas.practices.models import (
    Exemplar,
    Practice,
    PracticeAttachment,
    PracticeChange,
    PracticeQuerySet,
    PracticeVersion,
)
from naikkelas.registry.access import visible_to
from naikkelas.registry.models import KampungKB
from naikkelas.themes.models import ThemeMembership
from naikkelas.themes.queries.catalogue import catalogue_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for in the library; empty is everything."""

    indicator: str = ""
    theme: str = ""
    kecamatan: str = ""
    text: str = ""
    only_exemplars: bool = False

    @property
    def is_set(self) -> bool:
        return bool(
            self.indicator or self.theme or self.kecamatan or self.text or self.only_exemplars
        )


def published(practices: PracticeQuerySet) -> "QuerySet[PracticeVersion]":
    """The version that everybody reads of each practice, with its kampung at hand."""
    rows = PracticeVersion.objects.filter(
        practice__in=practices, number=F("practice__published_number")
    )
    return rows.select_related("practice__kampung__village__parent").order_by(
        "-practice__published_at", "practice_id"
    )


def collection(actor: Actor, wanted: Wanted, today: date) -> "QuerySet[PracticeVersion]":
    """What a person finds, newest first."""
    found = published(access.collection_for(actor))
    if wanted.indicator:
        found = found.filter(indicators__contains=PracticeVersion.joined((wanted.indicator,)))
    if wanted.theme:
        carried = ThemeMembership.objects.current().filter(theme=wanted.theme)
        found = found.filter(practice__kampung__in=carried.values("kampung"))
    if wanted.kecamatan:
        first, after = codes.subtree(wanted.kecamatan)
        found = found.filter(practice__kampung__village_id__gte=first)
        found = found.filter(practice__kampung__village_id__lt=after) if after else found
    if wanted.text:
        words = Q(title__icontains=wanted.text) | Q(problem__icontains=wanted.text)
        found = found.filter(words | Q(practice__kampung__nama__icontains=wanted.text))
    if wanted.only_exemplars:
        found = found.filter(practice__kampung__in=exemplars(actor, today).values("kampung"))
    return found


def exemplars(actor: Actor, today: date) -> "QuerySet[Exemplar]":
    """Who is kampung contoh today, by name: an order that praises nobody."""
    at_work = access.exemplars_for(actor).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=today),
        Q(until__isnull=True) | Q(until__gte=today),
        since__lte=today,
    )
    return at_work.select_related("kampung__village__parent", "practice").order_by(
        "kampung__nama", "kampung_id"
    )


def indicator_names(area_code: str) -> dict[str, str]:
    """The indicators of the rule in force, in its order."""
    rule = in_use(instrument_of(area_code))
    return {indicator.code: indicator.name for indicator in rule.indicators}


def kecamatan_with_practices(actor: Actor) -> list[tuple[str, str]]:
    """Code and name of each kecamatan that has something in the library, by name."""
    parents = access.collection_for(actor).values("kampung__village__parent")
    areas = Area.objects.filter(pk__in=parents).order_by("name", "code")
    return [(area.code, str(area)) for area in areas]


def themes_with_practices(actor: Actor) -> list[tuple[str, str]]:
    """Code and name of each theme that a kampung with something in the library carries."""
    kampung = access.collection_for(actor).values("kampung")
    carried = ThemeMembership.objects.current().filter(kampung__in=kampung).order_by()
    found = set(carried.values_list("theme", flat=True).distinct())
    if not found:
        return []
    themes = catalogue_of(actor.home).themes
    return sorted(
        ((code, themes[code].name) for code in found if code in themes), key=lambda one: one[1]
    )


def waiting(actor: Actor) -> "QuerySet[Practice]":
    """Practices of one's area that wait for the kabupaten, the oldest first."""
    rows = access.own_practices(actor).filter(state="diajukan", kampung__is_active=True)
    return rows.select_related("kampung__village__parent").order_by("written_at", "id")


# One practice -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class PracticePage:
    """A practice as somebody reads it: the published version, or the newest one in their area."""

    practice: Practice
    version: PracticeVersion
    steps: Sequence[str]
    attachments: Sequence[PracticeAttachment]
    activities: Sequence[Kegiatan]
    changes: Sequence[PracticeChange]
    versions: int

    @property
    def is_published_version(self) -> bool:
        return self.version.number == self.practice.published_number

    @property
    def photos(self) -> list[PracticeAttachment]:
        return [one for one in self.attachments if one.photo_id]


def page_of(practice: Practice, *, reads_all: bool) -> PracticePage | None:
    """The page; None where the person may read no version of it."""
    number = practice.number if reads_all else practice.published_number
    version = practice.versions.filter(number=number or 0).first()
    if version is None:
        return None
    standing = practice.attachments.filter(withdrawn_at__isnull=True)
    attachments = list(standing.select_related("photo"))
    return PracticePage(
        practice=practice,
        version=version,
        steps=list(version.steps.values_list("words", flat=True)),
        attachments=[one for one in attachments if one.photo is None or not one.photo.withdrawn_at],
        activities=_activities(practice.kampung, attachments),
        changes=list(practice.changes.all()) if reads_all else [],
        versions=practice.number,
    )


def _activities(kampung: KampungKB, attachments: Sequence[PracticeAttachment]) -> list[Kegiatan]:
    """The activities as they stand now; one that was taken back is shown no longer."""
    records = {one.record for one in attachments}
    if not records:
        return []
    current = Kegiatan.objects.filter(kampung=kampung, withdrawn_at__isnull=True)
    return list(current.filter(Q(origin__in=records) | Q(pk__in=records)))


def practices_of(kampung: KampungKB) -> list[PracticeVersion]:
    """The newest version of every practice of a kampung."""
    rows = PracticeVersion.objects.filter(practice__kampung=kampung, number=F("practice__number"))
    return list(rows.select_related("practice"))


def next_note(page: PracticePage) -> str:
    """What was said as the practice came to where it is; empty where nothing was."""
    return page.changes[-1].note if page.changes else ""


def named(version: PracticeVersion, names: Mapping[str, str]) -> list[str]:
    """The indicators that a practice answers, in words; an old rule's code stays as it is."""
    return [names.get(code, code) for code in version.codes]


def exemplar_of(kampung: KampungKB, today: date) -> Exemplar | None:
    """The term as kampung contoh that holds on a day."""
    terms = Exemplar.objects.filter(kampung=kampung, since__lte=today)
    return next((term for term in terms if term.holds(today)), None)


def published_of(kampung: KampungKB) -> list[PracticeVersion]:
    """What the library shows of one kampung."""
    return list(published(Practice.objects.public().filter(kampung=kampung)))


def may_imitate(actor: Actor, source: KampungKB) -> KampungKB | None:
    """The one other kampung for which a Pokja acts; None for posts with several or none."""
    if actor.desk != "pokja":
        return None
    own = visible_to(actor).live().filter(kabupaten_code=source.kabupaten_code)
    return own.exclude(pk=source.pk).first()
