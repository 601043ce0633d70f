"""The trail: what happened. The access log: who looked at whose personal data."""

from django.db import models

from gyoryu.common.clock import now


class Event(models.Model):
    """One verb that was carried out. Append-only; the timeline of pages and the outbox of followers.

    ``xid`` is PostgreSQL's transaction id (0 on SQLite, where writers come one at a time): followers read in the order
    (xid, id) and only what no running transaction can still get in front of.
    """

    xid = models.BigIntegerField(default=0, editable=False)
    at = models.DateTimeField(default=now)
    verb = models.CharField(max_length=80)
    actor_kind = models.CharField(max_length=10)
    actor_pid = models.CharField(max_length=40)
    actor_label = models.CharField(max_length=200)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField(null=True)
    subject_pid = models.CharField(max_length=10, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["xid", "id"]
        indexes = [
            models.Index(fields=["xid", "id"]),
            models.Index(fields=["subject_kind", "subject_id", "id"]),
            models.Index(fields=["verb", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_pid or self.subject_id or ''}".strip()


class EventSubject(models.Model):
    """What else one event touched: the rows of a bulk verb, or the institution of a visit."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="subjects")
    kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["kind", "subject_id", "event"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"


class FollowerCursor(models.Model):
    """How far one follower has read."""

    name = models.CharField(max_length=120, unique=True)
    xid = models.BigIntegerField(default=0)
    event_id = models.BigIntegerField(default=0)
    advanced_at = models.DateTimeField(default=now)
    failing_since = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class AccessEvent(models.Model):
    """One look at personal data of another person: account, time, place, whose data, what was done, why.

    Rows are chained by HMAC: each carries the hash of the one before, so an edit, a deletion or a swap shows.
    """

    at = models.DateTimeField(default=now)
    actor_kind = models.CharField(max_length=10)
    actor_pid = models.CharField(max_length=40)
    actor_label = models.CharField(max_length=200)
    place = models.CharField(max_length=60, blank=True)  # the network address the request came from
    whose_kind = models.CharField(max_length=60)
    whose_pid = models.CharField(max_length=40)
    whose_label = models.CharField(max_length=200)
    what = models.CharField(max_length=60)
    reason = models.CharField(max_length=500, blank=True)
    previous_hash = models.CharField(max_length=64)
    row_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["whose_kind", "whose_pid"]), models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"{self.what} {self.whose_pid}"


class AccessReview(models.Model):
    """A privacy officer's signed look at one month of the access log."""

    month = models.DateField(unique=True)  # its first day
    rows = models.PositiveIntegerField()
    head_hash = models.CharField(max_length=64)
    note = models.TextField(blank=True)
    signed_by = models.CharField(max_length=40)
    signed_label = models.CharField(max_length=200)
    signed_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
