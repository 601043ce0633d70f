"""People at institutions: shown only by a logged reveal, ended, forgotten when they withdraw their consent."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gyoryu.audit.domain.access import Whose, log_access
from gyoryu.audit.domain.trail import record
from gyoryu.common.actors import Actor
from gyoryu.common.clock import now
from gyoryu.common.errors import BadInput, DomainError
from gyoryu.registry.enums import RequestState
from gyoryu.registry.models import ConfirmationRequest, Contact, Record

__all__ = [
    "clear_bounce",
    "clear_silence",
    "end_contact",
    "note_bounce",
    "note_silence",
    "reveal_contact",
    "withdraw_consent",
]

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
    """The person does not want to be kept: name and channels are erased, here and wherever they were kept."""
    contact.consent_withdrawn_at = contact.consent_withdrawn_at or now()
    contact.ended_at = contact.ended_at or contact.consent_withdrawn_at
    contact.name = contact.email = contact.email_index = contact.telephone = ""
    contact.save()
    if contact.record is not None:
        Record.objects.filter(source=contact.record.source_id, key=contact.record.key).update(personal="")
    asked = ConfirmationRequest.objects.filter(contact=contact)
    asked.filter(state__in=[RequestState.PLANNED, RequestState.SENT]).update(
        state=RequestState.CANCELLED, cancelled_reason="consent"
    )
    asked.update(email="", email_index="")
    record(
        "registry.withdraw_consent", contact, actor=actor, subjects=[("registry.institution", contact.institution_id)]
    )
    return contact


# What we learn about an address. It is named by its blind index: whoever tells us need not know the address.


@transaction.atomic
def note_bounce(email_index: str, *, actor: Actor) -> int:
    """Mail to this address comes back: nothing more is asked of it; how many contacts have it."""
    known = Contact.objects.filter(email_index=email_index, bouncing_since__isnull=True).exclude(email_index="")
    found = list(known.values_list("pk", "institution_id"))
    Contact.objects.filter(pk__in=[pk for pk, _institution in found]).update(bouncing_since=now())
    open_requests = ConfirmationRequest.objects.filter(email_index=email_index, state=RequestState.SENT)
    returned = list(open_requests.values_list("pk", flat=True))
    ConfirmationRequest.objects.filter(pk__in=returned).update(state=RequestState.BOUNCED)
    if found or returned:
        subjects = [("registry.contact", pk) for pk, _institution in found]
        subjects += [("registry.institution", pk) for pk in sorted({institution for _pk, institution in found})]
        subjects += [("registry.confirmationrequest", pk) for pk in returned]
        record("registry.note_bounce", None, actor=actor, subjects=subjects, contacts=len(found))
    return len(found)


@transaction.atomic
def clear_bounce(contact: Contact, *, actor: Actor) -> Contact:
    """The address works again, somebody says: it may be written to."""
    Contact.objects.filter(email_index=contact.email_index).exclude(email_index="").update(bouncing_since=None)
    contact.bouncing_since = None
    record("registry.clear_bounce", contact, actor=actor, subjects=[("registry.institution", contact.institution_id)])
    return contact


@transaction.atomic
def note_silence(email_index: str, *, actor: Actor) -> int:
    """This address asked us to stop: planned requests to it are cancelled; how many contacts have it."""
    known = Contact.objects.filter(email_index=email_index, silent_since__isnull=True).exclude(email_index="")
    found = list(known.values_list("pk", "institution_id"))
    Contact.objects.filter(pk__in=[pk for pk, _institution in found]).update(silent_since=now())
    ConfirmationRequest.objects.filter(email_index=email_index, state=RequestState.PLANNED).update(
        state=RequestState.CANCELLED, cancelled_reason="stopped"
    )
    if found:
        subjects = [("registry.contact", pk) for pk, _institution in found]
        subjects += [("registry.institution", pk) for pk in sorted({institution for _pk, institution in found})]
        record("registry.note_silence", None, actor=actor, subjects=subjects, contacts=len(found))
    return len(found)


@transaction.atomic
def clear_silence(email_index: str, *, actor: Actor) -> int:
    """They asked us to write again; how many contacts have the address."""
    known = Contact.objects.filter(email_index=email_index, silent_since__isnull=False).exclude(email_index="")
    found = list(known.values_list("pk", "institution_id"))
    Contact.objects.filter(pk__in=[pk for pk, _institution in found]).update(silent_since=None)
    if found:
        subjects = [("registry.contact", pk) for pk, _institution in found]
        record("registry.clear_silence", None, actor=actor, subjects=subjects, contacts=len(found))
    return len(found)
