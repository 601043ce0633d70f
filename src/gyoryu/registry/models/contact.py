from django.db import models

from gyoryu.common.clock import now
from gyoryu.common.crypto import EncryptedTextField
from gyoryu.common.ids import PidField
from gyoryu.registry.enums import ConsentScope
from gyoryu.registry.models.institution import Institution


class Contact(models.Model):
    """A person at an institution. Channels are encrypted, shown only by a logged reveal, and never indexed."""

    pid = PidField()
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="contacts")
    record = models.OneToOneField("registry.Record", null=True, on_delete=models.CASCADE, related_name="contact")
    name = EncryptedTextField(blank=True)
    role = models.CharField(max_length=200, blank=True)
    when_to_contact = models.CharField(max_length=300, blank=True)
    email = EncryptedTextField(blank=True)
    email_index = models.CharField(max_length=64, blank=True, db_index=True)
    telephone = EncryptedTextField(blank=True)
    languages = models.JSONField(default=list, blank=True)
    consent_scope = models.CharField(max_length=20, choices=ConsentScope.choices, default=ConsentScope.OFFICE)
    consent_text_version = models.CharField(max_length=20, blank=True)
    consent_language = models.CharField(max_length=10, blank=True)
    consent_channel = models.CharField(max_length=40, blank=True)
    consent_on = models.DateField(null=True)
    consent_withdrawn_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=now)
    bouncing_since = models.DateTimeField(null=True)  # mail to this address comes back
    silent_since = models.DateTimeField(null=True)  # this address asked us to stop writing
    ended_at = models.DateTimeField(null=True)  # left, or asked us to stop

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"contact {self.pid}"
