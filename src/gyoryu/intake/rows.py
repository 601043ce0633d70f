"""One row of cells becomes facts, or a problem with its row, its column and the mend.

The columns are found once, when the header is known; then each row is a few list look-ups. Facts are made in the form in
which they are stored (see ``registry.facts.to_json``), because there may be a million of them.
"""

import datetime as dt
import difflib
import hashlib
import math
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from gyoryu.common.text import fold, guess_language, script_of
from gyoryu.intake.mappings import Cell, Mapping
from gyoryu.intake.problems import FileRefused, RowProblem
from gyoryu.intake.readers import Table
from gyoryu.reference import queries as reference
from gyoryu.registry.domain.checks import LONGEST, LONGEST_IDENTIFIER, LONGEST_NAME, is_clean

# Windows-1252 quotation marks and dashes that somebody once read as Latin-1: St Mary\x92s.
_MISREAD = {code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0)}
_TURKISH = str.maketrans({"I": "ı", "İ": "i"})


@dataclass(frozen=True, slots=True)
class Row:
    """A row that can be kept. ``own_key`` is the register's, or empty: then ``content_key`` stands for it."""

    number: int
    own_key: str
    content_key: str
    said_on: str
    facts: dict[str, Any]


class _Wrong(Exception):
    """A cell that cannot be kept; becomes the row's problem."""

    def __init__(self, column: str, problem: str, mend: str) -> None:
        self.column, self.problem, self.mend = column, problem, mend
        super().__init__(problem)


def fit_of(mapping: Mapping) -> Any:
    """How many of the mapping's columns a row of cells names: the header is where it is most."""
    wanted = {fold(column) for cell in mapping.cells() for column in cell.columns}

    def fits(cells: list[str]) -> int:
        return sum(fold(cell) in wanted for cell in cells[:1_000] if cell)

    return fits


def _title(text: str, language: str) -> str:
    """ŞANLIURFA -> Şanlıurfa, by the rules of the language."""
    lowered = text.translate(_TURKISH).lower() if language == "tr" else text.lower()
    out, at_start = [], True
    for character in lowered:
        upper = "İ" if language == "tr" and character == "i" else character.upper()
        out.append(upper if at_start else character)
        at_start = not (character.isalpha() or character in "'’" or unicodedata.combining(character))
    return "".join(out)


@lru_cache(maxsize=4_096)
def _years_of_type(country: str, text: str) -> tuple[int, int] | None:
    return reference.years_from_school_type(country, text)


def _day(text: str, pattern: str) -> str:
    """ISO of a day as the register writes it; ValueError when there is no such day."""
    if pattern:
        return dt.datetime.strptime(text, pattern).date().isoformat()  # noqa: DTZ007 -- a calendar day has no zone
    return dt.date.fromisoformat(text[:10]).isoformat()


class RowReader:
    """Reads the rows of one table by a mapping."""

    def __init__(self, mapping: Mapping, table: Table, country: str) -> None:
        self.mapping, self.table, self.country = mapping, table, country
        self.width = len(table.header)
        self._at = self._find_columns()
        self.used = sorted(set(self._at.values()))

    def _find_columns(self) -> dict[Cell, int]:
        """Where each cell of the mapping stands; refuses a header that lacks one, and says which."""
        folded: dict[str, int] = {}
        for at, name in enumerate(self.table.header):
            if fold(name) in folded and any(
                fold(name) == fold(c) for cell in self.mapping.cells() for c in cell.columns
            ):
                raise FileRefused(
                    self.table.file,
                    f"two columns are called “{name}”",
                    "Rename or remove one of them.",
                    row=1,
                    column=name,
                )
            folded.setdefault(fold(name), at)
        found: dict[Cell, int] = {}
        missing: list[str] = []
        for cell in self.mapping.cells():
            at = next((folded[fold(name)] for name in cell.columns if fold(name) in folded), None)
            if at is not None:
                found[cell] = at
            elif not cell.optional:
                missing.append(cell.columns[0])
        if missing:
            self._refuse_header(list(dict.fromkeys(missing)))
        return found

    def _refuse_header(self, missing: list[str]) -> None:
        near = []
        for name in missing:
            like = difflib.get_close_matches(name, self.table.header, n=1, cutoff=0.7)
            near.append(f"“{name}”" + (f" (is it “{like[0]}”?)" if like else ""))
        have = ", ".join(f"“{name[:40]}”" for name in self.table.header[:12]) or "nothing"
        more = ", …" if len(self.table.header) > 12 else ""
        raise FileRefused(
            self.table.file,
            f"the header lacks {', '.join(near)}",
            f"It has {have}{more}. Take the register that {self.mapping.file} was written for, or change the mapping.",
            row=1,
            column=missing[0],
        )

    # Cells

    def _text(self, cells: list[str], cell: Cell) -> str:
        """What a cell says, blanks and nulls as nothing."""
        at = self._at.get(cell)
        if at is None:
            return cell.value
        text = cells[at]
        if not text.isprintable() or "  " in text or text[:1] == " " or text[-1:] == " ":
            text = text.translate(_MISREAD)
            if not is_clean(text):
                raise _Wrong(self.table.header[at], "it contains a character that is no text", "Type the cell again")
            text = " ".join(text.split())
        if text in self.mapping.nulls:
            return ""
        if text[0] == "=" or (self.table.formulas and at in self.table.formulas):
            raise _Wrong(self.table.header[at], f"it holds a formula ({text[:40]})", "Put the value there instead")
        if not text.isascii() and not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
        if cell.map is not None:
            return cell.map.get(text, "")
        for ending in cell.drop:
            text = text.removesuffix(ending)
        if cell.word:
            words = text.split()
            text = words[cell.word - 1] if len(words) >= cell.word else ""
        return _title(text, self.mapping.language) if cell.case else text

    def _column(self, cell: Cell) -> str:
        at = self._at.get(cell)
        return self.table.header[at] if at is not None else ""

    def _number(self, cells: list[str], cell: Cell) -> float | None:
        text = self._text(cells, cell)
        if not text:
            return None
        try:
            number = float(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise _Wrong(self._column(cell), f"“{text[:40]}” is no number", "Write it in digits, like -36.85")
        return number

    def _whole(self, cells: list[str], cell: Cell, most: int) -> int | None:
        text = self._text(cells, cell)
        if not text:
            return None
        digits = text.replace(",", "").replace(" ", "").removesuffix(".0")
        if not digits.isdecimal() or int(digits) > most:
            raise _Wrong(self._column(cell), f"“{text[:40]}” is no number between 0 and {most:,}", "Write it in digits")
        return int(digits)

    def _date(self, cells: list[str], cell: Cell) -> str:
        text = self._text(cells, cell)
        if not text:
            return ""
        try:
            return _day(text, cell.date)
        except ValueError:
            wanted = dt.date(2026, 3, 31).strftime(cell.date) if cell.date else "2026-03-31"
            raise _Wrong(
                self._column(cell), f"“{text[:40]}” is no day of the calendar", f"Write it like {wanted}"
            ) from None

    # Facts

    def _names(self, cells: list[str]) -> list[dict[str, str]]:
        rows: list[dict[str, str]] = []
        for name in self.mapping.names:
            text = self._text(cells, name.cell)
            if not text:
                continue
            if len(text) > LONGEST_NAME:
                raise _Wrong(
                    self._column(name.cell), f"the name has {len(text):,} characters", f"At most {LONGEST_NAME} fit"
                )
            script = "Latn" if text.isascii() else script_of(text)
            language = name.languages[0] if name.languages else ""
            if len(name.languages) > 1 and (guess := guess_language(text)) in name.languages:
                language = guess
            row = {"text": text, "script": script, "kind": name.kind}
            if language:
                row["language"] = language
            if all(text != other["text"] for other in rows):
                rows.append(row)
        if not rows:
            raise _Wrong(self._column(self.mapping.names[0].cell), "the name is missing", "Fill it in")
        return rows

    def _position(self, cells: list[str], facts: dict[str, Any]) -> None:
        mapping = self.mapping
        if mapping.latitude is None or mapping.longitude is None:
            return
        latitude, longitude = self._number(cells, mapping.latitude), self._number(cells, mapping.longitude)
        if latitude is None and longitude is None:
            return
        if latitude is None or longitude is None:
            bare = mapping.latitude if latitude is None else mapping.longitude
            raise _Wrong(self._column(bare), "one half of the position is missing", "Give both numbers, or none")
        if abs(latitude) > 90 or abs(longitude) > 180 or reference.surely_outside(self.country, latitude, longitude):
            swapped = abs(longitude) <= 90 and not reference.surely_outside(self.country, longitude, latitude)
            where = reference.country(self.country).name("en")
            problem = f"the position {latitude:g}, {longitude:g} is not in {where}"
            mend = "Latitude and longitude are swapped" if swapped else "Mend it, or leave both empty"
            raise _Wrong(self._column(mapping.latitude), problem, mend)
        facts["latitude"], facts["longitude"] = latitude, longitude

    def _levels(self, cells: list[str], facts: dict[str, Any]) -> None:
        levels = self.mapping.levels
        years: tuple[int | None, int | None] | None = None
        if levels.ages:
            youngest, oldest = (self._whole(cells, cell, 120) for cell in levels.ages)
            if youngest is not None and oldest is not None:
                years = reference.years_from_ages(self.country, youngest, oldest)
        elif levels.years:
            first, last = (self._whole(cells, cell, 13) for cell in levels.years)
            years = (first, last)
        for cell in levels.words:
            years = years or _years_of_type(self.country, self._text(cells, cell))
        for name, year in zip(("level_from", "level_to"), years or (), strict=False):
            if year is not None:
                facts[name] = year

    def _key(self, cells: list[str], facts: dict[str, Any]) -> str:
        if self.mapping.key is None:
            return ""
        key = self._text(cells, self.mapping.key)
        if len(key) > LONGEST_IDENTIFIER:
            raise _Wrong(
                self._column(self.mapping.key),
                f"the key has {len(key)} characters",
                f"At most {LONGEST_IDENTIFIER} fit",
            )
        if not key.strip("0 -._"):
            return ""
        if self.mapping.scheme:
            facts["identifiers"] = [{"scheme": self.mapping.scheme, "value": key}]
        return key

    def _content_key(self, cells: list[str], facts: dict[str, Any]) -> str:
        parts = [self._text(cells, cell) for cell in self.mapping.content_key]
        if not parts:
            parts = [
                facts["names"][0]["text"],
                facts.get("region", ""),
                facts.get("locality", ""),
                facts.get("address", ""),
            ]
        joined = "\x1f".join(fold(part) for part in parts)
        return "content:" + hashlib.sha256(joined.encode()).hexdigest()[:32]

    def read(self, number: int, cells: list[str]) -> Row | RowProblem:
        try:
            return self._read(number, cells)
        except _Wrong as wrong:
            return RowProblem(number, wrong.column, wrong.problem, wrong.mend + ".")

    def _read(self, number: int, cells: list[str]) -> Row:
        if len(cells) != self.width:
            while len(cells) > self.width and not cells[-1]:
                cells.pop()
            if len(cells) != self.width:
                problem = f"the row has {len(cells)} cells, the header has {self.width}"
                raise _Wrong("", problem, "Put a cell that contains the separator in quotation marks")
        mapping = self.mapping
        facts: dict[str, Any] = {"names": self._names(cells)}
        own_key = self._key(cells, facts)
        for scheme, cell in mapping.identifiers:
            value = self._text(cells, cell)
            if value.strip("0 -._"):
                facts.setdefault("identifiers", []).append({"scheme": scheme, "value": value[:LONGEST_IDENTIFIER]})
        if self.country:
            facts["country"] = self.country
        for name, parts in mapping.texts.items():
            text = self._text(cells, parts[0]) if len(parts) == 1 else self._joined(cells, parts)
            if text:
                facts[name] = text
                if len(text) > LONGEST[name]:
                    problem = f"it has {len(text):,} characters"
                    raise _Wrong(self._column(parts[0]), problem, f"At most {LONGEST[name]} fit")
        if "website" in facts:
            self._clean_website(facts)
        for name, cell in mapping.codes.items():
            code = self._text(cells, cell)
            if code:
                facts[name] = code
        for name, cell in mapping.dates.items():
            day = self._date(cells, cell)
            if day:
                facts[name] = day
        self._position(cells, facts)
        self._levels(cells, facts)
        if mapping.pupils is not None:
            pupils = self._whole(cells, mapping.pupils, 1_000_000)
            if pupils is not None:
                facts["pupils"] = pupils
        said_on = self._date(cells, mapping.said_on) if mapping.said_on else ""
        return Row(number, own_key, "" if own_key else self._content_key(cells, facts), said_on, facts)

    def _joined(self, cells: list[str], parts: tuple[Cell, ...]) -> str:
        texts = [text for cell in parts if (text := self._text(cells, cell))]
        return ", ".join(dict.fromkeys(texts))

    @staticmethod
    def _clean_website(facts: dict[str, Any]) -> None:
        """A web site has a host; ``http://`` alone says nothing."""
        address = facts["website"]
        if "://" not in address:
            address = f"http://{address}"
        if "." not in address.partition("://")[2] or " " in address:
            del facts["website"]
        else:
            facts["website"] = address

    def content_key_of(self, cells: list[str], row: Row) -> str:
        """The key from the content, for a row whose own key turned out to be shared by many."""
        return row.content_key or self._content_key(cells, row.facts)
