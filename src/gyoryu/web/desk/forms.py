"""What a curator types about an institution, and how it becomes facts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gyoryu.common.text import script_of
from gyoryu.reference import queries as reference
from gyoryu.registry.enums import NameKind
from gyoryu.registry.facts import IdentifierFact, InstitutionFacts, NameFact
from gyoryu.registry.models import Institution
from gyoryu.registry.wording import STATUS
from gyoryu.web.forms import CodeField, PlainText, YearField, check_years, country_choices

# Fields of the form that are fields of InstitutionFacts by the same name.
PLAIN = (
    *("kind", "country", "region", "locality", "address", "postcode", "latitude", "longitude"),
    *("level_from", "level_to", "website", "telephone", "description", "status"),
)


class InstitutionForm(forms.Form):
    """One institution. Empty means "I say nothing about this", so nothing that others said is lost."""

    name = PlainText(label=_("Official name, in its own language and script"))
    name_language = CodeField("languages", label=_("Language of that name"), required=False, empty=_("Not known"))
    name_ko = PlainText(label=_("Korean name"), required=False)
    name_en = PlainText(label=_("English or romanised name"), required=False)
    kind = CodeField("institution_kinds", label=_("Kind"), empty=None)
    country = CodeField(country_choices, label=_("Country"), empty=_("Choose a country"))
    region = PlainText(label=_("Region or province"), required=False, max_length=120)
    locality = PlainText(label=_("Town or district"), required=False, max_length=120)
    address = PlainText(label=_("Address"), required=False)
    postcode = PlainText(label=_("Postcode"), required=False, max_length=20)
    latitude = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)
    level_from = YearField(label=_("First grade"))
    level_to = YearField(label=_("Last grade"))
    website = forms.URLField(label=_("Website"), required=False, max_length=300, assume_scheme="https")
    telephone = PlainText(label=_("Telephone of the institution"), required=False, max_length=60)
    official_scheme = PlainText(label=_("Official id: which register"), required=False, max_length=30)
    official_value = PlainText(label=_("Official id"), required=False, max_length=100)
    description = PlainText(label=_("Description"), required=False, lines=4, max_length=4000)
    status = forms.ChoiceField(
        label=_("Open or closed"),
        required=False,
        choices=[("", _("Not known")), *STATUS.items()],
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        check_years(self)
        latitude, longitude = data.get("latitude"), data.get("longitude")
        if (latitude is None) != (longitude is None):
            self.add_error("longitude", _("A position needs both numbers. Fill in the other one, or clear this one."))
        elif latitude is not None and longitude is not None and self._is_elsewhere(latitude, longitude):
            self.add_error("latitude", _("This position is not in that country. Are the two numbers swapped?"))
        if bool(data.get("official_scheme")) != bool(data.get("official_value")):
            self.add_error("official_value", _("An official id needs the register it is from and the number."))
        return data

    def _is_elsewhere(self, latitude: float, longitude: float) -> bool:
        country: str = self.cleaned_data.get("country") or ""
        return bool(country) and reference.surely_outside(country, latitude, longitude)

    def facts(self) -> InstitutionFacts:
        data = self.cleaned_data
        names = [NameFact(data["name"], data["name_language"], script_of(data["name"]), NameKind.OFFICIAL)]
        if data["name_ko"]:
            names.append(NameFact(data["name_ko"], "ko", "Hang", NameKind.ALIAS))
        if data["name_en"]:
            names.append(NameFact(data["name_en"], "en", "Latn", NameKind.ROMANISED))
        identifiers: tuple[IdentifierFact, ...] = ()
        if data["official_value"]:
            identifiers = (IdentifierFact(data["official_scheme"], data["official_value"]),)
        plain = {name: data[name] for name in PLAIN}
        return InstitutionFacts(names=tuple(names), identifiers=identifiers, **plain)

    @classmethod
    def about(cls, institution: Institution, data: Any = None) -> "InstitutionForm":
        """The form filled with what is published now."""
        initial = {name: getattr(institution, name) for name in cls.base_fields if hasattr(institution, name)}
        initial |= {"name": institution.display_name, "name_language": institution.display_language}
        return cls(data, initial=initial)


class ListFilter(forms.Form):
    """The filter of the desk's list of institutions."""

    q = PlainText(label=_("Name begins with"), required=False, max_length=100)
    country = CodeField(country_choices, label=_("Country"), required=False, empty=_("All countries"))
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), ("draft", _("Draft")), ("published", _("Published")), ("archived", _("Archived"))],
    )
    kind = CodeField("institution_kinds", label=_("Kind"), required=False, empty=_("All kinds"))
    fresh = forms.ChoiceField(
        label=_("Freshness"),
        required=False,
        choices=[
            ("", _("All")),
            ("due", _("Not confirmed for 12 months")),
            ("vanished", _("Vanished from its register")),
            ("no_contact", _("Without a live contact")),
            ("dead_site", _("Web site does not answer")),
        ],
    )


class ReasonForm(forms.Form):
    """Why somebody looks at personal data, or downloads."""

    reason = PlainText(label=_("Why do you need this?"), max_length=300, min_length=5)


class RejectForm(forms.Form):
    reason = CodeField("record_rejected_reasons", label=_("Reason"), empty=_("Choose a reason"))
    note = PlainText(label=_("Note"), required=False, lines=3, max_length=500)


class PasteForm(forms.Form):
    """Rows copied from a spreadsheet: the first row names the columns."""

    country = CodeField(country_choices, label=_("Country of these rows"), empty=_("Choose a country"))
    rows = PlainText(label=_("Rows, with their column names on top"), lines=12, max_length=200_000, strip=False)
