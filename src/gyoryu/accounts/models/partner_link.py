from django.db import models

from gyoryu.accounts.enums import LinkPurpose
from gyoryu.common.clock import now
from gyoryu.common.crypto import EncryptedTextField
from gyoryu.common.ids import PidField


class PartnerLink(models.Model):
    """A link that lets a partner without an account do one thing.

    It names what it is about by (kind, pid); the room that owns the thing resolves it. The token is kept as a hash;
    ``sealed_token`` holds it, encrypted, only until the mail with it is written. Scoped to ``purpose``, expiring,
    revocable. Also an Actor.
    """

    pid = PidField()
    token_hash = models.CharField(max_length=64, unique=True)
    sealed_token = EncryptedTextField(blank=True)
    purpose = models.CharField(max_length=20, choices=LinkPurpose.choices)
    target_kind = models.CharField(max_length=60)  # room.model
    target_pid = models.CharField(max_length=10, db_index=True)
    partner_name = models.CharField(max_length=200)  # of the institution, for the timeline
    email = EncryptedTextField(blank=True)
    email_index = models.CharField(max_length=64, blank=True, db_index=True)
    language = models.CharField(max_length=10, default="en")
    made_at = models.DateTimeField(default=now)
    made_by = models.CharField(max_length=40)  # actor pid
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.purpose} {self.target_pid}"

    @property
    def actor_kind(self) -> str:
        return "partner"

    @property
    def actor_pid(self) -> str:
        return self.pid

    @property
    def actor_label(self) -> str:
        return self.partner_name
