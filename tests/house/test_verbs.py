"""One verb, one name: permission, trail, test file, and the shape of its function."""

import ast
from functools import cache

import pytest
from rules import perm_exists as permission_exists

from tests.house.tree import ROOT, SRC, Verb, domain_files, expect_none, python_files, short, syntax, verbs

ALL = verbs()

# Verbs that nobody holds a permission for, and why.
WITHOUT_PERMISSION: dict[str, str] = {}
# Verbs without an actor, and why.
WITHOUT_ACTOR = {"accounts.accept_invitation": "the person who accepts comes to be by it, and is the actor"}


def names_of(items: list[Verb]) -> list[str]:
    return sorted(verb.full for verb in items)


@cache
def constants_of(room: str) -> frozenset[str]:
    """Every text in the domain modules of a room: ``record("room.verb", ...)`` is among them."""
    return frozenset(
        node.value
        for path in domain_files()
        if path.parents[1].name == room
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def function_of(verb: Verb) -> ast.FunctionDef | None:
    for node in syntax(verb.path).body:
        if isinstance(node, ast.FunctionDef) and node.name == verb.name:
            return node
    return None


def test_a_verb_has_one_home() -> None:
    names = names_of(ALL)
    assert sorted(set(names)) == names


def test_every_verb_is_a_function_where_its_module_says() -> None:
    expect_none(names_of([verb for verb in ALL if function_of(verb) is None]), mend="__all__ lists what is not there:")


def test_every_verb_takes_its_actor_by_name() -> None:
    wrong = []
    for verb in ALL:
        function = function_of(verb)
        if (
            verb.full not in WITHOUT_ACTOR
            and function
            and "actor" not in [argument.arg for argument in function.args.kwonlyargs]
        ):
            wrong.append(verb)
    expect_none(names_of(wrong), mend="def verb(subject, *, actor: Actor, ...):")


def test_every_verb_takes_its_subject_first_and_the_rest_by_name() -> None:
    """The subject, or the two it is about (a record and an institution, a wish and an offer)."""
    wrong = []
    for verb in ALL:
        function = function_of(verb)
        if function is not None and len(function.args.posonlyargs + function.args.args) > 2:
            wrong.append(verb)
    expect_none(names_of(wrong), mend="def verb(subject, *, actor: Actor, ...):")


def test_every_verb_has_a_permission() -> None:
    wanting = [verb for verb in ALL if verb.full not in WITHOUT_PERMISSION and not permission_exists(verb.full)]
    expect_none(names_of(wanting), mend="rules.add_perm in the room's rules.py, or a reason in WITHOUT_PERMISSION:")


def test_every_verb_without_a_permission_still_exists_and_still_has_none() -> None:
    known = {verb.full for verb in ALL}
    expect_none(
        [name for name in WITHOUT_PERMISSION if name not in known or permission_exists(name)],
        mend="Take these out of WITHOUT_PERMISSION:",
    )


def test_every_verb_writes_the_trail() -> None:
    silent = [verb for verb in ALL if verb.full not in constants_of(verb.room)]
    expect_none(names_of(silent), mend='record("room.verb", subject, actor=actor) in its transaction:')


def test_every_verb_has_a_test_file_of_its_name() -> None:
    wanting = [verb for verb in ALL if not (ROOT / "tests" / verb.room / f"test_{verb.name}.py").exists()]
    expect_none(names_of(wanting), mend="tests/<room>/test_<verb>.py is missing for:")


def test_every_verb_of_the_trail_is_exported() -> None:
    """``record("room.verb")`` in a module whose ``__all__`` does not know the verb."""
    known = {verb.full for verb in ALL}
    found = []
    for path in domain_files():
        for node in ast.walk(syntax(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record" and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and str(first.value) not in known:
                    found.append(f"{short(path)}: {first.value}")
    expect_none(found, mend="Name the verb in its module's __all__:")


@pytest.mark.parametrize("banned", ["django.http", "django.shortcuts", "django.forms", "gyoryu.web", "gyoryu.api"])
def test_the_domain_never_sees_a_request_or_a_form(banned: str) -> None:
    found = []
    for path in domain_files():
        for node in ast.walk(syntax(path)):
            module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [module]
            if any(name == banned or name.startswith(f"{banned}.") for name in names):
                found.append(short(path))
    expect_none(found, mend=f"{banned} belongs to the doors:")


def test_there_are_no_signals() -> None:
    words = ("django.db.models.signals", "django.dispatch", "signals.connect", "@receiver")
    found = [short(path) for path in python_files() for word in words if word in path.read_text(encoding="utf-8")]
    expect_none(found, mend="What happens afterwards follows the trail:")


def test_rooms_stand_where_the_tests_stand() -> None:
    rooms = {path.name for path in SRC.iterdir() if (path / "__init__.py").exists()} - {"config"}
    expect_none([room for room in rooms if not (ROOT / "tests" / room).is_dir()], mend="No folder in tests/ for:")
