"""Refusals of this room."""

from naikkelas.lib.refusals import Refused


class UnknownTheme(Refused):
    code = "themes.unknown"
    sentence = "Tema ini tidak dikenal di kabupaten ini. Pilih tema dari daftar."


class AlreadyCarried(Refused):
    code = "themes.already_carried"
    sentence = "Kampung ini sudah menyandang tema itu. Buka halaman temanya untuk mengubah."


class NotCarried(Refused):
    code = "themes.not_carried"
    sentence = "Kampung ini tidak lagi menyandang tema itu. Muat ulang halamannya."


class EndingReasonMissing(Refused):
    code = "themes.reason_missing"
    sentence = "Tulis mengapa tema ini tidak disandang lagi."


class UnfitEntry(Refused):
    """An entry that its field cannot hold; `column` names it."""

    code = "themes.unfit_entry"
    sentence = "Ada isian yang tidak dapat dipakai. Periksa isiannya."

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column = column


class NothingAnswered(Refused):
    code = "themes.nothing_answered"
    sentence = "Belum ada jawaban yang berubah. Pilih ya, tidak, atau isi angkanya."


class OwnAnswer(Refused):
    code = "themes.own_answer"
    sentence = "Jawaban sendiri diperiksa oleh orang lain. Minta PKB atau kecamatan memeriksanya."


class AnswerReplaced(Refused):
    code = "themes.answer_replaced"
    sentence = "Jawaban ini sudah diganti. Muat ulang halaman, lalu periksa yang terbaru."


class DoubtReasonMissing(Refused):
    code = "themes.doubt_reason_missing"
    sentence = "Tulis apa yang perlu diperbaiki pada jawaban ini."


class KampungClosed(Refused):
    code = "themes.kampung_closed"
    sentence = "Kampung ini sudah dinonaktifkan, jadi temanya tidak diubah lagi."


class CodeTaken(Refused):
    code = "themes.code_taken"
    sentence = "Tema dengan nama ini sudah ada. Beri nama lain."
