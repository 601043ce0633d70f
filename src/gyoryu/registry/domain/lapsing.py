"""Time passes: a voice that was believed for months, or until a day, stands behind others (see ``registry.policy``)."""

from django.db import transaction
from django.db.models import Q

from gyoryu.audit.domain.trail import record
from gyoryu.common.actors import Actor
from gyoryu.registry.counting import counting_records
from gyoryu.registry.domain.conclusion import concluded_anew
from gyoryu.registry.policy import POLICY

__all__ = ["lapse_voices"]


@transaction.atomic
def lapse_voices(*, actor: Actor) -> int:
    """Conclude anew the entries that a voice with an end speaks of; how many say something else now."""
    ending = {voice.kind for voices in POLICY.values() for voice in voices if voice.months}
    ends = Q(source__kind__in=ending) | Q(until__isnull=False)
    spoken_of = counting_records().filter(ends, institution__isnull=False)
    changed = concluded_anew(spoken_of.values_list("institution_id", flat=True).distinct())
    if changed:
        subjects = (("registry.institution", pk) for pk in sorted(changed))
        record("registry.lapse_voices", None, actor=actor, subjects=subjects, count=len(changed))
    return len(changed)
