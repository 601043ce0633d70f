from django.db import models
from django.db.models import Q

from gyoryu.accounts.enums import OrganisationKind, Role
from gyoryu.accounts.models.person import Person
from gyoryu.common.clock import now
from gyoryu.common.ids import PidField


class Organisation(models.Model):
    """Who has accounts here: the office, its institute, its districts, its schools.

    A school is also an institution of the register (facts); the two are joined by ``official_id``
    (``kr-school`` for Korean schools). ``group`` is the office's district group (권역) of a district.
    """

    pid = PidField()
    kind = models.CharField(max_length=10, choices=OrganisationKind.choices)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    official_scheme = models.CharField(max_length=30, blank=True)
    official_id = models.CharField(max_length=60, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    group = models.CharField(max_length=20, blank=True)
    level_from = models.PositiveSmallIntegerField(null=True, blank=True)  # years of schooling, 1 to 13
    level_to = models.PositiveSmallIntegerField(null=True, blank=True)
    priority_classes = models.JSONField(default=list, blank=True)  # codes of the office file, e.g. research_school
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["official_scheme", "official_id"], condition=~Q(official_id=""), name="organisation_official_id"
            )
        ]
        indexes = [models.Index(fields=["kind", "name"])]

    def __str__(self) -> str:
        return self.name

    @property
    def is_school(self) -> bool:
        return self.kind == OrganisationKind.SCHOOL


class Membership(models.Model):
    """A person's role at an organisation. Ended, never deleted: the grant and its end are both kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    since = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)
    granted_by = models.CharField(max_length=40, blank=True)  # actor pid

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role"], condition=Q(ended_at__isnull=True), name="membership_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.role} · {self.organisation}"
