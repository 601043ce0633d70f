"""A visit from the first word to the curator's verdict.

Idempotent by the phone's own id and the content: the same again is the same visit; other content under the same id is
refused, unless it is an edit of the version that is stored. Two people who edit one visit never overwrite each other.
"""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from gyoryu.accounts.models import Person
from gyoryu.audit.domain.trail import record
from gyoryu.common.actors import Actor
from gyoryu.common.clock import now
from gyoryu.common.errors import BadInput, Conflict, NotInThisState
from gyoryu.missions.body import VisitBody
from gyoryu.missions.domain.findings import propose_findings, write_findings
from gyoryu.missions.domain.wording import paragraphs
from gyoryu.missions.enums import VisitState
from gyoryu.missions.models import Mission, Receipt, Stop, Visit
from gyoryu.missions.queries import VISITABLE, gaps_of, latest_receipt
from gyoryu.missions.reading import BadBody, Problem
from gyoryu.missions.states import VISIT
from gyoryu.reference import queries as reference
from gyoryu.registry.models import Institution

__all__ = ["accept_visit", "cancel_visit", "return_visit", "save_visit", "start_visit", "submit_visit"]

EDITABLE = (VisitState.PLANNED, VisitState.COLLECTING, VisitState.RETURNED)
MOST_VISITS = 500


class OtherContent(Conflict):
    """The id is taken by a visit with other content, or somebody saved the visit in the meantime."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        super().__init__(
            "visit_changed",
            _(
                "This visit was saved by somebody else in the meantime (version %(version)s). "
                "Compare the two, take over what is missing, and save again."
            ),
            version=visit.version,
        )


@transaction.atomic
def start_visit(mission: Mission, *, body: VisitBody, actor: Person, client_uuid: uuid.UUID | None = None) -> Visit:
    """Record a visit of ``mission``. The same ``client_uuid`` with the same content again gives the same visit.

    ``is_new`` of what comes back says whether this call made it.
    """
    client_uuid = client_uuid or uuid.uuid4()
    existing = Visit.objects.filter(client_uuid=client_uuid).first()
    if existing is not None:
        return _same(existing, mission, body)
    _check_open(mission)
    if mission.visits.count() >= MOST_VISITS:
        raise BadInput("too_many_visits", _("A mission has at most %(limit)s visits."), limit=MOST_VISITS)
    visit = Visit(mission=mission, client_uuid=client_uuid, recorded_by=actor, **_columns(mission, body))
    try:
        with transaction.atomic():
            visit.save(force_insert=True)
    except IntegrityError:  # the same upload a second time, at the same moment
        return _same(Visit.objects.get(client_uuid=client_uuid), mission, body)
    if body.has_content:
        VISIT.move(visit, VisitState.COLLECTING)
    write_findings(visit, body)
    Receipt.objects.create(visit=visit, version=visit.version, body_hash=visit.body_hash, received_by=actor)
    record("missions.start_visit", visit, actor=actor, version=visit.version, content=visit.body_hash)
    visit.is_new = True
    return visit


def _same(existing: Visit, mission: Mission, body: VisitBody) -> Visit:
    if existing.mission_id != mission.pk:
        raise Conflict(
            "id_taken", _("This id belongs to another visit. Give the new one an id of its own (UUID version 4).")
        )
    if existing.body_hash != body.sha256 and latest_receipt(existing, body.sha256) is None:
        raise OtherContent(existing)
    return existing


@transaction.atomic
def save_visit(visit: Visit, *, body: VisitBody, actor: Person, version: int | None = None) -> Visit:
    """Write ``body`` over version ``version`` of the visit. Content that is stored already changes nothing.

    Raises OtherContent when the stored version is another one, and nothing is overwritten.
    """
    current = Visit.objects.select_related("mission").get(pk=visit.pk)
    content = body.sha256
    if current.body_hash == content:
        return current
    if version is None and latest_receipt(current, content) is not None:
        return current  # a late repeat of what was acknowledged and improved since
    if version != current.version:
        raise OtherContent(current)
    _check_open(current.mission)
    if current.state not in EDITABLE:
        raise NotInThisState(now=current.state, wanted=VisitState.COLLECTING)
    columns = _columns(current.mission, body)
    unchanged = Visit.objects.filter(pk=current.pk, version=version, state__in=EDITABLE)
    if not unchanged.update(version=F("version") + 1, **columns):
        raise OtherContent(Visit.objects.get(pk=current.pk))
    saved = Visit.objects.get(pk=current.pk)
    if saved.state == VisitState.PLANNED and body.has_content:
        VISIT.move(saved, VisitState.COLLECTING)
    write_findings(saved, body)
    Receipt.objects.create(visit=saved, version=saved.version, body_hash=content, received_by=actor)
    record("missions.save_visit", saved, actor=actor, version=saved.version, content=content)
    return saved


def _check_open(mission: Mission) -> None:
    if mission.state not in VISITABLE:
        raise NotInThisState(now=mission.state, wanted=VISITABLE[0])


def _columns(mission: Mission, body: VisitBody) -> dict[str, Any]:
    """What of a body is kept on the visit itself; the stop and the institution are found, or BadBody names them."""
    problems: dict[str, Problem] = {}
    stop: Stop | None = None
    if body.stop:
        stop = mission.stops.filter(pid=body.stop).first()
        if stop is None:
            problems["stop"] = Problem("unknown_stop", _("This stop is not in the itinerary. Choose another, or none."))
    institution: Institution | None = None
    if body.institution:
        found = Institution.objects.filter(pid=body.institution).select_related("merged_into").first()
        institution = found.merged_into or found if found else None
        if institution is None:
            problems["institution"] = Problem(
                "unknown_institution",
                _("This institution is not in the register. Look it up again, or enter it as new."),
            )
    if problems:
        raise BadBody(problems)
    return {
        "stop": stop,
        "kind": body.kind,
        "met_on": body.met_on,
        "institution": institution,
        "institution_name": institution.display_name if institution else body.about.name or body.about.romanised,
        "country": (institution.country if institution else body.about.country) or (stop.country if stop else ""),
        "objective": body.objective,
        "said": body.said,
        "intention": body.intention,
        "private_note": body.private_note,
        "body_hash": body.sha256,
    }


@transaction.atomic
def submit_visit(visit: Visit, *, actor: Actor) -> Visit:
    """The lead hands a visit to the curator. What is needed for an entry has to be there."""
    missing = [str(gap.text) for gap in gaps_of(visit) if gap.needed]
    if missing:
        raise BadInput(
            "visit_incomplete", _("Still missing: %(missing)s. Fill it in, then submit."), missing=", ".join(missing)
        )
    VISIT.move(visit, VisitState.SUBMITTED, submitted_at=now(), returned_comment="", returned_reasons=[])
    record("missions.submit_visit", visit, actor=actor, version=visit.version)
    return visit


@transaction.atomic
def accept_visit(visit: Visit, *, actor: Actor) -> Visit:
    """The curator takes the visit: its findings become proposed records of the source "visits"."""
    VISIT.move(visit, VisitState.ACCEPTED, accepted_at=now())
    records = propose_findings(visit, actor=actor)
    record(
        "missions.accept_visit",
        visit,
        actor=actor,
        subjects=[("registry.record", each.pk) for each in records],
        count=len(records),
    )
    return visit


@transaction.atomic
def return_visit(visit: Visit, *, actor: Actor, comment: str = "", reasons: Sequence[str] = ()) -> Visit:
    """The curator sends the visit back, with reasons (codes of ``visit_returned_reasons``), a comment, or both."""
    comment = paragraphs(comment, field="comment", limit=2_000)
    known = reference.codes("visit_returned_reasons")
    for reason in reasons:
        if reason not in known:
            raise BadInput(
                "unknown_reason", _("“%(reason)s” is not one of the reasons. Choose from: %(allowed)s."),
                field="reasons", reason=str(reason)[:60], allowed=", ".join(known),
            )  # fmt: skip
    if not comment and not reasons:
        raise BadInput("comment_missing", _("Say what is to be mended, or choose a reason."), field="comment")
    codes = list(dict.fromkeys(reasons))
    VISIT.move(visit, VisitState.RETURNED, returned_comment=comment, returned_reasons=codes)
    record("missions.return_visit", visit, actor=actor, reasons=codes)
    return visit


@transaction.atomic
def cancel_visit(visit: Visit, *, actor: Actor) -> Visit:
    """The visit did not take place, or was recorded twice. Kept, and counted nowhere."""
    VISIT.move(visit, VisitState.CANCELLED)
    record("missions.cancel_visit", visit, actor=actor)
    return visit
