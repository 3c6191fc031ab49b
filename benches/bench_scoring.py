"""Scoring in process: 83,000 kampung × 12 indicators × 20 periods, in ratios to a memory pass.

The figures are drawn from a seed with real-life holes: a quarter of the profiles and nearly four
in ten of the KKBPK reports do not exist, and single cells are left empty.
"""

from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from naikkelas.instruments.rules import (
    Instrument,
    builtin,
    levels_from_scores,
    score_columns,
)

KAMPUNG, PERIODS = 83_000, 20
ROWS = KAMPUNG * PERIODS
SAMPLE = 4_000  # rows that are scored one by one; the time of all rows is extrapolated from them
LEVEL_BAR, SCORING_BAR, OBJECTS_BAR = 12.0, 3.0, 300.0
ROUNDS = 9
REPORT_MISSING = {"profil_ada": 0.25, "penduduk_ada": 0.30, "kkbpk_ada": 0.38}
CELL_MISSING = 0.03

Columns = dict[str, NDArray[np.float64]]


def run() -> list[dict[str, Any]]:
    """The three bars of scoring, and the corrected rule beside them."""
    portal, corrected = builtin("kampung-kb-2023"), builtin("kampung-kb-2023-terkoreksi")
    columns = _columns(corrected, np.random.default_rng(20_231_123))
    columns |= {code: columns[code] for code in portal.needed}
    rows = [_levels_row(portal, columns), *_scoring_rows(portal, columns)]
    rows.append(_against_objects(portal, columns, rows[1]["seconds"]))
    # The corrected rule checks 24 more limits; it has no bar of its own and is shown beside.
    seconds, passing = _alternately(lambda: score_columns(corrected, columns), columns, corrected)
    rows.append(_row("corrected rule: measures → level", seconds, passing, None))
    return [{key: row[key] for key in ("name", "figure", "bar", "ratio", "passed")} for row in rows]


def _levels_row(portal: Instrument, columns: Columns) -> dict[str, Any]:
    scores = score_columns(portal, columns).scores
    stored = scores.T
    assert stored.flags.c_contiguous
    flat = stored.reshape(-1).view(np.int64)  # the same bytes, read as fast as memory allows

    def one_pass() -> object:
        return np.bitwise_or.reduce(flat)

    seconds, passing = _pairs(lambda: levels_from_scores(portal, scores), one_pass)
    return _row("scores → level, 1.66 M rows", seconds, passing, LEVEL_BAR)


def _scoring_rows(portal: Instrument, columns: Columns) -> Iterator[dict[str, Any]]:
    seconds, passing = _alternately(lambda: score_columns(portal, columns), columns, portal)
    yield _row("measures → scores → level, 1.66 M rows", seconds, passing, SCORING_BAR)


def _alternately(
    work: Callable[[], object], columns: Columns, instrument: Instrument
) -> tuple[float, float]:
    """Medians of the work and of one pass (a sum) over the columns that it reads."""
    read = [columns[code] for code in instrument.needed]
    return _pairs(work, lambda: [column.sum() for column in read])


def _pairs(work: Callable[[], object], one_pass: Callable[[], object]) -> tuple[float, float]:
    """Both measured turn by turn, so that the machine's other load falls on both."""
    times: list[tuple[float, float]] = []
    for _ in range(ROUNDS + 1):
        begin = perf_counter()
        work()
        middle = perf_counter()
        one_pass()
        times.append((middle - begin, perf_counter() - middle))
    return median(one for one, _ in times[1:]), median(other for _, other in times[1:])


def _row(name: str, seconds: float, passing: float, bar: float | None) -> dict[str, Any]:
    ratio = seconds / passing
    return {
        "name": name,
        "figure": f"{seconds * 1e3:.1f} ms, one pass {passing * 1e3:.1f} ms",
        "bar": "–" if bar is None else f"≤ {bar:.0f} × one pass",
        "ratio": f"{ratio:.2f}",
        "passed": bar is None or ratio <= bar,
        "seconds": seconds,
    }


def _against_objects(portal: Instrument, columns: Columns, seconds: float) -> dict[str, Any]:
    """Rows as ORM objects, one by one; their fetching from the database is not even counted."""
    part = {code: column[:SAMPLE] for code, column in columns.items()}
    expected = score_columns(portal, part).level_codes()
    forms = _fields(part)
    begin = perf_counter()
    levels = [_level_of(*objects) for objects in _objects(forms)]
    slow = (perf_counter() - begin) * ROWS / SAMPLE
    assert levels == expected  # the same work, or the comparison would mean nothing
    ratio = slow / seconds
    return {
        "name": "the same against row-by-row ORM objects",
        "figure": f"{slow:.0f} s, extrapolated from {SAMPLE:,} rows without their fetching",
        "bar": f"≥ {OBJECTS_BAR:.0f} × faster",
        "ratio": f"{ratio:.0f}",
        "passed": ratio >= OBJECTS_BAR,
        "seconds": slow,
    }


# ---- figures


def _columns(instrument: Instrument, random: np.random.Generator) -> Columns:
    reports = {
        flag: (random.random(ROWS) >= share).astype(np.float64)
        for flag, share in REPORT_MISSING.items()
    }
    columns: Columns = {}
    for measure in instrument.measures:
        if measure.code in reports:
            columns[measure.code] = reports[measure.code]
            continue
        column = _drawn(measure.code, measure.kind, random)
        if measure.report is not None:
            column[reports[measure.report] == 0.0] = np.nan
        if measure.kind != "list":
            column[random.random(ROWS) < CELL_MISSING] = np.nan
        columns[measure.code] = column
    return columns


def _drawn(code: str, kind: str, random: np.random.Generator) -> NDArray[np.float64]:
    """Plausible sizes: a village has some hundred families and couples."""
    if kind == "flag":
        return random.integers(0, 2, ROWS).astype(np.float64)
    if code == "sarana":
        return random.integers(0, 3, ROWS).astype(np.float64)
    if kind == "list":
        return random.integers(0, 6, ROWS).astype(np.float64)
    most = {"pokja_anggota": 20, "pus": 700, "keluarga": 900, "remaja": 500}.get(code, 120)
    return random.integers(0, most, ROWS).astype(np.float64)


# ---- the slow way: what one would write first


def _fields(columns: Columns) -> list[tuple[Any, list[str], dict[str, list[Any]]]]:
    """Model, its columns, and those figures of the sample that it holds."""
    from naikkelas.registry.models import KKBPK, Penduduk, Profil

    forms: list[tuple[Any, list[str], dict[str, list[Any]]]] = []
    for model in (Profil, Penduduk, KKBPK):
        names = [field.attname for field in model._meta.concrete_fields]
        held = {
            name: [None if value != value else int(value) for value in columns[name].tolist()]
            for name in names
            if name in columns
        }
        forms.append((model, names, held))
    lists = ("sumber_dana", "poktan", "sarana", "penggunaan_data", "mekanisme_operasional")
    counts = ("plkb_pendamping", "regulasi", *lists, "instansi", *REPORT_MISSING)
    held = {name: [0 if v != v else int(v) for v in columns[name].tolist()] for name in counts}
    forms.append((None, list(counts), held))
    return forms


def _objects(forms: list[tuple[Any, list[str], dict[str, list[Any]]]]) -> Iterator[list[Any]]:
    """Each row's three model instances, made as a queryset makes them, and its counts."""
    for number in range(SAMPLE):
        row: list[Any] = []
        for model, names, held in forms:
            values = [held[name][number] if name in held else None for name in names]
            row.append(
                dict(zip(names, values, strict=True))
                if model is None
                else model.from_db("default", names, values)
            )
        yield row


def _percent(part: int, whole: int) -> int:
    return 0 if whole <= 0 else round(part / whole * 100)


def _band(value: float | None, *edges: float) -> int:
    return 1 if value is None else 1 + sum(value >= edge for edge in edges)


def _level_of(profil: Any, penduduk: Any, kkbpk: Any, counts: dict[str, int]) -> str:
    management = _management(profil, counts)
    output = _output(penduduk, kkbpk, counts)
    passed = (sum(management[:5]) / 5 >= 3, sum(management[5:]) / 3 >= 3, sum(output) / 4 >= 3)
    if all(passed):
        return "berkelanjutan"
    if passed[2] and (passed[0] or passed[1]):
        return "mandiri"
    return "berkembang" if passed[0] and passed[1] else "dasar"


def _management(profil: Any, counts: dict[str, int]) -> list[int]:
    pokja = 1
    if profil.pokja_ada == 1:
        pokja = 2 + ((profil.pokja_anggota or 0) > 0) + (profil.pokja_terlatih == 1)
    return [
        pokja,
        _band(counts["sumber_dana"], 1, 2, 5),
        _band(counts["poktan"], 1, 3, 5),
        _band(counts["sarana"], 1, 2),
        _band(counts["plkb_pendamping"] + counts["regulasi"], 1, 2),
        _band(counts["penggunaan_data"], 1, 2, 4),
        _band(counts["mekanisme_operasional"], 1, 3, 5),
        _band(counts["instansi"], 1, 4, 7),
    ]


def _output(penduduk: Any, kkbpk: Any, counts: dict[str, int]) -> list[int]:
    pairs = [
        (kkbpk.peserta_bkb, penduduk.keluarga_balita),
        (kkbpk.peserta_bkr, penduduk.keluarga_remaja),
        (kkbpk.peserta_bkl, penduduk.keluarga_lansia),
        (kkbpk.peserta_uppka, penduduk.keluarga),
        (kkbpk.peserta_pik_r, penduduk.remaja),
    ]
    ratios = [_percent(a, b) for a, b in pairs if a is not None and b is not None]
    lasting = [kkbpk.iud, kkbpk.mow, kkbpk.mop, kkbpk.implan]
    users = sum(n or 0 for n in [*lasting, kkbpk.kondom, kkbpk.suntik, kkbpk.pil])
    unmet = [n for n in (kkbpk.ingin_anak_tunda, kkbpk.tidak_ingin_anak_lagi) if n is not None]
    pus = penduduk.pus
    cpr = mkjp = need = None
    if pus is not None:
        cpr = _percent(users, pus) if counts["kkbpk_ada"] else None
        if any(n is not None for n in lasting):
            mkjp = _percent(sum(n or 0 for n in lasting), users)
    if unmet:
        need = _percent(sum(unmet), pus or 0)
    return [
        _band(round(sum(ratios) / 5) if ratios else None, 10, 21, 31),
        _band(cpr, 30, 41, 51),
        _band(mkjp, 20, 23, 25),
        1 if need is None else 5 - _band(need, 7, 10, 13),
    ]
