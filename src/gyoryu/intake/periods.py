"""Registers that keep history: several rows for one school, each true from one year to another.

The row of the last years says what the school is; the others say what it was called before.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from gyoryu.intake import cells as written
from gyoryu.intake.mappings import Cell
from gyoryu.intake.readers import Table

if TYPE_CHECKING:
    from gyoryu.intake.rows import RowReader


def gathered(
    rows: Iterator[tuple[int, list[str]]], table: Table, key: int, until: int
) -> Iterator[tuple[int, list[str]]]:
    """Rows of one key that follow one another become one: the one of the last years, the others in ``table.others``."""
    group: list[tuple[int, list[str]]] = []

    def last() -> tuple[int, list[str]]:
        found = max(group, key=lambda row: _cell(row[1], until))
        table.others = [cells for number, cells in group if number != found[0]]
        return found

    for number, cells in rows:
        if group and (not _cell(cells, key) or _cell(cells, key) != _cell(group[0][1], key)):
            yield last()
            group = []
        group.append((number, cells))
    if group:
        yield last()


def _cell(cells: list[str], at: int) -> str:
    return cells[at].strip() if at < len(cells) else ""


def span(table: Table, since: int, until: int) -> tuple[str, str]:
    """The first and the last year that any row speaks of."""
    first, last = "9999", ""
    for _number, cells in table.rows:
        if _cell(cells, since):
            first = min(first, _cell(cells, since))
        last = max(last, _cell(cells, until))
    return first, last


def add_periods(reader: "RowReader", cells: list[str], facts: dict[str, Any], periods: tuple[Cell, Cell]) -> None:
    """What the years say: whether it is open, since when, and what it was called until when."""
    first, last = reader.table.years
    spans = [tuple(reader.year(row, cell) for cell in periods) for row in (cells, *reader.table.others)]
    begins, ends = min(since for since, _until in spans), max(until for _since, until in spans)
    if spans[0][0] > spans[0][1]:
        raise written.Wrong(
            f"it ends in {spans[0][1]}, before it begins", "Change them over", reader.column_of(periods[1])
        )
    facts["status"] = "open" if ends >= last else "closed"
    if ends < last:
        facts["closed_on"] = ends
    if begins > first:
        facts["opened_on"] = begins
    now = facts["names"][0]
    former: dict[str, tuple[dict[str, str], str, str]] = {}
    for row, (since, until) in zip(reader.table.others, spans[1:], strict=True):
        name = reader.names(row)[0]
        known = former.get(name["text"])
        former[name["text"]] = (
            name, min(since, known[1]) if known else since, max(until, known[2]) if known else until,
        )  # fmt: skip
    if set(former) - {now["text"]}:
        since = min([spans[0][0], *(found[1] for text, found in former.items() if text == now["text"])])
        facts["names"][0] = now | ({"since": since} if since > first else {})
    for text, (name, since, until) in sorted(former.items(), key=lambda pair: pair[1][1:]):
        if text != now["text"]:
            years = ({"since": since} if since > first else {}) | {"until": until}
            facts["names"].append(name | {"kind": "former"} | years)
