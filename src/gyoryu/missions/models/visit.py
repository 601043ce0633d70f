import uuid

from django.db import models

from gyoryu.accounts.models import Person
from gyoryu.common.clock import now
from gyoryu.common.crypto import EncryptedTextField
from gyoryu.common.ids import PidField
from gyoryu.missions.enums import FindingAbout, Intention, VisitKind, VisitState
from gyoryu.missions.models.mission import Mission, Stop
from gyoryu.registry.models import Institution, Record


class Visit(models.Model):
    """One meeting: who, where, what was said, what was learnt. A consultation is a visit of that kind.

    ``client_uuid`` is made on the phone, so that the same visit sent twice is one; ``body_hash`` tells the same content
    from another.
    """

    pid = PidField()
    client_uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    body_hash = models.CharField(max_length=64, blank=True)
    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="visits")
    stop = models.ForeignKey(Stop, null=True, blank=True, on_delete=models.SET_NULL, related_name="visits")
    kind = models.CharField(max_length=12, choices=VisitKind.choices, default=VisitKind.SCHOOL_VISIT)
    state = models.CharField(max_length=12, choices=VisitState.choices, default=VisitState.PLANNED)
    version = models.PositiveIntegerField(default=1)
    # The institution is picked from the register, or described by a finding about an institution.
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.SET_NULL, related_name="visits"
    )
    institution_name = models.CharField(max_length=300, blank=True)  # as the delegate wrote or picked it
    country = models.CharField(max_length=2, blank=True)
    met_on = models.DateField(null=True, blank=True)
    objective = models.TextField(blank=True)
    said = models.TextField(blank=True)  # what was said, in the delegate's words
    intention = models.CharField(max_length=12, choices=Intention.choices, default=Intention.NOT_ASKED)
    private_note = EncryptedTextField(blank=True)  # about persons; never leaves the mission and the curator
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="recorded_visits")
    recorded_at = models.DateTimeField(default=now)
    submitted_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    returned_comment = models.TextField(blank=True)
    returned_reasons = models.JSONField(default=list, blank=True)  # codes of visit_returned_reasons

    is_new = False  # set by start_visit on what it returns: True when this very call made it

    class Meta:
        ordering = ["met_on", "id"]
        indexes = [models.Index(fields=["state", "id"])]

    def __str__(self) -> str:
        return self.institution_name or self.pid


class Receipt(models.Model):
    """What was acknowledged: a row for each stored version of a visit, so that a late repeat of it is known."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="receipts")
    version = models.PositiveIntegerField()
    body_hash = models.CharField(max_length=64)
    received_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["visit", "version"], name="receipt_once")]
        indexes = [models.Index(fields=["visit", "body_hash"])]

    def __str__(self) -> str:
        return f"visit {self.visit_id} version {self.version}"


class Finding(models.Model):
    """What was learnt, as facts of the register; becomes a proposed record when the visit is accepted."""

    pid = PidField()
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="findings")
    about = models.CharField(max_length=12, choices=FindingAbout.choices)
    facts = models.JSONField(default=dict)
    personal = EncryptedTextField(blank=True)  # JSON of ContactFacts
    record = models.OneToOneField(Record, null=True, on_delete=models.SET_NULL, related_name="finding")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.about} of visit {self.visit_id}"


class Evidence(models.Model):
    """A picture of the visit: cleaned of its position, private, shown only through a permission-checked view."""

    pid = PidField()
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="evidence")
    sha256 = models.CharField(max_length=64)  # of the picture as it was sent, so that sending it twice is once
    path = models.CharField(max_length=200)  # of the cleaned picture under FILES_DIR, named by its own content
    content_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    caption = models.CharField(max_length=300, blank=True)
    shows_pupils = models.BooleanField(default=False)
    may_publish = models.BooleanField(default=False)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["visit", "sha256"], name="evidence_once")]

    def __str__(self) -> str:
        return self.caption or self.pid
