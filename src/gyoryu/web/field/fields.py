"""Fields that only hold what was typed: what is wrong with it is decided where the body of a visit is read."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gyoryu.reference import queries as reference
from gyoryu.web.forms import Choice

Choices = Callable[[], Sequence[Choice | tuple[str, Any]]]


class Pick(forms.ChoiceField):
    """One of a few; takes anything, so that the refusal comes from the reader of the body."""

    def validate(self, value: Any) -> None:
        pass


class PickSeveral(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def validate(self, value: Any) -> None:
        pass


def text(label: Any, limit: int, *, lines: int = 0, help: Any = "", **attrs: Any) -> forms.Field:
    attrs["maxlength"] = limit
    widget = forms.Textarea(attrs={**attrs, "rows": lines}) if lines else forms.TextInput(attrs=attrs)
    return forms.Field(required=False, label=label, widget=widget, help_text=help)


def number(label: Any, *, low: int, high: int, help: Any = "", step: str = "1") -> forms.Field:
    mode = "numeric" if step == "1" else "decimal"
    attrs = {"min": low, "max": high, "step": step, "inputmode": mode, "class": "input-short"}
    return forms.Field(required=False, label=label, widget=forms.NumberInput(attrs=attrs), help_text=help)


def day(label: Any, *, help: Any = "") -> forms.Field:
    return forms.Field(required=False, label=label, widget=forms.DateInput(attrs={"type": "date"}), help_text=help)


def email(label: Any) -> forms.Field:
    attrs = {"maxlength": 254, "autocomplete": "off", "autocapitalize": "none"}
    return forms.Field(required=False, label=label, widget=forms.EmailInput(attrs=attrs))


def telephone(label: Any) -> forms.Field:
    return forms.Field(
        required=False,
        label=label,
        widget=forms.TextInput(attrs={"type": "tel", "maxlength": 60, "autocomplete": "off"}),
    )


def website(label: Any) -> forms.Field:
    attrs = {"maxlength": 300, "inputmode": "url", "autocapitalize": "none", "autocomplete": "off"}
    return forms.Field(required=False, label=label, widget=forms.TextInput(attrs=attrs))


def pick(label: Any, choices: Choices, *, empty: Any = "—", help: Any = "", radio: bool = False) -> Pick:
    def options() -> list[Choice | tuple[str, Any]]:
        return [*([] if empty is None else [("", str(empty))]), *choices()]

    widget = forms.RadioSelect if radio else forms.Select
    return Pick(required=False, label=label, choices=options, help_text=help, widget=widget)


def pick_several(label: Any, choices: Choices, *, help: Any = "") -> PickSeveral:
    return PickSeveral(required=False, label=label, choices=choices, help_text=help)


def vocabulary(name: str) -> Choices:
    return lambda: reference.choices(name)


def languages() -> list[Choice]:
    return reference.choices("languages")


def hidden() -> forms.Field:
    return forms.Field(required=False, widget=forms.HiddenInput)


HOW_WELL = _("How well")
