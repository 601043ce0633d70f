"""Only domain/ writes: found by walking the syntax tree of every module."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.tree import expect_none, python_files, short, syntax

WRITES = {
    "abulk_create",
    "abulk_update",
    "acreate",
    "adelete",
    "asave",
    "aupdate",
    "bulk_create",
    "bulk_update",
    "create",
    "delete",
    "get_or_create",
    "save",
    "update",
    "update_or_create",
}
# update() and delete() belong to dictionaries, sets and caches too; those are called otherwise than a queryset's.
QUERYSETS_TAKE_KEYWORDS_ONLY = {"update", "aupdate", "create", "acreate"}
MODELS_TAKE_NO_POSITIONS = {"save", "asave", "delete", "adelete"}
WRITING_SQL = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE|TRUNCATE|DROP|CREATE|ALTER|VACUUM)\b", re.IGNORECASE)

# Who else may write, and why.
MAY_WRITE = {
    "common/states.py": "States.move is the one conditional UPDATE that every domain function moves with",
    "common/bulk.py": "the set-based INSERT and UPDATE that domain functions call; who calls it is looked at below",
    "accounts/models/person.py": "create_user is how Django and allauth make a person; verbs call it",
    "web/health.py": "a DELETE of nothing shows that writing works",
    "search/tables.py": "the search index as a table: made of the register, at any time anew; no fact lives there",
    "resolution/linkage/workbench.py": "a DuckDB file of its own, made of the register; no fact lives there",
    "common/sqlite/": "the database backend itself",
}


def in_domain(path: Path) -> bool:
    return path.parent.name == "domain"


def allowed(path: Path) -> bool:
    return in_domain(path) or short(path).startswith(tuple(MAY_WRITE))


def is_write(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    name = call.func.attr
    if name in ("execute", "executemany"):
        first = call.args[0] if call.args else None
        literal = first.values[0] if isinstance(first, ast.JoinedStr) and first.values else first
        return isinstance(literal, ast.Constant) and bool(WRITING_SQL.match(str(literal.value)))
    if name not in WRITES:
        return False
    if name in QUERYSETS_TAKE_KEYWORDS_ONLY:
        return bool(call.keywords) and not call.args
    if name in MODELS_TAKE_NO_POSITIONS:
        return not call.args
    return True


def writes_in(tree: ast.AST) -> list[str]:
    return [
        f"{node.lineno}: {ast.unparse(node.func)}()"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and is_write(node)
    ]


def imports_bulk(tree: ast.AST) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "gyoryu.common":
            if any(alias.name == "bulk" for alias in node.names):
                return True
        elif isinstance(node, ast.ImportFrom) and node.module == "gyoryu.common.bulk":
            return any(alias.name[0].islower() for alias in node.names)  # its types may be used anywhere
    return False


def test_only_the_domain_writes() -> None:
    found = [
        f"{short(path)}:{write}" for path in python_files() if not allowed(path) for write in writes_in(syntax(path))
    ]
    expect_none(found, mend="Call a domain function instead, or move this into domain/:")


def test_only_the_domain_writes_in_bulk() -> None:
    found = [short(path) for path in python_files() if not in_domain(path) and imports_bulk(syntax(path))]
    expect_none(found, mend="Only domain/ may import gyoryu.common.bulk:")


def test_every_exception_is_still_needed() -> None:
    files = [short(path) for path in python_files()]
    assert [start for start in MAY_WRITE if not any(file.startswith(start) for file in files)] == []


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("visit.save(update_fields=['state'])", 1),
        ("Visit.objects.filter(pk=1).update(state='x')", 1),
        ("Visit.objects.create(name='x')", 1),
        ("visits.delete()", 1),
        ("cursor.execute('UPDATE visit SET state = 1')", 1),
        ("cursor.execute(f'DELETE FROM {table}')", 1),
        ("cursor.execute('SELECT 1')", 0),
        ("seen.update(names)", 0),
        ("Engine.create(folder)", 0),
        ("picture.save(out, format='WEBP')", 0),
        ("client.delete('/visits/1/')", 0),
    ],
)
def test_what_counts_as_a_write(code: str, count: int) -> None:
    assert len(writes_in(ast.parse(code))) == count
