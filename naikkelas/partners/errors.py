"""Refusals of this room."""

from naikkelas.lib.refusals import Refused


class UnfitMitra(Refused):
    """A partner without a name, a known kind or an area."""

    code = "partners.unfit_mitra"
    sentence = "Isi nama mitra, jenisnya, dan sedikitnya satu wilayah kerja."


class SameMitra(Refused):
    """A partner that is on the list already."""

    code = "partners.same_mitra"
    sentence = "Mitra dengan nama ini sudah ada di wilayah itu. Pakai yang sudah ada."


class MitraEnded(Refused):
    """Something new for a partner that is none any more."""

    code = "partners.mitra_ended"
    sentence = "Lembaga ini tidak lagi menjadi mitra. Aktifkan dahulu bila bekerja sama lagi."


class AccountTaken(Refused):
    """An account that belongs to another partner, or lies elsewhere."""

    code = "partners.account_taken"
    sentence = "Akun ini sudah dipakai mitra lain atau bukan dari kabupaten ini. Pilih akun lain."


class UnknownKegiatan(Refused):
    """A kegiatan or an agency that the reference lists do not have."""

    code = "partners.unknown_kegiatan"
    sentence = "Kegiatan Inpres atau instansi ini tidak ada di daftar. Pilih dari daftar."


class UnfitNeed(Refused):
    """A need without words, or with an amount that cannot be."""

    code = "partners.unfit_need"
    sentence = "Tulis apa yang diperlukan. Biaya yang belum diketahui dikosongkan, bukan nol."


class AlreadyPublished(Refused):
    """A proposal that stands published."""

    code = "partners.already_published"
    sentence = "Kebutuhan ini sudah diterbitkan. Muat ulang halaman."


class NeedClosed(Refused):
    """Something about a need that is closed."""

    code = "partners.need_closed"
    sentence = "Kebutuhan ini sudah ditutup. Muat ulang halaman."


class ReasonMissing(Refused):
    """Closing, calling off or taking back without saying why."""

    code = "partners.reason_missing"
    sentence = "Tulis alasannya, supaya orang lain dapat memahaminya nanti."


class UnfitCommitment(Refused):
    """An amount, a period or a place that a commitment cannot have."""

    code = "partners.unfit_commitment"
    sentence = "Isi jumlah lebih dari nol: rupiah, atau banyaknya barang atau orang dan satuannya."


class IdentifierTaken(Refused):
    """The client's identifier already names something else."""

    code = "partners.identifier_taken"
    sentence = "Catatan lain sudah memakai nomor ini. Muat ulang halaman, lalu kirim lagi."


class NotThatStep(Refused):
    """A step that does not follow from how a commitment stands."""

    code = "partners.not_that_step"
    sentence = "Keadaan komitmen ini sudah berubah. Muat ulang halaman."


class UnfitDelivery(Refused):
    """A delivery with an amount, a day or a kampung that cannot be."""

    code = "partners.unfit_delivery"
    sentence = "Isi jumlah yang diserahkan, lebih dari nol, dan tanggal yang sudah lewat."


class DeliveryWithdrawn(Refused):
    """Taking back what was taken back."""

    code = "partners.delivery_withdrawn"
    sentence = "Penyerahan ini sudah ditarik. Muat ulang halaman."


class UnfitRakor(Refused):
    """A meeting of an unknown kind, or with hours that cannot be."""

    code = "partners.unfit_rakor"
    sentence = "Isi jenis rapat, tanggal, dan jam mulainya."


class RakorCancelled(Refused):
    """Something about a meeting that was called off."""

    code = "partners.rakor_cancelled"
    sentence = "Rapat ini sudah dibatalkan. Rencanakan rapat baru."


class RakorNotYet(Refused):
    """What can only be known on the day of a meeting or after."""

    code = "partners.rakor_not_yet"
    sentence = "Rapat ini belum berlangsung. Catat sesudah harinya tiba."


class UnfitTask(Refused):
    """A task without words, owner or a fitting day."""

    code = "partners.unfit_task"
    sentence = "Isi tugasnya, satu penanggung jawab, dan tenggat sesudah hari rapat."


class TaskClosed(Refused):
    """A task that was closed before."""

    code = "partners.task_closed"
    sentence = "Tugas ini sudah ditutup. Muat ulang halaman."


class UnfitLetter(Refused):
    """A letter without place, signer or subject."""

    code = "partners.unfit_letter"
    sentence = "Isi tempat surat, sifat, dan jabatan penanda tangan."
