"""Templates: they compile, hold no script or style of their own, and ask no other host for anything."""

import re
from pathlib import Path

import pytest
from django.template import engines

from tests.house.tree import ROOT, SRC, expect_none, text_files

FOLDERS = sorted(SRC.glob("*/templates"))
TEMPLATES = [
    (path.relative_to(folder).as_posix(), path)
    for folder in FOLDERS
    for path in sorted(folder.rglob("*"))
    if path.is_file() and path.suffix in {".html", ".txt", ".svg"}
]
PAGES = [path for _name, path in TEMPLATES if path.suffix == ".html"]
COMMENTS = re.compile(r"\{#.*?#\}|\{% comment .*?\{% endcomment %\}|<!--.*?-->", re.DOTALL)
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an event handler": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    # A data block (application/json) is no script; everything else comes from a file of ours.
    "an inline script": re.compile(
        r"<script(?![^>]*(\bsrc=|type=[\"']application/(ld\+)?json[\"']))[^>]*>", re.IGNORECASE
    ),
}
FETCHED = re.compile(
    r"(?:<(?:script|img|iframe|source|video|audio|link|use|image)\b[^>]*?\s(?:src|srcset|href)\s*=\s*[\"']?|url\([\"']?"
    r"|@import\s+[\"']?|fetch\([\"'`]|import\([\"'`]|from\s+[\"'`])(?:https?:)?//([\w.-]+)",
    re.IGNORECASE,
)
# A link that names a relation fetches nothing.
RELATION = re.compile(r"<link\b[^>]*\brel=[\"'](canonical|alternate|license|author|profile)[\"'][^>]*>", re.IGNORECASE)


def code_of(path: Path) -> str:
    return COMMENTS.sub("", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [name for name, _path in TEMPLATES])
def test_it_compiles(name: str) -> None:
    engines["django"].get_template(name)  # type: ignore[attr-defined]


def test_no_style_and_no_script_within_a_page() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {what}"
        for path in PAGES
        for what, sign in INLINE.items()
        if sign.search(code_of(path))
    ]
    expect_none(found, mend="Put it into a file under static/:")


def test_nothing_is_fetched_from_another_host() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {host}"
        for path in text_files("src")
        if path.suffix in {".html", ".css", ".js", ".svg"}
        for host in FETCHED.findall(RELATION.sub("", code_of(path)))
    ]
    expect_none(found, mend="Serve it from our own static files:")


def test_text_in_pages_goes_through_translation() -> None:
    """A sentence between tags that no {% trans %} holds. Pages only for developers are named here."""
    for_developers = ("web/templates/styleguide",)
    sentence = re.compile(r">\s*([A-Z][a-z]+(?:\s+[\w'’]+){2,}[^<{]*)<")
    found = [
        f"{path.relative_to(SRC)}: {text.strip()[:60]}"
        for path in PAGES
        if not path.relative_to(SRC).as_posix().startswith(for_developers)
        for text in sentence.findall(
            re.sub(r"\{% blocktrans.*?\{% endblocktrans %\}", "", code_of(path), flags=re.DOTALL)
        )
    ]
    expect_none(found, mend="Wrap it in {% trans %} or {% blocktrans %}:")


def test_every_form_that_posts_carries_its_token() -> None:
    form = re.compile(r"<form\b(?=[^>]*method=[\"']post[\"'])[^>]*>(.*?)</form>", re.IGNORECASE | re.DOTALL)
    found = [
        str(path.relative_to(ROOT))
        for path in PAGES
        for body in form.findall(code_of(path))
        if "csrf_token" not in body
    ]
    expect_none(found, mend="Add {% csrf_token %}:")


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ('<p style="color:red">', "a style attribute"),
        ("<style>p{}</style>", "a style element"),
        ('<a onclick="x()">', "an event handler"),
        ("<script>1</script>", "an inline script"),
        ('<a href="javascript:x()">', "a javascript: address"),
    ],
)
def test_what_counts_as_inline(code: str, what: str) -> None:
    assert [name for name, sign in INLINE.items() if sign.search(code)] == [what]


@pytest.mark.parametrize(
    "code",
    ['<script src="/static/a.js"></script>', '<script type="application/json">{}</script>', "<p data-style='x'>"],
)
def test_what_does_not(code: str) -> None:
    assert [name for name, sign in INLINE.items() if sign.search(code)] == []
