"""``pid``: the public id of a thing. Ten characters of Crockford's base 32, the last one a checksum.

Nine random characters (45 bits) and one check character by the Luhn algorithm modulo 32, which catches each single
wrong character and nearly each swap of neighbours, so that a pid read out over the telephone is refused, not mistaken.
``id`` stays internal; a pid is never reused.
"""

import secrets
from typing import Any

from django.db import models

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 10
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_HEARD_AS = str.maketrans({"i": "1", "l": "1", "o": "0", "-": None, " ": None})


def check_character(body: str) -> str:
    """Luhn mod 32 over ``body``."""
    total = 0
    for position, character in enumerate(reversed(body)):
        value = _VALUE[character]
        if position % 2 == 0:
            value *= 2
            value = value // 32 + value % 32
        total += value
    return ALPHABET[-total % 32]


def new_pid() -> str:
    number = secrets.randbits(45)
    body = "".join(ALPHABET[number >> shift & 31] for shift in range(0, 45, 5))
    return body + check_character(body)


def new_pids(count: int) -> list[str]:
    """``count`` pids, different from each other (bulk paths check them against the table by its unique index)."""
    pids: dict[str, None] = {}
    while len(pids) < count:
        pids[new_pid()] = None
    return list(pids)


def read_pid(text: str) -> str | None:
    """The pid a person typed (case, blanks, hyphens, i/l/o forgiven), or None when its checksum is wrong."""
    pid = text.lower().translate(_HEARD_AS)
    if len(pid) != LENGTH or any(character not in _VALUE for character in pid):
        return None
    return pid if check_character(pid[:-1]) == pid[-1] else None


def is_pid(text: str) -> bool:
    return read_pid(text) == text


class PidField(models.CharField[str, str]):
    """A unique, non-editable pid with a default."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(
            *args, **{**kwargs, "max_length": LENGTH, "default": new_pid, "unique": True, "editable": False}
        )

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "default", "unique", "editable"):
            kwargs.pop(fixed, None)
        return name, path, args, kwargs


class PidConverter:
    """``<pid:pid>`` in a URL. A pid with a wrong checksum does not match, so it is a plain 404."""

    regex = f"[{ALPHABET}]{{{LENGTH}}}"

    def to_python(self, value: str) -> str:
        if not is_pid(value):
            raise ValueError("not a pid")
        return value

    def to_url(self, value: str) -> str:
        return value
