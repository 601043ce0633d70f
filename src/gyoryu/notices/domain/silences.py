"""Addresses that asked us to stop, and asked us to write again."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gyoryu.audit.domain.trail import record
from gyoryu.common.actors import Actor
from gyoryu.common.crypto import blind_index
from gyoryu.common.errors import Conflict
from gyoryu.notices.domain.notices import HELD_BACK
from gyoryu.notices.models import Notice, Silence
from gyoryu.registry.domain.contacts import clear_silence, note_silence

__all__ = ["lift_silence", "silence_address"]


@transaction.atomic
def silence_address(email_index: str, *, actor: Actor) -> Silence:
    """Write no more to the address with this blind index; what waits in the outbox stays there. Idempotent."""
    silence, new = Silence.objects.get_or_create(email_index=email_index)
    Notice.objects.filter(to_index=email_index, sent_at__isnull=True, next_try_at__isnull=False).update(
        next_try_at=None, failure=HELD_BACK, body=""
    )
    note_silence(email_index, actor=actor)
    if new:
        record("notices.silence_address", silence, actor=actor)
    return silence


@transaction.atomic
def lift_silence(email: str, *, actor: Actor) -> None:
    """They asked us to write again. What was held back stays unsent."""
    silence = Silence.objects.filter(email_index=blind_index(email)).first()
    if silence is None:
        raise Conflict("not_silenced", _("We may write to this address; nobody asked us to stop."), field="email")
    clear_silence(silence.email_index, actor=actor)
    record("notices.lift_silence", silence, actor=actor)
    silence.delete()
