"""Releasing photos for everybody: looked at, made into pictures once, taken back in one step."""

import secrets
import shutil
from io import BytesIO
from pathlib import Path
from typing import Any  # columns of a row

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from PIL import Image, ImageOps

from naikkelas.activities.models import KegiatanPhoto
from naikkelas.activities.queries.photos import path_of as stored_path
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.refusals import require
from naikkelas.publicsite import access
from naikkelas.publicsite.actions.common import held, told
from naikkelas.publicsite.errors import ChildrenNeedPkb, FacesNotTold, UnfitPhoto
from naikkelas.publicsite.models import PhotoRelease
from naikkelas.publicsite.queries.attaching import is_of_endorsed
from naikkelas.publicsite.queries.photos import FOLDER

WIDTHS = (360, 720, 1280)
"""Pixels; a photo is never made larger than it is."""
QUALITY: dict[str, dict[str, Any]] = {
    "avif": {"format": "AVIF", "quality": 55, "speed": 7},
    "webp": {"format": "WEBP", "quality": 72, "method": 4},
    "jpg": {"format": "JPEG", "quality": 78, "progressive": True, "optimize": True},
}


def release(photo: KegiatanPhoto, faces: str, *, by: Actor) -> PhotoRelease:
    """Let everybody see a photo; the pictures are made before the transaction, as that takes time.

    `faces` says who is seen on it; with children only by who may publish, having seen the written
    consent of their parents.
    """
    require(access.may_send(by, photo.kampung))
    if faces not in PhotoRelease.Faces.values:
        raise FacesNotTold
    if faces == PhotoRelease.Faces.CHILDREN and not access.may_publish(by, photo.kampung):
        raise ChildrenNeedPkb
    if photo.withdrawn_at or not is_of_endorsed(photo):
        raise UnfitPhoto
    made = _made(stored_path(photo))
    try:
        return _released(photo, faces, made, by)
    except BaseException:
        _remove(made["folder"])
        raise


@transaction.atomic
def _released(photo: KegiatanPhoto, faces: str, made: dict[str, Any], by: Actor) -> PhotoRelease:
    kampung = held(photo.kampung)
    known = photo.releases.filter(withdrawn_at__isnull=True).first()
    if known:
        _remove(made["folder"])
        return known
    released = PhotoRelease.objects.create(
        photo=photo,
        kampung=kampung,
        kabupaten_code=kampung.kabupaten_code,
        faces=faces,
        released_by=by.pk,
        released_at=timezone.now(),
        **made,
    )
    what = PhotoRelease.Faces(faces).label
    record("site_photo.release", released, by=by, **told(kampung, faces=what))
    return released


@transaction.atomic
def withdraw(released: PhotoRelease, *, by: Actor) -> PhotoRelease:
    """Nobody sees it from now on; the pictures are removed, the photo of the activity stays."""
    released = PhotoRelease.objects.select_for_update().get(pk=released.pk)
    require(access.may_send(by, released.kampung))
    if released.withdrawn_at is None:
        released.withdrawn_by, released.withdrawn_at = by.pk, timezone.now()
        released.save(update_fields=["withdrawn_by", "withdrawn_at"])
        record("site_photo.withdraw", released, by=by, **told(released.kampung))
        transaction.on_commit(lambda: _remove(released.folder))
    return released


def _made(source: Path) -> dict[str, Any]:
    """The pictures of a stored photo, which this house encoded itself; columns of the release."""
    if not source.is_file():
        raise UnfitPhoto
    with Image.open(source) as opened:
        image = ImageOps.exif_transpose(opened).convert("RGB")
    widths = sorted({min(width, image.width) for width in WIDTHS})
    folder = f"{secrets.token_hex(1)}/{secrets.token_hex(16)}"
    target = Path(settings.MEDIA_ROOT) / FOLDER / folder
    target.mkdir(mode=0o700, parents=True)
    for width in widths:
        height = max(1, round(image.height * width / image.width))
        small = image.resize((width, height), Image.Resampling.LANCZOS)
        for ending, how in QUALITY.items():
            out = BytesIO()
            small.save(out, **how)
            (target / f"{width}.{ending}").write_bytes(out.getvalue())
    red, green, blue = image.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))  # type: ignore[misc]
    return {
        "folder": folder,
        "width": widths[-1],
        "height": max(1, round(image.height * widths[-1] / image.width)),
        "widths": "|".join(map(str, widths)),
        "colour": f"#{red:02x}{green:02x}{blue:02x}",
    }


def _remove(folder: str) -> None:
    shutil.rmtree(Path(settings.MEDIA_ROOT) / FOLDER / folder, ignore_errors=True)
