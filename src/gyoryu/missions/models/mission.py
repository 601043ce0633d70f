from django.db import models
from django.db.models import Q

from gyoryu.accounts.models import Organisation, Person
from gyoryu.common.clock import now
from gyoryu.common.ids import PidField
from gyoryu.missions.enums import MemberRole, MissionState, StopKind
from gyoryu.registry.models import Institution


class Mission(models.Model):
    """One delegation's trip (방문 계획)."""

    pid = PidField()
    title = models.CharField(max_length=200)
    purpose = models.TextField(blank=True)
    countries = models.JSONField(default=list)  # ISO 3166-1 alpha-2
    starts_on = models.DateField()
    ends_on = models.DateField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="missions")
    state = models.CharField(max_length=12, choices=MissionState.choices, default=MissionState.DRAFT)
    returned_comment = models.TextField(blank=True)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-starts_on", "-id"]

    def __str__(self) -> str:
        return self.title


class MissionMember(models.Model):
    """A delegate in a mission; exactly one may be its lead."""

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mission_memberships")
    role = models.CharField(max_length=10, choices=MemberRole.choices, default=MemberRole.DELEGATE)
    duty = models.CharField(max_length=200, blank=True)  # 역할, as the trip report prints it

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["mission", "person"], name="mission_member_once"),
            models.UniqueConstraint(fields=["mission"], condition=Q(role="lead"), name="mission_one_lead"),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.role})"


class Stop(models.Model):
    """One line of the itinerary."""

    pid = PidField()
    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="stops")
    on = models.DateField()
    at = models.TimeField(null=True, blank=True)  # local time at the place
    kind = models.CharField(max_length=12, choices=StopKind.choices, default=StopKind.SCHOOL_VISIT)
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, blank=True)
    institution = models.ForeignKey(Institution, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["on", "at", "id"]

    def __str__(self) -> str:
        return f"{self.on} {self.title}"
