"""Rows become a spreadsheet that shows what it was given and calculates nothing."""

import datetime as dt
import io
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from gyoryu.documents.spreadsheet import write_xlsx


def opened(content: bytes) -> Any:
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(content))


def read(content: bytes) -> list[tuple[object, ...]]:
    sheet = opened(content).active
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://x.example","y")', "+1", "-1", "@SUM(A1)", "\t=1"])
def test_text_that_looks_like_a_formula_stays_text(text: str) -> None:
    sheet = opened(write_xlsx(["a"], [[text]], title="x")).active
    assert (sheet["A2"].value, sheet["A2"].data_type) == (text, "s")


def test_what_a_cell_cannot_hold_is_left_out_or_cut() -> None:
    rows = read(write_xlsx(["a", "b"], [["가\x00나\ud800다", "x" * 40_000]]))
    assert rows[1][0] == "가나다"
    assert len(str(rows[1][1])) == 32_767


def test_numbers_days_and_lists_keep_their_kind() -> None:
    moment = dt.datetime(2026, 3, 1, 15, 30, tzinfo=dt.UTC)
    columns = ["n", "day", "moment", "list", "none"]
    rows = read(write_xlsx(columns, [[3, dt.date(2026, 3, 1), moment, ["en", "ko"], None]]))
    assert rows[1] == (3, dt.datetime(2026, 3, 1), dt.datetime(2026, 3, 2, 0, 30), "en, ko", None)


def test_a_title_with_forbidden_characters_and_no_rows_at_all() -> None:
    book = opened(write_xlsx(["이름"], [], title="기관/학교: [2026] 목록이 아주 아주 길어서 잘려야 하는 이름"))
    assert len(book.sheetnames[0]) <= 31
    assert book.active.freeze_panes == "A2"


def test_rows_that_cannot_be_had_leave_nothing_behind() -> None:
    def rows() -> Iterator[list[object]]:
        yield [1]
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError, match="went away"):
        write_xlsx(["n"], rows())


def test_starting_up_does_not_load_the_writer() -> None:
    code = "import gyoryu.documents.spreadsheet, sys; sys.exit('openpyxl' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
