"""A month of a kampung in the field order of the national portal's forms, to be copied over.

Order and words: the portal's code as seen in August 2023 (no public description is known). Our
columns were made from the same lists, so every question of the three reports has one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any  # stored values

from naikkelas.lib.fields import Field, Kind
from naikkelas.lib.numbers import id_number
from naikkelas.registry.rules import reference
from naikkelas.registry.rules.schema import FORMS

_ABSENT = "Belum diisi"
_YES_NO = {True: "Ada", False: "Tidak ada", None: _ABSENT}
_PORTAL_NAMES = {"uppka": "UPPKA", "sekretariat": "Sekretariat KKB", "rumah_dataku": "Rumah Dataku"}


@dataclass(frozen=True, slots=True)
class Line:
    """One question of the portal with our answer; `is_personal` answers are not told here."""

    number: int
    label: str
    answer: str
    is_personal: bool = False
    is_absent: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One form of the portal, or a part of it under a heading of its own."""

    form: str
    title: str
    columns: tuple[str, ...]


_MECHANISMS = tuple(
    name for column in reference.MECHANISMS for name in (column, f"frekuensi_{column}")
)
_AGES = tuple(row["kode"][1:] for row in reference.rows("kelompok_umur"))
SECTIONS = (
    Section("profil", "Sarana dan poktan", (*reference.POKTAN, *reference.SARANA)),
    Section(
        "profil",
        "Pokja",
        (
            *("pokja_ada", "pokja_sk", "pokja_anggota", "pokja_terlatih", "pokja_pelatihan"),
            "pokja_anggota_terlatih",
        ),
    ),
    Section(
        "profil",
        "Pendamping",
        ("plkb_ada", "plkb_nip", "pengarah", "plkb_nama", "plkb_kontak"),
    ),
    Section(
        "profil",
        "Regulasi, dana, rencana, dan data",
        (
            *("regulasi_ada", "regulasi", "sumber_dana", "rkm_ada", "penggunaan_data_ada"),
            "penggunaan_data",
        ),
    ),
    Section("profil", "Mekanisme operasional", _MECHANISMS),
    # The portal asks men (Pria) and women (Wanita) of an age beside each other.
    Section(
        "penduduk",
        "Jumlah penduduk menurut umur: pria, lalu wanita",
        tuple(f"{sex}_{age}" for age in _AGES for sex in ("l", "p")),
    ),
    Section("penduduk", "Jumlah keluarga", reference.FAMILIES),
    Section("kkbpk", "Peserta poktan", tuple(f"peserta_{code}" for code in reference.POKTAN)),
    Section("kkbpk", "Peserta KB", reference.METHODS),
    Section("kkbpk", "PUS bukan peserta KB", reference.NON_USERS),
    Section("kkbpk", "Jaminan kesehatan", ("pengguna_bpjs",)),
)
"""Every question of the portal's three reports, in its order."""


def lines_of(section: Section, values: Mapping[str, Any], first: int) -> Iterator[Line]:
    """The questions of a section, numbered from `first`."""
    form = FORMS[section.form]
    for number, name in enumerate(section.columns, first):
        field, value = form.field(name), values.get(name)
        label = _PORTAL_NAMES.get(name, field.label)
        if name.startswith("frekuensi_"):
            label = f"Frekuensi {form.field(name.removeprefix('frekuensi_')).label.lower()}"
        is_absent = value is None or value == ""
        yield Line(number, label, _answer(field, value), field.personal, is_absent)


def _answer(field: Field, value: Any) -> str:
    """As it is typed into the portal: figures without points, lists by their names."""
    if field.personal:
        return ""
    if field.kind is Kind.FLAG:
        return _YES_NO[value]
    if value is None or value == "":
        return _ABSENT
    if field.kind in (Kind.CHOICE, Kind.CHOICES):
        names = {option.code: option.name for option in field.options}
        return ", ".join(names.get(code, code) for code in str(value).split("|"))
    return str(value)


def refusals(values: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """What the portal would refuse of these figures (form → answers), in words.

    Its rules as seen in 2023: users and non-users come to the number of couples exactly, no more
    participants than there are to take part, no more insured than people.
    """
    people, report = values.get("penduduk", {}), values.get("kkbpk", {})
    if not people or not report:
        return []
    found = []
    parts = [report.get(name) for name in (*reference.METHODS, *reference.NON_USERS)]
    total, couples = sum(part for part in parts if part is not None), people.get("pus")
    if couples is not None and total != couples:
        found.append(
            f"Peserta dan bukan peserta KB berjumlah {id_number(total)}, PUS {id_number(couples)}. "
            "Portal hanya menerima bila keduanya sama."
        )
    for field in FORMS["kkbpk"].fields:
        own, most = report.get(field.name), people.get(field.not_above)
        if field.not_above and own is not None and most is not None and own > most:
            target = FORMS["penduduk"].field(field.not_above).label
            found.append(
                f"{field.label} {id_number(own)}, lebih dari {target} {id_number(most)}. "
                "Periksa salah satunya."
            )
    ages = [people.get(name) for name in FORMS["penduduk"].by_name if name[:2] in ("l_", "p_")]
    inhabitants = sum(age for age in ages if age is not None)
    insured = report.get("pengguna_bpjs")
    if insured is not None and any(age is not None for age in ages) and insured > inhabitants:
        found.append(
            f"Pengguna BPJS {id_number(insured)}, lebih dari jumlah jiwa {id_number(inhabitants)}."
        )
    return found
