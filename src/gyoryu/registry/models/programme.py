from django.db import models

from gyoryu.common.clock import now
from gyoryu.common.ids import PidField
from gyoryu.registry.enums import ProgrammeState
from gyoryu.registry.models.institution import Institution


class Programme(models.Model):
    """Something a school can adopt, found at an institution."""

    pid = PidField()
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="programmes")
    record = models.OneToOneField("registry.Record", null=True, on_delete=models.CASCADE, related_name="programme")
    state = models.CharField(max_length=10, choices=ProgrammeState.choices, default=ProgrammeState.DRAFT)
    title = models.CharField(max_length=300)
    title_ko = models.CharField(max_length=300, blank=True)
    title_en = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    types = models.JSONField(default=list)
    fields = models.JSONField(default=list)
    subjects = models.JSONField(default=list)
    level_from = models.PositiveSmallIntegerField(null=True, blank=True)
    level_to = models.PositiveSmallIntegerField(null=True, blank=True)
    languages = models.JSONField(default=list)
    sessions = models.PositiveSmallIntegerField(null=True, blank=True)
    website = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return self.title
