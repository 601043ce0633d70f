"""Which records are worth comparing: those that lie in a small block together. Cost stays near n log n.

A record has some keys (its name, how it sounds, its rare words with its place, where it stands, its official ids);
records with a key in common form a block. A block that is too big tells nothing and is not looked at: its finer
blocks (the same name *and* a word of the place) are. Of the partners that are left each record keeps the best, by how
small the blocks are that they share.

Keys are numbers, made alike on every machine; the SQL is read alike by every engine.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Final

from gyoryu.common.text import romanise
from gyoryu.resolution.linkage.prepare import Prepared
from gyoryu.resolution.linkage.terms import country_of

# Records in a block at most: of one that says much (two things agree), of one that says little.
MOST_STRONG: Final = 60
MOST_WEAK: Final = 30
PARTNERS: Final = 20  # that a record is compared with, at most
_NAMES: Final = 4
_WORDS: Final = 4
_PLACES: Final = 3
_NEAR: Final = 0.02  # degrees: about two kilometres
_WIDE: Final = 0.2


def _number(*parts: str) -> int:
    return int.from_bytes(blake2b("\x1f".join(parts).encode(), digest_size=8).digest(), "big", signed=True)


def _cells(row: Prepared, width: float) -> Iterator[str]:
    """The cell of two grids, the second half a cell off: what is near shares one of them."""
    latitude, longitude = row["latitude"], row["longitude"]
    if latitude is None or longitude is None:
        return
    across = width / max(0.1, math.cos(math.radians(latitude)))
    for shift in (0.0, 0.5):
        yield f"{shift} {math.floor(latitude / width + shift)} {math.floor(longitude / across + shift)}"


def _strong(row: Prepared, ids: Iterable[str]) -> Iterator[tuple[str, ...]]:
    places = row["place_words"][:_PLACES]
    for text in ids:
        yield "id", text
    if row["telephone"]:
        yield "telephone", row["telephone"]
    if row["host"]:
        yield "web", row["host"], row["path"]
    for at in range(min(_NAMES, len(row["name_text"]))):
        whole = row["name_latin"][at] or row["name_text"][at]
        sound = row["name_sound"][at] or whole
        for place in places:
            yield "name in place", whole, place
            for word in row["name_words"][at].split()[:_WORDS]:
                yield "word in place", word, place
        if row["postcode"]:
            yield "sound at postcode", sound[:3], row["postcode"]
        if row["place_key"]:
            yield "sound in place", sound[:3], row["place_key"]
        for cell in _cells(row, _WIDE):
            yield "sound in cell", sound[:4], cell


def _weak(row: Prepared) -> Iterator[tuple[str, ...]]:
    for at in range(min(_NAMES, len(row["name_text"]))):
        words = row["name_words"][at].split() or row["name_text"][at].split()
        yield "name", " ".join(sorted({romanise(word) for word in words}))
        if row["name_sound"][at]:
            yield "sound", row["name_sound"][at]
        for word in words[:_WORDS]:
            yield "word", word
    if row["host"]:
        yield "host", row["host"]
    if row["postcode"]:
        yield "postcode", row["postcode"]
    for cell in _cells(row, _NEAR):
        yield "cell", cell


def block_keys(row: Prepared, ids: Iterable[str] = ()) -> tuple[list[int], list[int]]:
    """The keys that say much and those that say little. ``ids``: official ids, as ``scheme=value``."""
    country = country_of(row["country"])
    strong = {_number(country, *key) for key in _strong(row, ids)}
    weak = {_number(country, *key) for key in _weak(row)} - strong
    return sorted(strong), sorted(weak)


# The tables: keys(record, block, most), records(record, lister, entry), chosen(record).
#   lister: whoever lists an institution once; two of its rows are never one. Else a number of the record alone.
#   entry: what the record belongs to already. Else a number of the record alone.
BLOCKS: Final = """
SELECT block, count(*) AS size FROM keys GROUP BY block HAVING count(*) > 1 AND count(*) <= min(most)
"""

PAIRS: Final = f"""
WITH mine AS (
    SELECT k.record, k.block, b.size, r.lister, r.entry
    FROM chosen c JOIN keys k ON k.record = c.record JOIN blocks b ON b.block = k.block
    JOIN records r ON r.record = c.record
),
met AS (
    SELECT m.record AS one, o.record AS other, sum(1.0 / m.size) AS told
    FROM mine m JOIN keys o ON o.block = m.block JOIN records r ON r.record = o.record
    WHERE o.record <> m.record AND r.lister <> m.lister AND r.entry <> m.entry
    GROUP BY m.record, o.record
),
best AS (
    SELECT one, other, row_number() OVER (PARTITION BY one ORDER BY told DESC, other) AS place FROM met
)
SELECT DISTINCT least(one, other) AS one, greatest(one, other) AS other FROM best WHERE place <= {PARTNERS}
"""
