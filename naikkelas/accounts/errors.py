"""Refusals about people."""

from naikkelas.lib.refusals import Refused


class UsernameTaken(Refused):
    code = "username_taken"
    sentence = "Nama pengguna ini sudah dipakai. Pilih nama lain."


class WeakPassword(Refused):
    code = "weak_password"
    sentence = (
        "Kata sandi terlalu lemah. Pakai paling sedikit 12 karakter yang tidak mudah ditebak."
    )


class AreaUnfit(Refused):
    """A post in an area of the wrong depth, or in several where it can have one."""

    code = "accounts.area_unfit"
    sentence = (
        "Wilayah ini tidak cocok dengan jabatannya. Pokja memerlukan satu desa, kecamatan satu "
        "kecamatan, PKB satu atau beberapa desa."
    )


class PartnerMissing(Refused):
    """A partner's post without its partner, or another post with one."""

    code = "accounts.partner_missing"
    sentence = "Pilih SKPD atau mitranya untuk jabatan mitra, dan kosongkan untuk jabatan lain."


class PersonUnfit(Refused):
    """A closed account, or the system itself: neither can hold a post."""

    code = "accounts.person_unfit"
    sentence = (
        "Akun ini sudah dinonaktifkan atau bukan akun orang, jadi tidak dapat memegang jabatan. "
        "Aktifkan dahulu akunnya, atau undang orang lain."
    )


class PostClosed(Refused):
    code = "accounts.post_closed"
    sentence = "Jabatan ini sudah ditutup. Buka jabatan baru untuk wilayah ini."


class PostWouldBeVacant(Refused):
    """The last holder would leave and nobody was named to follow."""

    code = "accounts.post_would_be_vacant"
    sentence = (
        "Jabatan ini akan kosong. Serahkan kepada pengganti, atau pastikan bahwa memang boleh "
        "kosong."
    )


class LastManager(Refused):
    """Nobody would be left who manages the accounts of the area."""

    code = "accounts.last_manager"
    sentence = (
        "Ini operator terakhir di wilayah ini. Angkat operator lain dahulu, lalu akhiri "
        "jabatan ini."
    )


class InvitationSpent(Refused):
    """A link that was used, withdrawn, has run out or is for somebody else."""

    code = "accounts.invitation_spent"
    sentence = (
        "Undangan ini tidak berlaku lagi. Minta undangan baru kepada orang yang mengundang Anda."
    )


class LoginNameUnfit(Refused):
    code = "accounts.login_name_unfit"
    sentence = (
        "Isi nama orangnya, dan nama masuk berupa alamat surel, nomor telepon, atau nama pengguna "
        "tanpa spasi (huruf kecil dan angka, paling sedikit 3)."
    )


class DeviceNameMissing(Refused):
    """A key for a phone that nobody could tell from another."""

    code = "accounts.device_name_missing"
    sentence = "Isi nama ponselnya, misalnya “HP Bu Sari”, supaya mudah dikenali saat mencabut."


class TooManyDevices(Refused):
    """More keys under one post than a person has phones."""

    code = "accounts.too_many_devices"
    sentence = "Sudah ada 10 ponsel untuk jabatan ini. Cabut yang tidak dipakai lagi dahulu."


class ApiTokenUnfit(Refused):
    """A key for a program with a name, scope, area or term that cannot be."""

    code = "accounts.api_token_unfit"
    sentence = "Pilih sedikitnya satu cakupan, dari yang boleh bagi jabatan Anda."


class TooManyApiTokens(Refused):
    """More keys under one post than anybody keeps an eye on."""

    code = "accounts.too_many_api_tokens"
    sentence = "Sudah ada 10 kunci API untuk jabatan ini. Cabut yang tidak dipakai lagi dahulu."


class RequestClosed(Refused):
    code = "privacy_request_closed"
    sentence = (
        "Permintaan ini sudah dijawab. Buka permintaan baru bila masih ada yang perlu dikerjakan."
    )


class PersonUnknown(Refused):
    code = "privacy_person_unknown"
    sentence = "Sebutkan orangnya: nama pengguna yang terdaftar, atau NIP dengan 18 angka."


class AnswerMissing(Refused):
    code = "privacy_answer_missing"
    sentence = "Tulis jawabannya: apa yang dikerjakan, atau mengapa permintaan ini ditolak."


class SystemStays(Refused):
    code = "privacy_system_stays"
    sentence = "Akun sistem bukan orang dan tidak dapat dihapus."


class PersonStillServes(Refused):
    """Somebody who is alone in a post cannot be forgotten: the work would be orphaned."""

    code = "privacy_person_still_serves"
    sentence = (
        "Orang ini masih satu-satunya pemegang jabatan {post}. Minta operator menyerahkan atau "
        "mengakhiri jabatan itu dahulu, lalu jawab permintaan ini."
    )


class AccountRestricted(Refused):
    """The owner had the account restricted; only the PPDP lifts that."""

    code = "privacy_account_restricted"
    sentence = (
        "Pemilik akun ini meminta datanya dibatasi. Bila ia ingin masuk lagi, minta PPDP mencatat "
        "dan memenuhi permintaan perbaikan darinya dahulu."
    )
