"""What a phone takes along to work without a signal: forms, lists, last values, activities."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any  # JSON values

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from naikkelas.activities.models import Kegiatan, RKMItem
from naikkelas.activities.queries import remembered
from naikkelas.activities.queries.kegiatan import of_kampung, values_of
from naikkelas.activities.queries.rkm import items_in_force
from naikkelas.activities.queries.suggesting import learned_in
from naikkelas.activities.rules import stemming, suggesting, upgrading
from naikkelas.activities.rules.reporting import ACTIVITY
from naikkelas.areas.queries import local_now
from naikkelas.lib.actors import Act, Actor
from naikkelas.lib.fields import Field
from naikkelas.registry import queries as registry
from naikkelas.registry.models import KampungKB, KampungQuerySet, ReportDraft
from naikkelas.registry.queries.derived import profile_facts
from naikkelas.registry.queries.locks import locked_months
from naikkelas.registry.rules import reference
from naikkelas.registry.rules.answers import CONDITIONS
from naikkelas.registry.rules.schema import REPORTS, Form
from naikkelas.registry.rules.totals import TOTALS

RECENT = 40
MOST_ITEMS = 60
MONTHS = 6


def kampung_of(actor: Actor) -> KampungQuerySet:
    """Where a person works with the app: where they draft reports, else where a room above lets
    them in as a guest (`settings.PHONE_GUESTS`).
    """
    if actor.can(Act.DRAFT):
        return registry.kampung_for(actor).live()
    guests: KampungQuerySet = import_string(settings.PHONE_GUESTS)(actor)
    return guests.select_related("village__parent")


def of_guest(kampung: KampungKB, actor: Actor) -> dict[str, Any]:
    """What a guest takes along: nothing of reports and activities, which they do not write."""
    return _frame(kampung) | _more(settings.PHONE_GUEST_PROVISIONS, kampung, actor)


def _frame(kampung: KampungKB) -> dict[str, Any]:
    return {
        "kampung": str(kampung.pk),
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "today": local_now(kampung.village_id).date().isoformat(),
        "schemas": {kind: upgrading.newest(kind) for kind in settings.ENVELOPE_KINDS},
    }


def _more(names: Iterable[str], kampung: KampungKB, actor: Actor) -> dict[str, Any]:
    return {name: import_string(settings.PHONE_PROVISIONS[name])(kampung, actor) for name in names}


def of(kampung: KampungKB, actor: Actor) -> dict[str, Any]:
    """Everything for one kampung as JSON values; upper rooms add theirs by settings."""
    today = local_now(kampung.village_id).date()
    return _frame(kampung) | {
        "forms": {form.code: _form(form) for form in (ACTIVITY, *REPORTS)},
        "conditions": {
            name: {"parent": one.parent, "answer": one.answer} for name, one in CONDITIONS.items()
        },
        "last": {form.code: _last(kampung, form, actor) for form in REPORTS},
        "derived": {
            column: {"value": fact.value, "from": fact.from_what}
            for column, fact in profile_facts(kampung, today).items()
        },
        "months": [
            {"month": month.key, "reported": month.is_reported, "returned": month.is_returned}
            for month in registry.months(kampung, REPORTS[0].code, today)[:MONTHS]
        ],
        "locked": sorted(f"{y}-{m:02d}" for y, m in locked_months(kampung.kabupaten_code)),
        "activities": [_activity(one) for one in of_kampung(kampung)[:RECENT]],
        "inpres": [[option.code, option.name] for option in reference.options("inpres_3_2022")],
        "inpres_terms": suggesting.table(learned_in(kampung.kabupaten_code)),
        "inpres_words": stemming.for_phones(),
        "totals": {group: [asdict(one) for one in found] for group, found in TOTALS.items()},
        "groups": remembered.groups(kampung),
        "rkm": [_item(item) for item in items_in_force(kampung, today.year)[:MOST_ITEMS]],
        **_more(settings.PHONE_PROVISIONS, kampung, actor),
    }


def _item(item: RKMItem) -> dict[str, Any]:
    """An item of the plan that an activity may carry out; its name is a title to begin with."""
    return {"id": str(item.pk), "judul": item.name, "inpres_kegiatan": item.inpres_kegiatan}


def _form(form: Form) -> dict[str, Any]:
    return {"name": form.name, "fields": [_field(field) for field in form.fields]}


def _field(field: Field) -> dict[str, Any]:
    """One question; what is empty is left out, since a phone pays for each byte."""
    told: dict[str, Any] = {
        "name": field.name,
        "label": field.label,
        "kind": field.kind.value,
        "group": field.group,
        "help": field.help,
        "cap": field.cap,
        "not_above": field.not_above,
        "max_length": field.max_length,
        "personal": field.personal,
        "options": [[option.code, option.name] for option in field.options],
    }
    return {name: value for name, value in told.items() if value or name in {"name", "label"}}


def _last(kampung: KampungKB, form: Form, actor: Actor) -> dict[str, Any]:
    """The newest version and the newest draft of the desk; names and contacts stay here."""
    newest = registry.latest(kampung, form.code)
    draft = (
        ReportDraft.objects.filter(kampung=kampung, form=form.code, desk=actor.desk)
        .order_by("-saved_at")
        .first()
    )
    personal = {field.name for field in form.fields if field.personal}
    told: dict[str, Any] = {"version": None, "draft": None}
    if newest:
        values = registry.values_of(form, newest)
        told |= {
            "version": str(newest.pk),
            "month": f"{newest.tahun}-{newest.bulan:02d}",
            "state": newest.state,
            "values": _without(values, personal),
        }
    if draft:
        told["draft"] = {
            "month": f"{draft.tahun}-{draft.bulan:02d}",
            "values": _without(draft.values, personal),
        }
    return told


def _without(values: Mapping[str, Any], personal: set[str]) -> dict[str, Any]:
    return {
        name: value for name, value in values.items() if name not in personal and value is not None
    }


def _activity(one: Kegiatan) -> dict[str, Any]:
    values = values_of(one) | {"tanggal": one.tanggal.isoformat()}
    return {
        "id": str(one.record),
        "version": str(one.pk),
        "state": one.state,
        "values": {name: value for name, value in values.items() if value not in (None, "")},
    }
