"""What evidence can back: the facts of the reports, each one answer or a few that go together.

Evidence names columns; people choose facts. Every figure and answer of a report that is not a
name or a number of a person belongs to exactly one fact.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from naikkelas.registry.rules import reference, schema


class Paper(StrEnum):
    """Kinds of evidence; the values are those of `models.Evidence.Kind`."""

    DECREE = "sk"
    ATTENDANCE = "daftar_hadir"
    MINUTES = "notulen"
    PHOTO = "foto"
    ACTIVITY = "kegiatan"
    OTHER = "lainnya"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a report declares, and the kinds of evidence that usually show it."""

    code: str
    label: str
    form: str
    columns: tuple[str, ...]
    usual: tuple[Paper, ...]

    @property
    def joined(self) -> str:
        """The columns as stored with the evidence: `pokja_ada|pokja_sk|pokja_anggota`."""
        return "|".join(self.columns)


_MEETING = (Paper.MINUTES, Paper.ATTENDANCE, Paper.PHOTO, Paper.ACTIVITY)
_GROUP = (Paper.DECREE, Paper.PHOTO, Paper.ACTIVITY, Paper.ATTENDANCE)
_NUMBERS = (Paper.OTHER, Paper.PHOTO)
_TRAINING = ("pokja_terlatih", "pokja_pelatihan", "pokja_anggota_terlatih")
_POKTAN = ("bkb", "bkr", "bkl", "uppka", "pik_r")


def _profil(code: str, label: str, columns: tuple[str, ...], *usual: Paper) -> Fact:
    return Fact(code, label, "profil", columns, usual)


def _label(form: schema.Form, column: str) -> str:
    return form.field(column).label


_PROFIL = (
    _profil("pokja", "Pokja dan SK-nya", ("pokja_ada", "pokja_sk", "pokja_anggota"), Paper.DECREE),
    _profil("pelatihan", "Pelatihan Pokja", _TRAINING, Paper.ATTENDANCE, Paper.OTHER, Paper.PHOTO),
    _profil("pendamping", "Pendamping", ("plkb_ada", "pengarah"), Paper.DECREE),
    _profil("regulasi", "Regulasi daerah", ("regulasi_ada", "regulasi"), Paper.DECREE, Paper.OTHER),
    _profil("dana", "Sumber dana", ("sumber_dana",), Paper.OTHER, Paper.DECREE),
    _profil("rkm", "Rencana kerja masyarakat (RKM)", ("rkm_ada",), Paper.OTHER, Paper.MINUTES),
    _profil(
        "data",
        "Pemakaian data",
        ("penggunaan_data_ada", "penggunaan_data"),
        Paper.OTHER,
        Paper.MINUTES,
    ),
    *(_profil(name, _label(schema.PROFIL, name), (name,), *_GROUP) for name in _POKTAN),
    *(
        _profil(name, _label(schema.PROFIL, name), (name,), Paper.PHOTO, Paper.DECREE)
        for name in ("sekretariat", "rumah_dataku")
    ),
    _profil("program", "Program tambahan", ("program_tambahan",), Paper.OTHER, Paper.PHOTO),
    *(
        _profil(name, _label(schema.PROFIL, name), (name, f"frekuensi_{name}"), *_MEETING)
        for name in reference.MECHANISMS
    ),
)
_FAMILIES = ("pus", "keluarga", "remaja", "keluarga_balita", "keluarga_remaja", "keluarga_lansia")
_PENDUDUK = (
    Fact("umur", "Penduduk menurut umur", "penduduk", schema.AGE_COLUMNS, _NUMBERS),
    Fact("keluarga", "Keluarga dan sasaran", "penduduk", _FAMILIES, _NUMBERS),
)
_KKBPK = (
    *(
        Fact(
            f"peserta_{name}",
            _label(schema.KKBPK, f"peserta_{name}"),
            "kkbpk",
            (f"peserta_{name}",),
            (Paper.ATTENDANCE, Paper.PHOTO, Paper.ACTIVITY),
        )
        for name in _POKTAN
    ),
    Fact("metode", "Peserta KB menurut metode", "kkbpk", reference.METHODS, _NUMBERS),
    Fact("bukan_peserta", "PUS bukan peserta KB", "kkbpk", reference.NON_USERS, _NUMBERS),
    Fact("bpjs", "Pengguna BPJS Kesehatan", "kkbpk", ("pengguna_bpjs",), _NUMBERS),
)

FACTS: Mapping[str, tuple[Fact, ...]] = MappingProxyType(
    {"profil": _PROFIL, "penduduk": _PENDUDUK, "kkbpk": _KKBPK}
)
"""Form code to its facts, in the order of the form."""

THEME, THEME_DECREE, THEME_ANSWER = "tema", "sk_tema", "kriteria_tema"
_OF_THEMES = (
    Fact(THEME_DECREE, "SK tema kampung", THEME, (THEME_DECREE,), (Paper.DECREE,)),
    Fact(THEME_ANSWER, "Jawaban kriteria tema", THEME, (THEME_ANSWER,), (Paper.OTHER, Paper.PHOTO)),
)
_ALL: Mapping[str, tuple[Fact, ...]] = {**FACTS, THEME: _OF_THEMES}
"""Also what no report declares: themes. Such evidence backs no figure and no class."""


def facts_of(form_code: str, codes: Iterable[str]) -> tuple[Fact, ...]:
    """The facts of a form that are named; names that it does not have are left out."""
    wanted = set(codes)
    return tuple(fact for fact in _ALL.get(form_code, ()) if fact.code in wanted)


def columns_of(facts: Iterable[Fact]) -> str:
    """The columns of several facts as stored with the evidence."""
    return "|".join(fact.joined for fact in facts)


def facts_backed(form_code: str, columns: str) -> tuple[Fact, ...]:
    """The facts that evidence with these columns backs, wholly or in part."""
    named = set(columns.split("|"))
    return tuple(fact for fact in _ALL.get(form_code, ()) if named & set(fact.columns))


def usual_facts(form_code: str, paper: str) -> tuple[Fact, ...]:
    """The facts of a form that this kind of evidence usually shows."""
    return tuple(fact for fact in FACTS.get(form_code, ()) if paper in fact.usual)
