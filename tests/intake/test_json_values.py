"""JSON of any shape and any damage: rows come out, or it is said what is wrong."""

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyoryu.intake.problems import FileRefused
from gyoryu.intake.readers import json_values, open_table
from gyoryu.intake.readers.json_values import Values, ways_of

COLUMNS = {"name", "city.name", "feature id", "key"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def fits(cells: list[str]) -> int:
    return sum(cell in COLUMNS for cell in cells)


def read(path: Path, *ways: str) -> list[dict[str, str]]:
    with open_table(path, ("utf-8",), fits, ways) as table:
        return [dict(zip(table.header, cells, strict=True)) for _number, cells in table.rows]


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(
    "text",
    [
        '[{"name": "Kauri"}, {"name": "Totara"}]',
        '\ufeff \n[\n{"name":"Kauri"} ,{"name":"Totara"}\n]\n',
        '{"data": [{"name": "Kauri"}, {"name": "Totara"}], "count": 2}',
        '{"meta": {"a": [[1, 2], {"data": 7}]}, "rows": [{"name": "Kauri"}, {"name": "Totara"}]}',
        '{"result": {"fields": [{"id": "name"}], "records": [{"name": "Kauri"}, {"name": "Totara"}]}}',
        '{"records": [{"name": "Kauri"}]}\n{"records": [{"name": "Totara"}]}\n',
        '[{"name": "Kauri"}][{"name": "Totara"}]',
        '{"schoolInfo": [{"head": [{"list_total_count": 2}]}, {"row": [{"name": "Kauri"}, {"name": "Totara"}]}]}',
        '{"response": {"header": {}, "body": {"items": [{"name": "Kauri"}, {"name": "Totara"}]}}}',
        '{"response": {"body": {"items": {"item": [{"name": "Kauri"}, {"name": "Totara"}]}}}}',
    ],
)
def test_where_lists_usually_stand(text: str, tmp_path: Path) -> None:
    assert [row["name"] for row in read(write(tmp_path / "a", text))] == ["Kauri", "Totara"]
    assert [row["name"] for row in read(write(tmp_path / "b", gzip.compress(text.encode())))] == ["Kauri", "Totara"]


def test_where_the_mapping_says(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", '{"rows": [{"name": "no"}], "deep": {"er": [{"name": "Kauri"}]}}')
    assert [row["name"] for row in read(path, "deep.er")] == ["Kauri"]


def test_by_number(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", '{"100": {"name": "Kauri"}, "7": {"name": "Totara"}}')
    assert [(row["key"], row["name"]) for row in read(path, "*")] == [("100", "Kauri"), ("7", "Totara")]


def test_what_a_row_holds(tmp_path: Path) -> None:
    row = {"name": ["a", 1, None, {"x": 1}], "city": {"name": 2.0, "x": {"y": True}}, "other": float("nan")}
    found = read(write(tmp_path / "a.json", json.dumps([row])))
    assert found == [{"name": "a ¦ 1 ¦ ", "city.name": "2", "city.x.y": "true", "other": ""}]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[{"name": "Kauri"}, {"na', "row 2: it stops in the middle"),
        ('[{"name": "Kauri"}', "row 1: it stops in the middle"),
        ('{"data": [{"name": "Kauri"}]', "it stops in the middle"),
        ('[{"name": "Kauri"} {"name": 1}]', "“{” stands where one of , ]"),
        ('[{"name": Kauri}]', "no valid JSON"),
        ('[{"name": "Kauri"},]', "no valid JSON"),
        ('{"data": [["Kauri"]]}', "row 1: a row is no object"),
        ('{"type": "x", "list": 3}', "it holds no list of rows; it has type, list"),
        ('{"RESULT": {"CODE": "ERROR-290", "MESSAGE": "bad key"}}', "the service said: ERROR-290 bad key"),
        ('{"data": []}', "it holds no list of rows"),
        ('[{"a": ' + "[" * 100_000, "nested too deep"),
        ('{"a": ' * 100_000, "nested too deep"),
        ('[{"name": ' + "9" * 5_000 + "}]", "nested too deep or its numbers are too long"),
        ('[{"name": "' + "x" * 40_000 + '"}]', "a cell holds 40,000 characters"),
        ('{"elements": [{"type": "node", "id": 1, "tags": {"name": "x"}}], "remark": "runtime error: timed out"}',
         "the service gave up in the middle"),
        ('{"schoolInfo": [{"head": [{"list_total_count": 9}]}, {"row": [{"name": "Kauri"}]}]}', "1 of 9 rows"),
    ],
)  # fmt: skip
def test_refused(text: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as caught:
        read(write(tmp_path / "a.json", text))
    assert problem in str(caught.value)


def test_a_row_without_end(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", '[{"name": "' + "x" * 5_000_000)
    with pytest.raises(FileRefused, match="one value has more than 4,000,000 characters"):
        read(path)


def test_a_bomb(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json.gz", gzip.compress(b'[{"name": 1}' + b" " * 200_000_000, 9))
    with pytest.raises(FileRefused, match="unpack to more than"):
        read(path)


def test_letters_that_are_not_utf_8(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="it cannot be read"):
        read(write(tmp_path / "a.json", '[{"name": "Şehit"}]'.encode("windows-1254")))


@given(st.lists(st.dictionaries(st.text(), JSON, max_size=4), max_size=6), st.integers(1, 40))
def test_every_list_comes_out_as_it_went_in(items: list[dict[str, Any]], piece: int) -> None:
    """Whatever stands in it, and wherever a piece of the file ends."""

    class Slow(io.StringIO):
        def read(self, _size: int | None = -1) -> str:
            return super().read(piece)

    text = json.dumps({"a": [1, {"b": []}], "data": items, "z": None}, ensure_ascii=False)
    values = Values(Slow(text), "test")
    assert [item for _key, item in values.items(ways_of(("data",)))] == items
    assert values.aside["a.0"] == 1


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    values = Values(io.StringIO("{" + text), "test")
    try:
        for _row in values.items(ways_of(("data", "*"))):
            assert values.row > 0
    except FileRefused as refusal:
        assert refusal.problem


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    import tracemalloc

    path = tmp_path / "a.json"
    with path.open("w") as file:
        file.write(
            "[" + ",".join(f'{{"name": "Kauri School {n}", "city": {{"name": "x"}}}}' for n in range(100_000)) + "]"
        )
    tracemalloc.start()
    with open_table(path, ("utf-8",), fits) as table:
        count = sum(1 for _row in table.rows)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (count, most < 12 * json_values._CHUNK) == (100_000, True)
