"""Pages that tell: home, activities, news, agenda, potential, documents, contact."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any  # template contexts, JSON-LD
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404

from naikkelas.activities.models import Kegiatan
from naikkelas.areas.queries import boundaries
from naikkelas.areas.rules import codes
from naikkelas.publicsite.models import Aspiration, SiteContact, SiteText
from naikkelas.publicsite.pages.shell import origin_of, page
from naikkelas.publicsite.queries import figures, texts
from naikkelas.publicsite.queries.photos import Picture, pictures_of
from naikkelas.publicsite.queries.shown import Shown, endorsed, listed
from naikkelas.publicsite.queries.sites import PublicSite, public_kampung
from naikkelas.publicsite.rendered import Made
from naikkelas.publicsite.rules.drawing import dots, outline
from naikkelas.publicsite.rules.guard import guarded
from naikkelas.publicsite.rules.words import said
from naikkelas.registry.models import Kelompok, Meeting
from naikkelas.registry.rules import reference
from naikkelas.registry.rules.sharing import activity_card, whatsapp_link

PER_PAGE = 12
ON_HOME = 3
SMALL = 5


@dataclass(frozen=True, slots=True)
class Told:
    """An activity as everybody may read it."""

    activity: Kegiatan
    pictures: Sequence[Picture]

    @property
    def path(self) -> str:
        return f"kegiatan/{self.activity.record}/"

    @property
    def title(self) -> str:
        return guarded(self.activity.judul)

    @property
    def words(self) -> str:
        return guarded(self.activity.deskripsi)

    @property
    def place(self) -> str:
        return guarded(self.activity.tempat)

    @property
    def first(self) -> Picture | None:
        return self.pictures[0] if self.pictures else None

    @property
    def people(self) -> int | None:
        """How many came; fewer than five are not told."""
        count = self.activity.participants
        return None if count is None or 0 < count < SMALL else count

    @property
    def purpose(self) -> str:
        """The family function that it serves, in words."""
        return reference.names("fungsi_keluarga").get(self.activity.kategori, "")


def told(site: PublicSite, rows: Sequence[Kegiatan]) -> list[Told]:
    """Activities with their pictures; one query more."""
    pictures = pictures_of(site, [one.record for one in rows])
    return [Told(one, pictures.get(one.record, ())) for one in rows]


_MEETING = (
    *("title", "held_on", "starts", "ends", "time_zone", "place"),
    *("cancelled_at", "changes", "changed_at"),
)


def coming(site: PublicSite, shown: Shown, days_back: int = 0) -> list[Meeting]:
    """Meetings that the Pokja chose to show to everybody, from today on, the next first."""
    found = Meeting.objects.filter(
        kampung=site.kampung,
        is_public=True,
        held_on__gte=shown.today - timedelta(days=days_back),
    )
    return list(found.order_by("held_on", "starts", "id").only(*_MEETING)[:50])


def home(site: PublicSite, language: str) -> Made:
    """The first page: where, how far, what happened, what comes."""
    shown = Shown(site)
    welcome, news = texts.on_home(site, ON_HOME)
    context = {
        "shown": shown,
        "level": shown.level_in(language),
        "today": shown.today,
        "welcome": texts.as_html(site, welcome.body) if welcome else "",
        "population": figures.population(shown),
        "families": figures.families(shown),
        "done": shown.done_in(365),
        "activities": told(site, list(listed(site)[:ON_HOME])),
        "news": news,
        "meetings": [one for one in coming(site, shown) if one.cancelled_at is None][:ON_HOME],
        "structured": _organisation(site),
    }
    return page(site, language, "", "publicsite/home.html", context)


def _organisation(site: PublicSite) -> dict[str, Any]:
    """What search engines are told of a kampung (schema.org)."""
    kampung = site.kampung
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "GovernmentOrganization",
        "name": f"Kampung Keluarga Berkualitas {site.name}",
        "url": f"{origin_of(site)}{site.url}",
        "areaServed": {"@type": "AdministrativeArea", "name": f"{site.name}, {site.place}"},
    }
    if site.local_name:
        data["alternateName"] = guarded(site.local_name)
    is_placed = kampung.lintang is not None and kampung.bujur is not None
    if is_placed and not kampung.is_example:  # an example has no place of its own
        data["location"] = {
            "@type": "Place",
            "geo": {
                "@type": "GeoCoordinates",
                "latitude": kampung.lintang,
                "longitude": kampung.bujur,
            },
        }
    return data


def activities(number: int) -> Any:  # the function that makes the page of that number
    """One page of the list of activities."""

    def make(site: PublicSite, language: str) -> Made:
        pages = Paginator(listed(site), PER_PAGE)
        if number > pages.num_pages:
            raise Http404
        shown, part = Shown(site), pages.page(number)
        path = "kegiatan/" if number == 1 else f"kegiatan/halaman/{number}/"
        context = {
            "today": shown.today,
            "activities": told(site, list(part.object_list)),
            "part": part,
            "fresh_on": endorsed(site).values_list("tanggal", flat=True).first(),
        }
        return page(site, language, path, "publicsite/activities.html", context)

    return make


def found_activity(site: PublicSite, record: UUID) -> Told:
    """An endorsed activity of this kampung by its record, else 404."""
    rows = endorsed(site)
    found = rows.filter(origin=record).first() or rows.filter(pk=record, origin=None).first()
    if found is None:
        raise Http404
    return told(site, [found])[0]


def activity(record: UUID) -> Any:  # the function that makes the page
    """One activity with its photos, ready to be shared."""

    def make(site: PublicSite, language: str) -> Made:
        shown, one = Shown(site), found_activity(site, record)
        url = f"{origin_of(site)}{site.url}{one.path}"
        text = activity_card(
            site.name, one.title, one.activity.tanggal, one.place, one.people, link=url
        )
        context = {
            "today": shown.today,
            "one": one,
            "share": whatsapp_link(text),
            "card": f"{url}kartu.png",
            "structured": _event(site, one, url),
        }
        return page(site, language, one.path, "publicsite/activity.html", context)

    return make


def _event(site: PublicSite, one: Told, url: str) -> dict[str, Any]:
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": one.title,
        "startDate": one.activity.tanggal.isoformat(),
        "eventStatus": "https://schema.org/EventScheduled",
        "location": {"@type": "Place", "name": one.place or site.name, "address": site.place},
        "organizer": {
            "@type": "Organization",
            "name": f"Kampung KB {site.name}",
            "url": f"{origin_of(site)}{site.url}",
        },
        "url": url,
        "image": [f"{origin_of(site)}{one.first.largest}" if one.first else f"{url}kartu.png"],
    }
    if one.words:
        data["description"] = one.words
    return data


def news_list(site: PublicSite, language: str) -> Made:
    """All news."""
    context = {"today": Shown(site).today, "news": texts.published(site, SiteText.Kind.NEWS)}
    return page(site, language, "kabar/", "publicsite/news_list.html", context)


def news(key: UUID) -> Any:  # the function that makes the page
    """One piece of news."""

    def make(site: PublicSite, language: str) -> Made:
        one = texts.news(site, key)
        if one is None:
            raise Http404
        path = f"kabar/{key}/"
        origin = origin_of(site)
        url = f"{origin}{site.url}{path}"
        picture = texts.first_picture(site, one.body)
        image = f"{origin}{picture.largest}" if picture else ""
        context = {
            "today": Shown(site).today,
            "one": one,
            "image": image,
            "body": texts.as_html(site, one.body),
            "share": whatsapp_link(f"*{one.title}*\nKampung KB {site.name}\n{url}"),
            "structured": {
                "@context": "https://schema.org",
                "@type": "NewsArticle",
                "headline": one.title,
                "datePublished": one.first_published_at.isoformat(),
                "dateModified": one.published_at.isoformat(),
                "author": {"@type": "Organization", "name": f"Pokja Kampung KB {site.name}"},
                "url": url,
            }
            | ({"image": [image]} if image else {}),
        }
        return page(site, language, path, "publicsite/news.html", context)

    return make


def agenda(site: PublicSite, language: str) -> Made:
    """What comes, and what was the last half year."""
    shown = Shown(site)
    meetings = coming(site, shown, days_back=183)
    context = {
        "today": shown.today,
        "coming": [one for one in meetings if one.held_on >= shown.today],
        "past": [one for one in reversed(meetings) if one.held_on < shown.today],
    }
    return page(site, language, "agenda/", "publicsite/agenda.html", context)


def potential(site: PublicSite, language: str) -> Made:
    """What the kampung has and makes; groups by kind only, since a name may be a person's."""
    shown = Shown(site)
    words = texts.of_page(site, SiteText.Kind.POTENTIAL)
    uppka = Kelompok.objects.filter(kampung=site.kampung, kind=Kelompok.Kind.UPPKA)
    context = {
        "today": shown.today,
        "words": words,
        "body": texts.as_html(site, words.body) if words else "",
        "uppka": list(uppka.active(shown.today).order_by("since", "id")),
        "participants": figures.poktan(shown),
    }
    return page(site, language, "potensi/", "publicsite/potential.html", context)


def contact(site: PublicSite, language: str) -> Made:
    """Where it lies, and the number whose owner agreed to be asked."""
    number = SiteContact.objects.filter(kampung=site.kampung, withdrawn_at__isnull=True).first()
    ground = boundaries([site.kampung.village_id]).first()
    label = f"{said('Batas indikatif', language)} {site.name}"
    context = {
        "today": Shown(site).today,
        "contact": number,
        "map": outline(ground.geometry, label) if ground else "",
        "map_source": ground.source if ground else "",
        "around": None if ground else _around(site, language),
    }
    return page(site, language, "kontak/", "publicsite/contact.html", context)


@dataclass(frozen=True, slots=True)
class Around:
    """The kampung of a kecamatan as dots, and the same as rows: name, latitude, longitude."""

    drawing: str
    rows: tuple[tuple[str, float, float], ...]


def _around(site: PublicSite, language: str) -> Around | None:
    """The kampung of the kecamatan by their points, for a map where no boundary is known; None
    where the own one has no point or is alone.
    """
    kecamatan = codes.lineage(site.kampung.village_id)[-2]
    near = public_kampung().within(kecamatan).filter(lintang__isnull=False, bujur__isnull=False)
    columns = ("pk", "village__name", "lintang", "bujur")
    rows = list(near.order_by("village__name", "pk").values_list(*columns))
    if len(rows) < 2 or site.kampung.pk not in {row[0] for row in rows}:
        return None
    label = said("Letak kampung di kecamatan ini", language)
    points = [(name, east, north, key == site.kampung.pk) for key, name, north, east in rows]
    return Around(dots(points, label), tuple((name, north, east) for _, name, north, east in rows))


def aspirations(site: PublicSite) -> list[tuple[str, str, Any]]:
    """Words, answer and day of what was published, without numbers of persons."""
    rows = Aspiration.objects.filter(kampung=site.kampung, state=Aspiration.State.SHOWN)[:20]
    return [(guarded(one.words), guarded(one.answer), one.settled_at) for one in rows]
