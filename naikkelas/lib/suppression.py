"""Small counts stay out of what is public, and cannot be computed from what is shown.

A count of one to four families may tell who they are. Such a cell is left out (primary); so that
its value cannot be worked out from totals, further cells are left out until it cannot
(complementary). Totals are published: a total that is small itself is a small cell too.

The promise: for every cell that is left out, the published figures allow at least two values, so
none can be computed. Source: `design/security.md` T21; threshold: issue "People and trust".
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
Cell = tuple[int, int]
THRESHOLD = 5
"""Counts from 1 to 4 are small; zero says nothing about anybody and stays."""

Table = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Published:
    """A table that may go out: None stands for "fewer than may be told"."""

    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None


def suppress(table: Table, *, threshold: int = THRESHOLD, also: Collection[Cell] = ()) -> Published:
    """The table with its totals, small cells and what would give them away left out.

    Rows have one length; counts are not negative. The frame (cells, then totals) is one
    grid in which each row and each column sums to its last figure, so totals are cells as well.
    `also` names cells (row, column) above zero that have to be left out for another reason.
    """
    grid = _framed(table)
    hidden = {
        (row, column)
        for row, values in enumerate(grid)
        for column, value in enumerate(values)
        if value > 0 and (value < threshold or (row, column) in also)
    }
    shown = _shown(grid, _complemented(grid, hidden))
    *body, last = shown
    return Published(
        tuple(row[:-1] for row in body), tuple(row[-1] for row in body), last[:-1], last[-1]
    )


def suppress_list(
    counts: Sequence[int], *, threshold: int = THRESHOLD
) -> tuple[list[int | None], int | None]:
    """One list of counts with its total."""
    published = suppress([list(counts)], threshold=threshold)
    return list(published.cells[0]), published.row_totals[0]


def suppress_counts(
    counts: Mapping[K, int], *, threshold: int = THRESHOLD
) -> tuple[dict[K, int | None], int | None]:
    """Counts by name with their total."""
    cells, total = suppress_list(list(counts.values()), threshold=threshold)
    return dict(zip(counts, cells, strict=True)), total


# The grid -----------------------------------------------------------------------------------------


def _framed(table: Table) -> list[list[int]]:
    """The counts with the sum of each row at its end and the sums of the columns below."""
    rows = [[*row, sum(row)] for row in table]
    width = len(table[0]) if table else 0
    if any(len(row) != width + 1 for row in rows) or any(n < 0 for row in rows for n in row):
        raise ValueError("a table has rows of one length and no negative counts")
    return [*rows, [sum(row[column] for row in rows) for column in range(width + 1)]]


def _shown(grid: list[list[int]], hidden: set[Cell]) -> list[tuple[int | None, ...]]:
    return [
        tuple(None if (row, column) in hidden else value for column, value in enumerate(values))
        for row, values in enumerate(grid)
    ]


def _complemented(grid: list[list[int]], hidden: set[Cell]) -> set[Cell]:
    """The small cells with those that have to go with them.

    Take rows and columns as points and cells as edges between them. A hidden cell can be computed
    exactly when it lies on no ring of hidden cells: around a ring one can be added and taken away
    in turn, and every published figure stays what it was. Only cells above zero are taken, so that
    taking away leaves a possible table; such a ring always exists, since rows and columns sum up.
    Of all rings the one that hides least is taken.
    """
    taken = set(hidden)
    for cell in sorted(hidden):
        taken |= _lightest_ring(grid, cell, taken)
    return taken


def _lightest_ring(grid: list[list[int]], cell: Cell, hidden: set[Cell]) -> set[Cell]:
    """The cells of the ring through a cell that hides the smallest sum beyond what is hidden."""
    row, column = cell
    start, goal = ("row", row), ("column", column)
    came: dict[tuple[str, int], Cell] = {}
    queue: list[tuple[int, tuple[str, int], Cell]] = [(0, start, cell)]
    seen: set[tuple[str, int]] = set()
    while queue:
        cost, point, edge = heappop(queue)
        if point in seen:
            continue
        seen.add(point)
        came[point] = edge
        if point == goal:
            break
        for step, other in _edges(grid, point):
            if step != cell and other not in seen:
                weight = 0 if step in hidden else grid[step[0]][step[1]]
                heappush(queue, (cost + weight, other, step))
    return {cell, *_way_back(came, start, goal)}


def _edges(grid: list[list[int]], point: tuple[str, int]) -> list[tuple[Cell, tuple[str, int]]]:
    """The cells above zero of a row or column, each with the line that crosses there."""
    kind, place = point
    if kind == "row":
        return [
            ((place, column), ("column", column))
            for column, value in enumerate(grid[place])
            if value > 0
        ]
    return [((row, place), ("row", row)) for row, values in enumerate(grid) if values[place] > 0]


def _way_back(
    came: dict[tuple[str, int], Cell], start: tuple[str, int], goal: tuple[str, int]
) -> list[Cell]:
    cells, point = [], goal
    while point != start:
        row, column = came[point]
        cells.append((row, column))
        point = ("row", row) if point[0] == "column" else ("column", column)
    return cells
