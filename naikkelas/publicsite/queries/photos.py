"""Photos that may be shown, and where their pictures lie."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString

from naikkelas.publicsite.models import PhotoRelease
from naikkelas.publicsite.queries.sites import PublicSite
from naikkelas.publicsite.rules.guard import guarded

FOLDER = "situs"
TYPES: Mapping[str, str] = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
"""Ending → content type, the smallest first."""
SIZES = "(min-width: 42rem) 40rem, 100vw"


def path_of(release: PhotoRelease, width: int, ending: str) -> Path:
    """Where a picture lies: in a random folder that no web server serves."""
    return Path(settings.MEDIA_ROOT) / FOLDER / release.folder / f"{width}.{ending}"


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo that may be shown, in the sizes that were made of it."""

    release: PhotoRelease
    site_url: str

    @property
    def key(self) -> UUID:
        """By what a text names it."""
        return self.release.photo_id

    @property
    def record(self) -> UUID:
        return self.release.photo.record

    @property
    def words(self) -> str:
        """What it shows, for those who cannot see it."""
        return guarded(self.release.photo.caption)

    @property
    def width(self) -> int:
        return self.release.width

    @property
    def height(self) -> int:
        return self.release.height

    @property
    def colour(self) -> str:
        return self.release.colour

    @property
    def widths(self) -> list[int]:
        return [int(one) for one in self.release.widths.split("|")]

    def url(self, width: int, ending: str) -> str:
        return f"{self.site_url}foto/{self.release.pk}/{width}.{ending}"

    def srcset(self, ending: str) -> str:
        return ", ".join(f"{self.url(width, ending)} {width}w" for width in self.widths)

    @property
    def largest(self) -> str:
        """The JPEG that every reader opens."""
        return self.url(self.widths[-1], "jpg")

    def html(self, words: str = "", *, is_first: bool = False) -> SafeString:
        """The picture over its mean colour, loaded when it is near unless it is the first."""
        return format_html(
            '<span class="photo"><svg viewBox="0 0 {w} {h}" aria-hidden="true"><rect width="{w}" '
            'height="{h}" fill="{colour}"/></svg><picture><source type="image/avif" srcset="{avif}"'
            ' sizes="{sizes}"><source type="image/webp" srcset="{webp}" sizes="{sizes}"><img '
            'src="{src}" srcset="{jpg}" sizes="{sizes}" width="{w}" height="{h}" alt="{alt}" '
            'decoding="async" {how}></picture></span>',
            w=self.width,
            h=self.height,
            colour=self.colour,
            avif=self.srcset("avif"),
            webp=self.srcset("webp"),
            jpg=self.srcset("jpg"),
            src=self.url(self.widths[0], "jpg"),
            sizes=SIZES,
            alt=words or self.words or "Foto kegiatan",
            how=SafeString('fetchpriority="high"' if is_first else 'loading="lazy"'),
        )


def standing(site: PublicSite) -> "QuerySet[PhotoRelease]":
    """Releases that hold: of photos that nobody took away since."""
    found = PhotoRelease.objects.filter(
        Q(photo__withdrawn_at__isnull=True), kampung=site.kampung, withdrawn_at__isnull=True
    )
    return found.select_related("photo").order_by("photo__place", "released_at", "id")


_PICTURED = ("width", "height", "widths", "colour", "photo__record", "photo__caption")


def pictures_of(site: PublicSite, records: Collection[UUID]) -> dict[UUID, list[Picture]]:
    """Activity → its pictures in their order; one query."""
    found: dict[UUID, list[Picture]] = defaultdict(list)
    for release in standing(site).filter(photo__record__in=records).only(*_PICTURED):
        found[release.photo.record].append(Picture(release, site.url))
    return dict(found)


def pictures_named(site: PublicSite, keys: Collection[UUID]) -> dict[UUID, Picture]:
    """Photo → picture, of the photos that a text names."""
    if not keys:
        return {}
    found = standing(site).filter(photo__in=keys).only(*_PICTURED)
    return {release.photo_id: Picture(release, site.url) for release in found}
