from django.db import models

from gyoryu.registry.models.institution import Institution


class Presence(models.Model):
    """Who has an entry open at the desk right now. Swept after a few minutes; not part of the trail."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="presences")
    person_pid = models.CharField(max_length=10)
    person_name = models.CharField(max_length=100)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["institution", "person_pid"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.person_name} @ {self.institution_id}"
