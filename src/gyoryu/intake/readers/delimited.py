"""CSV and its relatives, plain or gzipped, in the encoding that fits."""

import codecs
import csv
import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, NamedTuple

from gyoryu.intake.problems import FileRefused
from gyoryu.intake.readers.table import (
    HEADER_WITHIN,
    LARGEST_CELL,
    MOST_COLUMNS,
    Table,
    best_header,
    is_filled,
    too_long,
)

DELIMITERS = (",", ";", "\t", "|")
LONGEST_LINE = 1_000_000  # characters
LONGEST_RECORD = 4_000_000  # characters, of all cells of one row
LARGEST_FILE = 1_000_000_000  # bytes, unpacked
LARGEST_RATIO = 250  # no list of schools repeats itself more than that
SMALL = 32_000_000  # bytes below which the ratio says nothing
_CHUNK = 1 << 18
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_MEND_CUT = "The file is probably half of it: download or export it again."
_DAMAGE = (EOFError, zlib.error, gzip.BadGzipFile)


class _Counted(io.RawIOBase):
    """Bytes passed on, and refused beyond what any register has: a small gzip may unpack to terabytes."""

    def __init__(self, inner: IO[bytes], path: Path) -> None:
        self.inner, self.name, self.count = inner, path.name, 0
        self.packed = max(path.stat().st_size, 1)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        try:
            read = int(self.inner.readinto(buffer))  # type: ignore[attr-defined]
        except _DAMAGE as error:
            raise FileRefused(self.name, f"the packed file is damaged or cut off ({error})", _MEND_CUT) from error
        self.count += read
        if self.count > LARGEST_FILE or (self.count > SMALL and self.count > self.packed * LARGEST_RATIO):
            problem = f"{self.packed:,} bytes unpack to more than {self.count:,}"
            raise FileRefused(self.name, problem, "That is no list of schools: check the file.")
        return read


@contextmanager
def bytes_of(path: Path) -> "Iterator[io.BufferedReader[Any]]":
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        inner: IO[bytes] = gzip.GzipFile(fileobj=file) if packed else file  # type: ignore[assignment]
        with io.BufferedReader(_Counted(inner, path), _CHUNK) as counted:
            yield counted


class _Undecodable(NamedTuple):
    line: int
    byte: int


class _Look(NamedTuple):
    """What one look at all bytes tells."""

    bom: str  # the encoding a byte order mark names
    trouble: _Undecodable | None  # the first thing that is not UTF-8
    strange: int  # how many bytes are not UTF-8
    good: int  # how many characters beyond ASCII are
    lines: int


def _look_over(path: Path) -> _Look:
    """Read every byte once: is all of it there, and is it UTF-8?"""
    strange = good = 0
    trouble: _Undecodable | None = None

    def count(error: UnicodeError) -> tuple[str, int]:
        nonlocal strange, trouble
        assert isinstance(error, UnicodeDecodeError)
        strange += error.end - error.start
        if trouble is None:
            at = lines + error.object.count(b"\n", 0, error.start)
            trouble = _Undecodable(at, error.object[error.start])
        return "", error.end

    codecs.register_error("gyoryu.count", count)
    decoder = codecs.getincrementaldecoder("utf-8")("gyoryu.count")
    lines = 1
    with bytes_of(path) as file:
        start = file.peek(4)[:4]
        bom = next((encoding for mark, encoding in _BOMS if start.startswith(mark)), "")
        if b"\x00" in start and not bom:
            raise FileRefused(path.name, "it is not text", "Export the register as CSV in UTF-8, or as XLSX.")
        while chunk := file.read(_CHUNK):
            text = decoder.decode(chunk)
            if not text.isascii():
                good += len(text) - len(text.encode("ascii", "ignore"))
            lines += chunk.count(b"\n")
        decoder.decode(b"", final=True)
    return _Look(bom, trouble, strange, good, lines)


def _encoding(path: Path, candidates: tuple[str, ...], look: _Look) -> str:
    """The encoding of the file.

    Nearly any bytes can be read as Windows-1254, so another encoding than UTF-8 counts only where a mapping names it
    and the file is not UTF-8 with a few broken bytes.
    """
    if look.bom:
        return look.bom
    if look.trouble is None:
        return "utf-8"
    others = [candidate for candidate in candidates if not candidate.lower().startswith("utf-8")]
    if look.strange >= look.good:
        for encoding in others:
            if _decodes(path, encoding):
                return encoding
    names = " or ".join(["UTF-8", *others]) if look.strange >= look.good else "UTF-8"
    raise FileRefused(
        path.name,
        f"the bytes are not {names} (byte 0x{look.trouble.byte:02X} in line {look.trouble.line})",
        "Export it as UTF-8, or name its encoding in the mapping.",
        row=look.trouble.line,
    )


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with bytes_of(path) as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


class _Lines:
    """The lines of a text, none longer than a line can be; remembers those of the record being read."""

    def __init__(self, text: IO[str], name: str) -> None:
        self.text, self.name, self.delimiter, self.ended = text, name, ",", True
        self.header: list[str] = []  # the first row, until it is known which one is the header
        self.record: list[str] = []
        self.length = 0
        self.row = 0  # the record being read, from 1
        self._ahead: list[str] = []

    def begin(self) -> None:
        self.row += 1
        self.record.clear()
        self.length = 0

    def look_ahead(self, count: int) -> list[str]:
        """The first lines, which are still to be read."""
        while len(self._ahead) < count and (line := self._line()):
            self._ahead.append(line)
        return self._ahead

    def __iter__(self) -> Iterator[str]:
        while line := self._ahead.pop(0) if self._ahead else self._line():
            self.record.append(line)
            self.length += len(line)
            self.ended = line.endswith(("\n", "\r"))
            if (len(line) >= LONGEST_LINE and not self.ended) or self.length > LONGEST_RECORD:
                raise self.too_long()
            yield line

    def _line(self) -> str:
        try:
            return self.text.readline(LONGEST_LINE)
        except UnicodeError as error:
            raise FileRefused(self.name, f"it cannot be read ({error})", _MEND_CUT, row=self.row) from error

    def too_long(self) -> FileRefused:
        """Which cell it is: the row so far is short enough to be read once more without the limit."""
        with _cells_may_be(LONGEST_RECORD * 2):
            cells = next(csv.reader(self.record, delimiter=self.delimiter), [])
        at, longest = max(enumerate(map(len, cells)), key=lambda pair: pair[1], default=(0, self.length))
        return too_long(self.name, self.row, self.header[at] if at < len(self.header) else "", longest)


@contextmanager
def _cells_may_be(largest: int) -> Iterator[None]:
    """The csv module keeps this limit for the whole process."""
    before = csv.field_size_limit(largest)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _delimiter(first_lines: list[str], fits: Callable[[list[str]], int]) -> str:
    """The delimiter with which one of the first lines does best as a header."""

    def score(delimiter: str) -> tuple[int, int]:
        cells = [next(csv.reader([line], delimiter=delimiter), []) for line in first_lines]
        return max((fits(row) for row in cells), default=0), max(map(len, cells), default=0)

    try:
        return max(DELIMITERS, key=score)
    except csv.Error:
        return ","


class _Record(NamedTuple):
    row: int
    cells: list[str]
    ended: bool  # by a line break: a last row that is not may be cut off


@contextmanager
def open_delimited(path: Path, encodings: tuple[str, ...], fits: Callable[[list[str]], int]) -> Iterator[Table]:
    look = _look_over(path)
    encoding = _encoding(path, encodings, look)
    with (
        _cells_may_be(LARGEST_CELL),
        bytes_of(path) as raw,
        io.TextIOWrapper(raw, encoding=encoding, newline="") as text,
    ):
        lines = _Lines(text, path.name)
        lines.delimiter = _delimiter(lines.look_ahead(HEADER_WITHIN), fits)
        table = Table(path.name, [], iter(()), encoding)
        records = _records(lines, table)
        head = list(islice(records, HEADER_WITHIN))
        table.row, table.header = best_header([(record.row, record.cells) for record in head], fits, path.name)
        if len(table.header) > MOST_COLUMNS:
            raise FileRefused(
                path.name, f"the header has {len(table.header):,} columns", "This is no table.", row=table.row
            )
        lines.header = table.header
        later = (record for record in head if record.row > table.row)
        table.rows = _rows(chain(later, records), table)
        table.expected = max(look.lines - table.row - 1, 0)
        yield table


def _records(lines: _Lines, table: Table) -> Iterator[_Record]:
    reader = csv.reader(lines, delimiter=lines.delimiter, strict=True)
    while True:
        lines.begin()
        try:
            cells = next(reader, None)
        except csv.Error as error:
            if "field larger" in str(error):
                raise lines.too_long() from error
            if "end of data" in str(error):
                problem, mend = "a quotation mark is opened and never closed", _MEND_CUT
            else:
                problem, mend = (
                    f"the row cannot be read ({error})",
                    "Put a cell with quotation marks in quotation marks.",
                )
            raise FileRefused(lines.name, problem, mend, row=lines.row) from error
        if cells is None:
            return
        lines.header = lines.header or (cells if is_filled(cells) else [])
        yield _Record(lines.row, cells, lines.ended)


def _rows(records: Iterator[_Record], table: Table) -> Iterator[tuple[int, list[str]]]:
    """(row, cells); a blank row is passed over, and a last row that stops in the middle refuses the file."""
    width = len(table.header)
    last: _Record | None = None
    for record in records:
        if is_filled(record.cells):
            if last is not None:
                yield last.row, last.cells
            last = record
    if last is None:
        return
    if len(last.cells) < width and not last.ended:
        problem = f"the last row stops after {len(last.cells)} of {width} cells"
        raise FileRefused(table.file, problem, _MEND_CUT, row=last.row, column=table.header[len(last.cells) - 1])
    yield last.row, last.cells
