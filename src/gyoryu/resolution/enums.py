from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verdict(TextChoices):
    SAME = "same", _("Same")
    DIFFERENT = "different", _("Different")
    UNSURE = "unsure", _("Unsure")


class Reason(TextChoices):
    """Why a judgement was made."""

    FOUNDED = "founded", _("First record of a new entry")
    OFFICIAL_ID = "official_id", _("Same official identifier")
    PICKED = "picked", _("Picked from the register at the visit")
    PERSON = "person", _("Decided by a person")
    NEW_VERSION = "new_version", _("New version of a record that was judged before")
