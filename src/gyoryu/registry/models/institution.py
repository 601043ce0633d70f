from django.db import models
from django.db.models import F, Q

from gyoryu.common.clock import now
from gyoryu.common.ids import PidField
from gyoryu.registry.enums import InstitutionState, NameKind


class InstitutionQuerySet(models.QuerySet["Institution"]):
    def live(self) -> "InstitutionQuerySet":
        """Neither merged into another nor archived."""
        return self.filter(merged_into__isnull=True).exclude(state=InstitutionState.ARCHIVED)

    def published(self) -> "InstitutionQuerySet":
        return self.filter(state=InstitutionState.PUBLISHED, merged_into__isnull=True)


class Institution(models.Model):
    """What people see: concluded from the accepted records by the survivorship policy, never typed in.

    ``provenance`` maps a field group to the id of the record it was taken from. ``merged_into`` is flat (never points
    at a merged one), derived from judgements; the merged row keeps its pid and redirects.
    """

    pid = PidField()
    state = models.CharField(max_length=10, choices=InstitutionState.choices, default=InstitutionState.DRAFT)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_here")
    version = models.PositiveIntegerField(default=1)  # grows with each conclusion that changed something

    display_name = models.CharField(max_length=300, blank=True)  # native official name
    display_language = models.CharField(max_length=10, blank=True)
    name_ko = models.CharField(max_length=300, blank=True)
    name_en = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=30, default="school")
    country = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=120, blank=True)
    locality = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    level_from = models.PositiveSmallIntegerField(null=True, blank=True)
    level_to = models.PositiveSmallIntegerField(null=True, blank=True)
    local_type = models.CharField(max_length=120, blank=True)
    website = models.CharField(max_length=300, blank=True)
    telephone = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=10, blank=True)
    opened_on = models.CharField(max_length=10, blank=True)
    closed_on = models.CharField(max_length=10, blank=True)
    pupils = models.PositiveIntegerField(null=True, blank=True)
    description = models.TextField(blank=True)
    languages = models.JSONField(default=list, blank=True)

    provenance = models.JSONField(default=dict, blank=True)
    match_key = models.CharField(max_length=200, blank=True)  # common.text.same_name_key of the display name
    created_at = models.DateTimeField(default=now)
    published_at = models.DateTimeField(null=True)
    closure_noted_on = models.DateField(null=True)  # the day its closing took effect here: offers rest, wishes hear
    # Freshness is computed from these three, not stored.
    reported_on = models.DateField(null=True)  # last said by a delegation
    registered_on = models.DateField(null=True)  # last seen in a national register
    confirmed_on = models.DateField(null=True)  # last confirmed by the partner itself

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["display_name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="institution_not_merged_into_itself")
        ]
        indexes = [
            models.Index(fields=["state", "country", "display_name"]),
            models.Index(fields=["country", "match_key"]),
        ]

    def __str__(self) -> str:
        return self.display_name or self.pid


class Name(models.Model):
    """One name of an institution: text, language, script and kind, with the record that says so."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(max_length=300)
    language = models.CharField(max_length=10, blank=True)
    script = models.CharField(max_length=4, blank=True)
    kind = models.CharField(max_length=10, choices=NameKind.choices, default=NameKind.OFFICIAL)
    since = models.CharField(max_length=10, blank=True)
    until = models.CharField(max_length=10, blank=True)
    record = models.ForeignKey("registry.Record", null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text

    @property
    def bcp47(self) -> str:
        return "-".join(part for part in (self.language, self.script) if part)


class Identifier(models.Model):
    """One official or other id: scheme and value (``nz-moe`` 54)."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=30)
    value = models.CharField(max_length=100)
    record = models.ForeignKey("registry.Record", null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["scheme", "value"])]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"
