"""Refusals of this room."""

from collections.abc import Sequence

from naikkelas.lib.refusals import Refused


class NothingToRead(Refused):
    """No file of an upload holds a table that we know."""

    code = "exchange.nothing_to_read"
    sentence = "Tidak ada tabel yang dapat dibaca. Unduh templat, isi, lalu unggah lagi."


class ValuesRefused(Refused):
    """A file of DHIS2 with values that stand for nothing here; nothing of it was kept."""

    code = "exchange.values_refused"
    sentence = "Berkas DHIS2 ini tidak dapat diterima."

    def __init__(self, faults: Sequence[str]) -> None:
        more = f" dan {len(faults) - 5} lagi" if len(faults) > 5 else ""
        super().__init__(f"{self.sentence} {' '.join(faults[:5])}{more}")
        self.faults = tuple(faults)


class MappingUnfit(Refused):
    """A mapping out of which nothing can come."""

    code = "exchange.mapping_unfit"
    sentence = "Pemetaan kolom ini belum lengkap. Petakan desa dan sedikitnya satu isian."


class TooLarge(Refused):
    """An upload above the limit of the browser."""

    code = "exchange.too_large"
    sentence = (
        "Berkas lebih besar dari 25 MB. Bagi menjadi beberapa berkas, "
        "atau minta pengelola memakai baris perintah."
    )


class NotReady(Refused):
    """Applying a batch that is not checked, or was applied already."""

    code = "exchange.not_ready"
    sentence = "Impor ini tidak sedang menunggu diterapkan. Muat ulang halaman."


class CheckAgain(Refused):
    """Other rows were imported since the check: the preview no longer tells what would happen."""

    code = "exchange.check_again"
    sentence = "Data berubah sejak pemeriksaan. Periksa ulang, lalu terapkan."


class NotApplied(Refused):
    """Undoing a batch that is not applied, or was undone already."""

    code = "exchange.not_applied"
    sentence = "Impor ini tidak sedang diterapkan, jadi tidak ada yang ditarik kembali."


class NewerImportFirst(Refused):
    """Undoing a batch of which a later one has replaced or changed rows."""

    code = "exchange.newer_import_first"
    sentence = "Impor yang lebih baru memakai data ini. Tarik kembali impor yang lebih baru dahulu."


class KampungInUse(Refused):
    """Undoing a batch whose kampung carry reports that came later; they are named in front."""

    code = "exchange.kampung_in_use"
    sentence = (
        "Kampung dari impor ini sudah punya laporan lain, jadi tidak ada yang ditarik kembali. "
        "Tarik kembali dahulu impor yang membawa laporan itu, atau biarkan impor ini dan "
        "nonaktifkan kampung yang salah satu per satu."
    )


class ChangedByHand(Refused):
    """Undoing a batch whose kampung a person has changed since; they are named in front."""

    code = "exchange.changed_by_hand"
    sentence = (
        "Kampung dari impor ini sudah diubah orang, jadi tidak ada yang ditarik kembali. "
        "Kembalikan isian itu seperti sebelum diubah, lalu coba lagi; atau biarkan impor ini dan "
        "perbaiki kampung yang salah satu per satu."
    )


class VillageTaken(Refused):
    """Undoing a batch that closed a kampung of a village which has another live one by now."""

    code = "exchange.village_taken"
    sentence = (
        "Desanya sudah punya kampung lain yang aktif, jadi tidak ada yang ditarik kembali. "
        "Nonaktifkan kampung itu dahulu, lalu coba lagi."
    )


class FilesGone(Refused):
    """The files of a batch were cleared away, so it can be neither checked again nor undone."""

    code = "exchange.files_gone"
    sentence = "Berkas impor ini sudah tidak tersimpan. Unggah berkasnya lagi."
