"""What becomes of an envelope, kind by kind: the action of the house that its content asks for.

`settings.ENVELOPE_KINDS` names a function here, or of a room above, for each kind. It gets
the kampung (visible to the sender), the opened envelope in the newest schema, and the sender; it
answers with what was stored, or raises a `Refused`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any  # JSON values
from uuid import UUID

from django.utils import timezone

from naikkelas.activities.actions import reporting
from naikkelas.activities.errors import BaseUnknown, Bentrok, ContentUnreadable
from naikkelas.activities.models import Kegiatan
from naikkelas.activities.rules import clocks
from naikkelas.activities.rules.letters import Letter
from naikkelas.activities.rules.merging import Clash, merge
from naikkelas.lib.actors import Actor
from naikkelas.registry import actions as registry
from naikkelas.registry import queries
from naikkelas.registry.models import KampungKB, Report
from naikkelas.registry.rules.schema import FORMS, REPORTS, Form

_REPORTS = frozenset(form.code for form in REPORTS)


@dataclass(frozen=True, slots=True)
class Landed:
    """What was stored: the record (its first identifier), the version, what to say beside it."""

    record: UUID
    version: UUID
    warnings: tuple[str, ...] = ()


# Activities -------------------------------------------------------------------------------------


def kegiatan(kampung: KampungKB, letter: Letter, by: Actor) -> Landed:
    """A new activity; its record bears the number of the envelope."""
    made_at = None if clocks.is_wrong(letter.made_at, timezone.now()) else letter.made_at
    stored = reporting.report_held(
        kampung,
        letter.body,
        by=by,
        id=letter.id,
        made_at=made_at,
        is_new=not letter.met_a_row,
    )
    return Landed(stored.record, stored.pk, _warnings(stored, letter))


def kegiatan_ubah(kampung: KampungKB, letter: Letter, by: Actor) -> Landed:
    """A change of an activity, field by field, against the version that the phone had."""
    known = Kegiatan.objects.filter(kampung=kampung)
    base = known.filter(pk=letter.base).first() if letter.base else None
    if base is None:
        raise BaseUnknown
    stored = reporting.revise(base.record, letter.changes, base=base.pk, by=by, id=letter.id)
    return Landed(stored.record, stored.pk, _warnings(stored, letter))


def _warnings(stored: Kegiatan, letter: Letter) -> tuple[str, ...]:
    now = stored.recorded_at
    # Of ninety days, one by the zone of the kampung more or less is no matter.
    if not clocks.is_old(stored.tanggal, now.date()):
        return _of_clock(letter, now)
    old = (
        f"Kegiatan ini lebih dari {clocks.OLD_DAYS} hari yang lalu. "
        "Periksa tahunnya; bila salah, perbaiki tanggalnya."
    )
    return (old, *_of_clock(letter, now))


def _of_clock(letter: Letter, now: datetime) -> tuple[str, ...]:
    if not clocks.is_wrong(letter.made_at, now):
        return ()
    return (
        "Jam HP Anda tidak cocok. Waktu kirim dicatat menurut jam peladen. "
        "Atur tanggal dan jam HP ke otomatis.",
    )


# Monthly reports --------------------------------------------------------------------------------


def laporan(kampung: KampungKB, letter: Letter, by: Actor) -> Landed:
    """A monthly report: `form`, `year`, `month`, `values`, and `reason` for a correction."""
    form, year, month = _place(letter.body)
    return _submitted(kampung, letter, form, year, month, _values(letter.body), by)


def laporan_ubah(kampung: KampungKB, letter: Letter, by: Actor) -> Landed:
    """A change of a monthly report against the version that the phone had."""
    form = _form(letter.body)
    base = _version(kampung, form, letter.base)
    known = queries.versions(kampung, form.code).filter(tahun=base.tahun, bulan=base.bulan)
    current = known.first() or base
    before, now = queries.values_of(form, base), queries.values_of(form, current)
    merged = merge(before, now, letter.changes)
    if merged.clashes:
        raise Bentrok(_told(form, merged.clashes, current, kampung, by), current.pk)
    # Names and contacts that an import brought may be unfit, and no phone could mend them.
    fit = {name: value for name, value in now.items() if not form.field(name).personal}
    values = fit | merged.values
    return _submitted(kampung, letter, form, base.tahun, base.bulan, values, by)


def _submitted(
    kampung: KampungKB,
    letter: Letter,
    form: Form,
    year: int,
    month: int,
    values: Mapping[str, Any],
    by: Actor,
) -> Landed:
    """Names and contacts, which phones are not given, stay as they were last reported."""
    reason = letter.body.get("reason")
    kept = queries.kept_answers(kampung, form, year, month)
    report = registry.submit_report(
        form.code,
        kampung,
        year=year,
        month=month,
        values=kept | dict(values),
        by=by,
        id=letter.id,
        reason=reason if isinstance(reason, str) else "",
    )
    return Landed(report.pk, report.pk, _of_clock(letter, timezone.now()))


def _place(body: Mapping[str, Any]) -> tuple[Form, int, int]:
    year, month = body.get("year"), body.get("month")
    if not (type(year) is int and type(month) is int):
        raise ContentUnreadable("month", "Bulan laporan tidak dapat dibaca. Pilih bulannya lagi.")
    return _form(body), year, month


def _form(body: Mapping[str, Any]) -> Form:
    code = body.get("form")
    if code not in _REPORTS:
        raise ContentUnreadable("form", "Jenis laporan ini tidak dikenal.")
    return FORMS[str(code)]


def _values(body: Mapping[str, Any]) -> Mapping[str, Any]:
    values = body.get("values")
    if not isinstance(values, dict):
        raise ContentUnreadable("values", "Isi laporan tidak dapat dibaca.")
    return values


def _version(kampung: KampungKB, form: Form, key: UUID | None) -> Report:
    known = queries.MODELS[form.code].objects.filter(kampung=kampung)
    found = known.filter(pk=key).first() if key else None
    if found is None:
        raise BaseUnknown
    return found


def _told(
    form: Form, clashes: tuple[Clash, ...], current: Report, kampung: KampungKB, by: Actor
) -> list[dict[str, Any]]:
    """The clashes for people: label, the others' value, who, one's own value."""
    who = reporting.writer(current.recorded_by, kampung.village_id, by)
    return [
        {
            "name": clash.name,
            "label": form.field(clash.name).label,
            "theirs": clash.theirs,
            "who": who,
            "yours": clash.yours,
        }
        for clash in clashes
        if clash.name in form.by_name
    ]
