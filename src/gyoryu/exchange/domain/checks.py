"""What a wish or an answer has to look like before it is written."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from gyoryu.common.errors import BadInput, DomainError
from gyoryu.exchange.enums import PupilRange
from gyoryu.exchange.facts import WishFacts
from gyoryu.exchange.models import Wish
from gyoryu.reference.queries import codes

__all__: list[str] = []

CEFR = ("", "A1", "A2", "B1", "B2", "C1", "C2")
YEARS = range(0, 14)


class WishIncomplete(DomainError):
    """What a wish still needs before it can be submitted; ``missing`` are the fields, for the form."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(
            "wish_incomplete",
            _("Something is missing before this can go to the principal: see the marked fields."),
            field=missing[0],
        )
        self.missing = missing


def text(value: str, *, field: str, most: int) -> str:
    """Trimmed; BadInput where a database could not keep it."""
    value = value.strip()
    if len(value) > most:
        raise BadInput("too_long", _("Use at most %(most)s characters here."), field=field, most=most)
    if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise BadInput("damaged_text", _("This text was damaged on the way. Type it again."), field=field)
    return value


def check_codes(vocabulary: str, values: tuple[str, ...], field: str) -> list[str]:
    known = set(codes(vocabulary))
    unknown = [value for value in values if value not in known]
    if unknown:
        raise BadInput(
            "unknown_code", _("“%(value)s” is not in the list. Choose from it."), field=field, value=unknown[0][:60]
        )
    return list(dict.fromkeys(values))


def check_languages(values: tuple[str, ...]) -> list[str]:
    known = set(codes("languages"))
    for value in values:
        language, _colon, level = value.partition(":")
        if language not in known or level not in CEFR:
            raise BadInput(
                "unknown_language",
                _("“%(value)s” is no language we know. Write it as “en” or, with a level, “en:B1”."),
                field="languages",
                value=value[:60],
            )
    return list(dict.fromkeys(values))


def columns_of(facts: WishFacts) -> dict[str, Any]:
    """The columns of a wish, checked; what is empty stays empty."""
    low, high = facts.level_from, facts.level_to
    for field, year in (("level_from", low), ("level_to", high)):
        if year is not None and year not in YEARS:
            raise BadInput("no_such_year", _("Grades go from year 0 to year 13 of schooling."), field=field)
    if low is not None and high is not None and low > high:
        raise BadInput("years_swapped", _("The last grade comes before the first. Swap them."), field="level_to")
    if facts.pupils and facts.pupils not in PupilRange.values:
        raise BadInput(
            "unknown_code",
            _("“%(value)s” is not in the list. Choose from it."),
            field="pupils",
            value=facts.pupils[:60],
        )
    return {
        "title": text(facts.title, field="title", most=200),
        "types": check_codes("exchange_types", facts.types, "types"),
        "fields": check_codes("exchange_fields", facts.fields, "fields"),
        "countries": check_codes("countries", facts.countries, "countries"),
        "level_from": low,
        "level_to": high,
        "languages": check_languages(facts.languages),
        "weeks": text(facts.weeks, field="weeks", most=100),
        "live_hours": text(facts.live_hours, field="live_hours", most=100),
        "pupils": facts.pupils,
        "note": text(facts.note, field="note", most=3000),
        "wanted_institution": facts.wanted_institution,
        "wanted_programme": facts.wanted_programme,
    }


def missing_in(wish: Wish) -> list[str]:
    """What a wish needs before it is submitted and does not have yet, as field names in the order of the form."""
    needed = ("title", "types", "fields", "level_from", "level_to", "languages")
    return [name for name in needed if getattr(wish, name) in ("", [], None)]


def check_complete(wish: Wish) -> None:
    if missing := missing_in(wish):
        raise WishIncomplete(missing)


def check_reasons(vocabulary: str, reasons: list[str], note: str) -> None:
    """At least one reason of the vocabulary; "another reason" needs a sentence."""
    if not reasons:
        raise BadInput("reason_missing", _("Choose at least one reason."), field="reasons")
    check_codes(vocabulary, tuple(reasons), "reasons")
    if "other" in reasons and not note:
        raise BadInput("note_missing", _("You chose “another reason”: write it in a sentence."), field="note")
