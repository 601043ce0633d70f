"""Who may do what with wishes and matches.

A predicate asked without a thing answers for the role alone: "could there be one?". Whether the thing is in the right
state is not asked here; its states say so.
"""

from typing import Any

import rules

from gyoryu.accounts.enums import LinkPurpose, Role
from gyoryu.accounts.models import PartnerLink
from gyoryu.exchange.models import Match, Wish
from gyoryu.exchange.models.match import RELEASED


def _wish_of(thing: Any) -> Wish | None:
    return thing.wish if isinstance(thing, Match) else thing


@rules.predicate
def is_curator(viewer: Any, thing: Any = None) -> bool:
    return bool(viewer.has_role(Role.CURATOR))


@rules.predicate
def reads_everything(viewer: Any, thing: Any = None) -> bool:
    return bool(viewer.has_role(Role.CURATOR, Role.POLICY_OFFICER))


@rules.predicate
def works_at_school(viewer: Any, thing: Any = None) -> bool:
    """A teacher or the principal of the school whose wish it is."""
    wish = _wish_of(thing)
    schools = viewer.organisation_ids(Role.TEACHER, Role.PRINCIPAL)
    return wish.school_id in schools if wish else bool(schools)


@rules.predicate
def is_principal_of_school(viewer: Any, thing: Any = None) -> bool:
    wish = _wish_of(thing)
    schools: list[int] = viewer.organisation_ids(Role.PRINCIPAL)
    return bool(wish.school_id in schools if wish else schools)


@rules.predicate
def is_responsible(viewer: Any, thing: Any = None) -> bool:
    """The teacher whose wish it is, as long as she works at the school."""
    wish = _wish_of(thing)
    if wish is None:
        return bool(viewer.organisation_ids(Role.TEACHER, Role.PRINCIPAL))
    return bool(wish.responsible_id == viewer.pk and works_at_school(viewer, wish))


@rules.predicate
def is_officer_of_district(viewer: Any, thing: Any = None) -> bool:
    wish = _wish_of(thing)
    districts = viewer.organisation_ids(Role.DISTRICT_OFFICER)
    return wish.school.parent_id in districts if wish else bool(districts)


@rules.predicate
def is_submitted_wish(viewer: Any, thing: Any = None) -> bool:
    """A draft belongs to its school alone."""
    wish = _wish_of(thing)
    return wish is None or wish.submitted_at is not None


@rules.predicate
def was_asked(viewer: Any, match: Any = None) -> bool:
    """What the office only thought of is not shown to the school."""
    return match is None or match.asked_at is not None


@rules.predicate
def is_released(viewer: Any, match: Any = None) -> bool:
    """Both sides have accepted."""
    return match is None or match.state in RELEASED


@rules.predicate
def holds_link(viewer: Any, match: Any = None) -> bool:
    """A partner with a link that is about this match."""
    if not isinstance(viewer, PartnerLink) or viewer.purpose != LinkPurpose.ANSWER_MATCH:
        return False
    return match is None or (viewer.target_kind == "exchange.match" and viewer.target_pid == match.pid)


may_answer = is_responsible | is_principal_of_school

rules.add_perm(
    "exchange.view_wish", works_at_school | ((reads_everything | is_officer_of_district) & is_submitted_wish)
)
rules.add_perm("exchange.view_queue", reads_everything)
rules.add_perm("exchange.draft_wish", works_at_school)
rules.add_perm("exchange.edit_wish", is_responsible)
rules.add_perm("exchange.submit_wish", is_responsible)
rules.add_perm("exchange.take_back_wish", is_responsible)
rules.add_perm("exchange.reopen_wish", is_responsible)
rules.add_perm("exchange.consent_to_contact", is_responsible)
rules.add_perm("exchange.approve_wish", is_principal_of_school)
rules.add_perm("exchange.send_back_wish", is_principal_of_school)
rules.add_perm("exchange.recommend_wish", is_officer_of_district)
rules.add_perm("exchange.close_wish", is_responsible | is_principal_of_school | is_curator)
rules.add_perm("exchange.hand_over_wish", is_responsible | is_principal_of_school | is_curator)
rules.add_perm("exchange.find_eligible", is_curator)
rules.add_perm("exchange.refuse_wish", is_curator)

rules.add_perm("exchange.view_match", reads_everything | ((works_at_school | is_officer_of_district) & was_asked))
rules.add_perm("exchange.propose_match", is_curator)
rules.add_perm("exchange.decide_match", is_curator)
rules.add_perm("exchange.ask_both", is_curator)
rules.add_perm("exchange.renew_link", is_curator)
rules.add_perm("exchange.record_partner_answer", is_curator)
rules.add_perm("exchange.withdraw_match", is_curator)
rules.add_perm("exchange.expire_match", is_curator)
rules.add_perm("exchange.accept_for_school", may_answer & was_asked)
rules.add_perm("exchange.decline_for_school", may_answer & was_asked)
rules.add_perm("exchange.reveal_contact", works_at_school & is_released)

# The partner has no account; its link is what it holds.
rules.add_perm("exchange.answer_match", holds_link)
rules.add_perm("exchange.accept_as_partner", holds_link)
rules.add_perm("exchange.decline_as_partner", holds_link)
rules.add_perm("exchange.ask_new_link", holds_link)
rules.add_perm("exchange.stop_contact", holds_link)
rules.add_perm("exchange.reveal_teacher", holds_link & is_released)
