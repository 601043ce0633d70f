"""Pages that speak of the code say what the code says."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from tests.house.tree import ROOT, expect_none, python_files, script, syntax

SETTINGS = ROOT / "docs" / "operate" / "settings.md"
NAME = re.compile(r"^[A-Z][A-Z0-9_]+$")
REGISTRY_HOSTS = re.compile(
    r"https?://(?!gyoryu\.example|localhost|127\.)[\w.-]*(pypi|pythonhosted|npmjs|debian)[\w.-]*", re.I
)


def variables_of(path: Path) -> set[str]:
    """Names asked of the environment: env.str("NAME"), os.environ["NAME"], and those in a tuple ``names``."""
    found: set[str] = set()
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            asked = ast.unparse(node.func.value)
            if asked in ("env", "os.environ", "environ") or ast.unparse(node.func) == "os.getenv":
                found |= {a.value for a in node.args[:1] if isinstance(a, ast.Constant) and isinstance(a.value, str)}
        elif (
            isinstance(node, ast.Subscript)
            and isinstance(node.ctx, ast.Load)
            and ast.unparse(node.value) == "os.environ"
        ):
            found |= {node.slice.value} if isinstance(node.slice, ast.Constant) else set()
        elif isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["names"]:
            found |= {str(item.value) for item in getattr(node.value, "elts", []) if isinstance(item, ast.Constant)}
    return {name for name in found if NAME.match(name)} - {"DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE"}


def test_every_variable_of_the_environment_is_described() -> None:
    asked = {name for path in python_files() for name in variables_of(path)}
    described = set(re.findall(r"^\| `([A-Z][A-Z0-9_]+)`", SETTINGS.read_text(), re.MULTILINE))
    expect_none(asked - described, mend="Describe it in docs/operate/settings.md:")
    expect_none(described - asked, mend="docs/operate/settings.md describes what nobody reads:")


def test_the_environment_is_read_in_the_settings_alone() -> None:
    allowed = {"config/settings.py", "config/secrets.py"}
    found = [path.relative_to(ROOT / "src/gyoryu").as_posix() for path in python_files() if variables_of(path)]
    expect_none(set(found) - allowed, mend="Read it in config/settings.py:")


def test_states_and_openapi_are_drawn_from_the_code_of_today() -> None:
    expect_none(script("generated_docs").outdated(), mend="Run `make docs`:")


def project() -> dict[str, list[str]]:
    text = tomllib.loads((ROOT / "pyproject.toml").read_text())
    name = re.compile(r"^[A-Za-z0-9-]+")

    def names(lines: list[str]) -> list[str]:
        return [match[0].lower() for line in lines if (match := name.match(line))]

    return {"run": names(text["project"]["dependencies"]), "dev": names(text["dependency-groups"]["dev"])}


def test_every_direct_dependency_has_its_reason() -> None:
    reasons = (ROOT / "docs" / "decisions" / "0002-libraries.md").read_text()
    listed = set(re.findall(r"^\| ([a-z][a-z0-9-]+) \|", reasons, re.MULTILINE))
    wanted = set(project()["run"] + project()["dev"])
    expect_none(wanted - listed, mend="Give the reason in docs/decisions/0002-libraries.md:")
    expect_none(listed - wanted - {"library"}, mend="No longer a direct dependency:")


def test_the_lock_file_knows_every_dependency_with_its_hash() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    pinned = set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE))
    expect_none(set(project()["run"] + project()["dev"]) - pinned, mend="Run scripts/lock.sh --keep:")
    blocks = re.split(r"\n(?=[a-z0-9-]+==)", lock.strip())
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize(
    "name", ["requirements.lock", "pyproject.toml", "Makefile", "scripts/uv.txt", "scripts/bootstrap.sh"]
)
def test_no_registry_is_named(name: str) -> None:
    assert REGISTRY_HOSTS.findall((ROOT / name).read_text()) == []


def test_links_between_our_pages_lead_somewhere() -> None:
    link = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:|#)([^)#\s]+)")
    pages = [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "src").rglob("README.md"),
        *(ROOT / "bench").glob("*.md"),
    ]
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in link.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    expect_none(broken, mend="This link leads nowhere:")
