"""One value of an entry as somebody says it should be: the institution itself, a colleague, the curator who decides."""

import copy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gyoryu.common.text import script_of
from gyoryu.registry.changing import columns_of, shown_value
from gyoryu.registry.enums import NameKind
from gyoryu.registry.models import Institution
from gyoryu.registry.wording import LABELS, STATUS
from gyoryu.web.forms import CodeField, PlainText, YearField, check_years, country_choices

PART_OF_A_DAY = _("A year, a month or a day: 1998, 1998-03 or 1998-03-01.")
FIELDS: dict[str, forms.Field] = {
    "names": PlainText(label=LABELS["name"]),
    "kind": CodeField("institution_kinds", label=LABELS["kind"]),
    "country": CodeField(country_choices, label=LABELS["country"]),
    "region": PlainText(label=LABELS["region"], max_length=120),
    "locality": PlainText(label=LABELS["locality"], max_length=120),
    "address": PlainText(label=LABELS["address"]),
    "postcode": PlainText(label=LABELS["postcode"], max_length=20),
    "latitude": forms.FloatField(label=_("Latitude"), min_value=-90, max_value=90),
    "longitude": forms.FloatField(label=_("Longitude"), min_value=-180, max_value=180),
    "level_from": YearField(label=_("First year of schooling")),
    "level_to": YearField(label=_("Last year of schooling")),
    "local_type": PlainText(label=LABELS["local_type"], max_length=120),
    "website": forms.URLField(label=LABELS["website"], max_length=300, assume_scheme="https"),
    "telephone": PlainText(label=LABELS["telephone"], max_length=60),
    "status": forms.ChoiceField(label=LABELS["status"], choices=[("", "—"), *STATUS.items()]),
    "opened_on": PlainText(label=LABELS["opened_on"], help_text=PART_OF_A_DAY, max_length=10),
    "closed_on": PlainText(label=LABELS["closed_on"], help_text=PART_OF_A_DAY, max_length=10),
    "pupils": forms.IntegerField(label=LABELS["pupils"], min_value=0, max_value=1_000_000),
    "description": PlainText(label=LABELS["description"], lines=4, max_length=4000),
    "languages": PlainText(label=LABELS["languages"], help_text=_("Codes with commas between: en, th.")),
}


class ValueForm(forms.Form):
    """The columns of one value, empty unless ``filled``; ``values()`` are facts, with what was left empty left out."""

    def __init__(
        self, institution: Institution, field: str, data: Any = None, *, initial: dict[str, Any] | None = None
    ) -> None:
        self.field, self.institution = field, institution
        super().__init__(data, initial=_typed(initial or {}), auto_id=f"{field}-%s")
        for name in columns_of(field):
            self.fields[name] = copy.deepcopy(FIELDS[name])
            self.fields[name].required = False
        self.order_fields([*columns_of(field), "note"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        check_years(self)
        if (data.get("latitude") is None) != (data.get("longitude") is None):
            self.add_error("longitude", _("A position needs both numbers. Fill in the other one, or clear this one."))
        return data

    def values(self) -> dict[str, Any]:
        data = {name: self.cleaned_data.get(name) for name in columns_of(self.field)}
        said = {name: value for name, value in data.items() if value not in ("", None)}
        if "names" in said:
            text = said["names"]
            language = self.institution.display_language
            named = {"text": text, "language": language, "script": script_of(text), "kind": NameKind.OFFICIAL.value}
            said["names"] = [{name: value for name, value in named.items() if value}]
        if "languages" in said:
            said["languages"] = [code.strip() for code in said["languages"].split(",") if code.strip()]
        return said


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    """Facts as one would type them."""
    typed = dict(values)
    if "names" in typed:
        typed["names"] = typed["names"][0]["text"] if typed["names"] else ""
    if "languages" in typed:
        typed["languages"] = ", ".join(typed["languages"])
    return typed


class ChangeForm(ValueForm):
    """What is right instead, and a note. Filled with what is shown: a small mistake is mended by a keystroke."""

    note = PlainText(label=_("Anything we should know about it"), required=False, lines=2, max_length=1000)

    def __init__(self, institution: Institution, field: str, data: Any = None) -> None:
        super().__init__(institution, field, data, initial=shown_value(institution, field))

    def news(self) -> dict[str, Any]:
        """Nothing when they typed nothing new, and only say that something is wrong."""
        values = self.values()
        return {} if values == shown_value(self.institution, self.field) else values


class AcceptForm(ValueForm):
    """A curator accepts what was said, or writes what is right."""

    note = PlainText(label=_("Note"), required=False, lines=2, max_length=500)
