"""Refusals of this room."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar  # values of fields, as stored or sent
from uuid import UUID

from naikkelas.lib.refusals import Refused
from naikkelas.registry.rules.files import PHOTOS_IN_WORDS

if TYPE_CHECKING:
    from naikkelas.activities.rules.reporting import Problem

# Activities -------------------------------------------------------------------------------------


class ActivityRefused(Refused):
    """An activity that cannot be as it was told; `problems` holds all hard ones."""

    code = "activities.activity_refused"
    sentence = "Kegiatan belum dapat dikirim."

    def __init__(self, problems: Sequence["Problem"]) -> None:
        super().__init__(" ".join(one.sentence for one in problems))
        self.problems = tuple(problems)

    @property
    def fields(self) -> dict[str, list[str]]:
        """Field to the sentences beside it."""
        found: dict[str, list[str]] = {}
        for one in self.problems:
            found.setdefault(one.column, []).append(one.sentence)
        return found


class IdentifierTaken(Refused):
    """The client's identifier already names something else."""

    code = "activities.identifier_taken"
    sentence = "Kiriman lain sudah memakai nomor ini. Muat ulang halaman, lalu kirim lagi."


class KampungClosed(Refused):
    """An activity for a kampung that is no longer active."""

    code = "activities.kampung_closed"
    sentence = "Kampung ini sudah dinonaktifkan. Hubungi operator kabupaten."


class ActivityUnknown(Refused):
    """No activity with this identifier in the person's area."""

    code = "activities.activity_unknown"
    sentence = "Kegiatan ini tidak ditemukan. Kirim dahulu laporannya, lalu fotonya."


class ActivityWithdrawn(Refused):
    """A change to an activity that was withdrawn."""

    code = "activities.activity_withdrawn"
    sentence = "Kegiatan ini sudah ditarik. Kembalikan dahulu bila masih perlu diubah."


class NotWithdrawn(Refused):
    """Bringing back an activity that was not withdrawn."""

    code = "activities.not_withdrawn"
    sentence = "Kegiatan ini tidak ditarik. Muat ulang halaman."


class WithdrawalReasonMissing(Refused):
    """An activity is withdrawn without saying why."""

    code = "activities.withdrawal_reason_missing"
    sentence = "Tulis mengapa kegiatan ini ditarik."


class IllegalStep(Refused):
    """A version is not where the step would begin: somebody was quicker, or it is not its turn."""

    code = "activities.illegal_step"
    sentence = "Langkah ini tidak dapat diambil pada kegiatan ini. Muat ulang halaman."


class OwnActivity(Refused):
    """Four eyes: who reported a version takes no step of its verification."""

    code = "activities.own_activity"
    sentence = "Kegiatan ini Anda laporkan sendiri, jadi harus diperiksa orang lain."


class CommentMissing(Refused):
    """An activity is sent back without saying what to mend."""

    code = "activities.comment_missing"
    sentence = "Tulis apa yang perlu diperbaiki."


class ImportedActivity(Refused):
    """An activity of an import is mended at its source."""

    code = "activities.imported_activity"
    sentence = "Kegiatan ini berasal dari impor. Perbaiki di sistem asalnya, lalu impor lagi."


class GroupUnknown(Refused):
    """A group of another kampung, or none."""

    code = "activities.group_unknown"
    column = "kelompok"
    sentence = "Kelompok ini tidak tercatat di kampung. Pilih lagi, atau kosongkan."


class PlanItemUnknown(Refused):
    """A plan item of another kampung, or none."""

    code = "activities.plan_item_unknown"
    column = "rkm_item"
    sentence = "Kegiatan RKM ini tidak ada pada rencana kampung. Pilih lagi, atau kosongkan."


class UnfitPhoto(Refused):
    """Something else than a photo, or a kind that the form does not know."""

    code = "activities.unfit_photo"
    sentence = f"Kirim foto {PHOTOS_IN_WORDS}."


class PhotoUnknown(Refused):
    """No such photo, or it was deleted."""

    code = "activities.photo_unknown"
    sentence = "Foto ini tidak ditemukan atau sudah dihapus. Muat ulang halaman."


class TooManyPhotos(Refused):
    """More photos than an activity may have."""

    code = "activities.too_many_photos"
    sentence = "Satu kegiatan memuat paling banyak 5 foto. Hapus satu dahulu."


# Edits of one record by two people --------------------------------------------------------------


class Bentrok(Refused):
    """Somebody else changed the same field since the version from which this edit started.

    `fields` says for each: `name`, `label`, `theirs`, `who` changed it, `yours`; `current` is the
    version that holds theirs, from which the edit goes on once a person has chosen.
    """

    code = "activities.bentrok"
    sentence = (
        "Isian ini sudah diubah orang lain setelah Anda membukanya. Bandingkan, lalu pilih satu."
    )

    def __init__(self, fields: Sequence[Mapping[str, Any]], current: UUID | None = None) -> None:
        super().__init__(_both(fields[0]) if fields else None)
        self.fields = tuple(fields)
        self.current = current


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


class DiscardUnsure(Refused):
    """A waiting photo is to be discarded, and the box that says so was not ticked."""

    code = "activities.discard_unsure"
    sentence = "Centang dulu bahwa foto ini boleh dihapus. Foto yang dihapus tidak dapat kembali."


class PhotoNoLongerWaits(Refused):
    """A photo that somebody discarded before, or that has joined its record meanwhile."""

    code = "activities.photo_no_longer_waits"
    sentence = "Foto ini tidak menunggu lagi: sudah masuk ke catatannya atau sudah dihapus."


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


# The year plan ----------------------------------------------------------------------------------


class UnfitPlanYear(Refused):
    """A plan for a year that is too far away."""

    code = "activities.unfit_plan_year"
    sentence = "RKM dibuat untuk tahun ini, tahun lalu, atau dua tahun ke depan. Pilih tahun lain."


class PlanClosed(Refused):
    """Items of a plan that was agreed on or approved."""

    code = "activities.plan_closed"
    sentence = "RKM ini sudah disepakati. Buka dahulu untuk diubah, dengan alasannya."


class PlanNotInForce(Refused):
    """Progress of a plan that nobody has approved yet."""

    code = "activities.plan_not_in_force"
    sentence = "RKM ini belum disetujui. Hasil kegiatan dicatat sesudah RKM disetujui."


class PlanEmpty(Refused):
    """A plan without items cannot be agreed on."""

    code = "activities.plan_empty"
    sentence = "RKM ini belum berisi kegiatan. Tambahkan sedikitnya satu kegiatan."


class PlanOutOfTurn(Refused):
    """A step of the plan that does not come next: somebody else was quicker."""

    code = "activities.plan_out_of_turn"
    sentence = "Keadaan RKM ini sudah berubah. Muat ulang halaman untuk melihat langkah berikutnya."


class UnfitPlanDay(Refused):
    """A meeting or an approval on a day that cannot be."""

    code = "activities.unfit_plan_day"
    sentence = "Tanggal ini tidak boleh di masa depan atau lebih dari dua tahun lalu."


class PlanReasonMissing(Refused):
    """A plan is opened again, or an item dropped, without saying why."""

    code = "activities.plan_reason_missing"
    sentence = "Tulis alasannya, supaya semua orang tahu mengapa rencana berubah."


class UnfitPlanItem(Refused):
    """An answer of an item that cannot be stored; names the field."""

    code = "activities.unfit_plan_item"
    sentence = "Isian kegiatan ini tidak dapat disimpan. Periksa isiannya."

    def __init__(self, sentence: str | None = None, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class ItemStruck(Refused):
    """An item that was struck out meanwhile."""

    code = "activities.item_struck"
    sentence = "Kegiatan ini sudah dicoret. Kembalikan dahulu bila masih diperlukan."
