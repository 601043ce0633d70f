"""Any script written in plain Latin letters."""

from __future__ import annotations

from anyascii import anyascii

from gyoryu.common.text.folding import fold
from gyoryu.common.text.hangul import romanise_hangul
from gyoryu.common.text.thai import romanise_thai


def romanise(text: str) -> str:
    """The folded text in a-z and digits: Hangul and Thai as they are said, other scripts by their letters."""
    folded = fold(text)
    if folded.isascii():
        return folded
    said = romanise_hangul(romanise_thai(folded))
    return said if said.isascii() else fold(anyascii(said))
