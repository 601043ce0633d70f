"""Who may invite, give roles, read the log. Predicates take (viewer, thing); without a thing they answer for the role.

The permissions on the trail and the access log stand here because roles live in this room and audit is below it.
"""

from typing import Any

import rules

from gyoryu.accounts.enums import Role
from gyoryu.accounts.models import Invitation, Organisation, Person, SavedFilter

Predicate = Any


def holds(*roles: str) -> Predicate:
    """Does the viewer hold one of ``roles`` anywhere?"""

    @rules.predicate("role:" + ",".join(roles))
    def held(viewer: Any, thing: Any = None) -> bool:
        return bool(viewer.has_role(*roles))

    return held


is_operator = holds(Role.OPERATOR)
is_privacy_officer = holds(Role.PRIVACY_OFFICER)


@rules.predicate
def is_signed_in(viewer: Any, thing: Any = None) -> bool:
    return bool(viewer.is_authenticated)


@rules.predicate
def is_their_own(viewer: Any, thing: Person | SavedFilter | None = None) -> bool:
    owner = thing.person_id if isinstance(thing, SavedFilter) else thing.pk if thing else viewer.pk
    return bool(viewer.is_authenticated and owner == viewer.pk)


@rules.predicate
def is_principal_of(viewer: Any, thing: Organisation | Invitation | None = None) -> bool:
    """Principal of the school, or of the school that the invitation of a teacher is to."""
    if thing is None:
        return bool(viewer.has_role(Role.PRINCIPAL))
    if isinstance(thing, Invitation):
        return thing.role == Role.TEACHER and thing.organisation_id in viewer.organisation_ids(Role.PRINCIPAL)
    return thing.pk in viewer.organisation_ids(Role.PRINCIPAL)


rules.add_perm("accounts.invite_person", is_operator | is_principal_of)
rules.add_perm("accounts.invite_colleague", is_principal_of)
rules.add_perm("accounts.withdraw_invitation", is_operator | is_principal_of)
rules.add_perm("accounts.accept_invitation", rules.always_allow)  # by whoever holds the token
for _verb in (
    "view_people",
    "view_organisations",
    "view_outbox",
    "grant_role",
    "set_priority_classes",
    "end_membership",
    "move_person",
    "close_account",
    "reopen_account",
    "sync_organisations",
    "ensure_office",
):
    rules.add_perm(f"accounts.{_verb}", is_operator)

rules.add_perm("accounts.edit_profile", is_their_own)
rules.add_perm("accounts.save_filter", is_signed_in)
rules.add_perm("accounts.delete_filter", is_their_own)

rules.add_perm("accounts.make_partner_link", holds(Role.CURATOR))
rules.add_perm("accounts.revoke_partner_link", holds(Role.CURATOR))
rules.add_perm("accounts.use_partner_link", rules.always_deny)  # only by the partner, through the link itself

rules.add_perm("audit.view_trail", is_privacy_officer)
rules.add_perm("audit.view_access_log", is_privacy_officer)
rules.add_perm("audit.download_access_log", is_privacy_officer)
rules.add_perm("audit.sign_access_review", is_privacy_officer)
