"""Names in a row: which columns hold them, and in which language, script and kind they are."""

from gyoryu.common.text import guess_language, script_of
from gyoryu.intake.mappings import LOCAL, Cell, Mapping, NameCell
from gyoryu.reference import queries as reference


def language_in(column: str, each: tuple[str, ...]) -> str:
    """The language that a column such as name:ko names; "mul" for one of all languages, "" when it names none."""
    start = next((start for start in each if column.startswith(start)), None)
    code = column[len(start) :] if start is not None else ""
    if code == "mul":
        return code
    known = reference.codes("languages")
    return next((tag for tag in (code, code.partition("-")[0]) if tag in known), "")


def name_cells(mapping: Mapping, header: list[str], country: str) -> tuple[tuple[NameCell, ...], dict[Cell, int]]:
    """The cells of names, and where those stand that the mapping does not name one by one (``each``)."""
    own = set(reference.country(country).languages) if country else set()
    found: list[NameCell] = []
    places: dict[Cell, int] = {}
    for name in mapping.names:
        if not name.each:
            found.append(name)
            continue
        columns = [(column, language_in(column, (name.each,))) for column in header]
        known = [(column, language) for column, language in columns if language]
        for column, language in sorted(known, key=lambda pair: (pair[1] not in own, pair[1] != "en", pair)):
            cell = Cell(columns=(column,), split=name.cell.split, optional=True)
            places[cell] = header.index(column)
            kind = name.kind or ("official" if language in own or language == "mul" else "alias")
            found.append(NameCell(cell, () if language == "mul" else (language,), kind))
    return tuple(found), places


def name_row(text: str, name: NameCell, country: str) -> dict[str, str]:
    """A name as it is stored."""
    row = {"text": text, "script": "Latn" if text.isascii() else script_of(text), "kind": name.kind}
    language = name.languages[0] if name.languages else ""
    if language == LOCAL:
        language = _local_language(text, country)
    elif len(name.languages) > 1 and (guess := guess_language(text)) in name.languages:
        language = guess
    return row | {"language": language} if language else row


def _local_language(text: str, country: str) -> str:
    """The language a local name is in: one of the country's by its letters and words, else what the letters say."""
    own, guess = reference.country(country).languages, guess_language(text)
    if guess in own or not own:
        return guess if guess != "und" else ""
    return own[0] if guess == "en" and reference.language(own[0]).script == "Latn" else guess
