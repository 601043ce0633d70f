"""Reading the trail."""

import datetime as dt

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from gyoryu.audit.models import AccessEvent, AccessReview, Event, FollowerCursor

# The first transaction that may still add an event. PostgreSQL numbers the transactions of all its databases together,
# so the plain xmin of a snapshot would hold our followers back for as long as any neighbour's transaction runs; those
# of other databases, and of autovacuum, cannot write to this trail. One that cannot be told apart counts as ours.
FIRST_UNSETTLED = """(
    SELECT least(
        min(running::text::bigint),
        pg_snapshot_xmax(pg_current_snapshot())::text::bigint,
        pg_current_xact_id_if_assigned()::text::bigint)
    FROM pg_snapshot_xip(pg_current_snapshot()) AS running
    WHERE NOT EXISTS (
        SELECT FROM pg_stat_activity
        WHERE backend_xid::text::bigint = (running::text::bigint & 4294967295)
        AND (datname <> current_database() OR backend_type = 'autovacuum worker')))"""


def cursor_of(name: str) -> tuple[int, int]:
    """(xid, event id) that the follower has read up to; (0, 0) for a new one."""
    row = FollowerCursor.objects.filter(name=name).values_list("xid", "event_id").first()
    return row or (0, 0)


def failing_followers() -> list[str]:
    """Followers that stopped at an event they cannot digest; they are tried again by themselves."""
    failing = FollowerCursor.objects.filter(failing_since__isnull=False)
    return list(failing.order_by("name").values_list("name", flat=True))


def events_after(cursor: tuple[int, int], *, limit: int) -> list[Event]:
    """The next events in an order in which nothing can still appear before them."""
    xid, event_id = cursor
    events = Event.objects.filter(Q(xid__gt=xid) | Q(xid=xid, id__gt=event_id))
    if connection.vendor == "postgresql":
        events = events.filter(xid__lt=RawSQL(FIRST_UNSETTLED, ()))
    return list(events.order_by("xid", "id")[:limit])


def access_log(month: dt.date, *, q: str = "") -> QuerySet[AccessEvent]:
    """The rows of one month (any day of it), newest first; ``q`` is part of who looked, at whom, what or why."""
    first = month.replace(day=1)
    following = (first + dt.timedelta(days=32)).replace(day=1)
    found = AccessEvent.objects.filter(at__date__gte=first, at__date__lt=following).order_by("-id")
    if q:
        found = found.filter(
            Q(actor_label__icontains=q) | Q(whose_label__icontains=q) | Q(what__icontains=q) | Q(reason__icontains=q)
        )
    return found


def access_reviews() -> QuerySet[AccessReview]:
    return AccessReview.objects.order_by("-month")


def list_events(*, room: str = "", q: str = "", day: dt.date | None = None) -> QuerySet[Event]:
    """The trail, newest first: by room, by who did it or the pid of what it was done to, by day."""
    found = Event.objects.order_by("-id")
    if room:
        found = found.filter(verb__startswith=f"{room}.")
    if q:
        found = found.filter(Q(actor_label__icontains=q) | Q(subject_pid=q.lower()) | Q(verb=q))
    if day:
        found = found.filter(at__date=day)
    return found


def looks_at(kind: str, pid: str) -> QuerySet[AccessEvent]:
    """Who looked at the personal data of one person, newest first."""
    return AccessEvent.objects.filter(whose_kind=kind, whose_pid=pid).order_by("-id")


def timeline_of(kind: str, pk: int) -> QuerySet[Event]:
    """Everything that happened to one thing, newest first, bulk verbs included."""
    return (
        Event.objects.filter(Q(subject_kind=kind, subject_id=pk) | Q(subjects__kind=kind, subjects__subject_id=pk))
        .distinct()
        .order_by("-id")
    )
