"""Following the trail: what happens to an institution in any room changes how much it is worth to know which it is."""

from collections.abc import Iterator

from gyoryu.audit.models import Event, EventSubject
from gyoryu.exchange.models import Match, Wish
from gyoryu.missions.models import Visit
from gyoryu.resolution.domain.weighing import weigh_candidates

# These bring new questions, which are weighed for being new, and name up to a million institutions.
ONLY_NEW = frozenset({"registry.receive_records", "resolution.resolve_records"})
PAGE = 10_000


def follow(events: list[Event]) -> None:
    """Weigh what is new and what these events touched. Idempotent; replays from zero."""
    weigh_candidates(_institutions([event for event in events if event.verb not in ONLY_NEW]))


def _institutions(events: list[Event]) -> Iterator[int]:
    about: dict[str, set[int]] = {}
    for event in events:
        if event.subject_id:
            about.setdefault(event.subject_kind, set()).add(event.subject_id)
    yield from about.get("registry.institution", ())
    ways = (
        (Visit, "missions.visit", "institution_id"),
        (Wish, "exchange.wish", "wanted_institution_id"),
        (Match, "exchange.match", "offer__institution_id"),
    )
    for model, kind, way in ways:
        rows = model._default_manager.filter(pk__in=about.get(kind, ()))
        yield from (pk for pk in rows.values_list(way, flat=True) if pk)
    last, ids = 0, [event.pk for event in events]
    named = EventSubject.objects.filter(event__in=ids, kind="registry.institution").order_by("id")
    while page := list(named.filter(pk__gt=last).values_list("pk", "subject_id")[:PAGE]):
        last = page[-1][0]
        yield from (subject for _pk, subject in page)
