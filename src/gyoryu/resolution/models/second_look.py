from django.db import models
from django.db.models import F, Q

from gyoryu.common.clock import now
from gyoryu.common.ids import PidField
from gyoryu.registry.models import Institution, Record
from gyoryu.resolution.enums import SecondLookState
from gyoryu.resolution.models.judgement import Judgement


class SecondLook(models.Model):
    """A risky merge that one curator wants and another has to confirm: a record and an entry, or two (left < right)."""

    pid = PidField()
    state = models.CharField(max_length=10, choices=SecondLookState.choices, default=SecondLookState.ASKED)
    record = models.ForeignKey(Record, null=True, on_delete=models.CASCADE, related_name="+")
    institution = models.ForeignKey(Institution, null=True, on_delete=models.CASCADE, related_name="+")
    left = models.ForeignKey(Institution, null=True, on_delete=models.CASCADE, related_name="+")
    right = models.ForeignKey(Institution, null=True, on_delete=models.CASCADE, related_name="+")
    risks = models.JSONField(default=list)  # codes of Risk
    note = models.CharField(max_length=500, blank=True)
    asked_by_pid = models.CharField(max_length=40)
    asked_by_label = models.CharField(max_length=200)
    asked_at = models.DateTimeField(default=now)
    answered_by_pid = models.CharField(max_length=40, blank=True)
    answered_by_label = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    answer_note = models.CharField(max_length=500, blank=True)
    judgement = models.ForeignKey(Judgement, null=True, on_delete=models.SET_NULL, related_name="second_looks")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(record__isnull=False, institution__isnull=False, left__isnull=True, right__isnull=True)
                | Q(record__isnull=True, institution__isnull=True, left__lt=F("right")),
                name="second_look_about_one_pair",
            ),
            models.UniqueConstraint(
                fields=["record", "institution"],
                condition=Q(state="asked", record__isnull=False),
                name="second_look_once_record",
            ),
            models.UniqueConstraint(
                fields=["left", "right"], condition=Q(state="asked", left__isnull=False), name="second_look_once_pair"
            ),
        ]
        indexes = [models.Index(fields=["state", "id"], name="second_look_by_state")]

    def __str__(self) -> str:
        return f"second look {self.pid}"
