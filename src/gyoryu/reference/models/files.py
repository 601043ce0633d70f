"""Reading a data file so that whoever got a line wrong is told the file, the key and the mend.

``Node`` is one place in a file. Its methods take a value of the wanted kind or raise ``BrokenFile``.
"""

import csv
import datetime as dt
import difflib
import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

import yaml
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

PACKAGED = Path(__file__).resolve().parents[1] / "data"  # where an installed wheel carries data/


class BrokenFile(ImproperlyConfigured):
    """A data file that cannot be used as it is. The message names the file, the key and what would be right."""

    def __init__(self, file: Path, key: str, what: str, mend: str) -> None:
        self.file, self.key, self.what, self.mend = file, key, what, mend
        super().__init__(f"{file}: {key or 'the file'}: {what}. {mend}")


class Node:
    """A value in a data file, with the way to it: ``district_groups[2].lead``."""

    def __init__(self, value: Any, file: Path, key: str = "") -> None:
        self.value = value
        self.file = file
        self.key = key

    def fail(self, what: str, mend: str) -> NoReturn:
        raise BrokenFile(self.file, self.key, what, mend)

    def _mapping(self) -> dict[Any, Any]:
        if not isinstance(self.value, dict):
            self.fail(f"expected keys and values, found {shown(self.value)}", "Write “key: value” lines below it.")
        return self.value

    def only(self, *allowed: str) -> "Node":
        """Refuse keys nobody reads: a misspelt one would silently do nothing."""
        for key in self._mapping():
            if key not in allowed:
                near = difflib.get_close_matches(str(key), allowed, n=1)
                mend = f"Did you mean “{near[0]}”?" if near else f"Known keys are: {', '.join(allowed)}."
                Node(None, self.file, self._way(key)).fail("this key is not known", mend)
        return self

    def _way(self, key: Any) -> str:
        return f"{self.key}.{key}" if self.key else str(key)

    def __getitem__(self, key: str) -> "Node":
        mapping = self._mapping()
        if key not in mapping or mapping[key] is None:
            Node(None, self.file, self._way(key)).fail("this is missing", f"Add a line “{key}: …”.")
        return Node(mapping[key], self.file, self._way(key))

    def get(self, key: str) -> "Node | None":
        value = self._mapping().get(key)
        return None if value is None else Node(value, self.file, self._way(key))

    def pairs(self) -> Iterator[tuple[str, "Node"]]:
        for key, value in self._mapping().items():
            if not isinstance(key, str):
                Node(None, self.file, self._way(key)).fail(f"{shown(key)} is not a text", "Put the key in quotes.")
            yield key, Node(value, self.file, self._way(key))

    def items(self) -> "list[Node]":
        if not isinstance(self.value, list):
            self.fail(f"expected a list, found {shown(self.value)}", "Begin each of its lines with “- ”.")
        return [Node(value, self.file, f"{self.key}[{at}]") for at, value in enumerate(self.value)]

    def text(self, *, among: Collection[str] = (), empty: bool = False) -> str:
        if not isinstance(self.value, str):
            self.fail(f"expected text, found {shown(self.value)}", f'Put it in quotes: "{self.value}".')
        text = self.value.strip()
        if not text and not empty:
            self.fail("this is empty", "Write a text.")
        if among and text not in among:
            near = difflib.get_close_matches(text, among, n=1)
            mend = f"Did you mean “{near[0]}”?" if near else f"Use one of: {', '.join(sorted(among))}."
            self.fail(f"“{text}” is not known", mend)
        return text

    def number(self, least: int, most: int) -> int:
        if isinstance(self.value, bool) or not isinstance(self.value, int) or not least <= self.value <= most:
            self.fail(f"expected a whole number, found {shown(self.value)}", f"Write a number from {least} to {most}.")
        return self.value

    def truth(self) -> bool:
        if not isinstance(self.value, bool):
            self.fail(f"expected true or false, found {shown(self.value)}", "Write true or false.")
        return self.value

    def date(self) -> dt.date:
        try:
            return dt.date.fromisoformat(self.text())
        except ValueError:
            self.fail(f"{shown(self.value)} is not a date", "Write it as 2026-03-01, a day that exists.")

    def time(self) -> dt.time:
        try:
            return dt.time.fromisoformat(self.text())
        except ValueError:
            self.fail(f"“{self.value}” is not a time of day", 'Write it as "09:00", in quotes.')

    def texts(self, *, among: Collection[str] = ()) -> tuple[str, ...]:
        """A list of texts; one alone may stand without its list."""
        nodes = self.items() if isinstance(self.value, list) else [self]
        return tuple(node.text(among=among) for node in nodes)

    def labels(self, *needed: str, only: Collection[str] = ()) -> dict[str, str]:
        """Language -> text. Every needed language must be there."""
        if only:
            self.only(*only)
        for language in needed:
            self[language].text()
        return {language: node.text() for language, node in self.pairs()}


def shown(value: Any) -> str:
    if value is None:
        return "nothing"
    text = str(value)
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"


class _Loader(yaml.CSafeLoader):
    """YAML in which NO is Norway, a date is read where its key is known, and a key written twice is an error."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _value in node.value:
            if key_node.tag == "tag:yaml.org,2002:merge":
                continue
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, str) and key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"“{key}” stands there twice", key_node.start_mark)
            if isinstance(key, str):
                seen.add(key)
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag.rpartition(":")[2] not in {"bool", "int", "float", "timestamp"}
    ]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9][0-9]*)$"), list("-0123456789"))


def read_yaml(file: Path) -> Node:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenFile(file, "", f"it is not UTF-8 (byte {error.start})", "Save it as UTF-8.") from None
    except OSError as error:
        raise BrokenFile(file, "", f"it cannot be read ({error.strerror})", "Check the path and its rights.") from None
    try:
        value = yaml.load(text, Loader=_Loader)  # a SafeLoader underneath
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise BrokenFile(
            file, where, error.problem or "this is not YAML", "Compare the line with its neighbours."
        ) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise BrokenFile(file, "", f"it is not YAML ({error})", "Compare it with data/office/gyeonggi.yaml.") from None
    return Node(value, file)


def read_csv(file: Path) -> list[Node]:
    """One node a row, its key the line in the file."""
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            return [Node(row, file, f"line {reader.line_num}") for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BrokenFile(
            file, "", f"it cannot be read ({error})", "Make it anew with scripts/make_cldr_tables.py."
        ) from None


def reference_folder() -> Path:
    return _folder_or_packaged(settings.REFERENCE_DIR)


def office_file() -> Path:
    return _file_or_packaged(settings.OFFICE_FILE)


@lru_cache(maxsize=8)
def _folder_or_packaged(folder: Path) -> Path:
    return folder if folder.is_dir() else PACKAGED / "reference"


@lru_cache(maxsize=8)
def _file_or_packaged(chosen: Path) -> Path:
    """The file of the setting; without a checkout beside it, the copy that an installed product carries."""
    own = PACKAGED / "office" / chosen.name
    if not chosen.exists() and chosen.is_relative_to(settings.ROOT / "data") and own.exists():
        return own
    return chosen


@lru_cache(maxsize=8)
def source_slugs(file: Path) -> frozenset[str]:
    return frozenset(slug for slug, _node in read_yaml(file).pairs())


def sources_of(row: Node) -> tuple[str, ...]:
    """The sources a row of data/reference/ names; each must stand in sources.yaml."""
    return row["source"].texts(among=source_slugs(row.file.with_name("sources.yaml")))
