"""Refusals about instruments."""

from naikkelas.lib.refusals import Refused


class UnknownInstrument(Refused):
    code = "instrument_unknown"
    sentence = "Instrumen ini tidak dikenal. Pilih instrumen dari daftar yang sudah diterbitkan."


class InstrumentChanged(Refused):
    code = "instrument_changed"
    sentence = (
        "Isi instrumen tidak lagi sama dengan saat diterbitkan. "
        "Pulihkan dari cadangan, atau terbitkan isi baru dengan kode baru."
    )


class AlreadyPublished(Refused):
    code = "instrument_already_published"
    sentence = (
        "Instrumen dengan kode ini sudah terbit dan tidak dapat diubah. "
        "Beri kode baru untuk aturan yang baru."
    )


class InvalidDefinition(Refused):
    """Raised with the line and the reason in its sentence."""

    code = "instrument_invalid"
    sentence = "Berkas instrumen tidak sah. Perbaiki baris yang disebut, lalu coba lagi."
