"""What may be done with an offer: confirmed by the partner, opened, full, paused, expired, withdrawn."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gyoryu.audit.domain.trail import record
from gyoryu.common.actors import Actor
from gyoryu.common.clock import now, today
from gyoryu.common.errors import BadInput
from gyoryu.registry.enums import OfferState
from gyoryu.registry.models import Institution, Offer
from gyoryu.registry.states import OFFER

__all__ = [
    "confirm_offer",
    "expire_offers",
    "mark_full",
    "open_offer",
    "pause_offer",
    "reconfirm_offer",
    "withdraw_offer",
]

WAYS = ("link", "telephone", "mail", "in_person")


def _subjects(offer: Offer) -> list[tuple[str, int]]:
    return [("registry.institution", offer.institution_id)]


@transaction.atomic
def confirm_offer(offer: Offer, *, how: str, actor: Actor, valid_until: dt.date | None = None) -> Offer:
    """The partner said itself that the offer stands; ``how`` it said so is one of WAYS."""
    if how not in WAYS:
        raise BadInput(
            "unknown_way", _("Say how it was confirmed: by link, telephone, mail or in person."), field="how"
        )
    changes = {"valid_until": valid_until} if valid_until else {}
    OFFER.move(offer, OfferState.CONFIRMED, confirmed_at=now(), confirmed_how=how, **changes)
    record("registry.confirm_offer", offer, actor=actor, subjects=_subjects(offer), how=how)
    return offer


@transaction.atomic
def reconfirm_offer(offer: Offer, *, how: str, actor: Actor) -> Offer:
    """The partner says again that an offer in use stands; its state is left alone."""
    if how not in WAYS:
        raise BadInput(
            "unknown_way", _("Say how it was confirmed: by link, telephone, mail or in person."), field="how"
        )
    if offer.state not in (OfferState.CONFIRMED, OfferState.OPEN, OfferState.FULL):
        raise OFFER.refusal(offer, OfferState.CONFIRMED)
    offer.confirmed_at, offer.confirmed_how = now(), how
    offer.save(update_fields=["confirmed_at", "confirmed_how"])
    record("registry.reconfirm_offer", offer, actor=actor, subjects=_subjects(offer), how=how)
    return offer


@transaction.atomic
def open_offer(offer: Offer, *, actor: Actor) -> Offer:
    """Schools may be matched with it from now on."""
    if institution_of(offer).status == "closed":
        raise BadInput("institution_closed", _("This institution is closed. Its offers rest."))
    if offer.valid_until and offer.valid_until < today():
        raise BadInput(
            "offer_over",
            _("This offer was valid until %(day)s. Let the partner confirm it again."),
            day=offer.valid_until,
        )
    OFFER.move(offer, OfferState.OPEN)
    record("registry.open_offer", offer, actor=actor, subjects=_subjects(offer))
    return offer


@transaction.atomic
def mark_full(offer: Offer, *, actor: Actor) -> Offer:
    """As many schools as the partner takes are connected."""
    OFFER.move(offer, OfferState.FULL)
    record("registry.mark_full", offer, actor=actor, subjects=_subjects(offer))
    return offer


@transaction.atomic
def pause_offer(offer: Offer, *, actor: Actor) -> Offer:
    OFFER.move(offer, OfferState.PAUSED)
    record("registry.pause_offer", offer, actor=actor, subjects=_subjects(offer))
    return offer


@transaction.atomic
def withdraw_offer(offer: Offer, *, actor: Actor) -> Offer:
    """The partner does not offer it any more. For good: a new offer is a new record."""
    OFFER.move(offer, OfferState.WITHDRAWN)
    record("registry.withdraw_offer", offer, actor=actor, subjects=_subjects(offer))
    return offer


@transaction.atomic
def expire_offers(*, actor: Actor) -> int:
    """Every offer whose last day has passed expires; how many."""
    still = [OfferState.SOUNDED_OUT, OfferState.CONFIRMED, OfferState.OPEN, OfferState.FULL, OfferState.PAUSED]
    over = Offer.objects.filter(valid_until__lt=today(), state__in=still)
    pairs = list(over.values_list("pk", "institution_id"))
    if pairs:
        over.filter(pk__in=[pk for pk, _institution in pairs]).update(state=OfferState.EXPIRED)
        subjects = [("registry.offer", pk) for pk, _institution in pairs]
        subjects += [("registry.institution", pk) for pk in sorted({institution for _pk, institution in pairs})]
        record("registry.expire_offers", None, actor=actor, subjects=subjects, count=len(pairs))
    return len(pairs)


def institution_of(offer: Offer) -> Institution:
    """The institution as it stands now, if the offer's own was merged into another."""
    return offer.institution.merged_into or offer.institution
