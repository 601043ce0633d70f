"""What a curator decides about wishes and matches."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gyoryu.accounts.enums import OrganisationKind
from gyoryu.accounts.models import Organisation
from gyoryu.exchange.domain.matches import LONGEST_ANSWER_DAYS, TELLING
from gyoryu.exchange.enums import Answer, AnswerChannel, WishState, WithdrawReason
from gyoryu.reference import queries as reference
from gyoryu.registry.models import Contact
from gyoryu.web.forms import CodeField, PlainText, VocabularyField
from gyoryu.web.school.forms import country_choices


def district_choices() -> list[tuple[str, str]]:
    return list(
        Organisation.objects.filter(kind=OrganisationKind.DISTRICT).order_by("name", "id").values_list("pid", "name")
    )


class WishFilter(forms.Form):
    """The filter of the queue."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("Open ones")),
            *(pair for pair in WishState.choices if pair[0] not in ("draft", "eligible")),
            ("all", _("All")),
        ],
    )
    level = CodeField("level_groups", label=_("School level"), required=False, empty=_("All levels"))
    country = CodeField(country_choices, label=_("Country"), required=False, empty=_("All countries"))
    priority_class = CodeField("priority_classes", label=_("Priority class"), required=False, empty=_("All classes"))
    district = CodeField(district_choices, label=_("District office"), required=False, empty=_("All districts"))


class EligibleForm(forms.Form):
    priority_class = CodeField("priority_classes", label=_("Priority class"), empty=None)


class RefuseForm(forms.Form):
    reasons = VocabularyField("wish_ineligible_reasons", label=_("Reasons"), required=True)
    note = PlainText(label=_("What the school should know"), required=False, lines=3, max_length=1000)


class DecideForm(forms.Form):
    note_to_partner = PlainText(
        label=_("A message to the partner"),
        help_text=_(
            "In the partner's language or in English. No names of persons: they are released when both have accepted."
        ),
        required=False,
        lines=3,
        max_length=1000,
    )


def _days_field(**more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Days to answer"),
        min_value=1,
        max_value=LONGEST_ANSWER_DAYS,
        widget=forms.NumberInput(attrs={"class": "input-short", "inputmode": "numeric"}),
        **more,
    )


class AskForm(forms.Form):
    contact = forms.ChoiceField(label=_("Whom to write to"), required=False)
    language = forms.ChoiceField(label=_("Language of the mail and the page"))
    days = _days_field()

    def __init__(self, contacts: list[Contact], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contacts = {contact.pid: contact for contact in contacts}
        by_hand = ("", _("Nobody: I pass the link on myself"))
        people, languages = self.fields["contact"], self.fields["language"]
        people.choices = [*((contact.pid, contact.role or _("Contact")) for contact in contacts), by_hand]  # type: ignore[attr-defined]
        codes = dict.fromkeys([*reference.office().partner_languages, reference.office().languages[0]])
        languages.choices = [(code, reference.label("languages", code)) for code in codes]  # type: ignore[attr-defined]

    def chosen(self) -> Contact | None:
        return self.contacts.get(self.cleaned_data["contact"])


class RenewForm(forms.Form):
    days = _days_field()
    by_hand = forms.BooleanField(label=_("Send no mail; I pass the link on myself"), required=False)


class AnswerForm(forms.Form):
    """What the partner said other than by its link."""

    answer = forms.ChoiceField(label=_("The partner"), choices=Answer.choices, widget=forms.RadioSelect)
    channel = forms.ChoiceField(
        label=_("How it told us"),
        choices=[(way.value, way.label) for way in map(AnswerChannel, TELLING)],
        widget=forms.RadioSelect,
    )
    person = PlainText(
        label=_("Who said it"),
        help_text=_("The role, for example: deputy head. No name is needed."),
        required=False,
        max_length=200,
    )
    reasons = VocabularyField("partner_declined_reasons", label=_("If it declines: why"))
    note = PlainText(label=_("In its own words"), required=False, lines=2, max_length=1000)


class WithdrawForm(forms.Form):
    reason = forms.ChoiceField(label=_("Reason"), choices=WithdrawReason.choices)
    note = PlainText(label=_("Note"), required=False, lines=2, max_length=1000)
