from django.db import models
from django.db.models import Q

from gyoryu.common.clock import now
from gyoryu.common.ids import PidField
from gyoryu.registry.enums import ChangeKind, ChangeState
from gyoryu.registry.models.institution import Institution


class Change(models.Model):
    """Somebody says that one value of an entry is wrong, and perhaps what is right. A curator decides field by field.

    ``old`` is what stood there when it was said; ``new`` is empty when only the value is disputed. ``record`` is what
    an accepted change became.
    """

    pid = PidField()
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=12, choices=ChangeKind.choices)
    state = models.CharField(max_length=10, choices=ChangeState.choices, default=ChangeState.OPEN)
    field = models.CharField(max_length=20)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    note = models.CharField(max_length=1000, blank=True)
    actor_kind = models.CharField(max_length=10)
    actor_pid = models.CharField(max_length=40)
    actor_label = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decision_reason = models.CharField(max_length=40, blank=True)
    decision_note = models.CharField(max_length=500, blank=True)
    record = models.ForeignKey("registry.Record", null=True, on_delete=models.SET_NULL, related_name="changes")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "field", "actor_pid"], condition=Q(state="open"), name="change_open_once"
            )
        ]
        indexes = [models.Index(fields=["state", "id"]), models.Index(fields=["institution", "state"])]

    def __str__(self) -> str:
        return f"{self.field} {self.pid}"

    @property
    def proposes(self) -> bool:
        return self.new not in (None, "")
