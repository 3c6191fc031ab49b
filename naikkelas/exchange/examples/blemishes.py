"""Untidiness as offices know it, put where it changes no level.

A mistake is a version that somebody corrected within days; a flaw stays. Each is named in
`cacat`, so that tests can find it. An importer must find it by its own rules.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from naikkelas.exchange.examples.dice import Dice
from naikkelas.exchange.examples.layout import FAMILY_COUNTS, PARTICIPANTS, POKTAN, Row
from naikkelas.exchange.examples.paths import ANCHORS, Plan
from naikkelas.exchange.examples.scores import PASSING
from naikkelas.exchange.examples.timetable import Entry, stretch_of
from naikkelas.exchange.examples.village_reports import Report

HARD = frozenset(
    {"jumlah_negatif", "jumlah_raksasa", "terlatih_melebihi_anggota", "bulan_mendatang"}
)
"""Defects that break a hard rule: an import refuses such a row, or stores and marks it."""


@dataclass
class Folder:
    """The reports of one kampung, by form, in the order of entering."""

    plan: Plan
    reports: dict[str, list[Report]]


@dataclass(frozen=True)
class Mistake:
    """A wrong version of one form, made by `spoil` from the right one."""

    defect: str
    form: str
    times: int
    spoil: Callable[[Row, Entry], Row]


def _set(**wrong: int) -> Callable[[Row, Entry], Row]:
    return lambda row, entry: dict(wrong)


def _times(factor: int, *columns: str) -> Callable[[Row, Entry], Row]:
    return lambda row, entry: {name: int(row[name] or 0) * factor for name in columns}


def _swapped_year(row: Row, entry: Entry) -> Row:
    """Two digits of the year swapped: 2023 became 2203."""
    return {"tahun": entry.year + 180}


def _above_target(row: Row, entry: Entry) -> Row:
    return {name: (int(row[name] or 0) + 7) * 10 for name in ("peserta_bkr", "peserta_pik_r")}


MISTAKES: tuple[Mistake, ...] = (
    Mistake("jumlah_negatif", "kkbpk", 1, _set(kondom=-49)),
    Mistake("jumlah_negatif", "profil", 1, _set(pokja_anggota_terlatih=-11)),
    Mistake("jumlah_raksasa", "penduduk", 1, _set(pus=253_000_000)),
    Mistake("jumlah_raksasa", "kkbpk", 1, _set(suntik=1_900_000_000)),
    Mistake("terlatih_melebihi_anggota", "profil", 1, _set(pokja_anggota=9,
                                                             pokja_anggota_terlatih=90)),
    Mistake("bulan_mendatang", "kkbpk", 1, _swapped_year),
    Mistake("perubahan_mendadak", "penduduk", 6, _times(14, "keluarga", "keluarga_balita")),
    Mistake("pus_melebihi_keluarga", "penduduk", 5, _times(3, "pus")),
    Mistake("keluarga_kosong", "penduduk", 4,
            lambda row, entry: dict.fromkeys(FAMILY_COUNTS[1:])),
    Mistake("peserta_melebihi_sasaran", "kkbpk", 9, _above_target),
)  # fmt: skip


def make_mistakes(folders: Sequence[Folder], dice: Dice) -> None:
    """Put each kind of mistake before a right version that was entered soon after it."""
    for mistake in MISTAKES:
        fitting = [folder for folder in folders if _places(folder, mistake)]
        for folder in dice.some(fitting, mistake.times):
            reports = folder.reports[mistake.form]
            place = dice.pick(_places(folder, mistake))
            right = reports[place]
            day = right.entry.day - timedelta(days=1)
            wrong = Entry(day, right.entry.year, right.entry.month)
            row = right.row | mistake.spoil(right.row, wrong)
            reports.insert(place, Report(wrong, row, [mistake.defect]))


def _places(folder: Folder, mistake: Mistake) -> list[int]:
    """Where in the folder a version of the day before fits between its neighbours.

    Not across an anchor, where it would be the newest; and only beside complete, sound rows.
    """
    reports = folder.reports[mistake.form]
    found = []
    for place, report in enumerate(reports):
        day = report.entry.day - timedelta(days=1)
        follows = place == 0 or reports[place - 1].entry.day < day
        complete = report.row.get("pokja_ada", "ya") == "ya" and not report.defects
        begun = day >= date(report.entry.year, report.entry.month, 1)
        if follows and complete and begun and day not in ANCHORS:
            found.append(place)
    return found


def leave_flaws(folders: Sequence[Folder], dice: Dice) -> None:
    """Flaws in versions that stand: sums that do not add up, copies, figures above the target."""
    for folder in folders:
        _copy_last_month(folder.reports["kkbpk"], dice)
        for report in folder.reports["kkbpk"]:
            _miscount(report, dice)
    _exceed_targets(folders, dice)
    _repeat_programme(folders, dice)


def _copy_last_month(reports: Sequence[Report], dice: Dice) -> None:
    """Last month's figures sent again; a sound report follows before the next anchor."""
    for before, report, after in zip(reports, reports[1:], reports[2:], strict=False):
        is_passing = stretch_of(report.entry.day) == stretch_of(after.entry.day)
        alike = _similar(before.row, report.row) and not (before.defects or report.defects)
        if alike and is_passing and dice.chance(0.12):
            report.row.update(before.row)
            report.defects.append("salinan_bulan_lalu")


def _similar(one: Row, other: Row) -> bool:
    """Whether two months' figures differ by a few percent only, as a lazy month would hide."""
    names = [*PARTICIPANTS, "iud", "implan", "suntik", "pil", "ingin_anak_tunda", "hamil"]
    pairs = [(int(one[name] or 0), int(other[name] or 0)) for name in names]
    return all(abs(left - right) <= 1 + 0.03 * right for left, right in pairs)


def _miscount(report: Report, dice: Dice) -> None:
    """Users and non-users miss the PUS by a few; or more people insured than there are."""
    if dice.chance(0.05) and report.row["hamil"] is not None:
        report.row["hamil"] = int(report.row["hamil"]) + dice.between(3, 19)
        report.defects.append("kb_tidak_sama_pus")
    if dice.chance(0.01):
        report.row["pengguna_bpjs"] = int(report.row["pengguna_bpjs"] or 0) * 2
        report.defects.append("bpjs_melebihi_penduduk")


def _exceed_targets(folders: Sequence[Folder], dice: Dice) -> None:
    """The newest report of a few Dasar kampung claims more participants than families."""
    weak = [folder for folder in folders if _is_far_from_output(folder)]
    for folder in dice.some(weak, 5):
        report = folder.reports["kkbpk"][-1]
        report.row["peserta_bkl"] = int(report.row["peserta_bkl"] or 0) * 9 + 900
        report.defects.append("peserta_melebihi_sasaran")


def _is_far_from_output(folder: Folder) -> bool:
    """Even the best participation score would not have lifted output to 3.00 at any anchor."""
    if not folder.reports["kkbpk"] or folder.plan.fragile:
        return False
    outputs = [scores["output"] for scores in folder.plan.scores if scores["output"]]
    return all(
        sum(output.values()) - output["partisipasi_poktan"] + 4 < PASSING["output"]
        for output in outputs
    )


def _repeat_programme(folders: Sequence[Folder], dice: Dice) -> None:
    """A poktan stored twice where all five are there already: the score stays."""
    full = [
        report
        for folder in folders
        for report in folder.reports["profil"][-1:]
        if all(report.row[name] == "ya" for name in POKTAN)
    ]
    for report in dice.some(full, 2):
        report.row["program_tambahan"] = dice.pick(POKTAN)
        report.defects.append("baris_program_ganda")


def repeat_rows(rows: list[Row], defect: str, times: int, dice: Dice) -> list[Row]:
    """Some rows sent twice; the copy stands right behind its original."""
    chosen = {*dice.some(range(len(rows)), times)}
    made: list[Row] = []
    for place, row in enumerate(rows):
        made.append(row)
        if place in chosen:
            row["cacat"] = joined([row.get("cacat"), defect])
            made.append(dict(row))
    return made


def joined(defects: Iterable[object]) -> str | None:
    """Several defects as one cell."""
    return "|".join(str(defect) for defect in defects if defect) or None


def mark(rows: Sequence[Row], dice: Dice) -> None:
    """Mark the newest version of each kampung with `aktif`; the source got a few wrong."""
    newest: dict[object, list[Row]] = {}
    for row in rows:
        newest.setdefault(row["kampung_id"], []).append(row)
    odd = {*dice.some([key for key, found in newest.items() if len(found) > 4], 4)}
    for key, found in newest.items():
        marked = found[-2] if key in odd else found[-1]
        marked["aktif"] = "ya"
        if key in odd:
            marked["cacat"] = joined([marked.get("cacat"), "aktif_bukan_terbaru"])
