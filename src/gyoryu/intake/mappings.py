"""Which column says what: a small YAML file for each register. ``docs/guides/en/mappings.md`` explains every key.

A mapping is checked when it is read; a mistake is told with the file, the key and the mend.
"""

import codecs
import datetime as dt
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gyoryu.common.errors import BadInput
from gyoryu.intake.addresses import Address
from gyoryu.intake.mapping_fetch import address_of
from gyoryu.reference import queries as reference
from gyoryu.reference.models.files import BrokenFile, Node, read_yaml
from gyoryu.registry.enums import NameKind, SourceKind

# Facts that a column may hold, as one cell or several joined.
TEXT_FIELDS = ("region", "locality", "address", "postcode", "local_type", "telephone", "website", "description")
CODE_FIELDS = ("kind", "status")
DATE_FIELDS = ("opened_on", "closed_on")
STATUSES = ("open", "closed")
LOCAL = "local"  # of a name: the language of the country
SOURCE_KEYS = ("slug", "kind", "label", "language", "licence", "attribution", "website", "share_alike")
SOURCE_KINDS = (SourceKind.REGISTER, SourceKind.SPREADSHEET)  # what a file may speak as
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
DEFAULT_NULLS = ("", "-", "–", "n/a", "N/A", "NULL", "null", "nan", "undefined", "#N/A")


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """One value: from a column (the first of ``columns`` that the file has) or the same for every row."""

    columns: tuple[str, ...] = ()
    value: str = ""
    map: dict[str, str] | None = None
    word: int = 0  # take only the n-th word, from 1
    case: str = ""  # "title": the register writes capitals only
    date: str = ""  # how days are written, for strptime; ISO without it; "year": only a year
    before: str = ""  # only what stands before this
    split: str = ""  # what parts several values of one cell, of which the first counts; of names, all
    drop: tuple[str, ...] = ()  # endings to leave out
    nulls: frozenset[str] = frozenset()  # what says nothing in this column
    optional: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """One cell, the first of several that says something, or several put together."""

    cells: tuple[Cell, ...]
    joined: bool = False
    glue: str = ", "


@dataclass(frozen=True, slots=True)
class NameCell:
    """``each``: every column that begins so holds a name, and the rest of its title is the language: name:ko.

    Without a ``kind`` those in a language of the country are official names, and the others aliases.
    """

    cell: Cell
    languages: tuple[str, ...] = ()  # the first unless the words look like one of the others
    kind: str = "official"
    each: str = ""


@dataclass(frozen=True, slots=True)
class Levels:
    """Where the years of schooling are read: words of a type, ages, years themselves, or levels of ISCED."""

    isced: Cell | None = None
    words: tuple[Cell, ...] = ()
    ages: tuple[Cell, Cell] | None = None
    years: tuple[Cell, Cell] | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """A register's columns, read as facts."""

    file: str
    slug: str
    source_kind: str
    label: str
    names: tuple[NameCell, ...]
    country: str = ""
    row_country: Cell | None = None  # where a row tells its own
    language: str = ""
    licence: str = ""
    attribution: str = ""
    website: str = ""
    share_alike: bool = False  # what is derived from it has to stay under its licence
    fetch: Address | None = None
    records: tuple[str, ...] = ()  # where the rows stand within JSON
    only: tuple[tuple[Cell, frozenset[str]], ...] = ()  # which rows are wanted: those whose cells are among these
    periods: tuple[Cell, Cell] | None = None  # several rows for one thing, each true from one year to another
    encodings: tuple[str, ...] = ("utf-8",)
    nulls: frozenset[str] = frozenset(DEFAULT_NULLS)
    key: Cell | None = None
    scheme: str = ""
    content_key: tuple[str, ...] = ("name", "region", "locality", "address")  # facts that tell a row from any other
    repeats: bool = False  # rows that say the same are several schools: the list does not say enough to tell them apart
    identifiers: tuple[tuple[str, Cell], ...] = ()
    texts: dict[str, Text] = field(default_factory=dict)
    codes: dict[str, Cell] = field(default_factory=dict)
    dates: dict[str, Cell] = field(default_factory=dict)
    latitude: Cell | None = None
    longitude: Cell | None = None
    levels: Levels = Levels()
    pupils: Cell | None = None
    said_on: Cell | None = None

    def of_country(self, country: str) -> "Mapping":
        """The same for one country: ``osm-{country}`` is a source for each."""
        if "{country}" not in self.slug:
            return self
        label = self.label.replace("{country}", reference.country(country).name("en"))
        schemes = tuple((scheme.replace("{country}", country.lower()), cell) for scheme, cell in self.identifiers)
        fetch = self.fetch and replace(self.fetch, url=self.fetch.url.replace("{country}", country))
        slug = self.slug.replace("{country}", country.lower())
        return replace(self, slug=slug, label=label, country=country, fetch=fetch, identifiers=schemes)

    def cells(self) -> list[Cell]:
        """Every cell the mapping reads."""
        found: list[Cell | None] = [self.key, *(name.cell for name in self.names)]
        found += [self.row_country, self.levels.isced, *(self.periods or ()), *(cell for cell, _among in self.only)]
        found += [cell for text in self.texts.values() for cell in text.cells]
        found += [self.latitude, self.longitude, *self.codes.values(), *self.dates.values(), *self.levels.words]
        found += [*(self.levels.ages or ()), *(self.levels.years or ()), self.pupils, self.said_on]
        found += [cell for _scheme, cell in self.identifiers]
        return [cell for cell in found if cell is not None and cell.columns]


_CELL_KEYS = ("column", "value", "map", "word", "case", "date", "drop", "before", "split", "null_values", "optional")
_TOP = (
    "source", "country", "row_country", "encodings", "null_values", "key", "content_key", "names", "identifiers",
    "latitude", "longitude", "levels", "pupils", "said_on", "fetch", "records", "only", "periods", "repeats",
    *TEXT_FIELDS, *CODE_FIELDS, *DATE_FIELDS,
)  # fmt: skip


def _texts(node: Node) -> tuple[str, ...]:
    """One text or a list of them."""
    return node.texts() if isinstance(node.value, list) else (node.text(),)


def _cell(node: Node) -> Cell:
    if isinstance(node.value, str):
        return Cell(columns=(node.text(),))
    if isinstance(node.value, list):
        return Cell(columns=node.texts())
    node.only(*_CELL_KEYS, "language", "kind", "scheme")
    column, value, words = node.get("column"), node.get("value"), node.get("map")
    if (column is None) == (value is None):
        node.fail("it needs a column, or a value for every row", "Write “column: …”.")
    word, case, date, drop = node.get("word"), node.get("case"), node.get("date"), node.get("drop")
    nulls, optional, split, before = (node.get(name) for name in ("null_values", "optional", "split", "before"))
    return Cell(
        columns=_texts(column) if column else (),
        value=value.text() if value else "",
        map={key: each.text(empty=True) for key, each in words.pairs()} if words else None,
        word=word.number(1, 20) if word else 0,
        case=case.text(among=("title",)) if case else "",
        date=_pattern(date) if date else "",
        drop=_texts(drop) if drop else (),
        before=before.text() if before else "",
        split=split.text() if split else "",
        nulls=_nulls(nulls),
        optional=bool(optional and optional.truth()),
    )


def _column(node: Node) -> Cell:
    """A cell that has to differ from row to row."""
    cell = _cell(node)
    if not cell.columns:
        node.fail("one value for every row tells nothing here", "Write “column: …”.")
    return cell


def _pattern(node: Node) -> str:
    """How days are written, as strptime has it."""
    pattern, day = node.text(), dt.datetime(2026, 12, 31)  # noqa: DTZ001 -- only a specimen
    if pattern == "year":
        return pattern
    try:
        right = dt.datetime.strptime(day.strftime(pattern), pattern) == day  # noqa: DTZ007
    except ValueError:
        right = False
    if not right:
        node.fail(f"“{pattern}” does not write a day", 'Use %d, %m and %Y, like "%d/%m/%Y".')
    return pattern


def _encodings(node: Node | None) -> tuple[str, ...]:
    for each in node.items() if node else ():
        try:
            codecs.lookup(each.text())
        except LookupError:
            each.fail(f"“{each.value}” is no encoding", "Use utf-8, windows-1254, cp949 or another that Python knows.")
    return node.texts() if node else ("utf-8",)


def _short(node: Node, longest: int) -> str:
    text = node.text()
    if len(text) > longest:
        node.fail(f"this has {len(text)} characters", f"At most {longest} fit.")
    return text


def _nulls(node: Node | None) -> frozenset[str]:
    return frozenset(each.text(empty=True) for each in node.items()) if node else frozenset()


def _text(node: Node) -> Text:
    """One cell; or under ``join`` several that are put together, under ``first`` the first that says something."""
    for way in ("join", "first"):
        if isinstance(node.value, dict) and way in node.value:
            glue = node.only(way, "with").get("with")
            cells = tuple(_cell(each) for each in node[way].items())
            return Text(cells, way == "join", str(glue.value) if glue else ", ")
    return Text((_cell(node),))


def _name(node: Node) -> NameCell:
    given = isinstance(node.value, dict)
    language, kind, each = (node.get(key) for key in ("language", "kind", "each")) if given else (None, None, None)
    if each is not None:
        split = node.only("each", "split", "kind").get("split")
        cell = Cell(split=split.text() if split else "")
        return NameCell(cell, kind=kind.text(among=NameKind.values) if kind else "", each=each.text())
    cell = _column(node)
    languages = _texts(language) if language else ()
    for code in languages:
        if code not in (LOCAL, *reference.codes("languages")):
            node.fail(f"“{code}” is no language code", "Use BCP 47, like th or tr.")
    return NameCell(cell, languages, kind.text(among=NameKind.values) if kind else NameKind.OFFICIAL.value)


def _pair(two: Node) -> tuple[Cell, Cell]:
    found = [_cell(each) for each in two.items()]
    if len(found) != 2:
        two.fail("it needs two columns", "Write the first and the last, like [Age From, Age To].")
    return found[0], found[1]


def _only(node: Node) -> tuple[Cell, frozenset[str]]:
    node.only("column", "among")
    return _cell(Node({"column": node["column"].value, "optional": True}, node.file, node.key)), frozenset(
        node["among"].texts()
    )


def _levels(node: Node | None) -> Levels:
    if node is None:
        return Levels()
    if not isinstance(node.value, dict):
        return Levels(words=(_cell(node),))
    node.only("words", "ages", "years", "isced")
    words, ages, years, isced = (node.get(key) for key in ("words", "ages", "years", "isced"))

    return Levels(
        isced=_cell(isced) if isced else None,
        words=tuple(_cell(each) for each in words.items()) if words else (),
        ages=_pair(ages) if ages else None,
        years=_pair(years) if years else None,
    )


def _identifier(node: Node) -> tuple[str, Cell]:
    return _short(node["scheme"], 30), _column(node)


def _codes_checked(name: str, cell: Cell, node: Node) -> Cell:
    allowed = reference.codes("institution_kinds") if name == "kind" else STATUSES
    for code in [*(cell.map or {}).values(), cell.value]:
        if code and code not in allowed:
            node.fail(f"“{code}” is not a {name}", f"Use one of: {', '.join(allowed)}.")
    if cell.columns and cell.map is None:
        node.fail("it has no map", f"Say which text means which of: {', '.join(allowed)}.")
    return cell


def _slug(node: Node) -> str:
    slug = _short(node, 60)
    if not _SLUG.fullmatch(slug.replace("{country}", "xx")):
        node.fail(f"“{slug}” is no name for a source", "Use small letters, digits and hyphens, like tr-lise.")
    return slug


def parse_mapping(root: Node) -> Mapping:
    """A mapping from its YAML; BrokenFile with the key and the mend."""
    root.only(*_TOP)
    source = root["source"].only(*SOURCE_KEYS)
    share, repeats = source.get("share_alike"), root.get("repeats")
    fetch, records, only, periods = (root.get(name) for name in ("fetch", "records", "only", "periods"))
    country, encodings, nulls, key = (root.get(name) for name in ("country", "encodings", "null_values", "key"))
    names = root["names"]
    content_key, identifiers = root.get("content_key"), root.get("identifiers")
    scheme = key.get("scheme") if key and isinstance(key.value, dict) else None

    def plain(name: str) -> str:
        found = source.get(name)
        return _short(found, 10 if name == "language" else 200) if found else ""

    def one(name: str) -> Cell | None:
        found = root.get(name)
        return _column(found) if found else None

    if country and not reference.is_country(country.text()):
        country.fail("there is no such country", "Write two capital letters, like TR.")
    mapping = Mapping(
        file=root.file.name,
        slug=_slug(source["slug"]),
        source_kind=source["kind"].text(among=[kind.value for kind in SOURCE_KINDS]),
        label=_short(source["label"], 200),
        language=plain("language"),
        licence=plain("licence"),
        attribution=plain("attribution"),
        website=plain("website"),
        country=country.text() if country else "",
        row_country=one("row_country"),
        share_alike=bool(share and share.truth()),
        repeats=bool(repeats and repeats.truth()),
        fetch=address_of(fetch) if fetch else None,
        records=_texts(records) if records else (),
        only=tuple(map(_only, only.items() if isinstance(only.value, list) else [only])) if only else (),
        periods=_pair(periods) if periods else None,
        encodings=_encodings(encodings),
        nulls=frozenset(DEFAULT_NULLS) | _nulls(nulls),
        key=_column(key) if key else None,
        scheme=_short(scheme, 30) if scheme else "",
        **({"content_key": content_key.texts(among=("name", *TEXT_FIELDS))} if content_key else {}),
        names=tuple(_name(each) for each in names.items()),
        identifiers=tuple(_identifier(each) for each in identifiers.items()) if identifiers else (),
        texts={name: _text(node) for name in TEXT_FIELDS if (node := root.get(name))},
        codes={name: _codes_checked(name, _cell(node), node) for name in CODE_FIELDS if (node := root.get(name))},
        dates={name: _cell(node) for name in DATE_FIELDS if (node := root.get(name))},
        latitude=one("latitude"),
        longitude=one("longitude"),
        levels=_levels(root.get("levels")),
        pupils=one("pupils"),
        said_on=one("said_on"),
    )
    if (mapping.latitude is None) != (mapping.longitude is None):
        root.fail("a position needs both latitude and longitude", "Add the other one.")
    if not mapping.names:
        names.fail("no column holds the name", "Write “names: [{column: …}]”.")
    return mapping


def mappings_folder() -> Path:
    """Where the known mappings are: in the checkout, or what an installed product carries."""
    folder: Path = settings.MAPPINGS_DIR
    return folder if folder.is_dir() else Path(__file__).parent / "data" / "mappings"


def mapping_file(name: str) -> Path:
    """The file of a mapping by its name or path."""
    given, folder = Path(name), mappings_folder()
    candidates = [given, folder / given.name, folder / f"{name.replace('-', '_')}.yaml"]
    found = next((path for path in candidates if path.is_file()), None)
    if found is None:
        known = ", ".join(sorted(path.stem for path in folder.glob("*.yaml")))
        message = _("There is no mapping “%(name)s”. Known ones: %(known)s. Or give the path of a file.")
        raise BadInput("no_such_mapping", message, field="mapping", name=name, known=known)
    return found


def load_mapping(name: str) -> Mapping:
    """The mapping named ``name``, or in the file ``name``; BadInput with the key and the mend when it is wrong."""
    try:
        return parse_mapping(read_yaml(mapping_file(name)))
    except BrokenFile as error:
        raise BadInput("broken_mapping", "%(what)s", field="mapping", what=str(error)) from error
