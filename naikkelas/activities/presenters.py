"""Words for people: what the trail says about this room, and answers of an activity."""

from typing import Any  # a stored value: bool, int, text, date or None

from naikkelas.activities.models import Kegiatan
from naikkelas.activities.rules.reporting import ACTIVITY
from naikkelas.registry.presenters import shown_answer

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


def in_words(name: str, value: Any) -> str:
    """An answer of an activity as the form shows it; empty where nothing was filled in."""
    return shown_answer(ACTIVITY.field(name), value) or ""


def reference_number(activity: Kegiatan) -> str:
    """A short number that a person can read out, the same through all versions."""
    digits = activity.record.hex[-8:].upper()
    return f"KG-{digits[:4]}-{digits[4:]}"
