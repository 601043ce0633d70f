"""Fields of an entry in words: what each is called, how a value is shown, which rule decides about it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gyoryu.reference import queries as reference
from gyoryu.registry.enums import FieldGroup, SourceKind
from gyoryu.registry.policy import POLICY

LABELS: dict[str, Any] = {
    "name": gettext_lazy("Name"),
    "names": gettext_lazy("Name"),
    "display_name": gettext_lazy("Name"),
    "name_ko": gettext_lazy("Korean name"),
    "name_en": gettext_lazy("English name"),
    "kind": gettext_lazy("Kind"),
    "country": gettext_lazy("Country"),
    "region": gettext_lazy("Region"),
    "locality": gettext_lazy("Town or district"),
    "address": gettext_lazy("Address"),
    "postcode": gettext_lazy("Postcode"),
    "latitude": gettext_lazy("Position"),
    "level_from": gettext_lazy("Grades"),
    "local_type": gettext_lazy("Type of school"),
    "website": gettext_lazy("Website"),
    "telephone": gettext_lazy("Telephone"),
    "status": gettext_lazy("Open or closed"),
    "opened_on": gettext_lazy("Opened on"),
    "closed_on": gettext_lazy("Closed on"),
    "pupils": gettext_lazy("Pupils"),
    "description": gettext_lazy("Description"),
    "languages": gettext_lazy("Languages"),
}
# Two columns that are shown as one value.
_WITH = {"longitude": "latitude", "level_to": "level_from"}
STATUS = {"open": pgettext_lazy("institution", "Open"), "closed": pgettext_lazy("institution", "Closed")}


def shown_field(name: str) -> str:
    """The field under which a column is shown."""
    return _WITH.get(name, name)


def value_text(name: str, values: dict[str, Any], country: str) -> str:
    """The value of a field as people read it; empty when ``values`` says nothing about it."""
    value = values.get(name)
    if name == "latitude":
        latitude, longitude = values.get("latitude"), values.get("longitude")
        return f"{latitude:.5f}, {longitude:.5f}" if latitude is not None and longitude is not None else ""
    if name == "level_from":
        first, last = values.get("level_from"), values.get("level_to")
        return "" if first is None and last is None else reference.levels_text(country, first, last)
    if value in ("", None, []):
        return ""
    if name == "kind":
        return reference.label("institution_kinds", str(value))
    if name == "country":
        return reference.country(str(value)).name()
    if name == "status":
        return str(STATUS.get(str(value), value))
    if name == "languages":
        return ", ".join(reference.label("languages", code) for code in value or [])
    if name == "names":
        return ", ".join(row["text"] for row in value or [])
    return str(value)


def values_text(values: dict[str, Any], country: str) -> list[tuple[str, str]]:
    """(label, value) of everything that ``values`` says, positions and grades once."""
    fields = dict.fromkeys(shown_field(name) for name in values)
    lines = [(str(LABELS.get(name, name)), value_text(name, values, country)) for name in fields]
    return [(label, text) for label, text in lines if text]


def rule_of(group: str) -> str:
    """The line of the policy about a group, as a sentence."""
    voices = [
        _("%(who)s (%(months)s months)") % {"who": SourceKind(voice.kind).label, "months": voice.months}
        if voice.months
        else str(SourceKind(voice.kind).label)
        for voice in POLICY[group]
    ]
    said = {"group": FieldGroup(group).label, "order": " › ".join(voices)}
    return _("Whose word goes first for “%(group)s”: %(order)s.") % said
