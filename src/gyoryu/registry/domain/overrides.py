"""Overrides: a curator keeps a value whatever other sources say, with a reason, for good or until a day.

An override is a record of the source "curators" and is withdrawn like any other (``withdraw_record``).
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gyoryu.audit.domain.trail import record
from gyoryu.common.actors import Actor
from gyoryu.common.clock import today
from gyoryu.common.errors import BadInput, Conflict
from gyoryu.registry.changing import shown_values
from gyoryu.registry.domain.checks import check_day_or_part
from gyoryu.registry.domain.records import accept_record, propose_record
from gyoryu.registry.domain.sources import ensure_source
from gyoryu.registry.enums import NameKind, RecordAbout
from gyoryu.registry.facts import InstitutionFacts, NameFact, hash_of, to_json
from gyoryu.registry.models import Institution, Record
from gyoryu.registry.policy import FIELDS

__all__ = ["add_name", "override_values"]

SHORTEST_REASON = 5
# An official name in another language would take the first place: that is for a correction.
ADDABLE = (NameKind.ALIAS, NameKind.ROMANISED, NameKind.FORMER, NameKind.DISPLAY)


def why(reason: str) -> str:
    """A reason somebody can read next year."""
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise BadInput("reason_missing", _("Say in a few words why. Others read it beside the value."), field="reason")
    return reason[:500]


def locked(institution: Institution, version: int) -> Institution:
    """The entry as it is now; Conflict when it changed since ``version`` was seen."""
    current = Institution.objects.select_for_update().get(pk=institution.pk)
    if current.version != version:
        raise Conflict(
            "changed_meanwhile",
            _(
                "This entry was changed while you were editing (version %(theirs)s, yours was %(yours)s). "
                "Compare and save again."
            ),
            field="version",
            theirs=current.version,
            yours=version,
        )
    return current


def curators_say(
    institution: Institution,
    *,
    key: str,
    said: dict[str, Any],
    actor: Actor,
    reason: str = "",
    until: dt.date | None = None,
) -> Record:
    """A curator's own record about an entry, accepted at once."""
    proposed = propose_record(
        ensure_source("curators", actor=actor),
        key=f"{institution.pid}/{key}",
        about=RecordAbout.INSTITUTION,
        facts=said,
        actor=actor,
        said_on=today(),
        said_by=actor.actor_label,
        institution=institution,
        reason=reason,
        until=until,
    )
    if proposed.state != "accepted":
        accept_record(proposed, actor=actor)
    return proposed


@transaction.atomic
def override_values(
    institution: Institution,
    *,
    group: str,
    reason: str,
    version: int,
    actor: Actor,
    facts: InstitutionFacts | None = None,
    until: dt.date | None = None,
) -> Record:
    """Keep ``facts`` (or what is shown now) in a group of fields, whatever other sources say, until ``until``."""
    if group not in FIELDS:
        raise BadInput("unknown_group", _("There is no such group of fields."), field="group")
    if until is not None and until < today():
        raise BadInput("until_over", _("This day is over. Choose a later one, or leave it empty."), field="until")
    reason = why(reason)
    for name in ("opened_on", "closed_on"):
        check_day_or_part(name, getattr(facts, name, ""))
    current = locked(institution, version)
    said = to_json(facts) if facts is not None else shown_values(current, group)
    if not said:
        raise BadInput("nothing_said", _("There is no value to keep. Fill in at least one field."), field="group")
    foreign = sorted(set(said) - set(FIELDS[group]))
    if foreign:
        raise BadInput(
            "other_group", _("“%(name)s” belongs to another group of fields."), field=foreign[0], name=foreign[0]
        )
    kept = curators_say(current, key=group, said=said, actor=actor, reason=reason, until=until)
    subjects = [("registry.record", kept.pk)]
    ends = until.isoformat() if until else ""
    record("registry.override_values", current, actor=actor, subjects=subjects, group=group, until=ends, note=reason)
    return kept


@transaction.atomic
def add_name(institution: Institution, *, name: NameFact, reason: str, actor: Actor) -> Record:
    """One more name in any script: another name, a romanised one, a former one with its dates."""
    if name.kind not in ADDABLE:
        raise BadInput("unknown_kind", _("Choose which kind of name it is."), field="kind")
    for part in ("since", "until"):
        check_day_or_part(part, getattr(name, part))
    if name.since and name.until and name.until < name.since:
        raise BadInput("dates_swapped", _("The last day comes before the first. Swap them."), field="until")
    said = to_json(InstitutionFacts(names=(name,)))
    key = f"name/{hash_of(f'{name.text}|{name.language}')[:16]}"
    added = curators_say(institution, key=key, said=said, actor=actor, reason=why(reason))
    record("registry.add_name", institution, actor=actor, subjects=[("registry.record", added.pk)], kind=name.kind)
    return added
