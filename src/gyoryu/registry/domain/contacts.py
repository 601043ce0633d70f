"""People at institutions: shown only by a logged reveal, ended, forgotten when they withdraw their consent."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gyoryu.audit.domain.access import Whose, log_access
from gyoryu.audit.domain.trail import record
from gyoryu.common.actors import Actor
from gyoryu.common.clock import now
from gyoryu.common.errors import BadInput, DomainError
from gyoryu.registry.models import Contact, Record

__all__ = ["end_contact", "reveal_contact", "withdraw_consent"]

SHORTEST_REASON = 5


@dataclass(frozen=True, slots=True)
class RevealedContact:
    """A contact in the clear, for one page, after its look was logged."""

    pid: str
    name: str
    role: str
    when_to_contact: str
    email: str
    telephone: str
    languages: list[str]


@transaction.atomic
def reveal_contact(contact: Contact, *, actor: Actor, reason: str, place: str = "") -> RevealedContact:
    """Show a contact's name and channels. The look is logged: who, when, from where (``place``), whose, why."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise BadInput(
            "reason_missing",
            _("Say in a few words why you need this contact. It is kept in the access log."),
            field="reason",
        )
    if contact.consent_withdrawn_at is not None:
        raise DomainError(
            "consent_withdrawn", _("This person withdrew their consent. Ask the institution for another contact.")
        )
    institution = contact.institution
    log_access(
        actor,
        whose=Whose("registry.contact", contact.pid, institution.display_name),
        what="registry.reveal_contact",
        reason=reason,
        place=place,
    )
    record("registry.reveal_contact", contact, actor=actor, subjects=[("registry.institution", institution.pk)])
    return RevealedContact(
        contact.pid,
        contact.name,
        contact.role,
        contact.when_to_contact,
        contact.email,
        contact.telephone,
        contact.languages,
    )


@transaction.atomic
def end_contact(contact: Contact, *, actor: Actor) -> Contact:
    """The person left or changed position; kept, and shown no more."""
    contact.ended_at = contact.ended_at or now()
    contact.save(update_fields=["ended_at"])
    record("registry.end_contact", contact, actor=actor, subjects=[("registry.institution", contact.institution_id)])
    return contact


@transaction.atomic
def withdraw_consent(contact: Contact, *, actor: Actor) -> Contact:
    """The person does not want to be kept: name and channels are erased here and in the records that brought them."""
    contact.consent_withdrawn_at = contact.consent_withdrawn_at or now()
    contact.ended_at = contact.ended_at or contact.consent_withdrawn_at
    contact.name = contact.email = contact.email_index = contact.telephone = ""
    contact.save()
    if contact.record is not None:
        Record.objects.filter(source=contact.record.source_id, key=contact.record.key).update(personal="")
    record(
        "registry.withdraw_consent", contact, actor=actor, subjects=[("registry.institution", contact.institution_id)]
    )
    return contact
