"""How names are compared: folded, taken apart into own words and type words, romanised, and by sound.

Everything here is pure, needs no Django, takes any text whatever and never raises.
"""

from gyoryu.common.text.folding import fold, grams, words
from gyoryu.common.text.keys import same_name_key
from gyoryu.common.text.kinds import NameParts, codes_begun, name_parts, spell_out, type_codes, without_ending
from gyoryu.common.text.places import Place, places_named
from gyoryu.common.text.romanise import romanise
from gyoryu.common.text.scripts import guess_language, script_of
from gyoryu.common.text.sounds import skeleton

__all__ = [
    "NameParts",
    "Place",
    "codes_begun",
    "fold",
    "grams",
    "guess_language",
    "name_parts",
    "places_named",
    "romanise",
    "same_name_key",
    "script_of",
    "skeleton",
    "spell_out",
    "type_codes",
    "without_ending",
    "words",
]
