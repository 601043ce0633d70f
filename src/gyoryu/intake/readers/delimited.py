"""CSV and its relatives, plain or gzipped, in the encoding that fits."""

import csv
import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from gyoryu.intake.problems import FileRefused
from gyoryu.intake.readers.table import LARGEST_CELL, MOST_COLUMNS, Table

DELIMITERS = (",", ";", "\t", "|")
LONGEST_LINE = 1_000_000  # characters
LARGEST_FILE = 4_000_000_000  # bytes, unpacked
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_MEND_CUT = "The file is probably half of it: download or export it again."


class _Counted(io.RawIOBase):
    """Bytes passed on, and refused beyond what any register has: a small gzip may unpack to terabytes."""

    def __init__(self, inner: IO[bytes], name: str) -> None:
        self.inner, self.name, self.count = inner, name, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        read = self.inner.readinto(buffer)  # type: ignore[attr-defined]
        self.count += read
        if self.count > LARGEST_FILE:
            raise FileRefused(self.name, "it unpacks to more than 4 GB", "No register is that large: check the file.")
        return int(read)


def _open_bytes(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rb") if packed else path.open("rb")  # type: ignore[return-value]


def _encoding(path: Path, candidates: tuple[str, ...]) -> str:
    """The first candidate in which the whole file can be read."""
    with _open_bytes(path) as file:
        start = _read(file, path.name, 4)
    for bom, encoding in _BOMS:
        if start.startswith(bom):
            return encoding
    if b"\x00" in start:
        raise FileRefused(path.name, "it is not text", "Export the register as CSV in UTF-8, or as XLSX.")
    trouble = None
    for encoding in candidates:
        found = _first_undecodable(path, encoding)
        if found is None:
            return encoding
        trouble = trouble or found
    line, byte = trouble or (1, 0)
    raise FileRefused(
        path.name,
        f"the bytes are not {' or '.join(candidates)} (byte 0x{byte:02X})",
        "Export it as UTF-8, or name its encoding in the mapping.",
        row=line,
    )


def _read(file: IO[bytes], name: str, size: int) -> bytes:
    try:
        return file.read(size)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise FileRefused(name, f"the packed file is damaged or cut off ({error})", _MEND_CUT) from error


def _first_undecodable(path: Path, encoding: str) -> tuple[int, int] | None:
    """(line, byte) of the first thing in the file that is not ``encoding``."""
    import codecs

    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with _open_bytes(path) as file:
        while True:
            chunk = _read(file, path.name, 1 << 20)
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                return line + error.object.count(b"\n", 0, error.start), error.object[error.start]
            if not chunk:
                return None
            line += chunk.count(b"\n")


class _Lines:
    """The lines of a text, none longer than a line can be; remembers how the last one ended."""

    def __init__(self, text: IO[str], name: str) -> None:
        self.text, self.name, self.number, self.ended = text, name, 0, True

    def __iter__(self) -> Iterator[str]:
        while True:
            try:
                line = self.text.readline(LONGEST_LINE)
            except (EOFError, zlib.error, gzip.BadGzipFile) as error:
                raise FileRefused(
                    self.name, f"the packed file is damaged or cut off ({error})", _MEND_CUT, row=self.number
                ) from error
            if not line:
                return
            self.number += 1
            if len(line) >= LONGEST_LINE and not line.endswith("\n"):
                raise FileRefused(
                    self.name,
                    f"the line is longer than {LONGEST_LINE:,} characters",
                    f"No cell may hold more than {LARGEST_CELL:,}; look for a missing quotation mark.",
                    row=self.number,
                )
            self.ended = line.endswith(("\n", "\r"))
            yield line


def _delimiter(first_line: str, fits: Callable[[list[str]], int]) -> str:
    """The delimiter with which the first line does best as a header."""

    def score(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader([first_line], delimiter=delimiter), [])
        return fits(cells), len(cells)

    return max(DELIMITERS, key=score)


@contextmanager
def open_delimited(path: Path, encodings: tuple[str, ...], fits: Callable[[list[str]], int]) -> Iterator[Table]:
    encoding = _encoding(path, encodings)
    csv.field_size_limit(LARGEST_CELL)
    with _open_bytes(path) as raw:
        counted = io.BufferedReader(_Counted(raw, path.name), 1 << 18)
        with io.TextIOWrapper(counted, encoding=encoding, newline="") as text:
            lines = _Lines(text, path.name)
            stream = iter(lines)
            first = next((line for line in stream if line.strip()), "")
            if not first:
                raise FileRefused(path.name, "it holds no rows", "Export the register again.")
            delimiter = _delimiter(first, fits)
            reader = csv.reader(_again(first, stream), delimiter=delimiter, strict=True)
            header = [cell.strip() for cell in _next(reader, lines, path.name) or []]
            if len(header) > MOST_COLUMNS:
                raise FileRefused(path.name, f"the header has {len(header)} columns", "This is no table.", row=1)
            yield Table(path.name, header, _rows(reader, lines, path.name, len(header)), encoding)


def _again(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _next(reader: "Iterator[list[str]]", lines: _Lines, name: str) -> list[str] | None:
    try:
        return next(reader, None)
    except csv.Error as error:
        if "field larger" in str(error):
            problem, mend = f"a cell holds more than {LARGEST_CELL:,} characters", "Look for a missing quotation mark."
        elif "end of data" in str(error):
            problem, mend = "a quotation mark is opened and never closed", _MEND_CUT
        else:
            problem, mend = f"the row cannot be read ({error})", "Put a cell with quotation marks in quotation marks."
        raise FileRefused(name, problem, mend, row=lines.number) from error


def _rows(reader: "Iterator[list[str]]", lines: _Lines, name: str, width: int) -> Iterator[tuple[int, list[str]]]:
    """(line, cells); a blank line is passed over, and a last row that stops in the middle refuses the file."""
    before: tuple[int, list[str]] | None = None
    while True:
        cells = _next(reader, lines, name)
        if before is not None:
            if cells is None and len(before[1]) < width and not lines.ended:
                raise FileRefused(
                    name, f"the last row stops after {len(before[1])} of {width} cells", _MEND_CUT, row=before[0]
                )
            yield before
            before = None
        if cells is None:
            return
        if any(cells):
            before = (lines.number, cells)
