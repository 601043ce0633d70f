"""How near a record comes to an institution, by name and place. The first form: a score and what agrees or differs."""

from dataclasses import dataclass
from typing import Any

from gyoryu.common.text import fold, romanise, same_name_key

__all__: list[str] = []

PLACES_OF_RECORD = ("locality", "region", "address")


@dataclass(frozen=True, slots=True)
class Likeness:
    """A guess: ``why`` maps a feature to "same", "near" or "unknown"."""

    institution_id: int
    score: float
    why: dict[str, str]


def keys_of(facts: dict[str, Any]) -> set[str]:
    """The keys under which the institution may lie, one for each name that somebody said."""
    said = facts.get("names", ())
    return {key for name in said if name.get("kind") != "generated" and (key := same_name_key(name["text"]))}


def _words(thing: dict[str, Any], names: tuple[str, ...]) -> set[str]:
    return {word for name in names if thing.get(name) for word in romanise(thing[name]).split() if len(word) > 2}


def _place(said: dict[str, Any], there: dict[str, Any]) -> str:
    """``same``: one place is named by both. ``differs``: both name places and none in common. Else ``unknown``."""
    mine = {fold(said[name]) for name in ("locality", "region") if said.get(name)}
    theirs = {fold(there[name]) for name in ("locality", "region") if there[name]}
    if not mine or not theirs:
        return "unknown"
    if mine & theirs:
        return "same"
    if _words(said, PLACES_OF_RECORD) & _words(there, PLACES_OF_RECORD):
        return "near"
    # 오클랜드 and Auckland are not comparable letter by letter; only what is in one script can be said to differ.
    comparable = all(text.isascii() for text in mine) == all(text.isascii() for text in theirs)
    return "differs" if comparable else "unknown"


_SCORES = {"same": 0.9, "near": 0.8, "unknown": 0.6}


def likeness(said: dict[str, Any], there: dict[str, Any]) -> Likeness | None:
    """The same own name words are given; None when the place or the kind differs."""
    place = _place(said, there)
    if place == "differs":
        return None
    if said.get("kind") and there["kind"] and said["kind"] != there["kind"]:
        return None
    return Likeness(there["pk"], _SCORES[place], {"name": "same", "place": place})
