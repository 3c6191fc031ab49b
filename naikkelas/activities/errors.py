"""Refusals of this room."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar  # values of fields, as stored or as a phone writes them

from naikkelas.lib.refusals import Refused

# Edits of one record by two people --------------------------------------------------------------


class Bentrok(Refused):
    """Somebody else changed the same field since the version from which this edit started.

    `fields` says for each: `name`, `label`, `theirs`, `who` changed it, `yours`.
    """

    code = "activities.bentrok"
    sentence = (
        "Isian ini sudah diubah orang lain setelah Anda membukanya. Bandingkan, lalu pilih satu."
    )

    def __init__(self, fields: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(_both(fields[0]) if fields else None)
        self.fields = tuple(fields)


def _both(field: Mapping[str, Any]) -> str:
    """Both values in one sentence."""
    return (
        f"{field['label']}: {field['who']} menulis “{_shown(field['theirs'])}”, "
        f"Anda menulis “{_shown(field['yours'])}”. Pilih salah satu."
    )


def _shown(value: Any) -> str:
    if value is None or value == "" or value == []:
        return "kosong"
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


# What phones send -------------------------------------------------------------------------------


class FieldRefused(Refused):
    """Base of refusals that are about one field of what was sent."""

    code = "activities.field_refused"
    sentence = "Ada isian yang perlu diperbaiki."
    field: ClassVar[str] = ""

    def __init__(self, field: str | None = None, sentence: str | None = None) -> None:
        super().__init__(sentence)
        self.column = field or self.field


class ContentUnreadable(FieldRefused):
    """A part of an envelope has another shape than its kind asks for."""

    code = "activities.content_unreadable"
    sentence = "Isi kiriman ini tidak dapat dibaca. Buka lagi di HP, periksa, lalu kirim ulang."


class BaseUnknown(Refused):
    """An edit of a version that is not known in this kampung."""

    code = "activities.base_unknown"
    sentence = (
        "Catatan yang Anda ubah belum sampai di sini. "
        "Kirim catatannya lebih dahulu, lalu kirim perubahannya lagi."
    )


class KindUnknown(Refused):
    """A kind of envelope that no room takes."""

    code = "activities.kind_unknown"
    sentence = "Jenis kiriman ini tidak dikenal. Perbarui aplikasi di HP, lalu kirim lagi."


class SchemaUnknown(Refused):
    """An envelope of an app that is newer than the server."""

    code = "activities.schema_unknown"
    sentence = "Aplikasi di HP lebih baru daripada peladen. Kiriman disimpan; kirim lagi besok."


class NotInTime(Refused):
    """Nobody of the kampung sends this: the post ended or moved while the phone was offline."""

    code = "activities.post_ended"
    sentence = (
        "Jabatan Anda di kampung ini sudah berakhir. Kiriman ini disimpan dan menunggu "
        "diambil alih. Hubungi PKB/PLKB desa itu."
    )


class AlreadySettled(Refused):
    """A waiting envelope that somebody has settled before."""

    code = "activities.already_settled"
    sentence = "Kiriman ini sudah diselesaikan. Muat ulang halaman."


# Photos on their way ----------------------------------------------------------------------------


class UploadUnfit(Refused):
    """A photo is announced with a size, hash or kind that cannot be."""

    code = "activities.upload_unfit"
    sentence = "Foto ini tidak dapat dikirim. Pilih foto lain, paling besar 15 MB."


class UploadTaken(Refused):
    """The phone's number already names another photo."""

    code = "activities.upload_taken"
    sentence = "Foto lain sudah memakai nomor ini. Hapus foto itu di HP, lalu pilih lagi."


class TooManyUploads(Refused):
    """One person has begun more photos than a month can hold, and finished none of them."""

    code = "activities.too_many_uploads"
    sentence = "Terlalu banyak foto yang belum selesai dikirim. Selesaikan dahulu yang lama."


class PieceUnfit(Refused):
    """A piece of a photo that does not follow upon what has arrived."""

    code = "activities.piece_unfit"
    sentence = "Bagian foto ini tidak bersambung. Pengiriman dilanjutkan dari bagian yang ada."


class PhotoBroken(Refused):
    """All pieces are here, and together they are not what the phone announced."""

    code = "activities.photo_broken"
    sentence = "Foto rusak di jalan. Foto akan dikirim ulang dari awal."


class PhotoRefused(Refused):
    """The photo has arrived whole and may not be stored."""

    code = "activities.photo_refused"
    sentence = "Foto ini tidak dapat diterima. Foto ulang, lalu kirim lagi."


class StorageFull(Refused):
    """No room for photos; texts are still taken (F6)."""

    code = "activities.storage_full"
    sentence = "Tempat foto di peladen penuh. Teks laporan tetap terkirim; foto menunggu di HP."
