"""Reading what came from outside (a form, a phone, another system) into plain values, each problem by its field."""

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext_lazy as _

from gyoryu.common.errors import BadInput, type_of_message

_SHOWN_CODES = 40
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_KEPT_CONTROLS = "\n\t"
# Marks that turn the direction of text around without being seen.
_INVISIBLE = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0xFEFF])
_is_web_address = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field, and how to mend it."""

    code: str
    message: type_of_message
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        text = str(self.message)
        return text % self.params if self.params else text


class BadBody(BadInput):
    """Several fields are wrong: ``problems`` by path, e.g. ``contacts.0.email``. Speaks as the first of them."""

    def __init__(self, problems: Mapping[str, Problem]) -> None:
        self.problems = dict(problems)
        path, first = next(iter(self.problems.items()))
        super().__init__(first.code, first.message, field=path, **first.params)


def clean_text(value: object) -> str | Problem:
    """``value`` as text that every database can keep, lines ended by ``\\n``; or what is wrong with it."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return Problem("not_text", _("This has to be text."))
    if "\x00" in value:
        return Problem(
            "nul_character", _("This has a character in it that is no text (NUL). Delete it and type it again.")
        )
    if any("\ud800" <= character <= "\udfff" for character in value):
        return Problem("damaged_text", _("This text was damaged on the way. Type it again."))
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).translate(_INVISIBLE)
    kept = (c for c in text if c in _KEPT_CONTROLS or unicodedata.category(c) != "Cc")
    return "".join(kept).strip()


class Reader:
    """Takes named values out of one mapping; notes problems by path and goes on, so that all are told."""

    def __init__(self, data: object, problems: dict[str, Problem], path: str = "") -> None:
        self._path = path
        self._problems = problems
        self._data: dict[str, Any] = {}
        self._asked: set[str] = set()
        if isinstance(data, Mapping):
            self._data = dict(data)
        elif data is not None:
            problems[path or "body"] = Problem("not_an_object", _("This has to be an object with named fields."))

    def at(self, name: str) -> str:
        return f"{self._path}.{name}" if self._path else name

    def problem(self, name: str, code: str, message: type_of_message, /, **params: Any) -> None:
        self._problems.setdefault(self.at(name), Problem(code, message, params))

    def _take(self, name: str) -> Any:
        self._asked.add(name)
        return self._data.get(name)

    def text(self, name: str, limit: int, *, lines: bool = False) -> str:
        found = clean_text(self._take(name))
        if isinstance(found, Problem):
            self._problems.setdefault(self.at(name), found)
            return ""
        if not lines:
            found = " ".join(found.split())
        if len(found) > limit:
            self.problem(
                name, "too_long", _("This has %(length)s characters; at most %(limit)s fit. Shorten it."),
                length=len(found), limit=limit,
            )  # fmt: skip
            return ""
        return found

    def code(self, name: str, allowed: Collection[str], *, default: str = "") -> str:
        """One of ``allowed``, or ``default`` when nothing was given."""
        found = self.text(name, 60)
        if not found or self.at(name) in self._problems:
            return default
        return found if self._is_allowed(name, found, allowed) else default

    def codes(self, name: str, allowed: Collection[str], *, at_most: int = 30) -> tuple[str, ...]:
        """Different ones of ``allowed``, in the order given."""
        found: dict[str, None] = {}
        for code in self._list(name, at_most):
            if not isinstance(code, str):
                self.problem(name, "not_text", _("This has to be a list of codes."))
            elif self._is_allowed(name, code, allowed):
                found[code] = None
        return tuple(found)

    def _is_allowed(self, name: str, code: str, allowed: Collection[str]) -> bool:
        if code in allowed:
            return True
        shown = ", ".join(list(allowed)[:_SHOWN_CODES]) + (" …" if len(allowed) > _SHOWN_CODES else "")
        safe = clean_text(code)
        self.problem(
            name, "unknown_code", _("“%(given)s” is not one of the choices. Choose from: %(allowed)s."),
            given=safe[:60] if isinstance(safe, str) else "?", allowed=shown,
        )  # fmt: skip
        return False

    def _list(self, name: str, at_most: int) -> list[Any]:
        given = self._take(name)
        if given is None:
            return []
        if not isinstance(given, list | tuple):
            self.problem(name, "not_a_list", _("This has to be a list."))
            return []
        if len(given) > at_most:
            self.problem(
                name,
                "too_many",
                _("These are %(count)s; at most %(limit)s are taken."),
                count=len(given),
                limit=at_most,
            )
            return []
        return list(given)

    def part(self, name: str) -> "Reader":
        """What is inside ``name``."""
        return Reader(self._take(name), self._problems, self.at(name))

    def has(self, name: str) -> bool:
        """Was anything but nothing given?"""
        return self._data.get(name) not in (None, "", [], {})

    def parts(self, name: str, at_most: int) -> list["Reader"]:
        """What is inside each item of the list ``name``."""
        return [
            Reader(item if item is not None else {}, self._problems, f"{self.at(name)}.{number}")
            for number, item in enumerate(self._list(name, at_most))
        ]

    def whole(self, name: str, low: int, high: int) -> int | None:
        given = self._take(name)
        if given is None or given == "":
            return None
        if isinstance(given, bool) or not isinstance(given, int) or not low <= given <= high:
            self.problem(name, "not_in_range", _("Write a whole number from %(low)s to %(high)s."), low=low, high=high)
            return None
        return given

    def number(self, name: str, low: float, high: float) -> float | None:
        given = self._take(name)
        if given is None or given == "":
            return None
        usable = isinstance(given, int | float) and not isinstance(given, bool)
        if not usable or not low <= given <= high or not math.isfinite(given):
            self.problem(name, "not_in_range", _("Write a number from %(low)s to %(high)s."), low=low, high=high)
            return None
        return float(given)

    def yes(self, name: str) -> bool:
        given = self._take(name)
        if given not in (None, True, False):
            self.problem(name, "not_yes_or_no", _("This has to be true or false."))
        return given is True

    def day(self, name: str, *, first: dt.date, last: dt.date) -> dt.date | None:
        """A day between two others, both included."""
        text = self.text(name, 40)
        if not text:
            return None
        try:
            day = dt.date.fromisoformat(text) if _DAY.fullmatch(text) else None
        except ValueError:
            day = None
        if day is None:
            self.problem(name, "no_such_day", _("There is no such day. Write it as 2026-02-28."))
            return None
        if not first <= day <= last:
            self.problem(
                name,
                "day_out_of_range",
                _("This day is not between %(first)s and %(last)s. Check the month and the year."),
                first=first.isoformat(),
                last=last.isoformat(),
            )
            return None
        return day

    def email(self, name: str) -> str:
        text = self.text(name, 254)
        if text:
            try:
                validate_email(text)
            except ValidationError:
                self.problem(name, "not_an_email", _("This is not an e-mail address. Write it as name@school.example."))
                return ""
        return text

    def web_address(self, name: str) -> str:
        text = self.text(name, 300)
        if not text:
            return ""
        if "://" not in text:
            text = f"https://{text}"
        try:
            _is_web_address(text)
            urlsplit(text)
        except (ValidationError, ValueError):
            self.problem(name, "not_a_web_address", _("This is not a web address. Write it as https://school.example."))
            return ""
        return text

    def refuse_unknown(self) -> None:
        """Names nobody asked for are refused: a misspelt field must not vanish silently."""
        for name in sorted(map(str, self._data.keys() - self._asked))[:20]:
            safe = clean_text(name)
            label = safe[:60] if isinstance(safe, str) and safe else "?"
            self.problem(label, "unknown_field", _("There is no such field. Leave it out or check its spelling."))
