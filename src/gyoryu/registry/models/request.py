from django.db import models
from django.db.models import Q

from gyoryu.common.clock import now
from gyoryu.common.crypto import EncryptedTextField
from gyoryu.common.ids import PidField
from gyoryu.registry.enums import RequestState
from gyoryu.registry.models.contact import Contact
from gyoryu.registry.models.institution import Institution


class RequestBatch(models.Model):
    """Requests that one curator planned together; the worker sends them a few at a time."""

    pid = PidField()
    made_by = models.CharField(max_length=40)  # actor pid
    made_label = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"batch {self.pid}"


class ConfirmationRequest(models.Model):
    """An institution is asked to look at its own entry: at most one open at a time, and not often.

    Sent to one contact's address, kept encrypted so that it is known whom the mail went to when the contact changes.
    """

    pid = PidField()
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="requests")
    batch = models.ForeignKey(RequestBatch, null=True, on_delete=models.SET_NULL, related_name="requests")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="+")
    email = EncryptedTextField(blank=True)
    email_index = models.CharField(max_length=64, db_index=True)
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=12, choices=RequestState.choices, default=RequestState.PLANNED)
    cancelled_reason = models.CharField(max_length=30, blank=True)
    planned_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution"], condition=Q(state__in=["planned", "sent"]), name="request_open_once"
            ),
            models.UniqueConstraint(
                fields=["email_index"], condition=Q(state__in=["planned", "sent"]), name="request_open_once_an_address"
            ),
        ]
        indexes = [models.Index(fields=["state", "id"])]

    def __str__(self) -> str:
        return f"request {self.pid}"
