"""Taking in a submission: once, however often and from however many connections it comes.

The identifier that the app made is the identifier of the report. What is answered with 201 was
committed before; the same content gets the same answer again; other content under the same
identifier is kept and refused; what a rule refuses is kept with its reason and tried again when the
app sends it again (ADR 32).
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any  # a stored value: bool, int, float, text, date or None
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from naikkelas.accounts.models import DeviceToken, User
from naikkelas.api import access
from naikkelas.api.errors import FormUnknown, KampungUnknown, NotYourForm, OtherContent
from naikkelas.api.models import Submission
from naikkelas.api.rules.instances import Instance, month_of, values_of
from naikkelas.api.rules.survey import asked_fields
from naikkelas.audit.actions import record
from naikkelas.lib.refusals import NotYours, Refused
from naikkelas.registry import actions as registry
from naikkelas.registry.errors import UnfitAnswer
from naikkelas.registry.models import KampungKB
from naikkelas.registry.queries import start_of
from naikkelas.registry.rules.answers import answers
from naikkelas.registry.rules.schema import FORMS, REPORTS, Form

MOST_KEPT = 200
"""Refused texts that are kept for one phone; beyond that the phone alone keeps them."""
_REPORT_BESIDES = frozenset({"mulai", "kampung", "bulan", "alasan"})


@dataclass(frozen=True)
class Sent:
    """What an app sent: the instance as read, and its exact bytes."""

    instance: Instance
    xml: bytes

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the bytes, in hexadecimal: the receipt."""
        return hashlib.sha256(self.xml).hexdigest()


def receive(sent: Sent, *, device: DeviceToken, by: User) -> Submission:
    """Store a submission once, or raise the refusal; both are remembered under its identifier."""
    try:
        return _store(sent, device, by)
    except IntegrityError:
        # Somebody else stored this instanceID between our look and our write: look again.
        return _store(sent, device, by)
    except Refused as refusal:
        _keep(sent, refusal, device=device, by=by)
        raise


@transaction.atomic
def _store(sent: Sent, device: DeviceToken, by: User) -> Submission:
    """The stored row; the report and the row are committed together or not at all."""
    stored = Submission.objects.filter(
        instance_id=sent.instance.id, state=Submission.State.STORED
    ).first()
    if stored is not None and stored.content_sha256 == sent.digest:
        return stored
    if stored is not None:
        raise OtherContent
    kampung = _TAKERS[_form_of(sent.instance, by)](sent.instance, by)
    told = _row(sent, device, by) | {
        "state": Submission.State.STORED,
        "kampung": kampung,
        "kabupaten_code": kampung.kabupaten_code,
    }
    found, _ = Submission.objects.update_or_create(
        instance_id=sent.instance.id,
        content_sha256=sent.digest,
        defaults=told | {"refusal": "", "why": "", "xml": "", "kept_at": None},
        create_defaults=told | {"received_at": timezone.now()},
    )
    return found


def _row(sent: Sent, device: DeviceToken, by: User) -> dict[str, Any]:
    return {
        "form": sent.instance.form,
        "version": sent.instance.version,
        "device": device,
        "sent_by": by.pk,
        "tried_at": timezone.now(),
    }


@transaction.atomic
def _keep(sent: Sent, refusal: Refused, *, device: DeviceToken, by: User) -> None:
    """Keep what was refused with its reason; a line of the trail the first time."""
    is_other = isinstance(refusal, OtherContent)
    told = _row(sent, device, by) | {
        "state": Submission.State.OTHER if is_other else Submission.State.REFUSED,
        "refusal": refusal.code,
        "why": str(refusal)[:600],
    }
    row = Submission.objects.filter(instance_id=sent.instance.id, content_sha256=sent.digest)
    if row.exclude(state=Submission.State.STORED).update(**told) or row.exists():
        return
    kept = Submission.objects.filter(device=device).exclude(state=Submission.State.STORED)
    if kept.count() >= MOST_KEPT:
        return
    now = timezone.now()
    try:
        with transaction.atomic():
            new = Submission.objects.create(
                instance_id=sent.instance.id,
                content_sha256=sent.digest,
                kabupaten_code=by.home[: len("63.01")],
                received_at=now,
                kept_at=now,
                xml=sent.xml.decode(errors="replace"),
                **told,
            )
    except IntegrityError:
        return  # kept by a parallel post of the same
    kabupaten = new.kabupaten_code
    record(
        "submission.refuse",
        new,
        by=by,
        kabupaten=kabupaten,
        form=new.form,
        reason=refusal.code,
    )


# What becomes of each form ----------------------------------------------------------------------


def _form_of(instance: Instance, by: User) -> str:
    """The code of the form, where the post sends it."""
    if instance.form not in _TAKERS:
        raise FormUnknown
    if instance.form not in access.forms_for(by):
        raise NotYourForm
    return instance.form


def _kampung_of(instance: Instance, by: User) -> KampungKB:
    """The kampung that was chosen, wherever the post sees it; a closed one is refused later."""
    try:
        key = UUID(instance.text("kampung"))
    except ValueError as error:
        raise KampungUnknown from error
    found = access.seen_by(by).filter(pk=key).first()
    if found is None:
        raise KampungUnknown
    return found


def _take_report(instance: Instance, by: User) -> KampungKB:
    """Send a monthly report as the screen does, under the identifier that the app made."""
    form = FORMS[instance.form]
    kampung = _kampung_of(instance, by)
    year, month = month_of(instance.text("bulan"))
    asked = {field.name: field for field in asked_fields(form)}
    values = values_of(instance, asked, _REPORT_BESIDES)
    try:
        registry.submit_report(
            form.code,
            kampung,
            year=year,
            month=month,
            values=values | _not_asked(form, kampung, year, month),
            by=by,
            id=instance.id,
            reason=instance.text("alasan"),
        )
    except NotYours as refusal:
        raise NotYourForm from refusal
    return kampung


def _not_asked(form: Form, kampung: KampungKB, year: int, month: int) -> dict[str, object]:
    """Names and contacts, which phones are not asked, stay as they were last reported."""
    personal = [field.name for field in form.fields if field.personal]
    last = start_of(kampung, form, year, month).values if personal else {}
    return {name: last.get(name) for name in personal if _fits(form, name, last.get(name))}


def _fits(form: Form, name: str, value: object) -> bool:
    """Whether it can be reported anew; an import may hold what a form would refuse."""
    try:
        answers(form, {name: value})
    except UnfitAnswer:
        return False
    return True


_TAKERS: Mapping[str, Callable[[Instance, User], KampungKB]] = MappingProxyType(
    {form.code: _take_report for form in REPORTS}
)
