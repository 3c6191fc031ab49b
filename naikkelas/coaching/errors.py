"""Refusals of this room."""

from naikkelas.lib.refusals import Refused


class UnfitVisit(Refused):
    """A visit with something that it cannot hold; `column` names the field."""

    code = "coaching.unfit_visit"
    sentence = "Ada isian kunjungan yang belum benar. Periksa isiannya."

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column = column


class NumberTaken(Refused):
    """The client's identifier already names something else."""

    code = "coaching.number_taken"
    sentence = "Nomor kunjungan ini sudah dipakai. Muat ulang halaman, lalu kirim lagi."


class VisitClosed(Refused):
    """A version that was corrected or withdrawn meanwhile."""

    code = "coaching.visit_closed"
    sentence = "Catatan kunjungan ini sudah diperbaiki atau ditarik. Buka versi terbarunya."


class WordsMissing(Refused):
    """A correction, a withdrawal or a closing without words."""

    code = "coaching.words_missing"
    sentence = (
        "Tulis alasannya atau apa yang dikerjakan, supaya orang lain dapat memahaminya nanti."
    )


class FollowUpClosed(Refused):
    """Something that is closed already."""

    code = "coaching.followup_closed"
    sentence = "Tindak lanjut ini sudah ditutup. Muat ulang halaman."


class FollowUpOpen(Refused):
    """Reopening what is open."""

    code = "coaching.followup_open"
    sentence = "Tindak lanjut ini masih terbuka. Muat ulang halaman."


class UnknownBody(Refused):
    """A name that is on no list of this kampung."""

    code = "coaching.unknown_body"
    sentence = (
        "SKPD atau mitra ini belum ada di daftar. Pilih dari daftar, atau minta kabupaten "
        "mencatatnya di menu Mitra."
    )


class UnfitDay(Refused):
    """A day that a plan or a follow-up cannot have."""

    code = "coaching.unfit_day"
    sentence = "Tanggal ini tidak mungkin. Pilih hari ini atau sesudahnya."


class NotAhead(Refused):
    """A planned visit that was made or dropped."""

    code = "coaching.not_ahead"
    sentence = "Kunjungan ini sudah terlaksana atau dibatalkan. Muat ulang halaman."


class AlreadyPlanned(Refused):
    """A second visit of one mentor to one kampung on one day."""

    code = "coaching.already_planned"
    sentence = "Kunjungan ke kampung ini pada hari itu sudah direncanakan."


class NotAMentor(Refused):
    """A post that does not mentor, asked to."""

    code = "coaching.not_a_mentor"
    sentence = (
        "Jabatan ini tidak mendampingi kampung itu. "
        "Pilih PKB, kecamatan, kabupaten, SKPD, atau mitra yang wilayahnya memuat kampung itu."
    )


class AlreadySigned(Refused):
    """A second word of the same office of a Pokja on one version."""

    code = "coaching.already_signed"
    sentence = "Pokja sudah menanggapi catatan kunjungan ini."


class OthersVisit(Refused):
    """A photo from a phone for a visit that somebody else wrote down."""

    code = "coaching.others_visit"
    sentence = (
        "Kunjungan ini dicatat orang lain, jadi fotonya tidak diterima dari HP Anda. "
        "Catat kunjungan Anda sendiri, lalu tambahkan fotonya di situ."
    )


class TooManyPhotos(Refused):
    """More photos than a visit takes."""

    code = "coaching.too_many_photos"
    sentence = "Satu kunjungan memuat paling banyak 5 foto."
