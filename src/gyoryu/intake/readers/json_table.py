"""JSON as a table. It is gone through twice: once to check all of it and see which names occur, once for the rows."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gyoryu.intake.problems import FileRefused
from gyoryu.intake.readers import json_shapes as shapes
from gyoryu.intake.readers.delimited import bytes_of
from gyoryu.intake.readers.json_values import Values, ways_of
from gyoryu.intake.readers.table import LARGEST_CELL, Table, too_long

# Where lists of schools stand in the JSON of the services we know.
WAYS = (
    "", "features", "elements", "results.bindings", "schoolInfo.*.row", "result.records", "data", "records", "rows",
    "items", "value", "schools", "response.body.items", "response.body.items.item", "body.items", "results",
)  # fmt: skip
MOST_OPEN = 200_000  # bindings that wait for others of their item
MOST_SHOWN = 12  # names beside the wanted ones that a refusal shows
_ERRORS = ("RESULT.CODE", "RESULT.MESSAGE", "response.header.resultMsg", "error.message", "error", "message")

Item = tuple[str, dict[str, Any]]


@contextmanager
def open_json(path: Path, fits: Callable[[list[str]], int], ways: tuple[str, ...] = ()) -> Iterator[Table]:
    look = _Look(path, ways_of(ways or WAYS), fits)
    look.go_through()
    with _texts_of(path) as text:
        table = Table(path.name, look.header, iter(()), "utf-8", row=0, expected=look.count)
        table.rows = look.rows(Values(text, path.name))
        yield table


@contextmanager
def _texts_of(path: Path) -> Iterator[io.TextIOWrapper]:
    with bytes_of(path) as raw, io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as text:
        yield text


class _Look:
    """What one look at a whole file tells: which of the wanted names occur, how many rows there are."""

    def __init__(self, path: Path, ways: tuple[tuple[str, ...], ...], fits: Callable[[list[str]], int]) -> None:
        self.path, self._ways, self._fits = path, ways, fits
        self.header: list[str] = []
        self.count = 0
        self._names: dict[str, bool] = {}  # whether it is wanted
        self._last: dict[str, int] = {}  # the last binding of each item

    def go_through(self) -> None:
        with _texts_of(self.path) as text:
            values = Values(text, self.path.name)
            documents: list[dict[str, Any]] = []
            for number, (key, item) in enumerate(self._items(values), start=1):
                if not documents or documents[-1] is not values.aside:
                    documents.append(values.aside)
                if shapes.is_binding(item):
                    self._last[shapes.item_of(item)] = number
                    self._note(name for name, _value in shapes.binding(item))
                elif flat := _flat(key, item):
                    self.count += 1
                    self._note(flat)
            if not documents or documents[-1] is not values.aside:
                documents.append(values.aside)
        self.count += len(self._last)
        for aside in documents:
            self._check_aside(aside)
        others = [name for name, wanted in self._names.items() if not wanted][:MOST_SHOWN]
        self.header = [name for name, wanted in self._names.items() if wanted] + others

    def _note(self, names: Any) -> None:
        for name in names:
            if name not in self._names and len(self._names) < 20_000:
                self._names[name] = bool(self._fits([name]))

    def _items(self, values: Values) -> Iterator[Item]:
        for key, item in values.items(self._ways):
            if not isinstance(item, dict):
                raise values.refused("a row is no object with names and values", "Export the register again.")
            yield key, item

    def _check_aside(self, aside: dict[str, Any]) -> None:
        """A service tells errors within its answer; Overpass tells at the end that it gave up in the middle."""
        remark = str(aside.get("remark", ""))
        if "error" in remark:
            problem = f"the service gave up in the middle ({remark[:100]})"
            raise FileRefused(self.path.name, problem, "Ask for a smaller area, or with a longer timeout.")
        total = aside.get("schoolInfo.0.head.0.list_total_count")
        if isinstance(total, int) and self.count < total:
            problem = f"it holds {self.count:,} of {total:,} rows"
            raise FileRefused(self.path.name, problem, "Fetch all of its pages.")
        if not self.count:
            said = " ".join(str(aside[name]) for name in _ERRORS if aside.get(name))
            have = ", ".join(dict.fromkeys(name.partition(".")[0] for name in list(aside)[:8])) or "nothing"
            problem = f"the service said: {said[:200]}" if said else f"it holds no list of rows; it has {have}"
            raise FileRefused(self.path.name, problem, "Export it again, or say in the mapping where the rows are.")

    def rows(self, values: Values) -> Iterator[tuple[int, list[str]]]:
        for number, flat in enumerate(self._flats(values), start=1):
            cells = [flat.get(name, "") for name in self.header]
            for name, cell in zip(self.header, cells, strict=True):
                if len(cell) > LARGEST_CELL:
                    raise too_long(self.path.name, number, name, len(cell))
            yield number, cells

    def _flats(self, values: Values) -> Iterator[shapes.Flat]:
        waiting: dict[str, shapes.Together] = {}
        bindings = 0
        for number, (key, item) in enumerate(self._items(values), start=1):
            if not shapes.is_binding(item):
                if flat := _flat(key, item):
                    yield flat
                continue
            name = shapes.item_of(item)
            together = waiting.setdefault(name, shapes.Together())
            before = together.count
            together.add(item)
            bindings += together.count - before
            if self._last.get(name) == number:
                del waiting[name]
                bindings -= together.count
                yield together.flat()
            elif bindings > MOST_OPEN:
                problem = "the bindings of one item are too far apart"
                raise FileRefused(self.path.name, problem, "Add ORDER BY ?item to the query.", row=number)


def _flat(key: str, item: dict[str, Any]) -> shapes.Flat | None:
    if shapes.is_feature(item):
        return shapes.feature(item)
    if shapes.is_element(item):
        return shapes.element(item)
    return ({"key": key} if key else {}) | shapes.plain(item)
