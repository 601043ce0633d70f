"""What a curator types about single values of an entry: a value to keep, one more name, a relation, a closing."""

import copy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gyoryu.common.text import script_of
from gyoryu.registry.domain.overrides import ADDABLE
from gyoryu.registry.enums import FieldGroup, NameKind, RelationKind
from gyoryu.registry.facts import InstitutionFacts, NameFact
from gyoryu.registry.models import Institution
from gyoryu.web.desk.forms import InstitutionForm
from gyoryu.web.forms import CodeField, DayField, PlainText

PART_OF_A_DAY = _("A year, a month or a day: 1998, 1998-03 or 1998-03-01.")
WHY = _("Others read it beside the value. Please name no persons.")

# Group -> the form's fields; names that InstitutionForm has are taken from there.
FIELDS_OF: dict[str, tuple[str, ...]] = {
    FieldGroup.NAMES: ("name", "name_language"),
    FieldGroup.KIND: ("kind",),
    FieldGroup.PLACE: ("country", "region", "locality", "address", "postcode"),
    FieldGroup.POSITION: ("latitude", "longitude"),
    FieldGroup.LEVELS: ("level_from", "level_to", "local_type"),
    FieldGroup.CHANNELS: ("website", "telephone"),
    FieldGroup.STATUS: ("status", "opened_on", "closed_on"),
    FieldGroup.SIZE: ("pupils",),
    FieldGroup.PROFILE: ("description", "languages"),
}
_MORE: dict[str, forms.Field] = {
    "local_type": PlainText(label=_("Type of school, in the country's own word"), max_length=120),
    "opened_on": PlainText(label=_("Opened on"), help_text=PART_OF_A_DAY, max_length=10),
    "closed_on": PlainText(label=_("Closed on"), help_text=PART_OF_A_DAY, max_length=10),
    "pupils": forms.IntegerField(label=_("Number of pupils"), min_value=0, max_value=1_000_000),
    "languages": PlainText(label=_("Languages"), help_text=_("Codes with commas between: en, th.")),
}


class ValuesForm(forms.Form):
    """The fields of one group, filled with what is shown now, and why they are to be kept."""

    reason = PlainText(label=_("Why do you keep this value?"), help_text=WHY, max_length=500, min_length=5)
    until = DayField(
        label=_("Until"), help_text=_("Empty: for good. After this day the other sources are heard again."),
        required=False,
    )  # fmt: skip
    field_order: tuple[str, ...] = ()

    def __init__(self, institution: Institution, group: str, data: Any = None) -> None:
        self.group = group
        names = FIELDS_OF[group]
        initial = {name: getattr(institution, name, None) for name in names}
        initial |= {"name": institution.display_name, "name_language": institution.display_language}
        initial["languages"] = ", ".join(institution.languages)
        super().__init__(data, initial=initial)
        for name in names:
            field = copy.deepcopy(InstitutionForm.base_fields.get(name) or _MORE[name])
            field.required = False
            self.fields[name] = field
        self.order_fields([*names, "reason", "until"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.group == FieldGroup.POSITION and (data.get("latitude") is None) != (data.get("longitude") is None):
            self.add_error("longitude", _("A position needs both numbers. Fill in the other one, or clear this one."))
        low, high = data.get("level_from"), data.get("level_to")
        if low is not None and high is not None and low > high:
            self.add_error("level_to", _("The last grade comes before the first. Swap them."))
        return data

    def facts(self) -> InstitutionFacts:
        data = {name: self.cleaned_data[name] for name in FIELDS_OF[self.group]}
        if self.group == FieldGroup.NAMES:
            text = data["name"]
            name = NameFact(text, data["name_language"], script_of(text), NameKind.OFFICIAL)
            return InstitutionFacts(names=(name,) if text else ())
        if "languages" in data:
            data["languages"] = tuple(code.strip() for code in data["languages"].split(",") if code.strip())
        return InstitutionFacts(**data)


class NameForm(forms.Form):
    text = PlainText(label=_("Name"))
    language = CodeField("languages", label=_("Language of that name"), required=False, empty=_("Not known"))
    kind = forms.ChoiceField(label=_("Kind of name"), choices=[(kind.value, kind.label) for kind in ADDABLE])
    since = PlainText(label=_("Used since"), help_text=PART_OF_A_DAY, required=False, max_length=10)
    until = PlainText(label=_("Used until"), help_text=PART_OF_A_DAY, required=False, max_length=10)
    reason = PlainText(label=_("How do you know?"), help_text=WHY, max_length=500, min_length=5)

    def name(self) -> NameFact:
        data = self.cleaned_data
        return NameFact(
            data["text"], data["language"], script_of(data["text"]), data["kind"], data["since"], data["until"]
        )


class OtherChoice(forms.Form):
    """Another entry, picked from those that were looked up."""

    other = forms.ChoiceField(label=_("Which institution?"), widget=forms.RadioSelect)

    def __init__(self, found: list[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        self.found = found

    def offer(self) -> None:
        """Nothing to pick: no field. Otherwise one of those that were found."""
        field = self.fields["other"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = self.found
        if not self.found and not field.required:
            del self.fields["other"]


class RelationForm(OtherChoice):
    kind = forms.ChoiceField(
        label=_("What is the other institution?"),
        choices=[
            (RelationKind.SUCCESSOR.value, _("It took over from this one (successor)")),
            (RelationKind.PARENT.value, _("It is the main school, and this one its branch")),
        ],
        widget=forms.RadioSelect,
    )
    since = PlainText(label=_("Since when"), help_text=PART_OF_A_DAY, required=False, max_length=10)
    reason = PlainText(label=_("How do you know?"), help_text=WHY, max_length=500, min_length=5)

    def __init__(self, found: list[tuple[str, str]], data: Any = None) -> None:
        super().__init__(found, data)
        self.offer()


class ClosingForm(OtherChoice):
    closed_on = DayField(label=_("Closed on"))
    reason = PlainText(label=_("How do you know?"), help_text=WHY, max_length=500, min_length=5)

    def __init__(self, found: list[tuple[str, str]], data: Any = None) -> None:
        super().__init__(found, data)
        self.fields["other"].label = _("Who took over?")
        self.fields["other"].required = False
        self.offer()
