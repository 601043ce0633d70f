"""Signed links for partners without an account: one purpose, one thing, a day on which they end."""

import datetime as dt
from collections.abc import Collection

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from gyoryu.accounts.domain.tokens import bearer_of, new_token, token_hash
from gyoryu.accounts.enums import LinkPurpose
from gyoryu.accounts.models import PartnerLink
from gyoryu.audit.domain.trail import record
from gyoryu.common.actors import Actor
from gyoryu.common.clock import now
from gyoryu.common.crypto import blind_index
from gyoryu.common.errors import BadInput, DomainError, NotFound, type_of_message

__all__ = ["make_partner_link", "revoke_partner_link", "use_partner_link"]


class LinkRefused(DomainError):
    """The link was real once. ``link`` is what it was, so that the page can speak the partner's language."""

    status = 410

    def __init__(self, code: str, message: type_of_message, link: PartnerLink) -> None:
        super().__init__(code, message)
        self.link = link


class LinkUnknown(NotFound):
    """No such link, or not for this."""

    def __init__(self) -> None:
        super().__init__(_("This link is not complete or was never made. Open it again from the mail, in one piece."))
        self.code = "link_unknown"


class LinkExpired(LinkRefused):
    def __init__(self, link: PartnerLink) -> None:
        super().__init__("link_expired", _("This link has ended. Reply to our mail and you will get a new one."), link)


class LinkRevoked(LinkRefused):
    def __init__(self, link: PartnerLink) -> None:
        super().__init__("link_revoked", _("This link was taken back. Reply to our mail if you have a question."), link)


class LinkUsed(LinkRefused):
    def __init__(self, link: PartnerLink) -> None:
        super().__init__("link_used", _("You have answered already. Reply to our mail if you want to change it."), link)


@transaction.atomic
def make_partner_link(
    *,
    purpose: str,
    target: models.Model,
    partner_name: str,
    email: str,
    language: str,
    days: int,
    actor: Actor,
) -> tuple[PartnerLink, str]:
    """A new link and its token, which is shown once and mailed once. ``target`` is what it is about (it has a pid)."""
    if purpose not in LinkPurpose.values:
        known = ", ".join(LinkPurpose.values)
        raise BadInput("unknown_purpose", _("A link is made for one of: %(known)s."), known=known)
    if not 1 <= days <= 366:
        raise BadInput("days_out_of_range", _("A link lives from 1 to 366 days."), field="days")
    languages = [code for code, _label in settings.LANGUAGES]
    token = new_token()
    link = PartnerLink.objects.create(
        token_hash=token_hash(token),
        sealed_token=token,
        purpose=purpose,
        target_kind=target._meta.label_lower,
        target_pid=target.pid,  # type: ignore[attr-defined]
        partner_name=partner_name[:200],
        email=email.strip(),
        email_index=blind_index(email) if email.strip() else "",
        language=language if language in languages else "en",
        made_by=actor.actor_pid,
        expires_at=now() + dt.timedelta(days=days),
    )
    record("accounts.make_partner_link", link, actor=actor, purpose=purpose, target=link.target_pid, days=days)
    return link, token


def open_partner_link(token: str, purpose: str | Collection[str]) -> PartnerLink:
    """The link ``token`` opens for ``purpose``; else LinkUnknown, LinkRevoked, LinkUsed or LinkExpired. Only reads."""
    purposes = {purpose} if isinstance(purpose, str) else set(purpose)
    link = bearer_of(token, PartnerLink.objects.filter(purpose__in=purposes))
    if link is None:
        raise LinkUnknown()
    if link.revoked_at:
        raise LinkRevoked(link)
    if link.used_at:
        raise LinkUsed(link)
    if link.expires_at <= now():
        raise LinkExpired(link)
    return link


@transaction.atomic
def use_partner_link(link: PartnerLink, *, actor: Actor) -> PartnerLink:
    """Its one purpose is served: it opens nothing any more. Of two at once, one gets LinkUsed."""
    at = now()
    if not PartnerLink.objects.filter(pk=link.pk, used_at__isnull=True, revoked_at__isnull=True).update(used_at=at):
        link.refresh_from_db()
        raise LinkRevoked(link) if link.revoked_at else LinkUsed(link)
    link.used_at = at
    record("accounts.use_partner_link", link, actor=actor, purpose=link.purpose, target=link.target_pid)
    return link


@transaction.atomic
def revoke_partner_link(link: PartnerLink, *, actor: Actor) -> PartnerLink:
    """Take a link back before it was used; a mail that was not written yet is not. Again changes nothing."""
    at = now()
    open_one = PartnerLink.objects.filter(pk=link.pk, used_at__isnull=True, revoked_at__isnull=True)
    if not open_one.update(revoked_at=at, sealed_token=""):
        link.refresh_from_db()
        if link.used_at:
            raise LinkUsed(link)
        return link
    link.revoked_at, link.sealed_token = at, ""
    record("accounts.revoke_partner_link", link, actor=actor, purpose=link.purpose, target=link.target_pid)
    return link
