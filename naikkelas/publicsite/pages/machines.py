"""What programs read: feed, calendar, sitemap, cards for sharing."""

from io import BytesIO
from typing import Any  # entries of a feed, the function that makes a page
from uuid import UUID

from django.template.loader import render_to_string
from PIL import Image, ImageDraw, ImageFont

from naikkelas.lib.dates import id_date_long
from naikkelas.publicsite.models import SiteText
from naikkelas.publicsite.pages.shell import PLACES, origin_of
from naikkelas.publicsite.pages.telling import coming, found_activity, told
from naikkelas.publicsite.queries import texts
from naikkelas.publicsite.queries.shown import Shown, endorsed
from naikkelas.publicsite.queries.sites import PublicSite
from naikkelas.publicsite.rendered import Made
from naikkelas.publicsite.rules.guard import guarded
from naikkelas.publicsite.rules.themes import THEMES
from naikkelas.registry.rules.calendars import CONTENT_TYPE, Appointment, calendar

IN_FEED = 20
CARD = (1200, 630)


def feed(site: PublicSite, language: str) -> Made:
    """Activities and news as Atom (RFC 4287)."""
    origin = origin_of(site)
    entries: list[dict[str, Any]] = [
        {
            "id": f"urn:uuid:{one.activity.record}",
            "title": one.title,
            "url": f"{origin}{site.url}{one.path}",
            "at": one.activity.endorsed_at or one.activity.recorded_at,
            "words": one.words or one.title,
        }
        for one in told(site, list(endorsed(site)[:IN_FEED]))
    ] + [
        {
            "id": f"urn:uuid:{one.key}",
            "title": one.title,
            "url": f"{origin}{site.url}kabar/{one.key}/",
            "at": one.published_at,
            "words": one.summary,
        }
        for one in texts.published(site, SiteText.Kind.NEWS)[:IN_FEED]
    ]
    entries.sort(key=lambda one: one["at"], reverse=True)
    newest = entries[0]["at"] if entries else site.kampung.recorded_at
    context = {"site": site, "origin": origin, "entries": entries[:IN_FEED], "newest": newest}
    xml = render_to_string("publicsite/feed.xml", context)
    return Made(xml.encode(), "application/atom+xml; charset=utf-8")


def agenda_file(site: PublicSite, language: str) -> Made:
    """The public agenda as iCalendar; no names, no minutes."""
    appointments = [
        Appointment(
            uid=f"{one.pk}@naikkelas",
            sequence=one.changes,
            changed_at=one.changed_at,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            summary=guarded(one.title),
            place=guarded(one.place),
            is_cancelled=one.cancelled_at is not None,
        )
        for one in coming(site, Shown(site), days_back=31)
    ]
    return Made(calendar(f"Agenda Kampung KB {site.name}", appointments), CONTENT_TYPE)


def sitemap(site: PublicSite, language: str) -> Made:
    """All pages of one site for search engines."""
    base = f"{origin_of(site)}{site.url}"
    rows = list(endorsed(site)[:1000])
    paths = [path for _, path in PLACES]
    paths += [f"kegiatan/{one.record}/" for one in rows]
    paths += [f"kabar/{one.key}/" for one in texts.published(site, SiteText.Kind.NEWS)]
    xml = render_to_string("publicsite/sitemap.xml", {"urls": [f"{base}{path}" for path in paths]})
    return Made(xml.encode(), "application/xml; charset=utf-8")


def card(record: UUID) -> Any:
    """The picture shown where an activity is shared: its words on the colours of the site."""

    def make(site: PublicSite, language: str) -> Made:
        one = found_activity(site, record)
        lines = [id_date_long(one.activity.tanggal), one.place]
        return Made(drawn(site, one.title, [line for line in lines if line]), "image/png")

    return make


def drawn(site: PublicSite, title: str, lines: list[str]) -> bytes:
    """A PNG of 1200 × 630, as Open Graph asks for, of few colours so that it stays small."""
    theme = THEMES[site.theme]
    image = Image.new("RGB", CARD, theme.paper)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, CARD[0], 110), fill=theme.accent)
    draw.text((60, 32), f"Kampung KB {site.name}"[:50], theme.on_accent, _font(40))
    y = 170
    for line in _wrapped(draw, title, 1080)[:4]:
        draw.text((60, y), line, theme.ink, _font(62))
        y += 78
    for line in lines:
        draw.text((60, y + 20), line[:60], theme.muted, _font(36))
        y += 50
    draw.text((60, 560), site.place[:70], theme.accent, _font(32))
    out = BytesIO()
    image.quantize(32).save(out, "PNG", optimize=True)
    return out.getvalue()


def _font(size: int) -> Any:  # Pillow's own face; nothing is installed for it
    return ImageFont.load_default(size)


def _wrapped(draw: ImageDraw.ImageDraw, text: str, width: int) -> list[str]:
    """Words in lines that fit; a word that fits no line is cut by the edge."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and draw.textlength(longer, _font(62)) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
