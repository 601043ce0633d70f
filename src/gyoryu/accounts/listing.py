"""Lists of people and organisations, filtered as their pages ask."""

from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from gyoryu.accounts.models import Invitation, Membership, Organisation, Person
from gyoryu.accounts.queries import invitations_visible_to, organisations_visible_to, people_visible_to
from gyoryu.common.clock import now


def list_people(viewer: Any, *, q: str = "", role: str = "", state: str = "open") -> QuerySet[Person]:
    """By a part of name or address, by role; ``state`` is open, closed or all. With their current memberships."""
    found = people_visible_to(viewer)
    if q:
        found = found.filter(Q(name__icontains=q) | Q(email__icontains=q))
    if role:
        holding = Membership.objects.filter(role=role, ended_at__isnull=True)
        found = found.filter(pk__in=holding.values("person_id"))
    if state in ("open", "closed"):
        found = found.filter(is_active=state == "open")
    current = Membership.objects.filter(ended_at__isnull=True).select_related("organisation")
    return found.prefetch_related(Prefetch("memberships", current, to_attr="held")).order_by("name", "id")


def list_organisations(
    viewer: Any, *, q: str = "", kind: str = "", group: str = "", state: str = "open"
) -> QuerySet[Organisation]:
    """By a part of the name or the official id, kind and district group; with how many people hold a role there."""
    found = organisations_visible_to(viewer).select_related("parent")
    if q:
        found = found.filter(Q(name__icontains=q) | Q(name_en__icontains=q) | Q(official_id=q))
    if kind:
        found = found.filter(kind=kind)
    if group:
        found = found.filter(Q(group=group) | Q(parent__group=group))
    if state in ("open", "closed"):
        found = found.filter(is_open=state == "open")
    people = Count("memberships__person", filter=Q(memberships__ended_at__isnull=True), distinct=True)
    return found.annotate(people=people).order_by("kind", "name", "id")


def list_invitations(viewer: Any, *, state: str = "waiting") -> QuerySet[Invitation]:
    """``waiting`` (can still be accepted), ``expired``, ``accepted``, ``withdrawn`` or all."""
    found = invitations_visible_to(viewer)
    open_ones = found.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)
    return {
        "waiting": open_ones.filter(expires_at__gt=now()),
        "expired": open_ones.filter(expires_at__lte=now()),
        "accepted": found.filter(accepted_at__isnull=False),
        "withdrawn": found.filter(withdrawn_at__isnull=False),
    }.get(state, found)


def find_organisation(viewer: Any, text: str) -> list[Organisation]:
    """What somebody may have meant who typed a name, a part of it, an official id or a pid: the one, or several."""
    text = " ".join(text.split())
    seen = organisations_visible_to(viewer).filter(is_open=True)
    exact = list(seen.filter(Q(name=text) | Q(name_en__iexact=text) | Q(official_id=text) | Q(pid=text.lower()))[:10])
    return exact or (list(seen.filter(Q(name__icontains=text) | Q(name_en__icontains=text))[:10]) if text else [])
