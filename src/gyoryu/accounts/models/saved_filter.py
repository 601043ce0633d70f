from django.db import models

from gyoryu.accounts.models.person import Person
from gyoryu.common.clock import now
from gyoryu.common.ids import PidField


class SavedFilter(models.Model):
    """A list page's filter that a person keeps: the page's URL name and its query string."""

    pid = PidField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="saved_filters")
    page = models.CharField(max_length=60)
    label = models.CharField(max_length=100)
    query = models.CharField(max_length=2000)
    saved_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["label", "id"]
        constraints = [models.UniqueConstraint(fields=["person", "page", "label"], name="saved_filter_label")]

    def __str__(self) -> str:
        return self.label
