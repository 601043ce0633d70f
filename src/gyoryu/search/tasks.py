"""Following the trail: what was published, changed, merged or archived is looked at again, and indexed or removed."""

from gyoryu.audit.models import Event, EventSubject
from gyoryu.search.building import CHUNK, reindex_institutions

INSTITUTION = "registry.institution"


def follow(events: list[Event]) -> None:
    """Bring the index up to date with every institution these events touched. Idempotent; replays from zero."""
    touched = {event.subject_id for event in events if event.subject_kind == INSTITUTION and event.subject_id}
    subjects = EventSubject.objects.filter(event__in=[event.pk for event in events], kind=INSTITUTION)
    touched.update(subjects.values_list("subject_id", flat=True).iterator(chunk_size=CHUNK))
    reindex_institutions(touched)
