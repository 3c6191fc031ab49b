"""No small count can be computed from what is published (security.md T21)."""

from collections.abc import Iterator, Sequence
from itertools import chain, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naikkelas.lib.suppression import (
    THRESHOLD,
    Published,
    suppress,
    suppress_counts,
    suppress_list,
)

Grid = list[list[int | None]]


def _grid(published: Published) -> Grid:
    rows = zip(published.cells, published.row_totals, strict=True)
    body = [[*cells, total] for cells, total in rows]
    return [*body, [*published.column_totals, published.total]]


def _truth(table: Sequence[Sequence[int]]) -> list[list[int]]:
    rows = [[*row, sum(row)] for row in table]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def _computable(grid: Grid) -> list[tuple[int, int]]:
    """Hidden cells whose value follows from the published ones, by linear algebra."""
    hidden = [(r, c) for r, row in enumerate(grid) for c, value in enumerate(row) if value is None]
    height, width = len(grid), len(grid[0])
    lines = np.zeros((height + width, len(hidden)))
    for place, (r, c) in enumerate(hidden):
        lines[r, place] = -1 if c == width - 1 else 1
        lines[height + c, place] = -1 if r == height - 1 else 1
    rank = np.linalg.matrix_rank(lines) if hidden else 0
    ones = np.eye(len(hidden))
    return [
        cell
        for place, cell in enumerate(hidden)
        if np.linalg.matrix_rank(np.vstack([lines, ones[place]])) == rank
    ]


def _possible(grid: Grid, highest: int) -> Iterator[list[list[int]]]:
    """Every table of counts up to a height that agrees with what is published."""
    height, width = len(grid) - 1, len(grid[0]) - 1
    free = [(r, c) for r, c in product(range(height), range(width)) if grid[r][c] is None]
    for values in product(range(highest + 1), repeat=len(free)):
        guess = dict(zip(free, values, strict=True))
        table = [[guess.get((r, c), grid[r][c] or 0) for c in range(width)] for r in range(height)]
        full = _truth(table)
        if all(
            shown is None or shown == full[r][c]
            for r, row in enumerate(grid)
            for c, shown in enumerate(row)
        ):
            yield full


def _tables(side: int, highest: int) -> st.SearchStrategy[list[list[int]]]:
    return st.integers(1, side).flatmap(
        lambda width: st.lists(
            st.lists(st.integers(0, highest), min_size=width, max_size=width),
            min_size=1,
            max_size=side,
        )
    )


@given(_tables(7, 23))
def test_no_hidden_cell_can_be_computed(table: list[list[int]]) -> None:
    assert _computable(_grid(suppress(table))) == []


@given(_tables(7, 23))
def test_no_small_count_is_shown_and_what_is_shown_is_true(table: list[list[int]]) -> None:
    grid, truth = _grid(suppress(table)), _truth(table)

    for shown, true in zip(chain(*grid), chain(*truth), strict=True):
        assert shown in {None, true}
        assert shown is None or shown == 0 or shown >= THRESHOLD
        assert shown == 0 or true != 0  # a zero tells nothing and stays


@settings(max_examples=60)
@given(_tables(2, 7))
def test_every_hidden_cell_could_have_another_value_with_counts_that_are_not_negative(
    table: list[list[int]],
) -> None:
    grid = _grid(suppress(table))

    worlds = list(_possible(grid, 8))

    for r, row in enumerate(grid):
        for c, shown in enumerate(row):
            if shown is None:
                assert len({world[r][c] for world in worlds}) > 1


@given(st.lists(st.integers(0, 30), min_size=1, max_size=12))
def test_a_list_hides_at_least_two_or_its_total(counts: list[int]) -> None:
    cells, total = suppress_list(counts)

    hidden = sum(cell is None for cell in cells)
    assert hidden != 1 or total is None
    if all(count == 0 or count >= THRESHOLD for count in counts):
        assert (cells, total) == (counts, sum(counts))


def test_one_small_count_takes_the_smallest_other_with_it() -> None:
    assert suppress_list([93, 25, 3, 14]) == ([93, 25, None, None], 135)


def test_a_single_count_takes_its_total_with_it() -> None:
    assert suppress_counts({"dasar": 3}) == ({"dasar": None}, None)


def test_a_table_of_kecamatan_and_levels_keeps_as_much_as_it_can() -> None:
    published = suppress([[9, 3, 12], [14, 4, 30], [6, 20, 0]])

    assert published.cells == ((None, None, 12), (None, None, 30), (6, 20, 0))
    assert published.row_totals == (24, 48, 26)
    assert published.total == 98


def test_a_cell_can_be_hidden_for_another_reason_and_cannot_be_computed() -> None:
    published = suppress([[9, 30, 12], [14, 40, 30]], also={(0, 0)})

    assert published.cells == ((None, 30, None), (None, 40, None))
    assert published.row_totals == (51, 84)


def test_nothing_to_hide_leaves_everything() -> None:
    assert suppress([[5, 0], [7, 11]]).cells == ((5, 0), (7, 11))


@pytest.mark.parametrize("table", [[[1], [1, 2]], [[-1]]])
def test_what_is_no_table_of_counts_is_an_error(table: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="rows of one length"):
        suppress(table)
