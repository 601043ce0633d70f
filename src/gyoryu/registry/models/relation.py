from django.db import models
from django.db.models import F, Q

from gyoryu.registry.enums import RelationKind
from gyoryu.registry.models.institution import Institution


class Relation(models.Model):
    """What ``other`` is to ``institution``: its successor, or the school it is a branch of.

    Derived from an accepted record about a relation; withdrawn with it. Both ends stay where they were said, also when
    an end is merged into another entry: readers look at the entry that stands for it.
    """

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="relations")
    other = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="relations_here")
    kind = models.CharField(max_length=12, choices=RelationKind.choices)
    since = models.CharField(max_length=10, blank=True)
    until = models.CharField(max_length=10, blank=True)
    record = models.OneToOneField("registry.Record", on_delete=models.CASCADE, related_name="relation")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(other=F("institution")), name="relation_not_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.institution_id} {self.kind} {self.other_id}"
