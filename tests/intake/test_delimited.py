"""The CSV reader: encodings, and that whatever bytes it is given it answers or refuses."""

import csv
import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gyoryu.intake.problems import FileRefused
from gyoryu.intake.readers import open_table

TURKISH = "İl,Okul Adı\nŞANLIURFA,Fen Lisesi\nAĞRI,Çok Programlı Anadolu Lisesi\n"
KOREAN = "학교ID,학교명\nB000000001,가온초등학교\n"


def fits(cells: list[str]) -> int:
    return sum(cell in ("İl", "Okul Adı", "학교ID", "학교명", "a") for cell in cells)


def read(path: Path, *encodings: str) -> tuple[str, list[list[str]]]:
    with open_table(path, encodings or ("utf-8",), fits) as table:
        return table.encoding, [table.header, *(cells for _number, cells in table.rows)]


@pytest.mark.parametrize(
    ("text", "encoding", "candidates", "found"),
    [
        (TURKISH, "utf-8", (), "utf-8"),
        (TURKISH, "utf-8-sig", (), "utf-8-sig"),
        (TURKISH, "utf-16", (), "utf-16"),
        (TURKISH, "windows-1254", ("utf-8", "windows-1254"), "windows-1254"),
        (KOREAN, "cp949", ("utf-8", "cp949"), "cp949"),
    ],
)
def test_encodings(text: str, encoding: str, candidates: tuple[str, ...], found: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    assert read(path, *candidates) == (found, list(csv.reader(io.StringIO(text))))


@pytest.mark.parametrize(
    ("data", "candidates", "said"),
    [
        (TURKISH.encode("windows-1254"), ("utf-8",), "row 1: the bytes are not UTF-8 (byte 0xDD in line 1)"),
        (TURKISH.encode("utf-16-le"), ("utf-8",), "it is not text"),
        (
            TURKISH.encode()[:-12] + b"\xff\n",
            ("utf-8", "windows-1254"),
            "row 3: the bytes are not UTF-8 (byte 0xFF in line 3)",
        ),
        (KOREAN.encode("cp949") + b"\xff\xff\n", ("utf-8", "cp949"), "the bytes are not UTF-8 or cp949"),
        (TURKISH.encode("utf-16")[:-1], ("utf-8",), "it cannot be read"),
    ],
)
def test_bytes_that_are_no_text(data: bytes, candidates: tuple[str, ...], said: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    with pytest.raises(FileRefused) as refused:
        read(path, *candidates)
    assert said in refused.value.message


def test_the_limit_of_the_csv_module_is_left_as_it_was(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    path = tmp_path / "a.csv"
    path.write_text("a\n" + "x" * 40_000, encoding="utf-8")
    with pytest.raises(FileRefused):
        read(path)
    assert csv.field_size_limit() == before


cell = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)


@settings(max_examples=200, deadline=None)
@given(
    rows=st.lists(st.lists(cell, min_size=3, max_size=3), max_size=30),
    delimiter=st.sampled_from(",;\t|"),
    packed=st.booleans(),
)
def test_what_a_csv_writer_wrote_is_read_as_it_was(
    rows: list[list[str]], delimiter: str, packed: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([["a", "b", "c"], *rows])
    data = out.getvalue().encode()
    path = tmp_path_factory.mktemp("tables") / "a.csv"
    path.write_bytes(gzip.compress(data) if packed else data)
    filled = [row for row in rows if any(text and not text.isspace() for text in row)]
    assert read(path)[1] == [["a", "b", "c"], *filled]


packed = st.binary(max_size=200).map(gzip.compress)


@settings(max_examples=300, deadline=None)
@given(data=st.one_of(st.binary(max_size=400), st.text(max_size=200).map(str.encode), packed))
def test_any_bytes_are_read_or_refused(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("tables") / "a.csv"
    path.write_bytes(data)
    try:
        for row in read(path, "utf-8", "windows-1254", "cp949")[1]:
            assert all(isinstance(text, str) for text in row)
    except FileRefused as refused:
        assert refused.mend


@settings(max_examples=100, deadline=None)
@given(at=st.integers(0, 2_000), packed=st.booleans())
def test_a_cut_anywhere_never_reads_more_than_was_there(
    at: int, packed: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    whole = [["a", "b", "c"], *([str(number), "Kauri School", "x" * (number % 7)] for number in range(60))]
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(whole)
    data = gzip.compress(out.getvalue().encode(), mtime=0) if packed else out.getvalue().encode()
    path = tmp_path_factory.mktemp("tables") / "a.csv"
    cut = data[: min(at, len(data) - 1)]
    path.write_bytes(cut)
    try:
        rows = read(path)[1]
    except FileRefused:
        return
    assert not packed
    assert rows[:-1] == whole[: len(rows) - 1]
