"""What is written in one cell: text made tidy, numbers, days. ``Wrong`` says what is wrong and what would be right."""

import datetime as dt
import math
import re
import unicodedata

from gyoryu.common.clock import today
from gyoryu.registry.domain.checks import is_clean

# Bytes of Windows-1252 that somebody took for Latin-1: a dash or a curly quote is meant, as browsers know too.
_MEANT = {code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xA0)}
# Signs nobody sees: zero-width spaces, marks of direction, soft hyphens, byte order marks.
_UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF))
_MENDED = {**_MEANT, **_UNSEEN}
_TURKISH = str.maketrans({"I": "ı", "İ": "i"})
_ISO = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?:[T ].*)?")
EARLIEST, YEARS_AHEAD = 1000, 10


class Wrong(Exception):
    """What is wrong with a cell, and what would be right."""

    def __init__(self, problem: str, mend: str, column: str = "") -> None:
        self.problem, self.mend, self.column = problem, mend, column
        super().__init__(problem)


def shown(text: str) -> str:
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"


def tidy(text: str) -> str:
    """The text of a cell, its blanks single, what nobody sees left out, in composed letters."""
    if not text.isprintable():
        text = text.translate(_MENDED)
        if not is_clean(text):
            code = next(ord(character) for character in text if not is_clean(character))
            raise Wrong(f"it contains a control character (U+{code:04X})", "Type the cell again")
        text = " ".join(text.split())
    elif "  " in text or text[:1] == " " or text[-1:] == " ":
        text = " ".join(text.split())
    if not text.isascii():
        if "\ufffd" in text:
            raise Wrong("letters were lost in an earlier conversion (�)", "Export it again from the register, as UTF-8")
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
    return text


def title(text: str, language: str) -> str:
    """ŞANLIURFA -> Şanlıurfa, by the rules of the language."""
    lowered = text.translate(_TURKISH).lower() if language == "tr" else text.lower()
    out, at_start = [], True
    for character in lowered:
        upper = "İ" if language == "tr" and character == "i" else character.upper()
        out.append(upper if at_start else character)
        joins = character in "'’" and language != "fr"  # St James's, but L'Orée
        at_start = not (character.isalpha() or joins or unicodedata.combining(character))
    return "".join(out)


def number(text: str) -> float:
    try:
        found = float(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise Wrong(f"{shown(text)} is no number", "Write it in digits, like -36.85")
    return found


def whole(text: str, most: int) -> int:
    digits = text.replace(",", "").replace(" ", "")
    digits = re.sub(r"\.0+$", "", digits)
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > 12 or int(digits) > most:
        raise Wrong(f"{shown(text)} is no whole number from 0 to {most:,}", "Write it in digits, like 120")
    return int(digits)


def day(text: str, pattern: str = "") -> str:
    """ISO of a day, written by ``pattern`` (strptime) or as 2026-03-31, 2026/3/31, 20260331; of a year, the year."""
    if pattern == "year":
        return _year(text)
    found = _by_pattern(text, pattern) or _by_iso(text)
    if found is None:
        wanted = dt.date(2026, 3, 31).strftime(pattern) if pattern else "2026-03-31"
        raise Wrong(f"{shown(text)} is no day of the calendar", f"Write a day that exists, like {wanted}")
    if not EARLIEST <= found.year <= today().year + YEARS_AHEAD:
        raise Wrong(f"{shown(text)} is not a day of our time", "Write the year of the common era in four digits")
    return found.isoformat()


def _year(text: str) -> str:
    digits = text.partition("-")[0].removesuffix(".0").strip()
    if not (digits.isascii() and digits.isdecimal() and len(digits) == 4):
        raise Wrong(f"{shown(text)} is no year", "Write it in four digits, like 1998")
    if not EARLIEST <= int(digits) <= today().year + YEARS_AHEAD:
        raise Wrong(f"{shown(text)} is not a year of our time", "Write the year of the common era in four digits")
    return digits


def _by_pattern(text: str, pattern: str) -> dt.date | None:
    if not pattern:
        return None
    try:
        return dt.datetime.strptime(text, pattern).date()  # noqa: DTZ007 -- a calendar day has no zone
    except ValueError:
        return None


def _by_iso(text: str) -> dt.date | None:
    found = _ISO.fullmatch(text)
    if found is None or (not found[2] and len(found[3] + found[4]) != 4):
        return None
    try:
        return dt.date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        return None


def website(text: str) -> str:
    """The address of a web site; "" for what is none, such as a bare ``http://``."""
    address = text if "://" in text else f"http://{text}"
    scheme, _, rest = address.partition("://")
    host = rest.partition("/")[0]
    good = scheme.lower() in ("http", "https") and "." in host and not re.search(r"[\s<>\"'\\]", address)
    return address if good else ""
