from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class WishState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for the principal")
    APPROVED = "approved", _("With the office")
    ELIGIBLE = "eligible", _("Eligible")
    INELIGIBLE = "ineligible", _("Not eligible")
    WAITING = "waiting", _("Waiting for a partner")
    IN_MATCH = "in_match", _("Being matched")
    CONNECTED = "connected", _("Connected")
    CLOSED = "closed", _("Closed")


class MatchState(TextChoices):
    PROPOSED = "proposed", _("Proposed")
    DECIDED = "decided", _("Decided")
    ASKED = "asked", _("Both sides were asked")
    ACCEPTED_BY_PARTNER = "accepted_by_partner", _("Accepted by the partner")
    ACCEPTED_BY_SCHOOL = "accepted_by_school", _("Accepted by the school")
    CONNECTED = "connected", _("Connected")
    PRE_CONSULTATION = "pre_consultation", _("Teachers' pre-consultation")
    AGREED = "agreed", _("Agreed")
    NOT_AGREED = "not_agreed", _("Not agreed")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")


class Side(TextChoices):
    SCHOOL = "school", _("The school")
    PARTNER = "partner", _("The partner")
    OFFICE = "office", _("The office")


class AnswerChannel(TextChoices):
    """How an answer reached us; the curator records those that did not come by link."""

    LINK = "link", _("By link")
    DESK = "desk", _("In the system")
    TELEPHONE = "telephone", _("By telephone")
    MAIL = "mail", _("By e-mail")
    IN_PERSON = "in_person", _("In person")
