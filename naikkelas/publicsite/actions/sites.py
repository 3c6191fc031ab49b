"""What a kampung chooses for its site, who may be asked there, and taking it down in one step."""

import re
from datetime import date
from typing import Any  # columns of a site

from django.conf import settings
from django.db import transaction
from django.http.request import validate_host
from django.utils import timezone

from naikkelas.areas.queries import local_now
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.refusals import require
from naikkelas.publicsite import access
from naikkelas.publicsite.actions.common import held, reason_of, told
from naikkelas.publicsite.errors import SiteIsDown, UnfitAddress, UnfitContact
from naikkelas.publicsite.models import FormerAddress, Site, SiteContact
from naikkelas.publicsite.rules.addresses import is_choosable
from naikkelas.publicsite.rules.guard import names_a_number
from naikkelas.publicsite.rules.themes import THEMES
from naikkelas.registry.models import KampungKB

_NUMBER = re.compile(r"628\d{7,12}")


def _site(kampung: KampungKB, by: Actor) -> Site:
    """The row of a kampung whose row is held, made when somebody chooses something."""
    defaults = {
        "kabupaten_code": kampung.kabupaten_code,
        "changed_by": by.pk,
        "changed_at": timezone.now(),
    }
    return Site.objects.get_or_create(kampung=kampung, defaults=defaults)[0]


def _save(site: Site, by: Actor, *columns: str) -> None:
    site.changed_by, site.changed_at = by.pk, timezone.now()
    site.save(update_fields=[*columns, "changed_by", "changed_at"])


@transaction.atomic
def choose_look(
    kampung: KampungKB, *, theme: str, local_name: str, has_english: bool, by: Actor
) -> Site:
    """Theme, local name and languages."""
    kampung = held(kampung)
    require(access.may_send(by, kampung))
    local_name = " ".join(local_name.split())[:120]
    if theme not in THEMES or names_a_number(local_name):
        raise UnfitAddress("Pilih tampilan yang ada, dan nama tanpa nomor orang.", "theme")
    site = _site(kampung, by)
    before = _look(site)
    site.theme, site.local_name, site.has_english = theme, local_name, has_english
    _save(site, by, "theme", "local_name", "has_english")
    record("site.look", site, by=by, before=before, after=_look(site), **told(kampung))
    return site


def _look(site: Site) -> dict[str, Any]:
    return {
        "theme": site.theme,
        "local_name": site.local_name,
        "has_english": site.has_english,
    }


@transaction.atomic
def choose_address(kampung: KampungKB, *, slug: str, domain: str = "", by: Actor) -> Site:
    """Another address below /k/, and a domain where one was set up; empty gives the usual one."""
    kampung = held(kampung)
    require(access.may_map(by, kampung))
    slug, domain = slug.strip().lower(), domain.strip().lower()
    site = _site(kampung, by)
    if slug != (site.slug or ""):
        _leave_address(site, slug, by)
    if domain and (
        not validate_host(domain, settings.SITE_DOMAINS)
        or Site.objects.filter(domain=domain).exclude(pk=site.pk).exists()
    ):
        raise UnfitAddress("Domain ini belum disiapkan, atau dipakai situs lain.", "domain")
    before = {"slug": site.slug, "domain": site.domain}
    site.slug, site.domain = slug or None, domain or None
    _save(site, by, "slug", "domain")
    after = {"slug": site.slug, "domain": site.domain}
    record("site.address", site, by=by, before=before, after=after, **told(kampung))
    return site


def _leave_address(site: Site, slug: str, by: Actor) -> None:
    """The former address leads here for ever, so that nobody else may have it."""
    taken = Site.objects.filter(slug=slug).exclude(pk=site.pk).exists()
    others = FormerAddress.objects.filter(pk=slug).exclude(kampung=site.kampung).exists()
    if slug and (not is_choosable(slug) or taken or others):
        raise UnfitAddress
    if site.slug:
        FormerAddress.objects.get_or_create(
            slug=site.slug,
            defaults={
                "kampung": site.kampung,
                "kabupaten_code": site.kabupaten_code,
                "left_at": timezone.now(),
                "left_by": by.pk,
            },
        )


@transaction.atomic
def take_down(kampung: KampungKB, *, reason: str, by: Actor) -> Site:
    """Close the whole site now; its addresses answer 410 until it is brought back."""
    kampung = held(kampung)
    require(access.may_send(by, kampung))
    site = _site(kampung, by)
    if site.is_down:
        raise SiteIsDown
    site.taken_down_reason = reason_of(reason)
    site.taken_down_at, site.taken_down_by = timezone.now(), by.pk
    _save(site, by, "taken_down_at", "taken_down_by", "taken_down_reason")
    record("site.take_down", site, by=by, **told(kampung))
    return site


@transaction.atomic
def bring_back(kampung: KampungKB, *, by: Actor) -> Site:
    """Open it again: by the PKB or the office."""
    kampung = held(kampung)
    require(access.may_publish(by, kampung))
    site = _site(kampung, by)
    if not site.is_down:
        raise SiteIsDown
    site.taken_down_at = site.taken_down_by = None
    site.taken_down_reason = ""
    _save(site, by, "taken_down_at", "taken_down_by", "taken_down_reason")
    record("site.bring_back", site, by=by, **told(kampung))
    return site


@transaction.atomic
def show_contact(
    kampung: KampungKB, *, number: str, label: str, how: str, given_on: date, by: Actor
) -> SiteContact:
    """Show a WhatsApp number whose owner agreed, in place of the one before."""
    kampung = held(kampung)
    require(access.may_send(by, kampung))
    digits = re.sub(r"\D", "", number)
    digits = f"62{digits[1:]}" if digits.startswith("0") else digits
    label = " ".join(label.split())[:60]
    is_past = given_on <= local_now(kampung.village_id).date()
    if not (_NUMBER.fullmatch(digits) and label and how in SiteContact.How.values and is_past):
        raise UnfitContact
    _end_contacts(kampung, by)
    contact = SiteContact.objects.create(
        kampung=kampung,
        kabupaten_code=kampung.kabupaten_code,
        number=digits,
        label=label,
        how=how,
        given_on=given_on,
        recorded_by=by.pk,
        recorded_at=timezone.now(),
    )
    record("site_contact.show", contact, by=by, **told(kampung))
    return contact


@transaction.atomic
def hide_contact(kampung: KampungKB, *, by: Actor) -> None:
    """The owner took the consent back: the number goes from the page and from the row."""
    kampung = held(kampung)
    require(access.may_send(by, kampung))
    for contact in _end_contacts(kampung, by):
        record("site_contact.hide", contact, by=by, **told(kampung))


def _end_contacts(kampung: KampungKB, by: Actor) -> list[SiteContact]:
    standing = list(SiteContact.objects.filter(kampung=kampung, withdrawn_at__isnull=True))
    for contact in standing:
        contact.number, contact.withdrawn_by, contact.withdrawn_at = "", by.pk, timezone.now()
        contact.save(update_fields=["number", "withdrawn_by", "withdrawn_at"])
    return standing
