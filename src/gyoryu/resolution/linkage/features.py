"""What two prepared records have in common, as numbers: one row for each pair, one column for each feature.

Each feature is documented where it is named (``FEATURES``). Not a number means "one of them says nothing about it",
which is no evidence either way.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, Indel

from gyoryu.common.text import romanise
from gyoryu.resolution.linkage.bags import Bags, Met, Vocabulary, found_in, meet, ratio
from gyoryu.resolution.linkage.prepare import Prepared
from gyoryu.resolution.linkage.terms import Terms, country_of

Floats = NDArray[np.float32]

FEATURES: Final[dict[str, str]] = {
    "name_text": "Whole names, type words included: Indel likeness of the folded, spelled out texts, 0 to 1.",
    "name_words": "Own words in common, each by how much it tells: matched weight / weight of all, 0 to 1.",
    "name_least": "The same against the name with less to tell (one name is contained in the other), 0 to 1.",
    "name_letters": "Own words written together: Indel likeness, in Latin letters where the scripts differ, 0 to 1.",
    "name_sounds": "How the own words sound (common.text.skeleton): likeness, 0 to 1.",
    "name_told": "How much the words in common tell, in nats: rare words tell much.",
    "name_conflict": "Both names have words that the other lacks: what the lesser of the two rarest tells, in nats.",
    "name_surplus": "One name has words that the other lacks: what the rarest tells, in nats.",
    "namesakes": "In how many places the register knows institutions of that name, log2; the rarer name of the two.",
    "numbers": "Numbers in the names: 1 the same, 0.5 some, 0 only one has any, -1 different; not said: no numbers.",
    "kinds": "Type words in common, each by how much it tells, 0 to 1.",
    "years": "Years of schooling that the type words name: 1 the same, 0.5 they overlap, -1 none in common.",
    "sex": "For girls or for boys: 1 the same, 0 only one says, -1 one for girls and one for boys.",
    "faith": "Who runs it: 1 the same, 0 only one says, -1 different.",
    "place_words": "Words of the place in common, against the place with less to tell, 0 to 1.",
    "place_told": "What the rarest word of the place that is in common tells, in nats.",
    "place_conflict": "Both places have words that the other lacks: what the lesser of the two rarest tells, in nats.",
    "postcode": "1 the same, 0.5 the same beginning, 0 different.",
    "distance": "Kilometres between the two positions, log10(0.01 + km).",
    "web": "1 the same address, 0.5 the same host with other pages, 0 different hosts.",
    "telephone": "1 the same last seven digits, 0 different.",
    "level": "Years of schooling that the records say themselves: shared / all, 0 to 1.",
    "sort": "Kind of institution: 1 the same, 0 different.",
}
_SPELT_ALIKE: Final = 0.9
_EXPLAINED: Final = 0.15
_EARTH_KM: Final = 6_371.0088
_LATIN: Final = 0x250


def compare(left: Sequence[Prepared], right: Sequence[Prepared], terms: Terms) -> Floats:
    """The features of ``left[i]`` against ``right[i]``; columns in the order of ``FEATURES``."""
    assert len(left) == len(right)
    out = np.full((len(left), len(FEATURES)), np.nan, np.float32)
    if not len(left):
        return out
    columns = dict(zip(FEATURES, out.T, strict=True))
    vocabulary = Vocabulary()
    across, places_left, places_right = _places(left, right, vocabulary, terms)
    _compare_names(left, right, places_left, places_right, vocabulary, terms, columns)
    _compare_places(left, right, across, places_left, places_right, vocabulary, columns)
    _compare_rest(left, right, columns)
    return out


# ---- Names ----


class _Names:
    """The names of all rows, one behind the other."""

    def __init__(self, rows: Sequence[Prepared], vocabulary: Vocabulary, terms: Terms) -> None:
        self.sizes = np.fromiter((len(row["name_text"]) for row in rows), np.int64, len(rows))
        self.starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(self.sizes)])
        self.rows = np.repeat(np.arange(len(rows)), self.sizes)
        country = [country_of(rows[at]["country"]) for at in self.rows.tolist()]

        def told(at: int, word: str) -> float:
            return terms.word(country[at], word)

        self.text = [text for row in rows for text in row["name_text"]]
        self.letters = ["".join(words.split()) for row in rows for words in row["name_words"]]
        self.latin = [text for row in rows for text in row["name_latin"]]
        self.sound = [text for row in rows for text in row["name_sound"]]
        self.numbers = [text for row in rows for text in row["name_numbers"]]
        self.years = np.fromiter((years for row in rows for years in row["name_years"]), np.int64, len(self.text))
        self.sex = [text for row in rows for text in row["name_sex"]]
        self.faith = [text for row in rows for text in row["name_faith"]]
        self.is_latin = np.fromiter((all(ord(c) < _LATIN for c in text) for text in self.letters), bool, len(self.text))
        self.words = Bags.of([words.split() for row in rows for words in row["name_words"]], vocabulary, told)
        self.kinds = Bags.of([words.split() for row in rows for words in row["name_kinds"]], vocabulary, told)
        self.namesakes = np.fromiter(
            (terms.namesakes(where, text) for where, text in zip(country, self.text, strict=True)),
            np.float32,
            len(self.text),
        )


def _every_two(left: _Names, right: _Names) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Every name of a left row with every name of the right row: pair, left name, right name."""
    sizes = left.sizes * right.sizes
    pair = np.repeat(np.arange(len(sizes)), sizes)
    inside = np.arange(len(pair)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    width = np.maximum(right.sizes[pair], 1)
    return pair, left.starts[:-1][pair] + inside // width, right.starts[:-1][pair] + inside % width


def _compare_names(
    left: Sequence[Prepared],
    right: Sequence[Prepared],
    places_left: Bags,
    places_right: Bags,
    vocabulary: Vocabulary,
    terms: Terms,
    columns: dict[str, Floats],
) -> None:
    mine, theirs = _Names(left, vocabulary, terms), _Names(right, vocabulary, terms)
    pair, one, other = _every_two(mine, theirs)
    if not len(pair):
        return
    found = _name_features(mine, theirs, one, other, places_left.take(pair), places_right.take(pair), vocabulary)
    # Of several names, the two that are most alike speak for the records.
    alike = found["name_words"] + found["name_letters"] + 0.1 * found["name_text"]
    order = np.lexsort((-alike, pair))
    first = order[np.concatenate([[True], pair[order][1:] != pair[order][:-1]])]
    for name, values in found.items():
        columns[name][pair[first]] = values[first]


def _name_features(
    mine: _Names,
    theirs: _Names,
    one: NDArray[np.int64],
    other: NDArray[np.int64],
    places_one: Bags,
    places_other: Bags,
    vocabulary: Vocabulary,
) -> dict[str, Floats]:
    def texts(attribute: str) -> tuple[list[str], list[str]]:
        a, b = getattr(mine, attribute), getattr(theirs, attribute)
        return [a[at] for at in one.tolist()], [b[at] for at in other.tolist()]

    out: dict[str, Floats] = {"name_text": ratio(Indel.normalized_similarity, *texts("text"))}
    letters = ratio(Indel.normalized_similarity, *texts("letters"))
    out["name_sounds"] = ratio(OSA.normalized_similarity, *texts("sound"))
    across = mine.is_latin[one] != theirs.is_latin[other]
    if across.any():
        latin = ratio(Indel.normalized_similarity, *texts("latin"))
        letters = np.where(across, np.maximum(latin, out["name_sounds"]), letters)
    out["name_letters"] = letters
    met = meet(vocabulary, mine.words.take(one), theirs.words.take(other))
    _words_in_common(met, letters, across, places_one, places_other, vocabulary, out)
    kinds = meet(vocabulary, mine.kinds.take(one), theirs.kinds.take(other))
    out["kinds"] = _shared(kinds)
    out["namesakes"] = np.log2(np.minimum(mine.namesakes[one], theirs.namesakes[other]))
    out["numbers"] = _sets(*texts("numbers"))
    out["years"] = _years(mine.years[one], theirs.years[other])
    out["sex"] = _sets(*texts("sex"))
    out["faith"] = _sets(*texts("faith"))
    return out


def _words_in_common(
    met: Met,
    letters: Floats,
    across: NDArray[np.bool_],
    places_one: Bags,
    places_other: Bags,
    vocabulary: Vocabulary,
    out: dict[str, Floats],
) -> None:
    sides = []
    for bags, best in ((met.left, met.left_best), (met.right, met.right_best)):
        # A word that only one name has tells little when it is where the school is: St Joseph's (Onehunga).
        placed = found_in(bags, places_one, vocabulary) | found_in(bags, places_other, vocabulary)
        weight = np.where(placed & (best == 0), bags.weights * _EXPLAINED, bags.weights)
        sides.append(
            (bags.total(weight * best), bags.total(weight), bags.most(weight * (best < _SPELT_ALIKE) * (1 - best)))
        )
    (got_a, all_a, left_a), (got_b, all_b, left_b) = sides
    # The same but for the spaces (Larkhall, Lark Hall), or in two scripts: all their letters count as in common.
    whole = across | (letters >= _SPELT_ALIKE)
    fair = np.where(whole, letters, 0).astype(np.float32)
    with np.errstate(divide="ignore", invalid="ignore"):
        out["name_words"] = np.maximum(np.nan_to_num((got_a + got_b) / (all_a + all_b)), fair)
        out["name_least"] = np.maximum(
            np.nan_to_num(
                np.maximum(np.where(all_a <= all_b, got_a / all_a, 0), np.where(all_b <= all_a, got_b / all_b, 0))
            ),
            fair,
        )
    out["name_told"] = np.maximum(np.maximum(got_a, got_b), fair * np.minimum(all_a, all_b))
    out["name_conflict"] = np.minimum(left_a, left_b) * (1 - fair)
    out["name_surplus"] = np.maximum(left_a, left_b) * (1 - fair)


def _shared(met: Met) -> Floats:
    """Matched weight of both sides by all weight; not a number where a side is empty."""
    got = met.left.total(met.left.weights * met.left_best) + met.right.total(met.right.weights * met.right_best)
    weight = met.left.total(met.left.weights) + met.right.total(met.right.weights)
    known = (met.left.sizes > 0) & (met.right.sizes > 0)
    out = np.full(len(got), np.nan, np.float32)
    out[known] = got[known] / weight[known]
    return out


def _sets(left: Sequence[str], right: Sequence[str]) -> Floats:
    """Words of few: 1 the same, 0.5 some in common, 0 only one side says any, -1 different; else not a number."""
    out = np.full(len(left), np.nan, np.float32)
    for at, (one, other) in enumerate(zip(left, right, strict=True)):
        if one or other:
            if one == other:
                out[at] = 1.0
            elif not one or not other:
                out[at] = 0.0
            else:
                out[at] = 0.5 if set(one.split()) & set(other.split()) else -1.0
    return out


def _years(left: NDArray[np.int64], right: NDArray[np.int64]) -> Floats:
    out = np.where(left & right, 0.5, -1.0).astype(np.float32)
    out[left == right] = 1.0
    out[(left == 0) | (right == 0)] = np.nan
    return out


# ---- Places ----


def _places(
    left: Sequence[Prepared], right: Sequence[Prepared], vocabulary: Vocabulary, terms: Terms
) -> tuple[NDArray[np.bool_], Bags, Bags]:
    """The words of the places; where one side is in Latin letters and the other is not, both as they are said."""
    across = np.zeros(len(left), bool)
    texts: tuple[list[list[str]], list[list[str]]] = ([], [])
    for at, (one, other) in enumerate(zip(left, right, strict=True)):
        a, b = one["place_words"], other["place_words"]
        if a and b and _all_latin(a) != _all_latin(b) and not set(a) & set(b):
            across[at] = True
            a, b = [romanise(word) for word in a], [romanise(word) for word in b]
        texts[0].append(a)
        texts[1].append(b)
    bags = []
    for rows, words in zip((left, right), texts, strict=True):
        countries = [country_of(row["country"]) for row in rows]

        def told(at: int, word: str, countries: list[str] = countries) -> float:
            return terms.place(countries[at], word)

        bags.append(Bags.of(words, vocabulary, told))
    return across, bags[0], bags[1]


def _all_latin(words: Sequence[str]) -> bool:
    return all(ord(char) < _LATIN for word in words for char in word)


def _compare_places(
    left: Sequence[Prepared],
    right: Sequence[Prepared],
    across: NDArray[np.bool_],
    places_left: Bags,
    places_right: Bags,
    vocabulary: Vocabulary,
    columns: dict[str, Floats],
) -> None:
    met = meet(vocabulary, places_left, places_right)
    mine, theirs = met.left, met.right
    got = mine.total(mine.weights * met.left_best), theirs.total(theirs.weights * met.right_best)
    whole = mine.total(mine.weights), theirs.total(theirs.weights)
    # 오클랜드 and Auckland: what is not found across scripts may still be one place, so only what is found counts.
    known = (whole[0] > 0) & (whole[1] > 0) & ~(across & (got[0] == 0))
    lesser = whole[0] <= whole[1]
    shared = np.where(lesser, got[0], got[1]) / np.maximum(np.where(lesser, whole[0], whole[1]), 1e-6)
    columns["place_words"][known] = shared[known]
    told = np.minimum(mine.most(mine.weights * met.left_best), theirs.most(theirs.weights * met.right_best))
    columns["place_told"][known] = told[known]
    # A house number, or how a street is written, is no other place.
    named = np.fromiter((not any(char.isdigit() for char in word) for word in vocabulary.words), bool)
    lacking = np.minimum(
        mine.most(_lacking(mine, met.left_best) * named[mine.words]),
        theirs.most(_lacking(theirs, met.right_best) * named[theirs.words]),
    )
    columns["place_conflict"][known] = np.where(across, 0, lacking)[known]
    columns["postcode"][:] = _postcodes(left, right)
    columns["distance"][:] = _distances(left, right)


def _lacking(bags: Bags, best: Floats) -> Floats:
    lacking: Floats = bags.weights * (1 - best)
    return lacking


def _postcodes(left: Sequence[Prepared], right: Sequence[Prepared]) -> Floats:
    out = np.full(len(left), np.nan, np.float32)
    for at, (one, other) in enumerate(zip(left, right, strict=True)):
        a, b = one["postcode"], other["postcode"]
        if a and b:
            begins = a.split()[0] == b.split()[0] if " " in a or " " in b else a[:2] == b[:2]
            out[at] = 1.0 if a == b else 0.5 if begins else 0.0
    return out


def _distances(left: Sequence[Prepared], right: Sequence[Prepared]) -> Floats:
    """Great circles: log10(0.01 + km)."""

    def radians(rows: Sequence[Prepared], name: str) -> NDArray[np.float64]:
        return np.radians(np.array([np.nan if row[name] is None else row[name] for row in rows], np.float64))  # type: ignore[literal-required]

    lat_a, lat_b = radians(left, "latitude"), radians(right, "latitude")
    lon_a, lon_b = radians(left, "longitude"), radians(right, "longitude")
    chord = np.sin((lat_b - lat_a) / 2) ** 2 + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    km = 2 * _EARTH_KM * np.arcsin(np.sqrt(np.clip(chord, 0, 1)))
    return np.log10(0.01 + km).astype(np.float32)


# ---- Web, telephone, level, kind ----


def _compare_rest(left: Sequence[Prepared], right: Sequence[Prepared], columns: dict[str, Floats]) -> None:
    for at, (one, other) in enumerate(zip(left, right, strict=True)):
        if one["host"] and other["host"]:
            same_host = one["host"] == other["host"]
            columns["web"][at] = 0.0 if not same_host else 1.0 if one["path"] == other["path"] else 0.5
        if len(one["telephone"]) > 4 and len(other["telephone"]) > 4:
            columns["telephone"][at] = one["telephone"][-7:] == other["telephone"][-7:]
        if one["years"] and other["years"]:
            shared = (one["years"] & other["years"]).bit_count()
            columns["level"][at] = shared / (one["years"] | other["years"]).bit_count()
        if one["sort"] and other["sort"]:
            columns["sort"][at] = one["sort"] == other["sort"]
