from django.db import models

from gyoryu.accounts.enums import Role
from gyoryu.accounts.models.organisation import Organisation
from gyoryu.common.clock import now
from gyoryu.common.crypto import EncryptedTextField
from gyoryu.common.ids import PidField


class Invitation(models.Model):
    """An open door for one e-mail address, one role and one organisation. The token is kept as a hash.

    ``sealed_token`` holds it, encrypted, only until the mail with it is written.
    """

    pid = PidField()
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=100, blank=True)
    role = models.CharField(max_length=20, choices=Role.choices)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    language = models.CharField(max_length=10, default="ko")
    token_hash = models.CharField(max_length=64, unique=True)
    sealed_token = EncryptedTextField(blank=True)
    invited_by = models.CharField(max_length=40)  # actor pid
    invited_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.email} · {self.role}"
