#!/usr/bin/env python3
"""Translations without the system's gettext: extract, update, compile, check.

    messages.py extract            print every message of the code, as a .pot
    messages.py update             bring each locale's django.po up to date
    messages.py compile [FILE.po]  write the .mo beside each .po (or beside the named ones)
    messages.py check              one line for each gap; exit 1 when there is one

Messages are English. Korean and English are complete; Thai and Turkish wherever the partner abroad looks.
"""

import argparse
import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "gyoryu"
LOCALES = ("ko", "en", "th", "tr")
COMPLETE = ("ko", "en")
PARTNER_PLACES = (
    "web/partner/",
    "web/templates/partner",
    "web/templates/components/confirm.html",
    "web/templates/components/error_summary.html",
    "web/templates/components/field.html",
    "web/templates/components/partner_",
    "web/change_forms.py",
    "registry/wording.py",
    "registry/domain/changes.py",
    "accounts/domain/links.py",
    "exchange/domain/checks.py",
    "exchange/enums.py",
    "exchange/sentences.py",
)
UNCHANGING = datetime(2026, 1, 1, tzinfo=UTC)  # no dates in the files: an update without news leaves no trace

ONE = {"_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None}
PLURAL: dict[str, Any] = {"ngettext": (1, 2), "ngettext_lazy": (1, 2)}
CONTEXT: dict[str, Any] = {"pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2)}
BOTH: dict[str, Any] = {"npgettext": ((1, "c"), 2, 3), "npgettext_lazy": ((1, "c"), 2, 3)}
KEYWORDS: dict[str, Any] = {**ONE, **PLURAL, **CONTEXT, **BOTH}

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]")
INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")

Identity = tuple[str | None, str]


@dataclass
class Found:
    """One message and every file that says it."""

    singular: str
    plural: str | None
    context: str | None
    places: set[str] = field(default_factory=set)

    @property
    def id(self) -> str | tuple[str, str]:
        return (self.singular, self.plural) if self.plural else self.singular


def po_path(locale: str) -> Path:
    return PACKAGE / "locale" / locale / "LC_MESSAGES" / "django.po"


def _calls(function: Any, arguments: Any) -> tuple[str | None, str, str | None] | None:
    """(context, singular, plural) of one call; None where an argument is no plain text."""
    given = list(arguments) if isinstance(arguments, (tuple, list)) else [arguments]
    wanted = len(KEYWORDS[function] or (1,))
    texts = given[:wanted]
    if len(texts) < wanted or not all(isinstance(text, str) and text for text in texts):
        return None
    context = texts.pop(0) if function in CONTEXT or function in BOTH else None
    return context, texts[0], texts[1] if len(texts) > 1 else None


def _in_python(path: Path) -> Iterator[tuple[str | None, str, str | None]]:
    with path.open("rb") as source:
        for _line, function, arguments, _comments in extract_python(source, KEYWORDS, [], {}):
            call = _calls(function, arguments)
            if call:
                yield call


def _in_template(path: Path) -> Iterator[tuple[str | None, str, str | None]]:
    from django.utils.translation.template import templatize

    # Django writes the template as something like Python: its calls, and X for all else.
    shadow = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    calls = re.finditer(r"\b(_|n?p?gettext)\(((?:[^()'\"]|'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")*)\)", shadow)
    for call in calls:
        literals = re.findall(r"u?('(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")", call[2])
        found = _calls(call[1], [ast.literal_eval(text) for text in literals])
        if found:
            yield found


def extract() -> dict[Identity, Found]:
    """Every message of the code and the templates, by (context, singular)."""
    messages: dict[Identity, Found] = {}
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            calls = _in_python(path)
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            calls = _in_template(path)
        else:
            continue
        for context, singular, plural in calls:
            found = messages.setdefault((context, singular), Found(singular, plural, context))
            found.plural = found.plural or plural
            found.places.add(path.relative_to(PACKAGE).as_posix())
    return messages


def _catalog(locale: str | None) -> Catalog:
    return Catalog(
        locale=locale,
        domain="django",
        header_comment="# Messages of Gyoryu. Kept by scripts/messages.py.",
        project="Gyoryu",
        version="1",
        msgid_bugs_address="",
        fuzzy=False,
        creation_date=UNCHANGING,
        revision_date=UNCHANGING,
        language_team="Gyoryu",
        last_translator="Gyoryu",
    )


def read(locale: str) -> Catalog:
    path = po_path(locale)
    if not path.exists():
        return _catalog(locale)
    with path.open("rb") as file:
        return read_po(file, locale=locale, domain="django")


def merged(locale: str, messages: dict[Identity, Found]) -> Catalog:
    """The messages of the code with what this locale already says of them."""
    old = read(locale)
    new = _catalog(locale)
    for found in messages.values():
        known = old.get(found.singular, found.context)
        text: Any = (
            known.string if known is not None and not known.fuzzy and known.pluralizable == bool(found.plural) else ""
        )
        if locale == "en" and not said(text):
            text = (found.singular, found.plural) if found.plural else found.singular
        if found.plural and not said(text):
            text = ("",) * new.num_plurals
        flags = ["python-format"] if "%(" in found.singular else []
        places = [(place, 0) for place in sorted(found.places)]
        new.add(found.id, text, locations=places, context=found.context, flags=flags)
    return new


def said(text: Any) -> bool:
    """Whether a translation is there: in every plural form, if there are several."""
    return all(text) if isinstance(text, (tuple, list)) else bool(text)


def written(catalog: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, catalog, width=110, sort_output=True, include_lineno=False, ignore_obsolete=True)
    return out.getvalue()


def update() -> None:
    messages = extract()
    for locale in LOCALES:
        catalog = merged(locale, messages)
        path = po_path(locale)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(catalog))
        missing = sum(1 for message in catalog if message.id and not said(message.string))
        print(f"{locale}: {len(messages)} messages, {missing} without a translation")


def compile_all(paths: list[Path]) -> None:
    for path in paths or [po_path(locale) for locale in LOCALES if po_path(locale).exists()]:
        with path.open("rb") as source:
            catalog = read_po(source, locale=path.parents[1].name, domain="django")
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)


def _wrong(message: Message) -> Iterator[str]:
    """What is wrong within one translated message."""
    originals = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
    translations = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    allowed = {hole for text in originals for hole in PLACEHOLDER.findall(text)}
    needed = set(PLACEHOLDER.findall(originals[-1]))
    for text in filter(None, translations):
        holes = set(PLACEHOLDER.findall(text))
        if holes - allowed or (len(originals) == 1 and needed - holes):
            yield "its placeholders differ"
        if INVISIBLE.search(text):
            yield "it holds an invisible character"


def gaps() -> Iterator[str]:
    """One line for each thing that keeps the translations from being complete and up to date."""
    messages = extract()
    for locale in LOCALES:
        if not messages and not po_path(locale).exists():
            continue
        catalog = read(locale)
        unsaid: dict[str, list[str]] = defaultdict(list)
        for (context, singular), found in messages.items():
            message = catalog.get(singular, context)
            if message is None:
                unsaid["not in the file; run make messages"].append(singular)
                continue
            for_partner = any(place.startswith(PARTNER_PLACES) for place in found.places)
            if not said(message.string) and (locale in COMPLETE or for_partner):
                unsaid["without a translation"].append(singular)
            elif said(message.string):
                for wrong in _wrong(message):
                    unsaid[wrong].append(singular)
        for message in catalog:
            if message.id and (message.context, str(_singular(message))) not in messages:
                unsaid["no longer in the code; run make messages"].append(_singular(message))
        for why, texts in unsaid.items():
            shown = "; ".join(repr(text[:60]) for text in texts[:5])
            more = f" and {len(texts) - 5} more" if len(texts) > 5 else ""
            yield f"{locale}: {len(texts)} {why}: {shown}{more}"


def _singular(message: Message) -> str:
    return message.id[0] if isinstance(message.id, (tuple, list)) else message.id


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["extract", "update", "compile", "check"])
    parser.add_argument("files", nargs="*", type=Path)
    asked = parser.parse_args()
    if asked.what == "extract":
        catalog = _catalog(None)
        for found in extract().values():
            catalog.add(found.id, locations=[(place, 0) for place in sorted(found.places)], context=found.context)
        sys.stdout.buffer.write(written(catalog))
    elif asked.what == "update":
        update()
    elif asked.what == "compile":
        compile_all(asked.files)
    else:
        lines = list(gaps())
        print("\n".join(lines) or "Translations are complete.")
        return 1 if lines else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
