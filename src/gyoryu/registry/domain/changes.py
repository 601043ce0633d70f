"""Somebody says that one value of an entry is wrong: an institution through its link, a person with an account.

Nothing changes until a curator decides, value by value. What is accepted becomes a record of whoever said it; where the
policy hears somebody else first, the curator's record stands beside it, so that what was accepted is shown.
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gyoryu.accounts.models import PartnerLink
from gyoryu.audit.domain.trail import record
from gyoryu.common.actors import Actor
from gyoryu.common.clock import now, today
from gyoryu.common.errors import BadInput, NotInThisState
from gyoryu.reference import queries as reference
from gyoryu.registry.changing import FIELDS_OF_ENTRY, columns_of, group_of, shown_value, shown_values
from gyoryu.registry.domain.checks import check_facts
from gyoryu.registry.domain.overrides import curators_say
from gyoryu.registry.domain.records import accept_record, propose_record
from gyoryu.registry.domain.sources import ensure_source
from gyoryu.registry.enums import ChangeKind, ChangeState, FieldGroup, RecordAbout
from gyoryu.registry.models import Change, ConfirmationRequest, Institution, Record
from gyoryu.registry.relations import root_of
from gyoryu.registry.states import CHANGE

__all__ = ["accept_change", "dispute_value", "reject_change", "suggest_change", "withdraw_change"]

LONGEST_NOTE = 1_000
MOST_OPEN = 30  # of one speaker about one entry; nobody types more in earnest


@transaction.atomic
def suggest_change(
    institution: Institution, *, field: str, actor: Actor, new: dict[str, Any] | None = None, note: str = ""
) -> Change:
    """A person with an account says what one value should be, or what is wrong with it. Said again: it replaces."""
    change = _say(institution, ChangeKind.SUGGESTION, field, new or {}, note, actor)
    subjects = [("registry.institution", change.institution_id)]
    record("registry.suggest_change", change, actor=actor, subjects=subjects, field=field)
    return change


@transaction.atomic
def dispute_value(
    request: ConfirmationRequest, *, field: str, actor: PartnerLink, new: dict[str, Any] | None = None, note: str = ""
) -> Change:
    """The institution says, through its link, that one value is wrong. The page shows that it is disputed."""
    change = _say(request.institution, ChangeKind.DISPUTE, field, new or {}, note, actor)
    subjects = [("registry.institution", change.institution_id), ("registry.confirmationrequest", request.pk)]
    record("registry.dispute_value", change, actor=actor, subjects=subjects, field=field)
    return change


def _say(
    institution: Institution, kind: ChangeKind, field: str, new: dict[str, Any], note: str, actor: Actor
) -> Change:
    current = Institution.objects.select_for_update().get(pk=root_of(institution).pk)
    new, note = _checked(field, new), note.strip()[:LONGEST_NOTE]
    old = shown_value(current, field)
    if not new and not note:
        raise BadInput("nothing_said", _("Write what is right, or what is wrong with it."), field="note")
    if new and new == old:
        raise BadInput("nothing_new", _("This is what the entry says already."), field=columns_of(field)[0])
    mine = Change.objects.filter(institution=current, actor_pid=actor.actor_pid, state=ChangeState.OPEN)
    if mine.exclude(field=field).count() >= MOST_OPEN:
        raise BadInput("too_many", _("So many corrections at once are better sent to the office by mail."))
    said = {"old": old, "new": new, "note": note, "made_at": now()}
    who = {"kind": kind, "actor_kind": actor.actor_kind, "actor_label": actor.actor_label[:200]}
    change, _made = mine.update_or_create(
        field=field, defaults=said, create_defaults={**said, **who, "institution": current, "field": field,
                                                     "actor_pid": actor.actor_pid},
    )  # fmt: skip
    return change


def _checked(field: str, new: dict[str, Any]) -> dict[str, Any]:
    if field not in FIELDS_OF_ENTRY:
        raise BadInput("unknown_field", _("There is no such value in an entry."), field="field")
    said = {name: value for name, value in new.items() if value not in ("", None, [], ())}
    if set(said) - set(columns_of(field)):
        raise BadInput("unknown_field", _("There is no such value in an entry."), field="field")
    check_facts(RecordAbout.INSTITUTION, said)
    return said


def _locked(change: Change) -> Change:
    changes = Change.objects.select_for_update(of=("self",)).select_related("institution__merged_into")
    current = changes.get(pk=change.pk)
    if current.state != ChangeState.OPEN:
        raise NotInThisState(now=current.get_state_display(), wanted=ChangeState.ACCEPTED)
    return current


@transaction.atomic
def accept_change(change: Change, *, actor: Actor, value: dict[str, Any] | None = None, note: str = "") -> Change:
    """It is as they say, or as ``value`` says where they gave none or a curator knows better."""
    current = _locked(change)
    new = _checked(current.field, value or {}) or current.new or {}
    if not new:
        raise BadInput("value_missing", _("They did not say what is right. Fill in the value, or reject it."))
    institution, group = root_of(current.institution), group_of(current.field)
    others = shown_values(institution, group).items()
    said = {name: value for name, value in others if name not in columns_of(current.field)} | new
    kept = _their_record(current, institution, group, said, actor)
    institution.refresh_from_db()
    if kept is None or not _is_shown(institution, current.field, new):
        kept = curators_say(institution, key=group, said=said, actor=actor, reason=(note.strip() or current.note)[:500])
    CHANGE.move(
        current,
        ChangeState.ACCEPTED,
        decided_at=now(),
        decided_by=actor.actor_label[:200],
        decision_note=note.strip()[:500],
        record_id=kept.pk,
    )
    subjects = [("registry.institution", current.institution_id), ("registry.record", kept.pk)]
    record("registry.accept_change", current, actor=actor, subjects=subjects, field=current.field)
    return current


def _their_record(
    change: Change, institution: Institution, group: str, said: dict[str, Any], actor: Actor
) -> Record | None:
    """What an institution said itself is kept as its own word; a colleague's suggestion becomes the curator's."""
    if change.kind != ChangeKind.DISPUTE:
        return None
    proposed = propose_record(
        ensure_source("partners", actor=actor),
        key=f"{institution.pid}/{group}",
        about=RecordAbout.INSTITUTION,
        facts=said,
        actor=actor,
        said_on=today(),
        said_by=change.actor_label,
        institution=institution,
    )
    if proposed.state != "accepted":
        accept_record(proposed, actor=actor)
    return proposed


def _is_shown(institution: Institution, field: str, new: dict[str, Any]) -> bool:
    shown = shown_value(institution, field)
    if group_of(field) == FieldGroup.NAMES:
        return [row["text"] for row in shown.get("names", [])] == [row["text"] for row in new["names"]]
    return shown == new


@transaction.atomic
def reject_change(change: Change, *, reason: str, actor: Actor, note: str = "") -> Change:
    """The value stays; why is a code of ``record_rejected_reasons``, and whoever said it reads it at its link."""
    if reason not in reference.codes("record_rejected_reasons"):
        raise BadInput("reason_missing", _("Choose a reason."), field="reason")
    current = _locked(change)
    decided = {"decided_at": now(), "decided_by": actor.actor_label[:200], "decision_note": note.strip()[:500]}
    CHANGE.move(current, ChangeState.REJECTED, decision_reason=reason, **decided)
    subjects = [("registry.institution", current.institution_id)]
    record("registry.reject_change", current, actor=actor, subjects=subjects, field=current.field)
    return current


@transaction.atomic
def withdraw_change(change: Change, *, actor: Actor) -> Change:
    """Whoever said it takes it back."""
    current = _locked(change)
    CHANGE.move(current, ChangeState.WITHDRAWN, decided_at=now(), decided_by=actor.actor_label[:200])
    subjects = [("registry.institution", current.institution_id)]
    record("registry.withdraw_change", current, actor=actor, subjects=subjects, field=current.field)
    return current
