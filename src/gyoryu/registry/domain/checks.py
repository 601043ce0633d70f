"""What facts must be like to be kept: lengths, ranges, dates, known codes. The same for every door."""

import datetime as dt
import math
import re
import unicodedata
from typing import Any, NoReturn

from django.utils.translation import gettext_lazy as _

from gyoryu.common.errors import BadInput
from gyoryu.reference import queries as reference
from gyoryu.registry.enums import ConsentScope, RecordAbout, RelationKind

__all__: list[str] = []

LONGEST: dict[str, int] = {
    "region": 120, "locality": 120, "address": 300, "postcode": 20, "local_type": 120, "website": 300, "telephone": 60,
    "description": 20_000, "kind": 30, "role": 200, "when_to_contact": 300, "weeks": 100, "live_hours": 100,
    "needs": 5_000, "note": 5_000, "title": 300, "title_ko": 300, "title_en": 300, "consent_channel": 40,
    "consent_language": 10,
}  # fmt: skip
_DATES = ("consent_on", "valid_until")
_PARTIAL_DATES = ("opened_on", "closed_on")
_YEARS = ("level_from", "level_to")
_COUNTS = {"pupils": 1_000_000, "capacity": 1_000, "sessions": 1_000}
_LISTS = ("types", "fields", "languages", "subjects")
_VOCABULARY_OF = {"types": "exchange_types", "fields": "exchange_fields", "languages": "languages"}
LONGEST_NAME = 300
LONGEST_IDENTIFIER = 100


def is_clean(text: str) -> bool:
    """No control characters but line breaks and tabs, no unpaired surrogates: nothing a database refuses."""
    return text.isprintable() or not any(
        unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\r\t" for character in text
    )


def _refuse(code: str, message: Any, field: str, **params: Any) -> BadInput:
    return BadInput(code, message, field=field, **params)


def _check_text(name: str, value: Any, longest: int) -> None:
    if not isinstance(value, str):
        raise _refuse("not_text", _("“%(name)s” must be text."), name, name=name)
    if not is_clean(value):
        raise _refuse(
            "control_character", _("“%(name)s” contains a character that is no text. Type it again."), name, name=name
        )
    if len(value) > longest:
        message = _("“%(name)s” has %(length)s characters; at most %(longest)s fit. Shorten it.")
        raise _refuse("too_long", message, name, name=name, length=len(value), longest=longest)


def _check_day(name: str, value: Any) -> None:
    try:
        dt.date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        message = _("“%(value)s” is no day of the calendar. Write it as 2026-03-01.")
        raise _refuse("no_such_day", message, name, value=str(value)[:40]) from error


def check_day_or_part(name: str, value: str) -> None:
    """A year, a month or a day (``1998``, ``1998-03``, ``1998-03-01``), or nothing."""
    if value and not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", value, re.ASCII):
        raise _refuse(
            "no_such_day", _("Write it as 1998, 1998-03 or 1998-03-01."), name, value=value[:40].replace("%", "")
        )
    if value:
        _check_day(name, (value + "-01-01")[:10])


def _check_number(name: str, value: Any, lowest: float, highest: float) -> None:
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not math.isfinite(value)
        or not lowest <= value <= highest
    ):
        message = _("“%(name)s” must be between %(lowest)s and %(highest)s.")
        raise _refuse("out_of_range", message, name, name=name, lowest=lowest, highest=highest)


def _check_names(rows: Any) -> None:
    for row in rows:
        _check_text("name", row.get("text"), LONGEST_NAME)
        if not row["text"].strip():
            raise _refuse("name_missing", _("A name is missing. Fill it in."), "name")
        for part, longest in (("language", 10), ("script", 4), ("kind", 10), ("since", 10), ("until", 10)):
            _check_text(part, row.get(part, ""), longest)


def _check_identifiers(rows: Any) -> None:
    for row in rows:
        _check_text("scheme", row.get("scheme"), 30)
        _check_text("value", row.get("value"), LONGEST_IDENTIFIER)
        if not row["scheme"] or not row["value"]:
            message = _("An official id needs the register it is from and the number.")
            raise _refuse("identifier_incomplete", message, "identifiers")


def _unknown(name: str, value: Any) -> NoReturn:
    raise _refuse("unknown_code", _("“%(value)s” is not among the choices."), name, value=str(value)[:60])


def _check_codes(name: str, items: Any) -> None:
    """A list of codes: languages may carry a CEFR level (``en:B1``), subjects are free words."""
    for item in items:
        _check_text(name, item, 60)
        vocabulary = _VOCABULARY_OF.get(name)
        code, _colon, level = item.partition(":")
        if vocabulary and (code not in reference.codes(vocabulary) or (level and level not in reference.codes("cefr"))):
            _unknown(name, item)


def check_facts(about: RecordAbout, data: dict[str, Any]) -> None:
    """Raise BadInput with the field and the mend for the first thing that cannot be kept."""
    _check_names(data.get("names", ()))
    _check_identifiers(data.get("identifiers", ()))
    for name, value in data.items():
        if name in LONGEST:
            _check_text(name, value, LONGEST[name])
        elif name in _DATES:
            _check_day(name, value)
        elif name in _PARTIAL_DATES:
            _check_text(name, value, 10)
        elif name in _YEARS:
            _check_number(name, value, 0, 13)
        elif name in _COUNTS:
            _check_number(name, value, 0, _COUNTS[name])
        elif name in _LISTS:
            _check_codes(name, value)
    _check_number("latitude", data.get("latitude", 0), -90, 90)
    _check_number("longitude", data.get("longitude", 0), -180, 180)
    if data.get("country") and not reference.is_country(data["country"]):
        raise _refuse("no_country", _("A country is two capital letters, like NZ."), "country")
    if about != RecordAbout.RELATION and data.get("kind") and data["kind"] not in reference.codes("institution_kinds"):
        _unknown("kind", data["kind"])
    if data.get("consent_scope", ConsentScope.OFFICE) not in ConsentScope.values:
        _unknown("consent_scope", data["consent_scope"])
    if about == RecordAbout.RELATION and (data.get("kind") not in RelationKind.values or not data.get("other")):
        raise _refuse("relation_incomplete", _("A relation needs its kind and the other institution."), "other")
    if about == RecordAbout.PROGRAMME and not data.get("title"):
        raise _refuse("title_missing", _("A programme needs a title. Fill it in."), "title")
