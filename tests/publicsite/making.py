"""One of each thing of a site, made without its actions."""

import re
from typing import Any

from django.utils import timezone

from naikkelas.activities.models import KegiatanPhoto
from naikkelas.publicsite.models import Aspiration, PhotoRelease, SiteText, SiteTextVersion
from naikkelas.registry.models import KampungKB

PHONE = re.compile(r"\b0812[ -]?\d{4}")
"""The number of the people of these tests; its first digits stand in many a key."""


def make_text(
    kampung: KampungKB, title: str = "Panen raya", body: str = "Hasil **baik**.", **more: Any
) -> SiteText:
    """A draft of Bu Sari's, unless told."""
    defaults: dict[str, Any] = {
        "kabupaten_code": kampung.kabupaten_code,
        "kind": "kabar",
        "written_by": 0,
        "written_at": timezone.now(),
    }
    text = SiteText.objects.create(kampung=kampung, **(defaults | more))
    SiteTextVersion.objects.create(
        text=text,
        number=text.number,
        title=title,
        body=body,
        saved_by=text.written_by,
        saved_at=timezone.now(),
    )
    return text


def make_public_text(kampung: KampungKB, title: str, body: str, **more: Any) -> SiteText:
    """A text that everybody reads."""
    now = timezone.now()
    told = {"state": "terbit", "published_number": 1, "published_at": now}
    return make_text(kampung, title, body, **(told | {"first_published_at": now} | more))


def make_release(photo: KegiatanPhoto, **more: Any) -> PhotoRelease:
    """A photo that may be shown, without its pictures."""
    defaults: dict[str, Any] = {
        "kampung": photo.kampung,
        "kabupaten_code": photo.kabupaten_code,
        "faces": "tanpa",
        "folder": "37/37",
        "width": 1280,
        "height": 960,
        "widths": "360|720|1280",
        "colour": "#8a9b6c",
        "released_by": 0,
        "released_at": timezone.now(),
    }
    return PhotoRelease.objects.create(photo=photo, **(defaults | more))


def make_aspiration(kampung: KampungKB, words: str = "Mohon lampu jalan.", **more: Any) -> Any:
    """Something that a resident wrote."""
    defaults: dict[str, Any] = {
        "kabupaten_code": kampung.kabupaten_code,
        "words": words,
        "received_at": timezone.now(),
    }
    return Aspiration.objects.create(kampung=kampung, **(defaults | more))
