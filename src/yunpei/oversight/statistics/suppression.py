"""Small numbers hidden so that they cannot be worked out again from what is shown (小单元格抑制). Plain values.

A table's cells with its row and column totals, the totals' own total among them, is a grid in which every row and every column
adds up. Hide every count of 1 to 4. A hidden cell can be worked out exactly when, in the graph whose nodes are rows and columns
and whose edges are hidden cells, it is a bridge (a lone hidden cell of a row is the plainest one). So more cells are hidden, the
smallest first, until there is no bridge; and until what is hidden in a row or column sums to enough not to pin its parts down.
"""

from __future__ import annotations

from collections.abc import Sequence

LEAST = 5  # people: fewer are not shown
Grid = Sequence[Sequence[int]]
Cell = tuple[int, int]


def with_totals(cells: Grid) -> list[list[int]]:
    """The grid of a table: a column of row totals, and a row of column totals."""
    rows = [[*row, sum(row)] for row in cells]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]] if rows else []


def hidden(grid: Grid) -> set[Cell]:
    """The cells of a grid with its totals that may not be shown."""
    found = {
        (row, column)
        for row, values in enumerate(grid)
        for column, value in enumerate(values)
        if 0 < value < LEAST
    }  # fmt: skip
    while True:
        if (alone := _bridge(found)) is not None:
            found |= _ring(grid, found, alone)
        elif (thin := _thin(grid, found)) is not None:
            found.add(thin)
        else:
            return found


def _bridge(found: set[Cell]) -> Cell | None:
    """A hidden cell that can be worked out."""
    return next((cell for cell in sorted(found) if _is_bridge(found, cell)), None)


def _ring(grid: Grid, found: set[Cell], cell: Cell) -> set[Cell]:
    """Four cells that hide one another, this one among them: those that take least from what is shown."""
    (row, column), height, width = cell, len(grid), len(grid[0])
    rings = [
        {cell, (row, other), (beside, column), (beside, other)}
        for beside in range(height)
        for other in range(width)
        if beside != row and other != column
    ]
    return min(rings, key=lambda ring: (sum(_cost(grid, one) for one in ring - found), sorted(ring)))


def _thin(grid: Grid, found: set[Cell]) -> Cell | None:
    """One more cell for a row or column whose shown total says that what is hidden in it is next to nothing."""
    last_row, last_column = len(grid) - 1, len(grid[0]) - 1
    for row, column in sorted(found):
        across = [(row, other) for other in range(last_column + 1)]
        down = [(other, column) for other in range(last_row + 1)]
        for line, total in ((across, (row, last_column)), (down, (last_row, column))):
            if total not in found and _sum(grid, [cell for cell in line if cell in found]) < 2 * LEAST:
                return min((cell for cell in line if cell not in found), key=lambda cell: (_cost(grid, cell), cell))
    return None


def _cost(grid: Grid, cell: Cell) -> int:
    """What hiding a cell takes from the reader. A zero hides nothing that anyone would look for: it is the last to be taken."""
    return grid[cell[0]][cell[1]] or grid[-1][-1] + 1


def _sum(grid: Grid, cells: Sequence[Cell]) -> int:
    return sum(grid[row][column] for row, column in cells)


def _is_bridge(found: set[Cell], cell: Cell) -> bool:
    """Whether without this edge its row and its column hang together no more."""
    edges = found - {cell}
    rows, columns, seen = {cell[0]}, set[int](), -1
    while seen != len(rows) + len(columns):
        seen = len(rows) + len(columns)
        columns |= {column for row, column in edges if row in rows}
        rows |= {row for row, column in edges if column in columns}
    return cell[1] not in columns
