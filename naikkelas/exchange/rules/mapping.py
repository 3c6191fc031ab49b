"""A recap of another system by a mapping: which of its columns is which of our answers.

A mapping belongs to a row of headings and is known again by their fingerprint. What it makes are
tables of ours with the rows' numbers in the source, so that every finding names the person's row.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

import polars as pl

from naikkelas.areas.rules import codes
from naikkelas.exchange.rules.layouts import heading, key_of
from naikkelas.exchange.rules.tables import ROW
from naikkelas.lib.dates import MONTHS, month_end
from naikkelas.lib.names import search_key
from naikkelas.registry.rules.schema import REPORTS

HEADER_WITHIN = 15
"""Rows in which the headings are looked for."""
_RECORD = {
    "kode_desa": "Kode desa/kelurahan",
    "nama_desa": "Nama desa/kelurahan",
    "nama_kecamatan": "Nama kecamatan",
    "tahun": "Tahun",
    "bulan": "Bulan",
    "tanggal_isi": "Tanggal isi",
}
TARGETS: Mapping[str, str] = MappingProxyType(
    _RECORD
    | {
        f"{form.code}.{one.name}": f"{form.short_name or form.name}: {heading(one, form)}"
        for form in REPORTS
        for one in form.fields
        if not one.personal
    }
)
"""What a column can be → its words on screen; answers about persons come by no recap."""
_BY_WORDS = {key_of(words): code for code, words in TARGETS.items()}
# Headings of the portal's recap of 2023 and of its downloads, where they say it otherwise.
_PORTAL: Mapping[str, str] = MappingProxyType(
    {
        "desa": "nama_desa",
        "kelurahan": "nama_desa",
        "desakelurahan": "nama_desa",
        "kecamatan": "nama_kecamatan",
        "kodewilayah": "kode_desa",
        "kodedesa": "kode_desa",
        "pokjapengurusan": "profil.pokja_ada",
        "pokjask": "profil.pokja_sk",
        "pokjapelatihan": "profil.pokja_terlatih",
        "pokjajumlah": "profil.pokja_anggota",
        "pokjajumlahterlatih": "profil.pokja_anggota_terlatih",
        "plkbpendamping": "profil.plkb_ada",
        "regulasi": "profil.regulasi_ada",
        "rkm": "profil.rkm_ada",
        "penggunaandata": "profil.penggunaan_data_ada",
        "memilikibalita": "penduduk.keluarga_balita",
        "memilikiremaja": "penduduk.keluarga_remaja",
        "memilikilansia": "penduduk.keluarga_lansia",
        "pikr": "profil.pik_r",
        "partisipasibkb": "kkbpk.peserta_bkb",
        "partisipasibkr": "kkbpk.peserta_bkr",
        "partisipasibkl": "kkbpk.peserta_bkl",
        "partisipasiuppka": "kkbpk.peserta_uppka",
        "partisipasipikr": "kkbpk.peserta_pik_r",
        "anaksegera": "kkbpk.ingin_anak_segera",
        "anakkemudian": "kkbpk.ingin_anak_tunda",
        "tidakinginanak": "kkbpk.tidak_ingin_anak_lagi",
    }
)


def _names() -> dict[str, str]:
    """Every name of a column that only one form has → its target."""
    found: dict[str, list[str]] = {}
    for code in TARGETS:
        found.setdefault(key_of(code.rpartition(".")[2]), []).append(code)
    return {name: targets[0] for name, targets in found.items() if len(targets) == 1}


_BY_NAME = _names()


def guess(words: str) -> str:
    """The target that a heading probably is; empty for none."""
    key = key_of(words)
    return _PORTAL.get(key) or _BY_WORDS.get(key) or _BY_NAME.get(key, "")


def target_of(words: str) -> str | None:
    """The target that a person chose by its words; empty for none, None for unknown words."""
    key = key_of(words)
    return _BY_WORDS.get(key) if key else ""


@dataclass(frozen=True, slots=True)
class Plan:
    """One mapping: the row of the headings, a target (or none) for each column, words of cells."""

    header_row: int
    columns: tuple[str, ...]
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def forms(self) -> tuple[str, ...]:
        """The reports that come out of it."""
        found = {code.partition(".")[0] for code in self.columns if "." in code}
        return tuple(form.code for form in REPORTS if form.code in found)

    @property
    def has_month(self) -> bool:
        """Whether the file itself says of which month a row is."""
        return {"tahun", "bulan"} <= set(self.columns)

    def fault(self) -> str:
        """Why nothing can come out of it, in words; empty where something can."""
        used = [code for code in self.columns if code]
        twice = sorted({TARGETS[code] for code in used if used.count(code) > 1})
        if twice:
            return f"Dua kolom dipetakan ke {', '.join(twice)}. Sisakan satu."
        if not {"kode_desa", "nama_desa"} & set(used):
            return "Petakan kolom desa: kodenya, atau namanya bersama nama kecamatan."
        if "nama_desa" in used and not {"kode_desa", "nama_kecamatan"} & set(used):
            return "Nama desa dapat sama. Petakan juga kolom kecamatan, atau kode desanya."
        if not self.forms:
            return "Petakan sedikitnya satu kolom ke isian laporan."
        return ""


def fingerprint(headings: Sequence[str]) -> str:
    """The same for the same headings, however they are spelled."""
    text = "\n".join(key_of(words) for words in headings).rstrip("\n")
    return hashlib.sha256(text.encode()).hexdigest()


def rows_above(grid: pl.DataFrame) -> list[tuple[int, list[str]]]:
    """The first rows of a file as text, with their numbers."""
    top = grid.head(HEADER_WITHIN)
    columns = [name for name in top.columns if name != ROW]
    return [(row[ROW], [row[name] or "" for name in columns]) for row in top.iter_rows(named=True)]


def likely_header(rows: Sequence[tuple[int, Sequence[str]]]) -> int:
    """The number of the row that names most of our answers; the first where none does."""
    return max(rows, key=lambda row: (sum(bool(guess(cell)) for cell in row[1]), -row[0]))[0]


@dataclass(frozen=True, slots=True)
class Villages:
    """How villages are named: codes of ours and others → code, (kecamatan, desa) → code."""

    codes: Mapping[str, str]
    names: Mapping[tuple[str, str], str]

    def code_of(self, code: str, kecamatan: str, name: str) -> str:
        """The village's code; what was written where nobody knows it, which the check refuses."""
        if code:
            return self.codes.get(code.replace(".", "")) or codes.normalise(code)
        found = self.names.get((search_key(kecamatan), search_key(name)))
        return found or ", ".join(filter(None, (name, kecamatan)))


def tables(
    plan: Plan, grid: pl.DataFrame, villages: Villages, month: date | None, today: date
) -> dict[str, pl.DataFrame]:
    """Report → its rows as our reader gives them: text, an unfilled cell null, numbers kept.

    `month` is that of every row where the file does not say it.
    """
    names = [name for name in grid.columns if name != ROW]
    place = {code: name for code, name in zip(plan.columns, names, strict=False) if code}
    rows = grid.filter(
        pl.col(ROW) > plan.header_row, pl.any_horizontal(pl.col(place.values()).is_not_null())
    )
    about = _about(rows, place, villages, month, today)
    made = {}
    for form in plan.forms:
        own = {code: name for code, name in place.items() if code.startswith(f"{form}.")}
        answers = [
            _said(pl.col(name), plan.words).alias(code.partition(".")[2])
            for code, name in own.items()
        ]
        frame = about.with_columns(rows.select(answers).get_columns())
        filled = [code.partition(".")[2] for code in own]
        made[form] = frame.filter(pl.any_horizontal(pl.col(filled).is_not_null()))
    return made


def _said(cell: pl.Expr, words: Mapping[str, str]) -> pl.Expr:
    """A cell with the source's words put into ours; an empty meaning is not filled in."""
    trimmed = cell.str.strip_chars()
    if not words:
        return trimmed
    meanings = {word: meaning or None for word, meaning in words.items()}
    key = trimmed.str.to_lowercase()
    known = key.replace_strict(meanings, default=None, return_dtype=pl.String)
    return pl.when(key.is_in(list(meanings))).then(known).otherwise(trimmed)


def _about(
    rows: pl.DataFrame,
    place: Mapping[str, str],
    villages: Villages,
    month: date | None,
    today: date,
) -> pl.DataFrame:
    def cells(code: str) -> list[str]:
        if code not in place:
            return [""] * rows.height
        return [(cell or "").strip() for cell in rows[place[code]]]

    found = {code: cells(code) for code in _RECORD}
    year, number = (str(month.year), str(month.month)) if month else ("", "")
    years = [cell or year for cell in found["tahun"]]
    months = [cell or number for cell in found["bulan"]]
    named = zip(found["kode_desa"], found["nama_kecamatan"], found["nama_desa"], strict=True)
    entered = [
        said or _entered(one, two, today)
        for said, one, two in zip(found["tanggal_isi"], years, months, strict=True)
    ]
    return pl.DataFrame(
        {
            ROW: rows[ROW],
            "kode_desa": [villages.code_of(*one) or None for one in named],
            "tahun": [one or None for one in years],
            "bulan": [one or None for one in months],
            "tanggal_isi": [one or None for one in entered],
        },
        schema_overrides=dict.fromkeys(("kode_desa", "tahun", "bulan", "tanggal_isi"), pl.String),
    )


_MONTH_NUMBERS = {name.lower(): number for number, name in enumerate(MONTHS, 1)}


def _entered(year: str, month: str, today: date) -> str:
    """The last day of the month, at most today; empty where that is no month."""
    number = _MONTH_NUMBERS.get(month.lower(), int(month) if month.isdecimal() else 0)
    if not year.isdecimal() or not 1 <= number <= 12 or not 2000 <= int(year) <= 2100:
        return ""
    return min(month_end(date(int(year), number, 1)), today).isoformat()
