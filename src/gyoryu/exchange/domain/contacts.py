"""What the partner of a connected match may see of the school: its teacher's name and e-mail, each look logged."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gyoryu.accounts.models import PartnerLink
from gyoryu.audit.domain.access import Whose, log_access
from gyoryu.audit.domain.trail import record
from gyoryu.common.clock import now
from gyoryu.common.errors import BadInput, NotFound
from gyoryu.exchange.domain.places import subjects_of
from gyoryu.exchange.enums import LookReason
from gyoryu.exchange.models import Match
from gyoryu.exchange.queries import released_teacher

__all__ = ["reveal_teacher"]

LINK_SHOWS_FOR = dt.timedelta(days=90)  # after the answer; by then both have each other's address


@dataclass(frozen=True, slots=True)
class RevealedTeacher:
    """For one page, after the look was logged."""

    name: str
    email: str
    school: str
    school_en: str


@transaction.atomic
def reveal_teacher(match: Match, *, actor: PartnerLink, reason: str, place: str = "") -> RevealedTeacher:
    """Show the partner the responsible teacher, once both have accepted and she agreed to it."""
    if reason not in LookReason.values:
        raise BadInput("unknown_reason", _("Choose what you need it for."), field="reason")
    match.refresh_from_db()
    teacher = released_teacher(match)
    if teacher is None or (actor.used_at and actor.used_at + LINK_SHOWS_FOR < now()):
        raise NotFound()
    log_access(
        actor,
        whose=Whose("accounts.person", teacher.pid, teacher.name),
        what="exchange.reveal_teacher",
        reason=str(LookReason(reason).value),
        place=place,
    )
    record("exchange.reveal_teacher", match, actor=actor, subjects=subjects_of(match))
    return RevealedTeacher(teacher.name, teacher.email, match.wish.school.name, match.wish.school.name_en)
