"""Which site an address belongs to."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import Q

from naikkelas.areas.models import Area
from naikkelas.areas.queries import path_of
from naikkelas.publicsite.models import FormerAddress, Site
from naikkelas.publicsite.rules.addresses import address_of, village_of
from naikkelas.publicsite.rules.themes import DEFAULT
from naikkelas.registry.models import KampungKB, KampungQuerySet


class Moved(Exception):
    """The site has another address now; the argument is that address."""


@dataclass(frozen=True)
class PublicSite:
    """A kampung with what it chose for its site."""

    kampung: KampungKB
    choices: Site | None

    @property
    def kabupaten_code(self) -> str:
        return self.kampung.kabupaten_code

    @property
    def kampung_id(self) -> UUID:
        return self.kampung.pk

    @cached_property
    def slug(self) -> str:
        """The present address below /k/."""
        return slug_of(self.kampung, self.choices)

    @cached_property
    def url(self) -> str:
        """Where it begins, below this server."""
        return f"/k/{self.slug}/"

    @property
    def domain(self) -> str:
        return (self.choices and self.choices.domain) or ""

    @property
    def theme(self) -> str:
        return self.choices.theme if self.choices else DEFAULT

    @property
    def has_english(self) -> bool:
        return self.choices.has_english if self.choices else True

    @property
    def is_down(self) -> bool:
        return self.choices is not None and self.choices.is_down

    @property
    def name(self) -> str:
        """The name of the kampung, else that of its village."""
        return self.kampung.nama or self.kampung.village.name

    @property
    def local_name(self) -> str:
        return self.choices.local_name if self.choices else ""

    @cached_property
    def areas(self) -> list[Area]:
        """Province, kabupaten, kecamatan and village; one query."""
        return path_of(self.kampung.village_id)

    @cached_property
    def place(self) -> str:
        """Where it lies, nearest first: "Bajuin, Tanah Laut, Kalimantan Selatan"."""
        return ", ".join(area.name for area in reversed(self.areas[:-1]))


def public_kampung() -> KampungQuerySet:
    """The kampung that have a site: live ones, of two in a village the one that is not double."""
    return KampungKB.objects.live().filter(is_double=False)


def slug_of(kampung: KampungKB, choices: Site | None) -> str:
    """The chosen address, else the one that the village code gives."""
    if choices and choices.slug:
        return choices.slug
    return address_of(kampung.nama or kampung.village.name, kampung.village_id)


def site_at(slug: str) -> PublicSite | None:
    """The site of an address; `Moved` where it has another one now. Two queries at most."""
    village = village_of(slug)
    wanted = Q(village=village) if village else Q(site__slug=slug)
    kampung = _found(wanted) or (None if village else _found(_former(slug)))
    if kampung is None:
        return None
    site = site_of(kampung)
    if site.slug != slug:
        raise Moved(site.slug)
    return site


def _former(slug: str) -> Q:
    return Q(pk__in=FormerAddress.objects.filter(pk=slug).values("kampung"))


def _found(wanted: Q) -> KampungKB | None:
    found = public_kampung().filter(wanted).select_related("village", "site")
    return found.order_by("source_id", "id").first()


def site_of(kampung: KampungKB) -> PublicSite:
    """The site of a kampung; no query where `village` and `site` were selected."""
    try:
        choices: Site | None = kampung.site
    except Site.DoesNotExist:
        choices = None
    return PublicSite(kampung, choices)


def site_url(kampung: KampungKB) -> str:
    """The address of the site of a kampung below this server; select `village` and `site`."""
    return site_of(kampung).url
