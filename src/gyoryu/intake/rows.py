"""One row of cells becomes facts, or a problem with its row, its column and the mend.

The columns are found once, when the header is known; then each row is a few list look-ups. Facts are made in the form
in which they are stored (see ``registry.facts.to_json``), because there may be a million of them.
"""

import difflib
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from gyoryu.common.text import fold
from gyoryu.intake import cells as written
from gyoryu.intake.cells import Wrong, shown
from gyoryu.intake.mappings import Cell, Mapping, Text
from gyoryu.intake.naming import language_in, name_cells, name_row
from gyoryu.intake.periods import add_periods
from gyoryu.intake.problems import FileRefused, RowProblem
from gyoryu.intake.readers import Table
from gyoryu.reference import queries as reference
from gyoryu.registry.domain.checks import LONGEST, LONGEST_IDENTIFIER, LONGEST_NAME

CONTENT = "content:"  # how a key begins that was made from the content
MOST_PUPILS, OLDEST, LAST_YEAR = 1_000_000, 120, 13


@dataclass(frozen=True, slots=True)
class Row:
    """A row that can be kept. ``own_key`` is the register's, or empty: then what the row says tells it from others."""

    number: int
    own_key: str
    said_on: str
    facts: dict[str, Any]


def content_key(facts: dict[str, Any], names: tuple[str, ...]) -> str:
    """A key made from what a row says: the facts ``names``, folded."""
    said = [facts["names"][0]["text"] if name == "name" else facts.get(name, "") for name in names]
    return CONTENT + hashlib.sha256("\x1f".join(map(fold, said)).encode()).hexdigest()[:32]


def fit_of(mapping: Mapping) -> Callable[[list[str]], int]:
    """How many of the mapping's columns a row of cells names: the header is where it is most."""
    wanted = {fold(column) for cell in mapping.cells() for column in cell.columns}
    each = tuple(name.each for name in mapping.names if name.each)

    def fits(cells: list[str]) -> int:
        return sum(fold(cell) in wanted or bool(language_in(cell, each)) for cell in cells[:1_000] if cell)

    return fits


@lru_cache(maxsize=4_096)
def _years_of_type(country: str, text: str) -> tuple[int, int] | None:
    return reference.years_from_school_type(country, text)


@lru_cache(maxsize=4_096)
def _years_of_isced(country: str, text: str) -> tuple[int, int] | None:
    return reference.years_from_isced(country, text)


@lru_cache(maxsize=4_096)
def _years_of_ages(country: str, youngest: int, oldest: int) -> tuple[int, int] | None:
    return reference.years_from_ages(country, youngest, oldest)


def _is_placeholder(value: str) -> bool:
    """Nothing but zeros and dashes stands where an id should."""
    return not value.strip("0 -._")


class RowReader:
    """Reads the rows of one table by a mapping."""

    def __init__(self, mapping: Mapping, table: Table, country: str) -> None:
        self.mapping, self.table, self.country = mapping, table, country
        self.here = country  # of the row being read
        self.width = len(table.header)
        self._at = self._find_columns()
        self._names_at, more = name_cells(mapping, table.header, country)
        self._at |= more
        self.used = sorted(set(self._at.values()))

    def _find_columns(self) -> dict[Cell, int]:
        """Where each cell of the mapping stands; refuses a header that lacks one, and says which."""
        wanted = {fold(column) for cell in self.mapping.cells() for column in cell.columns}
        folded: dict[str, int] = {}
        for at, name in enumerate(self.table.header):
            if fold(name) in folded and fold(name) in wanted:
                raise self.refused(f"two columns are called “{name}”", "Rename or remove one of them.", name)
            folded.setdefault(fold(name), at)
        found: dict[Cell, int] = {}
        missing: list[str] = []
        for cell in self.mapping.cells():
            there = next((folded[fold(name)] for name in cell.columns if fold(name) in folded), None)
            if there is not None:
                found[cell] = there
            elif not cell.optional:
                missing.append(cell.columns[0])
        if missing:
            raise self.lacking(missing)
        return found

    def refused(self, problem: str, mend: str, column: str = "") -> FileRefused:
        """What is wrong with the header."""
        return FileRefused(self.table.file, problem, mend, row=self.table.row, column=column)

    def lacking(self, missing: list[str]) -> FileRefused:
        near = []
        for name in dict.fromkeys(missing):
            like = difflib.get_close_matches(name, self.table.header, n=1, cutoff=0.7)
            near.append(f"“{name}”" + (f" (is it “{like[0]}”?)" if like else ""))
        have = ", ".join(f"“{name[:40]}”" for name in self.table.header[:12]) or "nothing"
        more = ", …" if len(self.table.header) > 12 else ""
        mend = (
            f"It has {have}{more}. Take the register that {self.mapping.file} was written for, or change the mapping."
        )
        return self.refused(f"the header lacks {', '.join(near)}", mend, missing[0])

    # Cells

    def _text(self, cells: list[str], cell: Cell, *, whole: bool = False) -> str:
        """What a cell says, or the first of several things unless it is wanted ``whole``; nulls say nothing."""
        at = self._at.get(cell)
        if at is None:
            return cell.value
        try:
            text = written.tidy(cells[at])
            if text in self.mapping.nulls or text in cell.nulls:
                return ""
            if text[0] == "=" or (self.table.formulas and at in self.table.formulas):
                raise Wrong(f"it holds a formula ({text[:40]})", "Put its value there: formulas are never calculated")
        except Wrong as wrong:
            wrong.column = self.table.header[at]
            raise
        if cell.before:
            text = text.partition(cell.before)[0].rstrip()
        if cell.split and not whole:
            text = next((part for one in text.split(cell.split) if (part := one.strip())), "")
        if cell.map is not None:
            return self._mapped(text, cell.map)
        for ending in cell.drop:
            text = text.removesuffix(ending).rstrip()
        if cell.word:
            words = text.split()
            text = words[cell.word - 1] if len(words) >= cell.word else ""
        return written.title(text, self.mapping.language) if cell.case else text

    @staticmethod
    def _mapped(text: str, words: dict[str, str]) -> str:
        """What a text means; ``"*"`` stands for any other text, and ``"="`` for the text itself."""
        found = words.get(text, words.get("*", ""))
        return text if found == "=" else found

    def _value(self, cells: list[str], cell: Cell, read: Callable[[str], Any]) -> Any:
        """What ``read`` makes of a cell; None when it says nothing."""
        text = self._text(cells, cell)
        if not text:
            return None
        try:
            return read(text)
        except Wrong as wrong:
            wrong.column = self.column_of(cell)
            raise

    def column_of(self, cell: Cell) -> str:
        at = self._at.get(cell)
        return self.table.header[at] if at is not None else ""

    def _fitting(self, text: str, longest: int, cell: Cell) -> str:
        if len(text) > longest:
            problem = f"it has {len(text):,} characters ({shown(text)})"
            raise Wrong(problem, f"At most {longest} fit: shorten it", self.column_of(cell))
        return text

    # Facts

    def _names(self, cells: list[str]) -> list[dict[str, str]]:
        rows: list[dict[str, str]] = []
        for name in self._names_at:
            whole = self._text(cells, name.cell, whole=True)
            for part in whole.split(name.cell.split) if name.cell.split else (whole,):
                text = self._fitting(part.strip(), LONGEST_NAME, name.cell)
                if text and all(text != other["text"] for other in rows):
                    rows.append(name_row(text, name, self.here))
        if not rows:
            raise Wrong("the name is missing", "Fill it in", self.column_of(self._names_at[0].cell))
        if all(row["kind"] in ("alias", "former") for row in rows):
            rows[0]["kind"] = "official"
        return rows

    def _position(self, cells: list[str], facts: dict[str, Any]) -> None:
        north, east = self.mapping.latitude, self.mapping.longitude
        if north is None or east is None:
            return
        latitude, longitude = self._value(cells, north, written.number), self._value(cells, east, written.number)
        if latitude is None and longitude is None:
            return
        if latitude is None or longitude is None:
            bare = north if latitude is None else east
            raise Wrong("one half of the position is missing", "Give both numbers, or none", self.column_of(bare))
        if abs(latitude) > 90 or abs(longitude) > 180 or reference.surely_outside(self.here, latitude, longitude):
            swapped = abs(longitude) <= 90 and not reference.surely_outside(self.here, longitude, latitude)
            where = reference.country(self.here).name("en")
            problem = f"the position {latitude:g}, {longitude:g} (latitude, longitude) is not in {where}"
            mend = "Latitude and longitude are swapped: change them over" if swapped else "Mend it, or leave both empty"
            raise Wrong(problem, mend, self.column_of(north))
        facts["latitude"], facts["longitude"] = latitude, longitude

    def _levels(self, cells: list[str], facts: dict[str, Any]) -> None:
        levels = self.mapping.levels
        years: tuple[int | None, int | None] | None = None
        if levels.isced and (text := self._text(cells, levels.isced, whole=True)):
            years = _years_of_isced(self.here, text)
        if levels.ages and years is None:
            ages = [self._value(cells, cell, lambda text: written.whole(text, OLDEST)) for cell in levels.ages]
            if None not in ages:
                years = _years_of_ages(self.here, ages[0], ages[1])
        elif levels.years and years is None:
            first, last = (self._value(cells, one, lambda text: written.whole(text, LAST_YEAR)) for one in levels.years)
            years = (first, last)
        for cell in levels.words:
            years = years or _years_of_type(self.here, self._text(cells, cell))
        for name, year in zip(("level_from", "level_to"), years or (), strict=False):
            if year is not None:
                facts[name] = year

    def _identifiers(self, cells: list[str], own_key: str) -> list[dict[str, str]]:
        rows = [{"scheme": self.mapping.scheme, "value": own_key}] if own_key and self.mapping.scheme else []
        for scheme, cell in self.mapping.identifiers:
            value = self._fitting(self._text(cells, cell), LONGEST_IDENTIFIER, cell)
            if not _is_placeholder(value):
                rows.append({"scheme": scheme, "value": value})
        return rows

    def _joined(self, cells: list[str], wanted: Text) -> str:
        texts = (text for cell in wanted.cells if (text := self._text(cells, cell)))
        return wanted.glue.join(dict.fromkeys(texts)) if wanted.joined else next(texts, "")

    # Keys

    def _own_key(self, cells: list[str]) -> str:
        if self.mapping.key is None:
            return ""
        key = self._fitting(self._text(cells, self.mapping.key), LONGEST_IDENTIFIER, self.mapping.key)
        return "" if _is_placeholder(key) else key

    def key_of_bad_row(self, cells: list[str]) -> str:
        """The key of a row that cannot be kept, if it can be told: what was known of it stays."""
        try:
            return self._own_key(cells)
        except (Wrong, IndexError):
            return ""

    # Rows

    def read(self, number: int, cells: list[str]) -> Row | RowProblem:
        try:
            return self._read(number, cells)
        except Wrong as wrong:
            return RowProblem(number, wrong.column, wrong.problem, wrong.mend + ".")

    def _read(self, number: int, cells: list[str]) -> Row:
        if len(cells) != self.width:
            while len(cells) > self.width and not cells[-1]:
                cells.pop()
            if len(cells) != self.width:
                problem = f"the row has {len(cells)} cells, the header has {self.width}"
                raise Wrong(problem, "Put a cell that contains the separator in quotation marks")
        mapping = self.mapping
        own_key = self._own_key(cells)
        self.here = self._country_of(cells)
        facts: dict[str, Any] = {"names": self._names(cells)}
        if identifiers := self._identifiers(cells, own_key):
            facts["identifiers"] = identifiers
        if self.here:
            facts["country"] = self.here
        for name, wanted in mapping.texts.items():
            text = self._joined(cells, wanted)
            if text and name == "website":
                text = written.website(text)
            if text:
                facts[name] = self._fitting(text, LONGEST[name], wanted.cells[0])
        for name, cell in mapping.codes.items():
            if code := self._text(cells, cell):
                facts[name] = code
        for name, cell in mapping.dates.items():
            if day := self._day(cells, cell):
                facts[name] = day
        self._position(cells, facts)
        self._levels(cells, facts)
        if mapping.pupils is not None:
            pupils = self._value(cells, mapping.pupils, lambda text: written.whole(text, MOST_PUPILS))
            if pupils is not None:
                facts["pupils"] = pupils
        if mapping.periods:
            add_periods(self, cells, facts, mapping.periods)
        said_on = self._day(cells, mapping.said_on) if mapping.said_on else ""
        return Row(number, own_key, said_on, facts)

    def _country_of(self, cells: list[str]) -> str:
        """The row's own country where the register has schools of several."""
        cell = self.mapping.row_country
        code = self._text(cells, cell).upper() if cell is not None else ""
        if code and cell is not None and not reference.is_country(code):
            raise Wrong(f"{shown(code)} is no country", "Write two letters, like FR", self.column_of(cell))
        return code or self.country

    def _day(self, cells: list[str], cell: Cell) -> str:
        return self._value(cells, cell, lambda text: written.day(text, cell.date)) or ""

    # For registers of periods

    def names(self, cells: list[str]) -> list[dict[str, str]]:
        return self._names(cells)

    def year(self, cells: list[str], cell: Cell) -> str:
        """The year in a cell; Wrong when there is none."""
        text = self._text(cells, cell)
        if not text:
            raise Wrong("the year is missing", "Fill it in", self.column_of(cell))
        try:
            return written.day(text, "year")
        except Wrong as wrong:
            wrong.column = self.column_of(cell)
            raise
