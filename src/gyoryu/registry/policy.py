"""The survivorship policy: which voice wins for which group of fields, and for how long it is believed.

One readable table. docs/survivorship.md shows the same table and a test keeps them equal. How it is read:

- A group of fields is taken as a whole from one accepted record: the first in the order below that says anything in it.
  So an address and its postcode never come from two voices.
- A voice is believed for its months; after that it stands behind every younger one, whatever its kind. Without months
  it is believed for good.
- Within one kind of voice the newest record wins.
- A curator's correction is a record as well, and stands first everywhere; it is undone by withdrawing that record.
- An override may have a last day ("until"). After it the override stands behind everybody else.
- Names are added up, not chosen: every name anybody accepted is kept, found and shown with who says it. The order below
  decides which one is the display name. Identifiers are added up too.
"""

import datetime as dt
from dataclasses import dataclass

from gyoryu.registry.enums import FieldGroup, SourceKind

FIELDS: dict[str, tuple[str, ...]] = {
    FieldGroup.NAMES: ("names",),
    FieldGroup.KIND: ("kind",),
    FieldGroup.PLACE: ("country", "region", "locality", "address", "postcode"),
    FieldGroup.POSITION: ("latitude", "longitude"),
    FieldGroup.LEVELS: ("level_from", "level_to", "local_type"),
    FieldGroup.CHANNELS: ("website", "telephone"),
    FieldGroup.STATUS: ("status", "opened_on", "closed_on"),
    FieldGroup.SIZE: ("pupils",),
    FieldGroup.PROFILE: ("description", "languages"),
}
GROUP_OF: dict[str, str] = {name: group for group, names in FIELDS.items() for name in names}


@dataclass(frozen=True, slots=True)
class Voice:
    """A kind of source, and for how many months it is believed before younger ones (None: for good)."""

    kind: str
    months: int | None = None


_CURATOR = Voice(SourceKind.CURATOR)
_REGISTER = Voice(SourceKind.REGISTER)
_SPREADSHEET = Voice(SourceKind.SPREADSHEET)


def _partner(months: int | None = None) -> Voice:
    return Voice(SourceKind.PARTNER, months)


def _delegation(months: int | None = None) -> Voice:
    return Voice(SourceKind.DELEGATION, months)


POLICY: dict[str, tuple[Voice, ...]] = {
    FieldGroup.NAMES: (_CURATOR, _REGISTER, _partner(), _delegation(), _SPREADSHEET),
    FieldGroup.KIND: (_CURATOR, _REGISTER, _partner(), _delegation(), _SPREADSHEET),
    FieldGroup.PLACE: (_CURATOR, _REGISTER, _partner(), _delegation(), _SPREADSHEET),
    FieldGroup.POSITION: (_CURATOR, _REGISTER, _partner(), _delegation(), _SPREADSHEET),
    FieldGroup.LEVELS: (_CURATOR, _REGISTER, _partner(), _delegation(), _SPREADSHEET),
    FieldGroup.CHANNELS: (_CURATOR, _partner(24), _delegation(12), _REGISTER, _SPREADSHEET),
    FieldGroup.STATUS: (_CURATOR, _REGISTER, _partner(), _delegation(), _SPREADSHEET),
    FieldGroup.SIZE: (_CURATOR, _partner(24), _REGISTER, _delegation(24), _SPREADSHEET),
    FieldGroup.PROFILE: (_CURATOR, _partner(24), _delegation(24), _SPREADSHEET, _REGISTER),
}

_ORDER: dict[str, dict[str, tuple[int, int | None]]] = {
    group: {voice.kind: (place, voice.months) for place, voice in enumerate(voices)} for group, voices in POLICY.items()
}


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later; the next month's first day where there is none (31 January and a month)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return dt.date(year, month + 1, day.day)
    except ValueError:
        year, month = divmod(year * 12 + month + 1, 12)
        return dt.date(year, month + 1, 1)


def months_of(group: str, kind: str) -> int | None:
    """For how many months a kind of voice is believed for a group; None: for good."""
    return _ORDER[group].get(kind, (0, None))[1]


def rank(
    group: str, kind: str, said_on: dt.date, record_id: int, today: dt.date, until: dt.date | None = None
) -> tuple[int, int, int, int]:
    """Sorts records for one group: the smallest is believed."""
    if until is not None and until < today:
        return (2, 0, -said_on.toordinal(), -record_id)
    place, months = _ORDER[group].get(kind, (len(POLICY[group]), None))
    age = (today.year - said_on.year) * 12 + today.month - said_on.month - (today.day < said_on.day)
    lapsed = int(months is not None and age >= months)
    return (lapsed, place, -said_on.toordinal(), -record_id)
