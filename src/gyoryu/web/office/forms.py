"""What operators and privacy officers type."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gyoryu.accounts.enums import OrganisationKind, Role
from gyoryu.accounts.listing import find_organisation
from gyoryu.accounts.models import Organisation
from gyoryu.common.clock import today
from gyoryu.reference import queries as reference
from gyoryu.web.account.forms import language_choices
from gyoryu.web.forms import CodeField, DayField, PlainText, VocabularyField

STATES = [("open", _("Open")), ("closed", _("Closed")), ("all", _("All"))]


class OrganisationField(PlainText):
    """An organisation by name, part of its name or official id. ``viewer`` is set by the form that holds it."""

    viewer: Any = None

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Organisation"))
        kwargs.setdefault("help_text", _("Its name, or enough of it that only one fits."))
        super().__init__(max_length=200, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        found = find_organisation(self.viewer, text) if text else []
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(_("No organisation is called that. Check the spelling."), code="unknown")
        names = ", ".join(f"{one.name} ({one.official_id or one.pid})" for one in found)
        raise forms.ValidationError(
            _("Several fit: %(names)s. Write the number in the brackets."), code="several", params={"names": names}
        )


class _WithOrganisation(forms.Form):
    def __init__(self, *args: Any, viewer: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, OrganisationField):
                field.viewer = viewer


class InviteForm(_WithOrganisation):
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    name = PlainText(label=_("Name"), max_length=100, required=False)
    organisation = OrganisationField()
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    language = forms.ChoiceField(label=_("Language of the mail"), choices=language_choices, initial="ko")


class RoleForm(_WithOrganisation):
    organisation = OrganisationField()
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class EndForm(forms.Form):
    """Which of the person's roles ends; both come from the page."""

    organisation = forms.CharField(max_length=10)
    role = forms.ChoiceField(choices=Role.choices)


class PriorityForm(forms.Form):
    classes = VocabularyField(
        "priority_classes", label=_("Priority classes"), help_text=_("Who is served first when partners are scarce.")
    )


class LiftForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("Only when its owner asked us to write again."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class ReasonForm(forms.Form):
    reason = PlainText(label=_("What do you need it for?"), max_length=500)


class PeopleFilter(forms.Form):
    q = PlainText(label=_("Name or e-mail"), required=False, max_length=100)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("Any")), *Role.choices])
    state = forms.ChoiceField(label=_("Account"), required=False, choices=STATES)


class OrganisationFilter(forms.Form):
    q = PlainText(label=_("Name or number"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Any")), *OrganisationKind.choices])
    group = CodeField("district_groups", label=_("District group"), required=False, empty=_("Any"))
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)


def months_back() -> list[tuple[str, str]]:
    """The last 26 months, newest first: the access log is kept for two years."""
    first = today().replace(day=1)
    months = []
    for _each in range(26):
        months.append((f"{first:%Y-%m}", f"{first:%Y-%m}"))
        first = (first - dt.timedelta(days=1)).replace(day=1)
    return months


class MonthField(forms.TypedChoiceField):
    """A month, as its first day."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Month"))
        super().__init__(
            choices=months_back, coerce=lambda text: dt.date.fromisoformat(f"{text}-01"), empty_value=None, **kwargs
        )


class AccessFilter(forms.Form):
    month = MonthField(required=False)
    q = PlainText(label=_("Who, whose, what or why"), required=False, max_length=100)


class SignForm(forms.Form):
    month = MonthField()
    note = PlainText(label=_("What you found"), lines=3, max_length=2000, required=False)


class TrailFilter(forms.Form):
    room = forms.ChoiceField(label=_("About"), required=False)
    q = PlainText(label=_("Who did it, or the id of a thing"), required=False, max_length=100)
    day = DayField(label=_("Day"), required=False)

    ROOMS = (
        ("", _("Everything")),
        ("accounts", _("People and organisations")),
        ("registry", _("The register")),
        ("resolution", _("Same or different")),
        ("missions", _("Missions and visits")),
        ("exchange", _("Wishes and matches")),
        ("notices", _("Mail")),
        ("audit", _("Reviews")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"].choices = self.ROOMS  # type: ignore[attr-defined]


def group_name(organisation: Organisation) -> str:
    """The district group that a district is in, or its school's district is in."""
    code = organisation.group or (organisation.parent.group if organisation.parent else "")
    known = dict(reference.choices("district_groups"))
    return known.get(code, "")
