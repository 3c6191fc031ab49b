"""Themes × kampung × SKPD: who carries what, what overlaps, what is missing in most."""

from collections.abc import Sequence
from dataclasses import dataclass

from naikkelas.registry.models import KampungKB
from naikkelas.themes.models import ThemeMembership
from naikkelas.themes.queries.boards import Ground
from naikkelas.themes.queries.standing import UNKNOWN
from naikkelas.themes.rules.overlap import Lack, by_number, lacks, together
from naikkelas.themes.rules.reference import Theme
from naikkelas.themes.rules.tally import Tally, questions


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters: one theme, one SKPD, one kecamatan, at least so many themes."""

    theme: str = ""
    skpd: str = ""
    kecamatan: str = ""
    least: int = 0

    @property
    def is_narrowed(self) -> bool:
        return self != Wanted()


@dataclass(frozen=True, slots=True)
class Cell:
    """A theme in a kampung; `membership` None where it is not carried."""

    theme: Theme
    membership: ThemeMembership | None
    tally: Tally


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A kampung with one cell per theme shown."""

    kampung: KampungKB
    cells: Sequence[Cell]

    @property
    def carried(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.membership]

    @property
    def missing(self) -> int:
        """Criteria that its themes ask and that are answered with no."""
        return sum(cell.tally.unmet for cell in self.carried)


@dataclass(frozen=True, slots=True)
class LackingLine:
    """A criterion in words, the themes that ask it, and how many kampung lack it."""

    name: str
    themes: Sequence[Theme]
    lack: Lack


@dataclass(frozen=True, slots=True)
class SkpdLine:
    """What an SKPD answers for: its themes, and how many kampung carry them."""

    skpd: str
    themes: Sequence[Theme]
    kampung: int
    unmet: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Everything of the page, filtered."""

    themes: Sequence[Theme]
    rows: Sequence[MatrixRow]
    numbers: Sequence[tuple[int, int]]
    pairs: Sequence[tuple[Theme, Theme, int]]
    lacking: Sequence[LackingLine]
    skpd: Sequence[SkpdLine]


def matrix(ground: Ground, wanted: Wanted) -> Matrix:
    """From the ground of an area, without another query."""
    themes = [
        one
        for one in ground.catalogue.themes.values()
        if wanted.theme in ("", one.code) and wanted.skpd in ("", one.skpd)
    ]
    rows = [row for row in _rows(ground, themes) if _is_wanted(row, wanted)]
    by_code = {one.code: one for one in themes}
    pairs = together([cell.theme.code for cell in row.carried] for row in rows)
    return Matrix(
        themes=themes,
        rows=rows,
        numbers=by_number(len(row.carried) for row in rows),
        pairs=[(by_code[one], by_code[other], number) for one, other, number in pairs],
        lacking=_lacking(ground, rows, themes),
        skpd=_skpd(rows, themes),
    )


def _rows(ground: Ground, themes: Sequence[Theme]) -> list[MatrixRow]:
    columns = [ground.tallies(theme) for theme in themes]
    return [
        MatrixRow(
            one,
            [
                Cell(theme, ground.carries(one, theme.code), column[at])
                for theme, column in zip(themes, columns, strict=True)
            ],
        )
        for at, one in enumerate(ground.kampung)
    ]


def _is_wanted(row: MatrixRow, wanted: Wanted) -> bool:
    inside = not wanted.kecamatan or row.kampung.village.parent_id == wanted.kecamatan
    least = max(wanted.least, 1 if wanted.theme or wanted.skpd else 0)
    return inside and len(row.carried) >= least


def _lacking(
    ground: Ground, rows: Sequence[MatrixRow], themes: Sequence[Theme]
) -> list[LackingLine]:
    """Each criterion once per kampung that is asked it, however many of its themes ask."""
    asks = {
        one.code: {asked.code for asked in questions(ground.catalogue.instrument(one))}
        for one in themes
    }
    given = (
        (code, ground.standings[row.kampung.pk].get(code, UNKNOWN).value)
        for row in rows
        for code in sorted({code for cell in row.carried for code in asks[cell.theme.code]})
    )
    measures = ground.catalogue.measures
    return [
        LackingLine(
            measures[one.criterion].name,
            [theme for theme in themes if one.criterion in asks[theme.code]],
            one,
        )
        for one in lacks(given)
    ]


def _skpd(rows: Sequence[MatrixRow], themes: Sequence[Theme]) -> list[SkpdLine]:
    found = []
    for skpd in dict.fromkeys(theme.skpd for theme in themes):
        cells = [[cell for cell in row.carried if cell.theme.skpd == skpd] for row in rows]
        found.append(
            SkpdLine(
                skpd,
                [theme for theme in themes if theme.skpd == skpd],
                sum(bool(own) for own in cells),
                sum(cell.tally.unmet for own in cells for cell in own),
            )
        )
    return found
