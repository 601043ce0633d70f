"""Time passes: a voice that was believed for some months stands behind younger ones (see ``registry.policy``)."""

from django.db import transaction

from gyoryu.audit.domain.trail import record
from gyoryu.common.actors import Actor
from gyoryu.registry.domain.conclusion import concluded_anew, counting_records
from gyoryu.registry.policy import POLICY

__all__ = ["lapse_voices"]


@transaction.atomic
def lapse_voices(*, actor: Actor) -> int:
    """Conclude anew the entries that a voice with an end speaks of; how many say something else now."""
    ending = {voice.kind for voices in POLICY.values() for voice in voices if voice.months}
    spoken_of = counting_records().filter(source__kind__in=ending, institution__isnull=False)
    changed = concluded_anew(spoken_of.values_list("institution_id", flat=True).distinct())
    if changed:
        subjects = (("registry.institution", pk) for pk in sorted(changed))
        record("registry.lapse_voices", None, actor=actor, subjects=subjects, count=len(changed))
    return len(changed)
