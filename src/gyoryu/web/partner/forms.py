"""What a partner abroad types: as little as possible."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gyoryu.exchange.enums import LookReason
from gyoryu.web.forms import PlainText, VocabularyField


class DeclineForm(forms.Form):
    reasons = VocabularyField("partner_declined_reasons", label=_("Why does it not fit?"), required=True)
    note = PlainText(
        label=_("Anything else you would like to say"),
        help_text=_("In your own language, if you like."),
        required=False,
        lines=3,
        max_length=1000,
    )


class LookForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What do you need it for?"), choices=LookReason.choices, widget=forms.RadioSelect
    )
