"""Who has an entry open at the desk. Passing, so not a verb and not part of the trail."""

import datetime as dt
from typing import Any

from django.db import transaction

from gyoryu.common.clock import now
from gyoryu.registry.models import Institution, Presence

__all__: list[str] = []

SWEPT_AFTER = dt.timedelta(minutes=3)


@transaction.atomic
def note_presence(institution: Institution, person: Any) -> list[Presence]:
    """``person`` has the entry open now; the others who have it open as well."""
    Presence.objects.filter(seen_at__lt=now() - SWEPT_AFTER).delete()
    Presence.objects.update_or_create(
        institution=institution,
        person_pid=person.pid,
        defaults={"person_name": person.name[:100], "seen_at": now()},
    )
    return list(institution.presences.exclude(person_pid=person.pid).order_by("person_name"))
