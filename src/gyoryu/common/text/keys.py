"""Keys under which equal names lie together."""

from __future__ import annotations

from gyoryu.common.text.kinds import name_parts

_LONGEST = 200


def same_name_key(text: str) -> str:
    """The own words of a name in a fixed order, without type words, accents, case and punctuation.

    Two names with one key may be one institution and may be namesakes: a place and a person have to decide.
    """
    return " ".join(sorted(set(name_parts(text).own)))[:_LONGEST]
