from django.db import models
from django.db.models import F, Q

from gyoryu.common.clock import now
from gyoryu.common.ids import PidField
from gyoryu.registry.models import Institution, Record, Source
from gyoryu.resolution.enums import Reason, Verdict
from gyoryu.resolution.models.batch import Batch


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
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="judgements")
    # The questions it answered, so that undoing asks them again: [record, institution, score, why, unsure_by] each.
    asked = models.JSONField(null=True)

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
        indexes = [
            models.Index(fields=["reason", "-id"], name="judgement_by_reason"),
            models.Index(fields=["actor_pid", "-id"], name="judgement_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} ({self.reason})"


class Candidate(models.Model):
    """A question for a person: is this record that institution? When the record belongs to another entry already, the
    question is whether the two entries are one. Removed when it is answered.

    ``worth`` orders the queue and is computed, with ``stakes``, ``country`` and ``source``, once the question is there
    (``weighed_at``). Whoever was unsure (``unsure_by``, pids with a space around each) is not asked again.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="candidates")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()
    why = models.JSONField(default=dict)  # feature -> what agrees or differs
    found_at = models.DateTimeField(default=now)
    worth = models.IntegerField(default=0, db_default=0)
    stakes = models.JSONField(null=True)  # what hangs on the answer: see domain/weighing.py
    country = models.CharField(max_length=2, blank=True, default="", db_default="")
    source = models.ForeignKey(Source, null=True, on_delete=models.CASCADE, related_name="+")
    put_off = models.PositiveSmallIntegerField(default=0, db_default=0)  # so many were unsure
    unsure_by = models.CharField(max_length=600, blank=True, default="", db_default="")
    weighed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-score", "id"]
        constraints = [models.UniqueConstraint(fields=["record", "institution"], name="candidate_once")]
        indexes = [
            models.Index(fields=["put_off", "-worth", "id"], name="candidate_queue"),
            models.Index(fields=["country", "put_off", "-worth", "id"], name="candidate_queue_country"),
            models.Index(fields=["source", "put_off", "-worth", "id"], name="candidate_queue_source"),
            models.Index(fields=["-score", "id"], name="candidate_by_score"),
            models.Index(fields=["id"], condition=Q(weighed_at__isnull=True), name="candidate_not_weighed"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} ~ {self.institution_id} {self.score:.2f}"
