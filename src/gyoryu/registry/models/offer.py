from django.db import models

from gyoryu.common.clock import now
from gyoryu.common.ids import PidField
from gyoryu.registry.enums import OfferState
from gyoryu.registry.models.institution import Institution


class Offer(models.Model):
    """What an institution would do (교류 의향). Records state its facts; its own states say whether it may be used.

    A ``sounded_out`` offer is found by search and not allocated; the curator opens confirmed ones.
    """

    pid = PidField()
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="offers")
    record = models.OneToOneField("registry.Record", null=True, on_delete=models.CASCADE, related_name="offer")
    state = models.CharField(max_length=12, choices=OfferState.choices, default=OfferState.SOUNDED_OUT)
    types = models.JSONField(default=list)
    fields = models.JSONField(default=list)
    level_from = models.PositiveSmallIntegerField(null=True, blank=True)
    level_to = models.PositiveSmallIntegerField(null=True, blank=True)
    languages = models.JSONField(default=list)
    weeks = models.CharField(max_length=100, blank=True)
    live_hours = models.CharField(max_length=100, blank=True)
    capacity = models.PositiveSmallIntegerField(default=1)
    needs = models.TextField(blank=True)
    note = models.TextField(blank=True)
    valid_until = models.DateField(null=True, blank=True)
    sounded_out_on = models.DateField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_how = models.CharField(max_length=20, blank=True)  # link | telephone | mail | in_person
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "id"])]

    def __str__(self) -> str:
        return f"offer {self.pid}"
