"""The example kabupaten: real villages of Tanah Laut, invented reports.

No real class or figure of a village is public. The reports are drawn from a seed so that the
kabupaten as a whole comes out as published for 31 July 2025, and so that the years before look
like work: kampung rise, a few drop, reports are late, missing, doubtful.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

from lokal import wilayah

from naikkelas.exchange.examples import blemishes, check, layout
from naikkelas.exchange.examples.deeds import Village, deeds
from naikkelas.exchange.examples.dice import Dice, apportion
from naikkelas.exchange.examples.figures import FigureWriter
from naikkelas.exchange.examples.layout import Row
from naikkelas.exchange.examples.paths import ANCHORS, Plan, plans
from naikkelas.exchange.examples.people import population, size_of_village
from naikkelas.exchange.examples.profiles import Guide, ProfileWriter
from naikkelas.exchange.examples.village_reports import (
    Report,
    Writers,
    begin_of,
    kkbpks,
    populations,
    profiles,
)

KABUPATEN = "63.01"
PEOPLE = 369_818
"""Dukcapil, second half of 2024."""
SEED = 6301
CUTOFF = ANCHORS[-1]

PUBLISHED = {"dasar": 93, "berkembang": 25, "mandiri": 3, "berkelanjutan": 14}
"""The kabupaten at 31 July 2025, Kalimantan Post and Borneo Trend, August 2025."""
SILENT = 12
NEWLY_REACHED = 3
REACHED = ("mandiri", "berkelanjutan")

_FIRST_IDS = {
    "kampung": 52_001,
    "profil": 412_001,
    "penduduk": 381_001,
    "kkbpk": 527_001,
    "intervensi": 1_204_001,
}
"""Far above 34: activities numbered 26 and 34 are a quirk of the portal's rule."""

_VILLAGES_PER_PKB = 6


class ExampleBroken(RuntimeError):
    """The files do not come out as published; the seed or the drawing is at fault."""


@dataclass(frozen=True)
class Fragile:
    """A kampung whose level differs under the corrected rule, and why."""

    code: str
    name: str
    reason: str
    official: str
    corrected: str


@dataclass(frozen=True)
class Summary:
    """What was written, as the engine sees it."""

    seed: int
    until: date
    rows: Mapping[str, int]
    people: int
    levels: Mapping[date, Mapping[str, int]]
    silent: tuple[str, ...]
    fragile: tuple[Fragile, ...]
    newly_reached: Mapping[int, tuple[str, ...]]
    dropped: Mapping[int, tuple[str, ...]]
    hard: tuple[str, ...]
    defects: Mapping[str, int]


@dataclass(frozen=True)
class _Kampung:
    id: int
    village: Village
    plan: Plan
    row: Row
    folder: blemishes.Folder
    deeds: Sequence[Row]


def generate(directory: Path, *, seed: int = SEED, until: date = CUTOFF) -> Summary:
    """Write the five files and return what the engine makes of them.

    No row is later than `until`. An earlier day than 31 July 2025 cuts the history off there; a
    later one lets it run on. The published figures are checked when that day is covered.
    """
    directory.mkdir(parents=True, exist_ok=True)
    made = _kampung(seed, until)
    dice = Dice(seed, 2)
    folders = [kampung.folder for kampung in made]
    blemishes.leave_flaws(folders, dice)
    blemishes.make_mistakes(folders, dice)
    tables = _tables(made, dice)
    rows = {name: layout.write(directory, name, table) for name, table in tables.items()}
    summary = _summarise(directory, made, tables, rows, seed, until)
    if until >= CUTOFF:
        _insist(summary)
    return summary


def villages() -> list[Village]:
    """The 135 villages in the order of their codes."""
    return [
        Village(
            code=place.code,
            name=place.name,
            kecamatan=kecamatan.name,
            is_kelurahan=place.type == "kelurahan",
        )
        for kecamatan in wilayah.list_wilayah(KABUPATEN)
        for place in sorted(wilayah.list_wilayah(kecamatan.code), key=lambda found: found.code)
    ]


@cache
def points() -> Mapping[str, tuple[str, str]]:
    """Village code → latitude and longitude of the centre of the village, which stands in for the
    place of its kampung. Source and licence: `titik_tanah_laut.LICENSE.txt`.
    """
    text = (Path(__file__).parent / "titik_tanah_laut.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return MappingProxyType({row["kode_desa"]: (row["lintang"], row["bujur"]) for row in rows})


def _kampung(seed: int, until: date) -> list[_Kampung]:
    places = villages()
    dice = Dice(seed, 1)
    sizes = [size_of_village(place.is_kelurahan, dice) for place in places]
    people = apportion(PEOPLE, sizes)
    made = []
    for at, (village, plan) in enumerate(zip(places, plans(dice), strict=True)):
        guide = Guide(
            nip=f"99{at // _VILLAGES_PER_PKB + 1:016}",
            name=f"PKB Contoh {at // _VILLAGES_PER_PKB + 1:02}",
        )
        id_ = _FIRST_IDS["kampung"] + at
        made.append(_one(id_, village, plan, people[at], guide, until, Dice(seed, 3, at)))
    return made


def _one(
    id_: int, village: Village, plan: Plan, people: int, guide: Guide, until: date, dice: Dice
) -> _Kampung:
    begun = begin_of(plan, until, dice)
    writers = Writers(ProfileWriter(guide, dice), FigureWriter(dice), population(people, dice))
    reports: dict[str, list[Report]] = {"profil": [], "penduduk": [], "kkbpk": []}
    activities: Sequence[Row] = ()
    if plan.first is not None and begun <= until:
        reports["profil"] = profiles(plan, begun, until, writers.profile, dice)
        reports["penduduk"] = populations(plan, begun, until, writers.population, dice)
        reports["kkbpk"] = kkbpks(plan, begun, until, reports["penduduk"], writers, dice)
        activities = deeds(plan, village, begun, until, dice)
    row = _kampung_row(id_, village, begun, people, dice)
    return _Kampung(id_, village, plan, row, blemishes.Folder(plan, reports), activities)


def _kampung_row(id_: int, village: Village, begun: date, people: int, dice: Dice) -> Row:
    founded = dice.pick((date(2016, 3, 1), date(2018, 1, 15), date(2021, 6, 1)))
    room = max(1, min(900, (begun - founded).days - 20))
    return {
        "id": id_,
        "kode_desa": village.code,
        "nama": village.name,
        "tanggal_pencanangan": (founded + timedelta(days=dice.between(0, room))).isoformat(),
        "cakupan_wilayah": "desa" if dice.chance(0.9) else "dusun",
        "kriteria": layout.chosen(layout.SITE_CRITERIA, dice.some(layout.SITE_CRITERIA, 2)),
        "gambaran_umum": f"Data contoh: semua isian kampung ini dibuat untuk peragaan. Kampung "
        f"Keluarga Berkualitas {village.name}, Kecamatan {village.kecamatan}, dalam contoh ini "
        f"dihuni sekitar {_dotted(round(people, -2))} jiwa.",
        "lintang": points()[village.code][0],
        "bujur": points()[village.code][1],
        "contoh_kabupaten": "tidak",
        "contoh_provinsi": "tidak",
        "aktif": "ya",
    }


def _dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _tables(made: Sequence[_Kampung], dice: Dice) -> dict[str, list[Row]]:
    model = next(kampung for kampung in made if set(kampung.plan.path) == {"111"})
    model.row["contoh_kabupaten"] = "ya"
    tables = {"kampung": [kampung.row for kampung in made]}
    for form in ("profil", "penduduk", "kkbpk"):
        rows = [
            _report_row(form, kampung.id, report)
            for kampung in made
            for report in kampung.folder.reports[form]
        ]
        rows.sort(key=lambda row: str(row["tanggal_isi"]))
        tables[form] = _numbered(form, blemishes.repeat_rows(rows, "laporan_ganda", 3, dice))
        blemishes.mark(tables[form], dice)
    activities = [{"kampung_id": kampung.id, **row} for kampung in made for row in kampung.deeds]
    activities.sort(key=lambda row: str(row["tanggal"]))
    tables["intervensi"] = _numbered(
        "intervensi", blemishes.repeat_rows(activities, "kegiatan_ganda", 9, dice)
    )
    return tables


def _report_row(form: str, kampung_id: int, report: Report) -> Row:
    entry = report.entry
    month: Row = {"bulan": entry.month, "tahun": entry.year} if form != "penduduk" else {}
    return {
        "kampung_id": kampung_id,
        "tanggal_isi": entry.day.isoformat(),
        **month,
        **report.row,
        "cacat": blemishes.joined(report.defects),
    }


def _numbered(name: str, rows: Iterable[Row]) -> list[Row]:
    return [row | {"id": at} for at, row in enumerate(rows, start=_FIRST_IDS[name])]


def _summarise(
    directory: Path,
    made: Sequence[_Kampung],
    tables: Mapping[str, Sequence[Row]],
    rows: Mapping[str, int],
    seed: int,
    until: date,
) -> Summary:
    known = check.facts(directory)
    days = [anchor for anchor in ANCHORS if anchor <= until] or [until]
    by_day = {day: check.levels(known, day) for day in days}
    reached = {
        day: {code for code, level in levels.items() if level in REACHED}
        for day, levels in by_day.items()
    }
    steps = [(day.year, reached[before], reached[day]) for before, day in pairwise(days)]
    defects = _defects(tables)
    return Summary(
        seed=seed,
        until=until,
        rows=rows,
        people=PEOPLE,
        levels={day: Counter(map(str, found.values())) for day, found in by_day.items()},
        silent=_silent(made),
        fragile=_fragile(made, by_day[days[-1]], check.levels(known, days[-1], check.CORRECTED)),
        newly_reached={year: tuple(sorted(now - then)) for year, then, now in steps},
        dropped={year: tuple(sorted(then - now)) for year, then, now in steps},
        hard=tuple(
            f"{name} {id_}: {defect}" for name, defect, id_ in defects if defect in blemishes.HARD
        ),
        defects=Counter(defect for _, defect, _ in defects),
    )


def _defects(tables: Mapping[str, Sequence[Row]]) -> list[tuple[str, str, str]]:
    """File, defect and row id of everything broken on purpose."""
    return [
        (name, defect, str(row["id"]))
        for name, table in tables.items()
        for row in table
        for defect in str(row.get("cacat") or "").split("|")
        if defect
    ]


def _silent(made: Sequence[_Kampung]) -> tuple[str, ...]:
    """Villages of which no report and no activity was written."""
    return tuple(
        kampung.village.code
        for kampung in made
        if not kampung.deeds and not any(kampung.folder.reports.values())
    )


def _fragile(
    made: Sequence[_Kampung],
    official: Mapping[str, str | None],
    corrected: Mapping[str, str | None],
) -> tuple[Fragile, ...]:
    return tuple(
        Fragile(
            code=code,
            name=kampung.village.name,
            reason=kampung.plan.fragile,
            official=str(official[code]),
            corrected=str(corrected[code]),
        )
        for kampung in made
        for code in [kampung.village.code]
        if official[code] != corrected[code] and corrected[code] != "belum_lapor"
    )


def _insist(summary: Summary) -> None:
    """Refuse files that do not say what the example promises."""
    year = CUTOFF.year
    promises = {
        f"levels {dict(summary.levels[CUTOFF])}": summary.levels[CUTOFF] == PUBLISHED,
        f"silent {len(summary.silent)}": len(summary.silent) == SILENT,
        f"newly reached {summary.newly_reached}": len(summary.newly_reached[year]) == NEWLY_REACHED,
        f"dropped {summary.dropped}": any(summary.dropped.values()),
        f"fragile {summary.fragile}": 3 <= len(summary.fragile) <= 6
        and all(found.reason for found in summary.fragile),
    }
    broken = [text for text, is_kept in promises.items() if not is_kept]
    if broken:
        raise ExampleBroken(f"seed {summary.seed}: {'; '.join(broken)}")
