"""Between reading and applying: what was read waits in a scratch file, and memory does not grow with the register."""

import datetime as dt
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from django.conf import settings

from gyoryu.common.bulk import JsonText
from gyoryu.intake.problems import RowProblem
from gyoryu.intake.rows import CONTENT, Row, RowReader, content_key
from gyoryu.registry.domain.intake_runs import Said
from gyoryu.registry.facts import canonical

# A key that so many different rows of one file share is a placeholder that nobody declared, and identifies nothing.
SHARED_BY = 5

Left = tuple[RowProblem, list[str]]  # a row that is left out, with its cells


@dataclass(slots=True)
class _Seen:
    """Rows with one key: the number of the first, and the later ones, kept until it is clear what they are."""

    first: int
    later: list[tuple[Row, list[str]]] = field(default_factory=list)


class Staging:
    """Good rows in a scratch file that nobody else sees and that goes by itself; rows whose key was there, aside."""

    def __init__(self, reader: RowReader) -> None:
        folder: Path = settings.HOME / "tmp"
        folder.mkdir(parents=True, exist_ok=True)
        self._file = tempfile.TemporaryFile("w+", dir=folder, encoding="utf-8", newline="\n")  # noqa: SIM115
        self._reader = reader
        self._names = reader.mapping.content_key
        self._seen: dict[str, _Seen] = {}
        self._shared: set[str] = set()
        self._repeated: dict[str, int] = {}
        self.count = 0
        self.last_day = ""

    def __enter__(self) -> "Staging":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, row: Row, cells: list[str]) -> bool:
        """Keep a row; False when its key was there before, so that it is not clear yet what becomes of it."""
        key = row.own_key or content_key(row.facts, self._names)
        seen = self._seen.get(key)
        if seen is not None and not row.own_key and self._reader.mapping.repeats:
            self._repeated[key] = self._repeated.get(key, 1) + 1
            key = f"{key}#{self._repeated[key]}"
            seen = None
        if seen is not None:
            seen.later.append((row, cells))
            return False
        self._seen[key] = _Seen(row.number)
        self._write(key, row)
        return True

    def _write(self, key: str, row: Row) -> None:
        self.count += 1
        self.last_day = max(self.last_day, row.said_on)
        # Tidy keys hold no tab, and JSON writes one as \t.
        self._file.write(f"{key}\t{row.said_on}\t{canonical(row.facts)}\n")

    def close_reading(self) -> Iterator[Left]:
        """Decide what rows with a key that occurs again are; yields those that are left out."""
        own = self._reader.mapping.key
        column = self._reader.column_of(own) if own else ""
        again = {key: seen for key, seen in self._seen.items() if seen.later}
        self._shared = self._find_shared(again)
        for key, seen in again.items():
            if key in self._shared:
                yield from self._by_content(seen)
                continue
            for row, cells in seen.later:
                if row.own_key:
                    problem, mend = f"the key “{key}” is in row {seen.first} already", "Give each row a key of its own."
                else:
                    problem, mend = f"the same school is in row {seen.first} already", "Remove one of the two rows."
                yield RowProblem(row.number, column if row.own_key else "", problem, mend), cells
            seen.later.clear()

    def _find_shared(self, again: dict[str, _Seen]) -> set[str]:
        """Keys that too many different rows have. Their first rows get keys by what they say as well."""
        many = {key for key, seen in again.items() if len(seen.later) + 1 >= SHARED_BY and not key.startswith(CONTENT)}
        if not many:
            return set()
        said = {key: content_key(json.loads(text), self._names) for key, _day, text in self._lines() if key in many}
        self._file.seek(0, 2)
        shared = set()
        for key in many:
            different = {content_key(row.facts, self._names) for row, _cells in again[key].later} | {said[key]}
            if len(different) >= SHARED_BY:
                shared.add(key)
                self._seen.setdefault(said[key], _Seen(again[key].first))
        return shared

    def _by_content(self, seen: _Seen) -> Iterator[Left]:
        """Rows that share a placeholder are told apart by what they say."""
        for row, cells in seen.later:
            key = content_key(row.facts, self._names)
            there = self._seen.get(key)
            if there is not None:
                problem = f"the same school is in row {there.first} already"
                yield RowProblem(row.number, "", problem, "Remove one of the two rows."), cells
                continue
            self._seen[key] = _Seen(row.number)
            self._write(key, Row(row.number, "", row.said_on, self._without_shared(row.facts)))

    def _without_shared(self, facts: dict[str, object]) -> dict[str, object]:
        """A number that many rows share identifies none of them; other identifiers do."""
        rows = facts.get("identifiers", [])
        own = [one for one in rows if one["scheme"] != self._reader.mapping.scheme]  # type: ignore[attr-defined]
        kept = {name: value for name, value in facts.items() if name != "identifiers"}
        return {**kept, "identifiers": own} if own else kept

    def warnings(self) -> list[str]:
        own = self._reader.mapping.key
        if not self._shared or own is None:
            return []
        what = ", ".join(f"“{key}”" for key in sorted(self._shared)[:5])
        column = self._reader.column_of(own)
        return [
            f"Many rows share {what} in “{column}”, which is no key then. "
            f"They are told apart by: {', '.join(self._names)}."
        ]

    def _lines(self) -> Iterator[tuple[str, str, str]]:
        self._file.seek(0)
        for line in self._file:
            key, day, text = line.rstrip("\n").split("\t", 2)
            yield key, day, text

    def said(self) -> Iterator[Said]:
        """The rows as the register receives them."""
        for key, day, text in self._lines():
            said_on = dt.date.fromisoformat(day) if day else None
            if key in self._shared:
                facts = json.loads(text)
                yield Said(content_key(facts, self._names), self._without_shared(facts), said_on)
            else:
                yield Said(key, JsonText(text), said_on)
