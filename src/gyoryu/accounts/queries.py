"""Fetch and authorise in one step; people and organisations a viewer may see."""

from typing import Any, TypeVar

import rules
from django.db import models
from django.db.models import QuerySet

from gyoryu.accounts.enums import ROLES_OF_KIND, OrganisationKind, Role
from gyoryu.accounts.models import Invitation, Membership, Organisation, PartnerLink, Person, SavedFilter
from gyoryu.common.errors import NotAllowed, NotFound

M = TypeVar("M", bound=models.Model)


def authorised(visible: QuerySet[M], viewer: Any, pid: str, permission: str) -> M:
    """The thing with ``pid`` among those ``visible`` to the viewer, who also has ``permission`` on it.

    Not visible (or not there): NotFound, so that a stranger learns nothing. Visible but not permitted: NotAllowed.
    """
    thing = visible.filter(pid=pid).first()
    if thing is None:
        raise NotFound()
    if not rules.has_perm(permission, viewer, thing):
        raise NotAllowed()
    return thing


def check(viewer: Any, permission: str) -> None:
    """For what is not about one thing: a viewer without the permission learns nothing, as on the pages."""
    if not rules.has_perm(permission, viewer):
        raise NotFound()


def organisations_visible_to(viewer: Any) -> QuerySet[Organisation]:
    """Office staff see all; others their own, and a district officer the schools of the district."""
    everything = Organisation.objects.all()
    if viewer.has_role(Role.CURATOR, Role.POLICY_OFFICER, Role.OPERATOR, Role.PRIVACY_OFFICER):
        return everything
    own = viewer.organisation_ids()
    districts = viewer.organisation_ids(Role.DISTRICT_OFFICER)
    return everything.filter(models.Q(pk__in=own) | models.Q(parent_id__in=districts))


def schools_of(viewer: Any, *roles: str) -> QuerySet[Organisation]:
    """The schools at which the viewer holds one of ``roles``."""
    return Organisation.objects.filter(pk__in=viewer.organisation_ids(*roles), kind=OrganisationKind.SCHOOL)


def memberships_of(organisation: Organisation) -> QuerySet[Membership]:
    return Membership.objects.filter(organisation=organisation, ended_at__isnull=True).select_related("person")


def people_visible_to(viewer: Any) -> QuerySet[Person]:
    """Operators see everybody; others themselves and the colleagues of their organisations."""
    if viewer.has_role(Role.OPERATOR, Role.PRIVACY_OFFICER):
        return Person.objects.all()
    if not viewer.is_authenticated:
        return Person.objects.none()
    colleagues = Membership.objects.filter(organisation_id__in=viewer.organisation_ids(), ended_at__isnull=True)
    return Person.objects.filter(models.Q(pk=viewer.pk) | models.Q(pk__in=colleagues.values("person_id")))


def get_person(viewer: Any, pid: str, to: str = "accounts.view_people") -> Person:
    return authorised(people_visible_to(viewer), viewer, pid, to)


def get_organisation(viewer: Any, pid: str, to: str = "accounts.view_organisations") -> Organisation:
    return authorised(organisations_visible_to(viewer), viewer, pid, to)


def get_membership(viewer: Any, pid: str, organisation_pid: str, role: str) -> Membership:
    """The role that somebody holds now, to be ended; a membership has no address of its own."""
    person = get_person(viewer, pid, to="accounts.end_membership")
    found = person.memberships.filter(organisation__pid=organisation_pid, role=role, ended_at__isnull=True)
    membership = found.select_related("organisation", "person").first()
    if membership is None:
        raise NotFound()
    return membership


def roles_to_invite(viewer: Any, organisation: Organisation) -> frozenset[str]:
    """Operators invite to every role the organisation has, a principal teachers of the own school."""
    possible = ROLES_OF_KIND.get(organisation.kind, frozenset())
    if viewer.has_role(Role.OPERATOR):
        return possible
    return possible & {Role.TEACHER} if organisation.pk in viewer.organisation_ids(Role.PRINCIPAL) else frozenset()


def get_organisation_to_invite_to(viewer: Any, pid: str, role: str) -> Organisation:
    """The organisation, for a viewer who may invite to that role there. An unknown role is the domain's to refuse."""
    organisation = get_organisation(viewer, pid, to="accounts.invite_person")
    if role in Role.values and not viewer.has_role(Role.OPERATOR) and role not in roles_to_invite(viewer, organisation):
        raise NotAllowed()
    return organisation


def invitations_visible_to(viewer: Any) -> QuerySet[Invitation]:
    """Operators see all, a principal those of teachers to the own school."""
    every = Invitation.objects.select_related("organisation")
    if viewer.has_role(Role.OPERATOR):
        return every
    return every.filter(role=Role.TEACHER, organisation_id__in=viewer.organisation_ids(Role.PRINCIPAL))


def get_invitation(viewer: Any, pid: str, to: str = "accounts.withdraw_invitation") -> Invitation:
    return authorised(invitations_visible_to(viewer), viewer, pid, to)


def waiting(invitations: QuerySet[Invitation]) -> QuerySet[Invitation]:
    """Those that were neither accepted nor withdrawn, expired ones included."""
    return invitations.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)


def open_links_of(kind: str, pid: str, purpose: str) -> QuerySet[PartnerLink]:
    """Links about one thing that were neither revoked nor used."""
    return PartnerLink.objects.filter(
        target_kind=kind, target_pid=pid, purpose=purpose, revoked_at__isnull=True, used_at__isnull=True
    )


def saved_filters_of(viewer: Any, page: str) -> QuerySet[SavedFilter]:
    """The filters the viewer keeps for the page with that URL name."""
    if not viewer.is_authenticated:
        return SavedFilter.objects.none()
    return SavedFilter.objects.filter(person=viewer, page=page)


def get_saved_filter(viewer: Any, pid: str, to: str = "accounts.delete_filter") -> SavedFilter:
    own = SavedFilter.objects.filter(person_id=viewer.pk) if viewer.is_authenticated else SavedFilter.objects.none()
    return authorised(own, viewer, pid, to)


def people_with(role: str, *organisations: int) -> QuerySet[Person]:
    """Active people who hold ``role`` now, at one of ``organisations`` when any is named."""
    holding = Membership.objects.filter(role=role, ended_at__isnull=True)
    if organisations:
        holding = holding.filter(organisation_id__in=organisations)
    return Person.objects.filter(is_active=True, pk__in=holding.values("person_id")).order_by("id")
