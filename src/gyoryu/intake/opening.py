"""A register opened by its mapping: only the wanted rows, and the rows of one thing together."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gyoryu.common.text import fold
from gyoryu.intake.mappings import Cell, Mapping
from gyoryu.intake.periods import gathered, span
from gyoryu.intake.readers import Table, open_table
from gyoryu.intake.rows import fit_of

Rows = Iterator[tuple[int, list[str]]]


@contextmanager
def open_register(path: Path, mapping: Mapping) -> Iterator[Table]:
    """The table of ``path`` as ``mapping`` wants it; FileRefused when it cannot be one."""
    with open_table(path, mapping.encodings, fit_of(mapping), mapping.records) as table:
        for cell, among in mapping.only:
            if (at := _place(table, cell)) is not None:
                table.rows = _wanted(table.rows, table, at, {fold(one) for one in among})
        if mapping.periods is not None:
            places = [_place(table, cell) for cell in (mapping.key, *mapping.periods) if cell is not None]
            key, since, until = (*places, None, None, None)[:3]
            if key is not None and since is not None and until is not None:
                with open_table(path, mapping.encodings, fit_of(mapping), mapping.records) as once:
                    table.years = span(once, since, until)
                table.rows = gathered(table.rows, table, key, until)
        yield table


def _place(table: Table, cell: Cell) -> int | None:
    """The column of a cell; None where the header lacks it, which whoever reads the rows will tell."""
    wanted = [fold(column) for column in cell.columns]
    return next((at for at, name in enumerate(table.header) if fold(name) in wanted), None)


def _wanted(rows: Rows, table: Table, at: int, among: set[str]) -> Rows:
    """Rows whose cell is one of these; ``"*"`` (which folds to nothing) wants any cell that is not empty."""
    for number, cells in rows:
        said = fold(cells[at]) if at < len(cells) else ""
        if said and (said in among or "" in among):
            yield number, cells
        else:
            table.passed_over += 1
