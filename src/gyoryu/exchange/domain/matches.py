"""What may be done with a match: the office's side, and the answers of both others.

The way of an ordinary one: ``propose_match``, ``decide_match``, ``ask_both``; then ``accept_as_partner`` and
``accept_for_school`` in any order, and it is connected.
"""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from gyoryu.accounts.domain.links import make_partner_link, use_partner_link
from gyoryu.accounts.domain.tokens import take_token
from gyoryu.accounts.enums import LinkPurpose
from gyoryu.accounts.models import PartnerLink, Person
from gyoryu.audit.domain.trail import record
from gyoryu.common.actors import Actor, SystemActor
from gyoryu.common.clock import now, today
from gyoryu.common.errors import BadInput, Conflict, NotInThisState
from gyoryu.exchange.domain import checks
from gyoryu.exchange.domain.fit import fit, total
from gyoryu.exchange.domain.places import check_partner, close_links, end_match, locked, settle_offer, subjects_of
from gyoryu.exchange.enums import Answer, AnswerChannel, MatchState, Side, WishState, WithdrawReason
from gyoryu.exchange.models import Match, Wish
from gyoryu.exchange.queries import askable_contacts, load_of, overdue_matches, root_of
from gyoryu.exchange.states import MATCH, WISH
from gyoryu.reference.queries import office
from gyoryu.registry.domain.contacts import end_contact
from gyoryu.registry.domain.offers import pause_offer
from gyoryu.registry.enums import OfferState
from gyoryu.registry.models import Contact, Offer

__all__ = [
    "accept_as_partner",
    "accept_for_school",
    "ask_both",
    "ask_new_link",
    "decide_match",
    "decline_as_partner",
    "decline_for_school",
    "expire_match",
    "propose_match",
    "record_partner_answer",
    "renew_link",
    "stop_contact",
    "withdraw_match",
]

TELLING = (AnswerChannel.TELEPHONE, AnswerChannel.MAIL, AnswerChannel.IN_PERSON)
LONGEST_ANSWER_DAYS = 90


# The office


@transaction.atomic
def propose_match(wish: Wish, offer: Offer, *, actor: Actor) -> Match:
    """Put one candidate forward, with the reasons as they are today. Takes no place yet."""
    if wish.state not in (WishState.ELIGIBLE, WishState.WAITING):
        raise WISH.refusal(wish, WishState.IN_MATCH)
    criteria = fit(wish, offer, load_of(offer))
    match = Match(
        wish=wish,
        offer=offer,
        reasons=[line.to_json() for line in criteria],
        score=total(criteria),
        proposed_by=actor.actor_pid,
    )
    check_partner(match)
    try:
        with transaction.atomic():
            match.save()
    except IntegrityError as error:
        raise Conflict(
            "match_exists", _("Somebody has just proposed a partner for this wish. Reload the page to see it.")
        ) from error
    record("exchange.propose_match", match, actor=actor, subjects=subjects_of(match), score=match.score)
    return match


@transaction.atomic
def decide_match(match: Match, *, actor: Actor, note_to_partner: str = "") -> Match:
    """A person takes the decision: the match holds one of the offer's places from now on."""
    note = checks.text(note_to_partner, field="note_to_partner", most=1000)
    locked(match)
    if match.state == MatchState.PROPOSED:
        check_partner(match)
    MATCH.move(match, MatchState.DECIDED, decided_at=now(), decided_by=actor.actor_pid, note_to_partner=note)
    WISH.move(match.wish, WishState.IN_MATCH)
    settle_offer(match.offer)
    record("exchange.decide_match", match, actor=actor, subjects=subjects_of(match), score=match.score)
    return match


@transaction.atomic
def ask_both(
    match: Match,
    *,
    actor: Actor,
    contact: Contact | None = None,
    language: str = "en",
    days: int | None = None,
) -> tuple[Match, str]:
    """Ask the partner by a link in its language, and the school on its page; the link's token is returned once.

    Without a ``contact`` no mail goes out: the curator passes the link on.
    """
    locked(match)
    if contact is not None and not askable_contacts(match).filter(pk=contact.pk).exists():
        raise BadInput(
            "contact_gone", _("We may not write to this contact any more. Choose another one."), field="contact"
        )
    days = _answer_days(days)
    due = today() + dt.timedelta(days=days)
    MATCH.move(match, MatchState.ASKED, asked_at=now(), answer_due=due, contact=contact, partner_language=language)
    token = _new_link(match, days=days, actor=actor)
    record("exchange.ask_both", match, actor=actor, subjects=subjects_of(match), due=due.isoformat(), language=language)
    return match, token


def _answer_days(days: int | None) -> int:
    days = office().deadlines.partner_answer_days if days is None else days
    if not 1 <= days <= LONGEST_ANSWER_DAYS:
        raise BadInput("days_out_of_range", _("Give the partner 1 to 90 days to answer."), field="days")
    return days


def _new_link(match: Match, *, days: int, actor: Actor, by_hand: bool = False) -> str:
    """A link that works through the whole last day. Without an address nothing is kept for a mail."""
    link, token = make_partner_link(
        purpose=LinkPurpose.ANSWER_MATCH,
        target=match,
        partner_name=root_of(match.offer.institution).display_name,
        email="" if by_hand or match.contact is None else match.contact.email,
        language=match.partner_language,
        days=days + 1,
        actor=actor,
    )
    if not link.email:
        take_token(link)
    return token


@transaction.atomic
def renew_link(match: Match, *, actor: Actor, days: int | None = None, by_hand: bool = False) -> tuple[Match, str]:
    """A new link for a partner that has not answered yet; the old one opens nothing any more.

    ``by_hand``: no mail goes out, the curator passes the link on.
    """
    locked(match)
    if match.state not in (MatchState.ASKED, MatchState.ACCEPTED_BY_SCHOOL):
        raise MATCH.refusal(match, MatchState.ASKED)
    days = _answer_days(days)
    close_links(match, actor=actor)
    match.answer_due = today() + dt.timedelta(days=days)
    match.renewal_asked_at = None
    match.save(update_fields=["answer_due", "renewal_asked_at"])
    token = _new_link(match, days=days, actor=actor, by_hand=by_hand)
    record("exchange.renew_link", match, actor=actor, subjects=subjects_of(match), due=match.answer_due.isoformat())
    return match, token


@transaction.atomic
def withdraw_match(match: Match, *, reason: str, actor: Actor, note: str = "") -> Match:
    """The office takes it back; the wish waits again with its old place in the queue."""
    if reason not in WithdrawReason.values:
        raise BadInput("unknown_reason", _("Choose a reason."), field="reason")
    note = checks.text(note, field="note", most=1000)
    locked(match)
    end_match(match, MatchState.WITHDRAWN, actor=actor, withdrawn_reason=reason, withdrawn_note=note)
    record("exchange.withdraw_match", match, actor=actor, subjects=subjects_of(match), reason=reason)
    return match


@transaction.atomic
def expire_match(match: Match, *, actor: Actor) -> Match:
    """The last day to answer is over; the wish waits again with its old place in the queue."""
    locked(match)
    if match.answer_due is None or match.answer_due >= today():
        raise Conflict("not_due_yet", _("There is still time to answer, until %(day)s."), day=match.answer_due or "–")
    end_match(match, MatchState.EXPIRED, actor=actor)
    record("exchange.expire_match", match, actor=actor, subjects=subjects_of(match))
    return match


def expire_matches(*, actor: Actor | None = None) -> int:
    """Every match whose last day is over, each in a transaction of its own; how many."""
    count = 0
    for match in overdue_matches(today()):
        try:
            expire_match(match, actor=actor or SystemActor("matching"))
        except (NotInThisState, Conflict):
            continue  # answered a moment ago
        count += 1
    return count


# The school


@transaction.atomic
def accept_for_school(match: Match, *, actor: Person, share_contact: bool = False) -> Match:
    """Teacher or principal says yes. ``share_contact``: the teacher lets the partner see her name and e-mail."""
    locked(match)
    if share_contact and actor.pk == match.wish.responsible_id:
        match.wish.contact_consent_at = now()
        match.wish.save(update_fields=["contact_consent_at"])
    changes = {"school_accepted_at": now(), "school_accepted_by": actor}
    if match.state == MatchState.ACCEPTED_BY_PARTNER:
        _connect(match, **changes)
    else:
        MATCH.move(match, MatchState.ACCEPTED_BY_SCHOOL, **changes)
    record("exchange.accept_for_school", match, actor=actor, subjects=subjects_of(match), state=match.state)
    return match


@transaction.atomic
def decline_for_school(match: Match, *, reasons: list[str], actor: Person, note: str = "") -> Match:
    """The school says no; its wish waits again."""
    note = checks.text(note, field="note", most=1000)
    checks.check_reasons("school_declined_reasons", reasons, note)
    locked(match)
    _decline(match, Side.SCHOOL, reasons, note, actor)
    record("exchange.decline_for_school", match, actor=actor, subjects=subjects_of(match), reasons=list(reasons))
    return match


# The partner


@transaction.atomic
def accept_as_partner(match: Match, *, actor: PartnerLink) -> Match:
    """The partner says yes by its link, which has then done its work."""
    locked(match)
    use_partner_link(actor, actor=actor)
    _partner_accepts(match, AnswerChannel.LINK)
    record("exchange.accept_as_partner", match, actor=actor, subjects=subjects_of(match), state=match.state)
    return match


@transaction.atomic
def decline_as_partner(match: Match, *, reasons: list[str], actor: PartnerLink, note: str = "") -> Match:
    note = checks.text(note, field="note", most=1000)
    checks.check_reasons("partner_declined_reasons", reasons, note)
    locked(match)
    use_partner_link(actor, actor=actor)
    _decline(match, Side.PARTNER, reasons, note, actor, partner_channel=AnswerChannel.LINK)
    record("exchange.decline_as_partner", match, actor=actor, subjects=subjects_of(match), reasons=list(reasons))
    return match


@transaction.atomic
def record_partner_answer(
    match: Match,
    *,
    answer: str,
    channel: str,
    actor: Actor,
    person: str = "",
    reasons: list[str] | None = None,
    note: str = "",
) -> Match:
    """A curator notes what the partner said by telephone, mail or in person; ``person`` is the role of who said it."""
    if channel not in TELLING:
        raise BadInput(
            "unknown_channel", _("Say how the answer came: by telephone, by e-mail or in person."), field="channel"
        )
    if answer not in Answer.values:
        raise BadInput("unknown_answer", _("Say whether the partner accepts or declines."), field="answer")
    accepts = answer == Answer.ACCEPT
    person = checks.text(person, field="person", most=200)
    note = checks.text(note, field="note", most=1000)
    if not accepts:
        checks.check_reasons("partner_declined_reasons", reasons or [], note)
    locked(match)
    if accepts:
        _partner_accepts(match, channel, partner_person=person)
        close_links(match, actor=actor, answered=True)
    else:
        _decline(match, Side.PARTNER, reasons or [], note, actor, partner_channel=channel, partner_person=person)
    said = {"answer": answer, "channel": channel, "state": match.state}
    record("exchange.record_partner_answer", match, actor=actor, subjects=subjects_of(match), **said)
    return match


@transaction.atomic
def ask_new_link(match: Match, *, actor: PartnerLink) -> Match:
    """The partner's link has ended and it asks the office for another. Asking twice changes nothing."""
    if Match.objects.filter(pk=match.pk, renewal_asked_at__isnull=True).update(renewal_asked_at=now()):
        match.refresh_from_db()
        record("exchange.ask_new_link", match, actor=actor, subjects=subjects_of(match))
    return match


@transaction.atomic
def stop_contact(match: Match, *, actor: PartnerLink) -> Match:
    """The partner wants no more mail: it declines if it was being asked, its offer rests, and the contact is ended.

    Any link of the match will do, also one that has ended: nobody has to ask us for a link to be left alone.
    ``notices`` follows with a silence over the address of the link.
    """
    locked(match)
    if match.state in (MatchState.ASKED, MatchState.ACCEPTED_BY_SCHOOL):
        _decline(match, Side.PARTNER, ["other"], "", actor, partner_channel=AnswerChannel.LINK)
    close_links(match, actor=actor)
    match.offer.refresh_from_db()
    if match.offer.state in (OfferState.CONFIRMED, OfferState.OPEN, OfferState.FULL):
        pause_offer(match.offer, actor=actor)
    if match.contact is not None and match.contact.ended_at is None:
        end_contact(match.contact, actor=actor)
    record("exchange.stop_contact", match, actor=actor, subjects=subjects_of(match), link=actor.pid)
    return match


# What several of them do


def _partner_accepts(match: Match, channel: str, *, partner_person: str = "") -> None:
    changes = {"partner_accepted_at": now(), "partner_channel": channel, "partner_person": partner_person}
    if match.state == MatchState.ACCEPTED_BY_SCHOOL:
        _connect(match, **changes)
    else:
        MATCH.move(match, MatchState.ACCEPTED_BY_PARTNER, **changes)


def _connect(match: Match, **changes: Any) -> None:
    """Both have accepted: contacts are released by this move and by nothing else."""
    MATCH.move(match, MatchState.CONNECTED, connected_at=now(), **changes)
    WISH.move(match.wish, WishState.CONNECTED)


def _decline(match: Match, side: str, reasons: list[str], note: str, actor: Actor, **changes: Any) -> None:
    end_match(
        match,
        MatchState.DECLINED,
        actor=actor,
        declined_by=side,
        declined_reasons=list(reasons),
        declined_note=note,
        **changes,
    )
