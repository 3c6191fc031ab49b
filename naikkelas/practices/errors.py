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


# Study visits and copies -----------------------------------------------------------------------


class UnfitVisit(Refused):
    """A study visit without purpose or people, on a day that is over, or to one's own kampung."""

    code = "practices.unfit_visit"
    sentence = "Isi tanggal yang belum lewat, jumlah peserta (1 sampai 500), dan tujuannya."


class NoExampleThere(Refused):
    """A study visit to a kampung that is no example and has published none."""

    code = "practices.no_example_there"
    sentence = "Kampung itu belum menjadi kampung contoh dan belum menerbitkan contoh baik."


class VisitElsewhere(Refused):
    """A step of a study visit that does not begin where it stands, or before its day."""

    code = "practices.visit_elsewhere"
    sentence = "Langkah ini tidak sesuai keadaan kunjungan. Muat ulang halaman."


class UnfitReplication(Refused):
    """A copy of an unpublished practice, of one's own, twice, or on a day that cannot be."""

    code = "practices.unfit_replication"
    sentence = "Contoh ini sudah ditiru di sini, belum terbit, atau milik kampung sendiri."


# Competitions ----------------------------------------------------------------------------------


class UnfitCompetition(Refused):
    """A competition without a name, with days that do not fit, or without published criteria."""

    code = "practices.unfit_competition"
    sentence = "Isi nama, hari pendaftaran, dan pilih kriteria yang sudah terbit."


class CompetitionElsewhere(Refused):
    """A step that does not begin where the competition stands."""

    code = "practices.competition_elsewhere"
    sentence = "Langkah ini tidak sesuai keadaan lomba. Muat ulang halaman."


class UnfitEntry(Refused):
    """An entry out of time, a second one, or of something that is not the kampung's own."""

    code = "practices.unfit_entry"
    sentence = "Pendaftaran ditutup, kampung sudah terdaftar, atau karyanya belum dipilih."


class ConflictOfInterest(Refused):
    """A PKB or Pokja judges a kampung of its own area."""

    code = "practices.conflict_of_interest"
    sentence = "Kampung ini binaan Anda, jadi dinilai juri lain."


class UnfitJudgement(Refused):
    """A figure outside what the criterion allows."""

    code = "practices.unfit_judgement"
    sentence = "Ada nilai di luar batas kriterianya. Periksa isiannya."


class JudgeHasScored(Refused):
    """Taking away a judge whose figures are there already."""

    code = "practices.judge_has_scored"
    sentence = (
        "Juri ini sudah memberi nilai, jadi tidak dapat dilepas. Nilainya dapat diubah juri itu "
        "sendiri sampai diumumkan."
    )


class NotJudgedYet(Refused):
    """An award for an entry that nobody judged."""

    code = "practices.not_judged_yet"
    sentence = "Ada pemenang atau nominasi yang belum dinilai. Lengkapi penilaiannya dahulu."
