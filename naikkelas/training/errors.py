"""Refusals of this room."""

from naikkelas.lib.refusals import Refused


class CurriculumUnfit(Refused):
    """A curriculum that cannot be taught so; the sentence names what is wrong."""

    code = "training.curriculum_unfit"
    sentence = "Kurikulum ini belum dapat disimpan. Periksa isiannya."


class CurriculumChanged(Refused):
    """Somebody else saved a newer version after this page was opened."""

    code = "training.curriculum_changed"
    sentence = (
        "Kurikulum ini baru saja diubah orang lain. Muat ulang halaman, lalu ubah versi terbaru."
    )


class BankTooSmall(Refused):
    """A session with a curriculum whose bank is too small to draw a test from."""

    code = "training.bank_too_small"
    sentence = (
        "Bank soal kurikulum ini belum cukup. Tambahkan soal sampai paling sedikit delapan, "
        "dan tidak kurang dari jumlah soal satu tes."
    )


class SessionUnfit(Refused):
    """A session whose days, hours or seats cannot be."""

    code = "training.session_unfit"
    sentence = "Rencana pelatihan ini belum dapat disimpan. Periksa hari, jam, dan kursinya."


class SeatsTaken(Refused):
    """Fewer seats than people who have one."""

    code = "training.seats_taken"
    sentence = (
        "Kursi tidak dapat dikurangi di bawah jumlah yang sudah terisi. "
        "Batalkan peserta dahulu, atau isi jumlah yang lebih besar."
    )


class SessionCancelled(Refused):
    """A change of a session that was called off."""

    code = "training.session_cancelled"
    sentence = "Pelatihan ini dibatalkan. Rencanakan pelatihan baru bila masih diperlukan."


class SessionBegun(Refused):
    """What can only be done before certificates were given or somebody was there."""

    code = "training.session_begun"
    sentence = (
        "Pelatihan ini sudah ada yang hadir, jadi hari dan kurikulumnya tidak diubah dan "
        "pelatihannya tidak dibatalkan lagi."
    )


class NotYetBegun(Refused):
    """Attendance or a last test before the day has come."""

    code = "training.not_yet_begun"
    sentence = "Hari ini belum tiba. Catat kehadiran dan tes akhir setelah pelatihan dimulai."


class ReasonMissing(Refused):
    """Calling off or taking back without saying why."""

    code = "training.reason_missing"
    sentence = "Tulis alasannya, supaya peserta dan pemeriksa tahu."


class PersonUnfit(Refused):
    """Somebody who no longer works for the kampung, or works for one elsewhere."""

    code = "training.person_unfit"
    sentence = (
        "Orang ini tidak lagi bertugas di kampung itu, atau kampungnya di luar wilayah pelatihan. "
        "Pilih orang lain."
    )


class NotAParticipant(Refused):
    """A presence, test or certificate of somebody without a seat."""

    code = "training.not_a_participant"
    sentence = "Orang ini tidak punya kursi di pelatihan ini. Daftarkan dahulu."


class AlreadyThere(Refused):
    """The presence of this day is noted already."""

    code = "training.already_there"
    sentence = "Kehadiran Anda hari ini sudah tercatat. Anda tidak perlu mengirim lagi."


class CodeExpired(Refused):
    """An attendance code that no longer holds, or a session that is not going on."""

    code = "training.code_expired"
    sentence = "Kode ini sudah lama atau pelatihannya tidak berlangsung. Pindai kode yang baru."


class TestTaken(Refused):
    """A test that was sat already, or whose tries are used up."""

    __test__ = False
    code = "training.test_taken"
    sentence = "Tes ini sudah dikerjakan. Nilai yang sudah tersimpan tetap berlaku."


class TestUnreadable(Refused):
    """The content of a test that a phone sent cannot be read."""

    __test__ = False
    code = "training.test_unreadable"
    sentence = "Isi tes ini tidak dapat dibaca. Perbarui bekal di HP, lalu kerjakan lagi."


class NotCompleted(Refused):
    """A certificate for somebody who did not come often enough or did not pass."""

    code = "training.not_completed"
    sentence = (
        "Sertifikat hanya untuk peserta yang hadir dan lulus tes akhir. "
        "Lengkapi kehadirannya atau beri kesempatan tes lagi."
    )


class AlreadyRevoked(Refused):
    """A certificate that was taken back already."""

    code = "training.already_revoked"
    sentence = "Sertifikat ini sudah dicabut. Muat ulang halaman."


class TooManyRequests(Refused):
    """The public page of certificates was asked too often from one address."""

    code = "training.too_many_requests"
    sentence = (
        "Terlalu sering memeriksa sertifikat dari jaringan ini. Coba lagi beberapa menit lagi."
    )
