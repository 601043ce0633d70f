"""People and organisations, for an operator's own tools (a staff list, a school's own directory) and for oneself.

Lists of persons need a reason, as on the pages, and each look is logged.
"""

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query, Schema

from gyoryu.accounts import listing, queries
from gyoryu.accounts.domain import filters, invitations, memberships, people, priorities
from gyoryu.accounts.models import Invitation, Organisation, Person
from gyoryu.api.rest.door import api, signed_in
from gyoryu.audit.domain.access import Whose, log_access, log_download

Text = Annotated[str, Field(max_length=300)]
Pid = Annotated[str, Field(pattern=r"^[0-9a-hjkmnp-tv-z]{10}$")]
Code = Annotated[str, Field(max_length=40)]
Limit = Annotated[int, Query(ge=1, le=200)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]


class RoleOut(Schema):
    role: str
    organisation: str  # pid
    name: str
    since: dt.datetime


class PersonOut(Schema):
    pid: str
    name: str
    email: str
    language: str
    open: bool
    roles: list[RoleOut]


class PeopleOut(Schema):
    total: int
    people: list[PersonOut]


class OrganisationOut(Schema):
    pid: str
    kind: str
    name: str
    name_en: str
    official_scheme: str
    official_id: str
    parent: str  # pid, or empty
    group: str
    priority_classes: list[str]
    open: bool


class OrganisationsOut(Schema):
    total: int
    organisations: list[OrganisationOut]


class InvitationOut(Schema):
    """Without the link: it goes by mail to its owner alone."""

    pid: str
    email: str
    role: str
    organisation: str
    expires_at: dt.datetime
    accepted: bool
    withdrawn: bool


class FilterOut(Schema):
    pid: str
    page: str
    label: str
    query: str


class Profile(Schema):
    name: Text
    language: Code


class Invited(Schema):
    email: Text
    role: Code
    organisation: Pid
    name: Text = ""
    language: Code = "ko"


class RoleAt(Schema):
    role: Code
    organisation: Pid


class Classes(Schema):
    classes: Annotated[list[Code], Field(max_length=50)]


class Kept(Schema):
    page: Annotated[str, Field(max_length=60)]
    label: Text
    query: Annotated[str, Field(max_length=2000)]


def _viewer(request: HttpRequest) -> Any:
    return request.viewer  # type: ignore[attr-defined]


def _place(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _person_out(person: Person) -> dict[str, Any]:
    held = getattr(person, "held", None)
    if held is None:
        held = person.memberships.filter(ended_at__isnull=True).select_related("organisation")
    return {
        "pid": person.pid,
        "name": person.name,
        "email": person.email,
        "language": person.language,
        "open": person.is_active,
        "roles": [
            {"role": one.role, "organisation": one.organisation.pid, "name": one.organisation.name, "since": one.since}
            for one in held
        ],
    }


def _organisation_out(one: Organisation) -> dict[str, Any]:
    same = ("pid", "kind", "name", "name_en", "official_scheme", "official_id", "group", "priority_classes")
    return {
        **{name: getattr(one, name) for name in same},
        "parent": one.parent.pid if one.parent else "",
        "open": one.is_open,
    }


def _invitation_out(one: Invitation) -> dict[str, Any]:
    return {
        "pid": one.pid,
        "email": one.email,
        "role": one.role,
        "organisation": one.organisation.pid,
        "expires_at": one.expires_at,
        "accepted": one.accepted_at is not None,
        "withdrawn": one.withdrawn_at is not None,
    }


# Oneself


@api.get("/me", operation_id="view_me", auth=signed_in, response=PersonOut, summary="Who I am and what I may do")
def view_me(request: HttpRequest) -> dict[str, Any]:
    return _person_out(_viewer(request))


@api.put("/me", operation_id="edit_profile", auth=signed_in, response=PersonOut, summary="My name and language")
def edit_profile(request: HttpRequest, body: Profile) -> dict[str, Any]:
    viewer = _viewer(request)
    person = queries.get_person(viewer, viewer.pid, to="accounts.edit_profile")
    return _person_out(people.edit_profile(person, name=body.name, language=body.language, actor=viewer))


@api.post(
    "/me/filters", operation_id="save_filter", auth=signed_in, response={201: FilterOut}, summary="Keep a list's filter"
)
def save_filter(request: HttpRequest, body: Kept) -> tuple[int, dict[str, Any]]:
    saved = filters.save_filter(page=body.page, label=body.label, query=body.query, actor=_viewer(request))
    return 201, {"pid": saved.pid, "page": saved.page, "label": saved.label, "query": saved.query}


@api.delete(
    "/me/filters/{pid:pid}",
    operation_id="delete_filter",
    auth=signed_in,
    response={204: None},
    summary="Forget a filter that I kept",
)
def delete_filter(request: HttpRequest, pid: str) -> tuple[int, None]:
    viewer = _viewer(request)
    filters.delete_filter(queries.get_saved_filter(viewer, pid), actor=viewer)
    return 204, None


# People


@api.get(
    "/people",
    operation_id="list_people",
    auth=signed_in,
    response=PeopleOut,
    summary="People with their roles; needs a reason, which is logged",
)
def list_people(
    request: HttpRequest,
    reason: Annotated[str, Query(max_length=500)],
    q: Annotated[str, Query(max_length=100)] = "",
    role: Annotated[str, Query(max_length=20)] = "",
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    viewer = _viewer(request)
    queries.check(viewer, "accounts.view_people")
    named = " ".join(part for part in (q, role) if part)
    whose = Whose("accounts.people", "", named)
    log_download(viewer, whose=whose, what="accounts.download_people", reason=reason, place=_place(request))
    found = listing.list_people(viewer, q=q, role=role, state="all")
    return {"total": found.count(), "people": [_person_out(one) for one in found[offset : offset + limit]]}


@api.get(
    "/people/{pid:pid}", operation_id="view_person", auth=signed_in, response=PersonOut, summary="One person; logged"
)
def view_person(request: HttpRequest, pid: str) -> dict[str, Any]:
    viewer = _viewer(request)
    person = queries.get_person(viewer, pid)
    whose = Whose("accounts.person", person.pid, person.name)
    log_access(viewer, whose=whose, what="accounts.view_person", place=_place(request))
    return _person_out(person)


@api.post(
    "/people/{pid:pid}/grant-role", operation_id="grant_role", auth=signed_in, response=PersonOut, summary="Give a role"
)
def grant_role(request: HttpRequest, pid: str, body: RoleAt) -> dict[str, Any]:
    viewer = _viewer(request)
    person = queries.get_person(viewer, pid, to="accounts.grant_role")
    organisation = queries.get_organisation(viewer, body.organisation)
    memberships.grant_role(person, role=body.role, organisation=organisation, actor=viewer)
    return _person_out(person)


@api.post(
    "/people/{pid:pid}/end-membership",
    operation_id="end_membership",
    auth=signed_in,
    response=PersonOut,
    summary="End a role",
)
def end_membership(request: HttpRequest, pid: str, body: RoleAt) -> dict[str, Any]:
    viewer = _viewer(request)
    membership = queries.get_membership(viewer, pid, body.organisation, body.role)
    return _person_out(memberships.end_membership(membership, actor=viewer).person)


@api.post(
    "/people/{pid:pid}/move",
    operation_id="move_person",
    auth=signed_in,
    response=PersonOut,
    summary="To another organisation of the same kind: the old roles end, the new begins",
)
def move_person(request: HttpRequest, pid: str, body: RoleAt) -> dict[str, Any]:
    viewer = _viewer(request)
    person = queries.get_person(viewer, pid, to="accounts.move_person")
    organisation = queries.get_organisation(viewer, body.organisation)
    return _person_out(memberships.move_person(person, to=organisation, role=body.role, actor=viewer).membership.person)


@api.post(
    "/people/{pid:pid}/close",
    operation_id="close_account",
    auth=signed_in,
    response=PersonOut,
    summary="Nobody signs in with it any more",
)
def close_account(request: HttpRequest, pid: str) -> dict[str, Any]:
    viewer = _viewer(request)
    person = queries.get_person(viewer, pid, to="accounts.close_account")
    return _person_out(people.close_account(person, actor=viewer))


@api.post(
    "/people/{pid:pid}/reopen",
    operation_id="reopen_account",
    auth=signed_in,
    response=PersonOut,
    summary="Open a closed account again",
)
def reopen_account(request: HttpRequest, pid: str) -> dict[str, Any]:
    viewer = _viewer(request)
    person = queries.get_person(viewer, pid, to="accounts.reopen_account")
    return _person_out(people.reopen_account(person, actor=viewer))


# Invitations


@api.post(
    "/invitations",
    operation_id="invite_person",
    auth=signed_in,
    response={201: InvitationOut},
    summary="Invite an address to a role; the link goes by mail",
)
def invite_person(request: HttpRequest, body: Invited) -> tuple[int, dict[str, Any]]:
    viewer = _viewer(request)
    organisation = queries.get_organisation_to_invite_to(viewer, body.organisation, body.role)
    invitation, _token = invitations.invite_person(
        body.email,
        role=body.role,
        organisation=organisation,
        name=body.name,
        language=body.language,
        actor=viewer,
    )
    return 201, _invitation_out(invitation)


@api.post(
    "/invitations/{pid:pid}/withdraw",
    operation_id="withdraw_invitation",
    auth=signed_in,
    response=InvitationOut,
    summary="The link opens nothing any more",
)
def withdraw_invitation(request: HttpRequest, pid: str) -> dict[str, Any]:
    viewer = _viewer(request)
    invitation = queries.get_invitation(viewer, pid)
    return _invitation_out(invitations.withdraw_invitation(invitation, actor=viewer))


# Organisations


@api.get(
    "/organisations",
    operation_id="list_organisations",
    auth=signed_in,
    response=OrganisationsOut,
    summary="The office, its institute, districts and schools, as far as one may see them",
)
def list_organisations(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=100)] = "",
    kind: Annotated[str, Query(max_length=20)] = "",
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    found = listing.list_organisations(_viewer(request), q=q, kind=kind, state="all")
    rows = [_organisation_out(one) for one in found[offset : offset + limit]]
    return {"total": found.count(), "organisations": rows}


@api.post(
    "/organisations/{pid:pid}/priority-classes",
    operation_id="set_priority_classes",
    auth=signed_in,
    response=OrganisationOut,
    summary="The priority classes that a school is in",
)
def set_priority_classes(request: HttpRequest, pid: str, body: Classes) -> dict[str, Any]:
    viewer = _viewer(request)
    school = queries.get_organisation(viewer, pid, to="accounts.set_priority_classes")
    return _organisation_out(priorities.set_priority_classes(school, classes=body.classes, actor=viewer))
