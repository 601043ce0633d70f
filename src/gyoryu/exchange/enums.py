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


class Answer(TextChoices):
    ACCEPT = "accept", _("Accepts")
    DECLINE = "decline", _("Declines")


class PupilRange(TextChoices):
    """About how many pupils take part; a partner is told the range, never a list."""

    UP_TO_10 = "up_to_10", _("up to 10")
    UP_TO_20 = "11_to_20", _("11 to 20")
    UP_TO_30 = "21_to_30", _("21 to 30")
    UP_TO_60 = "31_to_60", _("31 to 60")
    MORE = "over_60", _("more than 60")


class Recommendation(TextChoices):
    """What a district officer says about a wish of the district; the curator reads it, and decides."""

    FIRST = "first", _("Should come first")
    SUPPORTED = "supported", _("Supported")
    LATER = "later", _("Better later")


class CloseReason(TextChoices):
    """Why a wish is closed."""

    PLANS_CHANGED = "plans_changed", _("Our plans have changed")
    TEACHER_MOVED = "teacher_moved", _("The teacher has moved and nobody takes over")
    OWN_PARTNER = "own_partner", _("We found a partner ourselves")
    OTHER = "other", _("Another reason")


class WithdrawReason(TextChoices):
    """Why the office takes a match back."""

    WISH_CLOSED = "wish_closed", _("The school closed its wish")
    OFFER_CHANGED = "offer_changed", _("What the partner offers has changed")
    PARTNER_SILENT = "partner_silent", _("The partner does not answer")
    BETTER_MATCH = "better_match", _("Another partner fits better")
    MISTAKE = "mistake", _("Chosen by mistake")
    OTHER = "other", _("Another reason")


class Verdict(TextChoices):
    """How an offer meets one criterion of a wish."""

    MEETS = "meets", _("Fits")
    PARTLY = "partly", _("Fits in part")
    DOES_NOT = "does_not", _("Does not fit")
    UNKNOWN = "unknown", _("Not known")


class LookReason(TextChoices):
    """What a partner needs the teacher's address for."""

    FIRST_MEETING = "first_meeting", _("To agree on a first meeting")
    EXCHANGE = "exchange", _("To prepare or carry out the exchange")
    HINDRANCE = "hindrance", _("Something has come up")
