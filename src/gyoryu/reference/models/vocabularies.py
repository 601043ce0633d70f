"""Closed lists of codes with their labels: vocabularies.yaml, languages.csv, scripts.csv."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from gyoryu.reference.models.files import read_csv, read_yaml, sources_of
from gyoryu.reference.models.words import LANGUAGES, in_language


@dataclass(frozen=True, eq=False)
class Term:
    """One code of a vocabulary."""

    code: str
    labels: Mapping[str, str]
    source: tuple[str, ...]
    short_labels: Mapping[str, str] = field(default_factory=dict)
    helps: Mapping[str, str] = field(default_factory=dict)
    retired: bool = False  # kept for old rows, no longer offered
    isced: int | None = None  # of level_groups

    def label(self, language: str | None = None) -> str:
        return in_language(self.labels, language)

    def short(self, language: str | None = None) -> str:
        return in_language(self.short_labels, language) if self.short_labels else self.label(language)

    def help(self, language: str | None = None) -> str:
        return in_language(self.helps, language)


@dataclass(frozen=True, eq=False)
class Language(Term):
    """A language by its BCP 47 tag."""

    own_name: str = ""
    script: str = "Latn"  # the one it is usually written in
    direction: str = "ltr"
    rank: int = 0  # 1 and up for those most exchanges are held in, 0 for the rest

    @property
    def tag(self) -> str:
        """Language and script, as names of institutions carry it: th-Thai, ko-Hang."""
        script = {"Kore": "Hang"}.get(self.script, self.script)
        return f"{self.code.split('-')[0]}-{script}"


@lru_cache(maxsize=4)
def load_vocabularies(folder: Path) -> Mapping[str, Mapping[str, Term]]:
    found: dict[str, Mapping[str, Term]] = {}
    for name, node in read_yaml(folder / "vocabularies.yaml").pairs():
        node.only("source", "terms")
        source = sources_of(node)
        terms: dict[str, Term] = {}
        for row in node["terms"].items():
            row.only("code", *LANGUAGES, "short", "help", "retired", "isced")
            code = row["code"].text()
            if code in terms:
                row["code"].fail(f"“{code}” stands in {name} twice", "Give one of them another code, or take it out.")
            short, help_, retired, isced = (row.get(key) for key in ("short", "help", "retired", "isced"))
            terms[code] = Term(
                code=code,
                labels=MappingProxyType({language: row[language].text() for language in LANGUAGES}),
                source=source,
                short_labels=MappingProxyType(short.labels(*LANGUAGES) if short else {}),
                helps=MappingProxyType(help_.labels("ko", "en") if help_ else {}),
                retired=retired.truth() if retired else False,
                isced=isced.number(0, 8) if isced else None,
            )
        found[name] = MappingProxyType(terms)
    return MappingProxyType(found)


@lru_cache(maxsize=4)
def load_languages(folder: Path) -> Mapping[str, Language]:
    found = {}
    for row in read_csv(folder / "languages.csv"):
        code = row["code"].text()
        found[code] = Language(
            code=code,
            labels=MappingProxyType({language: row[language].text() for language in LANGUAGES}),
            source=tuple(row["source"].text().split()),
            own_name=row["own"].text(),
            script=row["script"].text(),
            direction=row["direction"].text(among=("ltr", "rtl")),
            rank=int(row["common"].text(empty=True) or 0),
        )
    return MappingProxyType(found)


@lru_cache(maxsize=4)
def load_scripts(folder: Path) -> Mapping[str, Term]:
    found = {}
    for row in read_csv(folder / "scripts.csv"):
        code = row["code"].text()
        labels = {language: row[language].text() for language in LANGUAGES}
        found[code] = Term(code=code, labels=MappingProxyType(labels), source=tuple(row["source"].text().split()))
    return MappingProxyType(found)
