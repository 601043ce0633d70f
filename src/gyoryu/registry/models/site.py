from django.db import models
from django.db.models import Q

from gyoryu.registry.models.institution import Institution


class Site(models.Model):
    """A web site of an entry as the worker found it: when it was looked at, and since when it does not answer."""

    institution = models.OneToOneField(Institution, on_delete=models.CASCADE, related_name="site")
    url = models.CharField(max_length=300)
    host = models.CharField(max_length=255)
    next_on = models.DateTimeField(null=True)  # when it is looked at again
    looked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    failed_since = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    result = models.CharField(max_length=20, blank=True)  # ok, or what went wrong: a code of sites.RESULTS
    flagged_at = models.DateTimeField(null=True)  # failed often enough for long enough
    robots_at = models.DateTimeField(null=True)
    robots_allow = models.BooleanField(default=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["next_on", "id"]),
            models.Index(fields=["host", "looked_at"]),
            models.Index(fields=["flagged_at"], condition=Q(flagged_at__isnull=False), name="site_flagged"),
        ]

    def __str__(self) -> str:
        return self.url
