"""What teachers, principals and district officers type."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gyoryu.accounts.models import Organisation, Person
from gyoryu.common.errors import DomainError
from gyoryu.exchange import queries as exchange
from gyoryu.exchange.enums import CloseReason, PupilRange, Recommendation
from gyoryu.exchange.facts import WishFacts
from gyoryu.exchange.models import Wish
from gyoryu.reference import queries as reference
from gyoryu.registry.models import Institution, Offer, Programme
from gyoryu.web.forms import CodeField, PlainText, VocabularyField, YearField, check_years

OFTEN_USED = 10  # languages on the form; the rest of the world's are in the note


def refuse(form: forms.Form, error: DomainError) -> None:
    """Show a refusal of the domain where it belongs on the form."""
    field = {"fields": "exchange_fields"}.get(error.field or "", error.field)
    form.add_error(field if field in form.fields else None, error.message)


def country_choices() -> list[tuple[str, str]]:
    named = [(code, reference.country(code).name()) for code in exchange.partner_countries()]
    return sorted(named, key=lambda pair: pair[1])


def language_choices() -> list[tuple[str, str]]:
    return reference.choices("languages")[:OFTEN_USED]


class WishForm(forms.Form):
    """A wish in ten minutes. Everything may stay open while it is a draft."""

    title = PlainText(
        label=_("What would you like to do?"),
        help_text=_("One line that tells your principal and the office what it is about."),
        required=False,
        max_length=200,
    )
    types = VocabularyField("exchange_types", label=_("Kinds of exchange"))
    exchange_fields = VocabularyField("exchange_fields", label=_("Fields"))
    level_from = YearField(label=_("First grade"))
    level_to = YearField(label=_("Last grade"))
    pupils = forms.ChoiceField(
        label=_("How many pupils take part"), required=False, choices=[("", _("Not decided")), *PupilRange.choices]
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages you can work in"),
        required=False,
        choices=language_choices,
        widget=forms.CheckboxSelectMultiple,
    )
    cefr = CodeField(
        "cefr",
        label=_("How well your pupils speak them"),
        help_text=_("For foreign languages. Leave it open if it differs much."),
        required=False,
        empty=_("Not known"),
    )
    countries = forms.MultipleChoiceField(
        label=_("Countries"),
        help_text=_("None chosen means any country."),
        required=False,
        choices=country_choices,
        widget=forms.CheckboxSelectMultiple,
    )
    weeks = PlainText(
        label=_("When in the year"), help_text=_("For example: May to July."), required=False, max_length=100
    )
    live_hours = PlainText(
        label=_("Hours for live lessons"),
        help_text=_("For example: Wednesdays, 10:00 to 11:00."),
        required=False,
        max_length=100,
    )
    note = PlainText(
        label=_("What the partner should know"),
        help_text=_("Your class, your topic, what you have done before. No names of pupils."),
        required=False,
        lines=5,
        max_length=3000,
    )
    version = forms.IntegerField(required=False, min_value=1, max_value=1_000_000, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, wish: Wish | None = None, schools: list[Organisation] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.wanted_institution: Institution | None = wish.wanted_institution if wish else None
        self.wanted_programme: Programme | None = wish.wanted_programme if wish else None
        if wish is not None:  # what was chosen once stays choosable
            kept = [(code, reference.label("languages", code)) for code in _plain(wish.languages)]
            self._also("languages", kept)
            self._also("countries", [(code, reference.country(code).name()) for code in wish.countries])
        if schools and len(schools) > 1:
            options = [(school.pid, school.name) for school in schools]
            self.fields["school"] = forms.ChoiceField(label=_("School"), choices=options)
        if not self.fields["countries"].choices:  # type: ignore[attr-defined]
            del self.fields["countries"]

    def _also(self, name: str, kept: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        now = list(field.choices)
        field.choices = now + [pair for pair in kept if pair not in now]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        check_years(self)
        return data

    def facts(self) -> WishFacts:
        data = self.cleaned_data
        home = reference.office().languages[0]
        level = data["cefr"]
        languages = [code if code == home or not level else f"{code}:{level}" for code in data["languages"]]
        return WishFacts(
            title=data["title"],
            types=tuple(data["types"]),
            fields=tuple(data["exchange_fields"]),
            countries=tuple(data.get("countries", [])),
            level_from=data["level_from"],
            level_to=data["level_to"],
            languages=tuple(languages),
            weeks=data["weeks"],
            live_hours=data["live_hours"],
            pupils=data["pupils"],
            note=data["note"],
            wanted_institution=self.wanted_institution,
            wanted_programme=self.wanted_programme,
        )


def _plain(languages: list[str]) -> list[str]:
    return [code.partition(":")[0] for code in languages]


def initial_of(wish: Wish) -> dict[str, Any]:
    names = [
        "title",
        "types",
        "level_from",
        "level_to",
        "pupils",
        "countries",
        "weeks",
        "live_hours",
        "note",
        "version",
    ]
    initial = {name: getattr(wish, name) for name in names}
    levels = [code.partition(":")[2] for code in wish.languages if ":" in code]
    return initial | {
        "exchange_fields": wish.fields,
        "languages": _plain(wish.languages),
        "cefr": levels[0] if levels else "",
    }


def initial_from(
    school: Organisation | None, institution: Institution | None, programme: Programme | None, offer: Offer | None
) -> dict[str, Any]:
    """What the form proposes when a wish starts from somewhere: the programme's facets, else those of the offer."""
    initial: dict[str, Any] = {"languages": []}
    if school is not None:
        initial |= {"level_from": school.level_from, "level_to": school.level_to}
    seed: Any = programme or offer
    if seed is not None:
        initial |= {
            "types": list(seed.types),
            "exchange_fields": list(seed.fields),
            "languages": _plain(seed.languages),
        }
    if institution is not None:
        initial["countries"] = [institution.country] if institution.country else []
    return initial


class SubmitForm(forms.Form):
    share_contact = forms.BooleanField(
        label=_("When both sides have accepted, the partner may see my name and e-mail address."),
        help_text=_(
            "They are shown to the partner abroad alone, never before both have said yes. You may also agree later; "
            "until then the office passes messages on."
        ),
        required=False,
    )


class SendBackForm(forms.Form):
    note = PlainText(label=_("What should change?"), lines=3, max_length=1000)


class RecommendForm(forms.Form):
    recommendation = forms.ChoiceField(
        label=_("Your recommendation"), choices=Recommendation.choices, widget=forms.RadioSelect
    )
    note = PlainText(label=_("Comment"), required=False, lines=2, max_length=1000)


class CloseForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why is it closed?"), choices=CloseReason.choices, widget=forms.RadioSelect)


class HandOverForm(forms.Form):
    to = forms.ChoiceField(label=_("Who takes it over?"))

    def __init__(self, people: list[Person], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {person.pid: person for person in people}
        field: Any = self.fields["to"]
        field.choices = [("", _("Choose a colleague")), *((person.pid, person.name) for person in people)]

    def person(self) -> Person:
        return self.people[self.cleaned_data["to"]]


class AcceptForm(forms.Form):
    share_contact = forms.BooleanField(
        label=_("The partner may see my name and e-mail address once both have accepted."),
        required=False,
    )


class DeclineForm(forms.Form):
    reasons = VocabularyField("school_declined_reasons", label=_("Why does it not fit?"), required=True)
    note = PlainText(label=_("In your own words"), required=False, lines=3, max_length=1000)


class LookForm(forms.Form):
    """Why somebody looks at a contact; kept in the access log."""

    reason = PlainText(label=_("What do you need it for?"), min_length=5, max_length=300)
