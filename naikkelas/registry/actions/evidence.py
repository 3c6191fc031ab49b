"""Adding evidence to the facts of a kampung, and withdrawing it; the row stays."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any  # columns of a row, passed on
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from naikkelas.areas.queries import local_now
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import id_date
from naikkelas.lib.refusals import require
from naikkelas.registry import access
from naikkelas.registry.actions import media
from naikkelas.registry.errors import (
    AlreadyWithdrawn,
    KampungClosed,
    SameEvidence,
    TooManyFiles,
    UnfitEvidence,
    WithdrawalReasonMissing,
)
from naikkelas.registry.models import Evidence, KampungKB
from naikkelas.registry.queries import evidence as queries
from naikkelas.registry.rules import files
from naikkelas.registry.rules.backing import columns_of, facts_backed, facts_of
from naikkelas.registry.rules.files import Upload

LONGEST_TITLE = 200
LONGEST_REASON = 300
LONGEST_COLUMNS = 600
FILES_A_DAY = 200
FOLDER = "bukti"
"""Where the files of evidence lie, under the folder of media."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody says that evidence shows: which facts of which form, since and until when."""

    form: str
    facts: tuple[str, ...]
    kind: str
    title: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    for_month: date | None = None


def add_file(kampung: KampungKB, claim: Claim, upload: Upload, *, by: Actor) -> Evidence:
    """Keep a file as evidence: a PDF as it is, a photo encoded anew without its metadata.

    Looked at before anything is stored, outside the transaction: decoding may take seconds. The
    same file is stored once for each kampung.
    """
    require(access.may_add_evidence(by, kampung))
    told = _told(claim)
    _insist_on_measure(by)
    digest = hashlib.sha256(upload.content).hexdigest()
    with media.looked_at(upload, FOLDER) as looked, transaction.atomic():
        kampung = _locked(kampung, by)
        same = queries.same_file(kampung, digest)
        _insist_on_news(same, told)
        if same:
            stored: dict[str, Any] = {
                name: getattr(same[0], name)
                for name in ("stored_name", "content_type", "size", "image_hash", "taken_on")
            }
        else:
            stored = looked.columns | {"stored_name": looked.keep()}
        name = files.shown_name(upload.name)
        return _store(kampung, told | stored, by=by, sha256=digest, original_name=name)


def add_activity(
    kampung: KampungKB, claim: Claim, *, activity_id: UUID, held_on: date, by: Actor
) -> Evidence:
    """Link an activity of the kampung as evidence; the room of activities has looked it up."""
    require(access.may_add_evidence(by, kampung))
    told = _told(claim) | {"kind": Evidence.Kind.ACTIVITY, "taken_on": held_on}
    with transaction.atomic():
        kampung = _locked(kampung, by)
        linked = queries.standing().filter(kampung=kampung, activity_id=activity_id)
        _insist_on_news(list(linked), told)
        return _store(kampung, told, by=by, activity_id=activity_id)


@transaction.atomic
def withdraw(evidence: Evidence, *, reason: str, by: Actor) -> Evidence:
    """Take evidence back with a reason; row and file stay, it backs nothing from now on."""
    evidence = Evidence.objects.select_for_update().get(pk=evidence.pk)
    require(access.may_add_evidence(by, evidence.kampung))
    if evidence.withdrawn_at:
        raise AlreadyWithdrawn
    if not reason.strip():
        raise WithdrawalReasonMissing
    evidence.withdrawn_at = timezone.now()
    evidence.withdrawn_by = by.pk
    evidence.withdrawn_reason = reason.strip()[:LONGEST_REASON]
    evidence.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    # The reason stands in the row: it may name people, and an event cannot be scrubbed.
    record("evidence.withdraw", evidence, by=by, **_for_the_trail(evidence))
    return evidence


# What is claimed --------------------------------------------------------------------------------


def _told(claim: Claim) -> dict[str, Any]:
    """The claim as columns of a row, once nothing speaks against it."""
    facts = facts_of(claim.form, claim.facts)
    columns = columns_of(facts)
    if not facts:
        raise UnfitEvidence
    if len(columns) > LONGEST_COLUMNS:
        raise UnfitEvidence("Terlalu banyak hal untuk satu bukti. Pilih sebagian saja.")
    if claim.kind not in Evidence.Kind.values:
        raise UnfitEvidence("Pilih jenis buktinya.")
    since, until = claim.valid_from, claim.valid_until
    if since and until and until < since:
        raise UnfitEvidence(
            f"“Berlaku sampai” ({id_date(until)}) lebih awal dari “berlaku sejak” "
            f"({id_date(since)}). Perbaiki salah satu."
        )
    return {
        "form": claim.form,
        "columns": columns,
        "kind": claim.kind,
        "title": " ".join(claim.title.split())[:LONGEST_TITLE],
        "valid_from": since,
        "valid_until": until,
        "for_month": claim.for_month.replace(day=1) if claim.for_month else None,
    }


def _insist_on_measure(by: Actor) -> None:
    since = timezone.now() - timedelta(days=1)
    sent = Evidence.objects.filter(added_by=by.pk, added_at__gte=since).exclude(stored_name="")
    if sent.count() >= FILES_A_DAY:
        raise TooManyFiles


def _locked(kampung: KampungKB, by: Actor) -> KampungKB:
    """The kampung, held while evidence is added: identical uploads wait for each other."""
    kampung = KampungKB.objects.select_for_update().get(pk=kampung.pk)
    require(access.may_add_evidence(by, kampung))
    if not kampung.is_active or kampung.withdrawn_at:
        raise KampungClosed("Kampung ini sudah dinonaktifkan, jadi buktinya tidak ditambah lagi.")
    return kampung


def _insist_on_news(same: list[Evidence], told: dict[str, Any]) -> None:
    """Refuse what already backs all of these facts."""
    wanted = set(told["columns"].split("|"))
    for one in same:
        if one.form == told["form"] and wanted <= set(one.columns.split("|")):
            day = id_date(one.added_at.astimezone(local_now(one.kabupaten_code).tzinfo).date())
            what = "Kegiatan" if one.activity_id else "Berkas"
            raise SameEvidence(
                f"{what} ini sudah menjadi bukti untuk hal yang sama di kampung ini sejak {day}, "
                "jadi tidak disimpan lagi."
            )


def _store(kampung: KampungKB, columns: dict[str, Any], *, by: Actor, **more: Any) -> Evidence:
    evidence = Evidence.objects.create(
        kampung=kampung,
        kabupaten_code=kampung.kabupaten_code,
        added_by=by.pk,
        added_at=timezone.now(),
        **columns,
        **more,
    )
    record("evidence.add", evidence, by=by, **_for_the_trail(evidence))
    return evidence


def _for_the_trail(evidence: Evidence) -> dict[str, Any]:
    """What the trail says of it: no title and no file name, which may name people."""
    facts = facts_backed(evidence.form, evidence.columns)
    return {
        "kabupaten": evidence.kabupaten_code,
        "kind": evidence.get_kind_display(),
        "facts": ", ".join(fact.label for fact in facts),
        "kampung": evidence.kampung.nama,
    }
