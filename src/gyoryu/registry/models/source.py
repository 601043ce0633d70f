from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gyoryu.common.clock import now
from gyoryu.common.crypto import EncryptedTextField
from gyoryu.common.ids import PidField
from gyoryu.registry.enums import RecordAbout, RecordState, RowChange, RunState, SourceKind

# What the sources of every office are called, in the reader's language (see domain.sources.WELL_KNOWN).
OWN_TITLES = {
    "visits": _("Visits of delegations"),
    "partners": _("The institutions themselves"),
    "curators": _("Corrections by curators"),
}


class Source(models.Model):
    """Who says it: a national register, the delegations, the partners themselves, the curators, one spreadsheet.

    Named by a slug from its adapter or mapping; vintages are runs of one source.
    """

    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=12, choices=SourceKind.choices)
    label = models.CharField(max_length=200)
    country = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=10, blank=True)
    licence = models.CharField(max_length=200, blank=True)
    attribution = models.CharField(max_length=300, blank=True)
    website = models.CharField(max_length=300, blank=True)
    own_scheme = models.CharField(max_length=30, blank=True)  # identifier scheme its keys belong to
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.label

    @property
    def title(self) -> str:
        """What it is called here: the sources that every office has, in the reader's language."""
        return str(OWN_TITLES.get(self.slug, self.label))


class SourceRun(models.Model):
    """One time a source was read: which file, when, and what came of it. It counts once it is applied.

    ``applied_to`` is the last of its rows that was applied, so that applying goes on where it was cut off.
    """

    pid = PidField()
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="runs")
    state = models.CharField(max_length=12, choices=RunState.choices, default=RunState.READING)
    started_at = models.DateTimeField(default=now)
    staged_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)  # applied
    applied_to = models.BigIntegerField(default=0)
    first_state = models.CharField(max_length=12, default=RecordState.ACCEPTED)  # in which new records begin
    refused_reason = models.CharField(max_length=300, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_hash = models.CharField(max_length=64, blank=True)
    as_of = models.DateField(null=True)  # the date the file itself speaks of
    actor_label = models.CharField(max_length=200, blank=True)
    read = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    vanished = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)  # had vanished, and is there again

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.source_id} {self.started_at:%Y-%m-%d}"


class RunRow(models.Model):
    """What a run found different: shown before it is applied, and kept where taking the run back needs it.

    A row that says what it said before leaves none. Rows that were new go when they are applied: from then on
    ``Record.first_run`` tells. ``was_state`` and ``was_vanished_at`` are what ``before`` was like until then.
    """

    run = models.ForeignKey(SourceRun, on_delete=models.CASCADE, related_name="rows")
    change = models.CharField(max_length=10, choices=RowChange.choices)
    key = models.CharField(max_length=200)
    facts = models.JSONField(null=True)  # what it says now; None when it vanished or is there again as it was
    content_hash = models.CharField(max_length=64, blank=True)
    row_hash = models.BigIntegerField(null=True)
    said_on = models.DateField(null=True)
    before = models.ForeignKey("Record", null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    was_state = models.CharField(max_length=12, blank=True)
    was_vanished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["run", "change", "id"])]

    def __str__(self) -> str:
        return f"{self.change} {self.key}"


class Record(models.Model):
    """What one source says about one thing, as it came. A changed row is a new record; the old one is superseded.

    ``institution`` is derived from judgements (resolution) and rebuildable. ``parent`` is the institution record that
    a contact, offer or programme came with. ``personal`` holds what is personal data (contacts), encrypted.
    """

    pid = PidField()
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="records")
    key = models.CharField(max_length=200)  # the source's own key, or one made from the content
    about = models.CharField(max_length=12, choices=RecordAbout.choices, default=RecordAbout.INSTITUTION)
    state = models.CharField(max_length=12, choices=RecordState.choices, default=RecordState.PROPOSED)
    facts = models.JSONField(default=dict)
    personal = EncryptedTextField(blank=True)
    content_hash = models.CharField(max_length=64)
    row_hash = models.BigIntegerField(null=True)  # of the row as it was read: the same row needs no reading again
    said_on = models.DateField()  # when the source said it
    said_by = models.CharField(max_length=200, blank=True)  # a delegate, a curator, a partner; empty for a register
    received_at = models.DateTimeField(default=now)
    first_run = models.ForeignKey(SourceRun, null=True, on_delete=models.SET_NULL, related_name="first_records")
    last_run_id = models.BigIntegerField(null=True)
    vanished_at = models.DateTimeField(null=True)
    superseded_by = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="supersedes")
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="children")
    institution = models.ForeignKey(
        "registry.Institution", null=True, on_delete=models.SET_NULL, related_name="records"
    )
    accepted_at = models.DateTimeField(null=True)  # counts from then on, until a newer version is accepted
    # An override says why, and may have a last day; after it the record stands behind all others.
    reason = models.CharField(max_length=500, blank=True, default="", db_default="")
    until = models.DateField(null=True)
    rejected_reason = models.CharField(max_length=40, blank=True)
    rejected_note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "key"], condition=~Q(state="superseded"), name="record_current_once"
            )
        ]
        indexes = [
            models.Index(fields=["state", "about", "id"]),
            models.Index(fields=["source", "state", "id"]),
            models.Index(fields=["source", "last_run_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.source_id}:{self.key}"
