"""Certificates: given once to who came and passed, with the training in the kampung's records."""

from typing import Any  # what the trail is told

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from naikkelas.areas.models import Area
from naikkelas.areas.queries import local_now, setting
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import id_date
from naikkelas.lib.refusals import require
from naikkelas.registry.actions import people
from naikkelas.registry.models import KaderTraining, KampungKB
from naikkelas.training import access
from naikkelas.training.actions.participants import seated
from naikkelas.training.actions.sessions import locked
from naikkelas.training.errors import AlreadyRevoked, NotCompleted, ReasonMissing
from naikkelas.training.models import Certificate, Participant
from naikkelas.training.queries.results import completion_of
from naikkelas.training.rules.curricula import parsed


@transaction.atomic
def issue(participant: Participant, *, by: Actor) -> Certificate:
    """Give the certificate and note the training of the kader; given before, it stays as it is.

    The kampung is held first, as by those who change its people, then the session.
    """
    kampung = KampungKB.objects.select_for_update().get(pk=participant.kader.kampung_id)
    session = locked(participant.session, by)
    row = seated(participant)
    standing = Certificate.objects.filter(participant=row, revoked_at__isnull=True).first()
    if standing:
        return standing
    found = completion_of(row)
    if not found.is_complete or found.score is None:
        raise NotCompleted
    curriculum = parsed(session.curriculum.text)
    training, is_new = _noted(kampung, row, curriculum.hours, by)
    year, serial = _next_number(session.kabupaten_code)
    certificate = Certificate.objects.create(
        participant=row,
        kabupaten_code=session.kabupaten_code,
        year=year,
        serial=serial,
        issued_on=local_now(session.area_id).date(),
        hours=curriculum.hours,
        score=found.score,
        training=training,
        made_training=is_new,
        issued_by=by.pk,
        issued_at=timezone.now(),
    )
    _record("certificate.issue", certificate, by)
    return certificate


@transaction.atomic
def revoke(certificate: Certificate, *, reason: str, by: Actor) -> Certificate:
    """Take a certificate back with a reason, and the training that was noted for it."""
    kampung_id = certificate.participant.kader.kampung_id
    KampungKB.objects.select_for_update().get(pk=kampung_id)
    row = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    require(access.may_run(by, row.participant.session))
    why = " ".join(reason.split())[:300]
    if not why:
        raise ReasonMissing
    if row.revoked_at:
        raise AlreadyRevoked
    row.revoked_at, row.revoked_by, row.revoked_reason = timezone.now(), by.pk, why
    row.save(update_fields=["revoked_at", "revoked_by", "revoked_reason"])
    if row.made_training:
        people.withdraw_training(row.training, by=by)
    _record("certificate.revoke", row, by)
    return row


def _noted(
    kampung: KampungKB, row: Participant, hours: int, by: Actor
) -> tuple[KaderTraining, bool]:
    """The training in the records of the kader, and whether it was written now."""
    session = row.session
    known = KaderTraining.objects.filter(
        kader=row.kader,
        name=session.curriculum.name,
        held_on=session.ends_on,
        withdrawn_at__isnull=True,
    ).first()
    if known:
        return known, False
    told = people.Training(
        name=session.curriculum.name,
        held_on=session.ends_on,
        organiser=str(setting(session.kabupaten_code, "office_name")),
        hours=hours,
    )
    return people.add_training(kampung, told, [row.kader_id], by=by)[0], True


def _next_number(kabupaten_code: str) -> tuple[int, int]:
    """Year and serial, one after the other: the kabupaten is held so that no number comes twice."""
    Area.objects.select_for_update(no_key=True).get(pk=kabupaten_code)
    year = local_now(kabupaten_code).year
    rows = Certificate.objects.filter(kabupaten_code=kabupaten_code, year=year)
    return year, (rows.aggregate(last=Max("serial"))["last"] or 0) + 1


def _record(verb: str, certificate: Certificate, by: Actor, **more: Any) -> None:
    session = certificate.participant.session
    record(
        verb,
        certificate,
        by=by,
        kabupaten=certificate.kabupaten_code,
        kampung=certificate.participant.kader.kampung.nama,
        session=session.curriculum.name,
        day=id_date(session.starts_on),
        number=certificate.number,
        **more,
    )
