"""Refusals of this room."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from naikkelas.lib.refusals import Refused

if TYPE_CHECKING:
    from naikkelas.registry.rules.checks import Finding


class ReportRefused(Refused):
    """Figures that break a hard rule (decision 7); `findings` holds all of them."""

    code = "registry.report_refused"
    sentence = "Laporan belum dapat dikirim."

    def __init__(self, findings: Sequence["Finding"]) -> None:
        first = findings[0]
        super().__init__(f"{self.sentence} {first.message} {first.remedy}")
        self.findings = tuple(findings)


class UnfitAnswer(Refused):
    """An answer that its field cannot hold (another kind, an unknown choice)."""

    code = "registry.unfit_answer"
    sentence = "Ada isian yang tidak dapat dibaca. Periksa isiannya."

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column = column


class IdentifierTaken(Refused):
    """The client's identifier already names a different report."""

    code = "registry.identifier_taken"
    sentence = "Laporan lain sudah memakai nomor ini. Muat ulang halaman, lalu kirim lagi."


class KampungClosed(Refused):
    """A report for a kampung that is no longer active."""

    code = "registry.kampung_closed"
    sentence = "Kampung ini sudah dinonaktifkan. Aktifkan kembali sebelum mengirim laporan."


class AlreadyRegistered(Refused):
    """A second live kampung in one village."""

    code = "registry.already_registered"
    sentence = "Desa ini sudah memiliki Kampung KB yang aktif. Buka kampung itu untuk mengubahnya."


class VillageUnknown(Refused):
    """A code that is not a village in force."""

    code = "registry.village_unknown"
    sentence = "Desa atau kelurahan ini tidak dikenal atau kodenya sudah berakhir. Pilih desa lain."
