"""JSON a value at a time: a register of a million rows is never in memory as a whole.

The way to the rows is walked piece by piece; each row itself is decoded by the standard library. Several documents may
stand one after another, as pages of one list do.
"""

import json
import re
from collections.abc import Iterator
from typing import IO, Any

from gyoryu.intake.problems import FileRefused

LONGEST_VALUE = 4_000_000  # characters of one row
DEEPEST = 60
MOST_ASIDE = 60  # small values beside the rows that are kept
LONGEST_ASIDE = 300
_CHUNK = 1 << 18
_BLANK = re.compile(r"[ \t\r\n]*")
_MEND_CUT = "The file is probably half of it: download or export it again."

Way = tuple[str, ...]  # "*" stands for each member


class Values:
    """Walks through the text of a file."""

    def __init__(self, text: IO[str], name: str) -> None:
        self._text, self.name, self.row = text, name, 0
        self._buffer, self._at, self._ended = "", 0, False
        self._decoder = json.JSONDecoder(parse_constant=lambda _word: None)
        self.aside: dict[str, Any] = {}  # of the document being read

    # Characters

    def _more(self, least: int = _CHUNK) -> bool:
        """Read on; False at the end of the file."""
        if self._ended:
            return False
        try:
            piece = self._text.read(max(least, _CHUNK))
        except UnicodeError as error:
            raise self.refused(f"it cannot be read ({error})", _MEND_CUT) from error
        self._ended = not piece
        self._buffer, self._at = self._buffer[self._at :] + piece, 0
        return not self._ended

    def _peek(self) -> str:
        """The next character that is no blank; "" at the end."""
        while True:
            found = _BLANK.match(self._buffer, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                return ""

    def _take(self, wanted: str) -> str:
        found = self._peek()
        if not found:
            raise self.refused("it stops in the middle", _MEND_CUT)
        if found not in wanted:
            raise self.refused(f"“{found}” stands where one of {' '.join(wanted)} should", "This is no valid JSON.")
        self._at += 1
        return found

    def refused(self, problem: str, mend: str) -> FileRefused:
        return FileRefused(self.name, problem, mend, row=self.row)

    # Values

    def _value(self) -> Any:
        """The value that begins here, as a whole."""
        if not self._peek():
            raise self.refused("it stops in the middle", _MEND_CUT)
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._at)
            except json.JSONDecodeError as error:
                if len(self._buffer) - self._at > LONGEST_VALUE:
                    raise self._too_long() from error
                cut = error.pos >= len(self._buffer) or "Unterminated" in error.msg
                if self._more(len(self._buffer) - self._at):
                    continue
                problem = "it stops in the middle" if cut else f"this is no valid JSON ({error.msg})"
                raise self.refused(problem, _MEND_CUT if cut else "Export it again.") from error
            except (RecursionError, ValueError) as error:
                problem = "its values are nested too deep or its numbers are too long"
                raise self.refused(problem, "This is no list of schools.") from error
            if end - self._at > LONGEST_VALUE:
                raise self._too_long()
            # A number may go on beyond what was read so far.
            if end == len(self._buffer) and self._buffer[end - 1] not in '}]"' and self._more():
                continue
            self._at = end
            return value

    def _too_long(self) -> FileRefused:
        return self.refused(f"one value has more than {LONGEST_VALUE:,} characters", "This is no list of schools.")

    def items(self, ways: tuple[Way, ...]) -> Iterator[tuple[str, Any]]:
        """(key, value) of every row of every document; the key is "" in a list."""
        while self._peek():
            self.aside = {}
            yield from self._walk(ways, "", 0)

    def _walk(self, ways: tuple[Way, ...], where: str, depth: int) -> Iterator[tuple[str, Any]]:
        if depth > DEEPEST:
            raise self.refused("its values are nested too deep", "This is no list of schools.")
        begins = self._peek()
        here = () in ways or (not depth and begins == "[" and ("*",) in ways)
        if begins == "[":
            yield from self._array(ways, here, where, depth)
        elif begins == "{":
            yield from self._object(ways, here, where, depth)
        else:
            value = self._value()
            if len(self.aside) < MOST_ASIDE and len(str(value)) <= LONGEST_ASIDE:
                self.aside[where] = value

    def _array(self, ways: tuple[Way, ...], here: bool, where: str, depth: int) -> Iterator[tuple[str, Any]]:
        self._take("[")
        at = 0
        while self._peek() != "]" or at:
            if here:
                self.row += 1
                yield "", self._value()
            else:
                inner = tuple(way[1:] for way in ways if way and way[0] in ("*", str(at)))
                yield from self._walk(inner, f"{where}.{at}" if where else str(at), depth + 1)
            at += 1
            if self._take(",]") == "]":
                return
        self._take("]")

    def _object(self, ways: tuple[Way, ...], here: bool, where: str, depth: int) -> Iterator[tuple[str, Any]]:
        self._take("{")
        at = 0
        while self._peek() != "}" or at:
            key = self._value()
            if not isinstance(key, str):
                raise self.refused("a name in it is no text", "This is no valid JSON.")
            self._take(":")
            inner = tuple(way[1:] for way in ways if way and way[0] in ("*", key))
            if () in inner and ("*",) in ways and not here and self._peek() == "{":
                self.row += 1
                yield key, self._value()
            else:
                yield from self._walk(inner, f"{where}.{key}" if where else key, depth + 1)
            at += 1
            if self._take(",}") == "}":
                return
        self._take("}")


def ways_of(texts: tuple[str, ...]) -> tuple[Way, ...]:
    return tuple(tuple(text.split(".")) if text else () for text in texts)


def begins_json(start: bytes) -> bool:
    """Whether a file begins as an object or a list does."""
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    return text[:1] == b"{" or (text[:1] == b"[" and text[1:].lstrip()[:1] in (b"{", b"]", b""))
