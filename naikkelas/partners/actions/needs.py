"""Publishing what kampung need, and closing it."""

from dataclasses import dataclass
from datetime import date
from typing import Any  # columns of a row, passed on
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from naikkelas.activities.models import RKMItem
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.refusals import require
from naikkelas.partners import access
from naikkelas.partners.errors import (
    AlreadyPublished,
    NeedClosed,
    ReasonMissing,
    UnfitNeed,
    UnknownKegiatan,
)
from naikkelas.partners.models import Need
from naikkelas.partners.queries.proposals import Proposal
from naikkelas.partners.rules import days, inpres
from naikkelas.registry.models import KampungKB
from naikkelas.registry.rules import reference
from naikkelas.roadmap.models import Step

LONGEST_TITLE, LONGEST_REASON = 250, 300


@dataclass(frozen=True, slots=True)
class Wish:
    """What a kampung needs and where that was seen; rupiah is None where nobody knows."""

    kampung_id: UUID
    title: str
    source: str = Need.Source.OWN
    source_key: str = ""
    what: str = ""
    kegiatan: str = ""
    instansi: str = ""
    rupiah: int | None = None
    needed_by: date | None = None
    rkm_item_id: UUID | None = None
    step_id: UUID | None = None


@transaction.atomic
def publish(wish: Wish, *, by: Actor, id: UUID | None = None, is_example: bool = False) -> Need:
    """Put a need on the board; one source is published once at a time."""
    kampung = KampungKB.objects.select_for_update().get(pk=wish.kampung_id)
    require(access.may_coordinate(by, kampung.village_id))
    if id and (known := Need.objects.filter(pk=id, kampung=kampung).first()):
        return known
    title, what = (" ".join(text.split()) for text in (wish.title, wish.what))
    _insist(wish, title, kampung)
    try:
        with transaction.atomic():
            need = Need.objects.create(
                **({"id": id} if id else {}),
                kampung=kampung,
                kabupaten_code=kampung.kabupaten_code,
                title=title[:LONGEST_TITLE],
                what=what[:LONGEST_REASON],
                kegiatan=wish.kegiatan,
                instansi=wish.instansi,
                rupiah=wish.rupiah,
                needed_by=wish.needed_by,
                source=wish.source,
                source_key=wish.source_key,
                rkm_item_id=wish.rkm_item_id,
                step_id=wish.step_id,
                is_example=is_example,
                published_by=by.pk,
                published_at=timezone.now(),
            )
    except IntegrityError as error:
        raise AlreadyPublished from error
    record("need.publish", need, by=by, **_about(need))
    return need


def publish_proposal(one: Proposal, *, by: Actor, is_example: bool = False) -> Need:
    """Put a derived need on the board, as it was derived."""
    wish = Wish(
        one.kampung.pk,
        one.title,
        one.source,
        one.key,
        kegiatan=one.kegiatan,
        instansi=one.instansi,
        rupiah=one.rupiah,
        needed_by=one.needed_by,
        rkm_item_id=one.rkm_item.pk if one.rkm_item else None,
        step_id=one.step.pk if one.step else None,
    )
    return publish(wish, by=by, is_example=is_example)


def _insist(wish: Wish, title: str, kampung: KampungKB) -> None:
    if not title or (wish.rupiah is not None and wish.rupiah <= 0):
        raise UnfitNeed
    if not days.is_fit(wish.needed_by):
        raise UnfitNeed("Tanggal ini tidak mungkin. Isi tanggal dari 2016 sampai 2100.")
    if not kampung.is_active or kampung.withdrawn_at:
        raise UnfitNeed("Kampung ini sudah dinonaktifkan, jadi kebutuhannya tidak diterbitkan.")
    is_known = wish.kegiatan in ("", *inpres.by_code())
    if not is_known or wish.instansi not in ("", *reference.names("instansi")):
        raise UnknownKegiatan
    item, step = wish.rkm_item_id, wish.step_id
    if item and not RKMItem.objects.filter(pk=item, rkm__kampung=kampung).exists():
        raise UnfitNeed("Kegiatan RKM ini milik kampung lain. Pilih dari kampung ini.")
    if step and not Step.objects.filter(pk=step, kampung=kampung).exists():
        raise UnfitNeed("Langkah ini milik kampung lain. Pilih dari kampung ini.")


@transaction.atomic
def close(need: Need, *, reason: str, by: Actor) -> Need:
    """Take a need from the board, with why; it stays as history."""
    need = _locked(need, by)
    if need.closed_at:
        raise NeedClosed
    if not reason.strip():
        raise ReasonMissing
    need.closed_at, need.closed_by = timezone.now(), by.pk
    need.closed_reason = reason.strip()[:LONGEST_REASON]
    need.save(update_fields=["closed_at", "closed_by", "closed_reason"])
    record("need.close", need, by=by, **_about(need))
    return need


@transaction.atomic
def reopen(need: Need, *, by: Actor) -> Need:
    """Undo of closing; what was said of it stands in the trail."""
    need = _locked(need, by)
    need.closed_at = need.closed_by = None
    need.closed_reason = ""
    try:
        with transaction.atomic():
            need.save(update_fields=["closed_at", "closed_by", "closed_reason"])
    except IntegrityError as error:
        raise AlreadyPublished from error
    record("need.reopen", need, by=by, **_about(need))
    return need


def _locked(need: Need, by: Actor) -> Need:
    found = Need.objects.select_for_update(of=("self",)).select_related("kampung").get(pk=need.pk)
    require(access.may_coordinate(by, found.kampung.village_id))
    return found


def _about(need: Need) -> dict[str, Any]:
    """What the trail says of it: no free text, which may name people."""
    return {
        "kabupaten": need.kabupaten_code,
        "kampung": need.kampung.nama,
        "source": need.get_source_display(),
        "kegiatan": need.kegiatan or "tanpa kegiatan Inpres",
    }
