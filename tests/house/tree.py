"""The house as the house tests see it: its files, their syntax trees, its rooms and verbs."""

import ast
import importlib.util
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "gyoryu"
DOORS = ("web", "api", "cli")
TEXT_ENDINGS = {".py", ".html", ".txt", ".css", ".js", ".svg", ".md", ".yaml", ".csv", ".json", ".toml", ".sh", ".po"}


@cache
def python_files(folder: Path = SRC) -> tuple[Path, ...]:
    """Every module below ``folder``, migrations left out: those are written by a tool and never by hand."""
    return tuple(path for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts)


@cache
def syntax(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix().removeprefix("src/gyoryu/")


def text_files(*folders: str) -> Iterator[Path]:
    """Files that people read or write, below these folders of the repository; vendored ones left out."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix in TEXT_ENDINGS and "vendor" not in path.parts:
                yield path


@dataclass(frozen=True)
class Verb:
    """One verb of a room: a function that its domain module names in ``__all__``."""

    room: str
    name: str
    path: Path

    @property
    def full(self) -> str:
        return f"{self.room}.{self.name}"


def exported(path: Path) -> list[str]:
    """What a module's ``__all__`` names."""
    for node in syntax(path).body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        if any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets):
            value = getattr(node, "value", None)
            if isinstance(value, (ast.List, ast.Tuple)):
                return [item.value for item in value.elts if isinstance(item, ast.Constant)]
    return []


def domain_files() -> list[Path]:
    return [path for path in python_files() if path.parent.name == "domain" and path.name != "__init__.py"]


def verbs() -> list[Verb]:
    """Names that start small are functions; those that start with a capital are types the verbs speak of."""
    return [
        Verb(path.parents[1].name, name, path)
        for path in domain_files()
        for name in exported(path)
        if name[0].islower()
    ]


def script(name: str) -> ModuleType:
    """A module of scripts/, which is no package."""
    spec = importlib.util.spec_from_file_location(f"scripts_{name}", ROOT / "scripts" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def expect_none(found: Iterable[str], *, mend: str) -> None:
    """Fail with every finding on a line of its own, and how to mend it."""
    lines = sorted(set(found))
    if lines:
        raise AssertionError("\n  ".join([mend, *lines]))
