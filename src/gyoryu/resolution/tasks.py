"""What this room does when the trail grows: it judges the records that nobody judged yet."""

from collections.abc import Iterator
from itertools import chain

from gyoryu.audit.models import Event, EventSubject
from gyoryu.common.actors import SystemActor
from gyoryu.registry.queries import records_of_runs
from gyoryu.resolution.domain.resolving import resolve_records

# After these, records may wait to be judged, or an institution to be concluded anew.
ABOUT_RECORDS = frozenset(
    {
        "registry.apply_run",
        "registry.propose_record",
        "registry.accept_record",
        "resolution.judge_different",
        "resolution.undo_judgement",
        "resolution.refuse_second_look",
    }
)
RESOLUTION = SystemActor("resolution")
PAGE = 10_000


def _records_of(events: list[Event]) -> Iterator[int]:
    """The records that the events name, a page at a time: no read stays open while what it found is written about."""
    ids, last = [event.pk for event in events], 0
    rows = EventSubject.objects.filter(event__in=ids, kind="registry.record").order_by("id")
    while page := list(rows.filter(pk__gt=last).values_list("pk", "subject_id")[:PAGE]):
        last = page[-1][0]
        yield from (subject for _pk, subject in page)


def follow(events: list[Event]) -> None:
    """Judge what the events brought. Idempotent: what is judged already is only concluded anew."""
    wanted = [event for event in events if event.verb in ABOUT_RECORDS]
    if wanted:
        runs = [event.subject_id for event in wanted if event.verb == "registry.apply_run" and event.subject_id]
        resolve_records(chain(records_of_runs(runs), _records_of(wanted)), actor=RESOLUTION)
