"""Fetch and authorise in one step; people and organisations a viewer may see."""

from typing import Any, TypeVar

import rules
from django.db import models
from django.db.models import QuerySet

from gyoryu.accounts.enums import OrganisationKind, Role
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


def invitations_visible_to(viewer: Any) -> QuerySet[Invitation]:
    if viewer.has_role(Role.OPERATOR):
        return Invitation.objects.select_related("organisation")
    return Invitation.objects.none()


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
