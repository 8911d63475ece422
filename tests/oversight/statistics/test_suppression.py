"""What is hidden stays hidden, whoever subtracts."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunpei.oversight.statistics.suppression import LEAST, hidden, with_totals

pytestmark = pytest.mark.req("R33")

TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.one_of(st.integers(0, 8), st.integers(0, 200)), min_size=width, max_size=width),
        min_size=1,
        max_size=4,
    )
)


def worked_out(grid: list[list[int]], mask: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Hidden cells that a reader can work out: those that no cycle of the hidden cells passes through.

    By elimination over the rationals: a cell is fixed when the equations of rows and columns leave it no freedom.
    """
    cells = sorted(mask)
    rows = [[1 if cell[0] == row else 0 for cell in cells] for row in range(len(grid))]
    signs = [[1 if cell[1] == column else 0 for cell in cells] for column in range(len(grid[0]))]
    equations = [list(map(float, one)) for one in (*rows, *signs) if any(one)]
    pivots: dict[int, list[float]] = {}
    for line in equations:
        for place, pivot in pivots.items():
            if line[place]:
                line = [a - line[place] * b for a, b in zip(line, pivot, strict=True)]
        lead = next((place for place, value in enumerate(line) if abs(value) > 1e-9), None)
        if lead is not None:
            line = [value / line[lead] for value in line]
            for place in pivots:
                pivots[place] = [a - pivots[place][lead] * b for a, b in zip(pivots[place], line, strict=True)]
            pivots[lead] = line
    return {
        cells[place]
        for place, line in pivots.items()
        if all(abs(value) < 1e-9 for other, value in enumerate(line) if other != place)
    }


@given(TABLES)
def test_no_small_number_is_shown_and_none_is_worked_out(table: list[list[int]]) -> None:
    grid = with_totals(table)
    mask = hidden(grid)
    for row, column in product(range(len(grid)), range(len(grid[0]))):
        assert (row, column) in mask or grid[row][column] == 0 or grid[row][column] >= LEAST
    assert worked_out(grid, mask) == set()


def test_large_numbers_are_all_shown() -> None:
    assert hidden(with_totals([[10, 20], [0, 30]])) == set()


def test_a_lone_small_number_is_ringed_by_the_smallest_around_it() -> None:
    grid = with_totals([[3, 50, 9], [20, 60, 70], [80, 90, 99]])
    assert hidden(grid) == {(0, 0), (0, 2), (1, 0), (1, 2)}


def test_four_and_four_are_not_told_by_their_sum() -> None:
    grid = with_totals([[4, 4, 30], [4, 4, 40], [50, 60, 70]])
    mask = hidden(grid)
    for row in range(2):
        across = [cell for cell in mask if cell[0] == row]
        assert (row, 3) in mask or sum(grid[r][c] for r, c in across) >= 2 * LEAST


def test_an_empty_table_has_nothing_to_hide() -> None:
    assert with_totals([]) == []
