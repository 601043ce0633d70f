"""Form fields of more than one audience: vocabularies, grades, countries, dates, plain text.

Labels follow the active language: choices are read when the form is made. Every refusal says what would be right.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gyoryu.common.clock import today
from gyoryu.common.errors import DomainError
from gyoryu.reference import queries as reference

Choice = tuple[str, str]
SURROGATES = range(0xD800, 0xE000)


class PlainText(forms.CharField):
    """Text without NUL, lone surrogates or invisible direction marks; ``lines`` makes it a text area."""

    BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F])

    def __init__(self, *, lines: int = 0, max_length: int = 300, **kwargs: Any) -> None:
        if lines:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": lines}))
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        if any(ord(character) in SURROGATES for character in text):
            raise forms.ValidationError(_("This text was damaged on the way. Type it again."), code="damaged")
        return text.translate(self.BIDI)


class VocabularyField(forms.MultipleChoiceField):
    """Any number of codes of one vocabulary of reference, as checkboxes."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, vocabulary: str, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(choices=lambda: reference.choices(vocabulary), **kwargs)


class CodeField(forms.ChoiceField):
    """One code of a vocabulary; ``empty`` is the label of choosing none."""

    def __init__(self, vocabulary: str | Callable[[], Sequence[Choice]], *, empty: Any = "", **kwargs: Any) -> None:
        def choices() -> list[Choice]:
            options = vocabulary() if callable(vocabulary) else reference.choices(vocabulary)
            return [*([("", str(empty))] if empty is not None else []), *options]

        super().__init__(choices=choices, **kwargs)


def country_choices() -> list[Choice]:
    """Every country by name in the active language; those that supported Korea in the war first."""
    allies = reference.war_ally_codes()
    named = sorted(
        ((c.code, c.name()) for c in reference.countries()), key=lambda pair: (pair[0] not in allies, pair[1])
    )
    return named


def year_choices() -> list[Choice]:
    """Years of schooling 0 to 13 (a first year at five is 0) with the Korean grade, e.g. ``7 · 중1``."""
    return [
        (str(year), f"{year} · {reference.level_label('KR', year)}" if 0 < year < 13 else str(year))
        for year in range(14)
    ]


class YearField(forms.TypedChoiceField):
    """A year of schooling, or None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(
            choices=lambda: [("", "—"), *year_choices()],
            coerce=int,
            empty_value=None,
            **kwargs,
        )


class DayField(forms.DateField):
    """A date, typed or picked; bounded to years in which this system can have been used."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%Y.%m.%d", "%Y. %m. %d", "%Y. %m. %d."])
        kwargs.setdefault("error_messages", {"invalid": _("There is no such day. Write it as 2026-02-28.")})
        super().__init__(**kwargs)

    def clean(self, value: Any) -> dt.date | None:
        day: dt.date | None = super().clean(value)
        if day and not dt.date(1900, 1, 1) <= day <= today() + dt.timedelta(days=3660):
            raise forms.ValidationError(_("This day is too far away. Check the year."), code="too_far")
        return day


def check_years(form: forms.Form) -> None:
    """``level_from`` may not be above ``level_to``; the error goes to the second."""
    low, high = form.cleaned_data.get("level_from"), form.cleaned_data.get("level_to")
    if low is not None and high is not None and low > high:
        form.add_error("level_to", _("The last grade comes before the first. Swap them."))


def show_refusal(form: forms.Form, error: DomainError) -> None:
    """A refusal of the domain at the field it is about, or above the form."""
    form.add_error(error.field if error.field in form.fields else None, error.message)
