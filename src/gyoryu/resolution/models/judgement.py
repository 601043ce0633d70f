from django.db import models
from django.db.models import F, Q

from gyoryu.common.clock import now
from gyoryu.common.ids import PidField
from gyoryu.registry.models import Institution, Record
from gyoryu.resolution.enums import Reason, Verdict


class Judgement(models.Model):
    """ "This record is that institution", or "these two institutions are one" (left < right). Never edited: replaced.

    Merge pointers and ``Record.institution`` are derived from the judgements in force and can be rebuilt from them.
    """

    pid = PidField()
    record = models.ForeignKey(Record, null=True, on_delete=models.CASCADE, related_name="judgements")
    institution = models.ForeignKey(Institution, null=True, on_delete=models.CASCADE, related_name="judgements")
    left = models.ForeignKey(Institution, null=True, on_delete=models.CASCADE, related_name="judgements_left")
    right = models.ForeignKey(Institution, null=True, on_delete=models.CASCADE, related_name="judgements_right")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = models.CharField(max_length=20, choices=Reason.choices)
    score = models.FloatField(null=True)
    note = models.CharField(max_length=500, blank=True)
    actor_kind = models.CharField(max_length=10)
    actor_pid = models.CharField(max_length=40)
    actor_label = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=now)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(record__isnull=False, institution__isnull=False, left__isnull=True, right__isnull=True)
                | Q(record__isnull=True, institution__isnull=True, left__lt=F("right")),
                name="judgement_about_one_pair",
            ),
            models.UniqueConstraint(
                fields=["record", "institution"],
                condition=Q(replaced_at__isnull=True, record__isnull=False),
                name="judgement_in_force_record",
            ),
            models.UniqueConstraint(
                fields=["left", "right"],
                condition=Q(replaced_at__isnull=True, left__isnull=False),
                name="judgement_in_force_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} ({self.reason})"


class Candidate(models.Model):
    """An institution that a record might be; waits for a person. Removed when the record is judged."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="candidates")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()
    why = models.JSONField(default=dict)  # feature -> what agrees or differs
    found_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-score", "id"]
        constraints = [models.UniqueConstraint(fields=["record", "institution"], name="candidate_once")]

    def __str__(self) -> str:
        return f"{self.record_id} ~ {self.institution_id} {self.score:.2f}"
