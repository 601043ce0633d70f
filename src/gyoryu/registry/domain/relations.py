"""Which institution follows another, and which is a branch of which: records of curators, flat and without cycles."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gyoryu.audit.domain.trail import record
from gyoryu.common.actors import Actor
from gyoryu.common.clock import today
from gyoryu.common.errors import BadInput, Conflict
from gyoryu.registry.domain.checks import check_day_or_part
from gyoryu.registry.domain.overrides import why
from gyoryu.registry.domain.records import accept_record, propose_record
from gyoryu.registry.domain.sources import ensure_source
from gyoryu.registry.enums import RecordAbout, RelationKind
from gyoryu.registry.facts import RelationFacts
from gyoryu.registry.models import Institution, Record
from gyoryu.registry.relations import reachable, root_of, targets

__all__ = ["relate_institutions"]


@transaction.atomic
def relate_institutions(
    institution: Institution, *, other: Institution, kind: str, reason: str, actor: Actor, since: str = ""
) -> Record:
    """``other`` is the successor of ``institution``, or the school it is a branch of; ``since`` a day, month or year.

    Withdrawn like any record. Refused: a relation to itself, a circle, a branch of a branch, a second main school.
    """
    if kind not in RelationKind.values:
        raise BadInput("unknown_kind", _("Say whether it is the successor or the main school."), field="kind")
    check_day_or_part("since", since)
    reason = why(reason)
    one, two = root_of(institution), root_of(other)
    ids = sorted({one.pk, two.pk})
    list(Institution.objects.select_for_update().filter(pk__in=ids).order_by("pk"))  # one relation at a time
    if one.pk == two.pk:
        raise BadInput(
            "same_institution", _("An institution has no relation to itself. Choose another."), field="other"
        )
    if one.pk in reachable(kind, [two.pk]):
        raise Conflict(
            "relation_circle",
            _("“%(other)s” already leads to this entry, so it cannot be the other way round as well."),
            field="other",
            other=two.display_name,
        )
    if kind == RelationKind.PARENT:
        _check_flat(one, two)
    said = propose_record(
        ensure_source("curators", actor=actor),
        key=f"{one.pid}/{kind}/{two.pid}",
        about=RecordAbout.RELATION,
        facts=RelationFacts(kind=kind, other=two.pid, since=since),
        actor=actor,
        said_on=today(),
        said_by=actor.actor_label,
        institution=one,
        reason=reason,
    )
    if said.state != "accepted":
        accept_record(said, actor=actor)
    subjects = [("registry.record", said.pk), ("registry.institution", two.pk)]
    record("registry.relate_institutions", one, actor=actor, subjects=subjects, kind=kind, other=two.pid, note=reason)
    return said


def _check_flat(branch: Institution, parent: Institution) -> None:
    """One step from branch to main school: no branch of a branch, one main school for each."""
    known = targets(RelationKind.PARENT, [branch.pk])
    if known - {parent.pk}:
        raise Conflict("has_parent", _("This entry is a branch already. Withdraw that relation first."), field="other")
    if targets(RelationKind.PARENT, [parent.pk]):
        raise Conflict(
            "branch_of_branch", _("That institution is a branch itself. Choose its main school."), field="other"
        )
    if targets(RelationKind.PARENT, [branch.pk], backwards=True):
        raise Conflict(
            "branch_of_branch", _("This entry has branches of its own, so it cannot be one itself."), field="other"
        )
