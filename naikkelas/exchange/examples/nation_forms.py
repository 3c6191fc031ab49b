"""The three report forms of the synthetic nation, in columns."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np

from naikkelas.exchange.examples import layout
from naikkelas.exchange.examples.columns import (
    Columns,
    Floats,
    Ints,
    Truths,
    broken,
    flags,
    list_cells,
    near,
    numbers,
    texts,
)
from naikkelas.exchange.examples.scores import DIMENSIONS
from naikkelas.exchange.examples.spread import Nation, choices_of, count_of, scores_of

Writer: TypeAlias = Callable[[Nation, Mapping[str, Ints], Ints, np.random.Generator], Columns]

_AGE_SHAPE = (86, 89, 86, 83, 83, 82, 79, 76, 73, 66, 57, 46, 35, 26, 16, 17)

_AIMS: Mapping[str, tuple[tuple[float, float], ...]] = {
    "partisipasi_poktan": ((0.5, 8), (11, 19), (22, 29), (33, 70)),
    "cpr": ((5, 27), (31, 39), (42, 49), (53, 82)),
    "mkjp": ((3, 18), (20.5, 21.5), (23.2, 23.8), (26, 55)),
    "unmet_need": ((14, 19), (10.6, 11.4), (7.6, 8.4), (1, 5)),
}
"""Percent to aim at for score 1, 2, 3, 4."""


def profile_columns(
    nation: Nation, counted: Mapping[str, Ints], who: Ints, chance: np.random.Generator
) -> Columns:
    """The profil answers; the counts of families play no part in them."""
    codes = (*DIMENSIONS["input"], *DIMENSIONS["proses"][:2])
    score = {code: scores_of(code, nation, "profil", who, chance) for code in codes}
    has_pkb = score["pkb_regulasi"] >= 2
    has_rule = score["pkb_regulasi"] == 3
    columns: Columns = {
        "plkb_ada": flags(has_pkb),
        "plkb_nip": numbers(has_pkb, 990_000_000_000_000_000 + who // 5),
        "plkb_nama": texts((None, "PKB Contoh"), has_pkb),
        "pengarah": texts((*layout.OTHER_GUIDES, None), np.where(has_pkb, 9, who % 9)),
        "regulasi_ada": flags(has_rule),
        "regulasi": texts((None, "kepala_desa_lurah"), has_rule),
        "rkm_ada": flags(chance.random(len(who)) < 0.55),
    }
    return columns | _pokja(score["pokja"], chance) | _profile_lists(score, nation, who, chance)


def _pokja(score: Ints, chance: np.random.Generator) -> Columns:
    defect = broken(len(score), 2, chance)
    is_negative, is_too_many = defect == 1, defect == 2
    has_pokja = (score > 1) | (defect > 0)
    is_trained: Truths = score == 4
    members = np.where(score >= 3, chance.integers(6, 25, len(score)), 0)
    trained = np.where(is_trained, members // 2 + 1, 0)
    trained = np.select([is_negative, is_too_many], [-11, 500], trained)
    return {
        "pokja_ada": flags(has_pokja),
        "pokja_sk": flags(chance.random(len(score)) < 0.9, has_pokja),
        "pokja_anggota": numbers(has_pokja, np.where(is_too_many, 9, members)),
        "pokja_terlatih": flags(is_trained, has_pokja),
        "pokja_anggota_terlatih": numbers(has_pokja, trained),
        "cacat": texts((None, "jumlah_negatif", "terlatih_melebihi_anggota"), defect),
    }


def _profile_lists(
    score: Mapping[str, Ints], nation: Nation, who: Ints, chance: np.random.Generator
) -> Columns:
    columns: Columns = {}
    picked = {
        code: choices_of(len(options), count_of(code, score[code], chance), nation, who, chance)
        for code, options in (
            ("sumber_dana", layout.FUNDS),
            ("penggunaan_data", layout.DATA_USES),
            ("poktan", layout.POKTAN),
            ("sarana", layout.SARANA),
            ("mekanisme_operasional", layout.MECHANISMS),
        )
    }
    columns["sumber_dana"] = list_cells(layout.FUNDS, picked["sumber_dana"])
    columns["penggunaan_data"] = list_cells(layout.DATA_USES, picked["penggunaan_data"])
    columns["penggunaan_data_ada"] = flags(picked["penggunaan_data"].sum(axis=1) > 0)
    for code, options in (
        ("poktan", layout.POKTAN),
        ("sarana", layout.SARANA),
        ("mekanisme_operasional", layout.MECHANISMS),
    ):
        for at, name in enumerate(options):
            columns[name] = flags(picked[code][:, at])
    for at, name in enumerate(layout.MECHANISMS):
        often = np.where(picked["mekanisme_operasional"][:, at], 1 + (who + at) % 5, 0)
        columns[f"frekuensi_{name}"] = texts((None, *layout.FREQUENCIES[:5]), often)
    return columns


def population_table(nation: Nation, chance: np.random.Generator) -> dict[str, Ints]:
    """The six family counts of every kampung, from which all its reports are taken."""
    families = nation.people / (3.0 + 0.6 * chance.random(nation.count))
    shares = {
        "pus": 0.593,
        "keluarga": 1.0,
        "keluarga_balita": 0.215,
        "keluarga_remaja": 0.325,
        "keluarga_lansia": 0.187,
    }
    counts = {
        name: np.rint(families * share * near(nation.count, 0.08 * (share < 1), chance))
        for name, share in shares.items()
    }
    counts["remaja"] = np.rint(nation.people * 0.154 * near(nation.count, 0.08, chance))
    return {name: found.astype(np.int64) for name, found in counts.items()}


def population_columns(
    nation: Nation, counted: Mapping[str, Ints], who: Ints, chance: np.random.Generator
) -> Columns:
    """Ages around a common shape, then the families and couples of the kampung."""
    shape = np.array(_AGE_SHAPE * 2) / sum(_AGE_SHAPE * 2)
    columns: Columns = {
        name: np.rint(nation.people[who] * share * near(len(who), 0.1, chance)).astype(np.int64)
        for name, share in zip(layout.AGE_COLUMNS, shape, strict=True)
    }
    columns |= {name: counted[name][who] for name in layout.FAMILY_COUNTS}
    defect = broken(len(who), 5, chance)
    pus = columns["pus"]
    wrong = np.select([defect == 1, defect == 2, defect == 3], [0, 253_000_000, pus * 5], pus)
    columns["pus"] = numbers(defect != 4, wrong)
    columns["l_00_04"] = np.where(defect == 5, -7, columns["l_00_04"])
    kinds = ("pus_nol", "jumlah_raksasa", "pus_melebihi_keluarga", "pus_kosong", "jumlah_negatif")
    columns["cacat"] = texts((None, *kinds), defect)
    return columns


def kkbpk_columns(
    nation: Nation, counted: Mapping[str, Ints], who: Ints, chance: np.random.Generator
) -> Columns:
    """Participants, methods and non-users; users and non-users add up to the PUS."""
    aim = {
        code: _aim(code, scores_of(code, nation, "kkbpk", who, chance), chance) for code in _AIMS
    }
    pus = counted["pus"][who]
    users = np.rint(pus * aim["cpr"]).astype(np.int64)
    long_users = np.rint(users * aim["mkjp"]).astype(np.int64)
    unmet = np.minimum(np.rint(pus * aim["unmet_need"]).astype(np.int64), pus - users)
    resting = pus - users - unmet
    columns: Columns = {
        name: np.rint(counted[base][who] * aim["partisipasi_poktan"]).astype(np.int64)
        for name, base in layout.PARTICIPANTS.items()
    }
    columns |= _split(long_users, dict(zip(layout.LONG_ACTING, (13, 8, 2, 26), strict=True)))
    columns |= _split(users - long_users, dict(zip(layout.SHORT_ACTING, (7, 102, 32), strict=True)))
    columns |= _split(resting, {"hamil": 12, "ingin_anak_segera": 26})
    columns |= _split(unmet, {"ingin_anak_tunda": 19, "tidak_ingin_anak_lagi": 22})
    columns["pengguna_bpjs"] = np.rint(nation.people[who] * 0.78).astype(np.int64)
    defect = broken(len(who), 4, chance)
    columns["kondom"] = np.where(defect == 1, -49, columns["kondom"])
    columns["suntik"] = np.where(defect == 2, 1_900_000_000, columns["suntik"])
    columns["peserta_bkb"] = np.where(
        defect == 3, counted["keluarga_balita"][who] * 2 + 9, columns["peserta_bkb"]
    )
    columns["hamil"] = np.where(defect == 4, columns["hamil"] + 31, columns["hamil"])
    kinds = ("jumlah_negatif", "jumlah_raksasa", "peserta_melebihi_sasaran", "kb_tidak_sama_pus")
    columns["cacat"] = texts((None, *kinds), defect)
    return columns


def _aim(code: str, score: Ints, chance: np.random.Generator) -> Floats:
    low, high = np.array(_AIMS[code]).T / 100
    aimed: Floats = low[score - 1] + (high - low)[score - 1] * chance.random(len(score))
    return aimed


def _split(total: Ints, weights: Mapping[str, float]) -> dict[str, Ints]:
    """The total in parts that add up to it; the last part takes what rounding leaves."""
    whole, parts, left = sum(weights.values()), {}, total
    for name, weight in list(weights.items())[:-1]:
        parts[name] = np.minimum(np.rint(total * (weight / whole)).astype(np.int64), left)
        left = left - parts[name]
    return parts | {list(weights)[-1]: left}


FORMS: Mapping[str, Writer] = {
    "profil": profile_columns,
    "penduduk": population_columns,
    "kkbpk": kkbpk_columns,
}
"""Form → the function that fills its answers in, given who reports in which row."""
