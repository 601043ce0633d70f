"""Mail that was or will be sent."""

from django.db import models

from gyoryu.common.clock import now
from gyoryu.common.crypto import EncryptedTextField
from gyoryu.common.ids import PidField


class Notice(models.Model):
    """One mail to one address. ``dedupe_key`` makes the follower idempotent; body and address are encrypted.

    The body is emptied once the mail is sent (it may hold a link that opens something), but for the demo world.
    """

    pid = PidField()
    dedupe_key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=60)
    to = EncryptedTextField()
    to_index = models.CharField(max_length=64, db_index=True)
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=300)
    body = EncryptedTextField()
    made_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True, default=now)  # null: sent, given up, or never to be sent
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["next_try_at", "id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.pid}"


class Silence(models.Model):
    """An address that asked us to stop writing."""

    email_index = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.email_index[:8]
