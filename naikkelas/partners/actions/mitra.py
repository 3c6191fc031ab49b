"""Keeping the list of partners, and who answers for which kegiatan."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any  # columns of a row, passed on

from django.db import IntegrityError, transaction
from django.utils import timezone

from naikkelas.accounts.models import Partner
from naikkelas.accounts.rules.names import phone_number
from naikkelas.areas.models import Area
from naikkelas.audit.actions import record, record_view
from naikkelas.lib.actors import Actor, covers
from naikkelas.lib.refusals import require
from naikkelas.partners import access
from naikkelas.partners.errors import (
    AccountTaken,
    MitraEnded,
    SameMitra,
    UnfitMitra,
    UnknownKegiatan,
)
from naikkelas.partners.models import Mitra, Responsible
from naikkelas.partners.rules import inpres
from naikkelas.registry.rules import reference

LONGEST_NAME = 120
KABUPATEN = len("63.01")


@dataclass(frozen=True, slots=True)
class Card:
    """What is told of a partner; the contact may be left out, and is where it has an account."""

    name: str
    kind: str
    areas: Sequence[str]
    instansi: str = ""
    account: Partner | None = None
    contact_name: str = ""
    contact_phone: str = ""


@transaction.atomic
def add(area: Area, card: Card, *, by: Actor, is_example: bool = False) -> Mitra:
    """Put a partner on the list of an area (a kabupaten or a kecamatan)."""
    require(access.may_coordinate(by, area.code))
    columns = _checked(area, card)
    now = timezone.now()
    try:
        with transaction.atomic():
            mitra = Mitra.objects.create(
                area=area,
                kabupaten_code=area.code[:KABUPATEN],
                is_example=is_example,
                added_by=by.pk,
                added_at=now,
                changed_at=now,
                **columns,
            )
    except IntegrityError as error:
        raise SameMitra from error
    record("mitra.add", mitra, by=by, **_about(mitra))
    return mitra


@transaction.atomic
def edit(mitra: Mitra, card: Card, *, by: Actor) -> Mitra:
    """Change what is told of a partner; the trail says which columns, not the contact."""
    mitra = _locked(mitra, by)
    columns = _checked(mitra.area, card, mitra)
    changed = [name for name, value in columns.items() if getattr(mitra, name) != value]
    for name in changed:
        setattr(mitra, name, columns[name])
    mitra.changed_at = timezone.now()
    try:
        with transaction.atomic():
            mitra.save(update_fields=[*changed, "changed_at"])
    except IntegrityError as error:
        raise SameMitra from error
    record("mitra.edit", mitra, by=by, **_about(mitra))
    return mitra


@transaction.atomic
def end(mitra: Mitra, *, by: Actor) -> Mitra:
    """No partner any more; what it promised and gave stays."""
    mitra = _locked(mitra, by)
    if mitra.ended_at:
        raise MitraEnded
    mitra.ended_at, mitra.ended_by = timezone.now(), by.pk
    mitra.save(update_fields=["ended_at", "ended_by"])
    record("mitra.end", mitra, by=by, **_about(mitra))
    return mitra


@transaction.atomic
def resume(mitra: Mitra, *, by: Actor) -> Mitra:
    """Undo of ending."""
    mitra = _locked(mitra, by)
    mitra.ended_at = mitra.ended_by = None
    try:
        with transaction.atomic():
            mitra.save(update_fields=["ended_at", "ended_by"])
    except IntegrityError as error:
        raise SameMitra from error
    record("mitra.resume", mitra, by=by, **_about(mitra))
    return mitra


@transaction.atomic
def reveal_phone(mitra: Mitra, *, by: Actor) -> str:
    """The contact's number, once it is noted who was shown it."""
    require(access.may_see_contact(by, mitra))
    label = "telepon narahubung mitra"
    record_view(mitra, "contact_phone", by=by, kabupaten=mitra.kabupaten_code, label=label)
    return mitra.contact_phone


@transaction.atomic
def set_responsible(
    kabupaten: Area, kegiatan: str, instansi: str, *, by: Actor, is_example: bool = False
) -> Responsible | None:
    """Which agency answers for a kegiatan here; the same as before changes nothing."""
    require(access.may_coordinate(by, kabupaten.code))
    if kegiatan not in inpres.by_code() or instansi not in reference.names("instansi"):
        raise UnknownKegiatan
    Area.objects.select_for_update().get(pk=kabupaten.pk)  # one at a time for each kabupaten
    standing = Responsible.objects.filter(
        kabupaten_code=kabupaten.code, kegiatan=kegiatan, replaced_at__isnull=True
    )
    before = standing.first()
    if (before.instansi if before else inpres.by_code()[kegiatan].instansi) == instansi:
        return before
    now = timezone.now()
    standing.update(replaced_at=now)
    found = Responsible.objects.create(
        kabupaten_code=kabupaten.code,
        kegiatan=kegiatan,
        instansi=instansi,
        is_example=is_example,
        set_by=by.pk,
        set_at=now,
    )
    record(
        "responsible.set",
        found,
        by=by,
        kabupaten=kabupaten.code,
        kegiatan=kegiatan,
        instansi=reference.names("instansi")[instansi],
    )
    return found


def _locked(mitra: Mitra, by: Actor) -> Mitra:
    found = Mitra.objects.select_for_update(of=("self",)).select_related("area").get(pk=mitra.pk)
    require(access.may_coordinate(by, found.area_id))
    return found


def _checked(area: Area, card: Card, mitra: Mitra | None = None) -> dict[str, Any]:
    name = " ".join(card.name.split())[:LONGEST_NAME]
    areas = sorted(set(card.areas))
    if not name or card.kind not in Mitra.Kind.values or not areas:
        raise UnfitMitra
    if not all(covers(area.code, code) for code in areas):
        raise UnfitMitra("Wilayah kerja harus di dalam wilayah yang mencatat mitra ini.")
    if Area.objects.filter(pk__in=areas).count() != len(areas):
        raise UnfitMitra("Salah satu kode wilayah tidak dikenal. Periksa kodenya.")
    if card.instansi and card.instansi not in reference.names("instansi"):
        raise UnknownKegiatan
    _insist_on_account(area, card.account, mitra)
    phone = phone_number(card.contact_phone) if card.contact_phone.strip() else ""
    if card.contact_phone.strip() and not phone:
        raise UnfitMitra("Nomor telepon ini tidak dapat dibaca. Tulis misalnya 0812-3456-7890.")
    return {
        "name": name,
        "kind": card.kind,
        "instansi": card.instansi,
        "areas": "|".join(areas),
        "account_id": card.account.pk if card.account else None,
        "contact_name": " ".join(card.contact_name.split())[:LONGEST_NAME],
        "contact_phone": phone,
    }


def _insist_on_account(area: Area, account: Partner | None, mitra: Mitra | None) -> None:
    if account is None:
        return
    others = Mitra.objects.filter(account=account)
    if mitra is not None:
        others = others.exclude(pk=mitra.pk)
    if others.exists() or account.area_id[:KABUPATEN] != area.code[:KABUPATEN]:
        raise AccountTaken


def _about(mitra: Mitra) -> dict[str, Any]:
    """What the trail says of it: the office, never its contact."""
    return {
        "kabupaten": mitra.kabupaten_code,
        "name": mitra.name,
        "kind": mitra.get_kind_display(),
    }
