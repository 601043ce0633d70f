from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MissionState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")
    UNDER_WAY = "under_way", _("Under way")
    REPORTING = "reporting", _("Reporting")
    COMPLETED = "completed", _("Completed")
    CANCELLED = "cancelled", _("Cancelled")


class MemberRole(TextChoices):
    LEAD = "lead", _("Lead")
    DELEGATE = "delegate", _("Delegate")


class StopKind(TextChoices):
    TRAVEL = "travel", _("Travel")
    CONSULTATION = "consultation", _("Consultation")
    SCHOOL_VISIT = "school_visit", _("School visit")
    PROGRAMME = "programme", _("Programme observation")
    OTHER = "other", _("Other")


class VisitKind(TextChoices):
    CONSULTATION = "consultation", _("Consultation")
    SCHOOL_VISIT = "school_visit", _("School visit")
    PROGRAMME = "programme", _("Programme observation")


class VisitState(TextChoices):
    PLANNED = "planned", _("Planned")
    COLLECTING = "collecting", _("Being recorded")
    SUBMITTED = "submitted", _("Submitted")
    ACCEPTED = "accepted", _("Accepted")
    RETURNED = "returned", _("Returned")
    CANCELLED = "cancelled", _("Cancelled")


class Intention(TextChoices):
    """How much the institution wants an exchange, as the delegation heard it."""

    YES = "yes", _("Wants to start")
    INTERESTED = "interested", _("Interested, wants to know more")
    LATER = "later", _("Not now, perhaps later")
    NO = "no", _("Does not want to")
    NOT_ASKED = "not_asked", _("Was not asked")


class FindingAbout(TextChoices):
    INSTITUTION = "institution", _("Institution")
    CONTACT = "contact", _("Contact")
    OFFER = "offer", _("Offer")
    PROGRAMME = "programme", _("Programme")
