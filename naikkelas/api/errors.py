"""Refusals at the door for other people's apps; the status is what the app is answered with."""

from naikkelas.lib.refusals import Refused


class DoorRefused(Refused):
    """Base: a refusal with the HTTP status that fits it."""

    code = "openrosa.refused"
    sentence = "Permintaan ini tidak dapat diterima dari aplikasi ini."
    status: int = 422


class KeyUnknown(DoorRefused):
    """A key that was never made, or an address that was typed wrongly."""

    code = "openrosa.key_unknown"
    sentence = (
        "Alamat server ini tidak dikenal. Buka Naik Kelas, menu Ponsel dengan ODK, lalu pindai "
        "kode QR yang baru."
    )
    status = 404


class KeyRevoked(DoorRefused):
    code = "openrosa.key_revoked"
    sentence = (
        "Ponsel ini sudah dicabut. Kiriman Anda tetap ada di ponsel. Hubungkan ponsel ini lagi di "
        "Naik Kelas, menu Ponsel dengan ODK, lalu kirim."
    )
    status = 403


class PostEnded(DoorRefused):
    """The post under which the phone was connected is not held any more."""

    code = "openrosa.post_ended"
    sentence = (
        "Jabatan yang dipakai ponsel ini sudah berakhir. Kiriman Anda tetap ada di ponsel. Hubungi "
        "PKB atau operator kabupaten, lalu hubungkan ponsel ini lagi."
    )
    status = 403


class FormUnknown(DoorRefused):
    code = "openrosa.form_unknown"
    sentence = "Formulir ini tidak ada di sini. Muat ulang daftar formulir di aplikasi."
    status = 404


class KampungUnknown(DoorRefused):
    """A kampung that there is not, or that lies outside the post's areas."""

    code = "openrosa.kampung_unknown"
    sentence = (
        "Kampung pada kiriman ini tidak termasuk wilayah jabatan Anda. Kiriman tetap ada di "
        "ponsel; hubungi PKB atau operator kabupaten."
    )
    status = 404


class Malformed(DoorRefused):
    """What was sent is no filled-in form."""

    code = "openrosa.malformed"
    sentence = "Kiriman ini tidak dapat dibaca sebagai formulir. Kirim lagi dari aplikasi."
    status = 400


class CutShort(DoorRefused):
    """The connection broke before everything had arrived."""

    code = "openrosa.cut_short"
    sentence = "Kiriman terputus di tengah jalan. Kirim lagi bila sinyal lebih baik."
    status = 400


class LengthMissing(DoorRefused):
    code = "openrosa.length_missing"
    sentence = "Aplikasi tidak menyebut panjang kirimannya. Perbarui aplikasinya, lalu kirim lagi."
    status = 411


class TooLarge(DoorRefused):
    code = "openrosa.too_large"
    sentence = "Kiriman ini terlalu besar untuk sekali kirim. Kecilkan fotonya, lalu kirim lagi."
    status = 413


class NotStored(DoorRefused):
    """An envelope that was kept but not accepted, with its own sentence and status."""

    code = "openrosa.not_stored"
    sentence = "Kiriman ini belum dapat disimpan sebagai laporan. Isinya tetap ada di ponsel."

    def __init__(self, sentence: str, *, status: int) -> None:
        super().__init__(sentence)
        self.status = status


class PhotoUnfit(DoorRefused):
    """The activity is stored; one of its photos cannot be."""

    code = "openrosa.photo_unfit"
    sentence = "Kegiatan ini sudah tersimpan, tetapi fotonya belum."


class UnknownAnswer(DoorRefused):
    """An answer to a question that no version of the form has asked."""

    code = "openrosa.unknown_answer"
    sentence = "Kiriman ini memuat isian yang tidak dikenal. Muat ulang formulirnya di aplikasi."


class WrongMethod(DoorRefused):
    code = "openrosa.wrong_method"
    sentence = "Alamat ini tidak menerima permintaan seperti itu."
    status = 405
