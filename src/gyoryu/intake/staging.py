"""Between reading and applying: what was read waits in a scratch file, so that memory does not grow with the register."""

import datetime as dt
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from django.conf import settings

from gyoryu.intake.problems import RowProblem
from gyoryu.intake.rows import Row, RowReader, content_key
from gyoryu.registry.domain.intake_runs import Said

# A key that so many rows of one file share is a placeholder that nobody declared, and identifies nothing.
SHARED_BY = 5


@dataclass(slots=True)
class _Seen:
    """Rows with one key: the number of the first, and the later ones, kept until it is clear what they are."""

    first: int
    later: list[tuple[Row, list[str]]] = field(default_factory=list)


class Staging:
    """Good rows in a scratch file; rows whose key was there before, aside."""

    def __init__(self) -> None:
        folder: Path = settings.HOME / "tmp"
        folder.mkdir(parents=True, exist_ok=True)
        self._file = tempfile.TemporaryFile("w+", dir=folder, encoding="utf-8", errors="surrogatepass")  # noqa: SIM115
        self._seen: dict[str, _Seen] = {}
        self._shared: set[str] = set()
        self.count = 0
        self.last_day = ""

    def __enter__(self) -> "Staging":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, row: Row, cells: list[str]) -> None:
        key = row.own_key or row.content_key
        seen = self._seen.get(key)
        if seen is not None:
            seen.later.append((row, cells))
            return
        self._seen[key] = _Seen(row.number)
        self._write(key, row)

    def _write(self, key: str, row: Row) -> None:
        self.count += 1
        self.last_day = max(self.last_day, row.said_on)
        self._file.write(json.dumps([key, row.said_on, row.facts], ensure_ascii=False) + "\n")

    def close_reading(self, reader: RowReader) -> Iterator[tuple[RowProblem, list[str]]]:
        """Decide what rows with a key that occurs again are; yields those that are left out, with their cells."""
        own = reader.mapping.key
        column = " / ".join(own.columns) if own else ""
        for key, seen in list(self._seen.items()):
            if not seen.later:
                continue
            if not key.startswith("content:") and len(seen.later) + 1 >= SHARED_BY:
                self._shared.add(key)
                yield from self._by_content(seen, reader)
                continue
            for row, cells in seen.later:
                what = (
                    f"the key “{key}” is in row {seen.first} already"
                    if row.own_key
                    else f"the same row is row {seen.first} already"
                )
                yield RowProblem(row.number, column, what, "Give each row a key of its own."), cells
            seen.later.clear()

    def _by_content(self, seen: _Seen, reader: RowReader) -> Iterator[tuple[RowProblem, list[str]]]:
        """Rows that share a placeholder are told apart by what they say."""
        for row, cells in seen.later:
            content = content_key(row.facts, reader.mapping.content_key)
            there = self._seen.get(content)
            if there is not None:
                problem = f"the same row is row {there.first} already"
                yield RowProblem(row.number, "", problem, "Give each row a key of its own."), cells
                continue
            self._seen[content] = _Seen(row.number)
            row.facts.pop("identifiers", None)
            self._write(content, row)

    def said(self, names: tuple[str, ...]) -> Iterator[Said]:
        """The rows as the register receives them. ``names`` are the facts that tell rows apart where a key does not."""
        self._file.seek(0)
        for line in self._file:
            key, said_on, facts = json.loads(line)
            if key in self._shared:
                key = content_key(facts, names)
                facts.pop("identifiers", None)
            yield Said(key, facts, dt.date.fromisoformat(said_on) if said_on else None)
