"""Refusals at the door for other people's apps; the status is what the app is answered with."""

from collections.abc import Mapping, Sequence

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


# REST API v1 ------------------------------------------------------------------------------------


class ApiRefused(Refused):
    """Base: a refusal of the API with its HTTP status; `fields` says what is wrong where."""

    code = "api.refused"
    sentence = "Permintaan ini tidak dapat dilayani."
    status: int = 400

    def __init__(
        self, sentence: str | None = None, fields: Sequence[Mapping[str, str]] = ()
    ) -> None:
        super().__init__(sentence)
        self.fields = tuple(fields)


class TokenMissing(ApiRefused):
    code = "api.token_missing"
    sentence = "Sertakan kunci API: header Authorization berisi Bearer dan kuncinya."
    status = 401


class TokenUnknown(ApiRefused):
    code = "api.token_unknown"
    sentence = "Kunci API ini tidak dikenal. Periksa salinannya, atau buat kunci baru."
    status = 401


class TokenEnded(ApiRefused):
    """Revoked, or past its day."""

    code = "api.token_ended"
    sentence = "Kunci API ini sudah dicabut atau habis masa berlakunya. Buat kunci baru."
    status = 401


class TokenPostEnded(ApiRefused):
    """The post under which the key was made is not held any more, or lies elsewhere now."""

    code = "api.token_post_ended"
    sentence = "Jabatan di balik kunci API ini sudah berakhir. Minta pejabat baru membuat kunci."
    status = 401


class ScopeMissing(ApiRefused):
    code = "api.scope_missing"
    sentence = "Kunci API ini tidak dibuat untuk itu. Buat kunci dengan cakupan yang diperlukan."
    status = 403


class NothingHere(ApiRefused):
    """No such thing, or not for the post of the key."""

    code = "api.not_found"
    sentence = "Tidak ada di sini, atau di luar wilayah kunci API ini."
    status = 404


class MethodUnfit(ApiRefused):
    code = "api.method_unfit"
    sentence = "Alamat ini tidak menerima metode itu. Lihat header Allow."
    status = 405


class ParameterUnfit(ApiRefused):
    """A part of the query that nobody knows, or that has an impossible value."""

    code = "api.parameter_unfit"
    sentence = "Ada parameter yang tidak dikenal atau tidak dapat dibaca. Perbaiki, lalu ulangi."


class CursorUnfit(ApiRefused):
    code = "api.cursor_unfit"
    sentence = "Kursor ini bukan dari daftar ini. Mulai lagi tanpa kursor."


class AreaTooLarge(ApiRefused):
    code = "api.area_too_large"
    sentence = "Sebutkan satu kabupaten/kota, kecamatan, atau desa dalam parameter wilayah."
    status = 422


class BodyUnreadable(ApiRefused):
    code = "api.body_unreadable"
    sentence = "Isi permintaan bukan JSON yang dapat dibaca (UTF-8, tanpa tanda NUL)."


class BodyTooLarge(ApiRefused):
    code = "api.body_too_large"
    sentence = "Isi permintaan terlalu besar. Kirim satu catatan setiap kali."
    status = 413


class MediaTypeUnfit(ApiRefused):
    code = "api.media_type_unfit"
    sentence = "Kirim isi permintaan sebagai application/json."
    status = 415


class BodyUnfit(ApiRefused):
    """JSON of another shape than the schema asks for."""

    code = "api.body_unfit"
    sentence = "Ada isian yang tidak cocok dengan skemanya. Perbaiki, lalu kirim lagi."
    status = 422


class TooManyRequests(ApiRefused):
    code = "api.too_many_requests"
    sentence = "Terlalu banyak permintaan. Tunggu sebentar; header Retry-After menyebut detiknya."
    status = 429


class Broken(ApiRefused):
    """A mistake of ours; the log has it under the identifier of the request."""

    code = "api.broken"
    sentence = "Ada yang rusak pada kami. Laporkan nomor permintaannya kepada operator."
    status = 500


class Busy(ApiRefused):
    """The database is away or full."""

    code = "api.busy"
    sentence = "Peladen sedang sibuk. Ulangi sesudah jeda yang disebut header Retry-After."
    status = 503


class IdempotencyKeyMissing(ApiRefused):
    code = "api.idempotency_key_missing"
    sentence = (
        "Sertakan header Idempotency-Key: 1 sampai 100 huruf ASCII tanpa spasi, baru untuk setiap "
        "kiriman, misalnya UUID."
    )


class IdempotencyKeyReused(ApiRefused):
    """The key was used for something else."""

    code = "api.idempotency_key_reused"
    sentence = "Idempotency-Key ini sudah dipakai untuk isi lain. Pakai kunci baru."
    status = 409


class ConditionMissing(ApiRefused):
    """A change without the ETag of what was seen before it."""

    code = "api.condition_missing"
    sentence = (
        "Sertakan header If-Match berisi ETag kegiatan yang Anda lihat, supaya perubahan orang "
        "lain tidak tertimpa."
    )
    status = 428


class ConditionFailed(ApiRefused):
    """It is no longer what the program saw."""

    code = "api.condition_failed"
    sentence = (
        "Kegiatan ini sudah berubah sejak Anda membacanya. Baca lagi, lalu kirim perubahan Anda "
        "dengan ETag yang baru."
    )
    status = 412


class HookAddressUnfit(ApiRefused):
    """An address to which this server does not send: not https, or not of the public internet."""

    code = "api.hook_address_unfit"
    sentence = "Alamat webhook harus https di internet umum, tanpa nama pengguna di dalamnya."
    status = 422


class TooManyHooks(ApiRefused):
    code = "api.too_many_hooks"
    sentence = "Kunci ini sudah memiliki 5 webhook. Hentikan satu dahulu."
    status = 422
