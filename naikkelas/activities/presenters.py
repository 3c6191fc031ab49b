"""Words for people: what the trail says about this room, and answers of an activity."""

from collections.abc import Mapping
from typing import Any  # a stored value: bool, int, text, date or None

from naikkelas.activities.models import Kegiatan
from naikkelas.activities.rules import letters
from naikkelas.activities.rules.reporting import ACTIVITY, KEYS
from naikkelas.lib.fields import Field
from naikkelas.registry.presenters import MASK
from naikkelas.registry.rules.schema import FORMS, Form

SENTENCES: dict[str, str] = {
    "kegiatan.report": "melaporkan kegiatan tanggal {date} di {kampung}",
    "kegiatan.revise": "mengubah laporan kegiatan tanggal {date} di {kampung}: {fields}",
    "kegiatan.withdraw": "menarik laporan kegiatan tanggal {date} di {kampung}",
    "kegiatan.restore": "mengembalikan laporan kegiatan tanggal {date} di {kampung}",
    "kegiatan.verify": "menerima laporan kegiatan tanggal {date} dari {kampung}",
    "kegiatan.endorse": "mengesahkan laporan kegiatan tanggal {date} dari {kampung}",
    "kegiatan.return": (
        "mengembalikan laporan kegiatan tanggal {date} kepada {kampung} untuk diperbaiki"
    ),
    "kegiatan.photo_change": "mengubah foto ({kind}) pada kegiatan tanggal {date} di {kampung}",
    "kegiatan.photo_remove": "menghapus foto ({kind}) pada kegiatan tanggal {date} di {kampung}",
    "kegiatan.photo_restore": (
        "mengembalikan foto ({kind}) pada kegiatan tanggal {date} di {kampung}"
    ),
    "kegiatan.photo": "menambahkan foto ({kind}) pada kegiatan tanggal {date} di {kampung}",
    "envelope.adopt": "mengirim kiriman HP yang menunggu ({kind}) untuk {kampung}",
    "photo.discard": "menghapus foto dari HP yang catatannya tidak datang, untuk {kampung}",
    "envelope.drop": "menyatakan kiriman HP ({kind}) untuk {kampung} tidak dipakai",
    "rkm.open": "membuka RKM {year} {kampung}",
    "rkm.propose": "mengusulkan {count} kegiatan untuk RKM {year} {kampung}",
    "rkm.agree": "mencatat RKM {year} {kampung} disepakati rapat",
    "rkm.approve": "mencatat RKM {year} {kampung} disetujui, versi {revision}",
    "rkm.reopen": "membuka RKM {year} {kampung} untuk diubah",
    "rkm_item.add": "menambahkan kegiatan nomor {number} pada RKM {year} {kampung}",
    "rkm_item.change": "mengubah kegiatan nomor {number} pada RKM {year} {kampung}",
    "rkm_item.strike": "mencoret kegiatan nomor {number} dari RKM {year} {kampung}",
    "rkm_item.restore": "mengembalikan kegiatan nomor {number} ke RKM {year} {kampung}",
    "rkm_item.progress": "mencatat jalannya kegiatan nomor {number} pada RKM {year} {kampung}",
}


def reference_number(activity: Kegiatan) -> str:
    """A short number that a person can read out, the same through all versions."""
    digits = activity.record.hex[-8:].upper()
    return f"KG-{digits[:4]}-{digits[4:]}"


# What phones sent -------------------------------------------------------------------------------


def sent_in_words(
    kind: str, sent: bytes, names: Mapping[str, str]
) -> tuple[str, list[tuple[str, str]]]:
    """Title and answers of an envelope for people; names and contacts stay masked.

    `names` has those of groups and plan items by their keys.
    """
    if not sent:
        return "Kiriman", []
    letter = letters.opened(sent)
    form = FORMS.get(str(letter.body.get("form")))
    if form and kind.startswith("laporan"):
        month = f" {letter.body.get('month')}/{letter.body.get('year')}" if not letter.base else ""
        values = letter.body.get("values") or letter.wanted
        return f"Laporan {form.name}{month}", _answers(form, values, names)
    title = str(letter.body.get("judul") or "Perubahan kegiatan")
    return title, _answers(ACTIVITY, letter.wanted or letter.body, names)


def _answers(
    form: Form, values: Mapping[str, Any], names: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Label and answer as it was sent: it may be one that no column could hold."""
    known = form.by_name
    return [
        (known[name].label, _as_sent(known[name], value, names))
        for name, value in values.items()
        if name in known and value not in (None, "", [])
    ]


def _as_sent(field: Field, value: Any, names: Mapping[str, str]) -> str:
    if field.personal:
        return MASK
    if field.name in KEYS:
        return names.get(str(value), str(value))
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
