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
    BATCH = "batch", _("Accepted together with others of a high score")
    NEW_VERSION = "new_version", _("New version of a record that was judged before")


class Risk(TextChoices):
    """Why a merge needs the word of a second curator."""

    BOTH_PUBLISHED = "both_published", _("Both entries are published.")
    BOTH_HAVE_CASES = "both_have_cases", _("Schools are being matched, or are connected, with both.")
    IDS_DIFFER = "ids_differ", _("They carry different official ids of the same kind.")
    FAR_APART = "far_apart", _("Their positions are far apart.")


class SecondLookState(TextChoices):
    ASKED = "asked", _("Waiting for a second curator")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class BatchState(TextChoices):
    DRAFTED = "drafted", _("Being checked")
    ACCEPTED = "accepted", _("Accepted")
    DROPPED = "dropped", _("Not accepted")
    UNDONE = "undone", _("Undone")
