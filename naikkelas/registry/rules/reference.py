"""The option lists of the national forms; the code is stored, the name is shown.

Source: seed lists of the national Kampung KB website of August 2023, spelling corrected.
"""

import csv
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from naikkelas.lib.fields import Option


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Every row of a reference list, in the order of the screen."""
    text = (files("naikkelas.registry") / "reference" / f"{name}.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def options(name: str) -> tuple[Option, ...]:
    """The choices of a list; withdrawn ones (`aktif` false) are left out."""
    label = "kegiatan" if name == "inpres_3_2022" else "nama"
    return tuple(
        Option(row["kode"], row[label]) for row in rows(name) if row.get("aktif", "true") == "true"
    )


@cache
def names(name: str) -> MappingProxyType[str, str]:
    """Code to name, withdrawn choices too: history keeps them."""
    label = "kegiatan" if name == "inpres_3_2022" else "nama"
    return MappingProxyType({row["kode"]: row[label] for row in rows(name)})


POKTAN = tuple(row["kode"] for row in rows("poktan_dan_sarana") if row["jenis"] == "poktan")
SARANA = tuple(row["kode"] for row in rows("poktan_dan_sarana") if row["jenis"] == "sarana")
METHODS = tuple(row["kode"] for row in rows("kontrasepsi"))
NON_USERS = tuple(row["kode"] for row in rows("bukan_peserta_kb"))
FAMILIES = tuple(row["kode"] for row in rows("jenis_keluarga"))
# Participants of a poktan and the family count that is their target.
TARGETS = MappingProxyType(
    {
        f"peserta_{row['kode']}": row["penyebut_partisipasi"]
        for row in rows("poktan_dan_sarana")
        if row["jenis"] == "poktan"
    }
)
# Column of the profile to the code of `mekanisme_operasional`.
MECHANISMS = MappingProxyType(
    {
        "rapat_perencanaan": "rapat_perencanaan",
        "rapat_koordinasi": "rapat_koordinasi",
        "sosialisasi": "sosialisasi",
        "monev": "monitoring_evaluasi",
        "penyusunan_laporan": "penyusunan_laporan",
    }
)
