"""The classification said a second time, from the texts alone: plain, slow, dicts and loops.

It reads the five files of the neutral report set and scores every live kampung as the national
portal does, and as the corrected rule does. It shares no line, table or number with `naikkelas`,
so that a mistake in one of the two shows as a difference.

Sources, by their numbers: `domain/portal-exact.md` (E1 to E15), `data/klasifikasi/README.md`
(seven points, C1 to C7), `design/architecture.md` (decisions D1 to D10), `domain/programme.md`
§1.2 for the bands.
"""

import csv
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

Cells = dict[str, str]
Count = int | None
Rows = dict[str, list[Cells]]

FORMS = ("profil", "penduduk", "kkbpk")
INPUT = ("pokja", "sumber_dana", "poktan", "sarana", "pkb_regulasi")
PROCESS = ("penggunaan_data", "mekanisme_operasional", "lintas_sektor")
OUTPUT = ("partisipasi_poktan", "cpr", "mkjp", "unmet_need")
INDICATORS = INPUT + PROCESS + OUTPUT

POKTAN = ("bkb", "bkr", "bkl", "uppka", "pik_r")
SARANA = ("sekretariat", "rumah_dataku")
MECHANISMS = ("rapat_perencanaan", "rapat_koordinasi", "sosialisasi", "monev", "penyusunan_laporan")
LONG_TERM = ("iud", "mow", "mop", "implan")
METHODS = (*LONG_TERM, "kondom", "suntik", "pil")
UNMET = ("ingin_anak_tunda", "tidak_ingin_anak_lagi")
# Whom each poktan is for; the target is a column of the penduduk form.
TARGETS = (
    ("peserta_bkb", "keluarga_balita"),
    ("peserta_bkr", "keluarga_remaja"),
    ("peserta_bkl", "keluarga_lansia"),
    ("peserta_uppka", "keluarga"),
    ("peserta_pik_r", "remaja"),
)
# E15: the portal's slip, the numbers of two agencies compared with the numbers of activities.
SKIPPED_ACTIVITIES = (26, 34)
OWN_AGENCIES = ("opd_ppkb", "perwakilan_bkkbn")

# D7: people, families (with PUS and users), members.
CAP_PEOPLE, CAP_FAMILIES, CAP_MEMBERS = 200_000, 100_000, 1_000
CAPS = (
    {"pokja_anggota": CAP_MEMBERS, "remaja": CAP_PEOPLE, "peserta_pik_r": CAP_PEOPLE}
    | dict.fromkeys((target for _, target in TARGETS[:4]), CAP_FAMILIES)
    | dict.fromkeys((participants for participants, _ in TARGETS[:4]), CAP_FAMILIES)
    | dict.fromkeys(("pus", *METHODS, *UNMET), CAP_FAMILIES)
)


@dataclass(frozen=True)
class Neutral:
    """The five files, cell by cell as they stand."""

    kampung: list[Cells]
    profil: list[Cells]
    penduduk: list[Cells]
    kkbpk: list[Cells]
    intervensi: list[Cells]


@dataclass(frozen=True)
class Reports:
    """What counts of one kampung: a version of each form or none, and its activities."""

    profil: Cells | None
    penduduk: Cells | None
    kkbpk: Cells | None
    activities: list[Cells]

    @property
    def none_at_all(self) -> bool:
        return not (self.profil or self.penduduk or self.kkbpk or self.activities)


@dataclass(frozen=True)
class Verdict:
    """Twelve scores, three indexes and the level of one kampung; None where there is none."""

    kode_desa: str
    id: int
    nama: str
    scores: dict[str, int | None]
    indexes: dict[str, Decimal | None]
    level: str | None


def read(folder: Path) -> Neutral:
    """The neutral set of a folder."""
    return Neutral(*(_rows(folder / f"{name}.csv") for name in Neutral.__dataclass_fields__))


def _rows(path: Path) -> list[Cells]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def as_marked(neutral: Neutral) -> list[Verdict]:
    """What the portal shows: the versions it marks, activities of all years (E1, E15)."""
    verdicts = []
    for kampung, rows in _live(neutral):
        verdicts.append(verdict(kampung, portal_scores(_marked(rows))))
    return verdicts


def as_of(neutral: Neutral, cutoff: date) -> list[Verdict]:
    """The portal's rule on what had been entered by a day (D2)."""
    verdicts = []
    for kampung, rows in _live(neutral):
        verdicts.append(verdict(kampung, portal_scores(_entered(rows, cutoff))))
    return verdicts


def corrected(neutral: Neutral, cutoff: date) -> list[Verdict]:
    """The corrected rule on what had been entered by a day (C1 to C7)."""
    verdicts = []
    for kampung, rows in _live(neutral):
        reports = within_the_year(_entered(rows, cutoff), cutoff)
        verdicts.append(corrected_verdict(kampung, reports))
    return verdicts


def corrected_verdict(kampung: Cells, reports: Reports) -> Verdict:
    """Belum Lapor with nothing scored where there is nothing (C4), else the corrected scores."""
    if reports.none_at_all:
        return _never_reported(kampung)
    return verdict(kampung, corrected_scores(reports))


# --- which rows count ----------------------------------------------------------------------------


def _live(neutral: Neutral) -> list[tuple[Cells, Rows]]:
    """Kampung that are live, by village and then number, each with its own rows by file."""
    own: dict[int, Rows] = {}
    for kampung in neutral.kampung:
        own[int(kampung["id"])] = {name: [] for name in (*FORMS, "intervensi")}
    for name in (*FORMS, "intervensi"):
        for row in getattr(neutral, name):
            if int(row["kampung_id"]) in own:
                own[int(row["kampung_id"])][name].append(row)
    live = [kampung for kampung in neutral.kampung if kampung["aktif"] == "ya"]
    live.sort(key=lambda kampung: (kampung["kode_desa"], int(kampung["id"])))
    return [(kampung, own[int(kampung["id"])]) for kampung in live]


def _marked(rows: Rows) -> Reports:
    found: list[Cells | None] = []
    for form in FORMS:
        marked = [row for row in rows[form] if row["aktif"] == "ya"]
        if len(marked) > 1:
            raise ValueError(f"{form}: two marked versions of one kampung (E1)")
        found.append(marked[0] if marked else None)
    return Reports(found[0], found[1], found[2], rows["intervensi"])


def _entered(rows: Rows, cutoff: date) -> Reports:
    found: list[Cells | None] = []
    for form in FORMS:
        newest: Cells | None = None
        for row in rows[form]:
            if _day(row["tanggal_isi"]) > cutoff:
                continue
            if newest is None or _age(row) > _age(newest):
                newest = row
        found.append(newest)
    activities = [row for row in rows["intervensi"] if _day(row["tanggal"]) <= cutoff]
    return Reports(found[0], found[1], found[2], activities)


def within_the_year(reports: Reports, cutoff: date) -> Reports:
    """Only the activities of (cut-off − 1 year, cut-off] (C2, D2)."""
    recent = [a for a in reports.activities if _day(a["tanggal"]) > _a_year_before(cutoff)]
    return Reports(reports.profil, reports.penduduk, reports.kkbpk, recent)


def _age(row: Cells) -> tuple[date, int]:
    return _day(row["tanggal_isi"]), int(row["id"])


def _day(cell: str) -> date:
    return date.fromisoformat(cell)


def _a_year_before(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return date(day.year - 1, day.month, day.day)


# --- the portal's twelve scores ------------------------------------------------------------------


def portal_scores(reports: Reports) -> dict[str, int | None]:
    """E4 to E15; only sarana can be without a score."""
    penduduk, kkbpk = reports.penduduk, reports.kkbpk
    return {
        **_scores_of_profile(reports.profil, kinds_only=False),
        "lintas_sektor": _agency_score(_agencies(reports.activities, skip=SKIPPED_ACTIVITIES)),
        "partisipasi_poktan": _participation_score(_counts(penduduk), _counts(kkbpk)),
        "cpr": _cpr_score(_counts(penduduk), _counts(kkbpk)),
        "mkjp": _mkjp_score(_counts(penduduk), _counts(kkbpk)),
        "unmet_need": _unmet_score(_counts(penduduk), _counts(kkbpk)),
    }


def corrected_scores(reports: Reports) -> dict[str, int | None]:
    """C1, C3, C5 and C6 on what `within_the_year` and the newest versions left."""
    penduduk = _without_broken(_counts(reports.penduduk))
    kkbpk = _without_crowds(_without_broken(_counts(reports.kkbpk)), penduduk)
    pus = penduduk.get("pus") if penduduk else None
    agencies = _agencies(reports.activities) - set(OWN_AGENCIES)
    return {
        **_scores_of_profile(reports.profil, kinds_only=True),
        "lintas_sektor": _agency_score(agencies),
        "partisipasi_poktan": _participation_score(penduduk, kkbpk),
        "cpr": _cpr_score(penduduk, kkbpk),
        "mkjp": _mkjp_score(penduduk, kkbpk),
        "unmet_need": None if pus is None or pus <= 0 else _unmet_score(penduduk, kkbpk),
    }


def _scores_of_profile(profil: Cells | None, *, kinds_only: bool) -> dict[str, int | None]:
    if profil is None:
        return dict.fromkeys((*INPUT, "penggunaan_data", "mekanisme_operasional"), 1)
    rows = [code for code in (*POKTAN, *SARANA) if profil[code] == "ya"]
    rows += _codes(profil["program_tambahan"])
    if kinds_only:  # C5: a kind is one of the seven
        rows = [code for code in (*POKTAN, *SARANA) if code in rows]
    sarana = sum(code in SARANA for code in rows)
    poktan = len(rows) - sarana  # E13: whatever is no sarana is poktan
    supported = (profil["plkb_ada"] == "ya") + (profil["regulasi_ada"] == "ya")
    mechanisms = sum(profil[code] == "ya" for code in MECHANISMS)
    return {
        "pokja": _pokja_score(profil, capped=kinds_only),
        "sumber_dana": _step(len(set(_codes(profil["sumber_dana"]))), (1, 2, 5)),
        "poktan": _step(poktan, (1, 3, 5)),
        "sarana": sarana + 1 if sarana <= 2 else None,
        "pkb_regulasi": supported + 1,
        "penggunaan_data": _step(len(set(_codes(profil["penggunaan_data"]))), (1, 2, 4)),
        "mekanisme_operasional": _step(mechanisms, (1, 3, 5)),
    }


def _pokja_score(profil: Cells, *, capped: bool) -> int:
    if profil["pokja_ada"] != "ya":
        return 1
    members = _count(profil["pokja_anggota"]) or 0
    if capped and members > CAP_MEMBERS:  # C6
        members = 0
    return 2 + (members > 0) + (profil["pokja_terlatih"] == "ya")


def _agencies(activities: list[Cells], skip: tuple[int, ...] = ()) -> set[str]:
    found = set()
    for activity in activities:
        if int(activity["id"]) not in skip:
            found.update(_codes(activity["instansi"]))
    return found


def _agency_score(agencies: set[str]) -> int:
    return _step(len(agencies), (1, 4, 7))


def _participation_score(penduduk: dict[str, Count] | None, kkbpk: dict[str, Count] | None) -> int:
    """E5, E7: five ratios rounded one by one, always a fifth of their sum, rounded again."""
    if penduduk is None or kkbpk is None:
        return 1
    total = 0
    for participants_column, target_column in TARGETS:
        participants, target = kkbpk[participants_column], penduduk[target_column]
        if participants is None or target is None:
            continue
        total += _percent(participants, target)
    return _step(round(total / 5), (10, 21, 31))


def _cpr_score(penduduk: dict[str, Count] | None, kkbpk: dict[str, Count] | None) -> int:
    """E8."""
    if penduduk is None or kkbpk is None or penduduk["pus"] is None:
        return 1
    users = sum(kkbpk[method] or 0 for method in METHODS)
    return _step(_percent(users, penduduk["pus"]), (30, 41, 51))


def _mkjp_score(penduduk: dict[str, Count] | None, kkbpk: dict[str, Count] | None) -> int:
    """E9: a filled PUS is asked for although the formula has none."""
    if penduduk is None or kkbpk is None or penduduk["pus"] is None:
        return 1
    if all(kkbpk[method] is None for method in LONG_TERM):
        return 1
    long_term = sum(kkbpk[method] or 0 for method in LONG_TERM)
    users = sum(kkbpk[method] or 0 for method in METHODS)
    return _step(_percent(long_term, users), (20, 23, 25))


def _unmet_score(penduduk: dict[str, Count] | None, kkbpk: dict[str, Count] | None) -> int:
    """E10: begins at kkbpk; no women known is no need unmet."""
    if kkbpk is None or all(kkbpk[column] is None for column in UNMET):
        return 1
    wanting = sum(kkbpk[column] or 0 for column in UNMET)
    pus = penduduk["pus"] if penduduk else None
    percent = _percent(wanting, pus or 0)
    if percent <= 6:
        return 4
    if percent <= 9:
        return 3
    return 2 if percent <= 12 else 1


def _percent(part: int, whole: int) -> int:
    """E4: binary64, a tie goes to the even number; nothing of nobody is 0 % (E7 to E10)."""
    if whole <= 0:
        return 0
    return round(part / float(whole) * 100)


def _step(value: int, starts: tuple[int, int, int]) -> int:
    """1, and one more for each of the three numbers that the value has reached."""
    return 1 + sum(value >= start for start in starts)


# --- what the corrected rule takes for missing (C6, D7) ------------------------------------------


def _without_broken(counts: dict[str, Count] | None) -> dict[str, Count] | None:
    if counts is None:
        return None
    return {
        column: None if count is not None and not 0 <= count <= CAPS[column] else count
        for column, count in counts.items()
    }


def _without_crowds(
    kkbpk: dict[str, Count] | None, penduduk: dict[str, Count] | None
) -> dict[str, Count] | None:
    """Participants above their target are missing; the ratio then drops out of its sum."""
    if kkbpk is None or penduduk is None:
        return kkbpk
    kept = dict(kkbpk)
    for participants_column, target_column in TARGETS:
        participants, target = kkbpk[participants_column], penduduk[target_column]
        if participants is not None and target is not None and participants > target:
            kept[participants_column] = None
    return kept


# --- indexes and level ---------------------------------------------------------------------------


def verdict(kampung: Cells, scores: dict[str, int | None]) -> Verdict:
    """Indexes and level of twelve scores."""
    # C3: an unmet need without score counts 1 in its index; under the portal's rule it never is.
    counted = {**scores, "unmet_need": scores["unmet_need"] or 1}
    indexes = {
        "input": _index([counted[code] for code in INPUT]),
        "proses": _index([counted[code] for code in PROCESS]),
        "output": _index([counted[code] for code in OUTPUT]),
    }
    return Verdict(
        kampung["kode_desa"], int(kampung["id"]), kampung["nama"], scores, indexes, _level(indexes)
    )


def _never_reported(kampung: Cells) -> Verdict:
    scores: dict[str, int | None] = dict.fromkeys(INDICATORS)
    indexes: dict[str, Decimal | None] = dict.fromkeys(("input", "proses", "output"))
    level = "belum_lapor"
    return Verdict(
        kampung["kode_desa"], int(kampung["id"]), kampung["nama"], scores, indexes, level
    )


def _index(scores: list[int | None]) -> Decimal | None:
    """E6: numeric, half away from zero, two decimals; a missing score leaves no index (E13)."""
    total = Decimal(0)
    for score in scores:
        if score is None:
            return None
        total += score
    return (total / len(scores)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _level(indexes: dict[str, Decimal | None]) -> str | None:
    passed = {name: index is not None and index >= 3 for name, index in indexes.items()}
    match (passed["input"], passed["proses"], passed["output"]):
        case (True, True, True):
            return "berkelanjutan"
        case (True, True, False):
            return "berkembang"
        case (True, False, True) | (False, True, True):
            return "mandiri"
        case (False, False, False) if indexes["input"] is None:
            return None  # E13: no branch of the portal matches
        case _:
            return "dasar"


# --- cells ---------------------------------------------------------------------------------------


def _counts(row: Cells | None) -> dict[str, Count] | None:
    if row is None:
        return None
    return {column: _count(row[column]) for column in CAPS if column in row}


def _count(cell: str) -> Count:
    return int(cell) if cell else None


def _codes(cell: str) -> list[str]:
    return [code for code in cell.split("|") if code]
