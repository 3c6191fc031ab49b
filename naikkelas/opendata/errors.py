"""Refusals of this room."""

from naikkelas.lib.refusals import Refused


class NoSuchCutoff(Refused):
    """A day for which no classes are kept, so that nothing can be published of it."""

    code = "opendata.no_such_cutoff"
    sentence = (
        "Data terbuka hanya ada per akhir bulan yang sudah dihitung. "
        "Pilih salah satu tanggal pada halaman tabelnya."
    )
