"""Words for people: what the trail says about this room, and answers of a report."""

from collections.abc import Iterable, Mapping
from typing import Any  # a stored value: bool, int, float, text, date or None

from naikkelas.lib.dates import id_date
from naikkelas.lib.fields import Field, Kind
from naikkelas.lib.numbers import id_number
from naikkelas.registry.models import Kader, Profil, Report
from naikkelas.registry.rules import review
from naikkelas.registry.rules.doubts import doubt_in_words as doubt_in_words
from naikkelas.registry.rules.groups import DATAKU, INOVASI, KELOMPOK
from naikkelas.registry.rules.schema import KAMPUNG, REPORTS, Form

SENTENCES: dict[str, str] = {
    "report.submit": "mengirim laporan {form} {month} untuk {kampung}",
    "report.correct": "mengirim perbaikan laporan {form} {month} untuk {kampung}: {reason}",
    "report.verify": "menerima laporan {form} {month} dari {kampung}",
    "report.endorse": "mengesahkan laporan {form} {month} dari {kampung}",
    "report.return": "mengembalikan laporan {form} {month} kepada {kampung} untuk diperbaiki",
    "evidence.add": "menambahkan bukti ({kind}) untuk {facts}, {kampung}",
    "evidence.withdraw": "menarik bukti ({kind}) untuk {facts}, {kampung}",
    "quality.refresh": "memeriksa mutu data: {opened} hal baru, {closed} hal selesai",
    "quality.close": "menyelesaikan hal yang perlu dilihat di {kampung}: {detail}",
    "month.lock": "mengunci laporan bulan {month}",
    "month.reopen": "membuka kembali laporan bulan {month}: {reason}",
    "pokja.form": "mencatat Pokja Kampung KB {kampung}",
    "pokja.renew": "mencatat Pokja baru dengan SK baru di {kampung}: {kept} jabatan diteruskan",
    "pokja.end": "mencatat bahwa Pokja {kampung} tidak bertugas lagi",
    "pokja.reopen": "membatalkan berakhirnya Pokja {kampung}",
    "pokja.decree": "mengubah catatan SK Pokja {kampung}",
    "pokja.decree_file": "menyimpan berkas SK Pokja {kampung}",
    "pokja.appoint": "mencatat {post} Pokja {kampung}",
    "pokja.hand_over": "menyerahkan jabatan {post} Pokja {kampung} kepada penggantinya",
    "pokja.end_term": "mengakhiri masa tugas {post} Pokja {kampung}",
    "pokja.resume_term": "membuka lagi masa tugas {post} Pokja {kampung}",
    "people.load_example": "memuat pengurus Pokja contoh: {rows} baris",
    "seksi.add": "menambah {seksi} di Pokja {kampung}",
    "seksi.withdraw": "menghapus {seksi} dari Pokja {kampung}",
    "kader.add": "menambah satu orang di {kampung}",
    "kader.edit": "mengubah data satu orang di {kampung}",
    "kader.leave": "mencatat satu orang berhenti di {kampung}",
    "kader.return": "mencatat satu orang bertugas kembali di {kampung}",
    "kader.forget": "menghapus data pribadi satu orang di {kampung}",
    "consent.give": "mencatat izin {purpose} dari satu orang di {kampung}",
    "consent.withdraw": "mencatat penarikan izin {purpose} satu orang di {kampung}",
    "training.add": "mencatat pelatihan {training} untuk {people} orang di {kampung}",
    "training.withdraw": "menarik catatan pelatihan {training} satu orang di {kampung}",
    "meeting.plan": "merencanakan {kind} {day} di {kampung}",
    "meeting.change": "mengubah {kind} {day} di {kampung}",
    "meeting.cancel": "membatalkan {kind} {day} di {kampung}",
    "meeting.restore": "memulihkan {kind} {day} di {kampung}",
    "meeting.attend": "mencatat daftar hadir {kind} {day} di {kampung}",
    "meeting.check_in": "mencatat kehadirannya sendiri di {kind} {day}, {kampung}",
    "meeting.announce": "menerima nama tamu dari kode QR {kind} {day}, {kampung}",
    "meeting.confirm": "mengonfirmasi seorang tamu di {kind} {day}, {kampung}",
    "meeting.turn_away": "menolak sebuah nama tamu di {kind} {day}, {kampung}",
    "minutes.write": "menulis notulen rapat {day} di {kampung}",
    "minutes.correct": "memperbaiki notulen rapat {day} di {kampung} (versi {version})",
    "decision.note": "mencatat keputusan rapat {day} di {kampung}",
    "task.give": "memberi tugas dari rapat {day} di {kampung}, paling lambat {due}",
    "task.finish": "menyelesaikan tugas dari rapat {day} di {kampung}",
    "task.withdraw": "menarik tugas atau keputusan rapat {day} di {kampung}",
    "task.reopen": "membuka lagi tugas dari rapat {day} di {kampung}",
    "calendar.give": "membuat alamat kalender agenda {kampung}",
    "calendar.revoke": "mencabut alamat kalender agenda {kampung}",
    "work_plan.note": "mencatat bahwa RKM {year} {kampung} sudah disetujui",
    "group.examples": "memuat {groups} kelompok dan {innovations} inovasi contoh",
    "group.open": "mencatat {thing} di {kampung}",
    "group.edit": "mengubah catatan {thing}, {kampung}",
    "group.stop": "mencatat bahwa {thing} di {kampung} berhenti",
    "group.resume": "mencatat bahwa {thing} di {kampung} aktif kembali",
    "group.withdraw": "menarik catatan {thing}, {kampung}, karena keliru",
    "group.restore": "mengembalikan catatan {thing}, {kampung}",
    "group.meet": "mencatat pertemuan {thing}, {kampung}",
    "dataku.note": "mengisi keadaan {thing}, {kampung}",
    "dataku.take_back": "membatalkan isian terakhir {thing}, {kampung}",
    "innovation.open": "mencatat {thing} di {kampung}",
    "innovation.edit": "mengubah catatan {thing}, {kampung}",
    "innovation.stop": "mencatat bahwa satu {thing} di {kampung} berhenti",
    "innovation.resume": "mencatat bahwa satu {thing} di {kampung} aktif kembali",
    "innovation.withdraw": "menarik catatan {thing}, {kampung}, karena keliru",
    "innovation.restore": "mengembalikan catatan {thing}, {kampung}",
    "kampung.register": "mendaftarkan Kampung KB {kampung} di desa {village}",
    "kampung.edit": "mengubah informasi Kampung KB {kampung}",
    "kampung.deactivate": "menonaktifkan Kampung KB {kampung}",
    "kampung.activate": "mengaktifkan kembali Kampung KB {kampung}",
}


def reference_number(report: Report) -> str:
    """A short number that a person can read out: the last eight digits of the identifier."""
    digits = report.pk.hex[-8:].upper()
    return f"LP-{digits[:4]}-{digits[4:]}"


MASK = "••••••"
"""Stands on pages for a name or contact that is shown on request only."""


def masked_answer(field: Field, value: Any) -> str | None:
    """The answer in words; a name or contact as a mask (`views.personal` shows it on request)."""
    shown = shown_answer(field, value)
    return MASK if field.personal and shown else shown


def shown_answer(field: Field, value: Any) -> str | None:
    """A stored answer in words; None where nothing was filled in."""
    if value is None or value == "":
        return None
    match field.kind:
        case Kind.FLAG:
            return "Ya" if value else "Tidak"
        case Kind.COUNT | Kind.DECIMAL:
            return id_number(value)
        case Kind.DATE:
            return id_date(value)
        case Kind.CHOICE | Kind.CHOICES:
            names = {option.code: option.name for option in field.options}
            return ", ".join(names.get(code, code) for code in str(value).split("|"))
        case _:
            return str(value)


# The trail ---------------------------------------------------------------------------------------

_FORMS: dict[str, Form] = {
    f"registry.{'kampungkb' if form is KAMPUNG else form.code}": form
    for form in (KAMPUNG, *REPORTS)
}
_STEPS = {"state": "Keadaan", "remarks": "Angka yang diberi catatan"}
TRAIL_LABELS: dict[str, dict[str, str]] = {
    kind: {field.name: field.label for field in form.fields} | ({} if form is KAMPUNG else _STEPS)
    for kind, form in _FORMS.items()
} | {"registry.monthlock": {"state": "Keadaan"}}
TRAIL_LABELS["registry.pokja"] = {
    "decree_number": "Nomor SK",
    "decree_date": "Tanggal SK",
    "signed_by": "Ditandatangani oleh",
    "valid_until": "Berlaku sampai",
}
_LASTING = {"kader": "Penanggung jawab", "stopped_on": "Berhenti sejak", "kind": "Jenis"}
TRAIL_LABELS |= {
    "registry.kelompok": {
        field.name: field.label for form in (KELOMPOK, DATAKU) for field in form.fields
    }
    | _LASTING,
    "registry.inovasi": {field.name: field.label for field in INOVASI.fields} | _LASTING,
}
"""What the trail calls the columns of a kampung and of the reports."""


def _names_of_reports(identifiers: Iterable[str]) -> Mapping[str, str]:
    found = Profil.objects.filter(pk__in=set(identifiers)).select_related("kampung")
    return {str(one.pk): f"laporan profil Kampung KB {one.kampung.nama}" for one in found}


def _names_of_people(identifiers: Iterable[str]) -> Mapping[str, str]:
    found = Kader.objects.filter(pk__in=set(identifiers)).select_related("kampung")
    return {str(one.pk): f"satu orang di Kampung KB {one.kampung.nama}" for one in found}


TRAIL_SUBJECTS = {"registry.profil": _names_of_reports, "registry.kader": _names_of_people}
"""How the trail names whose companion was looked up; people of a kampung without their names."""


def trail_value(subject_type: str, column: str, value: Any) -> str | None:
    """An answer as the form shows it; None for what is no answer of a form."""
    form = _FORMS.get(subject_type)
    if form is None:
        return None
    if column == "state" and form is not KAMPUNG:
        return review.WORDS.get(value, str(value).capitalize()) if value else None
    if column == "remarks" and isinstance(value, list):
        return ", ".join(field.label for field in form.fields if field.name in value)
    field = form.by_name.get(column)
    if field is None or field.kind is Kind.DATE:
        return None  # the trail holds a date as text
    return shown_answer(field, value)
