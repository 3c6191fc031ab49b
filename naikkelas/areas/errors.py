"""Refusals of this room."""

from collections.abc import Sequence
from dataclasses import dataclass

from naikkelas.lib.refusals import Refused


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in one row of an operator's file (1 is the header), and how to mend it."""

    row: int
    column: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"Baris {self.row}, kolom {self.column}: {self.problem} {self.remedy}"


class SettingUnfit(Refused):
    """A value that the setting cannot take."""

    code = "areas.setting_unfit"
    sentence = "Nilai pengaturan ini tidak dapat dipakai. Periksa isiannya."


class SettingUnknown(Refused):
    """A key that no part of the product reads."""

    code = "areas.setting_unknown"
    sentence = "Pengaturan ini tidak dikenal."


class LogoUnfit(Refused):
    """A file that is not a PNG or JPEG picture of at most 1 MB."""

    code = "areas.logo_unfit"
    sentence = "Logo harus berkas PNG atau JPEG, paling besar 1 MB. Pilih berkas yang lain."


class CodesRefused(Refused):
    """A file of code changes with errors; nothing of it was stored."""

    code = "areas.codes_refused"
    sentence = "Perubahan kode tidak disimpan karena ada baris yang salah."

    def __init__(self, errors: Sequence[RowError]) -> None:
        super().__init__(f"{self.sentence} {errors[0]}")
        self.errors = tuple(errors)


class IdentifiersRefused(Refused):
    """A list of other systems' codes with errors; nothing of it was stored."""

    code = "areas.identifiers_refused"
    sentence = "Padanan kode tidak disimpan karena ada baris yang salah."

    def __init__(self, errors: Sequence[RowError]) -> None:
        super().__init__(f"{self.sentence} {errors[0]}")
        self.errors = tuple(errors)


class BoundariesUnreadable(Refused):
    """A file that is not a GeoJSON FeatureCollection at all."""

    code = "areas.boundaries_unreadable"
    sentence = (
        "Berkas ini bukan GeoJSON. Simpan batas wilayah sebagai FeatureCollection, EPSG:4326."
    )


class BoundariesEmpty(Refused):
    """A FeatureCollection without any feature."""

    code = "areas.boundaries_empty"
    sentence = (
        "Berkas GeoJSON ini tidak berisi satu poligon pun. Simpan ulang dari peta dengan "
        "poligon wilayahnya, lalu unggah lagi."
    )
