"""Naming kampung contoh, and ending it."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from naikkelas.areas.queries import local_now
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import id_date
from naikkelas.lib.refusals import require
from naikkelas.practices import access
from naikkelas.practices.actions.common import held, reason_of
from naikkelas.practices.errors import UnfitTerm
from naikkelas.practices.models import Exemplar, Practice
from naikkelas.registry.models import KampungKB

OVER = "Masa penetapannya selesai."


@transaction.atomic
def name(
    kampung: KampungKB,
    *,
    since: date,
    until: date | None,
    reason: str,
    by: Actor,
    practice: Practice | None = None,
) -> Exemplar:
    """Name a kampung an example for others, from a day on; a term that is over gives way."""
    kampung = held(kampung)
    require(access.may_curate(by, kampung))
    reason = reason_of(reason)
    if (until and until < since) or (practice and practice.kampung_id != kampung.pk):
        raise UnfitTerm
    _close_what_is_over(kampung, local_now(kampung.village_id).date())
    if Exemplar.objects.filter(kampung=kampung, ended_on__isnull=True).exists():
        raise UnfitTerm
    exemplar = Exemplar.objects.create(
        kampung=kampung,
        kabupaten_code=kampung.kabupaten_code,
        practice=practice,
        since=since,
        until=until,
        reason=reason,
        is_example=kampung.is_example,
        named_by=by.pk,
        named_at=timezone.now(),
    )
    record(
        "exemplar.name",
        exemplar,
        by=by,
        kabupaten=kampung.kabupaten_code,
        kampung=kampung.nama,
        since=id_date(since),
    )
    return exemplar


def _close_what_is_over(kampung: KampungKB, today: date) -> None:
    over = Exemplar.objects.filter(kampung=kampung, ended_on__isnull=True, until__lt=today)
    for term in over:
        assert term.until is not None
        term.ended_on, term.ended_reason = term.until + timedelta(days=1), OVER
        term.save(update_fields=["ended_on", "ended_reason"])


@transaction.atomic
def end(exemplar: Exemplar, *, on: date, reason: str, by: Actor) -> Exemplar:
    """The kampung is an example no longer from a day on; its term stays on record."""
    kampung = held(exemplar.kampung)
    require(access.may_curate(by, kampung))
    exemplar = Exemplar.objects.select_for_update().get(pk=exemplar.pk)
    if exemplar.ended_on is not None:
        return exemplar
    if on < exemplar.since:
        raise UnfitTerm
    exemplar.ended_on, exemplar.ended_reason = on, reason_of(reason)
    exemplar.save(update_fields=["ended_on", "ended_reason"])
    record(
        "exemplar.end",
        exemplar,
        by=by,
        kabupaten=kampung.kabupaten_code,
        kampung=kampung.nama,
        on=id_date(on),
    )
    return exemplar
