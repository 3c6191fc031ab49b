"""Offers and commitments: offered, agreed upon, begun, delivered in parts, or called off."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any  # columns of a row, passed on
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from naikkelas.activities.models import Kegiatan, RKMItem
from naikkelas.areas.queries import local_now
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.refusals import require
from naikkelas.partners import access
from naikkelas.partners.errors import (
    DeliveryWithdrawn,
    IdentifierTaken,
    MitraEnded,
    NeedClosed,
    NotThatStep,
    ReasonMissing,
    UnfitCommitment,
    UnfitDelivery,
    UnknownKegiatan,
)
from naikkelas.partners.models import (
    Commitment,
    CommitmentChange,
    CommitmentPlace,
    Delivery,
    Mitra,
    Need,
)
from naikkelas.partners.rules import course, days, inpres
from naikkelas.registry.actions import media
from naikkelas.registry.models import KampungKB
from naikkelas.registry.rules import reference
from naikkelas.registry.rules.files import Upload

LONGEST_TITLE, LONGEST_NOTE, LONGEST_UNIT = 250, 300, 30
MOST_RUPIAH = 10**13
MOST_QUANTITY = Decimal(10**9)
LONGEST_PERIOD = timedelta(days=366 * 5)
FOLDER = "mitra"
"""Where the files of deliveries lie, under the folder of media."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What a partner offers: rupiah, or a quantity with its unit; for which kampung, from when."""

    title: str
    kampung: Sequence[KampungKB]
    sumber_dana: str
    starts_on: date
    ends_on: date
    rupiah: int | None = None
    quantity: Decimal | None = None
    unit: str = ""
    kegiatan: str = ""
    need: Need | None = None
    rkm_item: RKMItem | None = None


@transaction.atomic
def offer(
    mitra: Mitra, promise: Promise, *, by: Actor, id: UUID | None = None, is_example: bool = False
) -> Commitment:
    """Offer support, on a need or freely; `id` is made by the page, so that twice is once."""
    mitra = Mitra.objects.select_for_update(of=("self",)).get(pk=mitra.pk)
    require(bool(promise.kampung) and access.may_offer(by, mitra, promise.kampung))
    if id and (known := Commitment.objects.filter(pk=id).first()):
        if known.mitra_id != mitra.pk:
            raise IdentifierTaken
        return known
    if mitra.ended_at:
        raise MitraEnded
    columns = _promised(mitra, promise)
    now = timezone.now()
    commitment = Commitment.objects.create(
        **({"id": id} if id else {}),
        kabupaten_code=mitra.kabupaten_code,
        mitra=mitra,
        state=course.OFFERED,
        is_example=is_example,
        offered_by=by.pk,
        offered_at=now,
        changed_at=now,
        **columns,
    )
    _place(commitment, promise.kampung)
    _keep(commitment, "", "", by)
    record("commitment.offer", commitment, by=by, **_about(commitment))
    return commitment


def _promised(mitra: Mitra, promise: Promise) -> dict[str, Any]:
    title = " ".join(promise.title.split())[:LONGEST_TITLE]
    unit = " ".join(promise.unit.split())[:LONGEST_UNIT]
    _insist_on_amount(promise.rupiah, promise.quantity, unit)
    _insist_on_period(promise)
    _insist_on_lists(promise)
    _insist_on_place(mitra, promise)
    if not title:
        raise UnfitCommitment("Tulis dukungan apa yang ditawarkan.")
    return {
        "title": title,
        "rupiah": promise.rupiah,
        "quantity": promise.quantity,
        "unit": unit,
        "sumber_dana": promise.sumber_dana,
        "starts_on": promise.starts_on,
        "ends_on": promise.ends_on,
        "kegiatan": promise.kegiatan,
        "need": promise.need,
        "rkm_item": promise.rkm_item,
        "step_id": promise.need.step_id if promise.need else None,
    }


def _insist_on_amount(rupiah: int | None, quantity: Decimal | None, unit: str) -> None:
    if (rupiah is None) == (quantity is None) or bool(unit) == (quantity is None):
        raise UnfitCommitment
    if rupiah is not None and not 0 < rupiah <= MOST_RUPIAH:
        raise UnfitCommitment
    if quantity is not None and not 0 < quantity <= MOST_QUANTITY:
        raise UnfitCommitment


def _insist_on_period(promise: Promise) -> None:
    is_fit = days.is_fit(promise.starts_on, promise.ends_on)
    if not (is_fit and timedelta(0) <= promise.ends_on - promise.starts_on <= LONGEST_PERIOD):
        raise UnfitCommitment("Tanggal selesai harus sesudah mulai, paling lama lima tahun.")


def _insist_on_lists(promise: Promise) -> None:
    if promise.sumber_dana not in reference.names("sumber_dana"):
        raise UnfitCommitment("Pilih sumber dananya dari daftar.")
    if promise.kegiatan not in ("", *inpres.by_code()):
        raise UnknownKegiatan


def _insist_on_place(mitra: Mitra, promise: Promise) -> None:
    """All kampung of one kabupaten and live; a need or an item of the RKM of one of them."""
    keys = {one.pk for one in promise.kampung}
    if any(one.kabupaten_code != mitra.kabupaten_code for one in promise.kampung):
        raise UnfitCommitment("Kampung ini di kabupaten lain. Pilih kampung dari kabupaten mitra.")
    if any(not one.is_active or one.withdrawn_at for one in promise.kampung):
        raise UnfitCommitment("Salah satu kampung sudah dinonaktifkan. Pilih kampung lain.")
    if len(keys) != len(promise.kampung):
        raise UnfitCommitment("Satu kampung terpilih dua kali.")
    if promise.need and promise.need.kampung_id not in keys:
        raise UnfitCommitment("Kebutuhan ini milik kampung lain.")
    if promise.need and not promise.need.is_open:
        raise NeedClosed
    if promise.rkm_item and promise.rkm_item.rkm.kampung_id not in keys:
        raise UnfitCommitment("Kegiatan RKM ini milik kampung lain.")


def _place(commitment: Commitment, kampung: Sequence[KampungKB]) -> None:
    parts: list[int | None] = [None] * len(kampung)
    if commitment.rupiah is not None:
        parts = [*course.shares(commitment.rupiah, len(kampung))]
    CommitmentPlace.objects.bulk_create(
        CommitmentPlace(commitment=commitment, kampung=one, rupiah=part)
        for one, part in zip(kampung, parts, strict=True)
    )


# What becomes of it -----------------------------------------------------------------------------


@transaction.atomic
def agree(commitment: Commitment, *, by: Actor) -> Commitment:
    """The office agrees: the offer is a commitment now."""
    commitment = _locked(commitment)
    require(access.may_agree(by, commitment))
    _step(commitment, course.AGREED, "", by)
    record("commitment.agree", commitment, by=by, **_about(commitment))
    return commitment


@transaction.atomic
def begin(commitment: Commitment, *, by: Actor) -> Commitment:
    """Work on it has begun."""
    commitment = _locked(commitment)
    require(access.may_work_on(by, commitment))
    commitment.has_begun = True
    _step(commitment, course.RUNNING, "", by)
    record("commitment.begin", commitment, by=by, **_about(commitment))
    return commitment


@transaction.atomic
def cancel(commitment: Commitment, *, reason: str, by: Actor) -> Commitment:
    """Call it off with a reason; what was delivered stays delivered."""
    commitment = _locked(commitment)
    require(access.may_work_on(by, commitment))
    if not reason.strip():
        raise ReasonMissing
    commitment.cancelled_reason = reason.strip()[:LONGEST_NOTE]
    _step(commitment, course.CANCELLED, commitment.cancelled_reason, by)
    record("commitment.cancel", commitment, by=by, **_about(commitment))
    return commitment


def _step(commitment: Commitment, state: str, note: str, by: Actor) -> None:
    if not course.may_follow(commitment.state, state):
        raise NotThatStep
    _stand(commitment, state, note, by)


def _stand(commitment: Commitment, state: str, note: str, by: Actor) -> None:
    """Where it stands now; a state that stays is not said again."""
    before = commitment.state
    commitment.state, commitment.changed_at = state, timezone.now()
    commitment.changes += 1
    commitment.save(
        update_fields=[
            *("state", "has_begun", "delivered", "cancelled_reason", "changes", "changed_at")
        ]
    )
    if before != state:
        _keep(commitment, before, note, by)


def _keep(commitment: Commitment, before: str, note: str, by: Actor) -> None:
    CommitmentChange.objects.create(
        commitment=commitment,
        from_state=before,
        to_state=commitment.state,
        note=note,
        changed_by=by.pk,
        changed_at=commitment.changed_at,
    )


def _locked(commitment: Commitment) -> Commitment:
    """Steps and deliveries of one commitment wait for each other."""
    rows = Commitment.objects.select_for_update(of=("self",))
    return rows.select_related("mitra").get(pk=commitment.pk)


# Deliveries -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Handed:
    """What reached a kampung on a day, in the unit of the commitment."""

    kampung: KampungKB
    delivered_on: date
    amount: Decimal
    note: str = ""
    activity: UUID | None = None


def deliver(
    commitment: Commitment,
    handed: Handed,
    *,
    by: Actor,
    upload: Upload | None = None,
    id: UUID | None = None,
    is_example: bool = False,
) -> Delivery:
    """Note a delivery with what shows it; a file is looked at before anything is stored."""
    require(access.may_work_on(by, commitment))
    more = {"is_example": is_example, **({"id": id} if id else {})}
    if upload is None:
        return _deliver(commitment, handed, more, by)
    digest = hashlib.sha256(upload.content).hexdigest()
    with media.looked_at(upload, FOLDER) as looked, transaction.atomic():
        kept = {name: looked.columns[name] for name in ("content_type", "size")}
        kept |= {"sha256": digest, "stored_name": looked.keep()}
        return _deliver(commitment, handed, more | kept, by)


@transaction.atomic
def _deliver(commitment: Commitment, handed: Handed, more: dict[str, Any], by: Actor) -> Delivery:
    commitment = _locked(commitment)
    require(access.may_work_on(by, commitment))
    if "id" in more and (known := Delivery.objects.filter(pk=more["id"]).first()):
        if known.commitment_id != commitment.pk:
            raise IdentifierTaken
        return known
    _insist_on_delivery(commitment, handed)
    is_money = commitment.rupiah is not None
    delivery = Delivery.objects.create(
        commitment=commitment,
        kampung=handed.kampung,
        kabupaten_code=commitment.kabupaten_code,
        delivered_on=handed.delivered_on,
        rupiah=int(handed.amount) if is_money else None,
        quantity=None if is_money else handed.amount,
        unit=commitment.unit,
        note=" ".join(handed.note.split())[:LONGEST_NOTE],
        activity=handed.activity,
        recorded_by=by.pk,
        recorded_at=timezone.now(),
        **more,
    )
    _add_up(commitment, by)
    record("commitment.deliver", delivery, by=by, **_about(commitment))
    return delivery


def _insist_on_delivery(commitment: Commitment, handed: Handed) -> None:
    if commitment.state not in course.TAKES_DELIVERIES:
        raise NotThatStep
    if not commitment.places.filter(kampung=handed.kampung).exists():
        raise UnfitDelivery("Komitmen ini bukan untuk kampung itu. Pilih dari daftar.")
    today = local_now(commitment.kabupaten_code).date()
    most = MOST_RUPIAH if commitment.rupiah is not None else MOST_QUANTITY
    is_fit = days.is_fit(handed.delivered_on) and handed.delivered_on <= today
    if not 0 < handed.amount <= most or not is_fit:
        raise UnfitDelivery
    if commitment.rupiah is not None and handed.amount != int(handed.amount):
        raise UnfitDelivery("Isi rupiah tanpa koma.")
    if handed.activity and not _is_activity_of(handed.kampung, handed.activity):
        raise UnfitDelivery("Kegiatan ini milik kampung lain. Pilih dari kampung ini.")


def _is_activity_of(kampung: KampungKB, record_id: UUID) -> bool:
    found = Kegiatan.objects.filter(kampung=kampung, withdrawn_at__isnull=True)
    return found.filter(origin=record_id).exists() or found.filter(pk=record_id).exists()


def _add_up(commitment: Commitment, by: Actor) -> None:
    """The sum of what stands, and the state that follows; what was called off stays so."""
    column = "rupiah" if commitment.rupiah is not None else "quantity"
    standing = commitment.deliveries.filter(withdrawn_at__isnull=True)
    commitment.delivered = Decimal(standing.aggregate(sum=Sum(column))["sum"] or 0)
    state = course.state_after(
        commitment.promised, commitment.delivered, has_begun=commitment.has_begun
    )
    is_off = commitment.state == course.CANCELLED
    _stand(commitment, course.CANCELLED if is_off else state, "", by)


@transaction.atomic
def take_back(delivery: Delivery, *, reason: str, by: Actor) -> Delivery:
    """A delivery that was noted by mistake counts no longer; the row stays."""
    commitment = _locked(delivery.commitment)
    require(access.may_work_on(by, commitment))
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if delivery.withdrawn_at:
        raise DeliveryWithdrawn
    if not reason.strip():
        raise ReasonMissing
    delivery.withdrawn_at, delivery.withdrawn_by = timezone.now(), by.pk
    delivery.withdrawn_reason = reason.strip()[:LONGEST_NOTE]
    delivery.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    _add_up(commitment, by)
    record("commitment.take_back", delivery, by=by, **_about(commitment))
    return delivery


def _about(commitment: Commitment) -> dict[str, Any]:
    """What the trail says of it: no free text, which may name people."""
    return {
        "kabupaten": commitment.kabupaten_code,
        "mitra": commitment.mitra.name,
        "kegiatan": commitment.kegiatan or "tanpa kegiatan Inpres",
        "state": course.STATES[commitment.state].lower(),
    }
