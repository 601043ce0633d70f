from django.db import models

from gyoryu.common.clock import now
from gyoryu.common.ids import PidField
from gyoryu.registry.models import Source
from gyoryu.resolution.enums import BatchState


class Batch(models.Model):
    """Candidates of a high score that are accepted together, once a person has looked at a sample of them.

    ``up_to`` is the last candidate there was when it was drafted: what is found later is not in it unseen. ``sample``
    holds ``{record, institution, score, verdict}`` (pids; the verdict is empty until somebody looked).
    """

    pid = PidField()
    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.DRAFTED)
    threshold = models.FloatField()
    country = models.CharField(max_length=2, blank=True)
    source = models.ForeignKey(Source, null=True, on_delete=models.PROTECT, related_name="+")
    up_to = models.BigIntegerField()
    sample = models.JSONField(default=list)
    count = models.PositiveIntegerField(default=0)
    expected_wrong = models.FloatField(default=0)  # the sum of 1 - p over the scores
    made_by_pid = models.CharField(max_length=40)
    made_by_label = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=now)
    ended_by_label = models.CharField(max_length=200, blank=True)  # who accepted or dropped it
    ended_at = models.DateTimeField(null=True)
    undone_by_label = models.CharField(max_length=200, blank=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"batch {self.pid}"

    @property
    def looked_at(self) -> int:
        return sum(1 for one in self.sample if one["verdict"])

    @property
    def found_wrong(self) -> int:
        return sum(1 for one in self.sample if one["verdict"] not in ("", "same"))
