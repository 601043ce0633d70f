"""What people type about themselves and about those they invite."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from gyoryu.accounts.enums import Role
from gyoryu.web.forms import PlainText


def language_choices() -> list[tuple[str, str]]:
    """Each language by its own name."""
    return [(code, get_language_info(code)["name_local"]) for code, _label in settings.LANGUAGES]


class ProfileForm(forms.Form):
    name = PlainText(label=_("Name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(
        label=_("Language"), choices=language_choices, help_text=_("Of the pages and of our mails to you.")
    )


class AcceptForm(forms.Form):
    name = PlainText(
        label=_("Your name"),
        help_text=_("As colleagues and partners should read it."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("A password"),
        help_text=_("At least 10 characters. A short sentence is easy to remember and hard to guess."),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class InviteForm(forms.Form):
    """``roles`` are those that the viewer may invite to."""

    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    name = PlainText(label=_("Name"), max_length=100, required=False)
    role = forms.ChoiceField(label=_("Role"))
    language = forms.ChoiceField(label=_("Language of the mail"), choices=language_choices, initial="ko")

    def __init__(self, *args: Any, roles: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [choice for choice in Role.choices if choice[0] in roles]  # type: ignore[attr-defined]
        if len(roles) == 1:
            self.fields["role"].widget = forms.HiddenInput()
            self.fields["role"].initial = next(iter(roles))
