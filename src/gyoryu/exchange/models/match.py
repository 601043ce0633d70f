from django.db import models
from django.db.models import Q

from gyoryu.accounts.models import Person
from gyoryu.common.clock import now
from gyoryu.common.ids import PidField
from gyoryu.exchange.enums import AnswerChannel, MatchState, WithdrawReason
from gyoryu.exchange.models.wish import Wish
from gyoryu.registry.models import Contact, Offer

OVER = ["declined", "withdrawn", "expired", "not_agreed"]
# A match in one of these takes one of the offer's places.
HOLDS_A_PLACE = [
    "decided",
    "asked",
    "accepted_by_partner",
    "accepted_by_school",
    "connected",
    "pre_consultation",
    "agreed",
]
# The partner was asked, or is about to be, and has not answered yet.
BEING_ASKED = ["decided", "asked", "accepted_by_school"]
# Both sides have accepted: contacts are released in these states and in no other.
RELEASED = ["connected", "pre_consultation", "agreed"]


class Match(models.Model):
    """A wish and an offer (연결), with the reasons of the day it was decided and whose turn it is.

    Contacts are released when both sides have accepted, and not before.
    """

    pid = PidField()
    wish = models.ForeignKey(Wish, on_delete=models.PROTECT, related_name="matches")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="matches")
    state = models.CharField(max_length=20, choices=MatchState.choices, default=MatchState.PROPOSED)
    reasons = models.JSONField(default=list)  # criterion, score 0..1, verdict, sentence: see exchange.domain.fit
    score = models.FloatField(default=0)
    note_to_partner = models.TextField(blank=True)
    proposed_by = models.CharField(max_length=40, blank=True)  # actor pid
    decided_by = models.CharField(max_length=40, blank=True)  # actor pid
    decided_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    contact = models.ForeignKey(
        Contact, null=True, on_delete=models.SET_NULL, related_name="+"
    )  # whom the office wrote to
    partner_language = models.CharField(max_length=10, blank=True)
    answer_due = models.DateField(null=True)
    renewal_asked_at = models.DateTimeField(null=True)  # the partner's link had expired, and it asks for another
    partner_accepted_at = models.DateTimeField(null=True)
    partner_channel = models.CharField(max_length=12, choices=AnswerChannel.choices, blank=True)
    partner_person = models.CharField(max_length=200, blank=True)  # role of who answered, as given
    school_accepted_at = models.DateTimeField(null=True)
    school_accepted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    connected_at = models.DateTimeField(null=True)
    declined_by = models.CharField(max_length=10, blank=True)  # Side
    declined_reasons = models.JSONField(default=list)
    declined_note = models.TextField(blank=True)
    withdrawn_reason = models.CharField(max_length=20, choices=WithdrawReason.choices, blank=True)
    withdrawn_note = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["wish"], condition=~Q(state__in=OVER), name="match_one_at_a_time")
        ]
        indexes = [models.Index(fields=["state", "answer_due"])]

    def __str__(self) -> str:
        return f"match {self.pid}"
