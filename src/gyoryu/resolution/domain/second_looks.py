"""Risky merges: one curator asks, another one confirms or refuses. Who asked cannot answer."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gyoryu.audit.domain.trail import record as write_event
from gyoryu.common.actors import Actor
from gyoryu.common.clock import now
from gyoryu.common.errors import BadInput, Conflict
from gyoryu.registry.models import Institution, Record
from gyoryu.resolution.domain.judgements import judge_different, pair, same
from gyoryu.resolution.domain.questions import put_off
from gyoryu.resolution.domain.risks import risks_of_pair, risks_of_record
from gyoryu.resolution.enums import Reason, SecondLookState, Verdict
from gyoryu.resolution.models import Judgement, SecondLook
from gyoryu.resolution.states import SECOND_LOOK

__all__ = ["ask_second_look", "confirm_second_look", "refuse_second_look", "withdraw_second_look"]


@transaction.atomic
def ask_second_look(subject: Record | Institution, other: Institution, *, actor: Actor, note: str = "") -> SecondLook:
    """``subject`` (a record or an entry) is ``other``, and it is risky to say so: another curator decides."""
    other = other.merged_into or other
    if isinstance(subject, Record):
        risks = risks_of_record(subject, other)
        about: dict[str, Record | Institution] = {"record": subject, "institution": other}
    else:
        subject = subject.merged_into or subject
        if subject.pk == other.pk:
            raise BadInput("same_entry_twice", _("Choose two different entries."), field="other")
        risks = risks_of_pair(subject, other)
        left, right = sorted((subject, other), key=lambda one: one.pk)
        about = {"left": left, "right": right}
    if not risks:
        raise BadInput("not_risky", _("Nothing speaks against deciding this alone."))
    if SecondLook.objects.filter(state=SecondLookState.ASKED, **about).exists():
        raise Conflict("asked_already", _("A second look was asked for already; a colleague will answer."))
    look = SecondLook.objects.create(
        risks=[risk.value for risk in risks],
        note=note[:500],
        asked_by_pid=actor.actor_pid,
        asked_by_label=actor.actor_label[:200],
        **about,
    )
    put_off(_questions(look), actor)  # who asked has said what can be said; the question goes on to others
    write_event("resolution.ask_second_look", look, actor=actor, subjects=_subjects(look), risks=look.risks)
    return look


@transaction.atomic
def confirm_second_look(look: SecondLook, *, actor: Actor, note: str = "") -> Judgement:
    """A second curator says so too: now they are one."""
    _refuse_who_asked(look, actor)
    _answer(look, SecondLookState.CONFIRMED, actor, note)
    words = "; ".join(part for part in (look.note, note) if part)
    if look.record is not None and look.institution is not None:
        judgement = same(look.record, look.institution, actor=actor, reason=Reason.PERSON, score=None, note=words)
    else:
        assert look.left is not None
        assert look.right is not None
        judgement = pair(look.left, look.right, verdict=Verdict.SAME, actor=actor, note=words)
    look.judgement = judgement
    look.save(update_fields=["judgement"])
    write_event("resolution.confirm_second_look", look, actor=actor, subjects=_subjects(look))
    return judgement


@transaction.atomic
def refuse_second_look(look: SecondLook, *, actor: Actor, note: str = "") -> Judgement:
    """A second curator says they are two; nobody is asked again."""
    _refuse_who_asked(look, actor)
    _answer(look, SecondLookState.REFUSED, actor, note)
    if look.record is not None and look.institution is not None:
        judgement = judge_different(look.record, institution=look.institution, actor=actor, note=note)
    else:
        assert look.left is not None
        assert look.right is not None
        judgement = pair(look.left, look.right, verdict=Verdict.DIFFERENT, actor=actor, note=note)
    look.judgement = judgement
    look.save(update_fields=["judgement"])
    write_event("resolution.refuse_second_look", look, actor=actor, subjects=_subjects(look))
    return judgement


@transaction.atomic
def withdraw_second_look(look: SecondLook, *, actor: Actor, note: str = "") -> SecondLook:
    """Who asked thought again. The question itself waits on."""
    if look.asked_by_pid != actor.actor_pid:
        raise Conflict(
            "not_yours", _("Only who asked for a second look takes that back. You can confirm or refuse it.")
        )
    _answer(look, SecondLookState.WITHDRAWN, actor, note)
    write_event("resolution.withdraw_second_look", look, actor=actor, subjects=_subjects(look))
    return look


def _refuse_who_asked(look: SecondLook, actor: Actor) -> None:
    if look.asked_by_pid == actor.actor_pid:
        raise Conflict("asked_yourself", _("You asked for this second look. Another curator has to answer."))


def _answer(look: SecondLook, state: SecondLookState, actor: Actor, note: str) -> None:
    SECOND_LOOK.move(
        look,
        state,
        answered_by_pid=actor.actor_pid,
        answered_by_label=actor.actor_label[:200],
        answered_at=now(),
        answer_note=note[:500],
    )


def _questions(look: SecondLook) -> Q:
    if look.record_id is not None:
        return Q(record=look.record_id, institution=look.institution_id)
    return Q(record__institution=look.left_id, institution=look.right_id) | Q(
        record__institution=look.right_id, institution=look.left_id
    )


def _subjects(look: SecondLook) -> list[tuple[str, int]]:
    entries = [pk for pk in (look.institution_id, look.left_id, look.right_id) if pk]
    found = [("registry.institution", pk) for pk in entries]
    return [*found, ("registry.record", look.record_id)] if look.record_id else found
