"""Which records count: what an institution is concluded from."""

from django.db.models import Q, QuerySet

from gyoryu.registry.enums import RecordAbout, RecordState
from gyoryu.registry.models import Record


def counting_records() -> QuerySet[Record]:
    """Records about institutions that count: accepted, or accepted once and not yet followed by an accepted version."""
    waiting = Q(
        state=RecordState.SUPERSEDED,
        accepted_at__isnull=False,
        superseded_by__state__in=[RecordState.PROPOSED, RecordState.REJECTED],
    )
    return Record.objects.filter(Q(state=RecordState.ACCEPTED) | waiting, about=RecordAbout.INSTITUTION)
