from django.db import models

from gyoryu.accounts.models import Organisation, Person
from gyoryu.common.clock import now
from gyoryu.common.ids import PidField
from gyoryu.exchange.enums import CloseReason, PupilRange, Recommendation, WishState
from gyoryu.registry.models import Institution, Programme


class Wish(models.Model):
    """What a school at home wants (교류 희망 신청). The same facets as an offer.

    ``waiting_since`` is the place in the queue and survives a match that came to nothing.
    """

    pid = PidField()
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="wishes")
    responsible = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="wishes")  # the teacher
    author = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )  # who wrote it last; never approves it
    state = models.CharField(max_length=12, choices=WishState.choices, default=WishState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=200)
    types = models.JSONField(default=list)
    fields = models.JSONField(default=list)
    countries = models.JSONField(default=list)  # empty: any
    level_from = models.PositiveSmallIntegerField(null=True, blank=True)
    level_to = models.PositiveSmallIntegerField(null=True, blank=True)
    languages = models.JSONField(default=list)
    weeks = models.CharField(max_length=100, blank=True)
    live_hours = models.CharField(max_length=100, blank=True)
    pupils = models.CharField(max_length=10, choices=PupilRange.choices, blank=True)
    note = models.TextField(blank=True)
    wanted_institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    wanted_programme = models.ForeignKey(Programme, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    priority_class = models.CharField(max_length=40, blank=True)
    # The responsible teacher agreed that a connected partner sees her name and e-mail; gone when it is handed over.
    contact_consent_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    sent_back_at = models.DateTimeField(null=True)
    sent_back_note = models.TextField(blank=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    waiting_since = models.DateTimeField(null=True)
    refusal_reasons = models.JSONField(default=list)
    refusal_note = models.TextField(blank=True)
    recommendation = models.CharField(max_length=10, choices=Recommendation.choices, blank=True)
    recommendation_note = models.TextField(blank=True)
    recommended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    recommended_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_reason = models.CharField(max_length=20, choices=CloseReason.choices, blank=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "waiting_since"])]

    def __str__(self) -> str:
        return self.title
