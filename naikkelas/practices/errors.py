"""Refusals of this room."""

from naikkelas.lib.refusals import Refused


class UnfitPractice(Refused):
    """A practice that lacks something, or whose figures cannot be."""

    code = "practices.unfit_practice"
    sentence = "Contoh baik ini belum lengkap. Periksa isiannya."

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column = column


class PracticeChanged(Refused):
    """Somebody else changed the practice, or moved it on, after the person had opened the page."""

    code = "practices.practice_changed"
    sentence = "Contoh ini baru saja diubah orang lain. Muat ulang halaman, lalu ulangi."


class PracticeElsewhere(Refused):
    """A step that does not begin where the practice stands."""

    code = "practices.practice_elsewhere"
    sentence = "Langkah ini tidak sesuai keadaan contohnya. Muat ulang halaman."


class ReasonMissing(Refused):
    """Something is returned, declined or ended without saying why."""

    code = "practices.reason_missing"
    sentence = "Tulis alasannya."


class KampungClosed(Refused):
    """A kampung that is no longer active."""

    code = "practices.kampung_closed"
    sentence = "Kampung ini sudah dinonaktifkan. Aktifkan kembali sebelum mencatat."


class PhotoNotAccepted(Refused):
    """A photo of another kampung, or of an activity that nobody has endorsed."""

    code = "practices.photo_not_accepted"
    sentence = "Pilih foto dari kegiatan kampung ini yang sudah disahkan."


class ConsentMissing(Refused):
    """A photo is shown to others without the consent of who is seen on it."""

    code = "practices.consent_missing"
    sentence = "Foto hanya dipasang bila orang di dalamnya setuju atau tidak dapat dikenali."


class UnfitTerm(Refused):
    """Days of a kampung contoh that do not fit, or a second one at the same time."""

    code = "practices.unfit_term"
    sentence = "Isi sejak kapan dan sampai kapan, dan akhiri penetapan yang lama dahulu."
