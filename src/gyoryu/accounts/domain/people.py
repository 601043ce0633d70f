"""Accounts themselves: what people say about themselves, closing and opening again."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gyoryu.accounts.domain.checks import checked_language, checked_name
from gyoryu.accounts.domain.memberships import end_sessions
from gyoryu.accounts.models import Person
from gyoryu.audit.domain.trail import record
from gyoryu.common.actors import Actor
from gyoryu.common.errors import BadInput, Conflict

__all__ = ["close_account", "edit_profile", "reopen_account"]


@transaction.atomic
def edit_profile(person: Person, *, name: str, language: str, actor: Actor) -> Person:
    person.name, person.language = checked_name(name), checked_language(language)
    person.save(update_fields=["name", "language"])
    record("accounts.edit_profile", person, actor=actor)
    return person


@transaction.atomic
def close_account(person: Person, *, actor: Actor) -> Person:
    """Nobody signs in with it any more; roles and what the person did stay on record. Not one's own."""
    if actor.actor_pid == person.pid:
        raise BadInput("own_account", _("Nobody closes their own account. Ask another operator."))
    if not Person.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
        raise Conflict("account_closed", _("This account is closed already."))
    person.is_active = False
    end_sessions(person)
    record("accounts.close_account", person, actor=actor)
    return person


@transaction.atomic
def reopen_account(person: Person, *, actor: Actor) -> Person:
    if not Person.objects.filter(pk=person.pk, is_active=False).update(is_active=True):
        raise Conflict("account_open", _("This account is open already."))
    person.is_active = True
    record("accounts.reopen_account", person, actor=actor)
    return person
