"""Words for people: what the trail says about this room, and answers of a report."""

from typing import Any  # a stored value: bool, int, float, text, date or None

from naikkelas.lib.dates import id_date
from naikkelas.lib.fields import Field, Kind
from naikkelas.lib.numbers import id_number
from naikkelas.registry.models import Report
from naikkelas.registry.rules.limits import Hard, Soft
from naikkelas.registry.rules.schema import KAMPUNG, REPORTS, Form

SENTENCES: dict[str, str] = {
    "report.submit": "mengirim laporan {form} {month} untuk {kampung}",
    "report.correct": "mengirim perbaikan laporan {form} {month} untuk {kampung}: {reason}",
    "report.verify": "menerima laporan {form} {month} dari {kampung}",
    "report.endorse": "mengesahkan laporan {form} {month} dari {kampung}",
    "report.return": "mengembalikan laporan {form} {month} kepada {kampung} untuk diperbaiki",
    "month.lock": "mengunci laporan bulan {month}",
    "month.reopen": "membuka kembali laporan bulan {month}: {reason}",
    "kampung.register": "mendaftarkan Kampung KB {kampung} di desa {village}",
    "kampung.edit": "mengubah informasi Kampung KB {kampung}",
    "kampung.deactivate": "menonaktifkan Kampung KB {kampung}",
    "kampung.activate": "mengaktifkan kembali Kampung KB {kampung}",
}


def reference_number(report: Report) -> str:
    """A short number that a person can read out: the last eight digits of the identifier."""
    digits = report.pk.hex[-8:].upper()
    return f"LP-{digits[:4]}-{digits[4:]}"


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


DOUBTS: dict[str, str] = {
    Hard.NEGATIVE: "angka negatif",
    Hard.ABOVE_CAP: "di atas batas yang dapat diterima",
    Hard.TRAINED_ABOVE_MEMBERS: "lebih banyak daripada anggota Pokja",
    Hard.FUTURE_MONTH: "bulan yang belum tiba",
    Hard.FUTURE_DATE: "tanggal yang belum tiba",
    Hard.BEFORE_PROGRAMME: "sebelum program dimulai",
    Hard.ABOVE_TARGET: "lebih banyak daripada sasaran",
    Soft.SUM_IS_NOT_PUS: "jumlah peserta dan bukan peserta KB tidak sama dengan PUS",
    Soft.PUS_ABOVE_FAMILIES: "lebih banyak daripada keluarga",
    Soft.FAMILIES_ABOVE_PEOPLE: "lebih banyak daripada penduduk",
    Soft.YOUTH_ABOVE_AGES: "lebih banyak daripada penduduk umur 10–24 tahun",
    Soft.BPJS_ABOVE_PEOPLE: "lebih banyak daripada penduduk",
    Soft.TEN_TIMES_MEDIAN: "lebih dari sepuluh kali angka yang biasa",
    Soft.SUDDEN_CHANGE: "berubah mendadak dari laporan sebelumnya",
    Soft.COPY_OF_LAST: "semua angka sama dengan laporan sebelumnya",
    Soft.OUTSIDE_INDONESIA: "di luar Indonesia",
}
"""Rule of a mark to the words after the label of its figure."""

OF_SEVERAL = frozenset({Soft.SUM_IS_NOT_PUS, Soft.COPY_OF_LAST})
"""Rules about several figures at once; the figure of their mark is only the first of them."""


def doubt_in_words(mark: str, form: Form) -> str:
    """A stored mark (`rule:column`) as a remark: "Peserta BKB: lebih banyak daripada sasaran"."""
    rule, _, column = mark.partition(":")
    if rule in OF_SEVERAL:
        words = DOUBTS[rule]
        return words[0].upper() + words[1:]
    field = form.by_name.get(column)
    return f"{field.label if field else column}: {DOUBTS.get(rule, rule)}"


# The trail ---------------------------------------------------------------------------------------

_FORMS: dict[str, Form] = {
    f"registry.{'kampungkb' if form is KAMPUNG else form.code}": form
    for form in (KAMPUNG, *REPORTS)
}
TRAIL_LABELS: dict[str, dict[str, str]] = {
    kind: {field.name: field.label for field in form.fields} for kind, form in _FORMS.items()
}
"""What the trail calls the columns of a kampung and of the reports."""


def trail_value(subject_type: str, column: str, value: Any) -> str | None:
    """An answer as the form shows it; None for what is no answer of a form."""
    form = _FORMS.get(subject_type)
    field = form.by_name.get(column) if form else None
    if field is None or field.kind is Kind.DATE:
        return None  # the trail holds a date as text
    return shown_answer(field, value)
