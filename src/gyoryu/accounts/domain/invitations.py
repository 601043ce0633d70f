"""Invitations: the only way to an account. Opening the link in the mail verifies the address."""

import datetime as dt

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gyoryu.accounts.domain.checks import checked_email, checked_language, checked_name, checked_password
from gyoryu.accounts.domain.memberships import check_role, end_sessions, give
from gyoryu.accounts.domain.tokens import bearer_of, new_token, token_hash
from gyoryu.accounts.models import Invitation, Organisation, Person
from gyoryu.audit.domain.trail import record
from gyoryu.common.actors import Actor
from gyoryu.common.clock import now
from gyoryu.common.errors import BadInput, Conflict, DomainError, NotFound, type_of_message

__all__ = ["accept_invitation", "invite_person", "withdraw_invitation"]

DAYS = 14


class InvitationUnknown(NotFound):
    def __init__(self) -> None:
        super().__init__(_("This invitation was never made, or the link is not complete. Open it again from the mail."))
        self.code = "invitation_unknown"


class InvitationOver(DomainError):
    """The invitation was real once: accepted, withdrawn or expired."""

    status = 410

    def __init__(self, code: str, message: type_of_message, invitation: Invitation) -> None:
        super().__init__(code, message)
        self.invitation = invitation


@transaction.atomic
def invite_person(
    email: str,
    *,
    role: str,
    organisation: Organisation,
    actor: Actor,
    name: str = "",
    language: str = "ko",
    days: int = DAYS,
) -> tuple[Invitation, str]:
    """Invite an address to one role at one organisation. An open invitation to the same is replaced by the new one.

    The token is shown once (command line) and mailed once. A person who has an account may be invited too.
    """
    email = checked_email(email)
    check_role(role, organisation)
    if not 1 <= days <= 90:
        raise BadInput("days_out_of_range", _("An invitation lives from 1 to 90 days."), field="days")
    holds = Person.objects.filter(
        email=email,
        memberships__role=role,
        memberships__organisation=organisation,
        memberships__ended_at__isnull=True,
    )
    if holds.exists():
        raise Conflict("role_held", _("Whoever has this address holds this role there already."), field="email")
    at = now()
    same = Invitation.objects.filter(email=email, role=role, organisation=organisation)
    same.filter(accepted_at__isnull=True, withdrawn_at__isnull=True).update(withdrawn_at=at, sealed_token="")
    token = new_token()
    invitation = Invitation.objects.create(
        email=email,
        name=checked_name(name) if name.strip() else "",
        role=role,
        organisation=organisation,
        language=checked_language(language),
        token_hash=token_hash(token),
        sealed_token=token,
        invited_by=actor.actor_pid,
        invited_at=at,
        expires_at=at + dt.timedelta(days=days),
    )
    record("accounts.invite_person", invitation, actor=actor, role=role, organisation=organisation.pid)
    return invitation, token


def open_invitation(token: str) -> Invitation:
    """The invitation that ``token`` opens; InvitationUnknown, or InvitationOver with the reason. Writes nothing."""
    invitation = bearer_of(token, Invitation.objects.select_related("organisation"))
    if invitation is None:
        raise InvitationUnknown()
    if invitation.accepted_at:
        raise InvitationOver("invitation_used", _("This invitation was accepted already. Sign in."), invitation)
    if invitation.withdrawn_at:
        message = _("This invitation was withdrawn. A newer mail may be in your inbox; if not, ask your office.")
        raise InvitationOver("invitation_withdrawn", message, invitation)
    if invitation.expires_at <= now():
        message = _("This invitation has ended. Ask your office for a new one.")
        raise InvitationOver("invitation_expired", message, invitation)
    return invitation


@transaction.atomic
def accept_invitation(token: str, *, name: str = "", password: str = "") -> Person:
    """Make the account and give the role. Somebody who has an account keeps it as it is and gets the role."""
    invitation = open_invitation(token)
    at = now()
    mine = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True, withdrawn_at__isnull=True)
    if not mine.update(accepted_at=at, sealed_token=""):
        raise InvitationOver("invitation_used", _("This invitation was accepted already. Sign in."), invitation)
    person = Person.objects.filter(email=invitation.email).first()
    if person is None:
        person = _new_person(invitation, name=name, password=password)
    elif not person.is_active:
        raise Conflict("account_closed", _("The account of this address was closed. Ask your office to open it again."))
    give(person, role=invitation.role, organisation=invitation.organisation, actor=person)
    end_sessions(person)
    record(
        "accounts.accept_invitation",
        invitation,
        actor=person,
        role=invitation.role,
        organisation=invitation.organisation.pid,
    )
    return person


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, actor: Actor) -> Invitation:
    """The link opens nothing any more; a mail that was not written yet is not."""
    at = now()
    open_one = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True, withdrawn_at__isnull=True)
    if not open_one.update(withdrawn_at=at, sealed_token=""):
        raise Conflict("invitation_over", _("This invitation was accepted or withdrawn before."))
    invitation.withdrawn_at, invitation.sealed_token = at, ""
    record("accounts.withdraw_invitation", invitation, actor=actor, role=invitation.role)
    return invitation


def _new_person(invitation: Invitation, *, name: str, password: str) -> Person:
    person = Person(email=invitation.email, name=checked_name(name), language=invitation.language)
    person.set_password(checked_password(password, person))
    person.save(force_insert=True)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person
