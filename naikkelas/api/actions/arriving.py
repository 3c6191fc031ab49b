"""What becomes of an envelope of kind `odk`: the report or activity that its instance fills in."""

from datetime import datetime
from typing import Any  # a stored value: bool, int, float, text, list or date

from django.utils import timezone

from naikkelas.activities import actions as activities
from naikkelas.activities.actions.arriving import Landed
from naikkelas.activities.rules import clocks
from naikkelas.activities.rules.letters import Letter
from naikkelas.activities.rules.reporting import ACTIVITY
from naikkelas.api.errors import Malformed
from naikkelas.api.rules.instances import Instance, month_of, read_instance, values_of
from naikkelas.api.rules.survey import KEGIATAN, PHOTOS, asked_fields
from naikkelas.lib.actors import Actor
from naikkelas.registry import actions as registry
from naikkelas.registry.models import KampungKB
from naikkelas.registry.queries import kept_answers
from naikkelas.registry.rules.schema import FORMS

_ACTIVITY_BESIDES = frozenset({"mulai", "kampung", *(photo.column for photo in PHOTOS)})
_REPORT_BESIDES = frozenset({"mulai", "kampung", "bulan", "alasan"})


def odk(kampung: KampungKB, letter: Letter, by: Actor) -> Landed:
    """Store what an app of others sent, by the same actions as the screens."""
    instance = read_instance(str(letter.body.get("xml") or "").encode())
    if instance.id != letter.id or instance.text("kampung") != str(letter.kampung):
        raise Malformed
    if instance.form == KEGIATAN:
        return _activity(kampung, instance, letter.made_at, by)
    return _report(kampung, instance, by)


def _activity(
    kampung: KampungKB, instance: Instance, made_at: datetime | None, by: Actor
) -> Landed:
    values = values_of(instance, ACTIVITY.by_name, _ACTIVITY_BESIDES)
    is_wrong = clocks.is_wrong(made_at, timezone.now())
    told = None if is_wrong else made_at
    stored = activities.report(kampung, values, by=by, id=instance.id, made_at=told)
    return Landed(stored.record, stored.pk)


def _report(kampung: KampungKB, instance: Instance, by: Actor) -> Landed:
    """Names and contacts, which phones are not asked, stay as they were last reported."""
    form = FORMS[instance.form]
    year, month = month_of(instance.text("bulan"))
    asked = {field.name: field for field in asked_fields(form)}
    values: dict[str, Any] = dict(kept_answers(kampung, form, year, month))
    values |= values_of(instance, asked, _REPORT_BESIDES)
    report = registry.submit_report(
        form.code,
        kampung,
        year=year,
        month=month,
        values=values,
        by=by,
        id=instance.id,
        reason=instance.text("alasan"),
    )
    return Landed(report.pk, report.pk)
