"""The places of an offer: who may take one, and what happens to offer and wish when a match ends.

Whatever takes or frees a place first locks the row of the institution (on SQLite the transaction is the lock) and
reads the match again: of two people who decide about one partner at once, the second sees what the first did.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from gyoryu.accounts.domain.links import revoke_partner_link, use_partner_link
from gyoryu.accounts.enums import LinkPurpose
from gyoryu.accounts.queries import open_links_of
from gyoryu.common.actors import Actor, SystemActor
from gyoryu.common.clock import now, today
from gyoryu.common.errors import Conflict
from gyoryu.exchange.enums import MatchState, WishState
from gyoryu.exchange.models import Match, Wish
from gyoryu.exchange.models.match import OVER
from gyoryu.exchange.queries import load_of, places_taken, root_of
from gyoryu.exchange.states import MATCH, WISH
from gyoryu.registry.domain.offers import mark_full, open_offer
from gyoryu.registry.enums import InstitutionState, OfferState
from gyoryu.registry.models import Institution, Offer

__all__: list[str] = []

MATCHING = SystemActor("matching")  # who marks an offer full and opens it again


def lock_partner(offer: Offer) -> Offer:
    """The offer as it is now, while nobody else decides about its institution."""
    offer = Offer.objects.select_related("institution__merged_into").get(pk=offer.pk)
    Institution.objects.select_for_update(no_key=True).get(pk=root_of(offer.institution).pk)
    return Offer.objects.select_related("institution__merged_into").get(pk=offer.pk)


def locked(match: Match) -> Match:
    """``match`` brought up to date, while nobody else decides about its partner."""
    offer = lock_partner(match.offer)
    match.refresh_from_db()
    match.offer = offer
    return match


def locked_match_of(wish: Wish) -> Match | None:
    """The wish's match that is not over, locked."""
    match = (
        Match.objects.filter(wish=wish)
        .exclude(state__in=OVER)
        .select_related("offer__institution__merged_into")
        .first()
    )
    if match is None:
        return None
    return None if locked(match).state in OVER else match


def check_partner(match: Match) -> None:
    """May the partner be asked about this match now? Conflict says what stands against it."""
    offer = match.offer
    if root_of(offer.institution).state != InstitutionState.PUBLISHED:
        raise Conflict(
            "institution_not_published",
            _("This institution is not published. Publish it first, or choose another partner."),
        )
    if offer.state not in (OfferState.OPEN, OfferState.FULL) or (offer.valid_until and offer.valid_until < today()):
        raise Conflict("offer_not_open", _("This offer is not open any more. Choose another partner for the wish."))
    load = load_of(offer, but=match)
    if load.places_taken >= load.capacity:
        raise Conflict(
            "offer_full",
            _("The last place of this offer has just been taken. Choose another partner, or let the wish wait."),
        )
    if load.being_asked >= load.contacts_at_once:
        raise Conflict(
            "partner_being_asked",
            _(
                "This partner is being asked about another school already. "
                "Wait for its answer, or choose another partner."
            ),
        )


def settle_offer(offer: Offer) -> None:
    """Full when its places are taken, open again when one is free. A paused or withdrawn offer is left alone."""
    free = offer.capacity - places_taken(offer)
    if offer.state == OfferState.OPEN and free <= 0:
        mark_full(offer, actor=MATCHING)
    elif offer.state == OfferState.FULL and free > 0 and not (offer.valid_until and offer.valid_until < today()):
        open_offer(offer, actor=MATCHING)


def close_links(match: Match, *, actor: Actor, answered: bool = False) -> None:
    """Nobody answers by link any more. ``answered``: its work is done, and it goes on showing where things stand."""
    close = use_partner_link if answered else revoke_partner_link
    for link in open_links_of("exchange.match", match.pid, LinkPurpose.ANSWER_MATCH):
        close(link, actor=actor)


def end_match(match: Match, state: str, *, actor: Actor, wish_goes_on: bool = True, **changes: Any) -> None:
    """Take a locked match to its end: its links close, its place is free, the wish waits again where it waited.

    A link whose time is over stays as it is: its page says so, and lets the partner ask for a new one.
    """
    MATCH.move(match, state, ended_at=now(), **changes)
    if state != MatchState.EXPIRED:
        close_links(match, actor=actor)
    if wish_goes_on:
        wish = Wish.objects.get(pk=match.wish_id)
        if wish.state in (WishState.IN_MATCH, WishState.CONNECTED):
            WISH.move(wish, WishState.WAITING)
        match.wish = wish
    settle_offer(match.offer)


def subjects_of(match: Match) -> list[tuple[str, int]]:
    """What else an event of a match is about."""
    return [
        ("exchange.wish", match.wish_id),
        ("registry.offer", match.offer_id),
        ("registry.institution", match.offer.institution_id),
    ]
