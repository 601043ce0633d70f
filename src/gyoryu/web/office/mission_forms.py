"""What is asked when a mission is planned."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gyoryu.accounts.models import Person
from gyoryu.common.errors import DomainError
from gyoryu.missions.enums import MemberRole, StopKind
from gyoryu.missions.models import Mission, Stop
from gyoryu.missions.queries import delegates_to_add
from gyoryu.web.forms import CodeField, DayField, PlainText, country_choices

COUNTRIES = 4


def show_refusal(form: forms.Form, error: DomainError) -> None:
    """Put the domain's refusal beside the field it is about."""
    form.add_error(error.field if error.field in form.fields else None, error.message)


class MissionForm(forms.Form):
    """Title, purpose, days and countries."""

    title = PlainText(label=_("Title"), max_length=200)
    purpose = PlainText(label=_("What is the mission for?"), required=False, lines=4, max_length=5_000)
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, COUNTRIES + 1):
            label = _("Country") if number == 1 else _("Another country")
            self.fields[f"country_{number}"] = CodeField(country_choices, label=label, required=False, empty="—")

    def plan(self) -> dict[str, Any]:
        data = self.cleaned_data
        countries = [data[f"country_{number}"] for number in range(1, COUNTRIES + 1)]
        return {
            **{name: data[name] for name in ("title", "purpose", "starts_on", "ends_on")},
            "countries": [code for code in countries if code],
        }

    @staticmethod
    def initial_of(mission: Mission) -> dict[str, Any]:
        known = {f"country_{number}": code for number, code in enumerate(mission.countries, start=1)}
        return {name: getattr(mission, name) for name in ("title", "purpose", "starts_on", "ends_on")} | known


class MemberForm(forms.Form):
    """A delegate who travels, and what they do."""

    person = forms.ModelChoiceField(
        Person.objects.none(), to_field_name="pid", label=_("Delegate"), empty_label=_("Choose a delegate")
    )
    duty = PlainText(
        label=_("Duty"), required=False, max_length=200, help_text=_("For example: records school visits, interprets.")
    )
    role = forms.ChoiceField(label=_("Role"), choices=MemberRole.choices, initial=MemberRole.DELEGATE, required=False)

    def __init__(self, *args: Any, mission: Mission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = delegates_to_add(mission)  # type: ignore[attr-defined]
        if mission.members.filter(role=MemberRole.LEAD).exists():
            del self.fields["role"]


class ReturnForm(forms.Form):
    comment = PlainText(label=_("What is to be changed?"), lines=4, max_length=2_000)


class StopForm(forms.Form):
    """One line of the itinerary; the institution is picked by the list beside it."""

    on = DayField(label=_("Day"))
    at = forms.TimeField(
        label=_("Time there"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Write the time as 10:30.")},
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=StopKind.choices, initial=StopKind.SCHOOL_VISIT)
    title = PlainText(
        label=_("What"), max_length=200, help_text=_("For example the name of the school, or “Flight to Auckland”.")
    )
    place = PlainText(label=_("Town or address"), required=False, max_length=200)
    country = CodeField(country_choices, label=_("Country"), required=False, empty="—")
    note = PlainText(label=_("Note"), required=False, lines=2, max_length=2_000)

    @staticmethod
    def initial_of(stop: Stop) -> dict[str, Any]:
        return {name: getattr(stop, name) for name in ("on", "at", "kind", "title", "place", "country", "note")}

    @staticmethod
    def initial_for(mission: Mission) -> dict[str, Any]:
        """The day after the last stop, or the first day; the country when there is but one."""
        last: dt.date | None = mission.stops.order_by("-on").values_list("on", flat=True).first()
        return {"on": last or mission.starts_on, "country": mission.countries[0] if len(mission.countries) == 1 else ""}
