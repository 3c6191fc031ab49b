"""What visits changed, as people read it: words, one drawing for each table, and a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from naikkelas.areas.rules import INSTRUMENTS
from naikkelas.coaching.queries.effects import Told, VisitEffects
from naikkelas.coaching.rules.effects import Effect, Standing
from naikkelas.lib.sheets import Cell
from naikkelas.ui.charts import Caption, Chart, IntervalRow, intervals

WORDS = {
    Standing.TOO_FEW: "Terlalu sedikit untuk disimpulkan",
    Standing.INSEPARABLE: "Tidak dapat dipisahkan dari kunjungan lain",
}
SURE_RISE, SURE_FALL, UNSURE = "Menaikkan skor", "Menurunkan skor", "Belum pasti naik"
HEADINGS = (
    "jenis",
    "nama",
    "kunjungan",
    "kampung",
    "kunjungan_dihitung",
    "skor_sebelum",
    "skor_sesudah",
    "skor_tanpa_kunjungan",
    "akibat_satu_kunjungan",
    "rentang95_bawah",
    "rentang95_atas",
    "akibat_sendiri",
    "rentang95_sendiri_bawah",
    "rentang95_sendiri_atas",
    "keterangan",
)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table with its words."""

    name: str
    effect: Effect
    verdict: str
    told: Told | None = None


def line(name: str, effect: Effect, told: Told | None = None) -> Line:
    """A name, its figures and what may be said of them."""
    return Line(name, effect, verdict(effect), told)


def verdict(effect: Effect) -> str:
    """What may be concluded, in a few words."""
    if effect.pooled is None:
        return WORDS[effect.standing]
    return {1: SURE_RISE, -1: SURE_FALL, 0: UNSURE}[effect.pooled.tells]


def drawing(title: str, lines: Sequence[Line], found: VisitEffects) -> Chart | None:
    """The intervals of a table; none where no row has one."""
    if not any(one.effect.pooled for one in lines):
        return None
    return intervals([_row(one) for one in lines], _caption(title, found))


def _row(one: Line) -> IntervalRow:
    pooled = one.effect.pooled
    if pooled is None:
        return IntervalRow(one.name, note=one.verdict)
    return IntervalRow(one.name, pooled.mean, pooled.low, pooled.high, one.verdict)


def _caption(title: str, found: VisitEffects) -> Caption:
    return Caption(
        title=title,
        unit=f"poin skor per kunjungan, {found.window} bulan kemudian",
        source=f"{INSTRUMENTS.get(found.instrument, found.instrument)}, {found.basis}",
        cutoff=found.until,
        example=found.is_example,
    )


def rows_of(found: VisitEffects) -> Iterable[Sequence[Cell]]:
    """The file: all visits, then by action and by indicator; never by mentor."""
    yield _cells("semua", "Semua kunjungan", found.overall)
    for kind, group in (("langkah", found.actions), ("indikator", found.indicators)):
        for one in group:
            yield _cells(kind, one.name, one.effect)


def _cells(kind: str, name: str, effect: Effect) -> list[Cell]:
    counts: list[Cell] = [effect.visits, effect.kampung, effect.counted]
    scores = [effect.before, effect.after, effect.expected]
    ends = [
        end
        for one in (effect.pooled, effect.own)
        for end in ((one.mean, one.low, one.high) if one else (None, None, None))
    ]
    figures = [None if value is None else round(value, 2) for value in (*scores, *ends)]
    return [kind, name, *counts, *figures, verdict(effect)]
