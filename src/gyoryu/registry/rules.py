"""Who may do what with the register. Predicates take (viewer, thing); with no thing they answer for the role alone."""

from typing import Any

import rules

from gyoryu.accounts.enums import LinkPurpose, Role
from gyoryu.accounts.models import PartnerLink
from gyoryu.registry.enums import InstitutionState, OfferState, ProgrammeState

Predicate = Any
has_perm = rules.has_perm


def holds_role(*roles: str) -> Predicate:
    @rules.predicate("role:" + ",".join(roles))
    def holds(viewer: Any, thing: Any = None) -> bool:
        return bool(viewer.has_role(*roles))

    return holds


is_curator = holds_role(Role.CURATOR)
reads_drafts = holds_role(Role.CURATOR, Role.POLICY_OFFICER, Role.DELEGATE)
reads_every_offer = holds_role(Role.CURATOR, Role.POLICY_OFFICER)
works_here = holds_role(
    Role.TEACHER, Role.PRINCIPAL, Role.DISTRICT_OFFICER, Role.DELEGATE, Role.CURATOR, Role.POLICY_OFFICER
)
reads_open_offers = holds_role(Role.TEACHER, Role.PRINCIPAL, Role.DISTRICT_OFFICER, Role.DELEGATE)


@rules.predicate
def is_published(viewer: Any, institution: Any = None) -> bool:
    return institution is None or (institution.state == InstitutionState.PUBLISHED and not institution.merged_into_id)


@rules.predicate
def is_not_archived(viewer: Any, institution: Any = None) -> bool:
    return institution is None or (institution.state != InstitutionState.ARCHIVED and not institution.merged_into_id)


@rules.predicate
def is_not_merged(viewer: Any, institution: Any = None) -> bool:
    return institution is None or not institution.merged_into_id


def _stands_published(thing: Any) -> bool:
    """Is its institution, or the one that was merged into, published?"""
    institution = thing.institution.merged_into or thing.institution
    return bool(institution.state == InstitutionState.PUBLISHED)


@rules.predicate
def is_open_at_a_published_institution(viewer: Any, offer: Any = None) -> bool:
    return offer is None or (offer.state == OfferState.OPEN and _stands_published(offer))


@rules.predicate
def is_a_published_programme(viewer: Any, programme: Any = None) -> bool:
    return programme is None or (programme.state == ProgrammeState.PUBLISHED and _stands_published(programme))


sees_institution = is_published | (reads_drafts & is_not_archived) | (is_curator & is_not_merged)
sees_offer = reads_every_offer | (reads_open_offers & is_open_at_a_published_institution)
sees_programme = is_curator | is_a_published_programme

rules.add_perm("registry.view_institution", sees_institution)
rules.add_perm("registry.view_offer", sees_offer)
rules.add_perm("registry.view_programme", sees_programme)

# The desk: what curators record, correct and decide.
for _verb in (
    "view_desk",
    "view_record",
    "view_contact",
    "view_source",
    "add_institution",
    "correct_institution",
    "publish_institution",
    "publish_institutions",
    "archive_institution",
    "restore_institution",
    "download_institutions",
    "note_presence",
    "propose_record",
    "accept_record",
    "reject_record",
    "withdraw_record",
    "confirm_offer",
    "open_offer",
    "pause_offer",
    "mark_full",
    "withdraw_offer",
    "reconfirm_offer",
    "override_values",
    "add_name",
    "relate_institutions",
    "close_institution",
    "view_changes",
    "accept_change",
    "reject_change",
    "view_requests",
    "plan_requests",
    "cancel_request",
    "clear_bounce",
    "publish_programme",
    "archive_programme",
    "reveal_contact",
    "end_contact",
    "withdraw_consent",
):
    rules.add_perm(f"registry.{_verb}", is_curator)

# Whole registers come in by the command line, and offers expire by the worker: an operator's work.
for _verb in (
    "ensure_source",
    "start_run",
    "stage_records",
    "apply_run",
    "refuse_run",
    "expire_offers",
    "lapse_voices",
    "note_closures",
    "send_requests",
    "end_requests",
    "note_bounce",
    "note_silence",
    "clear_silence",
    "note_site",
):
    rules.add_perm(f"registry.{_verb}", holds_role(Role.OPERATOR))

# Everybody who works with the register may say that a value is wrong; a curator decides.
rules.add_perm("registry.suggest_change", sees_institution & works_here)


@rules.predicate
def said_it(viewer: Any, change: Any = None) -> bool:
    """Whoever made a change."""
    return change is None or bool(viewer.actor_pid == change.actor_pid)


@rules.predicate
def holds_entry_link(viewer: Any, request: Any = None) -> bool:
    """An institution with a link that is about this request."""
    if not isinstance(viewer, PartnerLink) or viewer.purpose != LinkPurpose.CONFIRM_ENTRY:
        return False
    return request is None or (
        viewer.target_kind == "registry.confirmationrequest" and viewer.target_pid == request.pid
    )


rules.add_perm("registry.withdraw_change", said_it)
for _verb in ("check_entry", "confirm_entry", "dispute_value", "stop_requests"):
    rules.add_perm(f"registry.{_verb}", holds_entry_link)
