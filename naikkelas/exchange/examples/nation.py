"""A synthetic nation for benches: many kampung, their reports in columns, in seconds.

Densities are those of the sample of the neutral format (per kampung in five years 2 profil,
1.8 penduduk, 2.3 KKBPK, 9 activities), scores are spread roughly as in the national recap of
August 2023. Rows broken on purpose are named in `cacat`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
from lokal import wilayah

from naikkelas.exchange.examples import layout, nation_forms
from naikkelas.exchange.examples.catalogue import AGENCIES, KINDS, OWN
from naikkelas.exchange.examples.columns import (
    Columns,
    Ints,
    append,
    days,
    framed,
    head,
    repeated,
    texts,
    write,
)
from naikkelas.exchange.examples.spread import (
    DENSITY,
    FIRST_ID,
    REPORTING,
    Nation,
    count_of,
    scores_of,
)

Places = Sequence[tuple[str, str]]

SEED = 62
UNTIL = date(2025, 7, 31)

_SIZES = ((0, 0.05, 0.25, 0.5, 0.75, 0.95, 1), (60, 180, 750, 1629, 3796, 11_000, 42_000))
"""Quantiles of the population; quartiles and median are the national ones of 2023."""
_BLOCK = 250_000
"""Activities held in memory at once."""


@dataclass(frozen=True)
class Written:
    """How many rows each file of the set got."""

    directory: Path
    rows: Mapping[str, int]


def generate(
    directory: Path,
    *,
    seed: int = SEED,
    kampung: int = 35_000,
    years: int = 5,
    until: date = UNTIL,
    places: Places | None = None,
) -> Written:
    """Write the five files for so many villages and the years up to `until`.

    The villages (code and name, by code) are those of the nation, unless others are given.
    """
    directory.mkdir(parents=True, exist_ok=True)
    chance = np.random.Generator(np.random.PCG64(seed))
    nation = _nation(chance, places or all_villages(), kampung, years, until)
    rows = {"kampung": write(directory, "kampung", _kampung_frame(nation, chance))}
    counted = nation_forms.population_table(nation, chance)
    for form, columns in nation_forms.FORMS.items():
        who, day = _versions(form, nation, years, chance)
        frame = framed(form, columns(nation, counted, who, chance) | _entry(form, who, day))
        rows[form] = write(directory, form, repeated(frame, "laporan_ganda", chance))
    wanted = round(DENSITY["intervensi"] * years / 5 * kampung)
    rows["intervensi"] = _write_activities(directory, nation, wanted, chance)
    return Written(directory, rows)


def activities(
    directory: Path, rows: int = 2_000_000, *, kampung: int = 35_000, seed: int = SEED
) -> Written:
    """Write a set of kampung with very many activities and no reports, for the CSV bench."""
    directory.mkdir(parents=True, exist_ok=True)
    chance = np.random.Generator(np.random.PCG64(seed))
    nation = _nation(chance, all_villages(), kampung, 5, UNTIL)
    written = {"kampung": write(directory, "kampung", _kampung_frame(nation, chance))}
    for form in nation_forms.FORMS:
        written[form] = layout.write(directory, form, ())
    written["intervensi"] = _write_activities(directory, nation, rows, chance)
    return Written(directory, written)


# ---- kampung


def _nation(
    chance: np.random.Generator, places: Places, kampung: int, years: int, until: date
) -> Nation:
    if not 1 <= kampung <= len(places):
        raise ValueError(f"Between 1 and {len(places)} villages can be drawn, not {kampung}")
    chosen = np.sort(chance.permutation(len(places))[:kampung])
    return Nation(
        codes=[places[at][0] for at in chosen],
        names=pl.Series([places[at][1] for at in chosen], dtype=pl.String),
        people=np.interp(chance.random(kampung), *_SIZES),
        engagement=chance.random(kampung),
        begin=until.toordinal() - round(years * 365.25) + 1,
        end=until.toordinal(),
    )


def all_villages() -> Places:
    """Code and name of every village of the region list, in the order of the codes."""
    regions = wilayah.list_wilayah()
    while regions[0].level < 4:
        regions = [child for region in regions for child in wilayah.list_wilayah(region.code)]
    return sorted((region.code, region.name) for region in regions)


def _kampung_frame(nation: Nation, chance: np.random.Generator) -> pl.DataFrame:
    """The kampung, a few villages with a second one ("ganda menurut sumber") at the end."""
    first = date(2016, 1, 14).toordinal()
    founded = chance.integers(first, nation.begin, nation.count)
    twice = np.sort(chance.permutation(nation.count)[: nation.count // 500])
    who = np.concatenate([np.arange(nation.count), twice])
    names = nation.names.gather(who)
    defect = np.zeros(len(who), dtype=np.int64)
    defect[twice], defect[nation.count :] = 1, 1
    criteria = chance.integers(0, len(layout.SITE_CRITERIA), len(who))
    columns: Columns = {
        "id": np.arange(FIRST_ID, FIRST_ID + len(who)),
        "kode_desa": pl.Series(nation.codes).gather(who),
        "nama": names,
        "tanggal_pencanangan": days(founded[who]),
        "cakupan_wilayah": texts(("desa", "dusun", "rw"), chance.integers(0, 3, len(who))),
        "kriteria": texts(layout.SITE_CRITERIA, criteria),
        "gambaran_umum": "Contoh: Kampung Keluarga Berkualitas " + names,
        "aktif": "ya",
        "cacat": texts((None, "kampung_ganda"), defect),
    }
    return framed("kampung", columns)


# ---- versions: which kampung reported when


def _versions(
    form: str, nation: Nation, years: int, chance: np.random.Generator
) -> tuple[Ints, Ints]:
    """Kampung and day of every version, in the order of entering."""
    reporting = nation.reporting(form)
    mean = DENSITY[form] * years / 5 / REPORTING[form]
    # Skewed: most send a few versions, some very many; the mean is as wanted.
    share = chance.random(len(reporting)) ** 2 * 3
    times = np.maximum(1, np.rint(share * mean).astype(np.int64))
    who = np.repeat(reporting, times)
    day = chance.integers(nation.begin, nation.end + 1, len(who))
    order = np.lexsort((who, day))
    return who[order], day[order]


def _entry(form: str, who: Ints, day: Ints) -> Columns:
    """Keys and marks of the versions: ids in the order of entering, the newest one marked."""
    entered = days(day)
    newest = np.zeros(len(who), dtype=np.int64)
    newest[len(who) - 1 - np.unique(who[::-1], return_index=True)[1]] = 1
    columns: Columns = {
        "id": np.arange(FIRST_ID, FIRST_ID + len(who)),
        "kampung_id": who + FIRST_ID,
        "tanggal_isi": entered,
        "aktif": texts((None, "ya"), newest),
    }
    if form != "penduduk":
        columns |= {"bulan": entered.dt.month(), "tahun": entered.dt.year()}
    return columns


# ---- activities

_AGENCY_ORDER = (*OWN, *(code for code, _ in AGENCIES))
_WIDTH = len(_AGENCY_ORDER) + 1
_PAIRS: tuple[str | None, ...] = tuple(
    layout.listed(dict.fromkeys(code for code in (one, other) if code)) or None
    for one in (None, *_AGENCY_ORDER)
    for other in (None, *_AGENCY_ORDER)
)
"""Every pair of agencies as a list cell, at (1 + first) × width + 1 + second."""


def _write_activities(
    directory: Path, nation: Nation, rows: int, chance: np.random.Generator
) -> int:
    """The activities in the order of their dates, written in blocks so that memory is bounded."""
    active = nation.reporting("intervensi")
    score = scores_of("lintas_sektor", nation, "intervensi", active, chance)
    pool_size = count_of("lintas_sektor", score, chance)
    pools = chance.random((len(active), len(_AGENCY_ORDER))).argsort(axis=1)
    # Days are sorted for the whole file, so blocks follow each other in time.
    day = np.sort(chance.integers(nation.begin, nation.end + 1, rows))
    with (directory / "intervensi.csv").open("wb") as file:
        head(file, "intervensi")
        for start in range(0, rows, _BLOCK):
            block = day[start : start + _BLOCK]
            at = (chance.random(len(block)) ** 1.3 * len(active)).astype(np.int64)
            agencies = _agencies(at, pools, pool_size, chance)
            columns = _activity_columns(nation, active[at], agencies, block, chance)
            columns["id"] = np.arange(FIRST_ID + start, FIRST_ID + start + len(block))
            append(file, repeated(framed("intervensi", columns), "kegiatan_ganda", chance))
    return rows


def _agencies(
    at: Ints, pools: Ints, pool_size: Ints, chance: np.random.Generator
) -> tuple[Ints, Ints]:
    """Two agencies of the kampung's pool for each activity, often the same; -1 where none."""
    size = pool_size[at]
    first, second = (
        np.where(size > 0, pools[at, (chance.random(len(at)) * size).astype(np.int64)], -1)
        for _ in range(2)
    )
    return first, np.where(chance.random(len(at)) < 0.5, first, second)


def _activity_columns(
    nation: Nation,
    who: Ints,
    agencies: tuple[Ints, Ints],
    day: Ints,
    chance: np.random.Generator,
) -> Columns:
    first, second = agencies
    kind = chance.integers(0, len(KINDS), len(who))
    is_without = first < 0
    free_text = is_without & (chance.random(len(who)) < 0.3)
    titles = texts([found.title for found in KINDS], kind)
    return {
        "kampung_id": who + FIRST_ID,
        "tanggal": days(day),
        "tempat": "Balai " + nation.names.gather(who),
        "judul": titles,
        "deskripsi": "Contoh kegiatan: " + titles,
        "jenis_post": texts(("kegiatan", "sebelum_sesudah"), chance.random(len(who)) < 0.07),
        "kategori": texts([found.function for found in KINDS], kind),
        "inpres_kegiatan": texts([found.inpres for found in KINDS], kind),
        "sasaran": texts([layout.listed(found.targets) for found in KINDS], kind),
        "instansi": texts(_PAIRS, (first + 1) * _WIDTH + second + 1),
        "instansi_lainnya": texts((None, "Kelompok warga (contoh)"), free_text),
        "jumlah_foto": chance.integers(0, 6, len(who)),
        "cacat": texts(
            (None, "instansi_kosong", "instansi_tanpa_kode"),
            is_without.astype(np.int64) + free_text,
        ),
    }
